package breach.signature.train;

/** A type of the train room. */
public record Step() {}
