"""Averages the weights of checkpoints that started from the same weights: `python soup.py OUT WEIGHTS...`.

Wortsman et al., "Model soups" (2022). The end of cross-entropy and checkpoints of two reward runs, in equal parts,
scored better on dev than any of them (CIDEr 63.0 against 61.5).
"""

import sys
from pathlib import Path

import torch


def read(path: Path) -> dict[str, torch.Tensor]:
    kept = torch.load(path, weights_only=True, map_location="cpu")
    return kept.get("average", kept)


def main(out: Path, paths: list[Path]) -> None:
    members = [read(path) for path in paths]
    torch.save({name: sum(member[name] for member in members) / len(members) for name in members[0]}, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])
