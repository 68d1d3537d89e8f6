String log = new File(basedir, 'build.log').text
File model = new File(basedir, 'target/model')
File again = new File(basedir, 'target/model-again')
assert log.contains('Imported model: ' + model)
assert log.contains('Exported model: ' + new File(basedir, 'target/again.gguf') + ' (f32)')
assert log.contains('Imported model: ' + again)
for (name in ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
  assert new File(model, name).text == new File(again, name).text
}
assert log.contains("The storage is 'q3_k', which is not known (<storage> in the pom). Use one of f32, f16, bf16, q8_0, q4_0.")
assert log.contains('The file is not in the GGUF format (' + new File(basedir, 'pom.xml') + '). Give a .gguf file.')
assert log.contains('MojoExecutionException')
assert !new File(basedir, 'target/none').exists()
