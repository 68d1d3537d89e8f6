import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
File model = new File(basedir, 'target/bulwark/safety-sft')
assert log.contains('safety-sft 100 % (4 of 4)')
assert log.contains('Tuned model: ' + model)
assert new File(model, 'model.safetensors').length() > 400_000
def stage = new JsonSlurper().parse(new File(model, 'stage.json'))
assert stage.stage == 'safety-sft'
// The pom's batch goes over that of bulwark.yml, whose rank the pom does not name.
assert stage.settings.optimisation.batch == 4
assert stage.settings.lora.rank == 2
assert new File(model, 'metrics.jsonl').readLines().size() == 4

assert log.contains('evaluate 100 % (3 of 3)')
assert log.contains('results: ' + new File(basedir, 'target/bulwark/results.jsonl'))
assert log.contains('error.rate: 0.0000 (n = 3)')
assert new File(basedir, 'target/bulwark/results.jsonl').readLines().size() == 3
// Prompts stand in the results; a build log is read by more people.
assert !log.contains('balloon')
