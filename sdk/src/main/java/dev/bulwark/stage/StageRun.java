package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Watcher;
import java.nio.file.Path;

/**
 * What a stage is given when its turn comes.
 *
 * @param model the model so far
 * @param output the folder to write: the tuned model, its record and its metrics
 * @param seed of everything that is drawn
 * @param watcher told how far it is
 */
public record StageRun(ModelFolder model, Path output, long seed, Watcher watcher) {}
