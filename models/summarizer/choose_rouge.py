"""Whole rankings cut to a budget of words, and their ROUGE, as for every system alike."""

import re
from functools import cache

import numpy as np
from nltk.stem.porter import PorterStemmer
from rouge_score import rouge_scorer
from rouge_score.tokenizers import Tokenizer

from choose_data import Document

MEASURES = ("rouge1", "rouge2", "rougeL")


class Stems(Tokenizer):
    """The scorer's own words (stemmed where longer than three letters), each stemmed once."""

    def __init__(self) -> None:
        self.stem = cache(PorterStemmer().stem)

    def tokenize(self, text: str) -> list[str]:
        words = re.findall(r"[a-z0-9]+", text.lower())
        return [self.stem(word) if len(word) > 3 else word for word in words]


TOKENIZER = Stems()
SCORER = rouge_scorer.RougeScorer(MEASURES, tokenizer=TOKENIZER)


def within_budget(texts: list[str], order: list[int], budget: int) -> str:
    """The first sentences of `order` up to `budget` words, the last one cut, in the order of the text."""
    chosen: dict[int, list[str]] = {}
    left = budget
    for at in order:
        words = texts[at].split()[:left]
        if words:
            chosen[at] = words
            left -= len(words)
        if left <= 0:
            break
    return " ".join(word for at in sorted(chosen) for word in chosen[at])


def score(document: Document, texts: list[str], order: list[int]) -> list[float]:
    """ROUGE-1, 2 and L (F1, per cent, the best of the references) of a ranking of `texts`."""
    summary = within_budget(texts, order, document.budget)
    found = [SCORER.score(reference, summary) for reference in document.references]
    return [100 * max(row[measure].fmeasure for row in found) for measure in MEASURES]


def tokens(text: str) -> list[str]:
    """As the scorer sees a text."""
    return TOKENIZER.tokenize(text)


def bootstrap(one: list[list[float]], other: list[list[float]], rounds: int = 2000) -> list[tuple[float, float, float]]:
    """Mean of `one` minus `other` and its 95 % interval, for each measure, by drawing documents."""
    difference = np.asarray(one) - np.asarray(other)
    draws = np.random.default_rng(0).integers(0, len(difference), (rounds, len(difference)))
    means = difference[draws].mean(1)
    low, high = np.percentile(means, [2.5, 97.5], axis=0)
    return [tuple(row) for row in np.stack([difference.mean(0), low, high], 1)]
