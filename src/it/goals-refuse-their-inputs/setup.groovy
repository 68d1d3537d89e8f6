import dev.bulwark.maven.MadeUpResults
import java.nio.file.Files

MadeUpResults.writeSuite(basedir.toPath().resolve('suite'))
MadeUpResults.write(basedir.toPath().resolve('results.jsonl'), 'tuned', 2)
new File(basedir, 'model').mkdir()
new File(basedir, 'model/config.json').text = '{}'
new File(basedir, 'model/model.gguf').text = 'GGUF'
new File(basedir, 'reward').mkdir()
new File(basedir, 'reward/config.json').text = '{}'
new File(basedir, 'out').mkdir()
// The base model, by another name.
Files.createSymbolicLink(basedir.toPath().resolve('out/safety-sft'), basedir.toPath().resolve('model'))
return true
