"""The two graphs that the product runs, for one captioner or several that write together.

The encoder makes all that does not change while a caption is written; the decoder makes one step. Beams lie
on the captions' axis of `Decoder.forward`, so keys and values are read as they are by all beams. The members'
arrays lie side by side, so the graphs' names are the same for any number of them.
"""

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

from backbone import GRID, Backbone
from model import HEADS, WIDTH, Captioner
from words import END, UNKNOWN


def cells(grid: torch.Tensor, fold: int) -> torch.Tensor:
    """[1, channels, fold·GRID, fold·GRID] → [1, GRID·GRID, fold·fold·channels], as `features.py` stores them."""
    channels = grid.shape[1]
    split = grid.reshape(channels, GRID, fold, GRID, fold)
    return split.permute(1, 3, 2, 4, 0).reshape(1, GRID * GRID, fold * fold * channels)


def fold(backbone: Backbone) -> Backbone:
    """Each convolution with its batch norm in it: fewer nodes, and 8-bit rows of even size."""
    backbone.stem = nn.Sequential(fuse_conv_bn_eval(backbone.stem[0], backbone.stem[1]), backbone.stem[2])
    for block in backbone.blocks:
        for convolution, norm in (("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2")):
            if hasattr(block, convolution):
                setattr(block, convolution, fuse_conv_bn_eval(getattr(block, convolution), getattr(block, norm)))
                setattr(block, norm, nn.Identity())
    return backbone


class EncoderGraph(nn.Module):
    """pixels [1, 3, IMAGE_SIZE, IMAGE_SIZE] in 0…255 → keys, values [1, members · heads, cells, d],
    constant [1, members · D], h0, c0 [1, 1, members · D], and with `kinds` (weight and bias of
    `not_photographs.py`) the chance of each kind of picture [1, kinds]."""

    def __init__(self, backbone: Backbone, members: list[Captioner], kinds: nn.Linear | None) -> None:
        super().__init__()
        self.backbone = backbone
        self.members = nn.ModuleList(members)
        self.kinds = kinds

    def forward(self, pixels: torch.Tensor):
        fine, coarse = self.backbone(pixels)
        fine, coarse = cells(fine, 2), cells(coarse, 1)
        keys, values, constant, h, c = zip(*(member.encode(fine, coarse) for member in self.members))
        start = [torch.cat(x, -1)[None] for x in (h, c)]
        encoded = (torch.cat(keys, 1), torch.cat(values, 1), torch.cat(constant, -1), *start)
        return encoded if self.kinds is None else (*encoded, self.kind(coarse))

    def kind(self, coarse: torch.Tensor) -> torch.Tensor:
        mean = coarse.mean(1)
        deviation = (coarse - mean[:, None]).square().mean(1).sqrt()
        return self.kinds(torch.cat([mean, deviation], -1)).softmax(-1)


class DecoderGraph(nn.Module):
    """ids [beams, 1] and the encoder's outputs → logits [beams, V], attention [beams, 1, 1, cells + 1], h, c.

    Logits are the members' mean (the geometric mean of what they expect) plus `tilt`; words that may not be
    written are far below all others. Attention is the mean over members and heads; its last column is the
    share that came from the sentence itself.
    """

    def __init__(self, members: list[Captioner], tilt: torch.Tensor | None = None) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)
        bias = sum(member.decoder.bias.detach() for member in members) / len(members)
        bias = bias.clone() if tilt is None else bias + tilt
        bias[:END] = bias[UNKNOWN] = -1e9
        self.register_buffer("bias", bias)

    def forward(self, ids, keys, values, constant, h, c):
        count = len(self.members)
        logits, attention, next_h, next_c = 0.0, 0.0, [], []
        parts = zip(keys.chunk(count, 1), values.chunk(count, 1), constant.chunk(count, -1), h.chunk(count, -1), c.chunk(count, -1))
        for member, part in zip(self.members, parts):
            scores, weights, new_h, new_c = member_step(member, ids, *part)
            logits, attention = logits + scores / count, attention + weights / count
            next_h.append(new_h)
            next_c.append(new_c)
        return logits + self.bias, attention, torch.cat(next_h, -1), torch.cat(next_c, -1)


def member_step(member: Captioner, ids, keys, values, constant, h, c):
    """One step of one member, in the terms of `Decoder.forward`, its LSTM (Hochreiter and Schmidhuber 1997) written out."""
    decoder, lstm = member.decoder, member.decoder.lstm
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
    attention = weights.mean(1).transpose(0, 1)[:, None]
    return F.linear(z, decoder.embed.weight), attention, h[None], c[None]


def split(x: torch.Tensor) -> torch.Tensor:
    """[beams, D] → [1, heads, beams, d]"""
    return x.view(1, -1, HEADS, WIDTH // HEADS).transpose(1, 2)
