import dev.bulwark.maven.MadeUpResults

MadeUpResults.write(basedir.toPath().resolve('target/bulwark/results.jsonl'), 'tuned', 2)
