package breach.signature.model;

/** A type of the model room. */
public record Tensor() {}
