"""The cleaner as it is stored, run by ONNX Runtime: `python clean_stored.py RUN OUT MODEL.pt DATA` compares it with PyTorch's."""

import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime

from clean_data import spoken_questions
from clean_evaluate import clean_all, load, said
from encoder_pieces import Pieces


class Stored:
    def __init__(self, out: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        opened = (onnxruntime.InferenceSession(str(out / f"clean-{name}.onnx"), options) for name in ("encoder", "decoder"))
        self.encoder, self.decoder = opened
        self.width = self.decoder.get_inputs()[2].shape[1]

    def encode(self, pieces: Pieces, words: list[str]) -> tuple[np.ndarray, np.ndarray]:
        ids, starts = pieces.of_sentence(words)
        return tuple(self.encoder.run(["memory", "vector"], {"input_ids": np.array([ids]), "word_starts": np.array([starts])}))

    def clean(self, pieces: Pieces, words: list[str]) -> tuple[list[int], list[float]]:
        """→ the words kept, from 1, and the probability of each step, the end's last."""
        memory, _ = self.encode(pieces, words)
        h = c = np.zeros((1, self.width), np.float32)
        previous, kept, sure = 0, [], []
        while True:
            feeds = {"previous": np.array([[previous]]), "memory": memory, "h": h, "c": c}
            logits, _, h, c = self.decoder.run(None, feeds)
            raised = np.exp(logits[0].astype(np.float64) - logits[0].max())
            previous = int(logits[0].argmax())
            sure.append(float(raised[previous] / raised.sum()))
            if previous == 0:
                return kept, sure
            kept.append(previous)


def compare(run: Path, out: Path, weights: Path, data: Path) -> None:
    stored, pieces, model = Stored(out), Pieces(run / "pieces.spm"), load(weights)
    asked = spoken_questions(data, "dev")
    whole = clean_all(model, pieces, [words for words, _, _ in asked])
    began = time.process_time()
    found = [stored.clean(pieces, words) for words, _, _ in asked]
    used = time.process_time() - began
    right = [sum(said(words, kept) == target for (words, _, target), (kept, _) in zip(asked, each)) for each in (whole, found)]
    same = sum(a == b for (a, _), (b, _) in zip(whole, found))
    print(f"exact: PyTorch {right[0] / len(asked):.4f}, stored {right[1] / len(asked):.4f}; same {same} of {len(asked)}")
    count = sum(len(words) for words, _, _ in asked) / len(asked)
    print(f"{1000 * used / len(asked):.2f} ms of a core a sentence of {count:.1f} words")


if __name__ == "__main__":
    compare(*map(Path, sys.argv[1:5]))
