import dev.bulwark.maven.MadeUpResults

// Ten of the 300 harmful prompts are violated in every second run, and one more in the others.
40.times { MadeUpResults.write(basedir.toPath().resolve(String.format('runs/%02d.jsonl', it)), 'tuned', 10 + it % 2) }
MadeUpResults.write(basedir.toPath().resolve('after.jsonl'), 'tuned', 13)
