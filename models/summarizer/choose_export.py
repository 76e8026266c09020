"""Writes OUT/choose-encoder.onnx and OUT/choose-decoder.onnx: `python choose_export.py OUT VECTORS WEIGHTS…`.

Weights are stored in 8 bits (one scale a row) in front of a Cast and a Mul, which ONNX Runtime folds when it opens the file.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn

from choose_model import FEATURES, VECTOR, Together, load

OPSET = 17
SMALL = 256


class EncoderGraph(nn.Module):
    """sentences [1, S, VECTOR + FEATURES] → memory [1, S + 1, D] and the state before the first step: h0, c0 [1, H],
    chosen0 [1, S + 1], cover0 [1, (members + 1) × (S + 1)]."""

    def __init__(self, model: Together) -> None:
        super().__init__()
        self.model = model

    def forward(self, sentences):
        memory = self.model.encode(sentences)
        chosen = torch.zeros_like(memory[..., 0])
        state = torch.zeros_like(memory[:, 0, :1]).repeat(1, self.model.state)
        return memory, state, state + 0, chosen, chosen.repeat(1, len(self.model.members) + 1)


class DecoderGraph(nn.Module):
    """previous [beams, 1], memory, h, c, chosen, cover → logits [beams, S + 1], attention [beams, 1, 1, S + 1], and the new state."""

    def __init__(self, model: Together) -> None:
        super().__init__()
        self.model = model

    def forward(self, previous, memory, h, c, chosen, cover):
        logits, attention, *state = self.model.step(previous[:, 0], memory, h, c, chosen, cover)
        return logits, attention[:, None, None], *state


def write(module: nn.Module, inputs: tuple, path: Path, axes: dict[str, dict[int, str]], names: list[str], outputs: list[str]) -> None:
    torch.onnx.export(
        module.eval(), inputs, path, input_names=names, output_names=outputs, dynamic_axes=axes, opset_version=OPSET, dynamo=False
    )
    model = onnx.load(path)
    for tensor in list(model.graph.initializer):
        if tensor.data_type == onnx.TensorProto.FLOAT and np.prod(tensor.dims) >= SMALL and len(tensor.dims) > 1:
            weights, name = numpy_helper.to_array(tensor), tensor.name
            scale = np.maximum(np.abs(weights).max(-1, keepdims=True), 1e-12) / 127
            stored = np.rint(weights / scale).astype(np.int8)
            model.graph.initializer.remove(tensor)
            model.graph.initializer.append(numpy_helper.from_array(stored, f"{name}.stored"))
            model.graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"))
            model.graph.node.insert(0, helper.make_node("Mul", [f"{name}.whole", f"{name}.scale"], [name]))
            model.graph.node.insert(0, helper.make_node("Cast", [f"{name}.stored"], [f"{name}.whole"], to=onnx.TensorProto.FLOAT))
    onnx.checker.check_model(model)
    onnx.save(model, path)
    print(path, path.stat().st_size)


def export(out: Path, vectors: Path, weights: list[Path]) -> None:
    model = load(weights, vectors)
    out.mkdir(parents=True, exist_ok=True)
    sentences = torch.randn(1, 5, VECTOR + FEATURES)
    state = ["h", "c", "chosen", "cover"]
    with torch.no_grad():
        encoder = EncoderGraph(model)
        memory, *first = encoder(sentences)
        axes = {"sentences": {1: "sentences"}, "memory": {1: "rows"}, "chosen0": {1: "rows"}, "cover0": {1: "covers"}}
        write(encoder, (sentences,), out / "choose-encoder.onnx", axes, ["sentences"], ["memory", *(f"{name}0" for name in state)])
        axes = {name: {0: "beams"} for name in ("previous", "h", "c", "h_out", "c_out")}
        axes |= {name: {0: "beams", 1: "rows"} for name in ("chosen", "chosen_out", "logits")}
        axes |= {name: {0: "beams", 1: "covers"} for name in ("cover", "cover_out")}
        axes |= {"memory": {1: "rows"}, "attention": {0: "beams", 3: "rows"}}
        # Two beams, so that no size of one is taken for a fixed one.
        feeds = (torch.zeros(2, 1, dtype=torch.long), memory, *(part.repeat(2, 1) for part in first))
        outputs = ["logits", "attention", *(f"{name}_out" for name in state)]
        write(DecoderGraph(model), feeds, out / "choose-decoder.onnx", axes, ["previous", "memory", *state], outputs)


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
