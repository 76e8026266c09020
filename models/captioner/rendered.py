"""Pictures that are no photographs, made by other means than `drawn.py`'s: pages laid out by a browser, plots by matplotlib.

What the test "photograph or not" is measured on. `python rendered.py OUT [--browser chromium] [--each 40]`
"""

import argparse
import html
import io
import random as randomness
import subprocess
import tempfile
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

TEXT = (
    "Whereas recognition of the inherent dignity and of the equal and inalienable rights of all members of the human family "
    "is the foundation of freedom, justice and peace in the world. Everyone has the right to rest and leisure, including "
    "reasonable limitation of working hours and periodic holidays with pay. The meeting starts at nine; please bring the "
    "signed forms, two copies of the plan and the keys of the store room. Payment is due within thirty days of the date "
    "above. Heat the oven, stir the flour into the butter and add the milk little by little until the sauce is smooth."
).split()
CARD = (640, 480)
STYLES = ["ggplot", "dark_background", "bmh", "grayscale", "Solarize_Light2", "seaborn-v0_8-whitegrid", "fivethirtyeight"]


def words(random: randomness.Random, count: int) -> str:
    start = random.randrange(len(TEXT))
    return html.escape(" ".join((TEXT[start:] + TEXT * 8)[:count]))


def hue(random: randomness.Random, saturation: int = 60, light: int = 50) -> str:
    return f"hsl({random.randrange(360)},{saturation}%,{light}%)"


def document(random) -> str:
    family = random.choice(["serif", "sans-serif", "Georgia", "Liberation Sans Narrow"])
    columns, size = random.choice([1, 1, 2, 3]), random.randint(8, 19)
    parts = [f"<h2>{words(random, 4)}</h2>" if random.random() < 0.8 else ""]
    for _ in range(random.randint(2, 9)):
        kind = random.random()
        if kind < 0.6:
            parts.append(f"<p>{words(random, random.randint(15, 90))}</p>")
        elif kind < 0.8:
            parts.append("<ul>" + "".join(f"<li>{words(random, 6)}</li>" for _ in range(4)) + "</ul>")
        else:
            rows = "".join(f"<tr><td>{words(random, 2)}<td>{random.random() * 900:.2f}<td>{random.randrange(2030)}</tr>" for _ in range(5))
            parts.append(f"<table border=1 style='border-collapse:collapse;width:90%'>{rows}</table>")
    ground = random.choice(["#fff", "#fff", "#fdf6e3", "#eee"])
    return f"<div style='background:{ground};height:100%;padding:28px;font:{size}px {family};columns:{columns};box-sizing:border-box'>{''.join(parts)}</div>"


def screenshot(random) -> str:
    return random.choice([form, chat, code, shop])(random)


def form(random) -> str:
    dark = random.random() < 0.4
    ground, ink, accent = ("#1e1e24", "#ddd", hue(random)) if dark else ("#f4f5f7", "#222", hue(random))
    fields = "".join(
        f"<label>{words(random, 2)}</label><input style='display:block;width:70%;margin:4px 0 12px;padding:6px' value='{words(random, 2)}'>"
        for _ in range(random.randint(2, 5))
    )
    buttons = "".join(f"<button style='background:{accent};color:#fff;border:0;border-radius:6px;padding:8px 18px;margin:4px'>{words(random, 1)}</button>" for _ in range(3))
    return f"<div style='background:{ground};color:{ink};height:100%;font:14px sans-serif'><div style='background:{accent};padding:12px;color:#fff'>{words(random, 3)}</div><div style='padding:20px'>{fields}{buttons}</div></div>"


def chat(random) -> str:
    rows = []
    for _ in range(8):
        side = random.choice(["flex-start", "flex-end"])
        rows.append(f"<div style='align-self:{side};background:{hue(random, 50, 85)};border-radius:14px;padding:8px 14px;margin:5px;max-width:60%'>{words(random, random.randint(2, 16))}</div>")
    return f"<div style='height:100%;background:{random.choice(['#fff', '#e5ddd5', '#111b21'])};display:flex;flex-direction:column;font:13px sans-serif'>{''.join(rows)}</div>"


