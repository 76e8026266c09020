"""Learns to tell photographs from other pictures by the backbone's fine grid, and measures it on pictures made otherwise.

`python not_photographs.py DATA FEATURES RENDERED OUT`: RENDERED is the folder of `rendered.py` and
`rendered_harder.py`, OUT a .npz for export.py. One linear layer on the mean and the standard deviation over places of
each channel; among its photographs are soft, small, dark and grey ones. The threshold is set on training photographs that the layer has not seen; dev photographs and RENDERED
are only measured.
"""

import argparse
import json
import random as randomness
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageFilter
from torch.nn import functional as F

from data import Captions, Pictures, unfold
from drawn_kinds import KINDS, make
from drawn_photographed import worn
from features import fine_cells, open_backbone, squashed
from graphs import summary

NAMES = ["photograph", *KINDS]
LEARNT = 4000


def summaries(stored: np.ndarray, rows) -> np.ndarray:
    """Rows of [pictures, cells, 4·channels] → [rows, numbers]"""
    return np.concatenate([summary(unfold(stored[rows[at : at + 50]])).numpy() for at in range(0, len(rows), 50)])


def seen(backbone, pictures) -> np.ndarray:
    return np.concatenate([summary(unfold(fine_cells(backbone, squashed(picture))[None])).numpy() for picture in pictures])


def drawn_pictures(backbone, each: int, photographs: list[Path], seed: int) -> tuple[np.ndarray, np.ndarray]:
    random, found, labels = randomness.Random(seed), [], []
    for kind in KINDS:
        made = (make(random, kind, at, lambda: Image.open(random.choice(photographs)).convert("RGB")) for at in range(each))
        found.append(seen(backbone, made))
        labels += [NAMES.index(kind)] * each
    return np.concatenate(found), np.array(labels)


def worn_photographs(backbone, photographs: list[Path], seed: int) -> np.ndarray:
    random = randomness.Random(seed)
    return seen(backbone, (worn(random, Image.open(path).convert("RGB")) for path in photographs))


def measured_pictures(rendered: Path, photographs: list[Path]) -> tuple[list[Path | Image.Image], list[str]]:
    """RENDERED's pictures, and photographs blurred in another way than those to learn from; their sorts."""
    random, paths = randomness.Random(11), sorted(rendered.glob("*.png"))
    chosen = [Image.open(path).convert("RGB") for path in random.sample(photographs, 40)]
    blurred = [p.filter(ImageFilter.BoxBlur(min(p.size) * random.uniform(0.06, 0.15))) for p in chosen]
    return [*paths, *blurred], [path.stem.rsplit("-", 1)[0] for path in paths] + ["blurred"] * len(blurred)


def learn(x: np.ndarray, labels: np.ndarray, decay: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias of a softmax regression on standardized numbers, for numbers as they are."""
    middle, spread = x.mean(0), x.std(0) + 1e-3
    inputs, targets = torch.tensor((x - middle) / spread, dtype=torch.float32), torch.tensor(labels)
    weight = torch.zeros(len(NAMES), x.shape[1], requires_grad=True)
    bias = torch.zeros(len(NAMES), requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=150, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = F.cross_entropy(inputs @ weight.T + bias, targets) + decay * weight.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    scaled = weight.detach().numpy() / spread
    return scaled.astype(np.float32), (bias.detach().numpy() - scaled @ middle).astype(np.float32)


def photograph_probability(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return torch.softmax(torch.tensor(x @ weight.T + bias), -1).numpy()


def measure(chances: np.ndarray, sorts: list[str], threshold: float) -> None:
    """Prints how many of each sort are recognized as no photograph, by the chances of each kind."""
    refused = chances[:, 0] < threshold
    named = chances[:, 1:].argmax(1) + 1
    for sort in dict.fromkeys(sorts):
        own = np.array([other == sort for other in sorts])
        right = (named == NAMES.index(sort.split(".")[0])) & refused
        print(sort, json.dumps({"pictures": int(own.sum()), "refused": int(refused[own].sum()), "kind right": int(right[own].sum())}))
    print("all", json.dumps({"pictures": len(sorts), "refused": int(refused.sum())}))


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("data", "features", "rendered", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--each", type=int, default=600)
    parser.add_argument("--decay", type=float, default=1e-3)
    parser.add_argument("--refused", type=float, default=0.002, help="share of unseen training photographs below the threshold")
    args = parser.parse_args()
    torch.set_num_threads(1)
    captions, pictures = Captions(args.data), Pictures(args.features)
    backbone = open_backbone(args.features, 1)
    paths = {split: [args.data / "images" / name for name in names] for split, names in (("train", captions.train[:LEARNT]), ("dev", captions.dev))}
    plain = pictures.fine[:, 0]
    train, dev = (summaries(plain, [pictures.row[name] for name in names]) for names in (captions.train, captions.dev))
    drawn, kinds = drawn_pictures(backbone, args.each, paths["train"], 1)
    poor = worn_photographs(backbone, paths["train"][: 2 * args.each], 2)
    x = np.concatenate([train[:LEARNT], poor, drawn])
    labels = np.concatenate([np.zeros(LEARNT + len(poor), dtype=np.int64), kinds])
    weight, bias = learn(x, labels, args.decay)
    unseen = photograph_probability(train[LEARNT:], weight, bias)[:, 0]
    threshold = float(np.quantile(unseen, args.refused))
    refused = int((photograph_probability(dev, weight, bias)[:, 0] < threshold).sum())
    print(json.dumps({"threshold": threshold, "dev photographs refused": refused, "of": len(dev)}))
    poor = worn_photographs(backbone, paths["dev"][:300], 3)
    refused = int((photograph_probability(poor, weight, bias)[:, 0] < threshold).sum())
    print(json.dumps({"poor dev photographs refused": refused, "of": len(poor)}))
    measured, sorts = measured_pictures(args.rendered, paths["dev"])
    found = seen(backbone, (Image.open(picture) if isinstance(picture, Path) else picture for picture in measured))
    measure(photograph_probability(found, weight, bias), sorts, threshold)
    np.savez(args.out, weight=weight, bias=bias, threshold=threshold)


if __name__ == "__main__":
    main()
