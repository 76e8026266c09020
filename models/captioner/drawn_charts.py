"""Charts and diagrams, drawn with Pillow; see `drawn.py`."""

import random as randomness

from PIL import Image, ImageDraw

from pens import WORDS, any_font, colour, line, sheet


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
