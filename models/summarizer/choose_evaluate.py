"""Scores of all ways to choose, on the dev parts: `python choose_evaluate.py DATA [--mts REPOSITORY] [--dialogsum REPOSITORY]`.

Every system ranks the same sentences; the ranking is cut to the same number of words. Gains are against sumy's TextRank on
the sentences as they were said, in the same run.
"""

import argparse
import warnings
from pathlib import Path

import numpy as np

from baselines import by_trees, fit_trees, lead, sumy_lex_rank, sumy_text_rank
from choose_data import Document, abstracts, consultations, dialogues, meetings
from choose_rouge import bootstrap, score

warnings.filterwarnings("ignore", message="X does not have valid feature names")
BASELINE = "TextRank (sumy), as said"


def table(documents: list[Document], systems: dict) -> None:
    """`systems`: name → (use_clean, function of Document and texts that ranks)."""
    scores = {}
    for name, (use_clean, rank) in systems.items():
        scores[name] = [score(document, texts := document.texts(use_clean), rank(document, texts)) for document in documents]
    for name, rows in scores.items():
        means = "/".join(f"{value:.2f}" for value in np.mean(rows, 0))
        gains = " ".join(f"{mean:+.2f} [{low:.2f}, {high:.2f}]" for mean, low, high in bootstrap(rows, scores[BASELINE])[:2])
        print(f"| {name} | {means} | {gains} |", flush=True)


def baseline_systems() -> dict:
    found = {}
    for name, function in (("lead", lead), ("TextRank (sumy)", sumy_text_rank), ("LexRank (sumy)", sumy_lex_rank)):
        for use_clean, how in ((False, "as said"), (True, "filler rule")):
            found[f"{name}, {how}"] = (use_clean, lambda _, texts, function=function: function(texts))
    return found


def sets(data: Path, mts: Path | None, dialogsum: Path | None) -> dict[str, list[Document]]:
    found = {"QMSum spans, dev": meetings(data, "dev"), "SciTLDR-A, dev": abstracts(data, "dev")}
    if mts:
        found["MTS-Dialog, validation (not trained on)"] = consultations(mts)
    if dialogsum:
        found["DialogSum, dev (not trained on)"] = dialogues(dialogsum)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--mts", type=Path)
    parser.add_argument("--dialogsum", type=Path)
    args = parser.parse_args()
    training = {"both": meetings(args.data, "train") + abstracts(args.data, "train")}
    training["QMSum only"] = [document for document in training["both"] if document.corpus == "qmsum"]
    training["SciTLDR only"] = [document for document in training["both"] if document.corpus == "scitldr"]
    systems = baseline_systems()
    for name, documents in training.items():
        trees = fit_trees(documents)
        for use_clean, how in ((False, "as said"), (True, "filler rule")):
            systems[f"boosted trees ({name}), {how}"] = (use_clean, lambda _, texts, trees=trees: by_trees(trees, texts))
    for name, documents in sets(args.data, args.mts, args.dialogsum).items():
        lengths = [len(document.raw) for document in documents]
        print(f"\n{name}: {len(documents)} documents of {np.mean(lengths):.1f} sentences, {documents[0].budget} words")
        table(documents, systems)


if __name__ == "__main__":
    main()
