String log = new File(basedir, 'build.log').text
File results = new File(basedir, 'after.jsonl')
File baseline = new File(basedir, 'baseline.json')
assert log.contains('[ERROR] To make these results the baseline: mvn bulwark:baseline@default -Dbulwark.results="' + results + '" -Dbulwark.baseline="' + baseline + '"')
assert log.contains('Baseline of 400 prompts: ' + baseline + '. Commit it.')
assert log.contains('The candidate is the baseline itself: the same model with identical results.')
assert log.contains("Gate 'release': INCOMPARABLE, see " + new File(basedir, 'target/bulwark/verdict.json'))
