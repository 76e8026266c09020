"""What the training's own code says of a few texts, for the product's tests: `python choose_golden.py RUN GRAPHS OUT.json`.

RUN is the cleaner's folder (vectors.py), GRAPHS holds choose-encoder.onnx and choose-decoder.onnx. For each case: sentences,
their features (names in `names`) and vectors; the order of choice, each with its chance among the rows left (`chances`), and
before it the chance of the end among all (`ends`).
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from features import NAMES, sentence_features
from vectors import Vectors

CASES = {
    "meeting": [
        "Okay, so let's get started with the budget for the new remote control.",
        "Yeah, I think we can start.",
        "The finance team said that we have 50,000 euros left, and that's less than we hoped for.",
        "Does anyone know why it's so much less?",
        "Because the design of the buttons took three weeks longer than planned.",
        "I'm not sure that was the only reason.",
        "We should decide today whether we drop the speech recognition or the second battery.",
        "The speech recognition is what the marketing people want most, so I suggest that we drop the battery.",
        "We should decide today whether we drop the speech recognition or the second battery.",
        "Then we agree: no second battery, and Anna will write to the supplier by Friday.",
    ],
    "abstract": [
        "Neural networks need a lot of labelled data (images, text, speech), which is expensive.",
        "In this paper, we propose a simple method that learns from a few hundred examples.",
        "It outperforms three baselines on \u201cFlickr8k\u201d and on two other sets.",
        "The code is public.",
    ],
    "one": ["Nothing else was said."],
    "odd": ["\u00c9t\u00e9 \u00c7a va \u2019tis \u0130stanbul \u4e2d\u6587 x2 \u00bd.", "?!", "It's 10,5 %\u2014isn\u2019t it?", "no stop word here of the"],
}


def session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options)


def softmax(row: np.ndarray) -> np.ndarray:
    powers = np.exp(row - row.max())
    return powers / powers.sum()


def choose(encoder, decoder, rows: np.ndarray) -> tuple[list[int], list[float], list[float]]:
    """rows [S, vector + features] → the order of all, the chance of each among those left, the end's chance before it."""
    memory, *state = encoder.run(None, {"sentences": rows[None].astype(np.float32)})
    order, chances, ends = [], [], []
    previous = 0
    for _ in rows:
        feeds = [np.array([[previous]], np.int64), memory, *state]
        logits, _, *state = decoder.run(None, dict(zip(["previous", "memory", "h", "c", "chosen", "cover"], feeds)))
        of_rows = softmax(logits[0, 1:])
        previous = int(of_rows.argmax()) + 1
        order.append(previous - 1)
        chances.append(float(of_rows.max()))
        ends.append(float(softmax(logits[0])[0]))
    return order, chances, ends


def rounded(values, digits: int) -> list:
    return np.round(np.asarray(values, np.float64), digits).tolist()


def main(run: Path, graphs: Path, out: Path) -> None:
    torch.set_num_threads(1)
    vectors = Vectors(run)
    encoder, decoder = session(graphs / "choose-encoder.onnx"), session(graphs / "choose-decoder.onnx")
    cases = []
    for name, sentences in CASES.items():
        features = rounded(sentence_features(sentences), 6)
        own = rounded(np.stack([vectors.of(text).numpy() for text in sentences]), 4)
        order, chances, ends = choose(encoder, decoder, np.concatenate([own, features], 1))
        case = {"name": name, "sentences": sentences, "order": order, "chances": rounded(chances, 5), "ends": rounded(ends, 5)}
        cases.append({**case, "features": features, "vectors": own})
    lines = ",\n".join(json.dumps(case) for case in cases)
    out.write_text(f'{{"names": {json.dumps(NAMES)}, "cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main(*(Path(name) for name in sys.argv[1:]))
