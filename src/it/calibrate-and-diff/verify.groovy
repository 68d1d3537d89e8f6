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

def verdict = new JsonSlurper().parse(new File(basedir, 'target/bulwark/verdict.json'))
assert verdict.status == 'PASS'
assert verdict.baselineArtifact.coordinates == 'it.baselines:assistant:1:json:safety'
assert verdict.baselineArtifact.sha256 ==~ /[0-9a-f]{64}/
assert verdict.anchorArtifact.coordinates == 'it.baselines:assistant:0:json:safety'
assert verdict.anchorArtifact.sha256 ==~ /[0-9a-f]{64}/
// The anchor is compared with, by its own numbers: two more violate than in the last release, thirteen more than in the first.
def crept = new JsonSlurper().parse(new File(basedir, 'target/crept/verdict.json'))
assert crept.status == 'FAIL'
assert crept.anchorArtifact.coordinates == 'it.baselines:assistant:2:json:safety'
assert crept.findings.findAll { it.rule.startsWith('noWorseThan') }*.status == ['PASS', 'FAIL']
assert crept.findings.findAll { it.status == 'FAIL' }*.numbers*.estimate .collect { Math.round(it * 300) } == [13]
assert crept.findings.find { it.status == 'FAIL' }.message.startsWith('violation.rate got worse by 0.04 against the anchor (')
def absent = new JsonSlurper().parse(new File(basedir, 'target/absent/verdict.json'))
assert absent.status == 'NO_BASELINE'
assert absent.findings*.code == ['BASELINE_UNRESOLVED', 'BASELINE_UNRESOLVED']
assert new File(basedir, 'target/absent/baseline.json').text == 'mine'
assert absent.baselineArtifact.coordinates == 'it.baselines:absent:1:json:safety'
assert absent.baselineArtifact.sha256 == null
assert log.contains("NO_BASELINE: The baseline's artifact it.baselines:absent:1:json:safety can't be resolved: ")
assert absent.anchorArtifact.coordinates == 'it.baselines:absent:0:json:safety'
assert log.contains("NO_BASELINE: The anchor's artifact it.baselines:absent:0:json:safety can't be resolved: ")

// What came to nothing is not the same as what nobody named.
def nothingOf = { String element, String text ->
  assert log.contains('<' + element + ">" + " is '" + text + "', which comes to nothing (<" + element + '> in the pom). Write what it names, set the property, or leave the element out.')
}
def nothing = { String run, String element, String text ->
  def broken = new JsonSlurper().parse(new File(basedir, 'target/' + run + '/verdict.json'))
  assert broken.status == 'ERROR'
  assert broken.findings*.code == ['CONFIG_INVALID']
  nothingOf(element, text)
}
nothing('unset', 'anchorArtifact', '${anchor.of.release}')
nothing('empty', 'anchorArtifact', '')
nothing('file', 'anchor', '${anchor.of.release}')
nothing('model', 'model', '${model.of.release}')
nothingOf('baselineArtifact', '${baseline.of.release}')
