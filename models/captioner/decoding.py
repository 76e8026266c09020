"""Greedy, sampled and beam captions in PyTorch: for the reward stage and for dev scores while training.

All three take a list of members (captioner, encoded): a picture's next word is the mean of what the
members expect, so one captioner alone is a list of one.
"""

import torch

from data import MAX_WORDS
from model import spread
from words import END, START, UNKNOWN

HIDDEN = -1e9


class Members:
    """Captioners that write one caption together, `captions` rows for each picture."""

    def __init__(self, members: list, captions: int) -> None:
        self.members = members
        self.captions = captions
        self.states = [(spread(h, captions), spread(c, captions)) for _, (_, _, _, h, c) in members]
        self.pictures = members[0][1][0].shape[0]

    def step(self, ids: torch.Tensor) -> torch.Tensor:
        """ids [pictures · captions] → log-probabilities [pictures · captions, V] of words that may be written."""
        total = None
        for at, (model, (keys, values, constant, _, _)) in enumerate(self.members):
            words = ids.view(self.pictures, self.captions, 1)
            logits, _, self.states[at] = model.decoder(words, keys, values, constant, self.states[at])
            logits[:, :END] = HIDDEN
            logits[:, UNKNOWN] = HIDDEN
            logp = logits.log_softmax(-1)
            total = logp if total is None else total + logp
        return total if len(self.members) == 1 else (total / len(self.members)).log_softmax(-1)

    def reorder(self, rows: torch.Tensor) -> None:
        self.states = [(h[:, rows], c[:, rows]) for h, c in self.states]


@torch.no_grad()
def sample(members: list, captions: int, greedy: bool) -> torch.Tensor:
    """Ids [pictures · captions, time]; what follows the first END means nothing."""
    group = Members(members, captions)
    ids = torch.full((group.pictures * captions,), START)
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


@torch.no_grad()
def beam(group, beams: int, length_penalty: float, tilt: torch.Tensor | None = None) -> list[list[tuple[float, list[int]]]]:
    """Each picture's (score, ids), best first; score = log-probability / length^penalty, END counted.

    The search is that of the product's decode engine: a caption that ends leaves its place, so the beam
    narrows. `group` is a `Members` (or its like) with `beams` rows a picture. `tilt` [V] is added to every
    step's log-probabilities (a bonus for rare words).
    """
    pictures = group.pictures
    scores = torch.full((pictures, beams), HIDDEN)
    scores[:, 0] = 0
    ids = torch.full((pictures * beams,), START)
    history: list[list[list[int]]] = [[[] for _ in range(beams)] for _ in range(pictures)]
    finished: list[list[tuple[float, list[int]]]] = [[] for _ in range(pictures)]
    for step in range(1, MAX_WORDS + 2):
        logp = group.step(ids)
        if tilt is not None:
            logp = (logp + tilt).log_softmax(-1)
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
            history[p] = going
        if not any(history):
            break
        group.reorder((rows + torch.arange(pictures)[:, None] * beams).flatten())
        ids = words.flatten()
    return [sorted(found, key=lambda pair: -pair[0]) for found in finished]
