import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
assert log.contains('violation.rate: 1.0000')
assert log.contains('violation.rate: 0.0000')
assert log.contains("ERROR: The results are not those of the answers in ${new File(basedir, 'bad.jsonl')} as they are now: others were evaluated, or they were changed since. Run evaluate again; executions that evaluate different answers each need <results>, <verdict> and <report> of their own.")
assert log.contains("Gate 'release': PASS")
assert log.count("-Dbulwark.canary is no goal's property.") == 1
assert !log.contains("-Dbulwark.responses is no goal's property.")
assert log =~ '<canarys> is no parameter of any goal; there are [a-zA-Z, ]*, canaries, '
assert log.contains(' (<configuration> in the pom). Correct the name or remove the element.')
def verdict = new JsonSlurper().parse(new File(basedir, 'target/bulwark/verdict.json'))
assert verdict.findings*.code == ['CONFIG_INVALID']
