"""Runs the backbone over every picture, once as it is and once mirrored, and stores the grids.

`python features.py DATA OUT`: DATA holds images/, captions.tsv and NAME.txt for each split. Writes
OUT/fine.npy [pictures, 2, GRID·GRID, 4·channels] (float16), each cell of the captioner with its four fine ones,
OUT/names.txt, and OUT/backbone.onnx, which ONNX Runtime runs three times faster than PyTorch.
"""

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from PIL import Image

from backbone import IMAGE_SIZE, Backbone
from model import cells


def load_pixels(path: Path) -> np.ndarray:
    return squashed(Image.open(path))


def squashed(picture: Image.Image) -> np.ndarray:
    """The whole picture squashed to a square, [3, IMAGE_SIZE, IMAGE_SIZE] in 0…255."""
    square = picture.convert("RGB").resize((IMAGE_SIZE, IMAGE_SIZE), Image.Resampling.BICUBIC)
    return np.asarray(square, dtype=np.float32).transpose(2, 0, 1)


def open_backbone(features: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(features / "backbone.onnx", options)


def fine_cells(session: onnxruntime.InferenceSession, pixels: np.ndarray) -> np.ndarray:
    """[3, IMAGE_SIZE, IMAGE_SIZE] → [GRID·GRID, 4·channels]"""
    (fine,) = session.run(["fine"], {"pixels": np.ascontiguousarray(pixels)[None]})
    return cells(torch.from_numpy(fine))[0].numpy()


def main(data: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    names = [line for split in ("train", "dev") for line in (data / f"{split}.txt").read_text().split()]
    (out / "names.txt").write_text("\n".join(names))
    torch.onnx.export(
        Backbone(), (torch.zeros(1, 3, IMAGE_SIZE, IMAGE_SIZE),), out / "backbone.onnx",
        input_names=["pixels"], output_names=["fine"], opset_version=17, dynamo=False,
    )
    session = open_backbone(out, 2)
    store = None
    for index, name in enumerate(names):
        pixels = load_pixels(data / "images" / name)
        for mirrored in (0, 1):
            row = fine_cells(session, pixels[:, :, ::-1] if mirrored else pixels)
            if store is None:
                shape = (len(names), 2, *row.shape)
                store = np.lib.format.open_memmap(out / "fine.npy", mode="w+", dtype=np.float16, shape=shape)
                print(shape, flush=True)
            store[index, mirrored] = row
        if index % 500 == 0:
            print(index, len(names), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
