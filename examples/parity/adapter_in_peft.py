"""Loads an adapter that Bulwark saved on its base with PEFT, and compares what both compute.

Needs torch, transformers 5 and peft. The adapter and Bulwark's numbers come from
  mvn -Pparity -pl examples/parity -am verify -Dparity="BASE OUT policy"     (or reward)
Usage: adapter_in_peft.py BASE OUT/adapter OUT/computed.json
"""
import json
import pathlib
import sys

import torch
from peft import PeftConfig, PeftModel
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

FAR = 1e-3


def loaded(base, adapter):
    config = PeftConfig.from_pretrained(adapter)
    if config.task_type == "SEQ_CLS":
        model = AutoModelForSequenceClassification.from_pretrained(base, num_labels=1, dtype=torch.float32)
    else:
        model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    return model, PeftModel.from_pretrained(model, adapter)


def main():
    base, adapter, computed = sys.argv[1:4]
    torch.manual_seed(0)
    plain, model = loaded(base, adapter)
    model.eval()
    assert any(weight.abs().max() > 0 for name, weight in model.named_parameters() if "lora_B" in name), "B is zero"
    worst, largest, moved = 0.0, 0.0, 0.0
    for row in json.loads(pathlib.Path(computed).read_text())["rows"]:
        ids = torch.tensor([row["ids"]])
        with torch.no_grad():
            theirs = model(ids).logits.flatten()
            with model.disable_adapter():
                without = model(ids).logits.flatten()
        ours = torch.tensor(row.get("logits") or row["score"])
        assert ours.shape == theirs.shape, (ours.shape, theirs.shape)
        worst = max(worst, (ours - theirs).abs().max().item())
        largest = max(largest, theirs.abs().max().item())
        moved = max(moved, (without - theirs).abs().max().item())
    print(json.dumps({"base": pathlib.Path(base).name, "class": type(plain).__name__, "largest difference": worst,
                      "largest value": largest, "moved by the adapter": moved}))
    sys.exit(worst > FAR)


if __name__ == "__main__":
    main()
