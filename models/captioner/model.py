"""The captioner: EfficientNet's grid → LSTM decoder with attention after the cell and a visual sentinel.

After Xu et al., "Show, Attend and Tell" (2015) and Lu et al., "Knowing When to Look" (2017): attention
is asked by the LSTM's new state and does not feed back into it, so a whole caption is one fused LSTM
call in training. Sizes: cells = GRID², D = width, V = vocabulary.
"""

import torch
from torch import nn
from torch.nn import functional as F

from backbone import GRID, Backbone

WIDTH = 384
HEADS = 4
CELLS = GRID * GRID
COARSE, HEAD, FINE = 352, 1280, 480


class Dropout(nn.Module):
    """Dropout with a mask of random bytes: PyTorch's own took a tenth of a training step on a CPU."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training or self.rate == 0:
            return x
        words = torch.empty((x.numel() + 7) // 8, dtype=torch.int64).random_(-(2**63), 2**63 - 1)
        kept = words.view(torch.uint8)[: x.numel()].view(x.shape) >= round(self.rate * 256)
        return x * kept.to(x.dtype).mul_(1 / (1 - round(self.rate * 256) / 256))


class Grid(nn.Module):
    """Fine and coarse cells → keys and values' source [batch, cells, D], constant input g [batch, D], first LSTM state h, c.

    `head` is the classifier's last convolution.
    """

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.head = nn.Linear(COARSE, HEAD)
        self.coarse = nn.Linear(HEAD + COARSE, WIDTH)
        self.fine = nn.Linear(FINE, WIDTH)
        self.fine_norm = nn.LayerNorm(FINE)
        self.position = nn.Parameter(torch.randn(CELLS, WIDTH) * 0.02)
        self.norm = nn.LayerNorm(WIDTH)
        self.start = nn.Linear(WIDTH, 2 * WIDTH)
        self.constant = nn.Linear(WIDTH, WIDTH)
        self.dropout = Dropout(dropout)
        with torch.no_grad():
            # What is there matters more than where exactly, and is learnt sooner if the rest is quiet at first.
            self.fine.weight.mul_(0.3)

    def forward(self, fine: torch.Tensor, coarse: torch.Tensor):
        # The square root evens out a few loud channels; the factors bring both parts to unit size.
        semantic = F.relu6(self.head(coarse)).sqrt() * 2.5
        seen = torch.cat([semantic, coarse * 0.4], -1)
        joined = self.coarse(self.dropout(seen)) + self.fine(self.dropout(self.fine_norm(fine)))
        grid = self.norm(F.gelu(joined) + self.position)
        mean = grid.mean(1)
        h, c = torch.tanh(self.start(mean)).chunk(2, -1)
        return self.dropout(grid), self.constant(mean), h, c


class Decoder(nn.Module):
    """Words so far → the next word, looking at the grid."""

    def __init__(self, vocabulary: int, dropout: float) -> None:
        super().__init__()
        self.embed = nn.Embedding(vocabulary, WIDTH)
        nn.init.normal_(self.embed.weight, std=0.05)
        self.bias = nn.Parameter(torch.zeros(vocabulary))
        self.lstm = nn.LSTM(WIDTH, WIDTH, batch_first=True)
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.sentinel = nn.Linear(WIDTH, WIDTH)
        self.state_norm = nn.LayerNorm(WIDTH)
        self.context_norm = nn.LayerNorm(WIDTH)
        self.gate = nn.Linear(WIDTH, 2 * WIDTH)
        self.out_norm = nn.LayerNorm(WIDTH)
        self.dropout = Dropout(dropout)

    def keys_values(self, grid: torch.Tensor):
        """[pictures, cells, D] → keys and values [pictures, heads, cells, D / heads]."""
        return heads(self.key(grid)), heads(self.value(grid))

    def forward(self, ids, keys, values, constant, state, mask=None, places=None):
        """ids [pictures, captions, time] → logits, attention [pictures, heads, captions · time, cells + 1], (h, c).

        `state` and its successor: [1, pictures · captions, D]. `mask` [pictures, cells]: true where a cell
        is hidden (training). `places`: the flat positions whose logits are wanted, all if absent; logits
        [places, V]. The last attention column is the sentinel: how much the word came from the sentence
        itself and not from the picture.
        """
        pictures = ids.shape[0]
        # The embedding is tied to the output, so its rows are small; sqrt(D) brings them to size.
        x = self.dropout(self.embed(ids) * WIDTH**0.5) + constant[:, None, None]
        states, state = self.lstm(x.flatten(0, 1), state)
        states = self.dropout(states).flatten(0, 1)
        wanted = states if places is None else states[places]
        query = self.lay(self.query(wanted), places, pictures, len(states))
        own = self.lay(self.sentinel(wanted), places, pictures, len(states))
        scale = (WIDTH // HEADS) ** -0.5
        scores = query @ keys.transpose(-1, -2) * scale
        if mask is not None:
            scores = scores.masked_fill(mask[:, None, None], -1e4)
        own_score = (query * own).sum(-1, keepdim=True) * scale
        weights = torch.cat([scores, own_score], -1).softmax(-1)
        context = weights[..., :-1] @ values + weights[..., -1:] * own
        context = context.transpose(1, 2).flatten(2).flatten(0, 1)
        if places is not None:
            context = context[places]
        z = self.state_norm(wanted) + self.context_norm(context)
        z = self.out_norm(z + F.glu(self.gate(z)))
        return F.linear(self.dropout(z), self.embed.weight, self.bias), weights, state

    @staticmethod
    def lay(x: torch.Tensor, places, pictures: int, rows: int) -> torch.Tensor:
        """Rows of the wanted places → [pictures, heads, captions · time, D / heads], zero elsewhere."""
        if places is not None:
            x = x.new_zeros(rows, WIDTH).index_copy(0, places, x)
        return heads(x.view(pictures, -1, WIDTH))


def cells(grid: torch.Tensor) -> torch.Tensor:
    """[pictures, channels, 2·GRID, 2·GRID] → [pictures, cells, 4·channels]: each coarse cell with its four fine ones."""
    split = grid.unflatten(3, (GRID, 2)).unflatten(2, (GRID, 2))
    return split.permute(0, 2, 4, 3, 5, 1).flatten(3).flatten(1, 2)


def heads(x: torch.Tensor) -> torch.Tensor:
    return x.unflatten(-1, (HEADS, WIDTH // HEADS)).transpose(1, 2)


class Captioner(nn.Module):
    def __init__(self, vocabulary: int, dropout: float = 0.3, grid_dropout: float = 0.15) -> None:
        super().__init__()
        backbone = Backbone()
        self.tail = backbone.tail.to(memory_format=torch.channels_last)
        self.grid = Grid(grid_dropout)
        with torch.no_grad():
            self.grid.head.weight.copy_(backbone.head.weight[:, :, 0, 0])
            self.grid.head.bias.copy_(backbone.head.bias)
        self.decoder = Decoder(vocabulary, dropout)

    def encoder(self) -> list[nn.Parameter]:
        """What was learnt on ImageNet."""
        return [*self.tail.parameters(), *self.grid.head.parameters()]

    def see(self, fine: torch.Tensor) -> torch.Tensor:
        """Backbone's fine grid [pictures, channels, 2·GRID, 2·GRID] → coarse [pictures, cells, COARSE]."""
        return self.tail(fine).flatten(2).transpose(1, 2)

    def encode(self, fine: torch.Tensor, coarse: torch.Tensor | None = None):
        """`coarse`: of `see`, if it is at hand. → keys, values, constant, h, c: one row a picture."""
        coarse = self.see(fine) if coarse is None else coarse
        grid, constant, h, c = self.grid(cells(fine), coarse)
        keys, values = self.decoder.keys_values(grid)
        return keys, values, constant, h, c


def spread(x: torch.Tensor, captions: int) -> torch.Tensor:
    """A first state [pictures, D] for each of a picture's captions: [1, pictures · captions, D]."""
    return x.repeat_interleave(captions, 0)[None]
