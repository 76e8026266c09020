"""Writes the cleaner as the product opens it: `python clean_export.py RUN OUT MODEL.pt`.

OUT gets clean-encoder.onnx, clean-decoder.onnx and clean-tokenizer.json. Matrices are whole numbers of 8 bits, one scale a column, the
numbers that meet them are rounded to 8 bits as they come; the pieces' vectors are the 8 bits that the translation model holds.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from clean_evaluate import load
from clean_graphs import DecoderGraph, EncoderGraph

OPSET = 17


def write(module, inputs, path: Path, names, outputs, axes) -> None:
    torch.onnx.export(
        module.eval(), inputs, path, input_names=names, output_names=outputs, dynamic_axes=axes, opset_version=OPSET, dynamo=False
    )


def eight_bits(path: Path, out: Path) -> None:
    """Matrices in 7 bits of 8: a processor without wider sums could otherwise run over."""
    whole_pieces(path)
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.onnx"
        onnx.save(onnx.load(path), ready)
        quantize_dynamic(ready, out, op_types_to_quantize=["MatMul", "Gemm"], per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    onnx.checker.check_model(onnx.load(out))


def whole_pieces(path: Path) -> None:
    """The table of pieces is 8 bits as it came: one scale, nothing is lost."""
    model = onnx.load(path)
    graph = model.graph
    for node in list(graph.node):
        table = next((t for t in graph.initializer if node.op_type == "Gather" and t.name == node.input[0] and t.dims[0] > 5000), None)
        if table is None:
            continue
        values = numpy_helper.to_array(table)
        steps = np.abs(values[np.abs(values) > 0])
        scale = max(np.abs(values).max() / 127, steps.min() if steps.min() * 127.5 >= np.abs(values).max() else 0)
        whole = np.rint(values / scale)
        assert np.abs(whole * scale - values).max() < scale / 100, "the table was changed"
        name, result = table.name, node.output[0]
        graph.initializer.remove(table)
        graph.initializer.append(numpy_helper.from_array(whole.astype(np.int8), name))
        graph.initializer.append(numpy_helper.from_array(np.float32(scale), f"{name}.scale"))
        node.output[0] = f"{result}.whole"
        at = list(graph.node).index(node) + 1
        graph.node.insert(at, helper.make_node("Cast", [f"{result}.whole"], [f"{result}.real"], to=onnx.TensorProto.FLOAT))
        graph.node.insert(at + 1, helper.make_node("Mul", [f"{result}.real", f"{name}.scale"], [result]))
    onnx.save(model, path)


def export(run: Path, out: Path, weights: Path) -> None:
    model = load(weights)
    out.mkdir(parents=True, exist_ok=True)
    ids, starts = torch.tensor([[5, 6, 7, 8, 9, 0]]), torch.tensor([[0, 2, 3]])
    with torch.no_grad(), tempfile.TemporaryDirectory() as folder:
        whole = Path(folder)
        encoder = EncoderGraph(model)
        memory, _ = encoder(ids, starts)
        axes = {"input_ids": {1: "pieces"}, "word_starts": {1: "words"}, "memory": {1: "rows"}}
        write(encoder, (ids, starts), whole / "encoder.onnx", ["input_ids", "word_starts"], ["memory", "vector"], axes)
        state = torch.zeros(2, model.shape.width)
        beams = {name: {0: "beams"} for name in ("previous", "h", "c", "h_out", "c_out")}
        beams |= {"memory": {1: "rows"}, "logits": {0: "beams", 1: "rows"}, "attention": {0: "beams", 3: "rows"}}
        feeds = (torch.tensor([[1], [2]]), memory, state, state)
        names = ["previous", "memory", "h", "c"], ["logits", "attention", "h_out", "c_out"]
        write(DecoderGraph(model), feeds, whole / "decoder.onnx", *names, beams)
        for name in ("encoder", "decoder"):
            eight_bits(whole / f"{name}.onnx", out / f"clean-{name}.onnx")
    shutil.copy(run / "tokenizer.json", out / "clean-tokenizer.json")
    for path in sorted(out.glob("clean-*")):
        print(path, path.stat().st_size)


if __name__ == "__main__":
    export(*map(Path, sys.argv[1:4]))
