"""Chooses the guard: `python clean_thresholds.py DATA RUN MODEL.pt|FOLDER [--share 0.13]`.

Of all sets of thresholds the one with the most exact answers of which at most `--share` of the changes are not exact. Disfl-QA's training part
was all learnt from, so the choice falls on its dev part; what it is worth on unseen questions is told by choosing on one half and measuring on
the other, both ways.
"""

import argparse
from pathlib import Path

import torch

from clean_data import spoken_questions
from clean_evaluate import clean_all, guarded_scores, load
from clean_rules import Guard
from clean_stored import Stored
from encoder_pieces import Pieces

LEAST = (0.9, 0.95, 0.98)
WEIGHTY = (0.95, 0.98, 0.985, 0.99, 0.995)
CORRECTED = (0.8, 0.85, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995)


def best(asked, found, share: float) -> tuple[Guard, dict[str, float]]:
    guards = [Guard(a, b, c) for a in LEAST for b in WEIGHTY for c in CORRECTED if a <= b and c <= b]
    scored = [(guard, guarded_scores(asked, found, guard)) for guard in guards]
    allowed = [pair for pair in scored if pair[1]["notExact"] <= share] or [min(scored, key=lambda pair: pair[1]["notExact"])]
    return max(allowed, key=lambda pair: pair[1]["exact"])


def main(args) -> None:
    torch.set_num_threads(1)
    pieces = Pieces(args.run / "pieces.spm")
    model = Stored(args.model) if args.model.is_dir() else load(args.model)
    asked = spoken_questions(args.data, "dev")
    found = clean_all(model, pieces, [words for words, _, _ in asked])
    for share in args.share:
        guard, scores = best(asked, found, share)
        print(f"at most {share} not exact: {guard}", {key: round(value, 4) for key, value in scores.items()})
        for mine, other in ((0, 1), (1, 0)):
            chosen, _ = best(asked[mine::2], found[mine::2], share)
            unseen = guarded_scores(asked[other::2], found[other::2], chosen)
            print(f"  chosen on one half: {chosen}, on the other", {key: round(value, 4) for key, value in unseen.items()})


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("data", "run", "model"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--share", type=float, nargs="+", default=(0.15, 0.14, 0.13, 0.12, 0.1))
    main(parser.parse_args())
