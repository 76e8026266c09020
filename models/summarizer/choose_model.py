"""The chooser: a pointer network over sentences (Vinyals et al. 2015) that sees what it has chosen.

A bidirectional LSTM reads the sentences (vector and features) into one row of `memory` each; row 0 is start and end. The
decoder's LSTM is fed the row chosen last, looks at all rows (attention), and points at the next. A row of memory holds, side
by side: its state (read by the decoder), its key (pointed at), what it is like (for what is said already), its own score.
"""

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from features import NAMES

VECTOR = 256
FEATURES = len(NAMES)
NEVER = -1e9
BLIND = 0.1
REPEATED, BEHIND = (0.8, 0.95), 6.0


class Chooser(nn.Module):
    def __init__(self, width: int = 64, like: int = 32, dropout: float = 0.3) -> None:
        super().__init__()
        self.state, self.like, self.dropout = 2 * width, like, dropout
        self.register_buffer("mean", torch.zeros(FEATURES))
        self.register_buffer("deviation", torch.ones(FEATURES))
        self.of_vector = nn.Linear(VECTOR, width)
        self.of_features = nn.Linear(FEATURES, width)
        self.local = nn.Linear(2 * width, self.state)
        self.reader = nn.LSTM(2 * width, width, batch_first=True, bidirectional=True)
        self.norm = nn.LayerNorm(self.state)
        self.key = nn.Linear(self.state, self.state)
        self.likeness = nn.Linear(VECTOR, like)
        self.score = nn.Sequential(nn.Linear(self.state, width), nn.Tanh(), nn.Linear(width, 1))
        self.start = nn.Linear(self.state, self.state)
        self.cell = nn.LSTMCell(self.state, self.state)
        self.look = nn.Linear(self.state, self.state)
        self.query = nn.Linear(2 * self.state, self.state)
        self.covered = nn.Parameter(torch.zeros(self.state))
        self.covered_score = nn.Parameter(torch.tensor(-1.0))
        self.point = nn.Linear(self.state, 1)
        self.end = nn.Sequential(nn.Linear(2 * self.state, width), nn.Tanh(), nn.Linear(width, 1))

    def normalise_by(self, rows: torch.Tensor) -> None:
        """Takes over mean and deviation of the features [sentences, FEATURES]."""
        self.mean.copy_(rows.mean(0))
        self.deviation.copy_(rows.std(0).clamp(min=1e-3))

    def read(self, x: torch.Tensor, lengths: torch.Tensor | None) -> torch.Tensor:
        if lengths is None:
            return self.reader(x)[0]
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(self.reader(packed)[0], batch_first=True, total_length=x.shape[1])[0]

    def encode(self, sentences: torch.Tensor, lengths: torch.Tensor | None = None) -> torch.Tensor:
        """sentences [B, S, VECTOR + FEATURES], lengths [B] (None: all S) → memory [B, S + 1, 2 state + like + 1]"""
        vector, features = sentences[..., :VECTOR], sentences[..., VECTOR:]
        features = ((features - self.mean) / self.deviation).clamp(-5, 5)
        if self.training:
            # A language without vectors has zeros, so whole texts are learnt without them now and then.
            vector = vector * (torch.rand(len(vector), 1, 1) > BLIND)
        from_vector = F.dropout(self.of_vector(F.dropout(vector, self.dropout, self.training)).tanh(), self.dropout, self.training)
        x = torch.cat([from_vector, self.of_features(F.dropout(features, 0.1, self.training)).tanh()], -1)
        state = self.norm(F.dropout(self.read(x, lengths), self.dropout, self.training) + self.local(x))
        if lengths is None:
            mean = state.mean(1)
        else:
            kept = (torch.arange(state.shape[1]) < lengths[:, None]).to(state.dtype)
            mean = (state * kept[..., None]).sum(1) / lengths[:, None]
        rows = torch.cat([self.start(mean)[:, None], state], 1)
        like = self.likeness(vector)
        like = like / (like.square().sum(-1, keepdim=True) + 1e-6).sqrt()
        like = torch.cat([torch.zeros_like(like[:, :1]), like], 1)
        scores = torch.cat([torch.zeros_like(mean[:, None, :1]), self.score(state)], 1)
        return torch.cat([rows, self.key(rows), like, scores], -1)

    def step(self, previous, memory, h, c, chosen, cover):
        """previous [N], memory [N or 1, S + 1, …], h and c [N, state], chosen and cover [N, S + 1] (zeros at first) →
        logits [N, S + 1] (row 0 ends), attention [N, S + 1], h, c, chosen, cover.

        `chosen` is 1 where a row was pointed at; `cover` how much the most similar of those rows is like each row.
        """
        places = torch.arange(memory.shape[1])
        now = (places == previous[:, None]).to(memory.dtype)
        last = memory[torch.arange(len(previous)), previous] if len(memory) > 1 else memory[0, previous]
        pointed = now * (places > 0).to(memory.dtype)
        chosen = torch.maximum(chosen, pointed)
        states, keys, like, scores = memory.split([self.state, self.state, self.like, 1], -1)
        last_state, _, last_like, _ = last.split([self.state, self.state, self.like, 1], -1)
        cover = torch.maximum(cover, (like @ last_like[..., None])[..., 0])
        cell = self.cell
        gates = F.linear(F.dropout(last_state, self.dropout, self.training), cell.weight_ih, cell.bias_ih + cell.bias_hh)
        take, forget, new, give = (gates + F.linear(h, cell.weight_hh)).chunk(4, -1)
        c = forget.sigmoid() * c + take.sigmoid() * new.tanh()
        h = give.sigmoid() * c.tanh()
        attention = ((states @ self.look(h)[..., None])[..., 0] * self.state**-0.5).softmax(-1)
        seen = torch.cat([h, (attention[:, None] @ states)[:, 0]], -1)
        seen = F.dropout(seen, self.dropout, self.training)
        found = (keys + self.query(seen)[:, None] + cover[..., None] * self.covered).tanh()
        logits = self.point(found)[..., 0] + scores[..., 0] + self.covered_score * cover
        end = self.end(seen)
        logits = torch.where(places == 0, end, torch.where(chosen > 0, torch.full_like(logits, NEVER), logits))
        return logits, attention, h, c, chosen, cover


