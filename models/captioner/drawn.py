"""Pictures that are no photographs, drawn with Pillow: what the test "photograph or not" learns from.

Each function takes a `random.Random` and gives an RGB picture; `KINDS` names them. The pictures it is measured on
are made by other means and in other styles (`rendered.py`).
"""

import random as randomness
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

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


def paper(random: randomness.Random) -> Image.Image:
    """A page: heading, paragraphs in one or two columns, sometimes a table or a stamp of ink."""
    picture = sheet(random, tuple(random.randint(235, 255) for _ in range(3)), 0.8)
    draw, (width, height) = ImageDraw.Draw(picture), picture.size
    size, ink = random.randint(7, 20), colour(random, 0, 70)
    face, columns, margin = any_font(random, size), random.choice([1, 1, 2]), random.randint(10, 60)
    top = margin
    if random.random() < 0.7:
        draw.text((margin, top), line(random, 3).title(), fill=ink, font=any_font(random, size * 2))
        top += size * 4
    wide = (width - margin * (columns + 1)) // columns
    for column in range(columns):
        left, y = margin + column * (wide + margin), top
        while y < height - margin:
            if random.random() < 0.12:
                y += size * 2
                continue
            draw.text((left, y), line(random, 30)[: max(4, int(wide / size * 1.9))], fill=ink, font=face)
            y += int(size * 1.5)
    if random.random() < 0.4:
        draw_table(random, draw, (margin, height // 2, width - margin, height - margin), ink)
    return picture.rotate(random.uniform(-2, 2), fillcolor=(250, 250, 250)) if random.random() < 0.3 else picture


def draw_table(random: randomness.Random, draw: ImageDraw.ImageDraw, box, ink) -> None:
    left, top, right, bottom = box
    draw.rectangle(box, fill=(255, 255, 255))
    rows, columns = random.randint(4, 14), random.randint(2, 7)
    high, wide = (bottom - top) / rows, (right - left) / columns
    face = any_font(random, max(7, int(high * 0.5)))
    for row in range(rows + 1):
        draw.line((left, top + row * high, right, top + row * high), fill=ink)
    for column in range(columns + 1):
        draw.line((left + column * wide, top, left + column * wide, bottom), fill=ink)
    for row in range(rows):
        for column in range(columns):
            text = random.choice(WORDS) if column == 0 else str(random.randint(0, 99999))
            draw.text((left + column * wide + 3, top + row * high + 2), text[: int(wide / 6)], fill=ink, font=face)


def terminal(random: randomness.Random) -> Image.Image:
    dark = random.random() < 0.8
    picture = sheet(random, colour(random, 0, 45) if dark else colour(random, 225, 255), 0.1)
    draw, (width, height) = ImageDraw.Draw(picture), picture.size
    size = random.randint(9, 18)
    face, y = any_font(random, size, mono=True), 4
    inks = [colour(random, 120, 255) if dark else colour(random, 0, 120) for _ in range(4)]
    for _ in range(random.randint(3, height // size)):
        indent = random.choice([0, 0, 2, 4, 8]) * size // 2
        text = random.choice(["$ ", "> ", "", "", "[ OK ] ", "/* ", "def ", "12:04:11 "]) + line(random, random.randint(1, 9))
        draw.text((6 + indent, y), text, fill=random.choice(inks), font=face)
        y += int(size * 1.3)
    return picture


def window(random: randomness.Random) -> Image.Image:
    """A program's or a page's surface: bars, buttons, lists, fields, panes."""
    dark = random.random() < 0.35
    ground = colour(random, 20, 60) if dark else colour(random, 225, 255)
    picture = sheet(random, ground, 0.3)
    draw, (width, height) = ImageDraw.Draw(picture), picture.size
    ink, accent = (colour(random, 190, 255) if dark else colour(random, 0, 80)), colour(random, 30, 230)
    size = random.randint(8, 15)
    face, bar = any_font(random, size), random.randint(18, 46)
    draw.rectangle((0, 0, width, bar), fill=accent)
    draw.text((8, bar // 2 - size // 2), line(random, random.randint(2, 6)), fill=(255, 255, 255), font=face)
    side = random.choice([0, width // 5, width // 4])
    if side:
        draw.rectangle((0, bar, side, height), fill=colour(random, 30, 70) if dark else colour(random, 200, 235))
        for y in range(bar + 8, height - size, size * 2):
            draw.text((6, y), random.choice(WORDS).title(), fill=ink, font=face)
    y = bar + 10
    while y < height - 20:
        x = side + 10
        kind = random.random()
        if kind < 0.25:
            for _ in range(random.randint(1, 4)):
                draw.rounded_rectangle((x, y, x + 80, y + size * 2), 5, fill=random.choice([accent, colour(random)]))
                draw.text((x + 8, y + 4), random.choice(WORDS), fill=(255, 255, 255), font=face)
                x += 92
            y += size * 3
        elif kind < 0.4:
            draw.rectangle((x, y, width - 12, y + size * 2), outline=ink)
            y += size * 3
        elif kind < 0.5:
            for _ in range(random.randint(2, 5)):
                draw.rectangle((x, y, x + 70, y + 60), fill=colour(random), outline=ink)
                x += 82
            y += 72
        else:
            draw.text((x, y), line(random, random.randint(3, 16)), fill=ink, font=face)
            y += int(size * 1.6)
    return picture


def chart(random: randomness.Random) -> Image.Image:
    dark = random.random() < 0.15
    picture = sheet(random, colour(random, 10, 40) if dark else colour(random, 240, 255), 0.1)
    draw, (width, height) = ImageDraw.Draw(picture), picture.size
    ink = (220, 220, 220) if dark else colour(random, 0, 90)
    face, kind = any_font(random, random.randint(8, 13)), random.choice(["bars", "lines", "dots", "pie", "area", "sideways"])
    draw.text((width // 3, 6), line(random, 3).title(), fill=ink, font=any_font(random, 16))
    left, top, right, bottom = 50, 36, width - random.randint(15, 110), height - 40
    if kind == "pie":
        start, middle, radius = 0.0, (width // 2, height // 2), min(width, height) // 3
        box = [middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius]
        while start < 360:
            end = min(360.0, start + random.uniform(15, 110))
            draw.pieslice(box, start, end, fill=colour(random, 40, 240), outline=ink)
            start = end
        return picture
    draw.line((left, top, left, bottom, right, bottom), fill=ink, width=random.randint(1, 2))
    for step in range(6):
        y = bottom - step * (bottom - top) / 6
        if random.random() < 0.6:
            draw.line((left, y, right, y), fill=(150, 150, 150))
        draw.text((8, y - 6), str(step * random.choice([1, 10, 250])), fill=ink, font=face)
    count = random.randint(4, 14)
    for x in range(count):
        draw.text((left + x * (right - left) / count, bottom + 8), random.choice(WORDS)[:5], fill=ink, font=face)
    for _ in range(random.randint(1, 4)):
        paint = colour(random, 20, 230)
        level, points = random.uniform(0.2, 0.8), []
        for x in range(count * 3):
            level = min(1, max(0, level + random.uniform(-0.15, 0.15)))
            points.append((left + x * (right - left) / count / 3, bottom - level * (bottom - top)))
        wide = (right - left) / count
        for x, (at, y) in enumerate(points):
            if kind == "bars" and x % 3 == 0:
                draw.rectangle((at + 3, y, at + wide * 0.7, bottom), fill=paint)
            if kind == "sideways" and x % 3 == 0:
                row = top + x / 3 * (bottom - top) / count
                draw.rectangle((left, row + 2, left + (bottom - y), row + (bottom - top) / count * 0.7), fill=paint)
            if kind == "dots":
                jitter = random.uniform(-40, 40)
                draw.ellipse((at - 3, y + jitter - 3, at + 3, y + jitter + 3), fill=paint)
        if kind == "lines":
            draw.line(points, fill=paint, width=random.randint(1, 4))
        if kind == "area":
            draw.polygon([*points, (points[-1][0], bottom), (left, bottom)], fill=paint)
    return picture


def diagram(random: randomness.Random) -> Image.Image:
    """Boxes and arrows."""
    picture = sheet(random, colour(random, 235, 255), 0.3)
    draw, (width, height) = ImageDraw.Draw(picture), picture.size
    ink, face, fill = colour(random, 0, 90), any_font(random, random.randint(9, 15)), colour(random, 170, 255)
    places = [(random.randint(10, width - 110), random.randint(10, height - 60)) for _ in range(random.randint(3, 10))]
    for (a, b), (c, d) in zip(places, places[1:]):
        draw.line((a + 45, b + 20, c + 45, d + 20), fill=ink, width=2)
    for x, y in places:
        shape = random.choice([draw.rectangle, draw.ellipse])
        shape((x, y, x + 95, y + 42), fill=fill, outline=ink, width=2)
        draw.text((x + 14, y + 12), random.choice(WORDS), fill=ink, font=face)
    return picture


def logo(random: randomness.Random) -> Image.Image:
    """A few flat shapes in the middle, often with a word."""
    side = random.randint(64, 520)
    picture = Image.new("RGB", (side, side), random.choice([(255, 255, 255), (0, 0, 0), colour(random)]))
    draw, inks = ImageDraw.Draw(picture), [colour(random) for _ in range(3)]
    if random.random() < 0.4:
        draw.rounded_rectangle((side * 0.06, side * 0.06, side * 0.94, side * 0.94), side // 6, fill=colour(random))
    for _ in range(random.randint(1, 5)):
        a, b = sorted(random.uniform(0.12, 0.88) * side for _ in range(2))
        c, d = sorted(random.uniform(0.12, 0.88) * side for _ in range(2))
        shape, ink = random.choice(["ellipse", "rectangle", "polygon", "arc", "line"]), random.choice(inks)
        if shape == "polygon":
            corners = [(random.uniform(a, b + 1), random.uniform(c, d + 1)) for _ in range(random.randint(3, 6))]
            draw.polygon(corners, fill=ink)
        elif shape == "arc":
            draw.arc((a, c, b + 1, d + 1), random.randint(0, 180), random.randint(200, 360), fill=ink, width=max(2, side // 20))
        elif shape == "line":
            draw.line((a, c, b, d), fill=ink, width=max(2, side // 16))
        else:
            getattr(draw, shape)((a, c, b + 1, d + 1), fill=ink)
    if random.random() < 0.5:
        text = random.choice(WORDS).upper()[: random.randint(1, 8)]
        draw.text((side * 0.15, side * random.uniform(0.3, 0.7)), text, fill=random.choice(inks), font=any_font(random, max(10, side // 6)))
    return picture


def drawing(random: randomness.Random) -> Image.Image:
    """A simple scene or a scribble: flat colours or strokes with outlines, as a child or a cartoon has them."""
    lines = random.random() < 0.4
    picture = sheet(random, (255, 255, 255) if lines else colour(random, 130, 255), 0.4)
    draw, (width, height) = ImageDraw.Draw(picture), picture.size
    ink = colour(random, 0, 60)
    if not lines:
        draw.rectangle((0, height * random.uniform(0.5, 0.8), width, height), fill=colour(random, 30, 220))
    for _ in range(random.randint(3, 12)):
        x, y, size = random.randint(0, width), random.randint(0, height), random.randint(20, 160)
        fill = None if lines else colour(random)
        kind = random.choice(["house", "sun", "tree", "person", "stroke", "hill"])
        if kind == "house":
            draw.rectangle((x, y, x + size, y + size), fill=fill, outline=ink, width=3)
            draw.polygon([(x - 8, y), (x + size / 2, y - size / 2), (x + size + 8, y)], fill=None if lines else colour(random), outline=ink)
        elif kind == "sun":
            draw.ellipse((x, y, x + size, y + size), fill=fill, outline=ink, width=3)
        elif kind == "tree":
            draw.rectangle((x, y, x + size / 6, y + size), fill=fill, outline=ink)
            draw.ellipse((x - size / 3, y - size / 2, x + size / 2, y + size / 3), fill=None if lines else colour(random), outline=ink, width=2)
        elif kind == "person":
            draw.ellipse((x, y, x + size / 3, y + size / 3), fill=fill, outline=ink, width=3)
            for turn in ((0, 0.9), (-0.3, 0.6), (0.3, 0.6), (-0.2, 1.2), (0.2, 1.2)):
                draw.line((x + size / 6, y + size / 3, x + size / 6 + turn[0] * size, y + turn[1] * size), fill=ink, width=3)
        elif kind == "hill":
            draw.pieslice((x - size, y, x + size, y + size * 1.5), 180, 360, fill=fill, outline=ink)
        else:
            points = [(x, y)]
            for _ in range(random.randint(3, 20)):
                points.append((points[-1][0] + random.randint(-40, 40), points[-1][1] + random.randint(-40, 40)))
            draw.line(points, fill=ink if lines else colour(random), width=random.randint(1, 9), joint="curve")
    return picture


def blank(random: randomness.Random) -> Image.Image:
    """One colour, a soft change from one to another, or the camera's noise in the dark."""
    picture = sheet(random, colour(random) if random.random() < 0.7 else (random.choice([0, 255]),) * 3)
    kind = random.random()
    if kind < 0.3:
        other = Image.new("RGB", picture.size, colour(random))
        mask = Image.linear_gradient("L").rotate(random.choice([0, 90, 180, 270])).resize(picture.size)
        return Image.composite(other, picture, mask)
    if kind < 0.5:
        noise = Image.effect_noise(picture.size, random.uniform(5, 60)).convert("RGB")
        return Image.blend(picture, noise, random.uniform(0.1, 0.6))
    if kind < 0.6:
        return Image.effect_noise(picture.size, random.uniform(30, 100)).convert("RGB")
    return picture


def blur(random: randomness.Random, photograph: Image.Image) -> Image.Image:
    """So out of focus, or so shaken, that it cannot be told what is on it."""
    width, height = photograph.size
    if random.random() < 0.7:
        return photograph.filter(ImageFilter.GaussianBlur(min(width, height) * random.uniform(0.05, 0.16)))
    small = photograph.resize((random.randint(1, 3), random.randint(4, 9)), Image.Resampling.BOX)
    return small.resize((width, height), Image.Resampling.BICUBIC).rotate(random.choice([0, 90, 30]), expand=False)


KINDS = {
    "document": [paper], "screenshot": [window, terminal], "chart": [chart, diagram], "drawing": [logo, drawing], "blank": [blank],
}
