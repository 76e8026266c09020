"""Greedy, sampled and beam captions in PyTorch: for the reward stage and for dev scores."""

import math

import torch

from data import MAX_WORDS
from model import spread
from words import END, START, UNKNOWN

HIDDEN = -1e9
PAIRS = [("man", "woman", "person"), ("men", "women", "people"), ("boy", "girl", "child"), ("boys", "girls", "children")]


class Writer:
    """A captioner at work on encoded pictures, `captions` rows for each."""

    def __init__(self, model, encoded, captions: int) -> None:
        self.model, self.captions = model, captions
        self.keys, self.values, self.constant, h, c = encoded
        self.state = (spread(h, captions), spread(c, captions))
        self.pictures = len(self.keys)

    def step(self, ids: torch.Tensor) -> torch.Tensor:
        """ids [pictures · captions] → log-probabilities [pictures · captions, V] of words that may be written."""
        words = ids.view(self.pictures, self.captions, 1)
        logits, _, self.state = self.model.decoder(words, self.keys, self.values, self.constant, self.state)
        logits[:, :END] = HIDDEN
        logits[:, UNKNOWN] = HIDDEN
        return logits.log_softmax(-1)

    def reorder(self, rows: torch.Tensor) -> None:
        self.state = tuple(x[:, rows] for x in self.state)


@torch.no_grad()
def sample(group: Writer, greedy: bool) -> torch.Tensor:
    """Ids [pictures · captions, time]; what follows the first END means nothing."""
    ids = torch.full((group.pictures * group.captions,), START)
    ended = torch.zeros_like(ids, dtype=torch.bool)
    written = []
    for _ in range(MAX_WORDS + 1):
        logp = group.step(ids)
        ids = logp.argmax(-1) if greedy else draw(logp)
        written.append(ids)
        ended |= ids == END
        if bool(ended.all()):
            break
    return torch.stack(written, 1)


def draw(logp: torch.Tensor) -> torch.Tensor:
    """One word of each row by its probability."""
    return torch.multinomial(logp.exp(), 1)[:, 0]


class Manner:
    """How the stored captioner writes besides its own wish: `tilt` [V] (a bonus for rare words, see `evaluate.rarity`)
    is added to each step's log-probabilities, and where neither word of a pair of PAIRS has `gender` of what both
    have together, their chance goes to the word that says no gender."""

    def __init__(self, index: dict[str, int], tilt: torch.Tensor | None = None, gender: float = 0.0) -> None:
        self.tilt, self.gender = tilt, gender
        self.pairs = [[index[word] for word in pair] for pair in PAIRS]

    def __call__(self, logp: torch.Tensor) -> torch.Tensor:
        if self.tilt is not None:
            logp = (logp + self.tilt).log_softmax(-1)
        for one, other, neutral in self.pairs if self.gender > 0.5 else []:
            both = logp[:, one].logaddexp(logp[:, other])
            unsure = logp[:, [one, other]].amax(1) - both < math.log(self.gender)
            logp[unsure, neutral] = logp[unsure, neutral].logaddexp(both[unsure])
            logp[unsure, one] = logp[unsure, other] = HIDDEN
        return logp


@torch.no_grad()
def beam(group, beams: int, length_penalty: float, manner: Manner | None = None) -> list[list[tuple[float, list[int]]]]:
    """Each picture's (score, ids), best first; score = log-probability / length^penalty, END counted.

    The search is that of the product's decode engine: a caption that ends leaves its place, so the beam
    narrows. `group` is a `Writer` (or its like) with `beams` rows a picture.
    """
    pictures = group.pictures
    scores = torch.full((pictures, beams), HIDDEN)
    scores[:, 0] = 0
    ids = torch.full((pictures * beams,), START)
    history: list[list[list[int]]] = [[[] for _ in range(beams)] for _ in range(pictures)]
    finished: list[list[tuple[float, list[int]]]] = [[] for _ in range(pictures)]
    for step in range(1, MAX_WORDS + 2):
        logp = group.step(ids)
        if manner is not None:
            logp = manner(logp)
        best, place = (scores.view(-1, 1) + logp).view(pictures, -1).topk(beams)
        source, word = (place // logp.shape[-1]).tolist(), (place % logp.shape[-1]).tolist()
        rows, words = torch.zeros(pictures, beams, dtype=torch.long), torch.full((pictures, beams), END)
        scores = torch.full((pictures, beams), HIDDEN)
        for p, values in enumerate(best.tolist()):
            going = []
            for value, origin, token in zip(values[: beams - len(finished[p])], source[p], word[p]):
                if value < HIDDEN / 10:
                    continue
                if token == END or step == MAX_WORDS + 1:
                    finished[p].append((value / step**length_penalty, history[p][origin] + [token] * (token != END)))
                else:
                    rows[p, len(going)], words[p, len(going)], scores[p, len(going)] = origin, token, value
                    going.append(history[p][origin] + [token])
            # Places that are free repeat the first, so that they change no scale that all rows share.
            if going:
                rows[p, len(going) :], words[p, len(going) :] = rows[p, 0].item(), words[p, 0].item()
            history[p] = going
        if not any(history):
            break
        group.reorder((rows + torch.arange(pictures)[:, None] * beams).flatten())
        ids = words.flatten()
    return [sorted(found, key=lambda pair: -pair[0]) for found in finished]
