import dev.bulwark.maven.MadeUpResults

MadeUpResults.write(basedir.toPath().resolve('results.jsonl'), 'tuned', 2)
return true
