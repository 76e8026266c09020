"""Fonts, words, colours and sheets for the pictures that `drawn.py` and `drawn_charts.py` draw."""

import random as randomness
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageFont

WORDS = (
    "the of and to in is that for it with as was on be by at this from or had not are but have an they which one you were "
    "all her she there would their we him been has when who will no more if out so up said what its about than into them "
    "can only other time new some could these two may first then do any like my now over such our man me even most made "
    "after also did many off before must well back through years much where your way report total value system account "
    "invoice address date number chapter section figure table result method data file open close save edit view help"
).split()


@lru_cache
def font_files() -> list[Path]:
    """The scalable fonts of this machine, except those of signs only."""
    found = [p for folder in ("/usr/share/fonts", "/usr/local/share/fonts") for p in Path(folder).rglob("*.[to]tf")]
    return sorted(p for p in found if "Symbol" not in p.name and "D0500" not in p.name and "Z003" not in p.name)


@lru_cache(maxsize=512)
def font(path: Path, size: int):
    return ImageFont.truetype(str(path), size)


def any_font(random: randomness.Random, size: int, mono: bool = False):
    files = [p for p in font_files() if ("Mono" in p.name) == mono] or font_files()
    return font(random.choice(files), size)


def line(random: randomness.Random, words: int) -> str:
    return " ".join(random.choice(WORDS) for _ in range(words))


def colour(random: randomness.Random, low: int = 0, high: int = 255) -> tuple[int, int, int]:
    return (random.randint(low, high), random.randint(low, high), random.randint(low, high))


def sheet(random: randomness.Random, ground, portrait: float = 0.5) -> Image.Image:
    long, short = random.randint(420, 760), random.randint(320, 480)
    return Image.new("RGB", (short, long) if random.random() < portrait else (long, short), ground)
