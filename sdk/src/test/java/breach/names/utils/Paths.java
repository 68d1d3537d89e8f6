package breach.names.utils;

/** A package name that says nothing. */
public record Paths() {}
