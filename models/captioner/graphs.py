"""The two graphs that the product runs.

The encoder makes all that does not change while a caption is written; the decoder makes one step. Beams lie
on the captions' axis of `Decoder.forward`, so keys and values are read as they are by all beams.
"""

import torch
from torch import nn
from torch.nn import functional as F

from backbone import Backbone
from model import HEADS, WIDTH, Captioner
from words import END, UNKNOWN


# Mean and deviation of each channel of the fine grid.
CHANNELS = 240


class EncoderGraph(nn.Module):
    """pixels [1, 3, IMAGE_SIZE, IMAGE_SIZE] in 0…255 → keys, values [1, heads, cells, d], constant [1, D],
    h0, c0 [1, 1, D], and by `kinds` (weight and bias of `not_photographs.py`) the chance of each kind of
    picture [1, kinds]."""

    def __init__(self, backbone: Backbone, model: Captioner, kinds: nn.Linear) -> None:
        super().__init__()
        self.backbone = backbone
        self.model = model
        self.kinds = kinds

    def forward(self, pixels: torch.Tensor):
        fine = self.backbone(pixels)
        keys, values, constant, h, c = self.model.encode(fine)
        return keys, values, constant, h[None], c[None], self.kinds(summary(fine)).softmax(-1)


def summary(fine: torch.Tensor) -> torch.Tensor:
    """Mean and standard deviation over places of each channel of the backbone's fine grid: [pictures, numbers]."""
    mean = fine.mean((2, 3), keepdim=True)
    return torch.cat([mean.flatten(1), (fine - mean).square().mean((2, 3)).sqrt()], -1)


class DecoderGraph(nn.Module):
    """ids [beams, 1] and the encoder's outputs → logits [beams, V], attention [beams, 1, 1, cells + 1], h, c.

    One step of `Decoder.forward`, its LSTM (Hochreiter and Schmidhuber 1997) written out. `tilt` is added to the
    logits; words that may not be written are far below all others. Attention is the mean over heads; its last column
    is the share that came from the sentence itself.
    """

    def __init__(self, model: Captioner, tilt: torch.Tensor | None = None) -> None:
        super().__init__()
        self.decoder = model.decoder
        bias = model.decoder.bias.detach().clone()
        bias = bias if tilt is None else bias + tilt
        bias[:END] = bias[UNKNOWN] = -1e4
        self.register_buffer("bias", bias)

    def forward(self, ids, keys, values, constant, h, c):
        decoder, lstm = self.decoder, self.decoder.lstm
        x = decoder.embed(ids[:, 0]) * WIDTH**0.5 + constant
        gates = F.linear(x, lstm.weight_ih_l0, lstm.bias_ih_l0 + lstm.bias_hh_l0) + F.linear(h[0], lstm.weight_hh_l0)
        take, forget, new, give = gates.chunk(4, -1)
        c = torch.sigmoid(forget) * c[0] + torch.sigmoid(take) * torch.tanh(new)
        h = torch.sigmoid(give) * torch.tanh(c)
        query, own = split(decoder.query(h)), split(decoder.sentinel(h))
        scale = (WIDTH // HEADS) ** -0.5
        scores = torch.cat([query @ keys.transpose(-1, -2), (query * own).sum(-1, keepdim=True)], -1) * scale
        weights = scores.softmax(-1)
        context = weights[..., :-1] @ values + weights[..., -1:] * own
        z = decoder.state_norm(h) + decoder.context_norm(context.transpose(1, 2).flatten(2)[0])
        z = decoder.out_norm(z + F.glu(decoder.gate(z)))
        logits = F.linear(z, decoder.embed.weight, self.bias)
        return logits, weights.mean(1).transpose(0, 1)[:, None], h[None], c[None]


def split(x: torch.Tensor) -> torch.Tensor:
    """[beams, D] → [1, heads, beams, d]"""
    return x.view(1, -1, HEADS, WIDTH // HEADS).transpose(1, 2)
