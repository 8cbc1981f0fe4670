"""The figures that `scale_copies.py --figures` kept in, a plot of cost against the history's size out, as SVG.

    python benchmarks/plot_copies.py FIGURES [--out benchmarks/scale_copies.svg]

What a longer history adds is printed: to the search by its size, to the rest by its doublings, both by least squares.
"""

import argparse
import json
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 380, 60, 20, 34, 46
SERIES = {"recognition": ("#1f5fa8", "recognition, search included"), "search": ("#b5482a", "search for candidates")}
"""Colour and legend by the field of the figures."""
FIRST = 10_000
"""The smallest history drawn: the first batch has none, and is no point on a logarithmic axis."""


def svg(figures: list[dict[str, float]]) -> str:
    """Draw CPU-seconds per 10,000 documents over the documents before the batch, the latter logarithmic."""
    sizes = np.array([f["history"] for f in figures])
    costs = {name: np.array([f[name] * 10_000 / f["documents"] for f in figures]) for name in SERIES}
    decades = np.log10([FIRST, sizes.max()])
    top = 5 * np.ceil(max(c.max() for c in costs.values()) / 5)

    def at(size: float, cost: float) -> tuple[float, float]:
        across = (np.log10(size) - decades[0]) / max(1e-9, decades[1] - decades[0])
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - cost / top * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="18">CPU-seconds per 10,000 documents, by documents in the history before them</text>',
    ]
    for cost in np.arange(0, top + 1, 5):
        (x, y), (end, _) = at(FIRST, cost), at(sizes.max(), cost)
        parts.append(
            f'<path d="M{x:.0f} {y:.1f}H{end:.0f}" stroke="#ddd"/><text x="{x - 24:.0f}" y="{y + 4:.1f}">{cost:.0f}</text>'
        )
    for size in (n * 10**e for e in range(4, 10) for n in (1, 2, 5)):
        if FIRST <= size <= sizes.max():
            x, y = at(size, 0)
            parts.append(f'<text x="{x:.0f}" y="{y + 18:.0f}" text-anchor="middle">{size:,}</text>')
    for n, (name, (colour, legend)) in enumerate(SERIES.items()):
        points = [at(size, cost) for size, cost in zip(sizes, costs[name], strict=True)]
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="{colour}"/>' for x, y in points]
        parts.append(f'<text x="{LEFT + 12}" y="{TOP + 14 + 16 * n}" fill="{colour}">{escape(legend)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Draw, and say what a longer history adds."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("figures", type=Path)
    options.add_argument("--out", type=Path, default=Path(__file__).with_name("scale_copies.svg"))
    o = options.parse_args()
    figures = [f for f in map(json.loads, o.figures.read_text().splitlines()) if f["history"] >= FIRST]
    o.out.write_text(svg(figures), encoding="utf-8")
    sizes = np.array([f["history"] for f in figures])
    search, whole = (np.array([f[name] * 10_000 / f["documents"] for f in figures]) for name in ("search", "recognition"))
    print(f"search: 100,000 documents more add {100_000 * np.polyfit(sizes, search, 1)[0]:.2f} CPU-s per 10,000")
    print(f"all else: a doubling of the history adds {np.polyfit(np.log2(sizes), whole - search, 1)[0]:.2f} CPU-s per 10,000")


if __name__ == "__main__":
    main()
