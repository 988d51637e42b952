"""The kinds of problem in texts: a table of code, name, severity and what each means.

`CIT0…` are of one document, and `CIT1…` of several that are looked at together; `SRC…` are of claims beside the own texts of
their sources, `TXT…` of the file itself. Reading and extraction report some, the audit the others.
"""

from __future__ import annotations

from typing import NamedTuple

from indexer.model import Problem, Reference, Severity, Span


class Kind(NamedTuple):
    """A kind of problem. `on` says whether an audit looks for it unasked; `meaning` is a paragraph for people."""

    name: str
    severity: Severity
    meaning: str
    on: bool = True


KINDS: dict[str, Kind] = {
    "CIT001": Kind(
        "dangling-label",
        "error",
        "The list of references has no entry for a label that the text uses. Add the entry, or mend the label: a reader "
        "cannot find out what the claim rests on. `[^3]` without a definition is one too.",
    ),
    "CIT002": Kind(
        "unused-reference",
        "warning",
        "No marker uses an entry of the list of references. Drop the entry, or set its marker where the text uses the work.",
    ),
    "CIT003": Kind(
        "repeated-label",
        "warning",
        "A label has two entries in one list, so that its markers may mean either; the first one counts. Give the second a "
        "label of its own.",
    ),
    "CIT004": Kind(
        "no-references",
        "warning",
        "The text has markers and no list of references, so that its sources have no names. Add the list.",
    ),
    "CIT005": Kind(
        "citation-needed",
        "info",
        "The author asks for a source: `[citation needed]` and its like, in many languages. Set a source, or drop the claim.",
    ),
    "CIT006": Kind(
        "range-too-wide",
        "warning",
        "A range spans more labels than anybody means, so it is taken as two labels: `[1-2020]`. Write each label out, or mend "
        "the range.",
    ),
    "CIT007": Kind(
        "ambiguous-label",
        "warning",
        "Several entries fit a marker such as `(Smith, 2020)`, or `ibid.` names no one source. None is guessed: name the work.",
    ),
    "CIT008": Kind(
        "repeated-work",
        "warning",
        "Two entries of a document name one work: the same DOI or the same address. Readers who count sources count it twice. "
        "Merge the entries. Entries for different places of a work, such as pages, are no fault.",
    ),
    "CIT009": Kind(
        "broken-numbering",
        "warning",
        "The numbers of a list of references skip one, or run backwards. An entry may be lost, or in the wrong place.",
    ),
    "CIT010": Kind(
        "restarted-numbering",
        "info",
        "A label begins again in a later list of the same document, so that it means different works in different parts. Readers "
        "and tools mix them up: number through, unless the parts stand alone.",
    ),
    "CIT011": Kind(
        "untitled-reference",
        "info",
        "An entry is a bare address, without the title of what it leads to. When the page is gone, nobody knows what it was.",
    ),
    "CIT012": Kind(
        "unlinked-reference",
        "info",
        "An entry has neither an address nor a DOI or another number by which the work can be found at once.",
    ),
    "CIT013": Kind(
        "malformed-url",
        "error",
        "An address breaks the URL standard (https://url.spec.whatwg.org) or is cut short, so that it leads nowhere: a host that "
        "cannot be one, a port out of range, a `%` without two digits, characters that must be encoded, `…` at its end.",
    ),
    "CIT014": Kind(
        "malformed-doi",
        "error",
        "What is called a DOI has not the form of one: `10.`, four to nine digits, a slash and a suffix, in the patterns that "
        "Crossref gives for all that are registered.",
    ),
    "CIT015": Kind(
        "mixed-styles",
        "warning",
        "Some markers are of another style than most of the text: `(1)` among `[1]`, or names and years among numbers. Readers "
        "take one of the styles for something else.",
    ),
    "CIT016": Kind(
        "marker-in-word",
        "warning",
        "A marker stands inside a word, `fac[1]ts`. It has slipped from its place.",
    ),
    "CIT017": Kind(
        "marker-in-heading",
        "warning",
        "A marker stands in a heading, which states nothing that could rest on a source. Set it behind a claim.",
    ),
    "CIT018": Kind(
        "reversed-range",
        "error",
        "A range runs backwards, `[5-3]`, so it is taken as two labels and those between are lost. Turn it round.",
    ),
    "CIT019": Kind(
        "unsourced-paragraph",
        "info",
        "No claim of a paragraph has a source, in a text whose other paragraphs have some. Short paragraphs are passed over "
        "(`least-words`).",
    ),
    "CIT020": Kind(
        "unsourced-claim",
        "info",
        "A claim has no source, neither of its own nor inherited from the next. Off unless it is selected; `headings` limits it to "
        "parts of the text, `least-words` to claims that are long enough.",
        on=False,
    ),
    "CIT021": Kind(
        "broken-marker",
        "warning",
        "What stands there looks like a marker and is none, because a bracket is missing or of another kind: `[3`, `[3)`, or both "
        "are missing: `stops.3` among `[1]`. The claim loses its source.",
    ),
    "CIT022": Kind(
        "unknown-code",
        "warning",
        "A comment `<!-- indexer: ignore … -->` names a code that there is not, so it hides nothing. Mend the code.",
    ),
    "CIT101": Kind(
        "retitled-work",
        "info",
        "A document lists a work under another title than most documents do. One of the titles may be wrong, or the address may "
        "belong to another work.",
    ),
    "CIT102": Kind(
        "single-source",
        "warning",
        "One source carries more of all claims with sources than `share` allows: if it falls, they fall together.",
    ),
    "CIT103": Kind(
        "same-claim-other-source",
        "info",
        "Several documents make the same claim, word for word, and name different sources for it.",
    ),
    "SRC001": Kind(
        "quotation-not-found",
        "warning",
        "A claim quotes words that none of its sources has in that order. Case, white space, quotation marks and other signs do not "
        "count, and an ellipsis or a word in square brackets may leave something out. Only with `--evidence`.",
    ),
    "SRC002": Kind(
        "number-not-found",
        "warning",
        "A claim names a number that none of its sources has, neither in digits nor in words. It may be a sum or a rounding of "
        "the author's. Only with `--evidence`.",
    ),
    "SRC003": Kind(
        "date-not-found",
        "warning",
        "A claim names a date that none of its sources has in any of the usual forms. Only with `--evidence`.",
    ),
    "SRC004": Kind(
        "name-not-found",
        "info",
        "A claim names somebody or something that none of its sources names. The source may use another name. Only with `--evidence`.",
    ),
    "TXT001": Kind(
        "guessed-encoding",
        "warning",
        "The encoding of a file was detected and not declared. Convert it to UTF-8 if letters look wrong.",
    ),
    "TXT002": Kind(
        "undecodable-bytes",
        "error",
        "Some bytes of a file belong to no letter of its encoding and were replaced. Convert the file to UTF-8.",
    ),
    "TXT003": Kind("empty-document", "warning", "There is no text in the file."),
    "TXT004": Kind(
        "offset-mismatch",
        "warning",
        "An offset in a provider's answer and the words given with it disagree. The words count.",
    ),
    "TXT005": Kind(
        "unread-part",
        "warning",
        "Pages or parts of a file cannot be read: scans, damage. What they say is not in the claims.",
    ),
    "TXT006": Kind("broken-line", "error", "A line or record is no JSON, or holds no answer."),
    "TXT007": Kind(
        "missing-bibliography",
        "warning",
        "A bibliography file that the text names, or an entry of it, cannot be read.",
    ),
}


def code_of(name: str) -> str | None:
    """The code of a kind that is called by its code, in any case, or by its name; None if no kind is."""
    upper = name.upper()
    return upper if upper in KINDS else next((code for code, kind in KINDS.items() if kind.name == name.lower()), None)


def problem(  # noqa: PLR0913  # a record of six fields
    code: str, message: str, uri: str, span: Span, line: int = 1, column: int = 1
) -> Problem:
    """A problem of the kind `code`, which must be a row of `KINDS`."""
    kind = KINDS[code]
    return Problem(code, kind.name, kind.severity, message, uri, span, line, column)


def called(reference: Reference) -> str:
    """An entry as messages name it, and markers write it: `[3]`, `[^note]`."""
    return f"[{'^' if reference.footnote else ''}{reference.label}]"
