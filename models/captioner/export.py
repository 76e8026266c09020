"""Writes encoder.onnx, decoder.onnx, words.json, graphs.json and facts.json (the manifest's part on the graphs, and
its `image`): `python export.py DATA OUT WEIGHTS ENCODER [options]`.

Both graphs compute in 8 bits. What of them stays in floats is stored in 16 bits in front of a Cast, which ONNX
Runtime folds when it opens the file, so it costs nothing at run time.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn

from backbone import GRID, IMAGE_SIZE, Backbone
from data import MAX_WORDS, Captions
from decoding import PAIRS
from eight_bits import EightBits
from eight_bits_decoder import EightBitsDecoder
from evaluate import load
from model import CELLS, HEADS, WIDTH
from not_photographs import NAMES
from rounding import GRAPH
from words import END, START

OPSET = 17
SMALL = 512
ENCODED = ["keys", "values", "constant", "h0", "c0"]


def write(module, inputs, path: Path, names, outputs, axes) -> None:
    # Constants are not folded, so that a matrix that is used twice (words in, words out) is stored once.
    torch.onnx.export(
        module.eval(), inputs, path, input_names=names, output_names=outputs, dynamic_axes=axes,
        opset_version=OPSET, dynamo=False, do_constant_folding=False, custom_opsets={"com.microsoft": 1},
    )


def halve(path: Path) -> None:
    """Stores what is still in float32 in 16 bits, except short vectors and the scales and biases of bytes."""
    model = onnx.load(path)
    graph = model.graph
    nodes = []
    for tensor in list(graph.initializer):
        name = tensor.name
        if tensor.data_type != onnx.TensorProto.FLOAT or np.prod(tensor.dims) < SMALL or name.endswith("scale"):
            continue
        graph.initializer.remove(tensor)
        stored = numpy_helper.to_array(tensor).astype(np.float16)
        graph.initializer.append(numpy_helper.from_array(stored, f"{name}.stored"))
        nodes.append(helper.make_node("Cast", [f"{name}.stored"], [name], to=onnx.TensorProto.FLOAT))
    for at, node in enumerate(nodes):
        graph.node.insert(at, node)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def kind_layer(path: Path) -> tuple[nn.Linear, float]:
    """The layer of `not_photographs.py`, and how sure it must be of a photograph."""
    stored = np.load(path)
    layer = nn.Linear(stored["weight"].shape[1], len(NAMES))
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(stored["weight"]))
        layer.bias.copy_(torch.from_numpy(stored["bias"]))
    return layer, float(stored["threshold"])


def manifest_graphs(vocabulary: int, length_penalty: float) -> dict:
    """The `graphs` part of the product's manifest."""
    step = {
        "file": "decoder.onnx",
        "ids": {"input": "ids", "shape": "beams-by-1"},
        "encoded": {"keys": "keys", "values": "values", "constant": "constant", "h0": "h", "c0": "c"},
        "shared": ["keys", "values", "constant"],
        "logits": "logits",
        "attention": [{"output": "attention", "heads": [0]}],
        "state": [{"input": name, "output": f"{name}_next", "beamAxis": 1} for name in ("h", "c")],
    }
    return {
        "kind": "encoder-decoder",
        "encoder": {"file": "encoder.onnx", "input": "pixels", "outputs": [*ENCODED, "kinds"]},
        "decoder": {"step": step},
        "tokenizer": {"file": "words.json"},
        "tokens": {"start": START, "end": END, "vocabularySize": vocabulary},
        "decode": {"search": "beam", "beams": 3, "lengthPenalty": length_penalty, "maxTokens": MAX_WORDS + 1},
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("encoder", type=Path, help="what quantize.py wrote")
    parser.add_argument("--penalty", type=float, default=1.0, help="the beam's length penalty, for the manifest")
    parser.add_argument("--gender", type=float, default=0.0, help="see decoding.py, for the manifest")
    parser.add_argument("--kinds", type=Path, required=True, help="not_photographs.py's .npz")
    parser.add_argument("--confidence", type=Path, required=True, help="calibrate.py's .json")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    captions = Captions(args.data)
    vocabulary = len(captions.vocabulary)
    model = load(args.weights, vocabulary)
    encoder, decoder = args.out / "encoder.onnx", args.out / "decoder.onnx"
    with torch.no_grad():
        pixels = torch.zeros(1, 3, IMAGE_SIZE, IMAGE_SIZE)
        layer, sure = kind_layer(args.kinds)
        graph = EightBits(Backbone(), model, layer)
        graph.load_state_dict(torch.load(args.encoder, weights_only=True), strict=False)
        graph.set(GRAPH)
        write(graph, (pixels,), encoder, ["pixels"], [*ENCODED, "kinds"], {})
        grid = torch.zeros(1, HEADS, CELLS, WIDTH // HEADS)
        state = torch.zeros(1, 3, WIDTH)
        feeds = (torch.ones(3, 1, dtype=torch.long), grid, grid, torch.zeros(1, WIDTH), state, state)
        axes = {name: {axis: "beams"} for name, axis in
                (("ids", 0), ("logits", 0), ("attention", 0), ("h", 1), ("c", 1), ("h_next", 1), ("c_next", 1))}
        write(EightBitsDecoder(model), feeds, decoder, ["ids", "keys", "values", "constant", "h", "c"],
              ["logits", "attention", "h_next", "c_next"], axes)
    for path in (encoder, decoder):
        halve(path)
        print(path, path.stat().st_size)
    (args.out / "words.json").write_text(json.dumps(captions.vocabulary))
    (args.out / "graphs.json").write_text(json.dumps(manifest_graphs(vocabulary, args.penalty), indent=2))
    facts = {
        "sizePixels": IMAGE_SIZE,
        "grid": [GRID, GRID],
        "kinds": {"output": "kinds", "names": NAMES, "photographAtLeast": sure},
        "confidence": json.loads(args.confidence.read_text()),
        "gender": {"pairs": [{"words": [one, other], "neutral": neutral} for one, other, neutral in PAIRS], "atLeast": args.gender},
    }
    (args.out / "facts.json").write_text(json.dumps(facts, indent=2))


if __name__ == "__main__":
    main()
