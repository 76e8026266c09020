"""Learns to choose: `python choose_train.py DATA VECTORS OUT [options]`.

Every step is taught, not one stored order: the network chooses by itself (or, at times, as the references would have it),
and at each step knows of every sentence how much of the reference it would add, a word. Cross-entropy with those gains made
chances (`--heat`) first; then the mean gain of what it would choose is raised itself (`--gain-epochs`).
"""

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from choose_data import Document, LONGEST_LEARNT, abstracts, meetings
from choose_examples import Example, Table, plain, stored, variants
from choose_model import FEATURES, NEVER, VECTOR, Chooser
from choose_rouge import score

MOST_STEPS = 5
MOST_LEARNT = 40
HELD_OUT = {"qmsum": 150, "scitldr": 250}


def stretch(rows: int, chance: random.Random) -> slice:
    """Of a long text another stretch each time; its features are those of the whole."""
    first = chance.randrange(max(rows - MOST_LEARNT, 0) + 1)
    return slice(first, min(first + MOST_LEARNT, rows))


class Batch:
    """Examples side by side, each with one of its references."""

    def __init__(self, examples: list[Example], chance: random.Random) -> None:
        stretches = [stretch(len(row.words), chance) for row in examples]
        self.lengths = torch.tensor([part.stop - part.start for part in stretches])
        most = int(self.lengths.max())
        self.sentences = torch.zeros(len(examples), most, VECTOR + FEATURES)
        self.words = torch.zeros(len(examples), most)
        picked = [chance.randrange(len(row.said)) for row in examples]
        said = [row.said[at] for row, at in zip(examples, picked)]
        kinds = max(row[0].shape[1] + row[2].shape[1] for row in said)
        self.said, self.own, self.value = (torch.zeros(len(examples), *shape) for shape in ((most, kinds), (kinds,), (kinds,)))
        for at, (row, part, (ones, own_ones, twos, own_twos)) in enumerate(zip(examples, stretches, said)):
            size, cut, end = part.stop - part.start, ones.shape[1], ones.shape[1] + twos.shape[1]
            self.sentences[at, :size] = row.sentences[part]
            self.words[at, :size] = row.words[part]
            self.said[at, :size, :end] = torch.cat([ones, twos], 1)[part]
            self.own[at, :end] = torch.cat([own_ones, own_twos])
            self.value[at, :cut] = 0.5
            self.value[at, cut:end] = 1.0
        self.reference_words = torch.tensor([float(row.reference_words[at]) for row, at in zip(examples, picked)])
        self.budget = torch.tensor([float(row.budget) for row in examples])
        self.there = torch.arange(most) < self.lengths[:, None]

    def gains(self, covered: torch.Tensor) -> torch.Tensor:
        """What of the reference each sentence adds, a word: 0.5 a word, 1 a pair; [B, S]"""
        now = torch.minimum(covered, self.own)
        added = torch.minimum(covered[:, None] + self.said, self.own[:, None]) - now[:, None]
        return (added * self.value[:, None]).sum(-1) / (self.words + 2)


def rollout(model: Chooser, batch: Batch, heat: float, own: float, by_gain: bool) -> torch.Tensor:
    """The mean loss of the steps; `own` is the chance that a step goes where the model points."""
    memory = model.encode(batch.sentences, batch.lengths)
    size, rows, _ = memory.shape
    h = c = torch.zeros(size, model.state)
    gone = torch.cat([torch.zeros(size, 1), (~batch.there).float()], 1)
    cover, previous = torch.zeros(size, rows), torch.zeros(size, dtype=torch.long)
    covered, words = torch.zeros_like(batch.own), torch.zeros(size)
    total, count = torch.zeros(()), torch.zeros(())
    chosen = gone
    for _ in range(MOST_STEPS):
        going = ((words < 1.5 * batch.budget) & (chosen[:, 1:].sum(1) < rows - 1)).float()
        if not going.any():
            break
        logits, _, h, c, chosen, cover = model.step(previous, memory, h, c, chosen, cover)
        left = chosen[:, 1:] == 0
        alive = going * left.any(1).float()
        gains = batch.gains(covered)
        wanted = (gains / heat).masked_fill(~left, NEVER).softmax(-1)
        stop = torch.sigmoid((words / batch.reference_words - 1) / 0.15)
        chances = logits.log_softmax(-1)
        of_rows = logits[:, 1:].softmax(-1)
        if by_gain:
            spread = gains.masked_fill(~left, 0)
            best = spread.max(1, keepdim=True).values.clamp(min=0.05)
            loss = -(of_rows * spread / best).sum(1)
            loss = loss - 0.02 * -(of_rows * of_rows.clamp(min=1e-9).log()).sum(1)
            loss = loss + 0.2 * F.binary_cross_entropy(chances[:, 0].exp().clamp(1e-6, 1 - 1e-6), stop, reduction="none")
        else:
            target = torch.cat([stop[:, None], (1 - stop)[:, None] * wanted], 1)
            loss = -(target * chances.masked_fill(target == 0, 0)).sum(1)
        total, count = total + (loss * alive).sum(), count + alive.sum()
        with torch.no_grad():
            from_self = torch.rand(size) < own
            picks = torch.where(from_self, torch.multinomial(of_rows + 1e-9 * left, 1)[:, 0], torch.multinomial(wanted + 1e-9 * left, 1)[:, 0])
            previous = picks + 1
            covered = covered + batch.said[torch.arange(size), picks]
            words = words + batch.words[torch.arange(size), picks]
    return total / count


