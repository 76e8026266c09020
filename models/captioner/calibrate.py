"""How sure a caption may sound: a logistic regression from its mean log-probability to "its CIDEr-D is at least LEVEL".

The caption's length, its least sure word, the entropy of attention and the lead over the second caption were tried
as well and added nothing (area under the ROC curve 0.734 alone, 0.738 with all).

`python calibrate.py DATA FEATURES OUT WEIGHTS [options]`: writes OUT (JSON) and prints the reliability table. Fitted
and measured on the dev part in ten folds, each measured by what the other nine gave: the training part cannot be used,
because the captioner has seen its captions.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from data import Captions, Pictures
from decoding import Writer, beam
from evaluate import load, manner
from metrics import CiderD

LEVEL = 0.4
FOLDS = 10


def evidence(model, captions, pictures, names, args, how) -> tuple[np.ndarray, list[list[str]]]:
    """[pictures, 1]: the caption's mean log-probability, END counted; and the captions."""
    means, found = [], []
    for start in range(0, len(names), 50):
        part = names[start : start + 50]
        with torch.no_grad():
            encoded = model.encode(pictures.batch(part, np.zeros(len(part), dtype=np.int64)))
        for (score, ids), *_ in beam(Writer(model, encoded, args.beams), args.beams, args.penalty, how):
            means.append([score * (len(ids) + 1) ** (args.penalty - 1)])
            found.append(captions.decode(ids))
    return np.array(means), found


def fit(x: np.ndarray, good: np.ndarray, decay: float = 1e-3) -> np.ndarray:
    """Weights and, last, bias, for the evidence as it is."""
    middle, size = x.mean(0), x.std(0) + 1e-9
    inputs, targets = torch.tensor((x - middle) / size), torch.tensor(good.astype(np.float64))
    weight = torch.zeros(x.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = F.binary_cross_entropy_with_logits(inputs @ weight[:-1] + weight[-1], targets) + decay * weight[:-1].square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    scaled = weight.detach().numpy()[:-1] / size
    return np.append(scaled, weight.detach().numpy()[-1] - scaled @ middle)


def chance(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))


def reliability(sure: np.ndarray, good: np.ndarray, scores: np.ndarray, bins: int = 8) -> None:
    """A table, and the expected calibration error and the area under the ROC curve."""
    order, error = np.argsort(sure), 0.0
    print("confidence | pictures | said | true | mean CIDEr-D")
    for part in np.array_split(order, bins):
        said, true = sure[part].mean(), good[part].mean()
        error += abs(said - true) * len(part) / len(sure)
        print(f"{sure[part].min():.2f}-{sure[part].max():.2f} | {len(part)} | {said:.2f} | {true:.2f} | {scores[part].mean():.2f}")
    ranks = np.empty(len(sure))
    ranks[order] = np.arange(1, len(sure) + 1)
    positive = good.sum()
    area = (ranks[good].sum() - positive * (positive + 1) / 2) / (positive * (len(good) - positive))
    print(f"share good {good.mean():.3f}, expected calibration error {error:.3f}, area under ROC {area:.3f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("data", "features", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--beams", type=int, default=3)
    parser.add_argument("--penalty", type=float, default=1.0)
    parser.add_argument("--tilt", type=float, default=0.0)
    parser.add_argument("--gender", type=float, default=0.0)
    args = parser.parse_args()
    torch.set_num_threads(1)
    captions, pictures = Captions(args.data), Pictures(args.features)
    model = load(args.weights, len(captions.vocabulary))
    how = manner(captions, args.tilt, args.gender)
    x, found = evidence(model, captions, pictures, captions.dev, args, how)
    groups = [captions.words[name] for name in captions.dev]
    scorer = CiderD(groups)
    scores = np.array([scorer.score(words, [scorer.vector(r) for r in group]) for words, group in zip(found, groups)])
    good, fold = scores >= LEVEL, np.arange(len(scores)) % FOLDS
    sure = np.empty(len(scores))
    for one in range(FOLDS):
        sure[fold == one] = chance(x[fold == one], fit(x[fold != one], good[fold != one]))
    reliability(sure, good, scores)
    slope, offset = fit(x, good).round(5).tolist()
    args.out.write_text(json.dumps({"slope": slope, "offset": offset}, indent=2))


if __name__ == "__main__":
    main()
