import dev.bulwark.maven.MadeUpResults

// Results that would pass, of a run before this one.
MadeUpResults.writeSuite(basedir.toPath().resolve('suite'))
MadeUpResults.write(basedir.toPath().resolve('out/results.jsonl'), 'tuned', 2)
File old = new File(basedir, 'target/bulwark')
old.mkdirs()
new File(old, 'report.html').text = 'PASS'
new File(old, 'verdict.json').text = '{"status": "PASS"}'
return true
