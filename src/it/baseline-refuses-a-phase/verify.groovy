String log = new File(basedir, 'build.log').text
assert log.contains("A build must not move its own baseline (<execution> 'default' in the pom). Remove the goal from it and run mvn bulwark:baseline by hand.")
assert !new File(basedir, 'src/test/safety-baselines').exists()
