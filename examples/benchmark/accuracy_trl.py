"""The accuracy of TRL's RewardTrainer on held-out pairs, for comparison with ours.

    mvn -Pbenchmark -pl examples/benchmark -am verify \\
        -Dbenchmark="accuracy MODEL preferences-safety.jsonl.gz --out DIR --pairs 640 --held-out 320 --longest 128"
    python accuracy_trl.py --model MODEL --folder DIR

The first command trains ours and leaves in DIR what the second needs to do the same: the tokens of the pairs
(train.jsonl, held-out.jsonl), the adapter that both start from (start) and our rates, losses and scores (ours.json).
Both take the pairs in the order of the file, in fp32, with AdamW with betas 0.9 and 0.95, epsilon 1e-5, decay 0.1,
clipping at norm 1 and no margins. Needs torch, transformers, peft and trl.
"""
import argparse
import json
import pathlib
import sys
import tempfile
import time

BETAS, EPSILON, DECAY = (0.9, 0.95), 1e-5, 0.1


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def loaded(args):
    """The base with our adapter and score head, and a padding token that ends no answer."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(args.model)
    base = AutoModelForSequenceClassification.from_pretrained(args.model, num_labels=1, dtype=torch.float32)
    last = {pair[side][-1] for pair in read(args.folder / "train.jsonl") for side in ("chosen_ids", "rejected_ids")}
    padding = next(token for token in range(len(tokenizer)) if token not in last)
    tokenizer.pad_token = tokenizer.convert_ids_to_tokens(padding)
    base.config.pad_token_id = padding
    return tokenizer, PeftModel.from_pretrained(base, args.folder / "start", is_trainable=True)


def train(args, tokenizer, model, ours):
    import torch
    from datasets import Dataset
    from trl import RewardConfig, RewardTrainer

    rates, peak = ours["rates"], max(ours["rates"])
    learned = [weights for weights in model.parameters() if weights.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=peak, betas=BETAS, eps=EPSILON, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rates[min(step, len(rates) - 1)] / peak)
    micro = args.micro_batch
    with tempfile.TemporaryDirectory() as folder:
        config = RewardConfig(
            output_dir=folder, use_cpu=True, seed=1, num_train_epochs=1, max_grad_norm=1.0, bf16=False,
            per_device_train_batch_size=micro, gradient_accumulation_steps=ours["batch"] // micro, max_length=None,
            train_sampling_strategy="sequential", gradient_checkpointing=False, disable_dropout=True,
            save_strategy="no", report_to="none", disable_tqdm=True, logging_steps=1,
        )
        trainer = RewardTrainer(
            model=model, args=config, processing_class=tokenizer, optimizers=(optimizer, schedule),
            train_dataset=Dataset.from_list(read(args.folder / "train.jsonl")),
        )
        trainer.train()
    return [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]


def scores(model, padding, sequences):
    """Scores of whole sequences, those of like lengths together."""
    import torch

    model.eval()
    found = [0.0] * len(sequences)
    order = sorted(range(len(sequences)), key=lambda i: len(sequences[i]))
    with torch.no_grad():
        for start in range(0, len(order), 16):
            part = order[start : start + 16]
            rows = [torch.tensor(sequences[i]) for i in part]
            ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=padding)
            mask = torch.nn.utils.rnn.pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)
            for i, score in zip(part, model(input_ids=ids, attention_mask=mask).logits.flatten().tolist()):
                found[i] = score
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--folder", required=True, type=pathlib.Path)
    parser.add_argument("--micro-batch", type=int, default=8)
    args = parser.parse_args()

    ours = json.loads((args.folder / "ours.json").read_text())
    tokenizer, model = loaded(args)
    out, sys.stdout = sys.stdout, sys.stderr
    start = time.perf_counter()
    losses = train(args, tokenizer, model, ours)
    seconds = time.perf_counter() - start
    pairs = read(args.folder / "held-out.jsonl")
    flat = scores(model, model.config.pad_token_id, [ids for pair in pairs for ids in pair.values()])
    theirs = [flat[i] > flat[i + 1] for i in range(0, len(flat), 2)]
    mine = [chosen > rejected for chosen, rejected in ours["scores"]]
    apart = [abs(one - other) for one, other in zip(losses, ours["losses"])]
    print(json.dumps({
        "heldOut": len(pairs),
        "trl": round(sum(theirs) / len(theirs), 4),
        "ours": round(sum(mine) / len(mine), 4),
        "ranked alike": round(sum(a == b for a, b in zip(theirs, mine)) / len(mine), 4),
        "steps": len(losses),
        "largest difference of a step's loss": round(max(apart), 5),
        "of the first step's": round(apart[0], 6),
        "seconds": round(seconds, 1),
    }), file=out)


if __name__ == "__main__":
    main()
