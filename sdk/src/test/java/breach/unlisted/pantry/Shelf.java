package breach.unlisted.pantry;

/** A class in a room that no row lists. */
public record Shelf() {}
