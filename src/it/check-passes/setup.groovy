import dev.bulwark.maven.MadeUpResults

MadeUpResults.write(basedir.toPath().resolve('before.jsonl'), 'base', 60)
MadeUpResults.write(basedir.toPath().resolve('after.jsonl'), 'tuned', 2)
