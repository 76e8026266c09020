"""The open texts of the summarizer: what is read, and how sentences are cut into words as the product cuts them."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

BEFORE = re.compile(r" +([,.;:?!%)\]}]|'s\b|n't\b|'(?:re|ve|ll|d|m)\b)")
AFTER = re.compile(r"([(\[{$£€#]) +")
QUOTED = re.compile(r"([\"“]) ([^\"“”]*?) ([\"”])")
HYPHEN = re.compile(r"(?<=\w) ([-–/]) (?=\w)")


def rows(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def pairs(data: Path) -> list[dict]:
    return list(rows(data / "condense_pairs.jsonl.gz"))


def natural(text: str) -> str:
    """Text whose punctuation stands apart → as people write it: "Well , I 'm" → "Well, I'm"."""
    text = text.replace("\\ \"", '"').replace("\\", "").replace("\u007f", "").replace(" . .", " ...")
    text = QUOTED.sub(r"\1\2\3", " ".join(text.split()))
    text = re.sub(r" '(s|re|ve|ll|d|m|t)\b", r"'\1", text)
    text = HYPHEN.sub(r"\1", AFTER.sub(r"\1", text))
    return BEFORE.sub(r"\1", text).strip()


def plain(word: str) -> str:
    """A word without case and punctuation; empty for what is punctuation alone."""
    return re.sub(r"[^\w]", "", word.lower())


def plainly(text: str) -> list[str]:
    return [found for found in map(plain, text.split()) if found]


def english(data: Path) -> Iterator[str]:
    """All English that there is, as it is written in the data and as people write it."""
    for row in pairs(data):
        yield row["document"]
        yield natural(row["document"])
        yield natural(row["summary"])
    for name in ("qmsum_specific", "scitldr"):
        for row in rows(data / f"{name}.jsonl.gz"):
            yield natural(row["document"])
