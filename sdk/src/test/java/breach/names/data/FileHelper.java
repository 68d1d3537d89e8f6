package breach.names.data;

/** A name that says nothing. */
public record FileHelper() {}
