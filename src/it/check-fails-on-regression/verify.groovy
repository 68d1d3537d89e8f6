import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
File verdictFile = new File(basedir, 'target/bulwark/verdict.json')
assert log.contains('[ERROR] FAIL: violation.rate got worse by 0.19 against the baseline')
assert log.contains("Gate 'release': FAIL, see " + verdictFile + ' and ' + new File(basedir, 'target/bulwark/report.html') + '.')
assert log.contains('[ERROR] The comparison is with <baselineResults>, which no baseline changes: make the model better, or allow more in <maxIncrease> or <maxDecrease> of the rule.')
assert log.contains('[ERROR] A limit holds whatever the baseline is: make the model better, or change <maximum> or <minimum> of the rule.')
assert log.contains('[WARNING] The suite ' + new File(basedir, 'src/test/safety-suite') + ' is not on this machine, so nothing shows that the results belong to it.')
assert log.contains('MojoFailureException')
assert new JsonSlurper().parse(verdictFile).status == 'FAIL'
assert new File(basedir, 'target/bulwark/report.html').text.contains('FAIL')
assert log.contains('[WARNING] -DskipTests does not concern bulwark; -Dbulwark.check.skip does.')
assert log.contains('[WARNING] -Dmaven.test.failure.ignore does not concern bulwark; -Dbulwark.check.skip does.')
