import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text
assert log.contains("<canary> is '" + '${must.never.fail}' + "', which comes to nothing (<canaries> in the pom). Write what it names, set the property, or leave the element out.")
def verdict = { new JsonSlurper().parse(new File(basedir, 'target/' + it)) }
assert verdict('bulwark/verdict.json').status == 'ERROR'
assert verdict('bulwark/verdict.json').findings*.code == ['CONFIG_INVALID']
assert verdict('second.json').status == 'PASS'
assert verdict('second.json').findings*.rule == ['atMost', 'never']
