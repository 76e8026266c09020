"""Makes the tiny T5, BART and Marian of the tests, and writes down what PyTorch's `transformers` makes of them.

    pip install -r requirements.txt
    python tiny.py && npx biome format --write ../../e2e/fixtures/huggingface

writes e2e/fixtures/huggingface/{t5,bart,marian}/: the usual export by Hugging Face's exporter (weights are
random, but large enough that answers differ and end), and golden.json: what tokenizers and searches give.
PyTorch is not needed for the tests themselves.
"""

import json
import shutil
import tempfile
from pathlib import Path

import torch
from optimum.exporters.onnx import main_export
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    GenerationConfig,
    MarianConfig,
    MarianMTModel,
    T5Config,
    T5ForConditionalGeneration,
)

import tiny_tokenizers as tokenizers

FIXTURES = Path(__file__).resolve().parents[2] / "e2e" / "fixtures" / "huggingface"

# Each first seed is the least that `worth` is content with.
torch.set_num_threads(1)
INPUTS = [
    "The harbour was quiet in the morning, and the boats came back with the tide.",
    "Two more weeks of rain would fill the reservoir.",
    "Children were playing football behind the library when the lights went out.",
    "Die Boote kamen mit der Flut zurück.",
    "She said no.",
    "The engineers measured the bridge twice and found the same small crack both times. Nobody had expected that.",
]


def scaled(model, factor: float, embedding: float | None = None):
    """Answers of a model with usual random weights hardly differ; of one with larger weights they do."""
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() > 1 and "position" not in name:
                weight.mul_((embedding or factor) if "embed" in name or "shared" in name else factor)
    return model.eval()


def reloaded(model):
    """The model as the exporter will read it: weights that are one on the disk are one."""
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        return type(model).from_pretrained(folder).eval()


def t5():
    tokenizer = tokenizers.t5(150)
    config = T5Config(
        vocab_size=160,  # more than there are pieces, as in T5
        d_model=24,
        d_kv=8,
        d_ff=32,
        num_layers=2,
        num_heads=2,
        decoder_start_token_id=0,
        tie_word_embeddings=False,
        n_positions=512,
        task_specific_params={
            "summarization": {
                "early_stopping": True,
                "length_penalty": 2.0,
                "max_length": 24,
                "min_length": 5,
                "no_repeat_ngram_size": 3,
                "num_beams": 4,
                "prefix": "summarize: ",
            },
            "translation_en_to_de": {
                "early_stopping": True,
                "max_length": 30,
                "num_beams": 4,
                "prefix": "translate English to German: ",
            },
        },
    )
    model = scaled(T5ForConditionalGeneration(config), 2.0)
    with torch.no_grad():
        model.lm_head.weight.mul_(3)
        model.lm_head.weight[1].mul_(1.8)
    generation = GenerationConfig(decoder_start_token_id=0, eos_token_id=1, pad_token_id=0)
    return model, tokenizer, generation, {"model_max_length": 512}


def bart():
    tokenizer = tokenizers.bart(340)
    size = tokenizer.get_vocab_size()
    config = BartConfig(
        vocab_size=size,
        d_model=24,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=128,
        forced_bos_token_id=0,
        forced_eos_token_id=2,
        init_std=0.3,
    )
    model = scaled(BartForConditionalGeneration(config), 2.8, 0.7)
    model.final_logits_bias[0, 2] = 3.0
    generation = GenerationConfig(
        bos_token_id=0,
        decoder_start_token_id=2,
        early_stopping=True,
        eos_token_id=2,
        forced_bos_token_id=0,
        forced_eos_token_id=2,
        length_penalty=2.0,
        max_length=22,
        min_length=6,
        no_repeat_ngram_size=3,
        num_beams=4,
        pad_token_id=1,
    )
    return model, tokenizer, generation, {"model_max_length": 128}


def marian():
    tokenizer = tokenizers.marian(150)
    size = tokenizer.get_vocab_size()
    config = MarianConfig(
        vocab_size=size,
        decoder_vocab_size=size,
        d_model=24,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=128,
        pad_token_id=size - 1,
        decoder_start_token_id=size - 1,
        eos_token_id=0,
        forced_eos_token_id=0,
        static_position_embeddings=True,
        init_std=0.3,
    )
    config._name_or_path = "Helsinki-NLP/opus-mt-en-de"
    model = scaled(MarianMTModel(config), 2.8, 0.7)
    model.final_logits_bias[0, 0] = 2.2
    generation = GenerationConfig(
        bad_words_ids=[[size - 1]],
        bos_token_id=0,
        decoder_start_token_id=size - 1,
        eos_token_id=0,
        forced_eos_token_id=0,
        max_length=40,
        no_repeat_ngram_size=2,
        num_beams=4,
        pad_token_id=size - 1,
        renormalize_logits=True,
    )
    return model, tokenizer, generation, {"model_max_length": 128, "source_lang": "en", "target_lang": "de"}


