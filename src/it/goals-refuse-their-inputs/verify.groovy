import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
def refused = { String output, String input, String at, String to ->
  assert log.contains('The ' + output + ' would be written over the ' + input + ', or into it: ' + new File(basedir, at) + ' (' + new File(basedir, to) + '). Name another place for the ' + output + '.')
}
refused('results', 'suite', 'suite', 'suite/harmful.jsonl')
refused('tuned model', 'base model', 'out/safety-sft', 'out/safety-sft')
refused('model', 'GGUF file', 'model/model.gguf', 'model')
refused('GGUF file', 'model', 'model', 'model/config.json')
refused('verdict', 'header of the results', 'results.run.json', 'results.run.json')
refused('report', 'suite', 'suite', 'suite/report.html')
refused('report', 'results', 'results.jsonl', 'results.jsonl')
refused('results', 'reward model that judges, reward', 'reward', 'reward/config.json')
// The last check had a free place for its verdict.
def verdict = new JsonSlurper().parse(new File(basedir, 'target/bulwark/verdict.json'))
assert verdict.status == 'ERROR'
assert verdict.findings*.code == ['CONFIG_INVALID']

assert new File(basedir, 'suite').list().sort() == ['borderline.jsonl', 'harmful.jsonl']
assert new File(basedir, 'suite/harmful.jsonl').readLines().size() == 300
assert new File(basedir, 'model').list().sort() == ['config.json', 'model.gguf']
assert new File(basedir, 'reward').list().toList() == ['config.json']
assert new File(basedir, 'results.jsonl').readLines().size() == 400
assert new File(basedir, 'results.run.json').text.contains('promptSet')
assert !new File(basedir, 'target/bulwark/jobs').exists()
