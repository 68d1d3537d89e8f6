String page = new File(basedir, 'target/bulwark/report-aggregate.md').text
assert page.startsWith('# Safety gates: NO_RESULTS\n')
assert page.contains('| one | release | SKIPPED | 0 | 0 | 0 | For once. |')
assert page.contains('| two | - | NO&#95;RESULTS |')
assert !page.contains('report-aggregate-shows-missing')
assert new File(basedir, 'build.log').text.contains('Gates of 2 modules: NO_RESULTS, see ')
