"""Layers that compute in floats, note what passes through them, round as bytes do, or are a graph of bytes.

Pictures pass from convolution to convolution as unsigned bytes, one scale and zero for a tensor; weights are signed,
one scale for each output (Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient
Integer-Arithmetic-Only Inference"). Dense weights lie in −63…63: an x64 processor before VNNI adds two products of
a byte and a weight in 16 bits and cuts larger sums short. So every processor computes the same.
"""

import torch
from torch import nn
from torch.nn import functional as F

DENSE, DEPTHWISE = 63, 127
# What a module does: compute in floats; note the values that pass; round as bytes do; be a graph of bytes.
FLOAT, NOTE, ROUND, GRAPH = range(4)
# Of each picture, to choose scales by.
SAMPLES, PLACES = 4000, 150


class Round(torch.autograd.Function):
    """QuantizeLinear: → bytes."""

    @staticmethod
    def forward(ctx, x, scale, zero):
        return ((x / scale).round() + zero).clamp(0, 255).to(torch.uint8)

    @staticmethod
    def symbolic(g, x, scale, zero):
        return g.op("QuantizeLinear", x, scale, zero)


class Scale(torch.autograd.Function):
    """DequantizeLinear: whole numbers → floats; a scale for each place on `axis`, or one."""

    @staticmethod
    def forward(ctx, x, scale, zero, axis):
        shape = [-1 if place == axis and scale.ndim else 1 for place in range(x.ndim)]
        return (x.to(torch.float32) - zero.to(torch.float32).view(shape)) * scale.view(shape)

    @staticmethod
    def symbolic(g, x, scale, zero, axis):
        return g.op("DequantizeLinear", x, scale, zero, axis_i=axis)


class Padded(torch.autograd.Function):
    """Conv with its own padding (left, right, top, bottom), which may be uneven."""

    @staticmethod
    def forward(ctx, x, weight, bias, padding, stride, groups):
        return F.conv2d(F.pad(x, padding), weight, bias, stride, groups=groups)

    @staticmethod
    def symbolic(g, x, weight, bias, padding, stride, groups):
        left, right, top, bottom = padding
        return g.op("Conv", x, weight, bias, pads_i=[top, left, bottom, right], strides_i=stride, group_i=groups)


class Affine(torch.autograd.Function):
    """Gemm: rows · weight [in, out] + bias."""

    @staticmethod
    def forward(ctx, x, weight, bias):
        return x @ weight + bias

    @staticmethod
    def symbolic(g, x, weight, bias):
        return g.op("Gemm", x, weight, bias)


class Bytes(nn.Module):
    """A tensor that is kept in unsigned bytes; `ends` are its least and greatest number where they are known."""

    def __init__(self, ends: tuple[float, float] | None = None) -> None:
        super().__init__()
        self.mode, self.noted = FLOAT, []
        self.register_buffer("scale", torch.tensor(1.0))
        self.register_buffer("zero", torch.tensor(0, dtype=torch.int32))
        if ends is not None:
            self.span(*ends)

    def span(self, least: float, greatest: float) -> None:
        scale = (greatest - least) / 255
        self.scale.fill_(scale)
        self.zero.fill_(round(-least / scale))

    def settle(self) -> None:
        """Takes the ends with the least squared error on what was noted."""
        if not self.noted:
            return
        values = torch.cat(self.noted)
        self.noted = []
        low, high = min(float(values.min()), 0.0), max(float(values.max()), 1e-3)
        tried = []
        for below in torch.linspace(0.4, 1, 9).tolist() if low < 0 else [1.0]:
            for above in torch.linspace(0.4, 1, 13).tolist():
                self.span(low * below, high * above)
                error = (self.rounded(values) - values).square().mean()
                tried.append((float(error), low * below, high * above))
        self.span(*min(tried)[1:])

    def rounded(self, x: torch.Tensor) -> torch.Tensor:
        return torch.fake_quantize_per_tensor_affine(x, self.scale, self.zero, 0, 255)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.mode == NOTE:
            flat = x.detach().flatten()
            self.noted.append(flat[torch.randint(len(flat), (SAMPLES,))])
        if self.mode == ROUND:
            return self.rounded(x)
        if self.mode == GRAPH:
            zero = self.zero.to(torch.uint8)
            return Scale.apply(Round.apply(x, self.scale, zero), self.scale, zero, 1)
        return x


