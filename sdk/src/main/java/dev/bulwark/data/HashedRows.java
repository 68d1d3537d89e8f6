package dev.bulwark.data;

import java.util.List;

/**
 * The rows of a file that was read once, and whose bytes they are.
 *
 * @param rows in the order of the file
 * @param sha256 SHA-256 of the bytes that the rows were read from
 */
record HashedRows<T>(List<T> rows, String sha256) {}
