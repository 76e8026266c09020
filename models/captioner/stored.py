"""Scores and speed of the stored graphs on the pictures themselves: `python stored.py DATA FOLDER [options]`.

With `--equal WEIGHTS --features DIR` it also says how many captions are those of PyTorch with whole weights, with
`--rendered DIR` how many pictures of `rendered.py` are refused, and with `--confidence FILE` it prints how reliable the
confidence of FILE is and writes beside it NAME.stored.json, the same learnt from these captions.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from PIL import Image

from calibrate import LEVEL, chance, fit, reliability
from data import Captions, Pictures
from decoding import HIDDEN, beam
from evaluate import load, manner, write_captions
from features import squashed
from metrics import CiderD, describe
from not_photographs import measure, measured_pictures
from words import END, UNKNOWN

ENCODED = ["keys", "values", "constant", "h0", "c0"]


def open_graph(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options)


class StoredWriter:
    """One picture's decoding by the stored decoder, in the terms of `decoding.Writer`."""

    pictures = 1

    def __init__(self, decoder, encoded: list[np.ndarray], beams: int) -> None:
        self.decoder = decoder
        self.fixed = dict(zip(ENCODED, encoded))
        self.h, self.c = (np.repeat(self.fixed.pop(name), beams, 1) for name in ("h0", "c0"))
        self.attention: list[np.ndarray] = []

    def step(self, ids: torch.Tensor) -> torch.Tensor:
        feeds = {"ids": ids.numpy()[:, None], "h": self.h, "c": self.c} | self.fixed
        logits, attention, self.h, self.c = self.decoder.run(["logits", "attention", "h_next", "c_next"], feeds)
        self.attention.append(attention)
        logp = torch.from_numpy(logits)
        logp[:, :END] = HIDDEN
        logp[:, UNKNOWN] = HIDDEN
        return logp.log_softmax(-1)

    def reorder(self, rows: torch.Tensor) -> None:
        self.h, self.c = self.h[:, rows.numpy()], self.c[:, rows.numpy()]


class Stored:
    def __init__(self, folder: Path) -> None:
        self.encoder, self.decoder = open_graph(folder / "encoder.onnx"), open_graph(folder / "decoder.onnx")
        self.facts = json.loads((folder / "facts.json").read_text())

    def encode(self, picture: Path | Image.Image) -> list[np.ndarray]:
        """ENCODED and the chance of each kind of picture."""
        opened = Image.open(picture) if isinstance(picture, Path) else picture
        return self.encoder.run([*ENCODED, "kinds"], {"pixels": squashed(opened)[None]})

    def caption(self, encoded: list[np.ndarray], beams: int, penalty: float, how) -> list[tuple[float, list[int]]]:
        return beam(StoredWriter(self.decoder, encoded, beams), beams, penalty, how)[0]


def judge_confidence(path: Path, means: list[float], found: list[list[str]], groups: list[list[list[str]]]) -> None:
    scorer = CiderD(groups)
    scores = np.array([scorer.score(words, [scorer.vector(r) for r in group]) for words, group in zip(found, groups)])
    x, good, known = np.array(means)[:, None], scores >= LEVEL, json.loads(path.read_text())
    reliability(chance(x, np.array([known["slope"], known["offset"]])), good, scores)
    slope, offset = fit(x, good).round(5).tolist()
    path.with_suffix(".stored.json").write_text(json.dumps({"slope": slope, "offset": offset}, indent=2))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=int)
    parser.add_argument("--beams", type=int, default=3)
    parser.add_argument("--penalty", type=float, default=1.0)
    parser.add_argument("--gender", type=float, default=0.0)
    parser.add_argument("--equal", type=Path)
    parser.add_argument("--features", type=Path)
    parser.add_argument("--rendered", type=Path)
    parser.add_argument("--confidence", type=Path, help="calibrate.py's")
    args = parser.parse_args()
    torch.set_num_threads(1)
    captions, stored = Captions(args.data), Stored(args.folder)
    names = captions.dev[: args.first]
    how = manner(captions, 0, args.gender)
    began = time.process_time()
    found, means, refused = [], [], 0
    for name in names:
        encoded = stored.encode(args.data / "images" / name)
        refused += float(encoded[-1][0, 0]) < stored.facts["kinds"]["photographAtLeast"]
        score, ids = stored.caption(encoded, args.beams, args.penalty, how)[0]
        found.append(captions.decode(ids))
        means.append(score * (len(ids) + 1) ** (args.penalty - 1))
    each = (time.process_time() - began) / len(names) * 1000
    groups = [captions.words[name] for name in names]
    scores = describe(found, groups)
    print(json.dumps(scores | {"CPU-ms a picture": round(each, 1), "refused as no photograph": refused}), flush=True)
    if args.confidence:
        judge_confidence(args.confidence, means, found, groups)
    if args.rendered:
        pictures, sorts = measured_pictures(args.rendered, [args.data / "images" / name for name in captions.dev])
        chances = np.concatenate([stored.encode(picture)[-1] for picture in pictures])
        measure(chances, sorts, stored.facts["kinds"]["photographAtLeast"])
    if args.equal:
        model = load(args.equal, len(captions.vocabulary))
        how = manner(captions, 0, args.gender)
        torch_found = write_captions(model, captions, Pictures(args.features), args.beams, args.penalty, names, how)
        print(sum(a == b for a, b in zip(found, torch_found)), "of", len(names), "captions are PyTorch's")


if __name__ == "__main__":
    main()
