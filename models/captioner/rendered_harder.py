"""More pictures that are no photographs, nearer to photographs than `rendered.py`'s: pages photographed and scanned, writing
and drawing by hand, flags, maps, screens with a photograph on them, photographs turned to charcoal or oil, or nearly black.

Made by a browser and ImageMagick, none by what `drawn_kinds.py` draws. Only to measure:
`python rendered_harder.py DATA OUT [--browser chromium] [--each 20]` adds to `rendered.py`'s folder, from dev photographs.
"""

import argparse
import random as randomness
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from rendered import by_browser, chat, code, document, form, hue, plot, words
from words import read_split

TREMBLE = "<filter id=t><feTurbulence baseFrequency='.03' numOctaves='3' seed='{0}'/><feDisplacementMap in='SourceGraphic' scale='{1}'/></filter>"


def convert(picture: Image.Image, *how: str) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "in.png"), Path(folder, "out.png")
        picture.save(source)
        subprocess.run(["convert", source, *how, "+repage", f"png24:{made}"], check=True)
        return Image.open(made).convert("RGB")


def photographed(random, page: Image.Image) -> Image.Image:
    """Seen aslant on a table, with a shadow across it and the camera's noise, packed as JPEG."""
    w, h = page.size
    edge = [random.randint(10, 70) for _ in range(8)]
    moved = f"0,0 {edge[0]},{edge[1]} {w},0 {w - edge[2]},{edge[3]} {w},{h} {w - edge[4]},{h - edge[5]} 0,{h} {edge[6]},{h - edge[7]}"
    table = f"hsl({random.randrange(360)},{random.randint(10, 40)}%,{random.randint(20, 70)}%)"
    shade = ["(", "-size", f"{h}x{w}", f"gradient:white-gray{random.randint(35, 75)}", "-rotate", "90", ")", "-compose", "multiply", "-composite"]
    return convert(page, "-virtual-pixel", "background", "-background", table, "-distort", "Perspective", moved, *shade,
                   "-attenuate", "0.25", "+noise", "Gaussian", "-blur", f"0x{random.choice(['0.6', '1'])}", "-quality", "60")


def scanned(random, page: Image.Image) -> Image.Image:
    return convert(page, "-colorspace", "Gray", "-background", "gray20", "-rotate", f"{random.uniform(-3, 3):.1f}", "-attenuate", "0.3",
                   "+noise", "Gaussian", "-sigmoidal-contrast", "4,50%", "-sepia-tone", f"{random.choice([70, 85, 95])}%")


def by_hand(random) -> str:
    """Trembling lines on paper: words in a slanted hand, or a house, a cat, a face."""
    ink = random.choice(["#223", "#1a3a8a", "#444", "#a22"])
    if random.random() < 0.5:
        rows = "".join(f"<text x='{random.randint(20, 60)}' y='{y}'>{words(random, random.randint(3, 7))}</text>" for y in range(50, 460, random.randint(28, 50)))
        shapes = f"<g fill='{ink}' font-family='serif' font-style='italic' font-size='{random.randint(18, 30)}'>{rows}</g>"
    else:
        figures = []
        for _ in range(random.randint(1, 3)):
            x, y, r = random.randint(120, 500), random.randint(120, 360), random.randint(40, 110)
            figures.append(random.choice([
                f"<circle cx='{x}' cy='{y}' r='{r}'/><circle cx='{x - r / 3}' cy='{y - r / 4}' r='5'/><circle cx='{x + r / 3}' cy='{y - r / 4}' r='5'/><path d='M{x - r / 2} {y + r / 3}Q{x} {y + r} {x + r / 2} {y + r / 3}'/>",
                f"<path d='M{x - r} {y + r}V{y}L{x} {y - r}L{x + r} {y}V{y + r}Z M{x - r / 4} {y + r}V{y + r / 3}H{x + r / 4}V{y + r}'/>",
                f"<path d='M{x} {y + r}V{y}'/><path d='M{x - r} {y}C{x - r} {y - r * 2} {x + r} {y - r * 2} {x + r} {y}Z'/>",
                f"<ellipse cx='{x}' cy='{y}' rx='{r}' ry='{r * 0.6}'/><path d='M{x - r * 0.7} {y - r * 0.4}L{x - r * 0.6} {y - r}L{x - r * 0.2} {y - r * 0.55}M{x + r} {y}q40 -60 10 -90'/>",
            ]))
        fill = random.choice(["none", "none", hue(random, 70, 80)])
        shapes = f"<g fill='{fill}' stroke='{ink}' stroke-width='{random.randint(2, 7)}'>{''.join(figures)}</g>"
    tremble = TREMBLE.format(random.randrange(99), random.randint(4, 14))
    return f"<svg width=640 height=480 style='background:{random.choice(['#fff', '#fbf7ea', '#eef'])}'>{tremble}<g filter='url(#t)'>{shapes}</g></svg>"


def flag(random) -> str:
    inks = [random.choice(["#fff", "#c8102e", "#00205b", "#007a3d", "#ffcd00", "#000", hue(random, 90)]) for _ in range(3)]
    turn = random.choice([0, 90, 45])
    bands = f"linear-gradient({turn}deg,{inks[0]} 33%,{inks[1]} 33% 66%,{inks[2]} 66%)"
    sign = random.choice(["", "★", "☾", "●", "✚", "▲"])
    return f"<div style='height:100%;background:{bands};display:flex;align-items:center;justify-content:center;font-size:{random.randint(90, 230)}px;color:{hue(random, 80)}'>{sign}</div>"


