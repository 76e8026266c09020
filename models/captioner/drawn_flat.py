"""Flags, maps, rows of icons, patterns and soft grounds, drawn with Pillow; see `drawn.py`."""

import math
import random as randomness

from PIL import Image, ImageDraw, ImageFilter

from pens import WORDS, any_font, colour, line, sheet


def star(x: float, y: float, radius: float, points: int = 5, depth: float = 0.4) -> list[tuple[float, float]]:
    turns = [math.pi * at / points - math.pi / 2 for at in range(2 * points)]
    return [(x + math.cos(t) * radius * (depth if at % 2 else 1), y + math.sin(t) * radius * (depth if at % 2 else 1)) for at, t in enumerate(turns)]


def flag(random: randomness.Random) -> Image.Image:
    """Stripes, a cross or a field with a sign, alone or as on a card with a border."""
    inks = [random.choice([colour(random), (255, 255, 255), (200, 16, 46), (0, 40, 104), (0, 122, 61), (255, 205, 0), (0, 0, 0)]) for _ in range(5)]
    picture = sheet(random, inks[0], 0.1)
    draw, (width, height) = ImageDraw.Draw(picture), picture.size
    kind = random.choice(["rows", "columns", "cross", "sign", "corner", "diagonal"])
    count = random.choice([2, 3, 3, 3, 5, 9, 13])
    if kind in ("rows", "corner"):
        for at in range(count):
            draw.rectangle((0, at * height / count, width, (at + 1) * height / count), fill=inks[at % random.choice([2, 3])])
    if kind == "columns":
        for at in range(count):
            draw.rectangle((at * width / count, 0, (at + 1) * width / count, height), fill=inks[at % 3])
    if kind == "cross":
        middle, bar = width * random.choice([0.36, 0.5]), height * random.uniform(0.1, 0.25)
        draw.rectangle((middle - bar / 2, 0, middle + bar / 2, height), fill=inks[1])
        draw.rectangle((0, height / 2 - bar / 2, width, height / 2 + bar / 2), fill=inks[1])
    if kind == "diagonal":
        draw.polygon([(0, 0), (width * random.uniform(0.3, 1), height / 2), (0, height)], fill=inks[1])
    if kind == "corner":
        draw.rectangle((0, 0, width * 0.42, height * 0.5), fill=inks[3])
        for _ in range(random.randint(1, 20)):
            draw.polygon(star(random.uniform(0.02, 0.4) * width, random.uniform(0.03, 0.47) * height, height * 0.03), fill=inks[4])
    elif random.random() < 0.5:
        x, y, size = width * random.choice([0.2, 0.5]), height / 2, height * random.uniform(0.12, 0.3)
        if random.random() < 0.5:
            draw.ellipse((x - size, y - size, x + size, y + size), fill=inks[2])
        else:
            draw.polygon(star(x, y, size, random.randint(4, 9)), fill=inks[2])
    if random.random() < 0.25:
        whole = Image.new("RGB", (width + 120, height + 120), random.choice([(255, 255, 255), colour(random)]))
        whole.paste(picture, (60, 60))
        return whole
    return picture


def streets(random: randomness.Random) -> Image.Image:
    """A map: land, water, parks, streets, names."""
    dark = random.random() < 0.2
    picture = sheet(random, colour(random, 20, 50) if dark else colour(random, 215, 250), 0.4)
    draw, (width, height) = ImageDraw.Draw(picture), picture.size
    for _ in range(random.randint(1, 6)):
        x, y, size = random.randint(0, width), random.randint(0, height), random.randint(40, 260)
        edge = [(x + size * random.uniform(0.5, 1) * math.cos(t / 9 * 2 * math.pi), y + size * random.uniform(0.5, 1) * math.sin(t / 9 * 2 * math.pi)) for t in range(9)]
        water = random.random() < 0.5
        draw.polygon(edge, fill=(random.randint(100, 170), random.randint(180, 220), 240) if water else (random.randint(170, 210), 225, 175))
    paint = random.choice([(255, 255, 255), (250, 220, 120), (120, 120, 130), (245, 170, 90)])
    for _ in range(random.randint(6, 40)):
        point, turn, points = (random.randint(0, width), random.randint(0, height)), random.uniform(0, 6.3), []
        for _ in range(random.randint(2, 12)):
            points.append(point)
            turn += random.uniform(-0.5, 0.5)
            point = (point[0] + 60 * math.cos(turn), point[1] + 60 * math.sin(turn))
        draw.line([*points, point], fill=paint, width=random.choice([1, 2, 3, 5, 9]), joint="curve")
    for _ in range(random.randint(0, 16)):
        ink = (220, 220, 220) if dark else colour(random, 0, 110)
        draw.text((random.randint(0, width - 60), random.randint(0, height - 12)), line(random, 2).title(), fill=ink, font=any_font(random, random.randint(8, 18)))
    return picture


