"""Documents as tensors: features, vectors, and for every sentence the words and pairs of words of a reference that it says."""

import json
import pickle
import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from choose_data import Document
from choose_rouge import tokens
from features import sentence_features

MOST_ROWS = 90


class Table:
    """The stored vectors of choose_prepare.py."""

    def __init__(self, folder: Path) -> None:
        self.rows = {text: at for at, text in enumerate(json.loads((folder / "sentences.json").read_text()))}
        self.vectors = torch.from_numpy(np.load(folder / "vectors.npy")).float()

    def of(self, sentences: list[str]) -> torch.Tensor:
        return self.vectors[[self.rows[text] for text in sentences]]


@dataclass
class Example:
    corpus: str
    """[S, VECTOR + FEATURES]"""
    sentences: torch.Tensor
    """[S], no more than the budget counts."""
    words: torch.Tensor
    budget: int
    """For each reference: how often each of its words or pairs is said by each sentence [S, kinds], and by itself [kinds]."""
    said: list[tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]] = field(default_factory=list)
    reference_words: list[int] = field(default_factory=list)


def grams(row: list[str], size: int) -> list:
    return row if size == 1 else list(zip(row, row[1:]))


def overlap(sentences: list[list[str]], reference: list[str], size: int) -> tuple[torch.Tensor, torch.Tensor]:
    wanted = grams(reference, size)
    kinds = {gram: at for at, gram in enumerate(dict.fromkeys(wanted))}
    own = torch.zeros(max(len(kinds), 1))
    for gram in wanted:
        own[kinds[gram]] += 1
    said = torch.zeros(len(sentences), max(len(kinds), 1))
    for at, row in enumerate(sentences):
        for gram in grams(row, size):
            if gram in kinds:
                said[at, kinds[gram]] += 1
    sayable = said.sum(0) > 0
    return said[:, sayable], own[sayable]


def example(document: Document, table: Table, raw: list[str], texts: list[str]) -> Example:
    """`texts` are what is ranked, `raw` what was said there."""
    features = torch.tensor(sentence_features(texts), dtype=torch.float32)
    rows = [tokens(" ".join(text.split()[: document.budget])) for text in texts]
    found = Example(
        document.corpus, torch.cat([table.of(raw), features], 1),
        torch.tensor([float(min(len(text.split()), document.budget)) for text in texts]), document.budget,
    )
    for reference in document.references:
        wanted = tokens(reference)
        found.said.append((*overlap(rows, wanted, 1), *overlap(rows, wanted, 2)))
        found.reference_words.append(len(reference.split()))
    return found


def stored(path: Path, make) -> list:
    """What `make` gives, kept in `path` for the next time."""
    if not path.exists():
        with path.open("wb") as file:
            pickle.dump(make(), file)
    with path.open("rb") as file:
        return pickle.load(file)


def plain(document: Document, table: Table, use_clean: bool) -> Example:
    return example(document, table, [document.raw[at] for at in document.rows(use_clean)], document.texts(use_clean))


def variants(document: Document, table: Table, chance: random.Random) -> list[Example]:
    """What is learnt from: cleaned, as said, cleaned with some sentences said twice; a stretch of what is long."""
    found = []
    for kind in ("clean", "clean", "said", "twice"):
        use_clean = kind != "said"
        raw, texts = [document.raw[at] for at in document.rows(use_clean)], document.texts(use_clean)
        if len(texts) > MOST_ROWS:
            first = chance.randrange(len(texts) - MOST_ROWS)
            raw, texts = raw[first : first + MOST_ROWS], texts[first : first + MOST_ROWS]
        if kind == "twice":
            for _ in range(max(1, len(texts) // 8)):
                source, place = chance.randrange(len(texts)), chance.randrange(len(texts) + 1)
                raw.insert(place, raw[source])
                texts.insert(place, texts[source])
        if kind != "clean" or not found:
            found.append(example(document, table, raw, texts))
    return found
