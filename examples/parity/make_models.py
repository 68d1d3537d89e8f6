"""Makes reference cases for traits that few published models have, in the layout of the model fixtures.

Needs torch and transformers 5. Usage: make_models.py FOLDER_WITH_A_TOKENIZER OUT
Then: mvn -pl sdk test -Dgroups=fixtures -Dbulwark.fixtures=OUT (OUT/models holds the cases).
"""
import json
import pathlib
import shutil
import sys

import torch
from transformers import (LlamaConfig, LlamaForCausalLM, MistralConfig, MistralForCausalLM, Qwen2Config,
                          Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM)

SIZES = dict(vocab_size=320, hidden_size=64, intermediate_size=128, num_hidden_layers=3, num_attention_heads=4,
             num_key_value_heads=2, max_position_embeddings=256, bos_token_id=1, eos_token_id=2, pad_token_id=0,
             tie_word_embeddings=False, attn_implementation="eager")


def rope(kind):
    return {"rope_type": kind, "factor": 4.0, "rope_theta": 10000.0}


CASES = {
    "llama-linear": (LlamaForCausalLM, LlamaConfig(**SIZES, rope_parameters=rope("linear"))),
    "llama-dynamic": (LlamaForCausalLM, LlamaConfig(**SIZES, rope_parameters=rope("dynamic"))),
    "llama-bias": (LlamaForCausalLM, LlamaConfig(**SIZES, attention_bias=True)),
    "qwen2-sliding": (Qwen2ForCausalLM,
                      Qwen2Config(**SIZES, use_sliding_window=True, sliding_window=6, max_window_layers=1)),
    "qwen3-bias-sliding": (Qwen3ForCausalLM,
                           Qwen3Config(**SIZES, head_dim=24, attention_bias=True, use_sliding_window=True,
                                       sliding_window=5, max_window_layers=2)),
    "mistral-full": (MistralForCausalLM, MistralConfig(**SIZES, sliding_window=None)),
}


def drawn(kind, config):
    """A model with weights large enough that every trait shows in the logits."""
    model = kind(config).eval().float()
    with torch.no_grad():
        for weight in model.parameters():
            weight.copy_(weight + 0.3 * torch.randn_like(weight) if weight.dim() == 1 else 0.25 * torch.randn_like(weight))
    return model


def ids(count):
    return torch.randint(3, SIZES["vocab_size"], (count,)).tolist()


def greedy(model, prompt, count=24):
    whole = list(prompt)
    with torch.no_grad():
        for _ in range(count):
            whole.append(model(torch.tensor([whole])).logits[0, -1].argmax().item())
    return {"prompt_ids": prompt, "new_ids": whole[len(prompt):]}


def expected(model):
    rows = [ids(41), ids(25)]
    longest = max(map(len, rows))
    mask = [[int(len(row) // 4 <= t < len(row)) for t in range(longest)] for row in rows]
    logits, scores, loss, learned = [], [], 0, 0
    for r, row in enumerate(rows):
        found = model(torch.tensor([row])).logits[0]
        logs = torch.log_softmax(found.double(), -1)
        logits += [{"sequence": r, "position": p, "values": found[p].tolist()} for p in (0, len(row) // 2, len(row) - 1)]
        scores.append([None] + [logs[t - 1, row[t]].item() for t in range(1, len(row))])
        for t in range(1, len(row)):
            loss, learned = loss - mask[r][t] * logs[t - 1, row[t]], learned + mask[r][t]
    loss = loss / learned
    loss.backward()
    return {"lengths": [len(row) for row in rows], "input_ids": [row + [0] * (longest - len(row)) for row in rows],
            "loss_mask": mask, "logits": logits, "token_logprobs": scores, "loss": {"mean": loss.item()},
            "gradients": {name: {"l2": weight.grad.norm().item()} for name, weight in model.named_parameters()},
            "greedy": [greedy(model, ids(7)), greedy(model, ids(13))]}


def main():
    tokenizer, out = map(pathlib.Path, sys.argv[1:3])
    torch.manual_seed(3)
    for name, (kind, config) in CASES.items():
        folder = out / "models" / name
        model = drawn(kind, config)
        model.save_pretrained(folder)
        for file in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "tokens.json"):
            shutil.copy(tokenizer / file, folder)
        (folder / "logits.json").write_text(json.dumps(expected(model)))


if __name__ == "__main__":
    main()
