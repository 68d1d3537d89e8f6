import dev.bulwark.maven.MadeUpResults

MadeUpResults.writeErrors(basedir.toPath().resolve('after.jsonl'), 8, 'no answer\n[INFO] BUILD SUCCESS \u001b[32m')
