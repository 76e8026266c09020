"""The tiny tokenizers of the tiny models: SentencePiece unigrams for T5 and Marian, byte pairs for BART."""

import json
import tempfile
import unicodedata
from pathlib import Path

import sentencepiece
from tokenizers import ByteLevelBPETokenizer, Tokenizer
from transformers import BartTokenizerFast, T5TokenizerFast

# Written for these fixtures.
TEXT = """The harbour was quiet in the morning, and the boats came back with the tide.
She said that the meeting had been moved to Thursday because the room was taken.
Two more weeks of rain would fill the reservoir; nobody had expected that in October.
A summary says what matters and leaves the rest out, which is harder than it sounds.
The engineers measured the bridge twice and found the same small crack both times.
Children were playing football behind the library when the lights went out.
Der Zug nach Lissabon fährt heute von einem anderen Gleis ab, sagte die Ansage.
Am Morgen war der Hafen still, und die Boote kamen mit der Flut zurück.
Niemand hatte im Oktober so viel Regen erwartet, und der Stausee wurde voll.
Die Ingenieure haben die Brücke zweimal vermessen und denselben Riss gefunden.
"""

# Strings that tokenizers get wrong: what Python makes of them is the golden value.
NASTY = [
    "",
    " ",
    "\n\t ",
    "The harbour was quiet.",
    "  two   spaces  and a tab\there ",
    "line one\nline two\r\nline three",
    "don't, won't; it's 'quoted' and \"quoted\"",
    "naïve café Zürich fährt über",
    "cafe\u0301 (combining) vs café",
    "ﬁne ﬂight ½ ² ㎏ ＡＢＣ １２３ ｶﾞ",
    "\u00a0no-break\u2003em\u200bzero\ufeffbom",
    "control\u0001\u0007\u007f characters",
    "emoji 🙂 👩‍👩‍👧‍👦 🇵🇹 👍🏽",
    "你好，世界 こんにちは 안녕하세요",
    "Привет мир שלום عالم हिन्दी",
    "~ ～ \ufffd ▁ _ ▁▁word",
    "</s> <pad> <s> in a text",
    "123,456.78 €99 50% #tag @name https://example.org/a?b=c&d=e",
    "a" * 60,
    "ALL CAPITALS AND MiXeD cAsE",
    "\u202eright to left\u202c e\u0327\u0301\u0328",
    "x\u0000y",
]

# A part of SentencePiece's nmt_nfkc, which would be larger than all the rest.
MAPPED = (
    [*range(0xA0, 0x180), *range(0x2000, 0x2070), *range(0x2070, 0x2090), *range(0x2150, 0x2190)]
    + [*range(0x3380, 0x33E0), *range(0xFB00, 0xFB07), *range(0xFF01, 0xFFA0)]
)


def character_rules() -> str:
    """Rules in SentencePiece's form: code points in hexadecimal, a tab, what they become."""
    hexadecimal = lambda text: " ".join(f"{ord(character):X}" for character in text)
    rules = {}
    for point in MAPPED:
        character = chr(point)
        plain = unicodedata.normalize("NFKC", character)
        if plain != character:
            rules[character] = plain
        decomposed = unicodedata.normalize("NFD", character)
        if decomposed != character and len(decomposed) > 1:
            rules[decomposed] = plain
    for point in [9, 10, 13, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x3000, 0xFEFF, 0xFFFD]:
        rules[chr(point)] = " "
    for point in [*range(1, 9), 0xB, *range(0xE, 0x20), 0x7F, 0x200B]:
        rules[chr(point)] = ""
    return "".join(f"{hexadecimal(a)}\t{hexadecimal(b)}\n" for a, b in sorted(rules.items()))


def train_sentencepiece(folder: Path, pieces: int, **special) -> Path:
    (folder / "text.txt").write_text(TEXT)
    (folder / "rules.tsv").write_text(character_rules())
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "text.txt"),
        model_prefix=str(folder / "pieces"),
        vocab_size=pieces,
        model_type="unigram",
        normalization_rule_tsv=str(folder / "rules.tsv"),
        character_coverage=1.0,
        minloglevel=2,
        **special,
    )
    return folder / "pieces.model"


def t5(pieces: int) -> Tokenizer:
    """As T5's own: padding 0, end 1, unknown 2, and two of its sentinels, which are no special tokens there."""
    with tempfile.TemporaryDirectory() as name:
        model = train_sentencepiece(Path(name), pieces, pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
        return T5TokenizerFast(str(model), extra_ids=2).backend_tokenizer


def marian(pieces: int) -> Tokenizer:
    """As the converted opus-mt ones: one list for both languages, end 0, unknown 1, padding last."""
    with tempfile.TemporaryDirectory() as name:
        model = train_sentencepiece(Path(name), pieces, eos_id=0, unk_id=1, bos_id=-1, pad_id=-1)
        t5_like = json.loads(T5TokenizerFast(str(model), extra_ids=0).backend_tokenizer.to_str())
    vocabulary = [piece for piece in t5_like["model"]["vocab"] if piece[0] != "<pad>"]
    special = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    charsmap = next(n for n in t5_like["normalizer"]["normalizers"] if n["type"] == "Precompiled")
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    end = {"SpecialToken": {"id": "</s>", "type_id": 0}}
    return Tokenizer.from_str(
        json.dumps(
            {
                "version": "1.0",
                "truncation": None,
                "padding": None,
                "added_tokens": [
                    {"id": 0, "content": "</s>", **special},
                    {"id": 1, "content": "<unk>", **special},
                    {"id": len(vocabulary), "content": "<pad>", **special},
                ],
                "normalizer": charsmap,
                "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, metaspace]},
                "post_processor": {
                    "type": "TemplateProcessing",
                    "single": [{"Sequence": {"id": "A", "type_id": 0}}, end],
                    "pair": [{"Sequence": {"id": "A", "type_id": 0}}, end, {"Sequence": {"id": "B", "type_id": 0}}, end],
                    "special_tokens": {"</s>": {"id": "</s>", "ids": [0], "tokens": ["</s>"]}},
                },
                "decoder": metaspace,
                "model": {"type": "Unigram", "unk_id": 1, "vocab": [*vocabulary, ["<pad>", 0.0]]},
            }
        )
    )


def bart(pieces: int) -> Tokenizer:
    """As BART's own: byte pairs, begin 0, padding 1, end 2, unknown 3, mask last."""
    trainer = ByteLevelBPETokenizer()
    trainer.train_from_iterator(
        TEXT.splitlines(),
        vocab_size=pieces,
        min_frequency=2,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        show_progress=False,
    )
    with tempfile.TemporaryDirectory() as name:
        trainer.save_model(name)
        return BartTokenizerFast(f"{name}/vocab.json", f"{name}/merges.txt").backend_tokenizer


def cases(tokenizer: Tokenizer) -> list[dict]:
    """Ids and text, as Python's library has them."""
    return [
        {"text": text, "ids": (ids := tokenizer.encode(text).ids), "decoded": tokenizer.decode(ids)}
        for text in NASTY
    ]
