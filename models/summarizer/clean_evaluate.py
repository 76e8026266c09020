"""What the cleaner does on Disfl-QA's dev part, on held-out noise and on clean text: `python clean_evaluate.py DATA RUN MODEL.pt`."""

from pathlib import Path

import torch

from clean_data import spoken_questions
from clean_model import Cleaner, Shape, batch
from data import plain
from encoder_pieces import Pieces


def load(path: Path, which: str = "average") -> Cleaner:
    stored = torch.load(path)
    model = Cleaner(Shape(**stored["shape"]))
    model.load_state_dict(stored[which])
    return model.eval()


def clean_all(model: Cleaner, pieces: Pieces, sentences: list[list[str]], size: int = 64):
    """→ for each sentence its kept places (from 1) and step probabilities, in the order given."""
    order = sorted(range(len(sentences)), key=lambda at: len(sentences[at]))
    found = [None] * len(sentences)
    for begin in range(0, len(order), size):
        part = order[begin : begin + size]
        for at, kept, sure in zip(part, *model.greedy(*batch(pieces, [sentences[at] for at in part]))):
            found[at] = (kept, sure)
    return found


def said(words: list[str], kept: list[int]) -> list[str]:
    return [word for word in (plain(words[at - 1]) for at in kept) if word]


def questions_scores(model: Cleaner, pieces: Pieces, data: Path, count: int = 1000) -> dict[str, float]:
    """Exact match, case and punctuation aside, of all and of those that leaving out words can reach."""
    asked = spoken_questions(data, "dev")[:count]
    found = clean_all(model, pieces, [words for words, _, _ in asked])
    right = [said(words, kept) == target for (words, _, target), (kept, _) in zip(asked, found)]
    reachable = [hit for hit, (_, keep, _) in zip(right, asked) if keep]
    return {
        "all": round(sum(right) / len(right), 4),
        "reachable": round(sum(reachable) / len(reachable), 4),
        "reachableShare": round(len(reachable) / len(asked), 4),
    }
