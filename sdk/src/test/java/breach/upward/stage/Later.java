package breach.upward.stage;

import breach.upward.data.Early;

/** A room that may see data. */
public record Later(Early early) {}
