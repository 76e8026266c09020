"""Captions as numbers: the tokenizer, the vocabulary, the splits."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

PAD, START, END, UNKNOWN = 0, 1, 2, 3
SPECIAL = ["<pad>", "<start>", "<end>", "<unk>"]
MIN_COUNT = 5

# The Penn Treebank's conventions as far as captions need them: clitics apart, punctuation dropped.
_TOKEN = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*(?=n't\b)|n't\b|'(?:s|re|ve|d|m|ll)\b|[a-z0-9]+(?:[-.][a-z0-9]+)*")


def tokenize(caption: str) -> list[str]:
    return _TOKEN.findall(caption.lower())


def read_split(data: Path, split: str) -> list[str]:
    return (data / f"{split}.txt").read_text().split()


def read_captions(data: Path) -> dict[str, list[list[str]]]:
    """Picture → its five captions, tokenized."""
    captions: dict[str, list[list[str]]] = {}
    with open(data / "captions.tsv", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            captions.setdefault(row["image"], []).append(tokenize(row["caption"]))
    return captions


def build_vocabulary(captions: list[list[str]]) -> list[str]:
    counts = Counter(word for caption in captions for word in caption)
    kept = sorted((word for word, count in counts.items() if count >= MIN_COUNT), key=lambda w: (-counts[w], w))
    return SPECIAL + kept


def save_vocabulary(path: Path, vocabulary: list[str]) -> None:
    path.write_text(json.dumps(vocabulary))
