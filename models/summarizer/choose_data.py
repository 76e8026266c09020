"""The documents that choosing is learnt from and measured on: sentences, what people made of them, words allowed."""

import csv
import gzip
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from choose_text import as_written, cleaned, meeting_sentences, word_count

FEWEST_SENTENCES, MOST_SENTENCES = 5, 60
MEETING_BUDGET, ABSTRACT_BUDGET, DIALOGUE_BUDGET = 60, 21, 20
SHORTEST_WORDS = 3
LONGEST_LEARNT = 150


@dataclass
class Document:
    name: str
    corpus: str
    """As they were said, in order."""
    raw: list[str]
    """By the filler rule; one for each of `raw`, empty where fewer than SHORTEST_WORDS are left."""
    clean: list[str]
    references: list[str]
    budget: int

    def rows(self, use_clean: bool) -> list[int]:
        """The sentences that can be chosen: all, or those with something left."""
        kept = [at for at, text in enumerate(self.clean) if text] if use_clean else []
        return kept or list(range(len(self.raw)))

    def texts(self, use_clean: bool) -> list[str]:
        source = self.clean if use_clean and any(self.clean) else self.raw
        return [source[at] for at in self.rows(use_clean)]


def document(name: str, corpus: str, raw: list[str], references: list[str], budget: int) -> Document:
    shorter = [cleaned(text) for text in raw]
    return Document(name, corpus, raw, [text if word_count(text) >= SHORTEST_WORDS else "" for text in shorter], references, budget)


def read(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def meetings(data: Path, split: str) -> list[Document]:
    """QMSum's spans of FEWEST_SENTENCES to MOST_SENTENCES sentences: `split` is train or dev."""
    rows = [row for row in read(data / "qmsum_specific.jsonl.gz") if (row["split"] == "train") == (split == "train")]
    found = []
    for at, row in enumerate(rows):
        raw = meeting_sentences(row["document"])
        if len(raw) >= FEWEST_SENTENCES and (split == "train" or len(raw) <= MOST_SENTENCES):
            found.append(document(f"qmsum-{split}-{at}", "qmsum", raw, [row["summary"]], MEETING_BUDGET))
    return found


def abstracts(data: Path, split: str) -> list[Document]:
    """SciTLDR-A, all of a split that have two sentences or more."""
    rows = [row for row in read(data / "scitldr.jsonl.gz") if row["split"] == split]
    return [
        document(f"scitldr-{split}-{at}", "scitldr", [text.strip() for text in row["sents"]], row["summary"], ABSTRACT_BUDGET)
        for at, row in enumerate(rows)
        if len(row["sents"]) > 1
    ]


def stored(repository: Path, path: str) -> str:
    return subprocess.run(["git", "-C", str(repository), "show", f"HEAD:{path}"], capture_output=True, text=True, check=True).stdout


def sentences_of(turn: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!]) +", as_written(turn)) if re.search(r"\w", part)]


def consultations(repository: Path) -> list[Document]:
    """MTS-Dialog's validation part (doctor and patient → section of a note), never trained on."""
    rows = csv.DictReader(stored(repository, "Main-Dataset/MTS-Dialog-ValidationSet.csv").splitlines(keepends=True))
    found = []
    for row in rows:
        turns = [re.sub(r"^\w+( \w+)?: ", "", turn.strip()) for turn in row["dialogue"].splitlines()]
        raw = [sentence for turn in turns for sentence in sentences_of(turn)]
        if len(raw) >= FEWEST_SENTENCES:
            found.append(document(f"mts-{row['ID']}", "mts", raw, [row["section_text"]], DIALOGUE_BUDGET))
    return found


def dialogues(repository: Path) -> list[Document]:
    """DialogSum's dev part (spoken dialogue → one to three sentences), never trained on."""
    found = []
    for line in stored(repository, "DialogSum_Data/dialogsum.dev.jsonl").splitlines():
        row = json.loads(line)
        turns = [re.sub(r"^#\w+#: ", "", turn.strip()) for turn in row["dialogue"].splitlines()]
        raw = [sentence for turn in turns for sentence in sentences_of(turn)]
        if len(raw) >= FEWEST_SENTENCES:
            found.append(document(f"dialogsum-{row['fname']}", "dialogsum", raw, [row["summary"]], DIALOGUE_BUDGET))
    return found
