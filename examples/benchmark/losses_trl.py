"""The loss of every step of TRL's SFTTrainer in fp32, for comparison with ours.

    python losses_trl.py --model MODEL --data sft.jsonl --rows 400 --batch 8 > trl.jsonl
    mvn -Pbenchmark -pl examples/benchmark -am verify \\
        -Dbenchmark="losses MODEL sft.jsonl --rows 400 --batch 8"    (its lines go into ours.jsonl)
    python losses_trl.py --compare trl.jsonl ours.jsonl

Both take the rows in the order of the file, one batch a step, a constant rate of 1e-4, AdamW with betas 0.9 and
0.95, epsilon 1e-5, no decay, clipping at norm 1, loss on the answers. An answer ends with the token that ends the
turn: what a template writes after it, such as a line break, is never drawn, so it is not learned here; TRL by itself
would count it, so it is given the tokens and the mask. Needs torch, transformers and trl.
"""
import argparse
import json
import sys
import tempfile


def encoded(tokenizer, turns):
    """The tokens of a conversation, and which of them are learned: the answer and the token that ends it."""
    prompt = tokenizer.apply_chat_template(turns[:-1], add_generation_prompt=True, return_dict=True)["input_ids"]
    whole = tokenizer.apply_chat_template(turns, return_dict=True)["input_ids"]
    assert whole[: len(prompt)] == prompt, "the template does not begin an answer as it begins a prompt"
    end = len(whole) - whole[::-1].index(tokenizer.eos_token_id)
    return {"input_ids": whole, "completion_mask": [int(len(prompt) <= i < end) for i in range(len(whole))]}


def losses(args):
    import torch
    from datasets import Dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    with open(args.data, encoding="utf-8") as lines:
        conversations = [json.loads(line)["messages"] for line, _ in zip(lines, range(args.rows))]
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    rows = [encoded(tokenizer, turns) for turns in conversations]
    with tempfile.TemporaryDirectory() as folder:
        config = SFTConfig(
            output_dir=folder, use_cpu=True, seed=1, num_train_epochs=1, learning_rate=1e-4,
            lr_scheduler_type="constant", warmup_steps=0, adam_beta1=0.9, adam_beta2=0.95, adam_epsilon=1e-5,
            weight_decay=0.0, max_grad_norm=1.0, per_device_train_batch_size=args.batch,
            dataloader_drop_last=True, completion_only_loss=True, loss_type="nll", max_length=None,
            train_sampling_strategy="sequential", bf16=False, gradient_checkpointing=False,
            save_strategy="no", report_to="none", disable_tqdm=True, logging_steps=1,
        )
        trainer = SFTTrainer(
            model=AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32), args=config,
            train_dataset=Dataset.from_list(rows), processing_class=tokenizer,
        )
        sys.stdout, out = sys.stderr, sys.stdout
        trainer.train()
    for entry in trainer.state.log_history:
        if "loss" in entry:
            print(json.dumps({"step": entry["step"], "loss": entry["loss"]}), file=out)


def compare(one, other):
    read = [[json.loads(line)["loss"] for line in open(file, encoding="utf-8")] for file in (one, other)]
    apart = [abs(a - b) for a, b in zip(*read)]
    print(f"{len(apart)} steps, loss {read[0][0]:.4f} to {read[0][-1]:.4f}, largest difference {max(apart):.2e}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model")
    parser.add_argument("--data")
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--compare", nargs=2)
    args = parser.parse_args()
    if args.compare:
        compare(*args.compare)
    else:
        losses(args)


if __name__ == "__main__":
    main()
