"""LaTeX: which words a reader sees, which works a command names, and that no text makes it slow."""

from __future__ import annotations

from functools import partial

import pytest
import reading
from test_linear import extract, repeat
from timing import assert_linear

read = partial(reading.read, form="latex")
statements = partial(reading.statements, form="latex")


LIST = "\n\\begin{thebibliography}{9}\\bibitem{a} A, 2001. https://example.org/a \\bibitem[B]{b} B, doi:10.5555/b\\end{thebibliography}"
A, B = "https://example.org/a", "doi:10.5555/b"


@pytest.mark.parametrize(
    ("written", "sources", "locator"),
    [
        (r"A fact \cite{a}.", (A,), None),
        (r"A fact~\citep[p.~3]{a}.", (A,), "p. 3"),
        (r"A fact \citep[see][]{a}.", (A,), None),
        (r"A fact \citep[see][pp.~3--5]{a,b}.", (A, B), "pp. 3--5"),
        ("A fact \\cite{a,\n  b}.", (A, B), None),
        (r"A fact \parencite*{b}.", (B,), None),
        (r"A fact.\footcite{a} More.", (A,), None),
        (r"A fact \autocite {a}.", (A,), None),
        (r"A fact \cites{a}{b}.", (A, B), None),
        (r"A fact \parencites(see)(too)[1]{a}[2]{b}.", (A, B), "1"),
        (r"A fact \citeyearpar{a}.", (A,), None),
        (r"A fact \emph{\cite{a}}.", (A,), None),
        (r"A fact.\footnote{See \cite[3]{b}.} More.", (B,), None),
        (r"A fact \cite{a}\cite{b}.", (A, B), None),
    ],
)
def test_markers(written: str, sources: tuple[str, ...], locator: str | None) -> None:
    claim = read(written + LIST).claims[0]
    assert (claim.statement, claim.source_ids) == ("A fact.", sources)
    assert claim.markers[0].locator == locator


@pytest.mark.parametrize(
    ("written", "shown", "sources"),
    [
        (r"\citet{a} found it.", "a found it.", (A,)),
        (r"\textcite[p.~3]{a} found it.", "a found it.", (A,)),
        (r"As \citet{a,b} found.", "As a,b found.", (A, B)),
        (r"\citeauthor{a} found it.", "a found it.", ()),
        (r"All of it.\nocite{*}", "All of it.", ()),
        (r"The \excite{a} is none.", "The a is none.", ()),
    ],
)
def test_keys_that_are_words(written: str, shown: str, sources: tuple[str, ...]) -> None:
    claim = read(written + LIST).claims[0]
    assert (claim.statement, claim.source_ids) == (shown, sources)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"R\&D got 5\,\% of 3\$ for a\_b in \{x\}.", "R&D got 5% of 3$ for a_b in {x}."),
        (r"Na\"{\i}ve J{\o}rgen, J\o rgen and M\"uller.", "Naïve Jørgen, Jørgen and Müller."),
        (r"\'Emile and Stra{\ss}e, \v{C}apek, gar\c{c}on, Z{\"u}rich.", "Émile and Straße, Čapek, garçon, Zürich."),
        (r"An \emph{old \textbf{and} wi}se man.", "An old and wise man."),
        (r"{\bf Bold} and {\it slanted\/} words.", "Bold and slanted words."),
        ("One % two \\cite{x}\n  three.", "One three."),
        (r"Half of 50\% % comment", "Half of 50%"),
        (r"See \href{https://example.org/x}{the report} here.", "See the report here."),
        (r"See \url{https://example.org/a_b~c%20d} here.", "See https://example.org/a_b~c%20d here."),
        (r"The sum $a % b_1 + \{c\}$ holds.", r"The sum $a % b_1 + \{c\}$ holds."),
        (r"Gates\label{x y} turn, see Section~\ref{sec:x}.", "Gates turn, see Section."),
        (r"He said ``no'' --- twice.", "He said “no” --- twice."),
        (r"The boys' `toys' aren't `Kim's' here.", "The boys' ‘toys’ aren't ‘Kim's’ here."),
        ('Das "`Buch"\' ist da, "\'tis "x"', 'Das „Buch“ ist da, "\'tis "x"'),
        (r"A line \\[2pt] break.", "A line break."),
        (r"A \textcolor{red}{red} word\footnote{A remark.} here.", "A red word here."),
        (r"The \verb|a{b}%c| is code.", "The a{b}%c is code."),
        (r"It ran \SI{5}{km} at \SI[mode=text]{20}{\celsius}.", "It ran 5 km at 20 celsius."),
        (
            r"It fell by \num{12000} and \qty{3}{\metre\per\second} to \SIrange{1}{5}{kg}.",
            "It fell by 12000 and 3 metre per second to 1 5 kg.",
        ),
        (r"Without a number \SI is none.", "Without a number is none."),
        (r"Wrapped\\ by \LaTeX{} and \unknown[x]{words}.", "Wrapped by LaTeX and words."),
    ],
)
def test_words(written: str, shown: str) -> None:
    assert statements(written) == [shown]


def test_letters_of_headings_and_entries() -> None:
    text = (
        "\\section{\\'Etude de Stra{\\ss}en} One \\cite{a}."
        '\\begin{thebibliography}{9}\\bibitem{a} M\\"uller. \\emph{{\\"U}ber Wege}. 1999.\\end{thebibliography}'
    )
    found = read(text)
    assert found.claims[0].heading == ("Étude de Straßen",)
    assert [reference.title for reference in found.document.references] == ["Müller. Über Wege. 1999"]


