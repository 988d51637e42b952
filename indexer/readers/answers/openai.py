"""Annotations of OpenAI and compatible providers: Responses, Chat Completions, Assistants, xAI, OpenRouter, Azure.

What is known:

* `url_citation{start_index, end_index, url, title}`, in Chat nested again under `url_citation`. The reference calls
  `end_index` "the index of the last character", but in answers it is after that character, and no unit is stated. The
  stretch is the link written there, `([example.org](https://example.org))`; so both units are tried, and the link decides.
* `file_citation` in Responses has `{file_id, filename, index}`: `index` is documented as an index in the list of files, but
  is the offset at which the answer wants a marker (openai-python#2512). It is written there.
* `file_citation` in Assistants has `{text: "【4:0†source】", start_index, end_index, file_citation: {file_id}}`, end
  exclusive; `file_path` names a file that the model made, not a source.
* xAI follows Responses, with `[[1]](url)` in the text and the number as title; its end is exclusive.
* LangChain has `citation{url, title, start_index, end_index, cited_text}`; `cited_text` is from the source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from indexer.model import Span
from indexer.patterns import pattern
from indexer.readers.answers.fields import JsonObject, folded, inner, words
from indexer.readers.answers.marks import LONGEST_LINK, style_of, written_label
from indexer.readers.answers.offsets import CitedPlaces
from indexer.readers.answers.records import Answer, Cited
from indexer.scripts import LAST_NARROW

_QUERY = pattern(r"[?#]")
_LONGEST_WORDS = 400  # of a link
_SOURCES = frozenset({"url_citation", "file_citation", "container_file_citation", "citation"})


def add_text(answer: Answer, text: str, annotations: Sequence[JsonObject]) -> Span:
    """Add a text with its annotations, whose offsets count in it; returns where the text starts in the answer."""
    passages = CitedPlaces(text)
    cited: list[Cited] = []
    points: list[tuple[int, str]] = []
    doubts: list[tuple[str, Span | None]] = []
    for annotation in annotations:
        if folded(annotation, "type") not in _SOURCES:
            continue
        if "index" in annotation and "start_index" not in annotation:
            _point(answer, text, annotation, points, doubts)
        else:
            _stretch(answer, passages, annotation, cited, doubts)
    for key in answer.works if points else ():
        answer.label(key)
    points.sort(key=lambda point: point[0])
    written = _Written(answer, text, points)
    shift = answer.add(written.text)
    for place in cited:
        answer.cite(written.span(place.span, shift), place.keys, place.locator, place.style)
    for key, span in written.markers:
        answer.cite(Span(shift + span.start, shift + span.end), [key], style="bracket")
    for message, at in doubts:
        answer.doubt(message, written.span(at, shift) if at else Span(shift, shift))
    return Span(shift, answer.length)


class _Written:
    """A text with markers inserted, and the new offsets of its characters."""

    def __init__(self, answer: Answer, text: str, points: Sequence[tuple[int, str]]) -> None:
        self.markers: list[tuple[str, Span]] = []
        self._places = [place for place, _ in points]
        self._lengths = [0]
        pieces: list[str] = []
        position = 0
        for place, key in points:
            marker = f"[{answer.label(key)}]"
            start = place + self._lengths[-1]
            self.markers.append((key, Span(start, start + len(marker))))
            pieces += [text[position:place], marker]
            position = place
            self._lengths.append(self._lengths[-1] + len(marker))
        self.text = "".join([*pieces, text[position:]])

    def span(self, span: Span, shift: int) -> Span:
        """A span of the original text in the one with markers, moved by `shift`."""
        before = self._lengths[bisect_right(self._places, span.start)]
        inside = self._lengths[bisect_right(self._places, span.end - 1)]
        return Span(span.start + before + shift, span.end + inside + shift)


def _point(
    answer: Answer,
    text: str,
    annotation: JsonObject,
    points: list[tuple[int, str]],
    doubts: list[tuple[str, Span | None]],
) -> None:
    """Take an annotation with one offset, at which it wants a marker."""
    key = _named(answer, annotation)
    place = annotation["index"]
    if not isinstance(place, int) or isinstance(place, bool) or not _ends_word(text, place):
        title = answer.works[key].title or key
        doubts.append(
            (f"the index {str(place)[:40]} of the citation of {title} is not the end of a word: it has no place", None)
        )
    elif (place, key) not in points[-8:]:
        points.append((place, key))


def _ends_word(text: str, place: int) -> bool:
    if not 0 < place <= len(text) or text[place - 1].isspace():
        return False
    return place == len(text) or not text[place - 1 : place + 1].isalnum() or text[place] > LAST_NARROW


def _stretch(
    answer: Answer,
    passages: CitedPlaces,
    annotation: JsonObject,
    cited: list[Cited],
    doubts: list[tuple[str, Span | None]],
) -> None:
    """Take an annotation with a start and an end."""
    source = inner(annotation, "url_citation", "file_citation") or annotation
    start = annotation.get("start_index", source.get("start_index"))
    end = annotation.get("end_index", source.get("end_index"))
    marker = words(annotation, "text")
    url = folded(source, "url")
    fault = None
    if start is None and end is None and not marker:
        span = _without_offsets(passages, url, whole=annotation.get("type") == "citation")
    elif url and not marker:
        span, fault = _link(passages, start, end, url)
    else:
        span, fault = passages.settle(start, end, marker)
    held = passages.text[span.start : span.end] if span else ""
    label, locator = written_label(held)
    key = _named(answer, annotation, label)
    if fault:
        doubts.append((f"{answer.works[key].title or key}: {fault}", span))
    if span:
        cited.append(Cited(span, (key,), style_of(held), locator))


def _without_offsets(passages: CitedPlaces, url: str, *, whole: bool) -> Span | None:
    """The span of an annotation without offsets: the `whole` block if it is LangChain's, else a link to the work, if any."""
    if whole:
        return Span(0, len(passages.text)) if passages.text else None
    found = passages.find(_QUERY.split(url, maxsplit=1)[0], 0) if url else None
    return _around(passages.text, found) if found else None


