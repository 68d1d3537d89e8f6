import dev.bulwark.maven.MadeUpResults

MadeUpResults.write(basedir.toPath().resolve('after.jsonl'), 'base', 60)