@torch.no_grad()
def order_of(model: Chooser, sentences: torch.Tensor, most_words: float = 1e9, words: torch.Tensor | None = None) -> list[int]:
    """The rows [S, …] in the order of choice, the end left out; until `most_words` of `words` are there."""
    memory = model.encode(sentences[None])
    rows = memory.shape[1]
    h = c = torch.zeros(1, model.state)
    chosen, cover = torch.zeros(1, rows), torch.zeros(1, rows * (len(model.members) + 1 if hasattr(model, "members") else 1))
    found: list[int] = []
    previous, total = torch.zeros(1, dtype=torch.long), 0.0
    while len(found) < rows - 1 and total < most_words:
        logits, _, h, c, chosen, cover = model.step(previous, memory, h, c, chosen, cover)
        previous = logits[:, 1:].argmax(-1) + 1
        found.append(int(previous) - 1)
        total += float(words[found[-1]]) if words is not None else 0
    return found


def scores_of(model, documents: list[Document], examples: list[Example], use_clean: bool) -> np.ndarray:
    model.eval()
    return np.asarray([
        score(document, document.texts(use_clean), order_of(model, row.sentences, document.budget, row.words))
        for document, row in zip(documents, examples)
    ])


def split(documents: list[Document]) -> tuple[list[Document], list[Document]]:
    """The last of each corpus are held out (neighbours are of the same meeting)."""
    learnt, held = [], []
    for corpus, count in HELD_OUT.items():
        rows = [document for document in documents if document.corpus == corpus]
        learnt += rows[:-count]
        held += [document for document in rows[-count:] if len(document.raw) <= 60]
    return learnt, held


def learn(model: Chooser, learnt: list[list[Example]], args, report) -> None:
    chance = random.Random(args.seed)
    groups = {corpus: [row for row in learnt if row[0].corpus == corpus] for corpus in HELD_OUT}
    groups = {corpus: rows for corpus, rows in groups.items() if rows}
    epochs = args.epochs + args.gain_epochs
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=args.decay)
    a_corpus = args.a_corpus
    steps = epochs * (len(groups) * a_corpus // args.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, args.rate, total_steps=steps + 1, pct_start=0.1)
    for epoch in range(epochs):
        model.train()
        rows = [chance.choice(kinds) for group in groups.values() for kinds in chance.choices(group, k=a_corpus)]
        chance.shuffle(rows)
        losses, began = [], time.time()
        blocks = [sorted(rows[at : at + 8 * args.batch], key=lambda row: len(row.words)) for at in range(0, len(rows), 8 * args.batch)]
        batches = [block[at : at + args.batch] for block in blocks for at in range(0, len(block), args.batch)]
        chance.shuffle(batches)
        for batch in batches[: steps // epochs]:
            loss = rollout(model, Batch(batch, chance), args.heat, args.own, epoch >= args.epochs)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch} loss {np.mean(losses):.4f} {time.time() - began:.0f} s", end=" ", flush=True)
        report(epoch in (args.epochs - 1, epochs - 1))


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--gain-epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--heat", type=float, default=0.1)
    parser.add_argument("--own", type=float, default=0.5)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--a-corpus", type=int, default=800, help="documents of each corpus in an epoch")
    parser.add_argument("--only", choices=list(HELD_OUT), help="learn from this corpus alone")
    parser.add_argument("--no-vectors", action="store_true")
    parser.add_argument("--all", action="store_true", help="learn from the held-out documents too")
    return parser


def main() -> None:
    args = options().parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    table = Table(args.vectors)
    chance = random.Random(0)
    documents = [row for row in meetings(args.data, "train") if len(row.raw) <= LONGEST_LEARNT] + abstracts(args.data, "train")
    made = stored(args.vectors / "learnt.pickle", lambda: [variants(document, table, chance) for document in documents])
    learnt, held = split(documents)
    names = {row.name for row in (documents if args.all else learnt) if args.only in (None, row.corpus)}
    examples = [row for document, row in zip(documents, made) if document.name in names]
    held_examples = stored(args.vectors / "held.pickle", lambda: [plain(document, table, True) for document in held])
    if args.no_vectors:
        for row in (variant for rows in [*examples, held_examples] for variant in rows):
            row.sentences[:, :VECTOR] = 0
    model = Chooser(args.width, dropout=args.dropout)
    model.normalise_by(torch.cat([row[0].sentences[:, VECTOR:] for row in examples]))
    print(sum(weights.numel() for weights in model.parameters()), "weights;", len(examples), "documents", flush=True)

    def report(measure: bool) -> None:
        if measure and not args.all:
            rows = scores_of(model, held, held_examples, True)
            for corpus in HELD_OUT:
                mean = rows[[row.corpus == corpus for row in held]].mean(0)
                print(corpus, "/".join(f"{value:.2f}" for value in mean), end=" ")
        print(flush=True)

    learn(model, examples, args, report)
    torch.save({"weights": model.state_dict(), "width": args.width, "options": {name: str(value) for name, value in vars(args).items()}}, args.out)


if __name__ == "__main__":
    main()
