"""Pictures between photographs and drawings: pages that were photographed or scanned, sketches, screens with
photographs on them, photographs on which nothing is to be seen. Made with Pillow; see `drawn.py`."""

import io
import random as randomness

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from drawn_flat import soft
from pens import colour, sheet


def perspective(picture: Image.Image, corners: list[tuple[float, float]], ground: Image.Image) -> Image.Image:
    """`picture` with its corners (top left, then clockwise) at `corners` of `ground`."""
    width, height = picture.size
    rows, right = [], []
    for (x, y), (u, v) in zip(corners, [(0, 0), (width, 0), (width, height), (0, height)]):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    numbers = np.linalg.solve(np.array(rows, dtype=float), np.array(right, dtype=float)).tolist()
    how = (ground.size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)
    mask = Image.new("L", picture.size, 255).transform(*how)
    return Image.composite(picture.transform(*how), ground, mask)


def lit(random: randomness.Random, picture: Image.Image) -> Image.Image:
    """Uneven light, the lamp's tint, the camera's noise and a little blur."""
    shade = Image.new("L", (3, 3))
    shade.putdata([random.randint(110, 255) for _ in range(9)])
    light = Image.merge("RGB", [shade.point(lambda v, k=random.uniform(0.82, 1.0): int(v * k)) for _ in range(3)])
    picture = ImageChops.multiply(picture, light.resize(picture.size, Image.Resampling.BICUBIC))
    grain = Image.effect_noise(picture.size, random.uniform(5, 40)).convert("RGB")
    picture = Image.blend(picture, grain, random.uniform(0.0, 0.1))
    return picture.filter(ImageFilter.GaussianBlur(random.choice([0, 0.5, 1.0, 1.5])))


def desk(random: randomness.Random, page: Image.Image, photograph: Image.Image) -> Image.Image:
    """The page as a camera takes it, most of the view, on a table or on what lies there."""
    width, height = page.size
    size = (int(width * 1.12), int(height * 1.12))
    if random.random() < 0.5:
        ground = photograph.resize(size).filter(ImageFilter.GaussianBlur(random.uniform(4, 14)))
    else:
        ground = soft(random).resize(size)
    spread = lambda x, y: (x + random.uniform(-0.05, 0.12) * width, y + random.uniform(-0.05, 0.12) * height)
    corners = [spread(0, 0), spread(width * 0.95, 0), spread(width * 0.95, height * 0.95), spread(0, height * 0.95)]
    return lit(random, perspective(page, corners, ground))


def scan(random: randomness.Random, page: Image.Image) -> Image.Image:
    """Grey or yellowed, askew, with the scanner's border and specks."""
    grey = ImageOps.grayscale(page)
    if random.random() < 0.3:
        grey = grey.point(lambda v: 255 if v > random.randint(120, 200) else 0)
    ground = tuple(random.randint(200, 255) for _ in range(3))
    picture = ImageOps.colorize(grey, (random.randint(0, 60),) * 3, ground)
    picture = picture.rotate(random.uniform(-4, 4), Image.Resampling.BICUBIC, fillcolor=random.choice([ground, (20, 20, 20), (255, 255, 255)]))
    draw = ImageDraw.Draw(picture)
    for _ in range(random.randint(0, 60)):
        x, y = random.randint(0, picture.width), random.randint(0, picture.height)
        draw.point((x, y), fill=(60, 60, 60))
    grain = Image.effect_noise(picture.size, random.uniform(10, 60)).convert("RGB")
    return Image.blend(picture, grain, random.uniform(0, 0.12)).filter(ImageFilter.GaussianBlur(random.choice([0, 0.6, 1.2])))


def scribble(random: randomness.Random) -> Image.Image:
    """Writing or drawing by hand: trembling strokes in pencil, pen or crayon on paper."""
    picture = sheet(random, tuple(random.randint(205, 255) for _ in range(3)), 0.5)
    draw, (width, height) = ImageDraw.Draw(picture), picture.size
    ink, broad = colour(random, 0, 130), random.choice([1, 2, 2, 3, 5])
    if random.random() < 0.3:
        for y in range(30, height, 26):
            draw.line((0, y, width, y), fill=(170, 190, 220))
    if random.random() < 0.5:
        size, y = random.randint(6, 22), 30
        while y < height - 20:
            x = random.randint(10, 40)
            while x < width - 60:
                points = [(x + at * size * 0.35 + random.uniform(-2, 2), y + random.uniform(-1, 1) * size * (0.5 if at % 3 else 0.9)) for at in range(random.randint(4, 20))]
                draw.line(points, fill=ink, width=broad, joint="curve")
                x = points[-1][0] + size
            y += size * random.uniform(1.9, 2.6)
    else:
        for _ in range(random.randint(3, 40)):
            paint = ink if random.random() < 0.6 else colour(random, 0, 220)
            x, y, heading, points = random.uniform(0, width), random.uniform(0, height), random.uniform(0, 6.3), []
            bend = random.uniform(-0.25, 0.25)
            for _ in range(random.randint(5, 60)):
                points.append((x, y))
                heading += bend + random.uniform(-0.15, 0.15)
                x, y = x + 9 * np.cos(heading), y + 9 * np.sin(heading)
            draw.line(points, fill=paint, width=random.randint(broad, broad + 4), joint="curve")
    return picture.filter(ImageFilter.GaussianBlur(random.choice([0, 0.5, 0.8])))


