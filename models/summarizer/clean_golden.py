"""What the stored cleaner makes of some sentences, for the product's tests: `python clean_golden.py RUN WEIGHTS golden.json`.

By ONNX Runtime on the stored graphs: pieces, where words begin, words kept (from 1), each step's probability, the vector's first numbers.
8-bit sums differ a little between processors, so probabilities are to be compared loosely.
"""

import json
import sys
from pathlib import Path

from clean_stored import Stored
from encoder_pieces import Pieces

SENTENCES = [
    "Two more weeks, no sorry, three more weeks.",
    "Um, I think we should, uh, go to the the store on Monday.",
    "The introduction of the no more pipelines bill was late.",
    "No, I don't want any.",
    "It hurts in his left, no wait, his right knee.",
    "What year was Harvard uh no wait North America's first printing press started?",
    "Where was, no let me ask, who paid for it?",
    "He had had enough of that.",
    "so i um i wanted to say that the meeting is on tuesday no on wednesday",
    "There was absolutely no interpretation while the minister was speaking.",
    "My number is five five two oh oh one.",
    "I mean it, I'm sorry.",
    "Hello.",
    "The café’s “naïve” owner — Zoë — paid €3,50 (½ of it).",
    "Visit https://example.org/a/very/long/address?with=many&parts=of#it now.",
    "字 and 😀 are unknown.",
]


def main(run: Path, weights: Path, out: Path) -> None:
    stored, pieces, cases = Stored(weights), Pieces(run / "pieces.spm"), []
    for sentence in SENTENCES:
        words = sentence.split()
        ids, starts = pieces.of_sentence(words)
        _, vector = stored.encode(pieces, words)
        kept, sure = stored.clean(pieces, words)
        cases.append({
            "sentence": sentence,
            "pieces": ids,
            "wordStarts": starts,
            "kept": kept,
            "probabilities": [round(p, 5) for p in sure],
            "vector": [round(float(x), 4) for x in vector[0, :8]],
        })  # fmt: skip
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    out.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
