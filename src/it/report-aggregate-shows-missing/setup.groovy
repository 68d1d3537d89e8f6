import dev.bulwark.gate.Verdict

Verdict.skipped('release', 'For once.').write(basedir.toPath().resolve('one/target/bulwark/verdict.json'))
