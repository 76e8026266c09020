"""Cross-entropy training of the captioner on stored grids: `python train.py DATA FEATURES OUT [options]`.

OUT is written after each epoch with all that is needed to go on; the same command goes on from it.
"""

import argparse
import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from data import Captions, Pictures
from evaluate import dev_scores, weights
from model import CELLS, Captioner, spread

BATCH = 16
CAPTIONS = 5


def caption_loss(model, captions, pictures, names, random, args) -> torch.Tensor:
    inputs, targets, places = captions.batch(names, random, args.forgotten)
    keys, values, constant, h, c = model.encode(pictures.batch(names, captions.mirror(names, random)))
    state = (spread(h, CAPTIONS), spread(c, CAPTIONS))
    mask = torch.rand(len(names), CELLS).lt(args.hidden)
    logits, _, _ = model.decoder(inputs, keys, values, constant, state, mask, places)
    return F.cross_entropy(logits, targets, label_smoothing=args.smoothing)


def rates(model: Captioner, args) -> list[dict]:
    """The optimizer's groups with their highest rates; the encoder stays as it is where its rate is 0."""
    for parameter in model.encoder():
        parameter.requires_grad_(args.encoder_rate > 0)
    known = {id(parameter) for parameter in model.encoder()}
    own = {"params": [p for p in model.parameters() if id(p) not in known], "peak": args.rate}
    return [own] + ([{"params": model.encoder(), "peak": args.encoder_rate}] if args.encoder_rate > 0 else [])


def follow(average: Captioner, model: Captioner, share: float) -> None:
    """Moves the running average of the weights a little towards the present ones."""
    with torch.no_grad():
        pairs = [(k, n) for k, n in zip(average.parameters(), model.parameters()) if n.requires_grad]
        torch._foreach_lerp_([k for k, _ in pairs], [n for _, n in pairs], share)


class Run:
    """Model, its running average and optimizer, kept in one file from which training goes on."""

    def __init__(self, model: Captioner, optimizer, out: Path) -> None:
        self.model, self.average, self.optimizer, self.out = model, copy.deepcopy(model), optimizer, out
        self.done = 0

    def keep(self, done: int) -> None:
        self.done = done
        state = {"done": done, "model": self.model.state_dict(), "optimizer": self.optimizer.state_dict()}
        state["average"] = self.average.state_dict()
        part = self.out.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.out)

    def go_on(self) -> None:
        if not self.out.exists():
            return
        kept = torch.load(self.out, weights_only=True)
        self.model.load_state_dict(kept["model"])
        self.average.load_state_dict(kept["average"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.done = kept["done"]


def epoch_losses(run: Run, captions, pictures, epoch: int, args) -> list[float]:
    random = np.random.default_rng([args.seed, epoch])
    torch.manual_seed(args.seed * 1000 + epoch)
    steps = len(captions.train) // BATCH
    total, losses = steps * args.epochs, []
    order = random.permutation(captions.train)
    run.model.train()
    for at in range(steps):
        step = epoch * steps + at + 1
        factor = min(1.0, step / 150) * 0.5 * (1 + math.cos(math.pi * step / total))
        for group in run.optimizer.param_groups:
            group["lr"] = group["peak"] * factor
        names = list(order[at * BATCH : (at + 1) * BATCH])
        loss = caption_loss(run.model, captions, pictures, names, random, args)
        run.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
        run.optimizer.step()
        follow(run.average, run.model, 0.003 if step > 300 else 0.02)
        losses.append(loss.item())
        if at % 100 == 99:
            print(step, round(float(np.mean(losses[-100:])), 4), round(time.process_time()), flush=True)
    return losses


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("data", "features", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--until", type=int, help="stop after so many epochs of the plan")
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--encoder-rate", type=float, default=0.0, help="of the encoder's last stages; 0: they stay")
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument("--dropout", type=float, default=0.3, help="in the decoder")
    parser.add_argument("--grid-dropout", type=float, default=0.15)
    parser.add_argument("--hidden", type=float, default=0.1, help="share of cells hidden in training")
    parser.add_argument("--forgotten", type=float, default=0.05, help="share of words read that are unknown in training")
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--decay", type=float, default=0.02)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    captions, pictures = Captions(args.data), Pictures(args.features)
    model = Captioner(len(captions.vocabulary), args.dropout, args.grid_dropout)
    if args.start:
        model.load_state_dict(weights(args.start))
    optimizer = torch.optim.AdamW(rates(model, args), betas=(0.9, 0.98), weight_decay=args.decay)
    run = Run(model, optimizer, args.out)
    run.go_on()
    print(vars(args), sum(p.numel() for p in model.parameters()), "parameters", flush=True)
    began = time.time()
    for epoch in range(run.done, args.until or args.epochs):
        losses = epoch_losses(run, captions, pictures, epoch, args)
        run.keep(epoch + 1)
        scores = dev_scores(run.average, captions, pictures, 1, 0)
        scores |= {"epoch": epoch + 1, "loss": round(float(np.mean(losses)), 4), "seconds": round(time.time() - began)}
        print(json.dumps(scores | {"cpu": round(time.process_time())}), flush=True)
    for penalty in (0.0, 0.7):
        print("beam 3", penalty, json.dumps(dev_scores(run.average, captions, pictures, 3, penalty)), flush=True)


if __name__ == "__main__":
    main()
