"""The cleaner: a sentence's words → the words to keep, one after the other, each a position in the sentence.

Row 0 of the memory is both the start and the end; row i is word i. A step may only point at later words, or at row 0.
"""

from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from encoder import HEADS, WIDTH, Encoder

NEVER = -1e9
FAR = 24


@dataclass
class Shape:
    pieces: int
    layers: int = 6
    # The lowest layers that stay as translation made them; the chooser's vector is what layer VECTOR says.
    frozen: int = 2
    recurrent: int = 0
    width: int = 256
    dropout: float = 0.1
    scratch: bool = False


VECTOR = 2


class Words(nn.Module):
    """Pieces' vectors → one row a word, with row 0 before them."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.enter = nn.Linear(WIDTH, shape.width)
        self.zero = nn.Linear(WIDTH, shape.width)
        self.both = nn.LSTM(shape.width, shape.recurrent, bidirectional=True, batch_first=True) if shape.recurrent else None
        self.back = nn.Linear(2 * shape.recurrent, shape.width) if shape.recurrent else None

    def forward(self, words: torch.Tensor, last: torch.Tensor, lengths: torch.Tensor | None = None) -> torch.Tensor:
        rows = torch.cat([self.zero(last), self.enter(words)], 1)
        if self.both is not None:
            if lengths is None:
                read = self.both(rows)[0]
            else:
                packed = pack_padded_sequence(rows, lengths + 1, batch_first=True, enforce_sorted=False)
                read = pad_packed_sequence(self.both(packed)[0], batch_first=True, total_length=rows.shape[1])[0]
            rows = rows + self.back(read)
        return rows


class Pointer(nn.Module):
    """An LSTM fed with the row it last pointed at; what it asks of the memory says where it points next."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.lstm = nn.LSTM(width, width, batch_first=True)
        self.ask = nn.Linear(2 * width, width)
        self.hear = nn.Linear(width, 2 * width)
        self.point = nn.Sequential(nn.Linear(3 * width, width), nn.ReLU(), nn.Linear(width, width))
        self.keys = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, width))
        # How far ahead: 0 for row 0, else the number of words, all from FAR - 1 alike.
        self.ahead = nn.Parameter(torch.cat([torch.zeros(1), torch.full((1,), 3.0), torch.linspace(1, -1, FAR - 2)]))
        self.dropout = shape.dropout

    def forward(self, previous: torch.Tensor, memory: torch.Tensor, state, lengths: torch.Tensor | None = None):
        """previous [B, T]; memory [B, rows, D]. → logits [B, T, rows], attention [B, T, rows], state."""
        fed = memory.gather(1, previous[..., None].expand(-1, -1, memory.shape[2]))
        out, state = self.lstm(fed, state)
        keys, values = self.hear(memory).chunk(2, -1)
        scale = memory.shape[2] ** -0.5
        seen = self.ask(torch.cat([out, fed], -1)) @ keys.transpose(1, 2) * scale
        places = torch.arange(memory.shape[1])
        if lengths is not None:
            seen = seen.masked_fill((places > lengths[:, None])[:, None], NEVER)
        attention = seen.softmax(-1)
        query = self.point(F.dropout(torch.cat([out, fed, attention @ values], -1), self.dropout, self.training))
        logits = query @ self.keys(memory).transpose(1, 2) * scale
        ahead = places - previous[..., None]
        logits = logits + self.ahead[ahead.clamp(1, FAR - 1) * (places > 0)]
        never = (ahead <= 0) & (places > 0)
        if lengths is not None:
            never = never | (places > lengths[:, None])[:, None]
        return logits + never * NEVER, attention, state


