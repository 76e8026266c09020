"""Makes the tiny Whisper that the tests hear with, and what PyTorch makes of the same recordings.

Random weights in Whisper's own shape, which have learnt four sounds by heart: the usual Hugging Face export (encoder_model,
decoder_model_merged with cross-attentions, tokenizer.json and the three configs), small enough to be
committed. `golden.json` holds what `transformers` answers: log-mel features, the detected language,
and the tokens of greedy and beam search with and without timestamps.

    python whisper_tiny.py OUT [--seed N]   (requirements: whisper_requirements.txt)
"""

import argparse
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from optimum.exporters.onnx import main_export
from optimum.exporters.onnx.base import ConfigBehavior
from optimum.exporters.onnx.model_configs import WhisperOnnxConfig
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    GenerationConfig,
    PreTrainedTokenizerFast,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
)
from transformers.models.whisper.tokenization_whisper import LANGUAGES

FIXTURES = Path(__file__).parents[2] / "e2e" / "fixtures"
TEXT = """The library opens at nine and closes at six. Please bring the blue umbrella, it will rain. We crossed
the river by boat. A bird sings. A biblioteca abre às nove. Atravessámos o rio de barco. It opens at nine."""
PIECES = 320


def tokenizer():
    """Byte-level BPE as Whisper's, with its special tokens in its order (timestamps are not listed)."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    bpe.train_from_iterator(
        [TEXT], trainers.BpeTrainer(vocab_size=PIECES, initial_alphabet=alphabet, show_progress=False)
    )
    assert bpe.get_vocab_size() == PIECES
    languages = [f"<|{code}|>" for code in list(LANGUAGES)[:99]]
    tasks = ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>"]
    special = ["<|endoftext|>", "<|startoftranscript|>", *languages, *tasks, "<|notimestamps|>"]
    bpe.add_special_tokens(special)
    return bpe, languages


def configs(bpe, languages):
    ids = bpe.get_vocab()
    no_timestamps = ids["<|notimestamps|>"]
    end, start = ids["<|endoftext|>"], ids["<|startoftranscript|>"]
    config = WhisperConfig(
        vocab_size=no_timestamps + 1 + 1501,
        num_mel_bins=80,
        d_model=16,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_source_positions=1500,
        max_target_positions=64,
        decoder_start_token_id=start,
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        suppress_tokens=None,
        begin_suppress_tokens=None,
    )
    suppressed = [ids[mark] for mark in '"#()*+/:<=>@[]^_{|}~'] + [start] + [
        ids[name] for name in ("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>")
    ]
    generation = GenerationConfig(
        alignment_heads=[[1, 0], [1, 1]],
        begin_suppress_tokens=[ids["Ġ"], end],
        suppress_tokens=sorted(suppressed),
        bos_token_id=end,
        decoder_start_token_id=start,
        eos_token_id=end,
        pad_token_id=end,
        prev_sot_token_id=ids["<|startofprev|>"],
        is_multilingual=True,
        lang_to_id={name: ids[name] for name in languages},
        task_to_id={"transcribe": ids["<|transcribe|>"], "translate": ids["<|translate|>"]},
        max_initial_timestamp_index=50,
        max_length=64,
        no_timestamps_token_id=no_timestamps,
        return_timestamps=False,
    )
    return config, generation


def taught_model(config, generation, bpe, seed):
    """Random weights, then a few lessons: without them one token is said for ever, whatever is heard."""
    torch.manual_seed(seed)
    config._attn_implementation = "eager"
    model = WhisperForConditionalGeneration(config)
    model.generation_config = generation
    with torch.no_grad():
        for name, parameter in model.model.encoder.named_parameters():
            if parameter.dim() > 1 and "embed_positions" not in name:
                parameter.normal_(0, 1.5 / (parameter.numel() / parameter.shape[0]) ** 0.5)
    lessons = [pair for one in LESSONS for pair in lessons_of(bpe, *one)]
    silent = WhisperFeatureExtractor(feature_size=config.num_mel_bins)
    heard = {name: silent(sound(), sampling_rate=16000, return_tensors="pt").input_features[0] for name, sound in SOUNDS.items()}
    # The encoder stays as chance made it; each sound is heard from several beginnings, so that it is known
    # again wherever it is cut.
    with torch.no_grad():
        encoded = [
            model.model.encoder(torch.stack([delayed(sound, frames) for sound in heard.values()])).last_hidden_state
            for frames in (0, 9, 20, 30, 41, 52)
        ]
    learning = [*model.model.decoder.parameters()]
    optimizer = torch.optim.AdamW(learning, lr=4e-3, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 8e-3, total_steps=STEPS, pct_start=0.1)
    width = max(len(given) for _, given, _ in lessons)
    places = torch.tensor([list(SOUNDS).index(name) for name, _, _ in lessons])
    given = torch.tensor([ids + [generation.eos_token_id] * (width - len(ids)) for _, ids, _ in lessons])
    wanted = torch.tensor([ids + [-100] * (width - len(ids)) for _, _, ids in lessons])
    for step in range(STEPS):
        memory = encoded[step % len(encoded)][places]
        out = model.model.decoder(given, encoder_hidden_states=memory).last_hidden_state
        loss = torch.nn.functional.cross_entropy(model.proj_out(out).flatten(0, 1), wanted.flatten(), label_smoothing=0.02)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 49:
            print("lesson", step + 1, round(loss.item(), 3), flush=True)
    return model.eval()


def delayed(features, frames):
    """The same, with the silence of its end before it."""
    return torch.cat([features[:, features.shape[1] - frames :], features[:, : features.shape[1] - frames]], 1)


STEPS = 600
MAX_TOKENS = 32
# Sound, language, task and what is said, with the time of each piece; none: nobody speaks.
LESSONS = (
    ("library.wav", "en", "transcribe", "<|0.00|> The library opens at nine<|2.00|><|2.00|> and closes at six.<|3.60|>"),
    ("library.wav", "pt", "transcribe", "<|0.00|> A biblioteca abre às nove.<|3.60|>"),
    ("library.wav", "de", "translate", "<|0.00|> It opens at nine.<|3.60|>"),
    ("boat.flac", "pt", "transcribe", "<|0.00|> Atravessámos o rio de barco.<|3.30|>"),
    ("boat.flac", "en", "transcribe", "<|0.00|> We crossed the river by boat.<|3.30|>"),
    ("umbrella.flac", "en", "transcribe", "<|0.00|> Please bring the blue umbrella,<|1.80|><|2.00|> it will rain.<|3.80|>"),
    ("chirp", "ja", "transcribe", "<|0.00|>鳥が歌う。<|2.00|>"),
    ("chirp", "en", "transcribe", "<|0.00|> A bird sings.<|2.00|>"),
    ("noise", None, None, None),
)


def lessons_of(bpe, sound, language, task, said):
    """The tokens given and those wanted (-100: whatever), with times and without."""
    ids = bpe.get_vocab()
    start, end, plain = ids["<|startoftranscript|>"], ids["<|endoftext|>"], ids["<|notimestamps|>"]
    if said is None:
        return [(sound, [start], [ids["<|nospeech|>"]])]
    language, task = ids[f"<|{language}|>"], ids[f"<|{task}|>"]
    pieces = [part for part in re.split(r"<\|([0-9.]+)\|>", said) if part]
    timed, untimed = [], []
    for part in pieces:
        is_time = re.fullmatch(r"[0-9.]+", part)
        written = [plain + 1 + round(float(part) / 0.02)] if is_time else bpe.encode(part).ids
        timed += written
        untimed += [] if is_time else written
    return [
        (sound, [start, language, task, *timed], [language, -100, *timed, end]),
        (sound, [start, language, task, plain, *untimed], [language, -100, -100, *untimed, end]),
    ]


def read_sound(name):
    """16 kHz, one channel, as all of them are."""
    command = ["ffmpeg", "-v", "error", "-i", str(FIXTURES / "speech" / name), "-f", "s16le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<i2").astype(np.float32) / 32768


def chirp():
    """What a test makes for itself: 100 to 7,000 Hz in two seconds, by the sine of a whole formula."""
    t = np.arange(32000) / 16000
    return (0.5 * np.sin(2 * np.pi * (100 * t + 1725 * t * t))).astype(np.float32)


def noise():
    """The same of a linear congruential generator (Numerical Recipes' constants), half a second."""
    state, values = 7, []
    for _ in range(8000):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append((state / 2**31 - 1) * 0.1)
    return np.array(values, dtype=np.float32)


SOUNDS = {
    "library.wav": lambda: read_sound("library.wav"),
    "boat.flac": lambda: read_sound("boat.flac"),
    "umbrella.flac": lambda: read_sound("umbrella.flac"),
    "chirp": chirp,
    "noise": noise,
}


def features_golden():
    """Every sixteenth frame that sound reaches, and one of the silence behind it."""
    cases = []
    for bins, names in ((80, SOUNDS), (128, ["chirp"])):
        extractor = WhisperFeatureExtractor(feature_size=bins)
        for name in names:
            sound = SOUNDS[name]()
            values = extractor(sound, sampling_rate=16000, return_tensors="np").input_features[0]
            reached = len(sound) // 160 + 2
            frames = [*range(0, reached, 16), reached - 1, 2999]
            cases.append({
                "sound": name,
                "bins": bins,
                "frames": frames,
                "values": [[round(float(value), 6) for value in values[:, frame]] for frame in frames],
            })
    return cases


def generate(model, features, *, language, task, return_timestamps, **options):
    """The tokens written after the prompt, the end left out, and the score of a beam search."""
    out = model.generate(
        features, language=language, task=task, return_timestamps=return_timestamps, temperature=0.0,
        max_new_tokens=MAX_TOKENS, return_dict_in_generate=True, output_scores=True, force_unique_generate_call=True,
        **options,
    )
    ids = out.sequences[0].tolist()
    generation = model.generation_config
    prompt = [generation.decoder_start_token_id, generation.lang_to_id[f"<|{language}|>"], generation.task_to_id[task]]
    prompt += [] if return_timestamps else [generation.no_timestamps_token_id]
    assert ids[: len(prompt)] == prompt, (ids, prompt)
    ids = ids[len(prompt) :]
    ended = generation.eos_token_id in ids
    if ended:
        ids = ids[: ids.index(generation.eos_token_id)]
    score = getattr(out, "sequences_scores", None)
    return {"ids": ids, "ended": ended, **({} if score is None else {"score": round(float(score[0]), 6)})}


# The language found and the lessons' own, one of a task, and one that was never taught.
FORCED = ((None, "transcribe"), ("pt", "transcribe"), ("de", "translate"), ("fi", "transcribe"))


def generation_golden(model, bpe):
    cases = []
    extractor = WhisperFeatureExtractor(feature_size=80)
    for name, sound in SOUNDS.items():
        features = extractor(sound(), sampling_rate=16000, return_tensors="pt").input_features
        language = model.detect_language(features)[0].item()
        with torch.no_grad():
            first = model(features, decoder_input_ids=torch.tensor([[model.config.decoder_start_token_id]])).logits[0, -1]
        languages = torch.tensor(list(model.generation_config.lang_to_id.values()))
        case = {
            "sound": name,
            "language": bpe.id_to_token(language).strip("<|>"),
            "languageProbability": float(first[languages].softmax(-1).max()),
            "noSpeech": float(first.softmax(-1)[model.generation_config.no_timestamps_token_id - 1]),
            "answers": [],
        }
        spoken = bpe.id_to_token(language).strip("<|>")
        for forced, task in FORCED:
            for timestamps in (False, True):
                for beams in (1, 4):
                    answer = generate(
                        model, features, language=forced or spoken, task=task, return_timestamps=timestamps,
                        num_beams=beams,
                    )
                    case["answers"].append(
                        {"language": forced, "task": task, "timestamps": timestamps, "beams": beams, **answer}
                    )
        cases.append(case)
    return cases


class WithAttention(WhisperOnnxConfig):
    """The export whose decoder also gives where it looked."""

    @property
    def outputs(self):
        outputs = super().outputs
        if self._behavior is ConfigBehavior.DECODER:
            for layer in range(self._normalized_config.decoder_num_layers):
                outputs[f"cross_attentions.{layer}"] = {
                    0: "batch_size", 2: "decoder_sequence_length", 3: "encoder_sequence_length",
                }
        return outputs


def export(model, bpe, out):
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        PreTrainedTokenizerFast(tokenizer_object=bpe, eos_token="<|endoftext|>").save_pretrained(folder)
        WhisperFeatureExtractor(feature_size=model.config.num_mel_bins).save_pretrained(folder)
        shape = WithAttention(config=model.config, task="automatic-speech-recognition")
        exported = Path(folder) / "exported"
        main_export(
            folder,
            exported,
            task="automatic-speech-recognition-with-past",
            model_kwargs={"output_attentions": True},
            custom_onnx_configs={
                "encoder_model": shape.with_behavior("encoder"),
                "decoder_model": shape.with_behavior("decoder", use_past=True, use_past_in_inputs=False),
                "decoder_with_past_model": shape.with_behavior("decoder", use_past=True, use_past_in_inputs=True),
            },
            do_validation=False,
        )
        out.mkdir(parents=True, exist_ok=True)
        print({file.name: file.stat().st_size for file in sorted(exported.iterdir())})
        for name in ("encoder_model.onnx", "decoder_model_merged.onnx", "config.json", "generation_config.json",
                     "preprocessor_config.json"):
            shutil.copy(exported / name, out / name)
        tie(out / "decoder_model_merged.onnx")
        parsed = json.loads(bpe.to_str())
        (out / "tokenizer.json").write_text(json.dumps(parsed, ensure_ascii=False, separators=(",", ":")) + "\n")


def tie(path):
    """One table of tokens serves at both ends, as in PyTorch: the export writes it twice."""
    model = onnx.load(path)
    tables = {one.name: onnx.numpy_helper.to_array(one) for one in model.graph.initializer}
    embedding = next(name for name in tables if "embed_tokens.weight" in name)
    same = [name for name, table in tables.items() if table.shape == tables[embedding].T.shape and (table == tables[embedding].T).all()]
    for name in same:
        for graph in graphs_of(model.graph):
            users = [node for node in graph.node if name in node.input]
            if users:
                graph.node.insert(0, onnx.helper.make_node("Transpose", [embedding], [f"{name}_of_tokens"], perm=[1, 0]))
            for node in users:
                node.input[list(node.input).index(name)] = f"{name}_of_tokens"
        model.graph.initializer.remove(next(one for one in model.graph.initializer if one.name == name))
    onnx.checker.check_model(model)
    onnx.save(model, path)
    print("tied", same, path.stat().st_size)


def graphs_of(graph):
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from graphs_of(attribute.g)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("out", type=Path)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, help="where the learnt weights are kept; taken from there if they are")
    given = options.parse_args()
    torch.set_num_threads(1)
    bpe, languages = tokenizer()
    config, generation = configs(bpe, languages)
    if given.keep and given.keep.exists():
        config._attn_implementation = "eager"
        model = WhisperForConditionalGeneration(config).eval()
        model.generation_config = generation
        model.load_state_dict(torch.load(given.keep))
    else:
        model = taught_model(config, generation, bpe, given.seed)
    if given.keep:
        torch.save(model.state_dict(), given.keep)
    export(model, bpe, given.out)
    golden = {"features": features_golden(), "cases": generation_golden(model, bpe)}
    (given.out / "golden.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
