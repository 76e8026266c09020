"""The captioner in PyTorch as a side of the race: messages in, answers out, see caption-messages.ts.

The network is that of models/captioner in floats, with the very weights that Parola's 8-bit graphs hold, its search is
the training's own, and its pictures are squashed by Pillow, as in training. Convolutions run in PyTorch's faster layout.
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
from eight_bits import EightBits  # noqa: E402
from features import squashed  # noqa: E402
from graphs import CHANNELS, DecoderGraph  # noqa: E402
from model import WIDTH, Captioner  # noqa: E402
from rounding import Weights  # noqa: E402
from words import END, UNKNOWN  # noqa: E402


def reply(answer: dict) -> None:
    print(json.dumps(answer), flush=True)


def stored_in(graph: Path) -> dict[str, torch.Tensor]:
    """By name; what is stored in 16 bits under NAME.stored also as floats under NAME."""
    found = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in onnx.load(graph).graph.initializer}
    halves = {name.removesuffix(".stored"): x.float() for name, x in found.items() if x.dtype == torch.float16}
    return found | halves


@torch.no_grad()
def fill_encoder(module: EightBits, graph: Path) -> None:
    """In mode FLOAT, which it is made in, it rounds nothing."""
    stored = stored_in(graph)
    for name, layer in module.named_modules():
        if isinstance(layer, Weights):
            whole, scale = stored[f"{name}.stored"].float(), stored[f"{name}.scale"]
            # The graph multiplies rows by the weights of linear layers, [in, out].
            weight = whole.t() * scale[:, None] if layer.weight.ndim == 2 else whole * scale.view(-1, 1, 1, 1)
            layer.weight.copy_(weight)
            layer.bias.copy_(stored[f"{name}.stored_bias"] * stored[f"{name}.bias_scale"])
    for part in ("grid", "kinds"):
        getattr(module, part).load_state_dict(
            {name: stored[f"{part}.{name}"] for name in getattr(module, part).state_dict()}
        )


@torch.no_grad()
def fill_decoder(decoder: nn.Module, graph: Path) -> None:
    stored = stored_in(graph)
    words, gates, asked, gate = (
        (stored[f"{name}.stored"].float() * stored[f"{name}.scale"]).t() for name in ("words", "gates", "asked", "gate")
    )
    # Two biases that are only ever added to each other have learnt the same, and the export keeps one of them.
    stored.setdefault("context_norm.bias", stored["state_norm.bias"])
    decoder.embed.weight.copy_(words)
    decoder.bias.copy_(stored["words.bias"])
    lstm = decoder.lstm
    for weight, part in zip((lstm.weight_ih_l0, lstm.weight_hh_l0), gates.split(WIDTH, 1)):
        weight.copy_(part)
    lstm.bias_ih_l0.copy_(stored["gates.bias"])
    lstm.bias_hh_l0.zero_()
    for layer, weight, bias in zip((decoder.query, decoder.sentinel), asked.split(WIDTH), stored["asked.bias"].split(WIDTH)):
        layer.weight.copy_(weight)
        layer.bias.copy_(bias)
    decoder.gate.weight.copy_(gate)
    decoder.gate.bias.copy_(stored["gate.bias"])
    for name in ("state_norm", "context_norm", "out_norm"):
        norm = getattr(decoder, name)
        norm.weight.copy_(stored[f"{name}.weight"])
        norm.bias.copy_(stored[f"{name}.bias"])


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
        self.encoder = EightBits(Backbone(), captioner, kinds).eval()
        fill_encoder(self.encoder, weights / "encoder.onnx")
        fill_decoder(captioner.decoder, weights / "decoder.onnx")
        self.decoder = DecoderGraph(captioner).eval()
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
