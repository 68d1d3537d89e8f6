package breach.frontward;

/** The front of this tree. */
public record Front() {}
