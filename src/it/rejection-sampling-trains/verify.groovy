import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
File folder = new File(basedir, 'target/bulwark/rejection-sampling')
assert log.contains('Tuned model: ' + folder)
assert log =~ /rejection-sampling: 18 answers to 6 prompts at temperature 1.0; mean score of the best of 1: /
assert new JsonSlurper().parse(new File(folder, 'stage.json')).stage == 'rejection-sampling'
assert new JsonSlurper().parse(new File(folder, 'samples/report.json')).bestOf.keySet() == ['1', '2', '3'] as Set
assert new File(basedir, 'target/bulwark/rejection-sampling.jsonl').readLines().size() == 6
assert new File(basedir, 'target/bulwark/rejection-sampling.html').text.contains('loss by step')
// Prompts and answers stay out of the build log.
assert !log.contains('How does item')