def code(random) -> str:
    dark = random.random() < 0.75
    lines = []
    for number in range(random.randint(8, 30)):
        parts = "".join(f"<span style='color:{hue(random, 70, 65 if dark else 35)}'>{words(random, 1)} </span>" for _ in range(random.randint(1, 8)))
        lines.append(f"<span style='opacity:.5'>{number:4} </span>{'  ' * random.randrange(5)}{parts}")
    ground = random.choice(["#000", "#282c34", "#002b36"]) if dark else "#fff"
    return f"<pre style='margin:0;height:100%;background:{ground};color:#bbb;padding:8px;font:{random.randint(11, 17)}px monospace;box-sizing:border-box'>" + "\n".join(lines) + "</pre>"


def shop(random) -> str:
    cards = "".join(
        f"<div style='width:130px;margin:8px;border:1px solid #ccc;background:#fff'><div style='height:80px;background:linear-gradient({hue(random)},{hue(random)})'></div>"
        f"<b>{words(random, 2)}</b><p>{words(random, 8)}</p><i>{random.randrange(900)}.99</i></div>"
        for _ in range(random.randint(4, 8))
    )
    return f"<div style='height:100%;background:#fafafa;font:12px sans-serif'><nav style='background:#fff;padding:10px;border-bottom:2px solid {hue(random)}'>{words(random, 7)}</nav><div style='display:flex;flex-wrap:wrap'>{cards}</div></div>"


def drawing(random) -> str:
    """An icon, a logo or a flat illustration in SVG."""
    ground = random.choice(["#fff", "#fff", "#000", hue(random), hue(random, 80, 90)])
    shapes = []
    stroke = "" if random.random() < 0.5 else f"stroke='{hue(random, 80, 20)}' stroke-width='{random.randint(2, 14)}' stroke-linejoin='round'"
    for _ in range(random.randint(1, 7)):
        fill = "none" if stroke and random.random() < 0.4 else f"url(#g{random.randrange(3)})" if random.random() < 0.3 else hue(random, random.randint(20, 100), random.randint(20, 85))
        x, y, r = random.randint(140, 500), random.randint(110, 370), random.randint(20, 130)
        kind = random.randrange(4)
        if kind == 0:
            shapes.append(f"<circle cx='{x}' cy='{y}' r='{r}' fill='{fill}' {stroke}/>")
        elif kind == 1:
            shapes.append(f"<rect x='{x - r}' y='{y - r}' width='{r * 2}' height='{r}' rx='{random.randrange(40)}' fill='{fill}' {stroke}/>")
        elif kind == 2:
            curve = " ".join(f"{random.randint(x - r, x + r)} {random.randint(y - r, y + r)}" for _ in range(6))
            shapes.append(f"<path d='M{x} {y} C{curve} S{x + r} {y} {x} {y}Z' fill='{fill}' {stroke}/>")
        else:
            points = " ".join(f"{x + r * np.cos(t):.0f},{y + r * np.sin(t):.0f}" for t in np.linspace(0, 2 * np.pi, random.randint(4, 8)))
            shapes.append(f"<polygon points='{points}' fill='{fill}' {stroke}/>")
    if random.random() < 0.35:
        shapes.append(f"<text x='320' y='440' text-anchor='middle' font-size='{random.randint(30, 80)}' font-weight='bold' fill='{hue(random)}'>{words(random, 1)}</text>")
    grads = "".join(f"<linearGradient id='g{i}' gradientTransform='rotate(90)'><stop stop-color='{hue(random)}'/><stop offset='1' stop-color='{hue(random)}'/></linearGradient>" for i in range(3))
    return f"<svg width='640' height='480' style='background:{ground}'><defs>{grads}</defs>{''.join(shapes)}</svg>"


