"""What the chooser is measured against: the beginning, sumy's TextRank and LexRank, boosted trees on the features."""

import re

import lightgbm
import numpy as np
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words

from choose_data import Document
from choose_rouge import tokens
from features import sentence_features

STEMMER = Stemmer("english")
STOP_WORDS = get_stop_words("english")


class Words:
    """sumy's own words without the download that its tokenizer wants."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(re.findall(r"[^\W\d_](?:[^\W\d_]|['-])*", sentence))


def descending(scores) -> list[int]:
    return [int(at) for at in np.argsort(-np.asarray(scores), kind="stable")]


def lead(texts: list[str]) -> list[int]:
    return list(range(len(texts)))


def dom(texts: list[str]) -> ObjectDocumentModel:
    return ObjectDocumentModel([Paragraph([Sentence(text, Words()) for text in texts])])


def sumy_text_rank(texts: list[str]) -> list[int]:
    summarizer = TextRankSummarizer(STEMMER)
    summarizer.stop_words = STOP_WORDS
    ratings = summarizer.rate_sentences(dom(texts))
    return descending([ratings[Sentence(text, Words())] for text in texts])


def sumy_lex_rank(texts: list[str]) -> list[int]:
    summarizer = LexRankSummarizer(STEMMER)
    summarizer.stop_words = STOP_WORDS
    words = [summarizer._to_words_set(sentence) for sentence in dom(texts).sentences]
    counts, rarity = summarizer._compute_tf(words), summarizer._compute_idf(words)
    matrix = summarizer._create_matrix(words, summarizer.threshold, counts, rarity)
    return descending(summarizer.power_method(matrix, summarizer.epsilon))


def bigrams(row: list[str]) -> set[tuple[str, str]]:
    return set(zip(row, row[1:]))


def worth(text: str, references: list[str]) -> float:
    """What the trees learn: 0.5 × ROUGE-1 precision + ROUGE-2 precision of one sentence, the best of the references."""
    row = tokens(text)
    best = 0.0
    for reference in references:
        wanted = tokens(reference)
        known = set(wanted)
        ones = sum(word in known for word in row) / max(len(row), 1)
        twos = len(bigrams(row) & bigrams(wanted)) / max(len(row) - 1, 1)
        best = max(best, 0.5 * ones + twos)
    return best


def fit_trees(documents: list[Document], use_clean: bool = True) -> lightgbm.LGBMRegressor:
    """Each corpus counts as much as the other."""
    rows, targets, weights = [], [], []
    sizes: dict[str, int] = {}
    for document in documents:
        sizes[document.corpus] = sizes.get(document.corpus, 0) + len(document.texts(use_clean))
    for document in documents:
        texts = document.texts(use_clean)
        rows += sentence_features(texts)
        targets += [worth(text, document.references) for text in texts]
        weights += [1 / sizes[document.corpus]] * len(texts)
    scale = len(weights) / sum(weights)
    trees = lightgbm.LGBMRegressor(
        n_estimators=300, learning_rate=0.03, num_leaves=15, min_child_samples=40, subsample=0.7, subsample_freq=1,
        colsample_bytree=0.6, reg_lambda=5.0, random_state=0, n_jobs=1, verbose=-1,
    )
    return trees.fit(np.asarray(rows), np.asarray(targets), sample_weight=np.asarray(weights) * scale)


def by_trees(trees: lightgbm.LGBMRegressor, texts: list[str]) -> list[int]:
    return descending(trees.predict(np.asarray(sentence_features(texts))))