def sketch(random: randomness.Random, photograph: Image.Image) -> Image.Image:
    """A pencil's or a comic's picture of a photograph: its outlines, with few flat colours or none."""
    smooth = photograph.filter(ImageFilter.MedianFilter(random.choice([5, 7, 9])))
    edges = ImageOps.grayscale(smooth).filter(ImageFilter.FIND_EDGES)
    bar = random.randint(18, 50)
    lines = edges.point(lambda v: 0 if v > bar else 255).filter(ImageFilter.MinFilter(random.choice([1, 3])))
    if random.random() < 0.5:
        return lines.convert("RGB").filter(ImageFilter.GaussianBlur(random.choice([0, 0.7])))
    flat = ImageOps.posterize(smooth, random.choice([1, 2, 2, 3])).filter(ImageFilter.ModeFilter(random.choice([7, 11])))
    return ImageChops.multiply(flat, lines.convert("RGB")) if random.random() < 0.7 else flat


def stroked(random: randomness.Random, photograph: Image.Image) -> Image.Image:
    """A photograph as pencil, relief or paint would have it."""
    kind, grey = random.randrange(4), ImageOps.grayscale(photograph)
    if kind == 0:
        far = ImageOps.invert(grey).filter(ImageFilter.GaussianBlur(random.uniform(2, 9)))
        light = np.asarray(grey, dtype=np.float32) / np.maximum(256 - np.asarray(far, dtype=np.float32), 1)
        picture = Image.fromarray((light * 255).clip(0, 255).astype(np.uint8)).convert("RGB")
        return ImageOps.colorize(picture.convert("L"), colour(random, 0, 90), colour(random, 215, 255)) if random.random() < 0.4 else picture
    if kind == 1:
        rough = grey.filter(ImageFilter.GaussianBlur(random.uniform(0, 2))).filter(random.choice([ImageFilter.CONTOUR, ImageFilter.EMBOSS]))
        return ImageOps.autocontrast(rough, 2).convert("RGB")
    painted = photograph.filter(ImageFilter.ModeFilter(random.choice([7, 9, 13])))
    if kind == 2:
        return painted
    return ImageOps.posterize(painted.filter(ImageFilter.MedianFilter(5)), random.randint(2, 4))


def on_screen(random: randomness.Random, screen: Image.Image, photographs: list[Image.Image]) -> Image.Image:
    """A program's surface with small photographs on it."""
    screen = screen.copy()
    width, height = screen.size
    for photograph in photographs[: random.choice([1, 1, 2, 3])]:
        share = random.uniform(0.15, 0.4)
        small = photograph.copy()
        small.thumbnail((int(width * share), int(height * share * 1.3)))
        screen.paste(small, (random.randint(0, width - small.width), random.randint(20, max(20, height - small.height))))
    return screen


def unseen(random: randomness.Random, photograph: Image.Image) -> Image.Image:
    """Taken with the cap on, far too dark or far too bright, or a finger before the lens."""
    picture, kind = photograph, random.random()
    if kind < 0.45:
        picture = picture.point(lambda v, k=random.uniform(0, 0.035): int(v * k))
    elif kind < 0.75:
        picture = picture.point(lambda v, k=random.uniform(0.95, 1.0): int(v + (255 - v) * k))
    else:
        finger = Image.new("RGB", picture.size, (random.randint(120, 230), random.randint(40, 150), random.randint(20, 120)))
        picture = Image.blend(picture.filter(ImageFilter.GaussianBlur(40)), finger, random.uniform(0.9, 1.0))
    grain = Image.effect_noise(picture.size, random.uniform(5, 50)).convert("RGB")
    return Image.blend(picture, grain, random.uniform(0, 0.08))


def worn(random: randomness.Random, photograph: Image.Image) -> Image.Image:
    """A photograph still, as poor cameras and long ways through the net leave it: this one is to be captioned."""
    picture, kind = photograph, random.randrange(6)
    if kind == 0:
        picture = ImageOps.grayscale(picture).convert("RGB")
    if kind in (0, 1) and random.random() < 0.5:
        picture = picture.point(lambda v, k=random.uniform(0.2, 0.7): int(v * k))
    if kind in (2, 3):
        picture = picture.filter(ImageFilter.GaussianBlur(min(picture.size) * random.uniform(0.002, 0.012)))
    if kind in (3, 4):
        less = random.uniform(1.5, 5)
        picture = picture.resize((int(picture.width / less), int(picture.height / less)), Image.Resampling.BILINEAR)
    if kind in (1, 4, 5):
        store = io.BytesIO()
        picture.save(store, "JPEG", quality=random.randint(8, 50))
        picture = Image.open(store).convert("RGB")
    if random.random() < 0.3:
        grain = Image.effect_noise(picture.size, random.uniform(10, 60)).convert("RGB")
        picture = Image.blend(picture, grain, random.uniform(0.02, 0.1))
    return picture
