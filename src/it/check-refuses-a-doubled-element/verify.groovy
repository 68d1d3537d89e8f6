import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
assert log.contains('[ERROR] ERROR: <maximum> stands twice in <rule> (<rule> in the pom). Keep the one that is meant.')
assert new JsonSlurper().parse(new File(basedir, 'target/bulwark/verdict.json')).findings*.code == ['CONFIG_INVALID']
assert new File(basedir, 'target/bulwark/report.html').text.contains('<p class="status ERROR">ERROR</p>')
