"""A segment file written the plain way: one value after another, straight from the analysis. The oracle of the builder.

What `layout` says in words is said here in the simplest code; the builder must give the same arrays.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict

from indexer.index import analysis, records
from indexer.index.matching import heading_text
from indexer.index.segments.bm25 import impact
from indexer.index.segments.claims import packed
from indexer.index.segments.layout import (
    ATTRIBUTIONS,
    BLOCK,
    KINDS,
    SAME,
    STRIDE,
    TEXT_BLOCK,
    TYPES,
    Packed,
    write,
)


def write_plain(path, extractions):
    """One segment with these documents, of which no two have the same uri."""
    meta, arrays = plain(extractions)
    packed = {}
    for name, values in arrays.items():
        if isinstance(values, bytes):
            packed[name] = Packed("u1", len(values), [values])
        else:
            kind = narrowest(values)
            size = TYPES[kind][1]
            packed[name] = Packed(kind, len(values), [b"".join(value.to_bytes(size, "little") for value in values)])
    write(path, meta, packed)


def narrowest(values):
    most = max(values, default=0)
    return next(kind for kind, (_, size) in TYPES.items() if most < 1 << 8 * size)


def encoded(text):
    return text.encode("utf-8", "surrogatepass")


class Plain:
    def __init__(self):
        self.arrays = defaultdict(list)
        self.meta = {}

    def strings(self, name, values):
        values = [value if isinstance(value, bytes) else encoded(value) for value in values]
        self.arrays[f"{name}.bytes"] = b"".join(values)
        self.bounds(f"{name}.starts", map(len, values))

    def bounds(self, name, sizes):
        total, found = 0, [0]
        for size in sizes:
            total += size
            found.append(total)
        self.arrays[name] = found

    def counts(self, name, counts):
        counts = list(counts)
        self.arrays[f"{name}.count"] = counts
        self.arrays[f"{name}.mark"] = [sum(counts[:row]) for row in range(0, len(counts), STRIDE)]

    def lists(self, name, lists, *, counted):
        """One list after another."""
        if counted:
            self.counts(name, map(len, lists))
        else:
            self.bounds(f"{name}.first", map(len, lists))
        return [value for each in lists for value in each]


def plain(extractions):
    made = Plain()
    ordered = sorted(extractions, key=lambda found: encoded(found.document.uri))
    rows = [(found, ordinal, claim) for found in ordered for ordinal, claim in enumerate(found.claims)]
    made.meta = {"rows": len(rows), "documents": len(ordered)}
    documents(made, ordered)
    claims(made, rows)
    markers(made, rows)
    for name, values in (("source", "source_ids"), ("label", "labels")):
        keywords(made, name, [getattr(claim, values) for _, _, claim in rows])
    sections = sections_of(rows)
    made.meta["sections"] = len(sections)
    made.bounds("section.first", (size for _, size in sections))
    made.strings("section.heading", (json.dumps(list(path), ensure_ascii=False) for path, _ in sections))
    statements = [claim.statement for _, _, claim in rows]
    made.meta["statement"] = terms(made, "statement", statements, [1] * len(rows))
    best_codes(made)
    headings = [heading_text(path) for path, _ in sections]
    made.meta["heading"] = terms(made, "heading", headings, [size for _, size in sections])
    return made.meta, made.arrays


def documents(made, ordered):
    made.strings("uri", (found.document.uri for found in ordered))
    made.strings("title", (found.document.title for found in ordered))
    made.strings("digest", (found.document.digest for found in ordered))
    made.bounds("document.first", (len(found.claims) for found in ordered))
    for attribution in ("direct", "inherited"):
        made.arrays[f"document.{attribution}"] = [
            sum(claim.attribution == attribution for claim in found.claims) for found in ordered
        ]
    made.arrays["document.sources"] = [len(records.source_ids_of(found)) for found in ordered]
    made.arrays["document.problems"] = [len(found.problems) for found in ordered]
    made.strings("document.named", map(records.dump_named, ordered))
    made.strings("document.rest", (packed(records.dump_rest(found)) for found in ordered))
    blocks = [
        [found.document.text[at : at + TEXT_BLOCK] for at in range(0, len(found.document.text), TEXT_BLOCK)]
        for found in ordered
    ]
    made.bounds("document.block", map(len, blocks))
    made.strings("text", (packed(block) for each in blocks for block in each))


def claims(made, rows):
    arrays = made.arrays
    regular = [(found, claim) for found, _, claim in rows]
    odd = [row for row, (found, ordinal, claim) in enumerate(rows) if is_odd(found, ordinal, claim)]
    arrays["claim.start"] = [claim.span.start for _, claim in regular]
    arrays["claim.length"] = [max(0, claim.span.end - claim.span.start) for _, claim in regular]
    arrays["claim.line"] = [claim.line for _, claim in regular]
    arrays["claim.column"] = [claim.column for _, claim in regular]
    arrays["claim.kind"] = [KINDS.index(claim.block) + SAME * (claim.text == claim.statement) for _, claim in regular]
    arrays["claim.attribution"] = [ATTRIBUTIONS.index(claim.attribution) for _, claim in regular]
    statements = [encoded(claim.statement) for _, claim in regular]
    arrays["statement.text"] = b"".join(statements)
    made.counts("statement", map(len, statements))
    arrays["odd.row"] = odd
    made.strings("odd.claim", (records.dump_claim(rows[row][2]) for row in odd))


def is_odd(found, ordinal, claim):
    """Whether the claim cannot be told from the columns alone."""
    document = found.document
    start = claim.span.start
    return (
        (claim.document_uri, claim.ordinal, claim.title) != (document.uri, ordinal, document.title)
        or (claim.text != claim.statement and claim.text != document.text[start : claim.span.end])
        or claim.span.end < start
        or any(
            marker.span.start < start
            or marker.span.end < marker.span.start
            or len(marker.source_ids) != len(marker.labels)
            or (marker.scope is not None and not start <= marker.scope.start <= marker.scope.end)
            for marker in claim.markers
        )
    )


def markers(made, rows):
    # An odd claim is whole elsewhere; its markers are left out here.
    odd = set(made.arrays["odd.row"])
    lists = [() if row in odd else claim.markers for row, (_, _, claim) in enumerate(rows)]
    starts = [claim.span.start for row, (_, _, claim) in enumerate(rows) for _ in lists[row]]
    found = made.lists("marker", lists, counted=True)
    arrays = made.arrays
    arrays["marker.start"] = [marker.span.start - start for marker, start in zip(found, starts, strict=True)]
    arrays["marker.length"] = [marker.span.end - marker.span.start for marker in found]
    arrays["marker.scope"] = [
        marker.scope.start - start + 1 if marker.scope else 0 for marker, start in zip(found, starts, strict=True)
    ]
    arrays["marker.reach"] = [marker.scope.end - marker.scope.start if marker.scope else 0 for marker in found]
    style = ordinals(made, "style", [marker.style for marker in found])
    arrays["marker.style"] = [style[marker.style] for marker in found]
    locators = [claim.locator for _, _, claim in rows] + [marker.locator for marker in found]
    locator = ordinals(made, "locator", locators)
    arrays["claim.locator"] = [locator[claim.locator] + 1 if claim.locator is not None else 0 for _, _, claim in rows]
    arrays["marker.locator"] = [locator[each.locator] + 1 if each.locator is not None else 0 for each in found]
    labels = {value for _, _, claim in rows for value in claim.labels} | {v for m in found for v in m.labels}
    sources = {value for _, _, claim in rows for value in claim.source_ids} | {v for m in found for v in m.source_ids}
    label = ordinals(made, "label", labels)
    source = ordinals(made, "source", sources)
    made.bounds("marker.first", (len(marker.labels) for marker in found))
    arrays["marker.label"] = [label[value] for marker in found for value in marker.labels]
    arrays["marker.source"] = [
        source[value] + 1 if value is not None else 0 for marker in found for value in marker.source_ids
    ]


def ordinals(made, name, values):
    ordered = sorted({value for value in values if value is not None}, key=encoded)
    made.strings(name, ordered)
    return {value: ordinal for ordinal, value in enumerate(ordered)}


def keywords(made, name, lists):
    ordinal = {value.decode("utf-8", "surrogatepass"): at for at, value in enumerate(strings_of(made, name))}
    made.arrays[f"{name}.value"] = [ordinal[value] for value in made.lists(name, lists, counted=True)]
    holding = [[row for row, values in enumerate(lists) if value in values] for value in ordinal]
    made.arrays[f"{name}.row"] = made.lists(name, holding, counted=False)


def strings_of(made, name):
    data, starts = made.arrays[f"{name}.bytes"], made.arrays[f"{name}.starts"]
    return [data[start:end] for start, end in itertools.pairwise(starts)]


def sections_of(rows):
    """The runs of claims of one document with the same headings, as pairs of path and size."""
    sections, last = [], None
    for found, _, claim in rows:
        key = (found.document.uri, claim.heading)
        if key == last:
            sections[-1] = (claim.heading, sections[-1][1] + 1)
        else:
            sections.append((claim.heading, 1))
        last = key
    return sections


def terms(made, field, texts, weights):
    """The terms and words of texts, which stand for so many rows each. Gives the total length of all rows."""
    arrays = made.arrays
    found = [analysis.terms(text) for text in texts]
    arrays[f"{field}.terms"] = list(map(len, found))
    places = defaultdict(lambda: defaultdict(list))
    for unit, each in enumerate(found):
        for position, term in enumerate(each):
            places[encoded(term)][unit].append(position)
    names = sorted(places)
    made.strings(f"{field}.term", names)
    made.bounds(f"{field}.first", (len(places[name]) for name in names))
    postings = [(name, unit) for name in names for unit in sorted(places[name])]
    arrays[f"{field}.unit"] = [unit for _, unit in postings]
    arrays[f"{field}.position"] = [places[name][unit][0] for name, unit in postings]
    more = [(at, place) for at, (name, unit) in enumerate(postings) for place in places[name][unit][1:]]
    arrays[f"{field}.more"] = [at for at, _ in more]
    arrays[f"{field}.more.position"] = [place for _, place in more]
    words(made, field, texts, names, {name: sorted(places[name]) for name in names})
    return {"total": sum(len(each) * weight for each, weight in zip(found, weights, strict=True))}


def words(made, field, texts, names, units):
    holding = defaultdict(set)
    parts = set()
    for unit, text in enumerate(texts):
        for raw in analysis.written(text):
            holding[encoded(raw.word)].add(unit)
        parts.update(word for word, is_word in analysis.analysed(text).terms if is_word)
    ordinal = {name: at for at, name in enumerate(names)}
    ordered = sorted(holding)
    made.strings(f"{field}.word", ordered)
    forms, wholes = defaultdict(list), []
    made.arrays[f"{field}.word.term"] = []
    made.arrays[f"{field}.word.form"] = []
    for word in ordered:
        text = word.decode("utf-8", "surrogatepass")
        if text in parts:
            term = encoded(analysis.stem(text))
            made.arrays[f"{field}.word.term"].append(ordinal[term])
            made.arrays[f"{field}.word.form"].append(len(forms[term]))
            forms[term].append(word)
        else:
            made.arrays[f"{field}.word.term"].append(len(names) + len(wholes))
            made.arrays[f"{field}.word.form"].append(0)
            wholes.append(sorted(holding[word]))
    planes = [masks(forms[name], holding, units[name]) for name in names]
    made.bounds(f"{field}.forms", map(len, planes))
    made.arrays[f"{field}.mask"] = bytes(value for each in planes for value in each)
    made.arrays[f"{field}.whole.unit"] = made.lists(f"{field}.whole", wholes, counted=False)


def masks(forms, holding, units):
    if len(forms) < 2:
        return []
    return [
        sum(1 << bit for bit, word in enumerate(forms[at : at + 8]) if unit in holding[word])
        for at in range(0, len(forms), 8)
        for unit in units
    ]


def best_codes(made):
    arrays = made.arrays
    lengths, first = arrays["statement.terms"], arrays["statement.first"]
    frequency = [1] * len(arrays["statement.unit"])
    for posting in arrays["statement.more"]:
        frequency[posting] += 1
    pairs = [(count, lengths[unit]) for count, unit in zip(frequency, arrays["statement.unit"], strict=True)]
    average = sum(lengths) / len(lengths) if lengths else 1
    codes = sorted(set(pairs), key=lambda pair: (-impact(*pair, average), pair))
    arrays["statement.code.frequency"] = [count for count, _ in codes]
    arrays["statement.code.length"] = [length for _, length in codes]
    code = {pair: at for at, pair in enumerate(codes)}
    blocks = [
        [pairs[at : min(at + BLOCK, end)] for at in range(start, end, BLOCK)]
        for start, end in itertools.pairwise(first)
    ]
    made.arrays["statement.best"] = [
        min(code[pair] for pair in block) for block in made.lists("x", blocks, counted=False)
    ]
    arrays["statement.block"] = arrays.pop("x.first")