class Weights(nn.Module):
    """A layer's weights, whole numbers of at most `largest` with a scale for each output, and its float bias."""

    def __init__(self, layer: nn.Module, source: Bytes, largest: int) -> None:
        super().__init__()
        self.mode, self.largest = FLOAT, largest
        self.weight = nn.Parameter(layer.weight.detach().clone())
        self.bias = nn.Parameter(layer.bias.detach().clone())
        self.register_buffer("scale", torch.ones(len(self.weight)))
        self.source = [source]
        self.rows, self.total, self.products = 0, 0.0, 0.0

    def note(self, x: torch.Tensor) -> None:
        """Rows of what the weights are multiplied by, [groups, rows, numbers]: their sum and products."""
        self.rows += x.shape[1]
        self.total = self.total + x.sum(1)
        self.products = self.products + x.transpose(1, 2) @ x

    def settle(self) -> None:
        self.choose_scale()
        if self.rows:
            self.round_well()

    @torch.no_grad()
    def round_well(self) -> None:
        """Rounds one column after the other and lets the later ones make up for it, as far as what was noted goes
        together; the bias makes up for the mean (Frantar et al. 2023, "GPTQ")."""
        groups, size = self.total.shape
        mean = self.total / self.rows
        spread = self.products / self.rows - mean[:, :, None] * mean[:, None, :]
        spread.diagonal(dim1=1, dim2=2).add_(0.01 * spread.diagonal(dim1=1, dim2=2).mean(1, keepdim=True) + 1e-9)
        upper = torch.linalg.cholesky(torch.cholesky_inverse(torch.linalg.cholesky(spread.double())), upper=True).float()
        rows = self.weight.flatten(1).view(groups, -1, size).clone()
        scale = self.scale.view(groups, -1)
        before = rows.clone()
        for at in range(size):
            whole = (rows[:, :, at] / scale).round().clamp(-self.largest, self.largest) * scale
            error = (rows[:, :, at] - whole) / upper[:, at, at, None]
            rows[:, :, at] = whole
            rows[:, :, at + 1 :] -= error[:, :, None] * upper[:, None, at, at + 1 :]
        self.bias -= ((rows - before) @ mean[:, :, None]).flatten()
        self.weight.copy_(rows.reshape(self.weight.shape))
        self.rows, self.total, self.products = 0, 0.0, 0.0

    def choose_scale(self) -> None:
        """Takes for each output the scale with the least squared error of 41."""
        rows = self.weight.detach().flatten(1)
        top = rows.abs().amax(1).clamp_min(1e-8)
        best = torch.full_like(top, torch.inf)
        for share in torch.linspace(0.6, 1, 41).tolist():
            scale = top * share / self.largest
            whole = (rows / scale[:, None]).round().clamp(-self.largest, self.largest)
            error = (whole * scale[:, None] - rows).square().sum(1)
            self.scale.copy_(torch.where(error < best, scale, self.scale))
            best = torch.minimum(error, best)

    def store(self) -> None:
        """Makes the constants of the graph."""
        scale = self.scale.view(-1, *[1] * (self.weight.ndim - 1))
        whole = (self.weight.detach() / scale).round().clamp(-self.largest, self.largest)
        bias = self.scale * self.source[0].scale
        for name, constant in (("stored", whole.to(torch.int8)), ("bias_scale", bias), ("stored_bias", (self.bias.detach() / bias).round().to(torch.int32))):
            self.register_buffer(name, constant)
        for name, type in (("zeros", torch.int8), ("bias_zeros", torch.int32)):
            self.register_buffer(name, torch.zeros(len(self.scale), dtype=type))

    def used(self) -> torch.Tensor:
        """The weights as floats."""
        if self.mode == ROUND:
            zero = torch.zeros_like(self.scale, dtype=torch.int32)
            return torch.fake_quantize_per_channel_affine(self.weight, self.scale, zero, 0, -self.largest, self.largest)
        return self.weight


class Convolution(Weights):
    def __init__(self, layer: nn.Conv2d, source: Bytes, relu6: bool) -> None:
        super().__init__(layer, source, DENSE if layer.groups == 1 else DEPTHWISE)
        self.stride, self.groups, self.relu6 = layer.stride, layer.groups, relu6
        self.padding = getattr(layer.static_padding, "padding", (0, 0, 0, 0))
        self.out = Bytes()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.mode == GRAPH:
            weight = Scale.apply(self.stored, self.scale, self.zeros, 0)
            bias = Scale.apply(self.stored_bias, self.bias_scale, self.bias_zeros, 0)
            # No ReLU6: the bytes themselves end at 0 and at 6 or below.
            return self.out(Padded.apply(x, weight, bias, self.padding, self.stride, self.groups))
        x = F.pad(x, self.padding)
        if self.mode == NOTE:
            self.note(self.patches(x))
        y = F.conv2d(x, self.used(), self.bias, self.stride, groups=self.groups)
        return self.out(F.relu6(y) if self.relu6 else y)


    def patches(self, x: torch.Tensor) -> torch.Tensor:
        """Of some places what the weights are multiplied by."""
        height, width = self.weight.shape[2:]
        rows, columns = (torch.randint((size - side) // self.stride[0] + 1, (PLACES, 1, 1)) * self.stride[0]
                         for size, side in ((x.shape[2], height), (x.shape[3], width)))
        rows, columns = rows + torch.arange(height)[:, None], columns + torch.arange(width)
        # [channels, pictures · places, numbers]
        found = x[:, :, rows, columns].transpose(0, 1).flatten(1, 2).flatten(2)
        return found if self.groups > 1 else found.transpose(0, 1).flatten(1)[None]


class Product(Weights):
    """A linear layer on bytes whose outcome is floats."""

    def __init__(self, layer: nn.Linear, source: Bytes) -> None:
        super().__init__(layer, source, DENSE)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.mode == NOTE:
            self.note(x.flatten(0, 1)[None])
        if self.mode != GRAPH:
            return F.linear(x, self.used(), self.bias)
        weight = Scale.apply(self.stored, self.scale, self.zeros, 1)
        bias = Scale.apply(self.stored_bias, self.bias_scale, self.bias_zeros, 0)
        return Affine.apply(self.source[0](x.flatten(0, 1)), weight, bias)[None]

    def store(self) -> None:
        super().store()
        self.stored = self.stored.t().contiguous()
