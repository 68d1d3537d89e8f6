package breach.upward.data;

import breach.upward.stage.Later;

/** Data that sees a stage, and thereby closes a cycle. */
record SeesStage(Later later) {}
