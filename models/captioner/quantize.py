"""The encoder in bytes, from the learnt one: `python quantize.py DATA WEIGHTS OUT`.

Looks at a few training pictures, chooses every scale, and rounds the weights so that their errors cancel on what was
seen (`rounding.py`). Nothing is learnt again; captions and dev pictures are not used. OUT is for `export.py`.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn

from backbone import Backbone
from data import Captions
from eight_bits import EightBits
from evaluate import load
from features import load_pixels
from graphs import CHANNELS
from rounding import NOTE, ROUND

TOGETHER = 4
# What is compared with the unrounded encoder on two pictures that were not looked at.
NAMES = ["fine", "coarse", "keys", "values", "constant", "h", "c"]


def seen(encoder: EightBits, pixels: torch.Tensor) -> list[torch.Tensor]:
    fine, coarse = encoder.see(pixels)
    return [fine, coarse, *encoder.write(fine, coarse)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pictures", type=int, default=48)
    args = parser.parse_args()
    torch.set_num_threads(1)
    captions = Captions(args.data)
    # Which kind of picture it is has a layer of its own, which export.py adds.
    encoder = EightBits(Backbone(), load(args.weights, len(captions.vocabulary)), nn.Linear(CHANNELS, 1)).eval()
    paths = [args.data / "images" / name for name in captions.train[: args.pictures + 2]]
    *noted, unseen = torch.from_numpy(np.stack([load_pixels(path) for path in paths])).split(TOGETHER)
    with torch.no_grad():
        wanted = seen(encoder, unseen)
        encoder.set(NOTE)
        torch.manual_seed(0)
        for pixels in noted:
            encoder(pixels.contiguous(memory_format=torch.channels_last))
        encoder.settle()
        encoder.set(ROUND)
        for name, found, was in zip(NAMES, seen(encoder, unseen), wanted):
            print(name, "relative error", round(float((found - was).norm() / (was - was.mean()).norm()), 3))
    torch.save({name: x for name, x in encoder.state_dict().items() if not name.startswith("kinds")}, args.out)


if __name__ == "__main__":
    main()
