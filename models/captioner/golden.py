"""What the training's own code sees in pictures and says of them, for the product's tests: `python golden.py PICTURES OUT`.

Writes for each file of PICTURES OUT/NAME.png, the pixels after squashing, and OUT/captions.json: name → the chance that
it is a photograph, and the caption with its mean log-probability, by the stored graphs as the manifest says to run them.
`flickr8k.json` of the tests is such a captions.json, of the first forty dev pictures.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from decoding import Manner, beam
from features import load_pixels
from stored import ENCODED, StoredWriter, open_graph

HERE = Path(__file__).parent


def main(pictures: Path, out: Path) -> None:
    graphs = json.loads((HERE.parent / "parola-captioner.json").read_text())["graphs"]
    words = json.loads((HERE / "weights" / "words.json").read_text())
    encoder, decoder = (open_graph(HERE / "weights" / f"{name}.onnx") for name in ("encoder", "decoder"))
    manner = Manner({word: at for at, word in enumerate(words)}, gender=graphs["image"]["gender"]["atLeast"])
    how = graphs["decode"]
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    found = {}
    for path in sorted(path for path in pictures.iterdir() if path.suffix in {".jpg", ".png", ".webp"}):
        pixels = load_pixels(path)
        Image.fromarray(pixels.transpose(1, 2, 0).astype(np.uint8)).save(out / f"{path.stem}.png", optimize=True)
        *encoded, kinds = encoder.run([*ENCODED, "kinds"], {"pixels": pixels[None]})
        score, ids = beam(StoredWriter(decoder, encoded, how["beams"]), how["beams"], how["lengthPenalty"], manner)[0][0]
        mean = score * (len(ids) + 1) ** (how["lengthPenalty"] - 1)
        found[path.name] = {
            "photograph": round(float(kinds[0, 0]), 6),
            "caption": " ".join(words[at] for at in ids),
            "meanLogProbability": round(float(mean), 6),
        }
    (out / "captions.json").write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
