"""The encoder of the English→Portuguese translation model (models/marian), in PyTorch, with its pieces cut to English."""

import json
import math
import struct
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

WIDTH = 256
HEADS = 8
LAYERS = 6
FLOAT, INTEGER = 0x0404, 0x4101


def read_marian(path: Path) -> dict[str, np.ndarray]:
    """Name → tensor [in, out] in whole numbers made real, of a Marian binary file (models/marian/read-model.ts)."""
    raw = path.read_bytes()
    _, count = struct.unpack_from("<QQ", raw, 0)
    headers = [struct.unpack_from("<QQQQ", raw, 16 + 32 * at) for at in range(count)]
    at = 16 + 32 * count
    names, shapes = [], []
    for length, *_ in headers:
        names.append(raw[at : at + length - 1].decode())
        at += length
    for _, _, rank, _ in headers:
        shapes.append(struct.unpack_from(f"<{rank}i", raw, at))
        at += 4 * rank
    at += 8 + struct.unpack_from("<Q", raw, at)[0]
    found = {}
    for name, (_, kind, _, bytes_), shape in zip(names, headers, shapes, strict=True):
        size = math.prod(shape)
        if kind == FLOAT:
            found[name] = np.frombuffer(raw, np.float32, size, at).reshape(shape).copy()
        elif kind == INTEGER:
            scale = struct.unpack_from("<f", raw, at + size)[0]
            values = np.frombuffer(raw, np.int8, size, at).astype(np.float32) / scale
            found[name] = values.reshape(shape) if name == "Wemb" else values.reshape(shape[::-1]).T.copy()
        at += bytes_
    return found


def positions(length: int) -> torch.Tensor:
    rates = torch.exp(-torch.arange(128) * (math.log(10000) / 127))
    angles = torch.arange(length)[:, None] * rates
    return torch.cat([angles.sin(), angles.cos()], 1)


class Layer(nn.Module):
    def __init__(self, width: int = WIDTH, inner: int = 1536) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.first = nn.Linear(width, inner)
        self.second = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, 1e-6)
        self.norm2 = nn.LayerNorm(width, 1e-6)

    def load(self, tensors: dict[str, np.ndarray], layer: int) -> None:
        def take(name: str) -> torch.Tensor:
            return torch.from_numpy(tensors[f"encoder_l{layer}_{name}"])

        with torch.no_grad():
            self.qkv.weight.copy_(torch.cat([take(f"self_W{x}") for x in "qkv"], 1).T)
            self.qkv.bias.copy_(torch.cat([take(f"self_b{x}") for x in "qkv"], 1)[0])
            for linear, weight, bias in (
                (self.out, "self_Wo", "self_bo"), (self.first, "ffn_W1", "ffn_b1"), (self.second, "ffn_W2", "ffn_b2"),
            ):
                linear.weight.copy_(take(weight).T)
                linear.bias.copy_(take(bias)[0])
            for norm, name in ((self.norm, "self_Wo_ln"), (self.norm2, "ffn_ffn_ln")):
                norm.weight.copy_(take(f"{name}_scale")[0])
                norm.bias.copy_(take(f"{name}_bias")[0])

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None, dropout: float = 0.0) -> torch.Tensor:
        q, k, v = (part.unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, -1))
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).flatten(2)
        x = self.norm(x + F.dropout(self.out(seen), dropout, self.training))
        return self.norm2(x + F.dropout(self.second(self.first(x).relu()), dropout, self.training))


class Encoder(nn.Module):
    """Pieces [sentences, length] → one vector of WIDTH numbers a piece."""

    def __init__(self, pieces: int, layers: int = LAYERS) -> None:
        super().__init__()
        self.embedding = nn.Embedding(pieces, WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.register_buffer("positions", positions(1024), persistent=False)

    def load(self, marian: Path, kept: Path) -> "Encoder":
        tensors = read_marian(marian)
        with torch.no_grad():
            self.embedding.weight.copy_(torch.from_numpy(tensors["Wemb"][json.loads(kept.read_text())]))
        for at, layer in enumerate(self.layers, 1):
            layer.load(tensors, at)
        return self

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        return self.embedding(ids) * math.sqrt(WIDTH) + self.positions[: ids.shape[1]]

    def forward(self, ids: torch.Tensor, mask: torch.Tensor | None = None, layers: int | None = None) -> torch.Tensor:
        x = self.embed(ids)
        for layer in self.layers[:layers]:
            x = layer(x, mask)
        return x
