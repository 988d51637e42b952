"""Time grows with the length of a text and not with its square, whatever the text holds.

Each hostile input is a unit that is repeated. A stage is timed on a text and on one of twice the length, on the
processor's clock, in doubt as the best of three; more than `MOST` times the time, and so at each of three doublings,
fails.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest
from timing import Make, Stage, assert_linear

from indexer import inline, linking, sentences
from indexer.claims import extract_claims
from indexer.markers import find_markers
from indexer.model import Block, Document, Span
from indexer.readers import READERS, read_document
from indexer.readers.markdown import read_markdown
from indexer.readers.outlinks import Outlink, carried_markers
from indexer.readers.plain import read_plain
from indexer.sources import canonical_source, canonical_url, find_doi, find_urls, source_id, url_locator
from indexer.works import Catalogue, find_year, read_repeat, read_work

UNITS = {
    "headings of contents": "Contents\nRain\nSnow\n",
    "lines with leaders": "Rain ..... 1\n",
    "leaders that fall": "Rain ..... 3\nSnow . . . . . 1\n",
    "contents in columns": "Contents\n\nRain   1\n\n",
    "notes whose numbers are anchors": 'It rains.<sup>[1](#f1)</sup>\n\n<a name="f1">1</a>: Rain\n\n',
    "parts of a list": "## Sources\n### A\n1. [B](https://b.example)\n\nRemark.\n\n### C\n1. D, 2020\n",
    "parts below one heading": "### A\n- B\n  - https://b.example\n\n> C 1999.\n\nGroup:\n- D\n",
    "stars of Japanese": "雨※1、雪（※2）。\n\n※1 王、1999年。\n※2 李。\n",
    "links defined below": "- [A][1]\n- B [c][]\n\n[1]: https://a.example\n[c]: https://c.example\n\n",
    "keys of site generators": 'It rains {% cite a-b c -l 3 %}. {{< cite "d" >}} snows.\n',
    "links to lines of files": "It runs [src/a.py:1-9, 3](), [b.py:2](). Sources: [c.py:3]()\n",
    "lines of code": "<a b>c</a>\n\nf(a);\n\n{ a }\n\nb ::= {\n",
    "long tags on a line": "<a b>c ",
    "braces on a line": "{ a ",
    "dots and numbers": "..... 1 ",
    "sources on one line": "Sources: A (https://a.example/b), [C](https://c.example) ",
    "lines of sources": "Sources: [A](https://a.example), [B](https://b.example)\n\n",
    "rows of drawn tables": "+--+--+\n| a | b |\n",
    "fields of entries": "[1] A\n    URL: https://a.example\n- Accessed: May\nLink : b\n",
    "lines of patches": "diff --git a/b b/b\n+c\n 1 file changed, 2 insertions(+)\nSigned-off-by: A <a@b.c>\nFixes: 0123456789 (",
    "names with days": "It rains [A, 3 May 2024; B, 2024-05-03]. ",
    "names beside claims": "| Claim | Source |\n|---|---|\n| It rains | A; B, p. 3 |\n\n",
    "numbers of PubMed": "It rains (PMID: 12345678, 23456789; ",
    "works with annotations": "## References\n\nDoe, J. (2020). A. B.\n\nIt is good.\n\n",
    "keys of LaTeX": "It rains~\\citep[see][p.~4]{a, b}, @doe2020 [p. 3; @c]. ",
    "items of Zotero": "It rains ([A, p. 3](zotero://select/b)) ([pdf](zotero://open-pdf/c)). — [D](https://d.example)\n",
    "lists in code": "## Sources\n\n```\n[1] A\n```\n\nIt rains (A, May 2024)\n\n",
    "sources without addresses": "Sources: A; B; ",
    "numbers set off": "**410 a *12 b* **3 ",
    "times of a recording": "[02:15] It rains [14:40]. ",
    "notes by their signs": "It rained (1). It fell(2).\n(1) Smith, 1999.\n",
    "closed numbers": "It rained.1) It fell.2)\n\n1) Smith, 1999.\n",
    "groups in lists": "References\n*Primary*\n[1] A https://a.example\n\n- **B**\n",
    "notes of works in Chinese": "① 王：《茶》，社，2004年，第1页。\n",
    "open titles in Chinese": "① 王，《茶『茶「茶，",
    "places behind footnotes": "It rained (see [^2], pp. 4–6, ",
    "bare numbers behind wide stops": "多雨。1 雪が降る。2, 3 ",
    "lines of links": "External links\nA b\n\nSee also\n",
    "double-spaced lines": f"{'a bc ' * 13}\n\n",
    "numbers above stamps": "12\n\nCase 1:12-cv-01343 Document 5 Filed 03/26/13 Page 2 of 14\n\n",
    "calls of notes behind a space": "It rains. 1 The bus. fn. 2 ",
    "pages of reports in brackets": "a. [1 A B 2] ",
    "forms of firms": "Vane Abcd. Co. v. ",
    "parties that are not cited": "A v. B C of D. E F ",
    "lines that hang": f"{'a bc ' * 13}\n   d\n",
    "notes above": "Hale, note 1 above, p. 2; Roe (wie Anm. 3). ",
    "pages of notes": "[1] Hale, Mills, pp. 44–9, S. 3, ff. 2. ",
    "ways back on lines": "↑ A, 12 p.\n",
    "remarks in round brackets": "雨（注1）。\n（注1）王、1999年。\n",
    "faces": "Thanks :) It works ;-) ",
    "open faces": " :' :' ",
    "speech that is cut off": '"I never—" The door ',
    "dashes and quotation marks": '—"—"',
    "smileys": "a \U0001f600\U0001f600 ",
    "numbered lines of a transcript": "1   Q.   Who paid?\n2\n3   A.   I did.\n",
    "numbered lines of a pleading": "9   the heirs of it say so and\n10  they do not\n",
    "times in brackets": "(00:45):\nit rains\n",
    "numbers of lines alone": "1\n2\n",
    "who speaks": "Mr. VARGA. I yield. The CHAIR. ",
    "sections of a law": "SEC. 101. SHORT TITLE. ",
    "numbers of later items": "1. Buy. 2. Wait. ",
    "hosts on lines": "lake.org\n. It rose\n",
    "long hosts on lines": "a.a.a.a.a\n.\n",
    "hosts in brackets": "It rose (see imo.org, epa.gov). ",
    "open hosts": "(a.a.a.a, a.a.a.a ",
    "numbers within sentences": "of carbon1,2 is and groups3,10 ",
    "numbers behind amounts": "$700M 14 | 2 GWh 8, and ",
    "numbers at stops beside brackets": "We saw apples.1 and pears2. [4] ",
    "pages of works": "It rained (Hale 12) and (Roe 3). ",
    "paragraphs of a judgment": "[2001] UKHL 12 at [34]-[36] ",
    "works in brackets beside labels": "It rained (see Smith & Doe, 2020; Roe, 2019). It fell [1]. ",
    "escapes of marks": "https://a.example/o%CC%88",
    "ways back of other languages": "↑ 1 2 a et b ",
    "names of characters in clauses": "a&nbsp;b; c [1] ",
    "escaped brackets with places": "\\[vgl. siehe 1, S. 12 ",
    "escaped names": "\\[Smith and Jones, Smith ",
    "quotation marks of AsciiDoc": "``a b ",
    "other quotation marks of AsciiDoc": '"`a ',
    "closing quotation marks": "''a ",
    "raised numbers of LaTeX": "\\textsuperscript{1",
    "raised numbers of RST": "\\ :sup:`1` ",
    "open bold of LaTeX": "\\textbf{a ",
    "bold of a wiki": "'''a ",
    "items in tags with paragraphs": "<ol><li><p>a",
    "terms in tags": "<dl><dt>a<dd>",
    "notes and brackets": "\\footnote{Doe 1999}[1] ",
    "labels in links of a wiki": "[https://a.example [1]] ",
    "open labels in links of a wiki": "[https://a.example [1 ",
    "dots of items": ". a\n.. b\n",
    "signs of items": "# a\n## b\n",
    "items that count themselves": "#. a\n",
    "enumerations": "\\begin{enumerate}\\item a ",
    "open square": "[",
    "close square": "]",
    "open round": "(",
    "close round": ")",
    "three open round": "(((",
    "three open round and a space": "((( ",
    "round the wrong way": ")(",
    "dotted letters": "a.a.a.",
    "spaced dots": ". . . ",
    "late quotation marks": 'A. " b ',
    "sentences without capitals": "abc. ",
    "questions without capitals": "abc? ",
    "rules of court in capitals": "FED. R. ",
    "places in open brackets": "a. (B. C. 1 ",
    "places in brackets": "a. [b. C, p. 1] ",
    "open short names": 'Co. ("A" or "B" or ',
    "volumes and titles": "4 W. P. Q. A. B. C. ",
    "titles in stars": "*a_b* _c ",
    "quotations in a sentence": "「a。b。」と言った。",
    "nested quotations": "「『a。",
    "remarks of a transcript": "a. (laughs) B ",
    "lists of HTML": "<ol><li>a</li>",
    "names of sections": "Methods: a. ",
    "markers as subjects": "A. [1] is ",
    "dots": ".",
    "dots and a word": "....... a",
    "long ellipses": "…",
    "ellipses and words": "a… ",
    "exclamation": "!",
    "exclamation and words": "Ha! ",
    "question": "?",
    "marker": "[1]",
    "marker and space": "[1] ",
    "marker and comma": ",[1]",
    "marker and full stop": "Word [1]. ",
    "marker and dash": "[1]-",
    "joined markers": "[1]-[2] ",
    "unclosed marker": "[1,",
    "long unclosed marker": "[1,2,3,4,5,6,7,8,9,10,",
    "widest ranges": "[1-99]",
    "locators": "[1, p. 3]",
    "page behind a marker": "[1]:1",
    "full-width markers": "【1】",
    "full-width openers": "【",
    "superscripts": "¹",
    "superscripts at words": "word¹ ",
    "footnote markers": "[^1]",
    "unclosed footnotes": "[^",
    "carets": "^1^",
    "notes": "[note 1]",
    "letters as notes": "word[a] ",
    "flags": "a [citation needed]. ",
    "keys": "[RFC 2119] ",
    "indexes": "x[1][2]",
    "round markers": "word (1). ",
    "escaped brackets": "\\[1\\]",
    "escaped openers": "\\[",
    "formula openers": "\\(",
    "backslashes": "\\",
    "linked markers": "[1](http://a.example/c)",
    "links and dates": "([a](http://a.example/c), 3 May 2024, p. 4; ",
    "links and words": "（[a](http://a.example/c)，a b c d e f ",
    "chips": "[a+1a+1](http://a.example/c)",
    "counts of chips": "[a+1+1+1+1",
    "chips without addresses": "It rains. Daily Post+1Reuters+2",
    "names of chips on lines": "It rains. Post+1\nPost\n",
    "links from a chat": "Rain. [a](https://a.example/?utm_source=chatgpt.com) ",
    "ends of addresses from a chat": "[a](https://a.example/?utm_source=openai",
    "words linked by labels": "[a][b] ",
    "labels of links": "[a][",
    "cards as links": '[](grok_render_citation_card_json={"cardIds":["ab"',
    "years that are linked": "[(a, 2020)](http://a.example/c)",
    "labels of posts": "[post:1, web:2, ",
    "dotted labels": "[cite: 1.1.1, ",
    "labels without an address": "[citation:1]( )",
    "thoughts": "<think>\na\n</think>\nb\n\n",
    "thoughts that go on": "<think>\n\n<details><summary>Thought</summary>\n\n",
    "names that brackets say": "(Source: A; B b b, section 3; ",
    "links that say they are sources": "[Source: a](http://a.example/c) ",
    "openings of links that say so": "[Source: ",
    "names before named links": "Source: A b, [c](http://a.example/d) e\n",
    "names without the link": "Source: A, b, c, ",
    "tokens in brackets": "【turn0search1, turn0news2, ",
    "found documents": "[doc1][doc2, doc3] ",
    "files in brackets": "[Source: a b.pdf, p. 3; ",
    "files that brackets name": "(Source: a.pdf a.pdf a.pdf ",
    "double linked markers": "[[1]](",
    "links": "[x](y) ",
    "link openers": "[a](",
    "link middles": "](",
    "image openers": "![",
    "linked sources": "Word ([a](http://a.example)). ",
    "linked source openers": "([",
    "star": "*",
    "stars and words": "*a ",
    "double stars": "**a ",
    "underscore": "_",
    "underscores and words": "_a ",
    "tildes": "~",
    "struck words": "~~a ",
    "backtick": "`",
    "backticks and words": "`a ",
    "double backticks": "`` ",
    "growing backticks": "` `` ``` ",
    "dollar": "$",
    "dollars and words": "$a ",
    "double dollars": "$$ ",
    "comment openers": "<!--",
    "comments": "<!--x-->",
    "superscript tags": "<sup>",
    "superscript tags and numbers": "<sup>1",
    "tag openers": "<a ",
    "numbers behind stops": "Word.1 ",
    "brackets in addresses": "http://a.b/?c[d]=e",
    "bold labels": "**a b.** C. ",
    "linked numbers": "[1,2,3",
    "anchors": "<a id=b></a>",
    "items with markers": "\n- [1] a",
    "cells in HTML": "<td>a",
    "rows in HTML": "<tr><td>a",
    "items in HTML": "<li>a",
    "headings that only close": "<li></h1>",
    "scripts that do not close": "<div><script>",
    "less than": "<",
    "tags": "<a>",
    "entities": "&#1;",
    "ampersands": "&",
    "pipe": "|",
    "cells": "| a ",
    "rows": "| a | b |\n",
    "tables": "| a | b |\n|---|---|\n| c | d |\n\n",
    "rulers": "|-",
    "quote signs": ">",
    "quote signs and spaces": "> ",
    "quoted lines": "> a\n",
    "lazy quotes": "> a\nb\n",
    "bullets": "- ",
    "bullet lines": "- a\n",
    "bullets in a line": "* ",
    "empty bullets": "-\n",
    "numbers in a line": "1. ",
    "numbered lines": "1. a\n",
    "numbered lines with markers": "1. Word [1].\n",
    "bracket lines": "[1] a\n",
    "lines with letters": "(a) word\n",
    "addressed lines": "[1] http://a.example\n",
    "footnote lines": "[^1]: a\n",
    "definitions": "[a]: http://a.example\n",
    "marker lines": "[1]\n",
    "words and marker lines": "a\n\n[1]\n\n",
    "lists of references": "## References\n\n[1] a. http://a.example\n\n## Part\n\nText [1].\n\n",
    "headings of lists": "Sources:\n",
    "hashes": "#",
    "heading lines": "# a\n",
    "titles and lines": "Title\n\nText here.\n\n",
    "underlined": "a\n==\n",
    "rules": "---\n",
    "fences": "```\n",
    "fenced lines": "```a\nb\n",
    "indented lines": "    a\n",
    "wrapped lines": "a line of lower case words that goes on and on as wrapped lines do\n",
    "wrapped CJK lines": "中文文本中文文本中文文本中文文本中文文本中文\n",
    "hyphenated lines": "wor-\n",
    "addresses without space": "http://",
    "addresses": "http://a.example/c ",
    "addresses with openers": "http://a(",
    "addresses with closers": "http://a.b)",
    "www": "www.",
    "escapes": "%25",
    "escaped letters": "%41",
    "dot segments": "/..",
    "slashes alone": "/",
    "parameters": "&a=1",
    "tracking parameters": "&utm_source=1",
    "escaped ampersands": "&amp;",
    "addresses in brackets": "(https://a.example/x, ",
    "addresses in brackets that open again": "(https://a.example (doi:10.1000/x ",
    "works with addresses in brackets": "(Lake, 2019: https://a.example/x, p. 3 and ",
    "addresses and square brackets": "[https://a.example/x] ",
    "copies of pages": "https://web.archive.org/web/2020/",
    "escaped copies": "https%3A%2F%2Farchive.ph%2F",
    "publishers' paths": "/doi/10.1000/",
    "publishers' endings": ".pdf",
    "old DOIs": "10.1002/(1998)1:1<1::A>3.0.CO;2-2",
    "arXiv numbers": "arXiv:2101.00001",
    "unfinished arXiv numbers": "arXiv preprint ",
    "PubMed numbers": "PMID: 1",
    "DOI prefixes": "10.1000/",
    "DOIs": "10.1000/a ",
    "DOI addresses": "doi.org/10.1000/",
    "double quote": '"',
    "stop and quote": '. "',
    "quote and stop": '". ',
    "single quotes": "'",
    "curly quotes": "“a.” ",
    "initials": "A. ",
    "titles of names": "Dr. ",
    "initialisms": "U.S. ",
    "inner stops": "(etc.) ",
    "case names": "A v. B, ",
    "versus lines": "v.\n",
    "enumerators": "(i) ",
    "semicolons": "a; b [1] ",
    "clauses": "a, but b [1], ",
    "CJK stop": "。",
    "CJK sentences": "中。",
    "CJK words": "中",
    "ordinals": "3. Mai ",
    "paragraph signs": "¶1 ",
    "star pages": "*263 ",
    "star pages with a name": "*Page 263 ",
    "page feet": "a [Page 1]\n",
    "page foot openers": "[Page ",
    "form feeds": "a\n\f\nb\n",
    "contents": "Words ..... 1\n",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "tabs": "\t",
    "newlines": "\n",
    "lines of a space": "\n \n",
    "old newlines": "a\n",
    "line separators": "a\u2028b ",
    "zero-width": "\u200b",
    "combining": "e\u0301",
    "right to left": "שלום. ",
    "digits": "1",
    "dotted digits": "1.",
    "words": "word and more ",
    "no space": "abcdefgh",
    "at signs": "a@",
    "colons": "a:",
    "slashes": "a/",
    "private use": "\ue000\ue001\ue002",
    "authors and year": "(Smith & Doe, 2020a; see Roe et al. 2019, p. 3) ",
    "authors in a sentence": "Smith et al. (2020) ",
    "names": "Smith, ",
    "names without an end": "(Smith & ",
    "years": "2020 ",
    "years in brackets": "(2020) ",
    "open years": "(2020 ",
    "years and letters": "(Smith 2020a, b, ",
    "original years": "[1867] 1990 ",
    "CJK authors": "（王等，2020）",
    "CJK names": "王、李和",
    "authors in brackets, by semicolons": "(SILVA; SOUZA; ",
    "authors in brackets, by slashes": "(Doe/Roe/",
    "authors without capitals": "(حسن، 2017) ",
    "authors without capitals, without an end": "(حسن، وعلي، ",
    "markers that are not understood": "(Doe xan Roe, 2020) ",
    "joined names that are not understood": "(Doe xan Roe xan ",
    "labels that are not understood": "[1 xyz. 5] ",
    "open labels that are not understood": "[1, xyz. ",
    "entries without capitals": "حسن، أ. وعلي، م. ",
    "visits": "Accessed 3 March 2021 ",
    "visits without a date": "accessed, ",
    "visits behind addresses": "https://a.example/ [3 March 2021] ",
    "full dates": "3 March 2021, ",
    "titles behind commas": "Doe J., Water, ",
    "repeats in other languages": "(ivi, p. 3) (там само, ",
    "open repeats in other languages": "(id. (idem (ivi ",
    "repeats": "(ibid., p. 3) ",
    "open repeats": "(ibid ",
    "repeats of a name": "Smith, op. cit., ",
    "entries": "Smith, J., & Doe, A. (2020a). Title. https://a.example\n",
    "repeated authors": "———. 2020. Title.\n",
    "colons alone": ":",
    "Latin stops of wide signs": "中.",
    "postscripts": "N.B. ",
    "fences with markers": "```\na\n``` [1]\n\n",
    "notes in HTML": "<p>[^1]: a</p><p>b</p>",
    "keys in notes": "A fact.^[See @doe2020.] ",
    "escaped signs": "\\%",
    "breaks": "<br>",
    "named addresses": "A. Source: https://a.example\n",
    "named addresses in a line": "Source: https://a.example ",
    "named links": "A. Source: [a](http://a.example)\n",
    "links behind stops": "A. [a](http://a.example) ",
    "named markers": "Source: [1] ",
    "hidden spans": '<span style="display:none">',
    "hidden spans that close": 'A. <span style="display:none">[1]</span> ',
    "cards": '<grok:render a="b"> <argument name="citation_id">',
    "private signs": "\ue200cite\ue202turn0search1",
    "names between private signs": '\ue200entity\ue202["a","b"',
    "stripped signs": "citeturn0search1turn0",
    "titled links": "[oai_citation:0‡a](http://a",
    "files": "【F:a†L1",
    "escaped signs in addresses": "https://a.example/\\&",
    "circled numbers": "价①。",
    "circled entries": "①a\n",
    "pages without heads": "a word of it\n\n\n\n\n",
    "numbers before stops": "abc1. ",
    "named addresses in brackets": "(Ab c, https://a.example; ",
    "numbers of archives": "(PMID: 1234, ",
    "notes of a vault": "(source: [[a]], ",
    "highlights": "==a ",
    "comments of a vault": "%%a ",
    "embedded files": "![[a",
    "names of blocks": "A. ^ab\n",
    "joined labels": "[1 y 2, pág. 3",
    "includes": "{{< a\n\n",
    "emphasis in headings": "# *a ",
    "emphasis over lines": "*a b*c **d\n__e ",
    "entries on one line": "[1] A. [2] https://a.example\n\n",
    "links over lines": "[a\nb [c\n[d](\n",
    "spans of a program": "[span_1](start_span)",
    "markers before lower case": "abc.[1] x ",
    "names of files": "abc. a.b_c.d_e() ",
    "turns": "abc? — Of ",
    "phrases of place": "In A A A A A.M. ",
    "towns": "a, Ga. Abc d ",
    "addresses of streets": "1 A A St. Abc d ",
    "glued sentences": "abc.So we ",
    "items in letters": "a. A abc. b. B abc. ",
    "lists of authors": "A. Abc, ",
    "ranks": "to Lt. Col. In a ",
    "quoted sentences": 'a U.S. "Abc de fg ',
    "relative clauses behind quotations": '"A?" Abc, who abc ',
    "signs of notes": "abc.^1 abc.*† ",
    "remarks in brackets": "abc.[a b] ",
    "Greek questions": "αβ; ",
    "semicolons alone": ";",
    "Thai and markers": "กกกกกกกกกกกกกกกก[1] ",
    "markers as subjects in CJK": "あ。[1]は",
    "sources in brackets": "“あ。”（い）[1]",
    "full-width full stops": "あ．",
    "dates": "31. 12. 2020. ",
    "years first": "2020. 1. 2. 가 ",
    "letters before names": "о. Иоанн ",
    "phrases of years": "В 1998 г. Р ",
    "words of other languages": "il di che on. Rossi ",
    "elided words": "dell’art. 9 ",
    "rules between entries": "[1] a\n\n---\n\n",
    "anchors of headings": '## <a name="a"></a>A {#a .b}\n\n',
    "open attributes of headings": "## A {#a .b {#a ",
    "headings of lists with small words": "## Список использованных источников и литературы\n\n",
    "linked headings": "## [References](#a\n\n",
    "ways back": "References\n^ \nJump up to:\na b c ",
    "letters of a way back": "^ a b c d e ",
    "labels that touch": "[1][2]",
    "labels apart by signs": "[1] A; [3] B · ",
    "circled labels": "①A\n②B\n",
    "labels in other digits": "١- A ",
    "raised tags": "<sup>1, 2",
    "numbers between backslashes": "a\\1\\ ",
    "notes between backslashes": "\\1\\ a\n",
    "open notes in brackets": "[Footnote 1: a\n\n",
    "numbers behind words": "abcd1 ",
    "lines of notes": "1 A\n",
    "words and lines of notes": "Abc.1\n\n1 A\n\n",
    "addresses that hyphens break": "https://a.example/a-\n",
    "paragraphs that name others": "[1] A [2-9] b.\n\n",
    "entries without labels behind some": "[1] Doe, J. (2020). A.\nRoe, K. (2020). B.\n",
    "carets and words": "a^1, 2",
    "visits of entries": "A. https://a.example (дата обращения: 1.1.2020) Retrieved May 4, 2021, from ",
    "templates": "{{Cite |title=A |title= ",
    "links that lead back": "[^](#cite_ref-1) [A](https://en.wikipedia.org/wiki/A) ",
    "lines of an item": "- A\n  b\n  C\n",
    "dated lines": "A (2020) https://a.example\nBc, (",
}


def _letters(number: int) -> str:
    """Another word for each number."""
    return "".join(chr(97 + int(digit)) for digit in str(number))


# Inputs that are no repetition.
NESTED: dict[str, Make] = {
    "bare numbers that name a list in order": lambda size: (
        "".join(f"It is carbon{number} here, $700M {number}, and so on. " for number in range(1, size // 100))
        + "\n\n"
        + "".join(f"{number}. Berg, A. et al. Title. Nature 5, 1-3 (2020).\n" for number in range(1, size // 100))
    ),
    "bare numbers that name some of a list": lambda size: (
        "".join(f"It rains.{number % 7} It is carbon{number} here. " for number in range(1, size // 80))
        + "\n\nReferences\n"
        + "".join(f"{number}. Berg, A. Title.\n" for number in range(1, size // 80))
    ),
    "signs behind an address": lambda size: f"So it is [1].\n\nReferences\n\n[1] https://a{'!' * size} x\n",
    "signs before the name of an entry": lambda size: (
        f"So it is (Source: OECD).\n\nReferences\n\n[1] {'*-' * (size // 2)} 1\n"
    ),
    "a quoted title of spaces": lambda size: f'---\ntitle: "a{" " * size}x\n---\n\nSo it is.\n',
    "colons before a sign": lambda size: ":" * size + "!",
    "spaces behind colons": lambda size: ":::" + " " * size + "!",
    "clauses without words": lambda size: "So it is" + ";" * size + "[1].",
    "sentences in a wide bracket": lambda size: "（" + "あ。" * (size // 2) + "）",
    "abbreviations behind spaces": lambda size: "So it is. " + " " * (size // 2) + "Ab etc.) " * (size // 18),
    "labels, then words": lambda size: (
        "So it is [1].\n\nReferences\n\n" + "".join(f"[{n}] " for n in range(1, size // 14)) + "word " * (size // 10)
    ),
    "signs in a linked title": lambda size: (
        "So it is [1].\n\nReferences\n\n[1] [https://" + f"[{'!' * 80}]" * (size // 82) + " a](http://a.example/a)\n"
    ),
    "nested round": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "nested square": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "nested lists": lambda size: "".join(" " * (2 * (at % 90)) + "- a\n" for at in range(size // 92)),
    "distinct references": lambda size: (
        "".join(f"Fact {n} [{n}].\n\n" for n in range(1, size // 60 + 2))
        + "References\n\n"
        + "".join(f"[{n}] Title {n}. https://a.example/{n}\n" for n in range(1, size // 60 + 2))
    ),
    "distinct authors": lambda size: (
        "".join(
            f"Fact (Smith{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}, {1500 + n % 500}).\n\n" for n in range(size // 90)
        )
        + "References\n\n"
        + "".join(
            f"Smith{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}, J. ({1500 + n % 500}). Title {n}. https://a.example/{n}\n"
            for n in range(size // 90)
        )
    ),
    "one author": lambda size: (
        "".join(f"Fact {n} (Smith, 2020).\n\n" for n in range(size // 80))
        + "References\n\n"
        + "".join(f"Smith, J. (2020). Title {n}. https://a.example/{n}\n" for n in range(size // 80))
    ),
    "second authors": lambda size: (
        "".join(f"Fact {n} (Smith & Doe{_letters(n)}, 2020).\n\n" for n in range(size // 100))
        + "References\n\n"
        + "".join(
            f"Smith, J., & Doe{_letters(n)}, A. (2020). Title {n}. https://a.example/{n}\n" for n in range(size // 100)
        )
    ),
    "notes that repeat": lambda size: (
        "".join(f"Fact [{n}].\n\n" for n in range(1, size // 60 + 2))
        + "Notes\n\n1. Smith, Title. https://a.example\n"
        + "".join(
            f"{n}. {('Ibid.', 'Smith, op. cit.', 'Doe, op. cit.')[n % 3]}, p. 3\n" for n in range(2, size // 60 + 2)
        )
    ),
    "a list that no heading names": lambda size: (
        "".join(f"Fact (Smith{_letters(n)}, 2020).\n\n" for n in range(size // 100))
        + "# Xyz\n\n"
        + "".join(f"Smith{_letters(n)}, J. (2020). Title {n}. https://a.example/{n}\n\n" for n in range(size // 100))
    ),
    "lines of items below a heading": lambda size: (
        "So it is [1].\n\n## Sources\n\n" + "- A\n  Doe, J.\n  [B](https://a.example)\n" * (size // 40)
    ),
    "ways back to come": lambda size: (
        "So it is [1].\n\nReferences\n" + "^\nJump up to:\n" * (size // 15) + "A. 2020.\n"
    ),
    "columns of sources": lambda size: (
        "| A | Source |\n|---|---|\n" + "| b | [c](https://a.example), https://b.example |\n" * (size // 50)
    ),
    "links in a cell of sources": lambda size: (
        "| A | Source |\n|---|---|\n| b | " + "[c](https://a.example), " * (size // 25) + "d |\n"
    ),
    "cells of sources": lambda size: "| A | Source |\n|---|---|\n" + "| b " * (size // 4) + "|\n",
    "numbers behind addresses": lambda size: (
        "So it is [1].\n\n## Sources\n\n" + " ".join(f"{n}. A, https://a.example/{n}" for n in range(1, size // 30 + 2))
    ),
    "lines with addresses behind an entry": lambda size: (
        "So it is [1].\n\n## Sources\n\n[1] A. https://a.example\n"
        + "A new town, 2020. https://a.example/b\n" * (size // 38)
    ),
    "items without labels behind an entry": lambda size: (
        "So it is [1].\n\n## Sources\n\n[1] A. https://a.example\n\n"
        + "- A new town, 2020. https://a.example/b\n" * (size // 40)
    ),
    "words linked by a label": lambda size: (
        "[a][b] is [c][d]. " * (size // 18) + "\n\n[b]: https://a.example\n[d]: https://b.example\n"
    ),
    "links that ask": lambda size: (
        "So it is [1].\n\nReferences\n\n[1] " + "A [read more](https://a.example) " * (size // 33)
    ),
    "visits behind an address": lambda size: (
        "So it is [1].\n\nReferences\n\n[1] A. https://a.example " + "(accessed 1 May 2020 " * (size // 21)
    ),
    "signs before an address": lambda size: (
        "So it is [1].\n\nReferences\n\n[1] A. Retrieved" + " " * size + "https://a.example\n"
    ),
    "papers of a case": lambda size: (
        "So it is [1].\n\nNotes\n\n" + "".join(f"[{n}] Tr. {'12n ' * 13}(\n" for n in range(1, size // 60 + 2))
    ),
    "a long name before supra": lambda size: f"So it is [1].\n\nNotes\n\n[1] {'Abc, ' * (size // 5)}supra note 1\n",
    "notes that point to notes": lambda size: (
        "So it is [1].\n\nNotes\n\n[1] Smith.\n"
        + "".join(f"[{n}] Smith, supra note {n - 1}, at 3.\n" for n in range(2, size // 30 + 3))
    ),
    "distinct notes at the foot": lambda size: (
        "".join(f"Fact {_letters(n)}.{n}\n\n{n} A. {n} B.\n\n" for n in range(1, min(999, size // 40)))
        + "".join(f"Fact {_letters(n)}.{n % 900 + 1} It,{n % 800} is.\n\n" for n in range(size // 90))
        + "".join(f"{n % 900 + 1} A.\n" for n in range(size // 20))
    ),
    "distinct footnotes": lambda size: "".join(f"Fact {n}.[^{n}]\n\n[^{n}]: Title {n}.\n\n" for n in range(size // 40)),
    "distinct headings": lambda size: "".join(f"# Part {n}\n\nFact.\n\n" for n in range(size // 20)),
    "a word per line, inherited": lambda size: "The sky is blue. " * (size // 17) + "So it is [1].",
}


def repeat(unit: str, tail: str = "") -> Make:
    return lambda size: unit * (size // len(unit)) + tail


# A run at the end of a text often passes where the same run before a letter goes back and forth.
HOSTILE: dict[str, Make] = {
    **{name: repeat(unit) for name, unit in UNITS.items()},
    **{f"{name}, then a letter": repeat(unit, "a") for name, unit in UNITS.items() if len(unit) < 4},
    **NESTED,
}


# One for each part of a URL, and for the rules whose patterns have to look through what follows.
ADDRESSES = (
    "https://",
    "https://a.example/",
    "https://a.example/article?",
    "https://a.example/doi/10.1000/",
    "https://web.archive.org/web/2020/https://",
    "https://archive.ph/",
    "https://www.google.com/url?q=https://",
    "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1",
    "https://en.m.wikipedia.org/wiki/",
    "https://www.youtube.com/watch?",
)

FORMATS = sorted(name for name, reader in READERS.items() if not reader.structured)


def read(form: str) -> Callable[[str], Document]:
    return lambda text: read_document(text.encode(), uri="u", name="u", as_format=form)


def extract(form: str) -> Stage:
    reading = read(form)
    return lambda text: extract_claims(reading(text))


def link_words(text: str) -> object:
    """Each word is a link out of the text."""
    links = [Outlink(Span(*word.span()), "https://a.example/a") for word in re.finditer(r"[^\W_]+", text)]
    return carried_markers(text, [Block("paragraph", Span(0, len(text)))], links)


STAGES: dict[str, Stage] = {
    "readers.plain": read_plain,
    "readers.markdown": read_markdown,
    "readers.outlinks": link_words,
    "inline.scan": lambda text: inline.scan(text, ()),
    "inline.scan, labels of links": lambda text: inline.scan(text, (), {"b"}, {"b"}),
    "linking": lambda text: (linking.unbroken(text), linking.shortcuts(text, {"b"}), linking.named_by_links(text)),
    "markers.find_markers, named": lambda text: find_markers(text, text, set(), Catalogue(named=True)),
    "works.read_work": read_work,
    "works.read_repeat": read_repeat,
    "works.find_year": lambda text: find_year(text, None),
    "markers.find_markers": lambda text: find_markers(text, text, {"1", "rfc2119"}),
    "sentences.split": lambda text: sentences.split(text, 0, len(text)),
    "sources.find_urls": lambda text: list(find_urls(text)),
    "sources.find_doi": find_doi,
    "sources.canonical_url": lambda text: [canonical_url(begin + text) for begin in ADDRESSES],
    "sources.url_locator": lambda text: url_locator("https://a.example/#" + text),
    "sources.canonical_source": lambda text: (canonical_source(text), canonical_source("PMC1" + text)),
    "sources.source_id": lambda text: source_id(text, None, None),
}


# Behind the readers all formats are one, and those of markup have hostile texts of their own in `formats/`: each reads its
# share of those here.
MARKUP = [form for form in FORMATS if form not in ("markdown", "text")]


@pytest.mark.parametrize("form", ["markdown", "text"])
@pytest.mark.parametrize("name", HOSTILE)
def test_whole_extraction(name: str, form: str) -> None:
    longest = 128_000 if form == "text" else 64_000
    assert_linear(f"extraction of {form}, {name}", extract(form), HOSTILE[name], longest, 4_000)


@pytest.mark.parametrize(("name", "form"), list(zip(HOSTILE, itertools.cycle(MARKUP), strict=False)))
def test_readers_of_markup(name: str, form: str) -> None:
    assert_linear(f"a reading of {form}, {name}", read(form), HOSTILE[name], 64_000)


@pytest.mark.parametrize("name", HOSTILE)
def test_each_stage(name: str) -> None:
    make = HOSTILE[name]
    for stage, run in STAGES.items():
        assert_linear(f"{stage}, {name}", run, make, 16_000)


LONG = {
    "one line of words": ("The quick brown fox ran home. ", 1_250_000),
    "one line without a space": ("abcdefgh", 1_250_000),
    "spaces": (" ", 500_000),
    "newlines": ("\n", 500_000),
    "open square brackets": ("[", 100_000),
    "open round brackets": ("((( ", 200_000),
    "dotted letters": ("a.a.a.", 300_000),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", LONG)
def test_long_texts(name: str, form: str) -> None:
    """Twice these sizes, and up to eight times in doubt: two to ten megabytes in one line."""
    unit, size = LONG[name]
    assert_linear(f"{form}, {name}", read(form) if form in MARKUP else extract(form), repeat(unit), size, size)


def title(number: int) -> str:
    """A title of its own for each number."""
    words = "Alder Birch Cedar Dill Elm Fir Gorse Hazel Ivy Juniper".split()
    return " ".join(words[int(digit)] for digit in f"{number:04}")


def test_titles_of_one_author() -> None:
    """Only where there are hundreds does it show how many are looked through for each marker."""

    def make(size: int) -> str:
        titles = list(map(title, range(size // 90)))
        markers = "".join(f'It rained (Hale, "{each}" 7). ' for each in titles)
        return markers + "\n\nWorks Cited\n\n" + "".join(f"Hale, Paul. {each}. Quay Press, 1999.\n" for each in titles)

    assert_linear("titles of one author", extract("text"), make, 32_000, 32_000)


def test_parts_behind_an_entry_of_many_blocks() -> None:
    """Only where there are thousands does it show whether all blocks of the list are looked through for each heading."""

    def make(size: int) -> str:
        entry = "[1] A.\n\n" + "    https://a.example/b\n\n" * (size // 50)
        return f"So it is [1].\n\n# Sources\n\n{entry}" + "### X\n\n- b c d\n\n" * (size // 30)

    assert_linear("parts behind an entry", extract("text"), make, 200_000, 200_000)
