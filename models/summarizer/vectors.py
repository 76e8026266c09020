"""A sentence's vector: the mean over its pieces of what the translation encoder's second layer says, as it came."""

from pathlib import Path

import torch

from encoder import Encoder
from encoder_pieces import Pieces

LAYERS = 2
MOST_WORDS = 100


class Vectors:
    def __init__(self, run: Path) -> None:
        self.pieces = Pieces(run / "pieces.spm")
        self.encoder = Encoder(self.pieces.model.get_piece_size(), LAYERS)
        self.encoder.load(run / "model.enpt.intgemm.alphas.bin", run / "kept.json").eval()

    @torch.no_grad()
    def of(self, sentence: str) -> torch.Tensor:
        """→ [WIDTH]; words are what stands between spaces, no more than MOST_WORDS of them."""
        ids, _ = self.pieces.of_sentence(sentence.split()[:MOST_WORDS])
        return self.encoder(torch.tensor([ids]))[0, :-1].mean(0) if len(ids) > 1 else torch.zeros(256)
