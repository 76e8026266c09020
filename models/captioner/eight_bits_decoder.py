"""The decoder's step as a graph whose matrices are stored, and multiplied, in 8 bits.

ONNX Runtime's DynamicQuantizeMatMul rounds what a matrix is multiplied by to bytes, one scale for all beams. The words'
matrix serves at both ends: its columns are words in, its products words out. Weights use all of −127…127; where
sums of such products are cut short (x64 before VNNI) the runtime is told to shift them, see main/worker/runtime/session.ts.
"""

import torch
from torch import nn
from torch.nn import functional as F

from graphs import split
from model import HEADS, WIDTH, Captioner
from words import END, UNKNOWN

LARGEST = 127


class Multiply(torch.autograd.Function):
    """x [rows, in] · stored [in, out] · scale [out] + bias [out]"""

    @staticmethod
    def forward(ctx, x, stored, scale, zeros, bias):
        return x @ (stored.to(torch.float32) * scale) + bias

    @staticmethod
    def symbolic(g, x, stored, scale, zeros, bias):
        return g.op("com.microsoft::DynamicQuantizeMatMul", x, stored, scale, zeros, bias)


class Matrix(nn.Module):
    """[in, out] in bytes, and for each output the scale with the least squared error of 41."""

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor) -> None:
        super().__init__()
        rows = weight.detach()
        top = rows.abs().amax(1, keepdim=True).clamp_min(1e-8)
        kept, least = top / LARGEST, torch.full_like(top, torch.inf)
        for share in torch.linspace(0.6, 1, 41).tolist():
            scale = top * share / LARGEST
            error = ((rows / scale).round().clamp(-LARGEST, LARGEST) * scale - rows).square().sum(1, keepdim=True)
            kept, least = torch.where(error < least, scale, kept), torch.minimum(error, least)
        whole = (rows / kept).round().clamp(-LARGEST, LARGEST).to(torch.int8)
        self.register_buffer("stored", whole.t().contiguous())
        self.register_buffer("scale", kept[:, 0].contiguous())
        self.register_buffer("zeros", torch.zeros(len(rows), dtype=torch.int8))
        self.register_buffer("bias", bias.detach().clone())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return Multiply.apply(x, self.stored, self.scale, self.zeros, self.bias)


class EightBitsDecoder(nn.Module):
    """`DecoderGraph` in bytes."""

    def __init__(self, model: Captioner) -> None:
        super().__init__()
        decoder = model.decoder
        lstm = decoder.lstm
        bias = decoder.bias.detach().clone()
        bias[:END] = bias[UNKNOWN] = -1e4
        self.words = Matrix(decoder.embed.weight, bias)
        self.gates = Matrix(torch.cat([lstm.weight_ih_l0, lstm.weight_hh_l0], 1), lstm.bias_ih_l0 + lstm.bias_hh_l0)
        asked = (decoder.query, decoder.sentinel)
        self.asked = Matrix(*(torch.cat([getattr(layer, part) for layer in asked]) for part in ("weight", "bias")))
        self.gate = Matrix(decoder.gate.weight, decoder.gate.bias)
        self.state_norm, self.context_norm, self.out_norm = decoder.state_norm, decoder.context_norm, decoder.out_norm

    def forward(self, ids, keys, values, constant, h, c):
        word = ids[:, 0]
        read = (self.words.stored[:, word].to(torch.float32) * self.words.scale[word]).t()
        x = read * WIDTH**0.5 + constant
        take, forget, new, give = self.gates(torch.cat([x, h[0]], -1)).chunk(4, -1)
        c = torch.sigmoid(forget) * c[0] + torch.sigmoid(take) * torch.tanh(new)
        h = torch.sigmoid(give) * torch.tanh(c)
        query, own = (split(part) for part in self.asked(h).chunk(2, -1))
        scale = (WIDTH // HEADS) ** -0.5
        scores = torch.cat([query @ keys.transpose(-1, -2), (query * own).sum(-1, keepdim=True)], -1) * scale
        weights = scores.softmax(-1)
        context = weights[..., :-1] @ values + weights[..., -1:] * own
        z = self.state_norm(h) + self.context_norm(context.transpose(1, 2).flatten(2)[0])
        z = self.out_norm(z + F.glu(self.gate(z)))
        return self.words(z), weights.mean(1).transpose(0, 1)[:, None], h[None], c[None]
