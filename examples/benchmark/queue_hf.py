"""The peer of `queue`: transformers answers prompts whose answers have a limit each, batch after batch.

Every row of a batch is computed until its longest answer is done; only tokens within a row's limit count.
Needs torch and transformers. The limits are lognormal, the same for both sides:

    queue_hf.py make PROMPTS OUT [--prompts 64] [--median 64]
    queue_hf.py run MODEL QUEUE --batch 16 [--order given|sorted] [--precision fp32|bf16]
"""
import argparse
import json
import math
import pathlib
import random
import time


def make(args):
    rng = random.Random(2307)
    rows = pathlib.Path(args.a).read_text(encoding="utf-8").splitlines()[:args.prompts]
    with open(args.b, "w", encoding="utf-8") as out:
        for row in rows:
            limit = round(args.median * math.exp(0.7 * rng.gauss(0, 1)))
            out.write(json.dumps({"prompt": json.loads(row)["prompt"], "limit": max(4, min(256, limit))}) + "\n")


def run(args):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    tokenizer = AutoTokenizer.from_pretrained(args.a, padding_side="left")
    dtype = torch.bfloat16 if args.precision == "bf16" else torch.float32
    model = AutoModelForCausalLM.from_pretrained(args.a, dtype=dtype, attn_implementation="sdpa").eval()
    model.generation_config.eos_token_id = None
    rows = [json.loads(line) for line in open(args.b, encoding="utf-8")]
    if args.order == "sorted":
        rows.sort(key=lambda row: -row["limit"])
    texts = [tokenizer.apply_chat_template([{"role": "user", "content": row["prompt"]}], add_generation_prompt=True,
                                           tokenize=False) for row in rows]

    def generate(at, most):
        batch = tokenizer(texts[at:at + args.batch], padding=True, add_special_tokens=False, return_tensors="pt")
        with torch.inference_mode():
            model.generate(**batch, do_sample=True, temperature=1.0, top_p=1.0, top_k=0, max_new_tokens=most,
                           pad_token_id=tokenizer.pad_token_id)

    generate(0, 4)
    start = time.perf_counter()
    for at in range(0, len(rows), args.batch):
        generate(at, max(row["limit"] for row in rows[at:at + args.batch]))
    seconds = time.perf_counter() - start
    tokens = sum(row["limit"] for row in rows)
    print(json.dumps({"what": "queue_hf", "batch": args.batch, "order": args.order, "precision": args.precision,
                      "tokens": tokens, "seconds": round(seconds, 2), "tokens_per_second": round(tokens / seconds, 1)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["make", "run"])
    parser.add_argument("a")
    parser.add_argument("b")
    parser.add_argument("--prompts", type=int, default=64)
    parser.add_argument("--median", type=int, default=64)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--order", choices=["given", "sorted"], default="given")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    args = parser.parse_args()
    make(args) if args.what == "make" else run(args)


if __name__ == "__main__":
    main()
