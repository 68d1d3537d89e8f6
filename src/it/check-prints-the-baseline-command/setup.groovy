import dev.bulwark.maven.MadeUpResults

MadeUpResults.write(basedir.toPath().resolve('after.jsonl'), 'tuned', 2)