def town(random) -> str:
    parts = [f"<path d='M{random.randint(0, 640)} 0Q{random.randint(0, 640)} 240 {random.randint(0, 640)} 480L640 480V0Z' fill='#aad3df'/>" if random.random() < 0.5 else ""]
    for _ in range(random.randint(5, 40)):
        parts.append(f"<rect x='{random.randint(0, 600)}' y='{random.randint(0, 440)}' width='{random.randint(10, 60)}' height='{random.randint(10, 50)}' fill='{random.choice(['#d9d0c9', '#cdebb0', '#e0dfdf'])}'/>")
    for _ in range(random.randint(6, 20)):
        parts.append(f"<path d='M{random.randint(0, 640)} {random.choice([0, 480])}Q{random.randint(0, 640)} {random.randint(0, 480)} {random.randint(0, 640)} {random.randint(0, 480)}' fill='none' stroke='{random.choice(['#fff', '#f9b29c', '#fcd6a4', '#999'])}' stroke-width='{random.randint(3, 12)}'/>")
    for _ in range(random.randint(4, 14)):
        parts.append(f"<text x='{random.randint(0, 540)}' y='{random.randint(20, 470)}' font-size='{random.randint(9, 16)}'>{words(random, 2)}</text>")
    return f"<svg width=640 height=480 style='background:#f2efe9'>{''.join(parts)}</svg>"


def console(random) -> str:
    ink = random.choice(["#33ff33", "#ffb000", "#eee", "#9cdcfe"])
    rows = "\n".join(f"{random.choice(['$', '#', '>>>', '[ok]', '   '])} {words(random, random.randint(1, 9))}" for _ in range(random.randint(3, 26)))
    return f"<pre style='margin:0;height:100%;background:{random.choice(['#000', '#300a24', '#012456', '#1e1e1e'])};color:{ink};padding:10px;font:{random.randint(12, 20)}px monospace'>{rows}</pre>"


def with_photograph(random, path: Path) -> str:
    """A page with one photograph among its words, a quarter of it or less."""
    dark = random.random() < 0.4
    picture = f"<img src='{path.as_uri()}' style='width:{random.randint(150, 290)}px;float:{random.choice(['left', 'right'])};margin:12px'>"
    return (f"<div style='height:100%;background:{'#18191a' if dark else '#fff'};color:{'#e4e6eb' if dark else '#222'};font:14px sans-serif'>"
            f"<nav style='background:{hue(random)};color:#fff;padding:10px'>{words(random, 6)}</nav><h2 style='margin:12px'>{words(random, 5)}</h2>{picture}"
            f"<p style='padding:12px'>{words(random, random.randint(40, 150))}</p></div>")


def sweep(random) -> str:
    inks = ",".join(hue(random, random.randint(0, 90), random.randint(5, 95)) for _ in range(random.randint(2, 4)))
    return f"<div style='height:100%;background:{random.choice(['conic-gradient(', 'linear-gradient(160deg,', 'radial-gradient('])}{inks})'></div>"


def pictures(random, sort: str, photographs: list[Path], browser: str) -> list[Image.Image]:
    """One for each of `photographs`, which only some sorts need."""
    draw = {"drawing.by-hand": by_hand, "drawing.flag": flag, "drawing.map": town, "screenshot.console": console,
            "blank.sweep": sweep, "document.photographed": document, "document.scanned": document,
            "screenshot.photographed": lambda r: r.choice([form, chat, code])(r)}
    how = {"drawing.charcoal": ("-charcoal", "2"), "drawing.oil": ("-paint", "7"), "blank.dark": ("-evaluate", "multiply", "0.02", "-attenuate", "0.15", "+noise", "Gaussian"),
           "blank.bright": ("-evaluate", "multiply", "0.03", "-evaluate", "add", "96%")}
    if sort in how:
        return [convert(Image.open(path), *how[sort]) for path in photographs]
    if sort == "chart.photographed":
        return [photographed(random, plot(random)) for _ in photographs]
    made = by_browser(browser, [with_photograph(random, path) if sort == "screenshot.with-photograph" else draw[sort](random) for path in photographs])
    change = {"photographed": photographed, "scanned": scanned}.get(sort.split(".")[1])
    return [change(random, picture) for picture in made] if change else made


SORTS = ["document.photographed", "document.scanned", "drawing.by-hand", "screenshot.console", "screenshot.with-photograph", "screenshot.photographed",
         "chart.photographed", "drawing.flag", "drawing.map", "drawing.charcoal", "drawing.oil", "blank.dark", "blank.bright", "blank.sweep"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--browser", default="chromium")
    parser.add_argument("--each", type=int, default=20)
    args = parser.parse_args()
    random = randomness.Random(3)
    dev = [(args.data / "images" / name).resolve() for name in read_split(args.data, "dev")]
    for sort in SORTS:
        for at, picture in enumerate(pictures(random, sort, random.sample(dev, args.each), args.browser)):
            picture.save(args.out / f"{sort}-{at:03}.png")


if __name__ == "__main__":
    main()
