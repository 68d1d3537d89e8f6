import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
assert log.contains('[WARNING] Skipped by -Dbulwark.skip.')
def verdict = new JsonSlurper().parse(new File(basedir, 'target/bulwark/verdict.json'))
assert verdict.status == 'SKIPPED'
assert !verdict.passed
assert verdict.switches == ['skip=true']
assert new File(basedir, 'target/bulwark/report.html').text.contains('<p class="status SKIPPED">SKIPPED</p>')
