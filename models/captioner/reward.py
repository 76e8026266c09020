"""What a sampled caption earns in the reward stage."""

from collections import defaultdict

import torch

from data import Captions
from metrics import CiderD
from words import END


class Reward:
    """CIDEr-D against the picture's own captions, less `contrast` × what it would earn on a picture drawn at random.

    The second term makes "a man is standing", which fits half of all pictures, worth little (compare Luo et al.,
    "Discriminability objective", 2018). It is the product with the mean reference vector, without CIDEr-D's clipping
    and length penalty, so it costs one pass over the sample. END counts as a word, so that endings are learnt.
    """

    def __init__(self, captions: Captions, contrast: float) -> None:
        groups = {name: [[*caption, "<end>"] for caption in captions.words[name]] for name in captions.train}
        self.scorer = CiderD(list(groups.values()))
        self.vectors = {name: [self.scorer.vector(words) for words in group] for name, group in groups.items()}
        self.captions = captions
        self.contrast = contrast
        self.mean = self.mean_vector() if contrast > 0 else {}

    def mean_vector(self) -> dict:
        """Gram → the sum over its order of every training caption's unit weight, ÷ the number of captions."""
        total: dict = defaultdict(float)
        count = 0
        for group in self.vectors.values():
            for weights, norms, _ in group:
                count += 1
                for order, norm in zip(weights, norms):
                    for gram, weight in order.items():
                        total[gram] += weight / max(norm, 1e-9)
        return {gram: value / count for gram, value in total.items()}

    def of_any(self, words: list[str]) -> float:
        """What the caption would earn on average on any picture."""
        weights, norms, _ = self.scorer.vector(words)
        total = 0.0
        for order, norm in zip(weights, norms):
            total += sum(weight * self.mean.get(gram, 0.0) for gram, weight in order.items()) / max(norm, 1e-9)
        return 10 * total / 4

    def __call__(self, names: list[str], ids: list[list[int]]) -> tuple[torch.Tensor, float]:
        """Rewards [pictures, samples] and the mean CIDEr-D alone."""
        each = len(ids) // len(names)
        rewards, plain = [], 0.0
        for row, sampled in enumerate(ids):
            words = self.captions.decode(sampled) + (["<end>"] if END in sampled else [])
            earned = self.scorer.score(words, self.vectors[names[row // each]])
            plain += earned / len(ids)
            rewards.append(earned - (self.contrast * self.of_any(words) if self.contrast > 0 else 0.0))
        return torch.tensor(rewards).view(-1, each), plain
