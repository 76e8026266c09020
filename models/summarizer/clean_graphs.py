"""The cleaner's two graphs as the product runs them: one sentence in, then one step at a time.

All that the steps ask of the memory is made by the encoder, so that a step is small: a row of `memory` holds four parts of D, the word
itself, what the LSTM's question meets, what it hears, and what the pointer meets.
"""

import math

import torch
from torch import nn

from clean_model import FAR, NEVER, VECTOR, Cleaner
from encoder import WIDTH


class EncoderGraph(nn.Module):
    """input_ids [1, pieces], word_starts [1, words] → memory [1, words + 1, 4·D], vector [1, WIDTH]."""

    def __init__(self, model: Cleaner) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids, word_starts):
        model, encoder = self.model, self.model.encoder
        x = encoder.embedding(input_ids) * math.sqrt(WIDTH) + encoder.positions[: input_ids.shape[1]]
        for at, layer in enumerate(encoder.layers):
            x = layer(x, None)
            if at + 1 == VECTOR:
                vector = x[:, :-1].mean(1)
        rows = model.words(x[:, word_starts[0]], x[:, -1:])
        pointer = model.pointer
        return torch.cat([rows, pointer.hear(rows), pointer.keys(rows)], -1), vector


class DecoderGraph(nn.Module):
    """previous [beams, 1], memory, h, c [beams, D] → logits [beams, rows], attention [beams, 1, 1, rows], h, c. One step of `Pointer`."""

    def __init__(self, model: Cleaner) -> None:
        super().__init__()
        self.pointer = model.pointer
        # [x; h] → gates, in one matrix.
        lstm = model.pointer.lstm
        width = lstm.hidden_size
        self.gates = nn.Linear(2 * width, 4 * width)
        with torch.no_grad():
            self.gates.weight.copy_(torch.cat([lstm.weight_ih_l0, lstm.weight_hh_l0], 1))
            self.gates.bias.copy_(lstm.bias_ih_l0 + lstm.bias_hh_l0)

    def forward(self, previous, memory, h, c):
        pointer = self.pointer
        rows, keys, values, targets = memory[0].chunk(4, -1)
        scale = rows.shape[1] ** -0.5
        fed = rows[previous[:, 0]]
        take, forget, new, give = self.gates(torch.cat([fed, h], -1)).chunk(4, -1)
        c = torch.sigmoid(forget) * c + torch.sigmoid(take) * torch.tanh(new)
        h = torch.sigmoid(give) * torch.tanh(c)
        attention = (pointer.ask(torch.cat([h, fed], -1)) @ keys.T * scale).softmax(-1)
        query = pointer.point(torch.cat([h, fed, attention @ values], -1))
        places = torch.arange(memory.shape[1])
        ahead = places - previous
        logits = query @ targets.T * scale + pointer.ahead[ahead.clamp(1, FAR - 1) * (places > 0)]
        logits = torch.where((ahead <= 0) & (places > 0), torch.tensor(NEVER), logits)
        return logits, attention[:, None, None], h, c