def test_notes_are_sources_if_they_name_a_work() -> None:
    text = (
        r"One.\footnote{A remark.} Two.\footnote{Letter of K.~Lie, 1999.} Three.\footnote{\url{https://example.org/x}}"
    )
    found = read(text)
    assert [(claim.labels, claim.attribution) for claim in found.claims] == [
        (("2",), "inherited"),
        (("2",), "direct"),
        (("3",), "direct"),
    ]
    assert [reference.text for reference in found.document.references] == [
        "A remark.",
        "Letter of K. Lie, 1999.",
        "https://example.org/x",
    ]
    assert found.problems == ()


def test_blocks() -> None:
    text = r"""\documentclass{article} \title[Short]{The \emph{Long} Title} \begin{document} \maketitle
\section*{One \emph{and} two} Words here. \paragraph{Run in.} More words.
\begin{itemize}\item First \item[Second] thing \end{itemize}
\begin{tabular}{l|r} Year & Sum \\ \hline 2012 & 61 \\ 2013 & \multicolumn{2}{c}{64} \end{tabular}
\begin{figure}[ht]\includegraphics[width=1cm]{x.pdf}\caption[Short]{A caption.}\end{figure}
\begin{quote}A quotation.\end{quote} \begin{align} x &= 1 \end{align} \[ y \]
\begin{verbatim} \cite{x} % \end{verbatim} \end{document} Not read."""
    document = read(text).document
    assert document.title == "The Long Title"
    assert [(block.kind, block.level) for block in document.blocks] == [
        ("heading", 3),
        ("paragraph", 0),
        ("heading", 6),
        ("paragraph", 0),
        ("item", 0),
        ("item", 0),
        ("furniture", 0),
        ("row", 0),
        ("row", 0),
        ("caption", 0),
        ("quote", 0),
        ("code", 0),
        ("code", 0),
        ("code", 0),
    ]
    assert [claim.statement for claim in read(text).claims] == [
        "Words here.",
        "More words.",
        "First",
        "Second thing",
        "2012 61",
        "2013 64",
        "A caption.",
        "A quotation.",
    ]
    assert [claim.heading for claim in read(text).claims][:2] == [("One and two",), ("One and two", "Run in.")]


def test_markers_as_in_other_texts_count_where_nothing_is_cited() -> None:
    text = "A fact [1]. Another [2].\n\nReferences\n\n[1] A. https://example.org/a\n\n[2] B. https://example.org/b\n"
    assert [claim.labels for claim in read(text).claims] == [("1",), ("2",)]
    assert [claim.labels for claim in read(r"A fact [1] \cite{a}." + LIST).claims] == [("a",)]
    assert [claim.labels for claim in read(text.replace("[", "{[}").replace("]", "{]}")).claims] == [("1",), ("2",)]


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_a_text_that_is_cut_off_anywhere_is_read(cut: int) -> None:
    text = (
        r"""\section{One \emph{two}} Words \cite[see][p.~3]{a,b}. $x^2$ \footnote{Note \cite{c}.} \begin{itemize}
\item One \verb|x| \end{itemize} \begin{tabular}{ll} a & b \\ \hline \end{tabular} \begin{verbatim} x \end{verbatim}
\caption{Words} \[ x \] $$ y $$ \begin{thebibliography}{9} \bibitem[x]{a} Words \end{thebibliography}"""
        + LIST
    )
    read(text[:cut])


UNITS = [
    "\\cite{a} ", "\\cite{", "\\cite[", "\\cite[a]", "\\cites{a}", "\\cites(", "\\footnote{", "\\footnote{a}", "\\begin{a}",
    "\\begin{verbatim}", "\\begin{verbatim}a\\end{verbatim}", "\\begin{itemize}\\item ", "\\section{", "\\section{a}",
    "\\caption{", "\\item[", "\\bibitem{a} b ", "{", "}", "{}", "{\\bf ", "$", "$a", "$$", "\\[", "\\[a\\]", "\\(", "\\verb|",
    "\\verb|a", "%", "%\n", "\\%", "\\\\", "\\\\[", "&", "a & b \\\\ ", "~", "\\o ", '\\"o', "\\a", "\\a{}", "\\a[", "\\bibliography{",
    "\\bibliography{a}", "\\title{", "\\title[", "\\begin{tabular}{l} a \\\\ \\hline ", "\\hline", "\n\n", "``a'' ", "\\href{a}", "\\url{",
    "\\href{http://a.example}{", "\\href{http://a.example}{a} ", "(\\href{http://a.example}{a}). ", "a.\\url{http://a.example} ",
    "\\footnote{\\href{http://a.example}{a}}", "\\footnote{\\href{http://a.example}{", "Source: \\url{http://a.example}\n\n", "\\href[a]",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    run = extract("latex")
    for make in (repeat(unit), repeat(unit, "a"), repeat("\\begin{document}" + unit)):
        assert_linear(f"latex, {unit!r}", run, make, 128_000)


def test_a_hundred_thousand_levels() -> None:
    for unit in ("{", "\\emph{", "\\begin{quote}", "\\begin{itemize}\\item ", "\\footnote{", "\\cite{"):
        close = "}" * 100_000 if unit.endswith("{") else ""
        read(unit * 100_000 + "Words." + close)
