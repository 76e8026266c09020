"""Training texts of the cleaner: `python clean_data.py DATA` shows what a few of them look like.

Disfl-QA's pairs are people's; all else is clean text made into speech by noise.py, new each time.
"""

import hashlib
import random
import sys
from pathlib import Path

from data import natural, pairs, plain, plainly, rows
from noise import Bank, Noise, Spoken, as_dictated
from noise_words import ANEW, BETWEEN, HESITATIONS, NEGATIONS

MOST_WORDS = 60
# With slips.
LONGEST = 80
LOOKALIKES = NEGATIONS | {"sorry", "wait", "actually", "mean", "rather", "like", "well", "right", "oh", "scratch", "instead", "know", "kind"}
MIDDLES = sorted((m.split() for m in {**BETWEEN, **ANEW} if m not in ("or", "that is", "well")), key=len, reverse=True)


def held_out(text: str) -> bool:
    """One clean sentence in fifty is never trained on."""
    return hashlib.sha256(" ".join(plainly(text)).encode()).digest()[0] < 5


def last_alignment(words: list[str], target: list[str]) -> list[bool] | None:
    """Which words spell `target`, of the repeated ones the last; None where leaving out words cannot give it."""
    keep, at = [False] * len(words), len(target)
    for place in range(len(words) - 1, -1, -1):
        found = plain(words[place])
        if at and found and found == target[at - 1]:
            keep[place], at = True, at - 1
        elif not found and (place + 1 == len(words) or keep[place + 1]):
            keep[place] = True
    return None if at else keep


def spoken_questions(data: Path, split: str) -> list[tuple[list[str], list[bool] | None, list[str]]]:
    """Disfl-QA: words, which are kept, the answer in plain words."""
    found = []
    for row in pairs(data):
        if row["kind"] == "disflqa" and row["split"] == split:
            words, target = natural(row["document"]).split(), plainly(natural(row["summary"]))
            found.append((words, last_alignment(words, target), target))
    return found


def clean_sentences(data: Path) -> dict[str, list[str]]:
    """Clean sentences by where they are from, each once."""
    found: dict[str, dict[str, None]] = {"dialogue": {}, "written": {}, "papers": {}, "questions": {}}
    for row in pairs(data):
        if row["split"] != "train":
            continue
        kind = row["kind"]
        if kind in ("synth", "clean"):
            found["dialogue"][natural(row["summary"])] = None
        elif kind == "wikisplit":
            found["written"][natural(row["document"])] = None
            found["written"][natural(row["summary"])] = None
        elif kind == "disflqa":
            found["questions"][natural(row["summary"])] = None
    for row in rows(data / "scitldr.jsonl.gz"):
        if row["split"] == "train":
            found["papers"].update(dict.fromkeys(natural(sentence) for sentence in row["sents"]))
    return {kind: [text for text in texts if 2 <= len(text.split()) <= MOST_WORDS] for kind, texts in found.items()}


class Texts:
    """An endless stream of (words, kept) for training."""

    def __init__(self, data: Path, seed: int, questions: float = 0.27, untouched: float = 0.27) -> None:
        self.rng = random.Random(seed)
        sentences = clean_sentences(data)
        known = {" ".join(target) for _, _, target in spoken_questions(data, "dev")}
        self.clean = {
            kind: [text.split() for text in texts if not held_out(text) and " ".join(plainly(text)) not in known]
            for kind, texts in sentences.items()
        }
        self.questions = [(words, keep) for words, keep, _ in spoken_questions(data, "train") if keep]
        self.alike = [words for texts in self.clean.values() for words in texts if any(plain(word) in LOOKALIKES for word in words)]
        self.noise = {kind: Noise(Bank(texts, self.rng), self.rng) for kind, texts in self.clean.items()}
        self.shares = (questions, untouched)

    def base(self) -> tuple[str, list[str]]:
        kind = self.rng.choices(["dialogue", "written", "questions", "papers"], [42, 28, 22, 8])[0]
        return kind, self.rng.choice(self.clean[kind])

    def one(self) -> Spoken:
        rng, (questions, untouched) = self.rng, self.shares
        draw = rng.random()
        if draw < questions:
            words, keep = self.varied(*rng.choice(self.questions))
        elif draw < questions + untouched:
            kind, words = self.base()
            draw = rng.random()
            if draw < 0.25:
                words = rng.choice(self.alike)
            elif draw < 0.55:
                words = self.noise[kind].untouched(words)
            words, keep = words[:MOST_WORDS], [True] * len(words[:MOST_WORDS])
        else:
            kind, words = self.base()
            if rng.random() < 0.2:
                words = rng.choice(self.alike)
            if rng.random() < 0.15:
                words = self.noise[kind].untouched(words)
            words, keep = self.noise[kind].speak(words)
        words, keep = as_dictated(words, keep, rng)
        return words[:LONGEST], keep[:LONGEST]

    def varied(self, words: list[str], keep: list[bool]) -> Spoken:
        """A person's slip with, at times, another word between it and its repair, or hesitations besides."""
        rng, words, keep = self.rng, list(words), list(keep)
        if rng.random() < 0.35:
            begin, end = middle(words, keep)
            if end > begin:
                other = self.noise["questions"].interregnum(lambda r: list(r.choice(MIDDLES)), rng.random() < 0.4, [words[begin - 1]])[1:]
                words[begin:end], keep[begin:end] = other, [False] * len(other)
        if rng.random() < 0.15:
            self.noise["questions"].hesitate(words, keep, rng.random() < 0.5)
        return words, keep


def middle(words: list[str], keep: list[bool]) -> tuple[int, int]:
    """Where, at the end of the first slip, the words lie that announce its repair."""
    first = keep.index(False) if False in keep else 0
    end = next((at for at in range(first, len(keep)) if keep[at]), len(keep))
    said = [plain(word) for word in words[:end]]
    for found in MIDDLES:
        begin = end - len(found)
        if begin > first and said[begin:end] == [plain(word) for word in found]:
            return begin, end
    return 0, 0


if __name__ == "__main__":
    texts = Texts(Path(sys.argv[1]), 1)
    print({kind: len(found) for kind, found in texts.clean.items()}, len(texts.alike), len(texts.questions))
    for _ in range(60):
        words, keep = texts.one()
        print(" ".join(word if kept else f"[{word}]" for word, kept in zip(words, keep)))
