"""Dev scores of one captioner, or of several that write together: `python evaluate.py DATA FEATURES WEIGHTS...`."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from data import Captions, Pictures
from decoding import Members, beam, sample
from metrics import describe
from model import Captioner


def write_captions(models, captions, pictures, beams: int, penalty: float, names, tilt=None) -> list[list[str]]:
    found = []
    for model in models:
        model.eval()
    for start in range(0, len(names), 50):
        part = names[start : start + 50]
        grids = pictures.batch(part, np.zeros(len(part), dtype=np.int64))
        with torch.no_grad():
            members = [(model, model.encode(*grids)) for model in models]
        if beams == 1:
            ids = sample(members, 1, greedy=True).tolist()
        else:
            ids = [best[0][1] for best in beam(Members(members, beams), beams, penalty, tilt)]
        found += [captions.decode(row) for row in ids]
    return found


def dev_scores(models, captions, pictures, beams: int, penalty: float, names=None, tilt=None) -> dict[str, float]:
    names = names or captions.dev
    found = write_captions(models, captions, pictures, beams, penalty, names, tilt)
    return describe(found, [captions.words[name] for name in names])


def load(path: Path, vocabulary: int) -> Captioner:
    model = Captioner(vocabulary, 0)
    kept = torch.load(path, weights_only=True, map_location="cpu")
    model.load_state_dict(kept.get("average", kept))
    return model.eval()


def rarity(captions: Captions, strength: float) -> torch.Tensor:
    """`strength` × −log(share of the word in the training captions), for `beam`'s tilt; 0 for END."""
    counts = torch.ones(len(captions.vocabulary))
    for name in captions.train:
        for caption in captions.words[name]:
            for number in captions.encode(caption):
                counts[number] += 1
    tilt = -strength * (counts / counts.sum()).log()
    return tilt - tilt[:3].max()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("features", type=Path)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--beams", type=int, nargs="+", default=[3])
    parser.add_argument("--penalty", type=float, nargs="+", default=[0.7, 1.0])
    parser.add_argument("--tilt", type=float, nargs="+", default=[0.0])
    parser.add_argument("--first", type=int, help="only so many pictures")
    parser.add_argument("--show", type=int, default=0, help="captions to print")
    args = parser.parse_args()
    torch.set_num_threads(1)
    captions, pictures = Captions(args.data), Pictures(args.features)
    models = [load(path, len(captions.vocabulary)) for path in args.weights]
    names = captions.dev[: args.first]
    for beams in args.beams:
        for penalty in args.penalty if beams > 1 else [0.0]:
            for strength in args.tilt:
                tilt = rarity(captions, strength) if strength else None
                found = write_captions(models, captions, pictures, beams, penalty, names, tilt)
                scores = describe(found, [captions.words[name] for name in names])
                print("beams", beams, "penalty", penalty, "tilt", strength, json.dumps(scores), flush=True)
    for name, words in list(zip(names, found))[: args.show]:
        print(name, " ".join(words))


if __name__ == "__main__":
    main()
