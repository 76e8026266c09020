"""The encoder in whole numbers of 8 bits: rounded in training, and as a graph that ONNX Runtime computes in bytes."""

import copy

import torch
from torch import nn
from torch.nn import functional as F

from backbone import Backbone
from graphs import summary
from model import Captioner, cells, heads
from rounding import FLOAT, GRAPH, Bytes, Convolution, Product, Round, Scale, Weights


class Bottleneck(nn.Module):
    def __init__(self, block: nn.Module, source: Bytes) -> None:
        super().__init__()
        layers = []
        for name, relu6 in (("_expand_conv", True), ("_depthwise_conv", True), ("_project_conv", False)):
            if hasattr(block, name):
                layers.append(Convolution(getattr(block, name), source, relu6))
                source = layers[-1].out
        self.layers = nn.Sequential(*layers)
        shape = block._block_args
        adds = block.id_skip and shape.stride in (1, [1]) and shape.input_filters == shape.output_filters
        self.sum = Bytes() if adds else None
        self.out = [source if self.sum is None else self.sum]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.layers(x)
        return y if self.sum is None else self.sum(x + y)


class EightBits(nn.Module):
    """`EncoderGraph`, its convolutions and the linear layers on the grid in bytes; the rest stays in floats."""

    def __init__(self, backbone: Backbone, model: Captioner, kinds: nn.Linear) -> None:
        super().__init__()
        self.mode = FLOAT
        self.pixels = Bytes((-127 / 128, 1))
        self.register_buffer("one", torch.tensor(1.0), persistent=False)
        self.register_buffer("none", torch.tensor(0, dtype=torch.uint8), persistent=False)
        stem = backbone.stem[0]
        self.stem = Convolution(stem, self.pixels, True)
        source, blocks = self.stem.out, []
        for block in [*backbone.front, *model.tail]:
            blocks.append(Bottleneck(block, source))
            source = blocks[-1].out[0]
        self.front = nn.Sequential(*blocks[: len(backbone.front)])
        self.tail = nn.Sequential(*blocks[len(backbone.front) :])
        self.grid, self.kinds = copy.deepcopy(model.grid), kinds
        grid, size = self.grid, model.grid.head.in_features
        semantic, coarse = nn.Linear(grid.head.out_features, grid.coarse.out_features), nn.Linear(size, grid.coarse.out_features)
        with torch.no_grad():
            semantic.weight.copy_(grid.coarse.weight[:, :-size])
            semantic.bias.copy_(grid.coarse.bias)
            # The grid's factor for these cells, so that the bytes serve as they are.
            coarse.weight.copy_(grid.coarse.weight[:, -size:] * 0.4)
            coarse.bias.zero_()
        self.semantic, self.fine, self.cells = Bytes(), Bytes(), Bytes()
        self.head = Product(grid.head, source)
        self.of_semantic, self.of_coarse = Product(semantic, self.semantic), Product(coarse, source)
        self.of_fine = Product(grid.fine, self.fine)
        self.key, self.value = (Product(layer, self.cells) for layer in (model.decoder.key, model.decoder.value))
        del grid.head, grid.coarse, grid.fine

    def set(self, mode: int) -> None:
        for module in self.modules():
            module.mode = mode
            if mode == GRAPH and isinstance(module, Weights):
                module.store()

    def settle(self) -> None:
        """Chooses every scale, after pictures were seen in mode NOTE."""
        for module in self.modules():
            if isinstance(module, Bytes | Weights):
                module.settle()

    def see(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """[pictures, 3, size, size] in 0…255 → fine and coarse grids."""
        if self.mode == GRAPH:
            # A pixel is a byte already: 127 is the zero of what the network sees, and 1/128 its scale.
            x = Scale.apply(Round.apply(pixels, self.one, self.none), self.pixels.scale, self.pixels.zero.to(torch.uint8), 1)
        else:
            x = (pixels - 127.0) / 128.0
        fine = self.front(self.stem(x))
        return fine, self.tail(fine)

    def write(self, fine: torch.Tensor, last: torch.Tensor):
        """Both grids → keys, values, constant, h, c."""
        grid, coarse = self.grid, last.flatten(2).transpose(1, 2)
        semantic = self.semantic(F.relu6(self.head(coarse)).sqrt() * 2.5)
        joined = self.of_semantic(semantic) + self.of_coarse(coarse) + self.of_fine(self.fine(grid.fine_norm(cells(fine))))
        seen = grid.norm(F.gelu(joined) + grid.position)
        mean = seen.mean(1)
        h, c = torch.tanh(grid.start(mean)).chunk(2, -1)
        seen = self.cells(seen)
        return heads(self.key(seen)), heads(self.value(seen)), grid.constant(mean), h, c

    def forward(self, pixels: torch.Tensor):
        fine, last = self.see(pixels)
        keys, values, constant, h, c = self.write(fine, last)
        return keys, values, constant, h[None], c[None], self.kinds(summary(fine)).softmax(-1)
