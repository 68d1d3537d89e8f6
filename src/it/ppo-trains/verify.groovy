import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
File folder = new File(basedir, 'target/bulwark/ppo')
assert log.contains('Tuned model: ' + folder)
def record = new JsonSlurper().parse(new File(folder, 'stage.json'))
assert record.stage == 'ppo'
assert record.settings.lora.upper == 1
def lines = new File(folder, 'metrics.jsonl').readLines().collect { new JsonSlurper().parseText(it) }
assert lines.size() == 2
assert lines[0].kl < 0.01
assert new JsonSlurper().parse(new File(folder, 'adapter/adapter_config.json')).layers_to_transform == [1]
assert new File(basedir, 'target/bulwark/ppo.html').text.contains('clipFraction')
// Prompts stay out of the build log.
assert !log.contains('potion')
