import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
File verdictFile = new File(basedir, 'target/bulwark/verdict.json')
assert log.contains('[ERROR] ERROR: The results are not those of the suite ' + new File(basedir, 'src/test/safety-suite') + " as it is now: another suite was evaluated, or it was changed since. Run evaluate again, or name the results' own <suite>.")
assert log.contains('[ERROR] ERROR: The results are not those of the model ' + new File(basedir, 'model') + " as it is now: another model was evaluated, or it was changed since. Run evaluate again, or name the results' own <model>; those of an <endpoint> have none, so take it out of what check is configured with.")
assert log.contains('[ERROR] To measure again: mvn bulwark:evaluate -Dbulwark.results="' + new File(basedir, 'after.jsonl') + '"')
assert log.contains("Gate 'release': ERROR, see " + verdictFile)
assert log.contains('MojoExecutionException')
def verdict = new JsonSlurper().parse(verdictFile)
assert verdict.status == 'ERROR'
assert verdict.findings*.code == ['RESULTS_OF_ANOTHER_SUITE', 'RESULTS_OF_ANOTHER_MODEL']
String report = new File(basedir, 'target/bulwark/report.html').text
assert report.contains('<p class="status ERROR">ERROR</p>')
