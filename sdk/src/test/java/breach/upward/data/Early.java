package breach.upward.data;

/** What may be seen. */
public record Early() {}
