String log = new File(basedir, 'build.log').text
assert log.contains("[WARNING] 8 prompts, such as 'p0': ERROR_TARGET: java.lang.IllegalStateException: no answer[U+000A][INFO] BUILD SUCCESS [U+001B][32m")
assert !log.contains('\n[INFO] BUILD SUCCESS')
assert log.contains("Gate 'release': ERROR, see ")
