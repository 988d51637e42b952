"""A drawing of the figures in SVG: what each shape of query takes, and how rates and times grow. No library is needed."""

from __future__ import annotations

from functools import partial
from html import escape
from itertools import pairwise
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any

from engines import ENTRIES
from queries import SHAPES
from report import GROWING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Figures = dict[str, Any]
Point = tuple[float, float]

# Told apart by people who see few colours, after Okabe and Ito.
COLOURS = ("#dddddd", "#d55e00", "#e69f00", "#f0a35e", "#8c3b00", "#aaaaaa", "#0072b2", "#009e73", "#cc79a7", "#000000")
WIDTH, MARGIN, TOP, LINE = 900, 150, 40, 26
PANEL = 240  # height of a drawing of growth


def draw(figures: Sequence[Figures]) -> str:
    """The whole drawing."""
    parts: list[str] = []
    y = TOP
    sizes = sorted({row["of"] for row in figures if row["part"] == "queries"})
    parts += legend(figures, y)
    y += LINE
    for size in sizes:
        rows = [row for row in figures if row["part"] == "queries" and row["of"] == size and "note" not in row]
        if rows:
            parts += latency(rows, size, y)
            y += LINE * (len(SHAPES) + 4)
    panels: list[tuple[str, str, Callable[[Figures], bool]]] = [
        ("claims indexed a second", "claims_per_second", is_built)
    ]
    panels += [(f"{shape}, ms", "p50", partial(is_of, shape)) for shape in GROWING]
    for title, key, test in panels:
        rows = [row for row in figures if test(row) and "note" not in row and row["claims"] == row["of"]]
        if len({row["of"] for row in rows}) > 1:
            parts += lines(rows, title, key, y)
            y += PANEL + LINE * 3
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" font-family="sans-serif" font-size="12">'
    )
    return "\n".join([head, f'<rect width="{WIDTH}" height="{y}" fill="white"/>', *parts, "</svg>", ""])


def is_built(row: Figures) -> bool:
    return bool(row["part"] == "indexing")


def is_of(shape: str, row: Figures) -> bool:
    return row.get("shape") == shape


def colour(engine: str) -> str:
    return COLOURS[list(ENTRIES).index(engine)]


def text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def line(start: Point, end: Point, stroke: str = "#dddddd") -> str:
    return f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" stroke="{stroke}"/>'


def dot(place: Point, engine: str) -> str:
    return f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="5" fill="{colour(engine)}"/>'


def legend(figures: Sequence[Figures], y: float) -> Iterator[str]:
    names = dict.fromkeys(row["engine"] for row in figures if "engine" in row)
    for place, name in enumerate(names):
        x = 20 + (WIDTH - 40) / 5 * (place % 5)
        down = y - 18 + 18 * (place // 5)
        yield dot((x, down - 4), name)
        yield text(x + 10, down, ENTRIES[name].label)


class Scale:
    """Numbers on a logarithmic axis, from the power of ten below the least to the one above the greatest."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low, self.high = floor(log10(min(values))), ceil(log10(max(values)))
        self.high = max(self.high, self.low + 1)
        self.start, self.end = start, end

    def __call__(self, value: float) -> float:
        return self.start + (log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def powers(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def latency(rows: Sequence[Figures], size: int, y: float) -> Iterator[str]:
    """A line for each shape of query, a dot for each engine."""
    scale = Scale([row["p50"] for row in rows], MARGIN, WIDTH - 30)
    top, bottom = y + LINE * 1.5, y + LINE * (len(SHAPES) + 1.5)
    yield text(20, y + LINE / 2, f"Queries of {size:,} claims: half are answered in so many ms")
    for power in scale.powers():
        yield line((scale(power), top - LINE / 2), (scale(power), bottom - LINE / 2))
        yield text(scale(power), bottom, f"{power:g}", "middle")
    for place, shape in enumerate(SHAPES):
        down = top + place * LINE
        yield text(MARGIN - 20, down + 4, shape, "end")
        yield line((MARGIN, down), (WIDTH - 30, down))
        yield from (dot((scale(row["p50"]), down), row["engine"]) for row in rows if row["shape"] == shape)


def lines(rows: Sequence[Figures], title: str, key: str, y: float) -> Iterator[str]:
    """A line for each engine over the sizes."""
    top, bottom = y + LINE, y + LINE + PANEL
    across = Scale([row["of"] for row in rows], MARGIN, WIDTH - 30)
    down = Scale([row[key] for row in rows], bottom, top)
    yield text(20, y + LINE / 2, f"Growth: {title}, by the number of claims")
    for power in down.powers():
        yield line((MARGIN, down(power)), (WIDTH - 30, down(power)))
        yield text(MARGIN - 20, down(power) + 4, f"{power:,g}", "end")
    for power in across.powers():
        yield line((across(power), top), (across(power), bottom))
        yield text(across(power), bottom + 18, f"{power:,.0f}", "middle")
    for name in dict.fromkeys(row["engine"] for row in rows):
        places = [(across(row["of"]), down(row[key])) for row in rows if row["engine"] == name]
        yield from (dot(place, name) for place in places)
        yield from (line(start, end, colour(name)) for start, end in pairwise(places))
