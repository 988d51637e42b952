"""The names of LaTeX commands and environments that decide what is text."""

from __future__ import annotations

from indexer.model import BlockKind

HEADINGS = {
    name: level
    for level, name in enumerate("part chapter section subsection subsubsection paragraph subparagraph".split(), 1)
}
LETTERS = frozenset("o O ae AE oe OE aa AA ss l L i j LaTeX TeX BibTeX S P".split())
QUANTITIES = frozenset("SI si SIrange SIlist qty unit qtyrange qtylist numrange numlist ang".split())
CODE = frozenset(
    "verbatim verbatim* Verbatim lstlisting minted alltt comment filecontents filecontents* Highlighting tikzpicture pgfpicture picture".split()
)
COUNTING = frozenset({"enumerate", "compactenum"})
MATH = frozenset(
    "equation align gather multline eqnarray displaymath alignat flalign math subequations equation* align* gather* multline*"
    " eqnarray* alignat* flalign*".split()
)
KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("itemize", "enumerate", "description", "compactitem", "compactenum"), "item"),
    **dict.fromkeys(("quote", "quotation", "displayquote", "verse"), "quote"),
    **dict.fromkeys(("tabular", "tabular*", "tabularx", "longtable", "tabulary"), "row"),
    "thebibliography": "reference",
}
_BY_COUNT = {
    1: "hypertarget label ref eqref pageref autoref cref Cref nameref vref subref vspace hspace includegraphics input include index"
    " bibliography bibliographystyle addbibresource nocite usepackage documentclass pagestyle thispagestyle color"
    " textcolor colorbox raisebox hypersetup graphicspath author date affil affiliation email thanks title"
    " selectlanguage foreignlanguage theoremstyle hyphenation todo marginpar footnotetext cline cmidrule captionsetup"
    " phantom hphantom vphantom enlargethispage setstretch pagenumbering RequirePackage citestyle pdfbookmark keywords"
    " minipage multicols thebibliography subfigure tabular longtable linespread rowcolor array",
    2: "newcommand renewcommand providecommand setlength addtolength setcounter addtocounter rule resizebox markboth"
    " multicolumn multirow fontsize newtheorem DeclareMathOperator tabularx tabulary tabular* wrapfigure adjustwidth",
    3: "newenvironment renewenvironment addcontentsline",
}
# How many groups after a command, or after the beginning of an environment, are not text.
HIDDEN = {name: count for count, names in _BY_COUNT.items() for name in names.split()}
