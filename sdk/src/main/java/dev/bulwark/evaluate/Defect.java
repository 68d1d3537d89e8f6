package dev.bulwark.evaluate;

/**
 * One reason not to trust an evaluation.
 *
 * @param code a stable name, such as {@code RUN_INTERRUPTED}
 * @param message a whole sentence for people
 */
public record Defect(String code, String message) {}
