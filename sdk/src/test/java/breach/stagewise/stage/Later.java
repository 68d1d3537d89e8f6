package breach.stagewise.stage;

/** A stage. */
public record Later() {}
