"""What there is besides photographs, by kind: which of the drawn pictures are a document, a screenshot and so on."""

import io
import random as randomness
from collections.abc import Callable

from PIL import Image

from drawn import blank, blur, drawing, logo, paper, terminal, window
from drawn_charts import chart, diagram
from drawn_flat import flag, icons, pattern, soft, streets
from drawn_photographed import desk, on_screen, scan, scribble, sketch, stroked, unseen

Maker = Callable[[randomness.Random, Callable[[], Image.Image]], Image.Image]


def alone(make) -> Maker:
    return lambda random, _: make(random)


def photographed(*makers) -> Maker:
    return lambda random, photograph: desk(random, random.choice(makers)(random), photograph())


def scanned(*makers) -> Maker:
    return lambda random, _: scan(random, random.choice(makers)(random))


def of_photograph(make) -> Maker:
    return lambda random, photograph: make(random, photograph())


KINDS: dict[str, list[Maker]] = {
    "document": [alone(paper), alone(paper), photographed(paper, scribble), scanned(paper, scribble)],
    "screenshot": [
        alone(window), alone(terminal),
        lambda random, photograph: on_screen(random, window(random), [photograph() for _ in range(3)]),
    ],
    "chart": [alone(chart), alone(diagram), alone(chart), photographed(chart, diagram), scanned(chart, diagram)],
    "drawing": [
        alone(logo), alone(drawing), alone(flag), alone(streets), alone(icons), alone(scribble), alone(pattern),
        of_photograph(sketch), of_photograph(stroked), photographed(drawing, scribble), scanned(drawing, scribble),
    ],
    "blank": [alone(blank), alone(soft), of_photograph(unseen)],
    "blurred": [of_photograph(blur)],
}


def make(random: randomness.Random, kind: str, at: int, photograph: Callable[[], Image.Image]) -> Image.Image:
    """The `at`-th picture of a kind, now and then small or packed hard, as pictures are that went round."""
    picture = KINDS[kind][at % len(KINDS[kind])](random, photograph)
    if random.random() < 0.15:
        picture = picture.resize((max(24, picture.width // 4), max(24, picture.height // 4)), Image.Resampling.LANCZOS)
    if random.random() < 0.35:
        store = io.BytesIO()
        picture.save(store, "JPEG", quality=random.randint(15, 85))
        picture = Image.open(store)
    return picture.convert("RGB")
