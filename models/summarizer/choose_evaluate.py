"""Scores of all ways to choose, on the dev parts: `python choose_evaluate.py DATA [--graphs GRAPHS --vectors VECTORS]
[--mts REPOSITORY] [--dialogsum REPOSITORY]`.

Every system ranks the same sentences; the ranking is cut to the same number of words. Gains are against sumy's TextRank on
the sentences as they were said, in the same run. GRAPHS are those that the product opens.
"""

import argparse
import json
import warnings
from pathlib import Path

import numpy as np

from baselines import by_trees, fit_trees, lead, sumy_lex_rank, sumy_text_rank
from choose_data import Document, abstracts, consultations, dialogues, meetings
from choose_examples import Table
from choose_golden import choose, session
from choose_rouge import bootstrap, score
from features import sentence_features

warnings.filterwarnings("ignore", message="X does not have valid feature names")
BASELINE = "TextRank (sumy), as said"
POINTER = "pointer network"
TREES = "boosted trees (both), filler rule"


def rankings(documents: list[Document], use_clean: bool, rank, path: Path | None) -> list[list[int]]:
    """Kept in `path` for the next time, where there is one."""
    if path and path.exists():
        return json.loads(path.read_text())
    found = [rank(document, document.texts(use_clean)) for document in documents]
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(found))
    return found


def table(documents: list[Document], systems: dict, against: str, kept: Path | None) -> None:
    """`systems`: name → (use_clean, function of Document and texts that ranks)."""
    scores = {}
    for name, (use_clean, rank) in systems.items():
        path = kept / f"{documents[0].corpus} {name}.json" if kept and not name.startswith(POINTER) else None
        orders = rankings(documents, use_clean, rank, path)
        scores[name] = [score(document, document.texts(use_clean), order) for document, order in zip(documents, orders)]
    for name, rows in scores.items():
        means = "/".join(f"{value:.2f}" for value in np.mean(rows, 0))
        gains = " ".join(f"{mean:+.2f} [{low:.2f}, {high:.2f}]" for mean, low, high in bootstrap(rows, scores[BASELINE])[:2])
        print(f"| {name} | {means} | {gains} |", flush=True)
    for name in scores:
        if against in scores and name.startswith(POINTER) and name.endswith("filler rule"):
            print(f"{name} against {against}:", bootstrap(scores[name], scores[against])[:2], flush=True)


def baseline_systems() -> dict:
    found = {}
    for name, function in (("lead", lead), ("TextRank (sumy)", sumy_text_rank), ("LexRank (sumy)", sumy_lex_rank)):
        for use_clean, how in ((False, "as said"), (True, "filler rule")):
            found[f"{name}, {how}"] = (use_clean, lambda _, texts, function=function: function(texts))
    return found


class Trees:
    """Boosted trees that are fitted when they are first asked."""

    def __init__(self, data: Path, corpora: tuple[str, ...]) -> None:
        self.data, self.corpora, self.fitted = data, corpora, None

    def rank(self, texts: list[str]) -> list[int]:
        if self.fitted is None:
            documents = meetings(self.data, "train") + abstracts(self.data, "train")
            self.fitted = fit_trees([document for document in documents if document.corpus in self.corpora])
        return by_trees(self.fitted, texts)


class Stored:
    """The graphs of the product, on the vectors of choose_prepare.py."""

    def __init__(self, graphs: Path, table: Table) -> None:
        self.graphs = [session(graphs / f"choose-{name}.onnx") for name in ("encoder", "decoder")]
        self.table = table

    def rank(self, document: Document, texts: list[str], use_clean: bool) -> tuple[list[int], list[float]]:
        """→ the order, and the end's chance before each choice."""
        raw = [document.raw[at] for at in document.rows(use_clean)]
        rows = np.concatenate([self.table.of(raw).numpy(), sentence_features(texts)], 1)
        order, _, ends = choose(*self.graphs, rows)
        return order, ends

    def systems(self) -> dict:
        return {
            f"{POINTER}, {how}": (use_clean, lambda document, texts, use_clean=use_clean: self.rank(document, texts, use_clean)[0])
            for use_clean, how in ((False, "as said"), (True, "filler rule"))
        }

    def lengths(self, documents: list[Document]) -> None:
        """How long its own choice is (until the end is as likely as not), beside the references."""
        found = []
        for document in documents:
            texts = document.texts(True)
            order, ends = self.rank(document, texts, True)
            enough = next((at for at, end in enumerate(ends) if at and end >= 0.5), len(order))
            wanted = np.mean([len(reference.split()) for reference in document.references])
            found.append((enough, len(order), sum(len(texts[at].split()) for at in order[:enough]), wanted))
        sentences, of, words, wanted = np.asarray(found, float).T
        print(f"own length: {sentences.mean():.1f} of {of.mean():.1f} sentences, {words.mean():.0f} words; references {wanted.mean():.0f} words;"
              f" correlation of the logarithms {np.corrcoef(np.log(words), np.log(wanted))[0, 1]:.2f}")


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
    parser.add_argument("--graphs", type=Path)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--crossed", action="store_true", help="also trees fitted on one corpus")
    parser.add_argument("--kept", type=Path, help="folder where the baselines' rankings are kept from run to run")
    parser.add_argument("--only", help="only the set whose name begins so")
    parser.add_argument("--mts", type=Path)
    parser.add_argument("--dialogsum", type=Path)
    args = parser.parse_args()
    training = {"both": ("qmsum", "scitldr")}
    if args.crossed:
        training |= {"QMSum only": ("qmsum",), "SciTLDR only": ("scitldr",)}
    systems = baseline_systems()
    network = Stored(args.graphs, Table(args.vectors)) if args.graphs else None
    for name, corpora in training.items():
        trees = Trees(args.data, corpora)
        for use_clean, how in ((False, "as said"), (True, "filler rule")):
            systems[f"boosted trees ({name}), {how}"] = (use_clean, lambda _, texts, trees=trees: trees.rank(texts))
    systems |= network.systems() if network else {}
    for name, documents in sets(args.data, args.mts, args.dialogsum).items():
        if args.only and not name.startswith(args.only):
            continue
        lengths = [len(document.raw) for document in documents]
        print(f"\n{name}: {len(documents)} documents of {np.mean(lengths):.1f} sentences, {documents[0].budget} words")
        table(documents, systems, TREES, args.kept)
        if network:
            network.lengths(documents)


if __name__ == "__main__":
    main()
