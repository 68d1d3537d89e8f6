String log = new File(basedir, 'build.log').text
assert log.contains("A build server must not move the baseline (environment variable CI is 'true'). Make it on your own machine and commit it, or allow it with -Dbulwark.allowInCi=true.")
assert log.count('. Commit it.') == 1
