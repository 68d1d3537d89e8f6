String log = new File(basedir, 'build.log').text
assert log.contains("Unknown setting 'epochz', known here are adam, batch, clip, epochs, learningRate, memory, schedule (<settings> in the pom: optimisation). Correct the name or remove it.")
assert log.contains('MojoExecutionException')
assert !new File(basedir, 'target/bulwark/safety-sft').exists()
