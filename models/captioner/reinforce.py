"""The reward stage: self-critical training on CIDEr-D with cross-entropy kept in.

Rennie et al. (2017) with the leave-one-out baseline of Luo (2020): each sample is compared with the
mean of the picture's other samples. `python reinforce.py DATA FEATURES START OUT [options]`; OUT is
written every `--every` steps, and the same command goes on from it; OUT.STEP.pt are what `soup.py` averages.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from data import Captions, Pictures, frame
from decoding import Writer, sample
from evaluate import dev_scores, load
from model import CELLS, spread
from reward import Reward
from train import BATCH, Run, follow, rates
from words import END, UNKNOWN

SAMPLES = 5


def cut(ids: list[int]) -> list[int]:
    """Up to and with END."""
    return ids[: ids.index(END) + 1] if END in ids else ids


def step_loss(model, captions, pictures, reward: Reward, names, random, args) -> tuple[torch.Tensor, float]:
    """Reward loss of fresh samples + `keep` × cross-entropy of the pictures' captions, in one pass of the decoder."""
    fine = pictures.batch(names, captions.mirror(names, random))
    coarse = model.see(fine)
    model.eval()
    with torch.no_grad():
        writer = Writer(model, model.encode(fine, coarse), SAMPLES)
        drawn = [cut(ids) for ids in sample(writer, greedy=False).tolist()]
    model.train()
    scores, plain = reward(names, drawn)
    others = (scores.sum(1, keepdim=True) - scores) / (SAMPLES - 1)
    groups = []
    for at, name in enumerate(names):
        own = [captions.encode(caption) for caption in captions.words[name]] if args.keep > 0 else []
        groups.append(drawn[at * SAMPLES : (at + 1) * SAMPLES] + own)
    inputs, targets, places = frame(groups)
    rows, time_ = len(groups[0]), inputs.shape[2]
    sampled = places // time_ % rows < SAMPLES
    keys, values, constant, h, c = model.encode(fine, coarse)
    mask = torch.rand(len(names), CELLS).lt(args.hidden)
    logits, _, _ = model.decoder(inputs, keys, values, constant, (spread(h, rows), spread(c, rows)), mask, places)
    advantage = torch.zeros(len(names), rows)
    advantage[:, :SAMPLES] = scores - others
    # A sample is drawn without the words that may not be written, so its probability is taken without them.
    may = logits[sampled].index_fill(1, torch.tensor([0, 1, UNKNOWN]), -1e9)
    logp = -F.cross_entropy(may, targets[sampled], reduction="none")
    loss = -(advantage.flatten()[places[sampled] // time_] * logp).mean()
    if args.keep > 0:
        loss = loss + args.keep * F.cross_entropy(logits[~sampled], targets[~sampled], label_smoothing=args.smoothing)
    return loss, plain


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("data", "features", "start", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--encoder-rate", type=float, default=0.0, help="of the encoder's last stages; 0: they stay")
    parser.add_argument("--keep", type=float, default=0.2, help="weight of cross-entropy")
    parser.add_argument("--contrast", type=float, default=0.0, help="weight of what a caption earns on any picture")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--hidden", type=float, default=0.1)
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--every", type=int, default=150)
    args = parser.parse_args()
    torch.set_num_threads(1)
    captions, pictures = Captions(args.data), Pictures(args.features)
    model = load(args.start, len(captions.vocabulary))
    for dropout in (model.grid.dropout, model.decoder.dropout):
        dropout.rate = args.dropout
    run = Run(model, torch.optim.Adam(rates(model, args)), args.out)
    run.go_on()
    reward = Reward(captions, args.contrast)
    print(vars(args), flush=True)
    rewards, began = [], time.time()
    for step in range(run.done + 1, args.steps + 1):
        random = np.random.default_rng([args.seed, 7, step])
        torch.manual_seed(args.seed * 100_000 + step)
        names = list(random.permutation(captions.train)[:BATCH])
        for group in run.optimizer.param_groups:
            group["lr"] = group["peak"] * min(1.0, step / 50) * 0.5 * (1 + math.cos(math.pi * step / args.steps))
        loss, mean = step_loss(model, captions, pictures, reward, names, random, args)
        run.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        run.optimizer.step()
        follow(run.average, model, 0.02)
        rewards.append(mean)
        if step % args.every == 0 or step == args.steps:
            run.keep(step)
            torch.save(run.average.state_dict(), args.out.with_suffix(f".{step}.pt"))
            scores = dev_scores(run.average, captions, pictures, 1, 0)
            scores |= {"step": step, "reward": round(float(np.mean(rewards[-100:])), 4)}
            scores |= {"seconds": round(time.time() - began), "cpu": round(time.process_time())}
            print(json.dumps(scores), flush=True)
    for penalty in (0.7, 1.0):
        print("beam 3", penalty, json.dumps(dev_scores(run.average, captions, pictures, 3, penalty)), flush=True)


if __name__ == "__main__":
    main()
