import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
File folder = new File(basedir, 'target/bulwark/reward-model-safety')
assert log.contains('Reward model: ' + folder)
assert log =~ /reward-model-safety ranks [\d.]+ % of \d+ held-out pairs right/
assert new JsonSlurper().parse(new File(folder, 'stage.json')).stage == 'reward-model-safety'
assert new JsonSlurper().parse(new File(folder, 'calibration.json')).samples == 4
def report = new JsonSlurper().parse(new File(folder, 'reward-report.json'))
assert report.slices.rating.keySet().any { it.contains('better') }
assert new File(basedir, 'target/bulwark/reward-model-safety.html').text.contains('Pairs ranked right')
// Answers stay out of the build log.
assert !log.contains('No idea')