class Cleaner(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        if shape.scratch:
            self.embedding = nn.Embedding(shape.pieces, WIDTH)
            self.read = nn.LSTM(WIDTH, 128, 2, bidirectional=True, batch_first=True)
        else:
            self.encoder = Encoder(shape.pieces, shape.layers)
            self.freeze()
        self.words = Words(shape)
        self.pointer = Pointer(shape)
        self.tag = nn.Linear(shape.width, 1)

    def freeze(self) -> None:
        self.encoder.embedding.requires_grad_(False)
        for layer in self.encoder.layers[: self.shape.frozen]:
            layer.requires_grad_(False)

    def facts(self) -> dict:
        return asdict(self.shape)

    def sentences(self, ids: torch.Tensor, counts: torch.Tensor) -> torch.Tensor:
        """Pieces' vectors [B, pieces, WIDTH]."""
        if self.shape.scratch:
            packed = pack_padded_sequence(self.embedding(ids), counts, batch_first=True, enforce_sorted=False)
            return pad_packed_sequence(self.read(packed)[0], batch_first=True)[0]
        mask = (torch.arange(ids.shape[1]) < counts[:, None])[:, None, None]
        half = torch.autocast("cpu", torch.bfloat16, enabled=self.training)
        with torch.no_grad(), half:
            x = self.encoder.embed(ids)
            for layer in self.encoder.layers[: self.shape.frozen]:
                x = layer(x, mask)
        with half:
            for layer in self.encoder.layers[self.shape.frozen :]:
                x = layer(x, mask, self.shape.dropout)
        return x.float()

    def memory(self, ids: torch.Tensor, counts: torch.Tensor, starts: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        x = self.sentences(ids, counts)
        first = x.gather(1, starts[..., None].expand(-1, -1, x.shape[2]))
        last = x[torch.arange(len(x)), counts - 1][:, None]
        return self.words(F.dropout(first, self.shape.dropout, self.training), last, lengths)

    @torch.no_grad()
    def greedy(self, ids, counts, starts, lengths) -> tuple[list[list[int]], list[list[float]]]:
        """→ for each sentence the words kept (from 1) and the probability of each step, the end's last."""
        memory = self.memory(ids, counts, starts, lengths)
        rows = len(ids)
        previous, state = torch.zeros(rows, 1, dtype=torch.long), None
        kept: list[list[int]] = [[] for _ in range(rows)]
        sure: list[list[float]] = [[] for _ in range(rows)]
        done = torch.zeros(rows, dtype=torch.bool)
        for _ in range(int(lengths.max()) + 1):
            logits, _, state = self.pointer(previous, memory, state, lengths)
            probability, place = logits[:, 0].softmax(-1).max(-1)
            for row in (~done).nonzero()[:, 0].tolist():
                sure[row].append(float(probability[row]))
                if place[row]:
                    kept[row].append(int(place[row]))
            done |= place == 0
            if done.all():
                break
            previous = place[:, None]
        return kept, sure


def batch(pieces, sentences: list[list[str]]):
    """→ ids, counts of pieces, starts, counts of words, all padded."""
    found = [pieces.of_sentence(words) for words in sentences]
    counts = torch.tensor([len(ids) for ids, _ in found])
    lengths = torch.tensor([len(starts) for _, starts in found])
    ids = torch.zeros(len(found), int(counts.max()), dtype=torch.long)
    starts = torch.zeros(len(found), int(lengths.max()), dtype=torch.long)
    for at, (own, begins) in enumerate(found):
        ids[at, : len(own)] = torch.tensor(own)
        starts[at, : len(begins)] = torch.tensor(begins)
    return ids, counts, starts, lengths


def targets(kept: list[list[bool]]) -> tuple[torch.Tensor, torch.Tensor]:
    """→ what each step is fed and what it should point at, -1 where there is no step."""
    runs = [[at for at, keep in enumerate(row, 1) if keep] for row in kept]
    steps = max(map(len, runs)) + 1
    fed = torch.zeros(len(runs), steps, dtype=torch.long)
    wanted = torch.full((len(runs), steps), -1)
    for at, run in enumerate(runs):
        fed[at, 1 : len(run) + 1] = torch.tensor(run, dtype=torch.long)
        wanted[at, : len(run) + 1] = torch.tensor([*run, 0])
    return fed, wanted