# What is searched for besides what the settings ask for: every way to stop, and lengths of every worth.
SEARCHES = [
    {},
    {"num_beams": 1, "early_stopping": False},
    {"num_beams": 4, "early_stopping": False, "length_penalty": 1.0},
    {"num_beams": 4, "early_stopping": "never", "length_penalty": 1.0},
    {"num_beams": 3, "early_stopping": True, "length_penalty": 0.0},
    {"num_beams": 3, "early_stopping": "never", "length_penalty": -0.5},
    {"num_beams": 5, "early_stopping": False, "length_penalty": 2.0, "repetition_penalty": 1.3},
    {"num_beams": 1, "early_stopping": False, "repetition_penalty": 1.3, "no_repeat_ngram_size": 2},
    {"num_beams": 2, "early_stopping": False, "min_new_tokens": 8},
    {"num_beams": 4, "early_stopping": False, "suppress_tokens": [5, 6, 7], "begin_suppress_tokens": [8, 9]},
]


def search(model, tokenizer, text: str, settings: dict) -> dict:
    ids = tokenizer.encode(text).ids
    beams = settings.get("num_beams", model.generation_config.num_beams)
    with torch.no_grad():
        out = model.generate(
            input_ids=torch.tensor([ids]),
            attention_mask=torch.ones(1, len(ids), dtype=torch.long),
            return_dict_in_generate=True,
            output_scores=True,
            num_return_sequences=beams,
            **settings,
        )
    answers = []
    for row, sequence in enumerate(out.sequences.tolist()):
        written = sequence[1:]
        end = model.generation_config.eos_token_id
        if end in written:
            written = written[: written.index(end) + 1]
        score = float(out.sequences_scores[row]) if beams > 1 else None
        answers.append({"ids": written, "score": score})
    return {"input": text, "source": ids, "answers": answers}


def goldens(model, tokenizer, prefix: str, base: dict) -> list[dict]:
    return [
        {"settings": {**base, **settings}, "results": [search(model, tokenizer, prefix + text, {**base, **settings}) for text in INPUTS]}
        for settings in SEARCHES
    ]


def worth(results: list[dict], end: int) -> int:
    """How many different answers end by themselves before they must."""
    best = [tuple(result["answers"][0]["ids"]) for result in results]
    return len({ids for ids in best if ids[-1] == end and 3 < len(ids) < 20 and len(set(ids)) > len(ids) / 3})


def make(name: str, build, keep: list[str], prefix: str = "", base: dict | None = None, first: int = 0) -> None:
    for seed in range(first, first + 60):
        torch.manual_seed(seed)
        model, tokenizer, generation, settings = build()
        model = reloaded(model)
        model.generation_config = generation
        end = generation.eos_token_id
        greedy = [search(model, tokenizer, prefix + text, {**(base or {}), "num_beams": 1, "early_stopping": False}) for text in INPUTS]
        if worth(greedy, end) < 4:
            continue
        beams = [search(model, tokenizer, prefix + text, {**(base or {})}) for text in INPUTS]
        if worth(beams, end) >= 4:
            break
    else:
        raise SystemExit(f"{name}: no seed gives answers that differ and end")
    folder = FIXTURES / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        model.save_pretrained(f"{work}/model")
        main_export(
            f"{work}/model",
            f"{work}/export",
            task="text2text-generation-with-past",
            device="cpu",
            monolith=False,
            library_name="transformers",
        )
        for file in [*keep, "generation_config.json"]:
            shutil.copy(f"{work}/export/{file}", folder / file)
        config = json.loads(Path(f"{work}/export/config.json").read_text())
    config["_name_or_path"] = {"marian": "Helsinki-NLP/opus-mt-en-de"}.get(name, f"tiny/{name}")
    (folder / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n")
    golden = {"seed": seed, "tokenizer": tokenizers.cases(tokenizer), "searches": goldens(model, tokenizer, prefix, base or {})}
    (folder / "golden.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n")
    print(name, "seed", seed, {file.name: file.stat().st_size for file in sorted(folder.iterdir())})


def main() -> None:
    merged = ["encoder_model.onnx", "decoder_model_merged.onnx"]
    pair = ["encoder_model.onnx", "decoder_model.onnx", "decoder_with_past_model.onnx"]
    summarization = t5()[0].config.task_specific_params["summarization"]
    base = {key: value for key, value in summarization.items() if key != "prefix"}
    make("t5", t5, merged, "summarize: ", base, first=11)
    make("bart", bart, pair)
    make("marian", marian, merged)


if __name__ == "__main__":
    main()
