import java.nio.file.Files
import java.nio.file.Path

// A small model with random weights, as the SDK's own tests use it, and pairs of answers.
Path project = Path.of(projectFolder)
Path from = project.resolve('../sdk/src/test/resources/fixtures/models/llama')
Path to = Files.createDirectories(basedir.toPath().resolve('model'))
for (name in ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']) {
  Files.copy(from.resolve(name), to.resolve(name))
}
Files.copy(project.resolve('../src/it/reward-model-trains/pairs.jsonl'), basedir.toPath().resolve('pairs.jsonl'))

// The invoker takes any other last value for a reason not to build.
return true
