"""Dev scores of a captioner: `python evaluate.py DATA FEATURES WEIGHTS`."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from data import Captions, Pictures
from decoding import Manner, Writer, beam, sample
from metrics import describe
from model import Captioner


def write_captions(model, captions, pictures, beams: int, penalty: float, names, manner=None) -> list[list[str]]:
    found = []
    model.eval()
    for start in range(0, len(names), 50):
        part = names[start : start + 50]
        with torch.no_grad():
            writer = Writer(model, model.encode(pictures.batch(part, np.zeros(len(part), dtype=np.int64))), beams)
        if beams == 1:
            ids = sample(writer, greedy=True).tolist()
        else:
            ids = [best[0][1] for best in beam(writer, beams, penalty, manner)]
        found += [captions.decode(row) for row in ids]
    return found


def dev_scores(model, captions, pictures, beams: int, penalty: float, names=None, manner=None) -> dict[str, float]:
    names = names or captions.dev
    found = write_captions(model, captions, pictures, beams, penalty, names, manner)
    return describe(found, [captions.words[name] for name in names])


def load(path: Path, vocabulary: int) -> Captioner:
    model = Captioner(vocabulary, 0)
    model.load_state_dict(weights(path))
    return model.eval()


def weights(path: Path) -> dict[str, torch.Tensor]:
    """Of a run the running average, of all else what is stored."""
    kept = torch.load(path, weights_only=True, map_location="cpu")
    return kept.get("average", kept)


def rarity(captions: Captions, strength: float) -> torch.Tensor:
    """`strength` × −log(share of the word in the training captions), for `Manner`; 0 for END."""
    counts = torch.ones(len(captions.vocabulary))
    for name in captions.train:
        for caption in captions.words[name]:
            for number in captions.encode(caption):
                counts[number] += 1
    tilt = -strength * (counts / counts.sum()).log()
    return tilt - tilt[:3].max()


def manner(captions: Captions, tilt: float, gender: float) -> Manner:
    return Manner(captions.index, rarity(captions, tilt) if tilt else None, gender)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("features", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--beams", type=int, nargs="+", default=[3])
    parser.add_argument("--penalty", type=float, nargs="+", default=[0.7, 1.0])
    parser.add_argument("--tilt", type=float, nargs="+", default=[0.0])
    parser.add_argument("--gender", type=float, nargs="+", default=[0.0], help="share of a pair that its likelier word must have")
    parser.add_argument("--first", type=int, help="only so many pictures")
    parser.add_argument("--show", type=int, default=0, help="captions to print")
    args = parser.parse_args()
    torch.set_num_threads(1)
    captions, pictures = Captions(args.data), Pictures(args.features)
    model = load(args.weights, len(captions.vocabulary))
    names = captions.dev[: args.first]
    for beams in args.beams:
        for penalty in args.penalty if beams > 1 else [0.0]:
            for strength in args.tilt:
                for gender in args.gender:
                    found = write_captions(model, captions, pictures, beams, penalty, names, manner(captions, strength, gender))
                    scores = describe(found, [captions.words[name] for name in names])
                    said = {"beams": beams, "penalty": penalty, "tilt": strength, "gender": gender}
                    print(json.dumps(said | scores), flush=True)
    for name, words in list(zip(names, found))[: args.show]:
        print(name, " ".join(words))


if __name__ == "__main__":
    main()
