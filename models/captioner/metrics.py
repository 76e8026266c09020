"""BLEU-1…4 (corpus, closest reference length), CIDEr-D and ROUGE-L as the COCO caption scorers compute them."""

from collections import Counter, defaultdict
from math import exp, log, sqrt

Grams = Counter[tuple[str, ...]]


def grams(words: list[str], longest: int = 4) -> Grams:
    return Counter(tuple(words[i : i + n]) for n in range(1, longest + 1) for i in range(len(words) - n + 1))


def bleu(candidates: list[list[str]], references: list[list[list[str]]]) -> list[float]:
    """BLEU-1…4 in percent (Papineni et al. 2002)."""
    matched, total = [0] * 4, [0] * 4
    length = reference_length = 0
    for candidate, group in zip(candidates, references):
        length += len(candidate)
        reference_length += min((abs(len(r) - len(candidate)), len(r)) for r in group)[1]
        most: Grams = Counter()
        for reference in group:
            most |= grams(reference)
        for gram, count in grams(candidate).items():
            matched[len(gram) - 1] += min(count, most[gram])
        for n in range(4):
            total[n] += max(0, len(candidate) - n)
    brevity = min(1.0, exp(1 - reference_length / max(length, 1)))
    scores, product = [], 0.0
    for n in range(4):
        product += log((matched[n] + 1e-15) / (total[n] + 1e-9))
        scores.append(100 * brevity * exp(product / (n + 1)))
    return scores


class CiderD:
    """CIDEr-D (Vedantam et al. 2015): tf-idf of n-grams, clipped cosine, Gaussian length penalty, ×10."""

    def __init__(self, corpus: list[list[list[str]]], sigma: float = 6.0) -> None:
        """`corpus`: the reference group of each picture, from which document frequencies come."""
        self.documents: dict[tuple[str, ...], float] = defaultdict(float)
        for group in corpus:
            for gram in set().union(*(grams(reference) for reference in group)):
                self.documents[gram] += 1
        self.log_count = log(float(len(corpus)))
        self.sigma = sigma

    def vector(self, words: list[str]):
        weights: list[dict] = [{}, {}, {}, {}]
        norms = [0.0] * 4
        for gram, count in grams(words).items():
            weight = count * (self.log_count - log(max(1.0, self.documents.get(gram, 0.0))))
            weights[len(gram) - 1][gram] = weight
            norms[len(gram) - 1] += weight * weight
        return weights, [sqrt(norm) for norm in norms], len(words)

    def score(self, candidate: list[str], references: list) -> float:
        """`references`: `vector` of each."""
        weights, norms, length = self.vector(candidate)
        total = 0.0
        for other, other_norms, other_length in references:
            penalty = exp(-((length - other_length) ** 2) / (2 * self.sigma**2))
            for n in range(4):
                if norms[n] == 0 or other_norms[n] == 0:
                    continue
                shared = sum(
                    min(weight, other[n][gram]) * other[n][gram] for gram, weight in weights[n].items() if gram in other[n]
                )
                total += penalty * shared / (norms[n] * other_norms[n])
        return 10 * total / 4 / len(references)


def cider(candidates: list[list[str]], references: list[list[list[str]]]) -> float:
    """Corpus CIDEr-D ×100."""
    scorer = CiderD(references)
    scores = [
        scorer.score(candidate, [scorer.vector(reference) for reference in group])
        for candidate, group in zip(candidates, references)
    ]
    return 100 * sum(scores) / len(scores)


def common(a: list[str], b: list[str]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for word in a:
        before = 0
        for column, other in enumerate(b, 1):
            before, row[column] = row[column], before + 1 if word == other else max(row[column], row[column - 1])
    return row[-1]


def rouge_l(candidates: list[list[str]], references: list[list[list[str]]], beta: float = 1.2) -> float:
    """ROUGE-L in percent (Lin 2004) as COCO's scorer: the best precision and the best recall over the references."""
    total = 0.0
    for candidate, group in zip(candidates, references):
        lengths = [common(candidate, reference) for reference in group]
        precision = max(lengths) / max(1, len(candidate))
        recall = max(length / max(1, len(reference)) for length, reference in zip(lengths, group))
        if precision > 0 and recall > 0:
            total += (1 + beta**2) * precision * recall / (recall + beta**2 * precision)
    return 100 * total / len(candidates)


def describe(candidates: list[list[str]], references: list[list[list[str]]]) -> dict[str, float]:
    """The scores, and how varied the captions are."""
    result = {f"BLEU-{n + 1}": round(score, 2) for n, score in enumerate(bleu(candidates, references))}
    result["CIDEr"] = round(cider(candidates, references), 2)
    result["ROUGE-L"] = round(rouge_l(candidates, references), 2)
    result["distinct"] = len({" ".join(candidate) for candidate in candidates})
    result["words"] = len({word for candidate in candidates for word in candidate})
    result["length"] = round(sum(map(len, candidates)) / len(candidates), 2)
    return result
