import dev.bulwark.maven.MadeUpResults

MadeUpResults.write(basedir.toPath().resolve('good.jsonl'), 'tuned', 3)
