"""Pictures that are no photographs, drawn with Pillow: what the test "photograph or not" learns from.

Each function takes a `random.Random` and gives an RGB picture; `drawn_kinds.py` says what they are. The pictures it is measured on
are made by other means and in other styles (`rendered.py`).
"""

import random as randomness

from PIL import Image, ImageDraw, ImageFilter

from pens import WORDS, any_font, colour, line, sheet


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
