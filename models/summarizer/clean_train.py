"""Trains the cleaner: `python clean_train.py DATA RUN OUT.pt --minutes N [options]`.

RUN holds what encoder_pieces.py wrote and the translation model's binary file. Rates fall by the time used, so that runs of equal
`--minutes` of the processor can be compared. OUT.pt is written often; with `--resume` the same command goes on from it.
"""

import argparse
import copy
import json
import math
import random
import time
from pathlib import Path

import torch
from torch.nn import functional as F

from clean_data import Texts
from clean_evaluate import questions_scores
from clean_model import Cleaner, Shape, batch, targets
from encoder_pieces import Pieces

POOL = 2048
PIECES_A_BATCH = 1400


def loss_of(model: Cleaner, pieces: Pieces, spoken) -> torch.Tensor:
    ids, counts, starts, lengths = batch(pieces, [words for words, _ in spoken])
    kept = [keep for _, keep in spoken]
    fed, wanted = targets(kept)
    memory = model.memory(ids, counts, starts, lengths)
    logits, _, _ = model.pointer(fed, memory, None, lengths)
    pointing = F.cross_entropy(logits.flatten(0, 1), wanted.flatten(), ignore_index=-1)
    tags = torch.full((len(kept), memory.shape[1] - 1), -1.0)
    for at, keep in enumerate(kept):
        tags[at, : len(keep)] = torch.tensor(keep, dtype=torch.float)
    there = tags >= 0
    tagging = F.binary_cross_entropy_with_logits(model.tag(memory[:, 1:])[..., 0][there], tags[there])
    return pointing + 0.5 * tagging


def batches(texts: Texts, pieces: Pieces, rng: random.Random):
    """Sentences of like length together."""
    while True:
        pool = [spoken for spoken in (texts.one() for _ in range(POOL)) if any(spoken[1])]
        pool.sort(key=lambda spoken: sum(len(pieces.of_word(word)) for word in spoken[0]))
        found, size = [[]], 0
        for spoken in pool:
            length = sum(len(pieces.of_word(word)) for word in spoken[0]) + 1
            if found[-1] and length * (len(found[-1]) + 1) > PIECES_A_BATCH:
                found.append([])
            found[-1].append(spoken)
        rng.shuffle(found)
        yield from found


def follow(average: Cleaner, model: Cleaner, share: float) -> None:
    with torch.no_grad():
        for kept, now in zip(average.parameters(), model.parameters()):
            if now.requires_grad:
                kept.lerp_(now, share)


def build(args, pieces: Pieces) -> Cleaner:
    model = Cleaner(
        Shape(pieces.model.get_piece_size(), args.layers, args.frozen, args.recurrent, dropout=args.dropout, scratch=args.scratch)
    )
    if not args.scratch:
        model.encoder.load(args.run / "model.enpt.intgemm.alphas.bin", args.run / "kept.json")
    return model


def main(args) -> None:
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    pieces = Pieces(args.run / "pieces.spm")
    model = build(args, pieces)
    if args.start:
        model.load_state_dict(torch.load(args.start)["average"])
    encoder = [] if args.scratch else [p for p in model.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in encoder}
    own = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    groups = [{"params": own, "peak": args.rate}, *([{"params": encoder, "peak": args.encoder_rate}] if encoder else [])]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01)
    average, used, step, seen = copy.deepcopy(model), 0.0, 0, 0
    if args.resume and args.out.exists():
        stored = torch.load(args.out)
        model.load_state_dict(stored["model"])
        average.load_state_dict(stored["average"])
        optimizer.load_state_dict(stored["optimizer"])
        used, step, seen = stored["used"], stored["step"], stored["seen"]
    texts = Texts(args.data, args.seed + step, args.questions, args.untouched)
    clock = time.process_time if args.cpu else time.time
    began, said, shown, sums = clock() - used, used, used, []
    for spoken in batches(texts, pieces, random.Random(args.seed)):
        used = clock() - began
        share = used / (60 * args.minutes)
        if share >= 1:
            break
        model.train()
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(1, (step + 1) / args.warm) * (0.02 + 0.98 * (1 + math.cos(math.pi * share)) / 2)
        loss = loss_of(model, pieces, spoken)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
        optimizer.step()
        step, seen = step + 1, seen + len(spoken)
        follow(average, model, min(0.01, 10 / (10 + step)) if step > 100 else 1)
        sums.append(float(loss.detach()))
        if used - said > 60:
            said = used
            print(f"{used / 60:6.1f} min  step {step}  seen {seen}  loss {sum(sums) / len(sums):.4f}", flush=True)
            sums = []
        if used - shown > 60 * args.every:
            shown = used
            report(args, model, average, optimizer, pieces, used, step, seen)
            began = clock() - used
    report(args, model, average, optimizer, pieces, used, step, seen)


def report(args, model, average, optimizer, pieces, used, step, seen) -> None:
    shape = {"shape": model.facts(), "model": model.state_dict(), "average": average.state_dict()}
    torch.save({**shape, "optimizer": optimizer.state_dict(), "used": used, "step": step, "seen": seen}, args.out)
    scores = questions_scores(average.eval(), pieces, args.data, args.dev)
    print(f"{used / 60:6.1f} min  step {step}  seen {seen}  dev {json.dumps(scores)}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("data", "run", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--cpu", action="store_true", help="minutes of the processor's own time")
    parser.add_argument("--every", type=float, default=10)
    parser.add_argument("--dev", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--frozen", type=int, default=2)
    parser.add_argument("--recurrent", type=int, default=0)
    parser.add_argument("--scratch", action="store_true")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--encoder-rate", type=float, default=3e-4)
    parser.add_argument("--warm", type=int, default=200)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--questions", type=float, default=0.27)
    parser.add_argument("--untouched", type=float, default=0.27)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--resume", action="store_true")
    main(parser.parse_args())
