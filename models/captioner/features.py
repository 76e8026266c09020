"""Runs the frozen backbone over every picture, once as it is and once mirrored, and stores the grids.

`python features.py DATA OUT`: DATA holds images/, captions.tsv and NAME.txt for each split. Writes
OUT/fine.npy [pictures, 2, GRID·GRID, 4·channels] and OUT/coarse.npy [pictures, 2, GRID·GRID, channels]
(float16), OUT/names.txt, and OUT/backbone.onnx, which ONNX Runtime runs three times faster than PyTorch.
"""

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from PIL import Image

from backbone import GRID, IMAGE_SIZE, Backbone


def load_pixels(path: Path) -> np.ndarray:
    """The whole picture squashed to a square, [3, IMAGE_SIZE, IMAGE_SIZE] in 0…255."""
    picture = Image.open(path).convert("RGB").resize((IMAGE_SIZE, IMAGE_SIZE), Image.Resampling.BICUBIC)
    return np.asarray(picture, dtype=np.float32).transpose(2, 0, 1)


def cells(grid: np.ndarray, fold: int) -> np.ndarray:
    """[channels, fold·GRID, fold·GRID] → [GRID·GRID, fold·fold·channels]: each coarse cell with all its fine ones."""
    channels = grid.shape[0]
    split = grid.reshape(channels, GRID, fold, GRID, fold)
    return split.transpose(1, 3, 2, 4, 0).reshape(GRID * GRID, fold * fold * channels)


def main(data: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    names = [line for split in ("train", "dev") for line in (data / f"{split}.txt").read_text().split()]
    (out / "names.txt").write_text("\n".join(names))
    torch.onnx.export(
        Backbone(), (torch.zeros(1, 3, IMAGE_SIZE, IMAGE_SIZE),), out / "backbone.onnx",
        input_names=["pixels"], output_names=["fine", "coarse"], opset_version=17, dynamo=False,
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(out / "backbone.onnx", options)
    stores: list[np.ndarray] = []
    for index, name in enumerate(names):
        pixels = load_pixels(data / "images" / name)
        for mirrored in (0, 1):
            view = np.ascontiguousarray(pixels[:, :, ::-1]) if mirrored else pixels
            grids = session.run(None, {"pixels": view[None]})
            rows = [cells(grids[0][0], 2), cells(grids[1][0], 1)]
            if not stores:
                stores = [
                    np.lib.format.open_memmap(
                        out / f"{kind}.npy", mode="w+", dtype=np.float16, shape=(len(names), 2, *row.shape)
                    )
                    for kind, row in zip(("fine", "coarse"), rows)
                ]
                print([store.shape for store in stores], flush=True)
            for store, row in zip(stores, rows):
                store[index, mirrored] = row
        if index % 500 == 0:
            print(index, len(names), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
