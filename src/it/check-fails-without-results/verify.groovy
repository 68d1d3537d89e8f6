import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
File results = new File(basedir, 'target/bulwark/results.jsonl')
File verdictFile = new File(basedir, 'target/bulwark/verdict.json')
assert log.contains('[ERROR] NO_RESULTS: There is no results file ' + results + ' and no ')
File report = new File(basedir, 'target/bulwark/report.html')
assert log.contains('[ERROR] To make results: mvn bulwark:evaluate -Dbulwark.results="' + results + '"')
assert log.contains("Gate 'release': NO_RESULTS, see " + verdictFile + ' and ' + report + '.')
assert report.text.contains('<p class="status NO_RESULTS">NO_RESULTS</p>')
assert log.contains('MojoExecutionException')
assert new JsonSlurper().parse(verdictFile).status == 'NO_RESULTS'
