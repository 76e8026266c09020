"""Vectors of all sentences that choosing is learnt from and measured on: `python choose_prepare.py DATA RUN OUT [--mts R] [--dialogsum R]`.

RUN is the cleaner's folder (vectors.py). OUT/sentences.json maps a sentence to its row of OUT/vectors.npy. A sentence's vector
is that of the words as they were said, because the product gets it from the same pass that cleans them.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from choose_data import LONGEST_LEARNT, abstracts, consultations, dialogues, meetings
from vectors import Vectors


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mts", type=Path)
    parser.add_argument("--dialogsum", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(1)
    documents = [*meetings(args.data, "dev"), *abstracts(args.data, "dev")]
    documents += [*abstracts(args.data, "train"), *(d for d in meetings(args.data, "train") if len(d.raw) <= LONGEST_LEARNT)]
    documents += consultations(args.mts) if args.mts else []
    documents += dialogues(args.dialogsum) if args.dialogsum else []
    sentences = list(dict.fromkeys(text for document in documents for text in document.raw))
    vectors = Vectors(args.run)
    with torch.no_grad():
        found = np.stack([vectors.of(text).numpy().astype(np.float16) for text in sentences])
    args.out.mkdir(parents=True, exist_ok=True)
    np.save(args.out / "vectors.npy", found)
    (args.out / "sentences.json").write_text(json.dumps(sentences))
    print(found.shape, float(found.astype(np.float32).std()))


if __name__ == "__main__":
    main()
