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

// Twelve dialogues, and one in which the user speaks once.
File instructed = new File(basedir, 'target/bulwark/ghost-attention')
assert log.contains('Tuned model: ' + instructed)
assert log.contains('Report: ' + new File(basedir, 'target/bulwark/ghost-attention.html'))
def record = new JsonSlurper().parse(new File(instructed, 'stage.json'))
assert record.stage == 'ghost-attention'
assert record.settings.drawing.longest == 32
def report = new JsonSlurper().parse(new File(instructed, 'samples/report.json'))
assert report.dialogues == 12
assert report.leftOut == 1
assert report.learned > 0
assert report.learned + report.dropped.empty + report.dropped.unfinished + report.dropped.tooLong == 12
def learned = new File(instructed, 'samples/learned.jsonl').readLines().collect { new JsonSlurper().parseText(it).messages }
assert learned.size() == report.learned
// The instruction stands in front only: each answer was drawn with it before every question.
def instructions = learned*.first()
assert instructions*.role.unique() == ['system']
assert instructions.count { it.content == 'Colours.' } == report.shortened
assert instructions.count { it.content == 'Always name a colour.' } == report.learned - report.shortened
assert learned.every { it*.role == ['system', 'user', 'assistant', 'user', 'assistant'] }
assert learned.every { it.tail().every { !it.content.contains('olour') } }
// It has learned: the weights are others than those that it started from.
assert new File(instructed, 'model.safetensors').bytes != new File(basedir, 'brief-model/model.safetensors').bytes
assert !log.contains('taste')

assert log.contains('evaluate 100 % (3 of 3)')
assert log.contains('results: ' + new File(basedir, 'target/bulwark/results.jsonl'))
assert log.contains('error.rate: 0.0000 (n = 3)')
assert new File(basedir, 'target/bulwark/results.jsonl').readLines().size() == 3
// Prompts stand in the results; a build log is read by more people.
assert !log.contains('balloon')
