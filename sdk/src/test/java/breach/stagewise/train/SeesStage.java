package breach.stagewise.train;

import breach.stagewise.stage.Later;

/** Training that knows its stage. */
record SeesStage(Later later) {}