def icons(random: randomness.Random) -> Image.Image:
    """Rows of small signs with or without names, as a menu of programs or a set of symbols."""
    picture = sheet(random, random.choice([(255, 255, 255), (18, 18, 22), colour(random)]), 0.5)
    draw, (width, height) = ImageDraw.Draw(picture), picture.size
    size, flat = random.randint(28, 110), random.random() < 0.4
    ink = (255, 255, 255) if sum(picture.getpixel((0, 0))) < 330 else (30, 30, 30)
    for y in range(20, height - size, int(size * 1.6)):
        for x in range(20, width - size, int(size * 1.5)):
            box = (x, y, x + size, y + size)
            paint = ink if flat else colour(random)
            if not flat:
                draw.rounded_rectangle(box, size // 5, fill=paint)
            inner = (x + size * 0.25, y + size * 0.25, x + size * 0.75, y + size * 0.75)
            mark, stroke = random.randrange(4), ink if flat else (255, 255, 255)
            if mark == 0:
                draw.ellipse(inner, outline=stroke, width=max(2, size // 12))
            elif mark == 1:
                draw.polygon(star(x + size / 2, y + size / 2, size * 0.3, random.randint(3, 8)), fill=stroke)
            elif mark == 2:
                draw.rectangle(inner, outline=stroke, width=max(2, size // 12))
            else:
                draw.text((x + size * 0.3, y + size * 0.2), random.choice(WORDS)[0].upper(), fill=stroke, font=any_font(random, int(size * 0.6)))
            if not flat:
                draw.text((x, y + size + 2), random.choice(WORDS), fill=ink, font=any_font(random, 11))
    return picture


def pattern(random: randomness.Random) -> Image.Image:
    """Stripes, checks, dots, waves: wallpaper and tests."""
    picture = sheet(random, colour(random))
    draw, (width, height) = ImageDraw.Draw(picture), picture.size
    step, ink, kind = random.randint(8, 90), colour(random), random.randrange(4)
    for x in range(0, width, step):
        if kind == 0:
            draw.rectangle((x, 0, x + step // 2, height), fill=ink)
        for y in range(0, height, step):
            if kind == 1 and (x // step + y // step) % 2:
                draw.rectangle((x, y, x + step, y + step), fill=ink)
            if kind == 2:
                draw.ellipse((x, y, x + step * 0.6, y + step * 0.6), fill=ink)
        if kind == 3:
            draw.line([(t, x + step * 0.4 * math.sin(t / step)) for t in range(0, width, 4)], fill=ink, width=max(2, step // 4))
    return picture.rotate(random.choice([0, 0, 45, 20]), expand=False)


def soft(random: randomness.Random) -> Image.Image:
    """Grounds that change softly: two to five colours, clouds of light, a vignette."""
    few = (random.randint(1, 3), random.randint(1, 3)) if random.random() < 0.6 else (2, 2)
    small = Image.new("RGB", few)
    low = random.choice([0, 0, 120, 200])
    small.putdata([colour(random, low, min(255, low + random.choice([20, 80, 255]))) for _ in range(few[0] * few[1])])
    picture = small.resize((random.randint(320, 760), random.randint(320, 600)), Image.Resampling.BICUBIC)
    if random.random() < 0.4:
        light = Image.radial_gradient("L").resize(picture.size)
        picture = Image.composite(picture, Image.new("RGB", picture.size, colour(random)), light)
    if random.random() < 0.4:
        grain = Image.effect_noise(picture.size, random.uniform(4, 25)).convert("RGB")
        picture = Image.blend(picture, grain, random.uniform(0.02, 0.15))
    return picture.filter(ImageFilter.GaussianBlur(random.choice([0, 0, 12])))
