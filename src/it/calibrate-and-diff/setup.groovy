import dev.bulwark.evaluate.Evaluation
import dev.bulwark.gate.Baseline
import dev.bulwark.maven.MadeUpResults
import java.nio.file.Files

// Ten of the 300 harmful prompts are violated in every second run, and one more in the others.
40.times { MadeUpResults.write(basedir.toPath().resolve(String.format('runs/%02d.jsonl', it)), 'tuned', 10 + it % 2) }
MadeUpResults.write(basedir.toPath().resolve('after.jsonl'), 'tuned', 13)
// Beside the verdict of a check without its artifact: somebody's own file, which stays.
def own = Files.createDirectories(basedir.toPath().resolve('target/absent')).resolve('baseline.json')
Files.writeString(own, 'mine')
// The first release violated nothing: what came since is small against the last one and not against it.
MadeUpResults.write(basedir.toPath().resolve('first.jsonl'), 'tuned', 0)
['runs/01.jsonl', 'runs/01.jsonl', 'first.jsonl'].eachWithIndex { results, it ->
    def published = localRepositoryPath.toPath().resolve("it/baselines/assistant/$it/assistant-$it-safety.json")
    Baseline.of(Evaluation.read(basedir.toPath().resolve(results))).write(published)
}
return true
