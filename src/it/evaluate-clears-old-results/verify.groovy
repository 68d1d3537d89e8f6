String log = new File(basedir, 'build.log').text
File results = new File(basedir, 'out/results.jsonl')
assert log.contains('violation.rate: 0.0067 (n = 300)')
assert log.contains('There is no ' + new File(basedir, 'none.jsonl') + ' (<responses> in the pom). Name a file with an answer to each prompt.')
String missing = 'There is no ' + new File(basedir, 'no-model') + " (<model> in the pom). Run mvn bulwark:safety-sft, or name a model's folder."
// Once from the build and once from the pasted command, which sees the execution's configuration.
assert log.count(missing) >= 2
assert !results.exists()
assert !new File(basedir, 'out/results.run.json').exists()
assert log.contains('[ERROR] NO_RESULTS: There is no results file ' + results + ' and no ')
assert log.contains('[ERROR] To make results: mvn bulwark:evaluate@answers\n')
// The last evaluation removed what the check before it had written.
assert !new File(basedir, 'target/bulwark/verdict.json').exists()
assert !new File(basedir, 'target/bulwark/report.html').exists()