def blank(random) -> str:
    if random.random() < 0.5:
        return f"<div style='height:100%;background:{hue(random, random.randrange(100), random.randrange(101))}'></div>"
    return f"<div style='height:100%;background:radial-gradient(circle at {random.randrange(100)}% 50%,{hue(random, 40, 60)},{hue(random, 40, 40)})'></div>"


def by_browser(browser: str, cards: list[str]) -> list[Image.Image]:
    """Each card as a picture of CARD size; one start of the browser for all."""
    width, height = CARD
    style = f"body{{margin:0}}section{{width:{width}px;height:{height}px;overflow:hidden}}"
    page = f"<!doctype html><meta charset=utf-8><style>{style}</style>" + "".join(f"<section>{card}</section>" for card in cards)
    with tempfile.TemporaryDirectory() as folder:
        source, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        source.write_text(page)
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--screenshot={shot}"]
        subprocess.run([*command, f"--window-size={width},{height * len(cards)}", source.as_uri()], check=True, capture_output=True)
        whole = Image.open(shot).convert("RGB")
    return [whole.crop((0, height * at, width, height * (at + 1))) for at in range(len(cards))]


def plot(random: randomness.Random) -> Image.Image:
    numbers = np.random.default_rng(random.randrange(2**31))
    with plt.style.context(random.choice(STYLES)):
        size = (random.uniform(4, 8), random.uniform(3, 6))
        kind = random.randrange(8)
        figure = plt.figure(figsize=size, dpi=random.choice([60, 80, 100]))
        axes = figure.add_subplot(projection="3d" if kind == 7 else "polar" if kind == 6 else None)
        x = np.linspace(0, 10, 50)
        if kind == 0:
            [axes.plot(x, numbers.normal(size=50).cumsum(), label=random.choice(TEXT)) for _ in range(random.randint(1, 5))]
            axes.legend()
        elif kind == 1:
            axes.bar(range(8), numbers.uniform(1, 9, 8), color=numbers.uniform(size=(8, 3)))
        elif kind == 2:
            axes.scatter(numbers.normal(size=200), numbers.normal(size=200), c=numbers.normal(size=200), s=numbers.uniform(5, 90, 200))
        elif kind == 3:
            figure.colorbar(axes.imshow(numbers.normal(size=(12, 12)).cumsum(0), cmap=random.choice(["viridis", "hot", "Blues"])))
        elif kind == 4:
            axes.hist(numbers.normal(size=500), bins=random.randint(8, 40))
        elif kind == 5:
            axes.boxplot(numbers.normal(size=(30, 6)))
        elif kind == 6:
            axes.fill(np.linspace(0, 2 * np.pi, 8), numbers.uniform(1, 5, 8), alpha=0.6)
        else:
            a, b = np.meshgrid(x, x)
            axes.plot_surface(a, b, np.sin(a) * np.cos(b * random.random()), cmap="coolwarm")
        axes.set_title(" ".join(random.choice(TEXT) for _ in range(4)))
        store = io.BytesIO()
        figure.savefig(store, format="png")
        plt.close(figure)
    return Image.open(store).convert("RGB")


CARDS = {"document": document, "screenshot": screenshot, "drawing": drawing, "blank": blank}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--browser", default="chromium")
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--seed", type=int, default=2)
    args = parser.parse_args()
    random = randomness.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    for kind, make in CARDS.items():
        pictures = []
        while len(pictures) < args.each:
            pictures += by_browser(args.browser, [make(random) for _ in range(min(20, args.each - len(pictures)))])
        for at, picture in enumerate(pictures):
            right, bottom = (random.randint(420, 640), random.randint(330, 480)) if kind != "drawing" else CARD
            picture.crop((0, 0, right, bottom)).save(args.out / f"{kind}-{at:03}.png")
    for at in range(args.each):
        plot(random).save(args.out / f"chart-{at:03}.png")


if __name__ == "__main__":
    main()
