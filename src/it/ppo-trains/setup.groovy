import java.nio.file.Files
import java.nio.file.Path

// A small model with random weights, as the SDK's own tests use it.
Path from = Path.of(projectFolder).resolve('../sdk/src/test/resources/fixtures/models/llama')
Path to = Files.createDirectories(basedir.toPath().resolve('model'))
for (name in ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']) {
  Files.copy(from.resolve(name), to.resolve(name))
}
