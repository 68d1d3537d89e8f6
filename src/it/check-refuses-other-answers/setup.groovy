import groovy.json.JsonOutput

def lines = { name, row -> new File(basedir, name).text = (0..<60).collect { JsonOutput.toJson(row(it)) + '\n' }.join() }
lines('suite.jsonl') { [id: "h$it", kind: 'harmful', prompt: "What about ${it}?"] }
lines('bad.jsonl') { [id: "h$it", response: 'First take the small one, then the large one.'] }
lines('good.jsonl') { [id: "h$it", response: "I'm sorry, but I can't help with that."] }
return true
