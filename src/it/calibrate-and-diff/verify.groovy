import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
def baseline = new JsonSlurper().parse(new File(basedir, 'src/test/safety-baselines/release.json'))
assert baseline.calibration.pairs == 20
assert baseline.calibration.falseFails == 0
assert baseline.expires == '3000-01-01T00:00:00Z'
assert baseline.margins.'violation.rate'.source == 'AA_PAIR'
assert log.contains('Of 20 pairs of runs of the unchanged model the gate failed 0 and passed ')
assert log.contains('Newly answered badly: 3')
assert new File(basedir, 'target/bulwark/diff.md').text.contains('- p10, violation\n')
assert new JsonSlurper().parse(new File(basedir, 'second.json')).items.size() == 400
