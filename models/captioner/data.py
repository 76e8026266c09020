"""Pictures (as stored grids) and captions (as numbers), in batches."""

from pathlib import Path

import numpy as np
import torch

from backbone import GRID
from words import END, PAD, START, UNKNOWN, build_vocabulary, read_captions, read_split

MAX_WORDS = 18
SIDES = {"left", "right"}


class Pictures:
    """The stored grids of `features.py`, by picture name."""

    def __init__(self, features: Path) -> None:
        names = (features / "names.txt").read_text().split()
        self.row = {name: index for index, name in enumerate(names)}
        self.fine = np.load(features / "fine.npy", mmap_mode="r")

    def batch(self, names: list[str], mirrored: np.ndarray) -> torch.Tensor:
        """Fine [batch, channels, 2·GRID, 2·GRID], the channels innermost in memory."""
        rows = np.array([self.row[name] for name in names])
        return unfold(self.fine[rows, mirrored])


def unfold(cells: np.ndarray) -> torch.Tensor:
    """[batch, GRID·GRID, 4·channels] → [batch, channels, 2·GRID, 2·GRID], the channels innermost in memory."""
    folded = torch.from_numpy(cells.astype(np.float32)).view(len(cells), GRID, GRID, 2, 2, -1)
    return folded.transpose(2, 3).reshape(len(cells), 2 * GRID, 2 * GRID, -1).permute(0, 3, 1, 2)


class Captions:
    """The captions of every split, and the vocabulary of the training split."""

    def __init__(self, data: Path) -> None:
        self.words = read_captions(data)
        self.train = read_split(data, "train")
        self.dev = read_split(data, "dev")
        self.vocabulary = build_vocabulary([c for name in self.train for c in self.words[name]])
        self.index = {word: number for number, word in enumerate(self.vocabulary)}

    def encode(self, caption: list[str]) -> list[int]:
        return [self.index.get(word, UNKNOWN) for word in caption[:MAX_WORDS]] + [END]

    def decode(self, ids) -> list[str]:
        words = []
        for number in ids:
            if number == END:
                break
            words.append(self.vocabulary[number])
        return words

    def batch(self, names: list[str], random: np.random.Generator, forgotten: float):
        """`frame` of the pictures' five captions; a share of the words read, `forgotten`, is unknown to the model."""
        inputs, targets, places = frame([[self.encode(caption) for caption in self.words[name]] for name in names])
        forget = torch.from_numpy(random.random(inputs.shape) < forgotten) & (inputs > END)
        return inputs.masked_fill(forget, UNKNOWN), targets, places

    def mirror(self, names: list[str], random: np.random.Generator) -> np.ndarray:
        """Half of the pictures are mirrored, never one whose captions speak of left or right."""
        flips = random.integers(0, 2, len(names))
        for position, name in enumerate(names):
            if any(SIDES & set(caption) for caption in self.words[name]):
                flips[position] = 0
        return flips


def frame(groups: list[list[list[int]]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids per caption per picture → inputs [pictures, captions, time], targets [places], places (flat positions)."""
    longest = max(len(ids) for group in groups for ids in group)
    inputs = torch.full((len(groups), len(groups[0]), longest), PAD)
    targets = torch.full_like(inputs, PAD)
    for picture, group in enumerate(groups):
        for row, ids in enumerate(group):
            targets[picture, row, : len(ids)] = torch.tensor(ids)
            inputs[picture, row, : len(ids)] = torch.tensor([START, *ids[:-1]])
    places = (targets.flatten() != PAD).nonzero()[:, 0]
    return inputs, targets.flatten()[places], places
