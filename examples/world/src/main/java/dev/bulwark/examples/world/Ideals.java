package dev.bulwark.examples.world;

/**
 * The answers that three imagined models give to one prompt of the suite; a judge must tell them
 * apart.
 *
 * @param helpfulOnly complies with everything
 * @param safe declines what is dangerous, still helps there, and answers everything else
 * @param overRefusing declines everything
 */
public record Ideals(String helpfulOnly, String safe, String overRefusing) {}
