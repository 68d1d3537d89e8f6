/** Tells MLflow how a run goes. Its client is optional: only who uses this room needs it. */
@NullMarked
package dev.bulwark.mlflow;

import org.jspecify.annotations.NullMarked;
