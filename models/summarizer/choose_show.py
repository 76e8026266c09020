"""Ten texts of each dev part, drawn at random, with what was chosen of them, unedited: `python choose_show.py DATA GRAPHS VECTORS`."""

import random
import sys
from pathlib import Path

from choose_data import abstracts, meetings, word_count
from choose_evaluate import Stored
from choose_examples import Table

SHOWN = 10


def whole(texts: list[str], order: list[int], budget: int) -> list[str]:
    """The first of `order` as whole sentences, the one that passes the budget too, in the order of the text."""
    chosen, words = [], 0
    for at in order:
        if words >= budget:
            break
        chosen.append(at)
        words += word_count(texts[at])
    return [texts[at] for at in sorted(chosen)]


def main(data: Path, graphs: Path, vectors: Path) -> None:
    network = Stored(graphs, Table(vectors))
    for documents in (meetings(data, "dev"), abstracts(data, "dev")):
        for document in random.Random(20).sample(documents, SHOWN):
            texts = document.texts(True)
            order, ends = network.rank(document, texts, True)
            enough = next((at for at, end in enumerate(ends) if at and end >= 0.5), len(order))
            print(f"\n{document.name}: {len(texts)} sentences; its own end after {enough}")
            print("chosen: " + " | ".join(whole(texts, order, document.budget)))
            print("people: " + document.references[0])


if __name__ == "__main__":
    main(*(Path(name) for name in sys.argv[1:]))
