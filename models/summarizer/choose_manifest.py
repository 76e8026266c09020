"""Writes the product's manifest of the chooser: `python choose_manifest.py WEIGHTS models/parola-chooser.json --meetings X --abstracts Y`.

X, Y: ROUGE-1 of QMSum's and SciTLDR's dev parts, as choose_evaluate.py prints them (filler rule).
"""

import argparse
import hashlib
import json
from pathlib import Path

from choose_model import VECTOR
from features import NAMES

FILES = ("choose-encoder.onnx", "choose-decoder.onnx")
STATE = ("h", "c", "chosen", "cover")
MOST_SENTENCES = 300


def graphs() -> dict:
    step = {
        "file": FILES[1],
        "ids": {"input": "previous", "shape": "beams-by-1"},
        "encoded": {"memory": "memory", **{f"{name}0": name for name in STATE}},
        "shared": ["memory"],
        "logits": "logits",
        "attention": [{"output": "attention", "heads": [0]}],
        "state": [{"input": name, "output": f"{name}_out", "beamAxis": 0} for name in STATE],
    }
    return {
        "kind": "encoder-decoder",
        "encoder": {"file": FILES[0], "input": "sentences", "outputs": ["memory", *(f"{name}0" for name in STATE)]},
        "decoder": {"step": step},
        "tokens": {"start": 0, "end": 0, "vocabularySize": MOST_SENTENCES + 1},
        "decode": {"search": "greedy", "maxTokens": MOST_SENTENCES},
        "pointer": {
            "to": "sentences",
            "vectorsFrom": "parola-cleaner",
            "vectorWidth": VECTOR,
            "features": list(NAMES),
            "maxSentences": MOST_SENTENCES,
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--meetings", type=float, required=True)
    parser.add_argument("--abstracts", type=float, required=True)
    args = parser.parse_args()
    source = "measured on the stored graphs, models/summarizer/CHOOSER.md"
    files = [
        {
            "name": name,
            "bytes": (args.weights / name).stat().st_size,
            "sha256": hashlib.sha256((args.weights / name).read_bytes()).hexdigest(),
            "sources": [f"bundled:summarizer/weights/{name}"],
        }
        for name in FILES
    ]
    manifest = {
        "id": "parola-chooser",
        "title": "Summarize: the sentences that carry a text",
        "name": "Parola's chooser",
        "revision": "1",
        "task": "summarize",
        "default": True,
        "languages": ["en"],
        "licence": {
            "spdx": "MIT AND Apache-2.0",
            "credit": "Trained by the Parola authors on QMSum (Zhong et al. 2021, MIT) and SciTLDR (Allen Institute for AI, Apache-2.0)",
            "url": "https://github.com/Yale-LILY/QMSum",
        },
        "description": "Chooses the sentences that carry a text, one after another, seeing what it has chosen. Comes with Parola. "
        "Learnt from English meetings and abstracts of papers.",
        "quality": [
            {"measure": "ROUGE-1", "data": "QMSum dev, spans of 5 to 60 sentences, 60 words", "value": args.meetings, "source": source},
            {"measure": "ROUGE-1", "data": "SciTLDR-A dev, 21 words", "value": args.abstracts, "source": source},
        ],
        "files": files,
        "graphs": graphs(),
    }
    args.out.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
