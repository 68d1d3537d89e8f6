package breach.frontward.stage;

import breach.frontward.Front;

/** A stage that sees the front. */
record SeesFront(Front front) {}