class Together(nn.Module):
    """Several choosers that point together: the mean of their log-probabilities. Same shapes, their parts side by side.

    Behind them each row of memory holds its vector less `middle` (the mean of many sentences), to length 1: what is nearly
    the same as a row that was chosen is put behind what is not (REPEATED of the cosine: where that begins, where it is whole).
    """

    def __init__(self, members: list[Chooser], middle: torch.Tensor) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)
        self.state = sum(member.state for member in members)
        self.register_buffer("middle", middle)

    def encode(self, sentences, lengths=None):
        vector = sentences[..., :VECTOR]
        own = vector - self.middle
        own = own / own.square().sum(-1, keepdim=True).sqrt().clamp(min=1e-6)
        # Zeros, where a language has no vectors, are like nothing.
        own = own * (vector.abs().sum(-1, keepdim=True) > 0).to(own.dtype)
        own = torch.cat([torch.zeros_like(own[:, :1]), own], 1)
        return torch.cat([*(member.encode(sentences, lengths) for member in self.members), own], -1)

    def step(self, previous, memory, h, c, chosen, cover):
        """As Chooser.step; `cover` is [N, (members + 1) × (S + 1)]."""
        share = 1 / len(self.members)
        rows = memory.shape[1]
        *memories, own = memory.split([*(2 * member.state + member.like + 1 for member in self.members), VECTOR], -1)
        hs, cs = (part.split([member.state for member in self.members], -1) for part in (h, c))
        *covers, repeated = cover.unflatten(1, (len(self.members) + 1, rows)).unbind(1)
        found = [
            member.step(previous, *rest, chosen, own_cover)
            for member, *rest, own_cover in zip(self.members, memories, hs, cs, covers)
        ]
        logits, attentions, hs, cs, chosens, covers = zip(*found)
        last = own[0, previous] if len(own) == 1 else own[torch.arange(len(previous)), previous]
        repeated = torch.maximum(repeated, (own @ last[..., None])[..., 0])
        begins, whole = REPEATED
        logits = sum(row.log_softmax(-1) for row in logits) * share
        logits = logits - BEHIND * ((repeated - begins) / (whole - begins)).clamp(0, 1)
        return logits, sum(attentions) * share, torch.cat(hs, -1), torch.cat(cs, -1), chosens[0], torch.cat([*covers, repeated], -1)


def load(paths: list, vectors: Path) -> Together:
    """`vectors`: the folder of choose_prepare.py, for their mean."""
    members = []
    for path in paths:
        stored = torch.load(path, weights_only=True)
        member = Chooser(stored["width"])
        member.load_state_dict(stored["weights"])
        members.append(member.eval())
    middle = np.load(vectors / "vectors.npy").astype(np.float32).mean(0)
    return Together(members, torch.from_numpy(middle)).eval()
