"""The figures of a run as Markdown tables."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from queries import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Figures = dict[str, Any]

GROWING = ("common", "both", "phrase")
COMPARED = ("ours", "ours-parsed", "ours-hits")
RIVAL = "tantivy"
OWN_COMMAND = "indexer query"
NOTHING = "–"
HANDED = {"ours": ("records", 1), "ours-two": ("records", 2)}
"""The entry that makes what an engine is handed and does no more, and in how many processes; else it is `reading`."""


def markdown(machine: Figures, figures: Sequence[Figures]) -> str:
    """All tables for which there are figures."""
    blocks = [", ".join(f"{name} {value}" for name, value in machine.items())]
    for part, tables in PARTS.items():
        if rows := [row for row in figures if row["part"] == part]:
            blocks += tables(rows)
    return "\n\n".join(blocks)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def by_size(rows: Iterable[Figures]) -> Iterator[tuple[int, list[Figures]]]:
    for size, group in groupby(sorted(rows, key=itemgetter("of")), itemgetter("of")):
        yield size, list(group)


def short(number: float | None) -> str:
    """Three digits that say something."""
    if number is None:
        return NOTHING
    if number == int(number):
        return f"{number:,.0f}"
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def named(row: Figures) -> str:
    return row["label"] if row["claims"] == row["of"] else f"{row['label']} (the first {row['claims']:,})"


def cells(row: Figures, keys: Sequence[str]) -> list[str]:
    """The figures of a row, or in their place why there are none."""
    return [row["note"], *[""] * (len(keys) - 1)] if "note" in row else [short(row.get(key)) for key in keys]


def indexing(rows: list[Figures]) -> Iterator[str]:
    heads = (
        "engine",
        "claims/s",
        "claims/s, ready-made",
        "claims/s of processor",
        "peak memory, MB",
        "bytes a claim",
        "files",
    )
    keys = ("claims_per_second", "ready_made", "claims_per_cpu_second", "peak_mb", "bytes_per_claim", "files")
    for size, group in by_size(rows):
        yield f"## Indexing {size:,} claims"
        yield table(heads, ([named(row), *cells(row | ready_made(row, group), keys)] for row in group))
    yield from growth(rows, "Claims indexed a second", lambda row: row.get("claims_per_second"))


def ready_made(row: Figures, group: Iterable[Figures]) -> Figures:
    """Claims a second in the time that is left without that of making what the engine is handed."""
    name, processes = HANDED.get(row["engine"], ("reading", 1))
    making = next((each["seconds"] for each in group if each["engine"] == name and "note" not in each), None)
    if "note" in row or making is None or row["engine"] in ("reading", "records"):
        return {}
    return {"ready_made": row["claims"] / (row["seconds"] - making / processes)}


def queries(rows: list[Figures]) -> Iterator[str]:
    for size, group in by_size(rows):
        found = {(row["engine"], row["shape"]): row for row in group if "note" not in row}
        labels = {row["engine"]: named(row) for row in group if "note" not in row}
        compared = [name for name in COMPARED if name in labels and RIVAL in labels]
        heads = ["shape", *labels.values(), *(f"{labels[name]} / {labels[RIVAL]}" for name in compared)]
        yield f"## Queries of {size:,} claims, p50 / p95 in ms"
        yield table(heads, ([shape, *latencies(shape, found, labels, compared)] for shape in SHAPES))
        if notes := [f"{row['label']}: {row['note']}." for row in group if "note" in row]:
            yield " ".join(notes)
    for shape in GROWING:
        of_shape = [row for row in rows if row.get("shape") == shape]
        yield from growth(of_shape, f"`{shape}`, p50 in ms", itemgetter("p50"))


def latencies(
    shape: str, found: dict[tuple[str, str], Figures], names: Iterable[str], compared: Iterable[str]
) -> Iterator[str]:
    """Each engine's times, then the ratios."""
    for name in names:
        row = found.get((name, shape))
        yield f"{short(row['p50'])} / {short(row['p95'])}" if row else NOTHING
    for name in compared:
        yield short(found[name, shape]["p50"] / found[RIVAL, shape]["p50"])


def growth(rows: list[Figures], what: str, value: Any) -> Iterator[str]:
    """The engines' rows, a column for each size; nothing if there is one size only."""
    sizes = sorted({row["of"] for row in rows})
    if len(sizes) < 2:
        return
    found = {(row["label"], row["of"]): value(row) for row in rows if row["claims"] == row["of"]}
    labels = dict.fromkeys(label for label, _ in found)
    yield f"## Growth: {what}"
    heads = ["engine", *(f"{size:,}" for size in sizes)]
    yield table(heads, ([label, *(short(found.get((label, size))) for size in sizes)] for label in labels))


def cold(rows: list[Figures]) -> Iterator[str]:
    for size, group in by_size(rows):
        own = next((row["p50"] for row in group if row["command"] == OWN_COMMAND and "note" not in row), None)
        yield f"## Cold start with {size:,} claims"
        for row in group:
            row["ratio"] = own / row["p50"] if own and "note" not in row else None
        heads = ("command", "p50, ms", "processor, ms", f"`{OWN_COMMAND}` / this")
        yield table(heads, ([row["command"], *cells(row, ("p50", "cpu", "ratio"))] for row in group))


def ingests(rows: list[Figures]) -> Iterator[str]:
    (row,) = rows
    yield "## Many small ingests"
    if "note" in row:
        yield row["note"]
        return
    yield (
        f"{row['documents']:,} documents, {row['claims']:,} claims. An ingest took {short(row['first_ms'])} ms in the first "
        f"tenth and {short(row['last_ms'])} ms in the last; all took {short(row['seconds'])} s."
    )
    many, once = row["query_many_ms"], row["query_once_ms"]
    shapes = ([shape, short(many[shape]), short(once[shape]), short(many[shape] / once[shape])] for shape in many)
    whole = row["command_many_ms"], row["command_once_ms"]
    command = ["`indexer query`, a process", *map(short, whole), short(whole[0] / whole[1])]
    files = ["files", short(row["files_many"]), short(row["files_once"]), ""]
    yield table(("p50 in ms", "one ingest a document", "one of all", "ratio"), [*shapes, command, files])


def folder(rows: list[Figures]) -> Iterator[str]:
    yield f"## A folder of {rows[0]['files']:,} texts, {rows[0]['mb']:.1f} MB"
    keys = ("mb_per_second", "seconds", "cpu_seconds", "share_of_first")
    heads = ("step", "MB/s", "seconds", "processor seconds", "share of the first")
    yield table(heads, ([row["step"], *cells(row, keys)] for row in rows))


PARTS = {"indexing": indexing, "queries": queries, "cold": cold, "ingests": ingests, "folder": folder}
