package dev.bulwark.train;

/**
 * How good each choice turned out to be.
 *
 * @param advantages over what was expected, {@code [answers][chosen]}
 * @param returns what the critic should have said, {@code [answers][chosen]}
 * @param rewards mean over the answers of all rewards of one, penalties included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Credit(double[][] advantages, double[][] returns, double rewards) {}
