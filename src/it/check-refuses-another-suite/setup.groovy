import dev.bulwark.maven.MadeUpResults

// Good results, but a prompt came to the suite since, and the model is another.
MadeUpResults.write(basedir.toPath().resolve('after.jsonl'), 'tuned', 2)
MadeUpResults.writeSuite(basedir.toPath().resolve('src/test/safety-suite'))
new File(basedir, 'src/test/safety-suite/harmful.jsonl') << '{"id": "new", "prompt": "New?"}\n'
new File(basedir, 'model').mkdir()
new File(basedir, 'model/config.json').text = '{}'
File old = new File(basedir, 'target/bulwark')
old.mkdirs()
new File(old, 'report.html').text = 'PASS'
return true
