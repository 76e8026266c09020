"""The captioner in PyTorch as a side of the race: messages in, answers out, see caption-messages.ts.

The network is that of models/captioner with the very weights of the graphs that Parola runs, its search is the
training's own, and its pictures are squashed by Pillow, as in training. Convolutions run in PyTorch's faster layout.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from PIL import Image
from torch import nn

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "captioner"))

from backbone import Backbone  # noqa: E402
from decoding import HIDDEN, Manner, beam  # noqa: E402
from features import squashed  # noqa: E402
from graphs import DecoderGraph, EncoderGraph  # noqa: E402
from model import Captioner  # noqa: E402
from words import END, UNKNOWN  # noqa: E402


# Mean and deviation of each channel of the backbone's fine grid.
CHANNELS = 240


def reply(answer: dict) -> None:
    print(json.dumps(answer), flush=True)


def fill(module: nn.Module, graph: Path, idle: tuple[str, ...]) -> None:
    """Every weight of `module` as the graph stores it: under its name, or in fewer bits under NAME.stored. Weights
    whose names begin as `idle` says do nothing in this graph."""
    stored = {one.name: numpy_helper.to_array(one) for one in onnx.load(graph).graph.initializer}
    # Two biases that are only ever added to each other have learnt the same, and the export keeps one of them.
    stored.setdefault("decoder.context_norm.bias", stored.get("decoder.state_norm.bias"))
    with torch.no_grad():
        for name, weight in module.state_dict().items():
            found = stored.get(name, stored.get(f"{name}.stored"))
            if found is not None:
                scale = stored.get(f"{name}.scale", np.float32(1))
                weight.copy_(torch.from_numpy(np.asarray(found.astype(np.float32) * scale)).reshape(weight.shape))
            elif not name.startswith(idle):
                raise SystemExit(f"{graph.name} has no {name}")


class Writer:
    """One picture's decoding, in the terms of `decoding.Writer`."""

    pictures = 1

    def __init__(self, decoder: DecoderGraph, encoded, beams: int) -> None:
        self.decoder = decoder
        *self.fixed, h, c = encoded
        self.state = h.repeat(1, beams, 1), c.repeat(1, beams, 1)

    def step(self, ids: torch.Tensor) -> torch.Tensor:
        logits, _, *self.state = self.decoder(ids[:, None], *self.fixed, *self.state)
        logits[:, :END] = HIDDEN
        logits[:, UNKNOWN] = HIDDEN
        return logits.log_softmax(-1)

    def reorder(self, rows: torch.Tensor) -> None:
        self.state = [x[:, rows] for x in self.state]


class Side:
    def __init__(self, weights: Path, threads: int) -> None:
        torch.set_num_threads(threads)
        manifest = Path(__file__).parents[2] / "models" / "parola-captioner.json"
        graphs = json.loads(manifest.read_text())["graphs"]
        self.how = graphs["decode"]
        self.words = json.loads((weights / "words.json").read_text())
        captioner = Captioner(len(self.words)).eval()
        image = graphs["image"]
        kinds = nn.Linear(CHANNELS, len(image["kinds"]["names"]))
        self.encoder = EncoderGraph(Backbone(), captioner, kinds).eval()
        self.decoder = DecoderGraph(captioner).eval()
        fill(self.encoder, weights / "encoder.onnx", ("backbone.tail", "backbone.head", "model.decoder"))
        fill(self.decoder, weights / "decoder.onnx", ("decoder.bias", "decoder.key", "decoder.value"))
        self.encoder = self.encoder.to(memory_format=torch.channels_last)
        self.manner = Manner({word: at for at, word in enumerate(self.words)}, gender=image["gender"]["atLeast"])

    @torch.inference_mode()
    def caption(self, path: str) -> str:
        pixels = torch.from_numpy(squashed(Image.open(path)))[None].contiguous(memory_format=torch.channels_last)
        *encoded, _ = self.encoder(pixels)
        writer = Writer(self.decoder, encoded, self.how["beams"])
        _, ids = beam(writer, self.how["beams"], self.how["lengthPenalty"], self.manner)[0][0]
        return " ".join(self.words[at] for at in ids)


def main() -> None:
    reply({"name": f"PyTorch {torch.__version__.split('+')[0]}"})
    side = None
    for text in sys.stdin:
        message = json.loads(text)
        if "load" in message:
            side = Side(Path(message["load"]["weights"]), message["load"]["threads"])
            reply({"loaded": True})
        else:
            wall, cpu = time.perf_counter(), time.process_time()
            caption = side.caption(message["picture"])
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            reply({"text": caption, "milliseconds": 1000 * wall, "cpuMilliseconds": 1000 * cpu})

if __name__ == "__main__":
    main()
