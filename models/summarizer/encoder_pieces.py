"""Pieces of words: the English→Portuguese model's own SentencePiece vocabulary, cut to what English uses.

`python encoder_pieces.py SPM DATA OUT` counts the pieces of the English in DATA and writes OUT/pieces.spm and, for the
product, OUT/tokenizer.json (the form of models/marian/tokenizer.ts: the same rules, fewer pieces).
"""

import json
import sys
from collections import Counter
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2

from data import english

END = 0
UNKNOWN = 1
LONGEST_WORD = 12
HIDDEN = "\u0001"


class Pieces:
    """Cuts each word by itself, so that a word is a run of pieces and its first piece is its place."""

    def __init__(self, path: Path) -> None:
        self.model = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self.known: dict[str, list[int]] = {}

    def of_word(self, word: str) -> list[int]:
        found = self.known.get(word)
        if found is None:
            found = self.model.encode(word)[:LONGEST_WORD] or [UNKNOWN]
            self.known[word] = found
        return found

    def of_sentence(self, words: list[str]) -> tuple[list[int], list[int]]:
        """→ the pieces with the end after them, and the place of each word's first piece."""
        ids, starts = [], []
        for word in words:
            starts.append(len(ids))
            ids += self.of_word(word)
        return [*ids, END], starts


def prune(spm: Path, data: Path, out: Path) -> list[int]:
    """→ the places, in the whole vocabulary, of the pieces that are kept."""
    whole = sentencepiece_model_pb2.ModelProto()
    whole.ParseFromString(spm.read_bytes())
    cut = sentencepiece.SentencePieceProcessor(model_file=str(spm))
    seen = Counter()
    for word, times in Counter(word for text in english(data) for word in text.split()).items():
        for form in {word, word.lower(), word.capitalize()}:
            for piece in cut.encode(form):
                seen[piece] += times if form == word else 1
    short = {at for at, piece in enumerate(whole.pieces) if len(piece.piece.strip("▁")) <= 1 and piece.piece.isascii()}
    kept = sorted({END, UNKNOWN} | short | {piece for piece, times in seen.items() if times >= 12})
    model = sentencepiece_model_pb2.ModelProto()
    model.CopyFrom(whole)
    del model.pieces[:]
    model.pieces.extend(whole.pieces[at] for at in kept)
    (out / "pieces.spm").write_bytes(model.SerializeToString())
    (out / "tokenizer.json").write_text(product_form(model), encoding="utf-8")
    (out / "kept.json").write_text(json.dumps(kept))
    return kept


def product_form(model) -> str:
    space = {"replacement": "▁", "prepend_scheme": "always", "split": True}
    normalizers = [
        {"type": "Replace", "pattern": {"String": HIDDEN}, "content": ""},
        {"type": "Precompiled", "precompiled_charsmap": ""},
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
        {"type": "Strip", "strip_left": True, "strip_right": True},
    ]
    vocab = [[p.piece if at > UNKNOWN else HIDDEN + p.piece, round(p.score, 5)] for at, p in enumerate(model.pieces)]
    return json.dumps(
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [],
            "normalizer": {"type": "Sequence", "normalizers": normalizers},
            "pre_tokenizer": {"type": "Metaspace", **space},
            "post_processor": None,
            "decoder": {"type": "Metaspace", **space},
            "model": {"type": "Unigram", "unk_id": UNKNOWN, "vocab": vocab, "byte_fallback": False},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


if __name__ == "__main__":
    print(len(prune(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))), "pieces kept")
