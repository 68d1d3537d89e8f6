import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
File file = new File(basedir, 'src/test/safety-baselines/release.json')
assert log.contains('The new results are worse than the present baseline: violation.rate 0.020000 after 0.010000 (' + file + '). Make the model better, or say why it is accepted, with -Dbulwark.reason="…".')
assert log.count('Baseline of 400 prompts: ' + file + '. Commit it.') == 2
assert new JsonSlurper().parse(file).reason == 'Policy'
