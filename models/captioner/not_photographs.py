"""Learns to tell photographs from other pictures by the backbone's coarse grid, and measures it on pictures made otherwise.

`python not_photographs.py DATA FEATURES RENDERED OUT`: RENDERED is `rendered.py`'s folder, OUT a .npz for export.py.
One linear layer on the grid's mean and standard deviation over cells. The threshold is set on training photographs
that the layer has not seen; dev photographs and RENDERED are only measured.
"""

import argparse
import json
import random as randomness
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from PIL import Image, ImageFilter
from torch.nn import functional as F

from backbone import IMAGE_SIZE
from data import Captions, Pictures
from drawn import KINDS, blur

NAMES = ["photograph", "document", "screenshot", "chart", "drawing", "blank", "blurred"]
REFUSED = 0.002


def summary(cells: np.ndarray) -> np.ndarray:
    """[cells, channels] → mean and standard deviation of each channel."""
    return np.concatenate([cells.mean(0), cells.std(0)])


class Eye:
    """The backbone by ONNX Runtime: picture → summary."""

    def __init__(self, features: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(features / "backbone.onnx", options)

    def __call__(self, picture: Image.Image) -> np.ndarray:
        square = picture.convert("RGB").resize((IMAGE_SIZE, IMAGE_SIZE), Image.Resampling.BICUBIC)
        pixels = np.asarray(square, dtype=np.float32).transpose(2, 0, 1)
        coarse = self.session.run(["coarse"], {"pixels": np.ascontiguousarray(pixels)[None]})[0][0]
        return summary(coarse.reshape(len(coarse), -1).T)


def drawn_summaries(eye: Eye, each: int, photographs: list[Path], seed: int) -> tuple[np.ndarray, np.ndarray]:
    random, found, labels = randomness.Random(seed), [], []
    for kind, makers in KINDS.items():
        for at in range(each):
            found.append(eye(makers[at % len(makers)](random)))
            labels.append(NAMES.index(kind))
    for path in random.sample(photographs, each):
        found.append(eye(blur(random, Image.open(path).convert("RGB"))))
        labels.append(NAMES.index("blurred"))
    return np.array(found), np.array(labels)


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


def measure(eye: Eye, rendered: Path, captions: Captions, data: Path, weight, bias, threshold: float) -> dict:
    """Share of each kind that is recognized as no photograph; blurred dev photographs and small pictures too."""
    random, groups = randomness.Random(11), {}
    for path in sorted(rendered.glob("*.png")):
        groups.setdefault(path.stem.rsplit("-", 1)[0], []).append(Image.open(path))
    chosen = [Image.open(data / "images" / name).convert("RGB") for name in random.sample(captions.dev, 40)]
    groups["blurred"] = [p.filter(ImageFilter.BoxBlur(min(p.size) * random.uniform(0.06, 0.15))) for p in chosen]
    result, wrong = {}, 0
    for kind, pictures in groups.items():
        chances = photograph_probability(np.array([eye(picture) for picture in pictures]), weight, bias)
        refused = chances[:, 0] < threshold
        named = (chances[:, 1:].argmax(1) + 1 == NAMES.index(kind)) & refused
        result[kind] = {"pictures": len(pictures), "refused": int(refused.sum()), "kind right": int(named.sum())}
        wrong += int((~refused).sum())
    total = sum(group["pictures"] for group in result.values())
    return result | {"all": {"pictures": total, "refused": total - wrong, "percent": round(100 * (1 - wrong / total), 2)}}


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("data", "features", "rendered", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--decay", type=float, default=1e-3)
    args = parser.parse_args()
    torch.set_num_threads(1)
    captions, pictures, eye = Captions(args.data), Pictures(args.features), Eye(args.features)
    rows = [pictures.row[name] for name in captions.train]
    train = np.array([summary(pictures.coarse[row, 0].astype(np.float32)) for row in rows])
    dev = np.array([summary(pictures.coarse[pictures.row[name], 0].astype(np.float32)) for name in captions.dev])
    store = args.out.with_suffix(f".drawn-{args.each}.npz")
    if not store.exists():
        found, labels = drawn_summaries(eye, args.each, [args.data / "images" / n for n in captions.train[:4000]], 1)
        np.savez(store, found=found, labels=labels)
    drawn = np.load(store)
    x = np.concatenate([train[:4000], drawn["found"]])
    labels = np.concatenate([np.zeros(4000, dtype=np.int64), drawn["labels"]])
    weight, bias = learn(x, labels, args.decay)
    unseen = photograph_probability(train[4000:], weight, bias)[:, 0]
    threshold = float(np.quantile(unseen, REFUSED))
    refused = int((photograph_probability(dev, weight, bias)[:, 0] < threshold).sum())
    print(json.dumps({"threshold": threshold, "dev photographs refused": refused, "of": len(dev)}))
    for kind, result in measure(eye, args.rendered, captions, args.data, weight, bias, threshold).items():
        print(kind, json.dumps(result))
    np.savez(args.out, weight=weight, bias=bias, threshold=threshold)


if __name__ == "__main__":
    main()
