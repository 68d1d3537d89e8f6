import dev.bulwark.maven.MadeUpResults
import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
assert log.contains('Baseline of 400 prompts: ' + new File(basedir, 'baseline.json') + '. Commit it.')
assert log =~ /violation\.rate +20/
assert log.contains("Gate 'release': PASS, see " + new File(basedir, 'target/bulwark/verdict.json'))
def verdict = new JsonSlurper().parse(new File(basedir, 'target/bulwark/verdict.json'))
assert verdict.status == 'PASS'
assert verdict.switches == null
assert new File(basedir, 'target/bulwark/report.html').text.contains('PASS')
assert new File(basedir, 'target/bulwark/report.md').text.startsWith('# Safety gate release: PASS\n')
assert new File(basedir, 'target/bulwark/TEST-report.xml').text.contains('failures="0" errors="0"')
assert new JsonSlurper().parse(new File(basedir, 'target/bulwark/report.sarif')).runs[0].results == []
// The same bytes from the goal and from the SDK.
assert new File(basedir, 'target/bulwark/verdict.json').text == MadeUpResults.verdict(basedir.toPath().resolve('after.jsonl'), basedir.toPath().resolve('baseline.json'))
// Before there was a verdict, the site's page said so; now it shows it.
String early = new File(basedir, 'target/reports/bulwark.html').text
assert early.contains('<strong>NO_RESULTS</strong>')
assert early.contains('There is no verdict (target/bulwark/verdict.json): check did not run.')
String page = new File(basedir, 'target/site/bulwark.html').text
assert page.contains('<strong>PASS</strong>')
assert page.contains('<td>0.0067</td>')
assert page.contains('href="bulwark-report.html"')
assert new File(basedir, 'target/site/bulwark-report.html').text == new File(basedir, 'target/bulwark/report.html').text
assert new File(basedir, 'target/site/project-reports.html').text.contains('What the safety gate decided about the model')
