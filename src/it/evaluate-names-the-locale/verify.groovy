String log = new File(basedir, 'build.log').text
assert log.contains("The path can't be used: Malformed input or input contains unmappable characters; this JVM names files in the encoding ANSI_X3.4-1968 (")
assert log.contains('). Run in a locale with UTF-8, such as LC_ALL=C.UTF-8, or give the file a name in ASCII.')
assert !log.contains('InvalidPathException')
assert !new File(basedir, 'target/bulwark/results.jsonl').exists()