def _named(answer: Answer, annotation: JsonObject, label: str = "") -> str:
    source = inner(annotation, "url_citation", "file_citation") or annotation
    url = folded(source, "url")
    title = folded(source, "title", "filename")
    if title.isdecimal():
        title = ""  # xAI gives the number of the marker
    name = url or folded(source, "file_id", "id") or title or "source"
    key = f"{name} {label}" if ":" in label else name  # a file is listed under every label that the text writes
    return answer.name(key, title=title or ("" if url else name), url=url, label=label)


def _link(passages: CitedPlaces, start: object, end: object, url: str) -> tuple[Span | None, str | None]:
    """The link to `url` at two offsets of unknown unit; without such a link, the words there."""
    text = passages.text
    bare = _QUERY.split(url, maxsplit=1)[0].rstrip("/")
    span = passages.span(start, end)
    for guess in (span, passages.span(start, end, "utf-16")):
        if guess is not None and guess.end - guess.start <= LONGEST_LINK:
            whole = _whole(text, guess)
            held = text[whole.start : whole.end]
            if bare in held and style_of(held):
                return whole, None
    found = passages.find(bare, span.start if span else 0)
    link = _around(text, found) if found else None
    if link is None:
        return span, None if span else "the offsets are not in the text"
    if span is not None and span.start <= link.start and link.end <= span.end:
        return link, None  # the words before the link are part of the stretch
    if span is not None and not _touches(span, link) and _has_words(text, span):
        return span, None  # of words far from the link, as from some gateways
    return link, "the offsets miss the link that is written in the text: the link counts"


def _touches(span: Span, link: Span) -> bool:
    return span.start < link.end and link.start < span.end


def _has_words(text: str, span: Span) -> bool:
    return len(text[span.start : span.end].split()) > 3 and "://" not in text[span.start : span.end]


def _whole(text: str, span: Span) -> Span:
    """A span with the closing brackets that belong to it, which an inclusive end leaves out."""
    start, end = span.start, span.end
    if text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end):
        end += 1
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        start, end = start - 1, end + 1
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _around(text: str, address: Span) -> Span | None:
    """The Markdown link whose target is at some span."""
    if text[address.start - 2 : address.start] != "](":
        return None
    close = text.find(")", address.end, address.end + LONGEST_LINK)
    opener = text.rfind("[", max(0, address.start - _LONGEST_WORDS), address.start - 2)
    if close < 0 or opener < 0:
        return None
    if text[opener - 1 : opener] == "[":
        opener -= 1
    return _whole(text, Span(opener, close + 1))
