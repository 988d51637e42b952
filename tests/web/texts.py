"""Texts whose pages are looked at, and the corpus that they make."""

from pathlib import Path

from starlette.testclient import TestClient

from indexer import Corpus
from indexer.web.app import make_app
from indexer.web.settings import ServerSettings
from indexer.web.snapshots import Snapshots

REPORT = """\
# Rivers in 2025

## Levels

The **northern lake** rose by 5 metres [1]. Nobody counted the fish that live in it. The river fell \
by a hand in spring, and it went on falling until the rain came in the last week of autumn [2, p. 4].

- A list of rivers is kept [1][2].
  - Small brooks are in none.

> The dam held, said the minister [3].

| year | level | from |
|------|-------|------|
| 2024 | 12 m  | [1]  |
| 2025 | 17 m  | [2]  |

```
level = 17  # no claim
```

## Outlook

Boats are old. A claim names what is missing [9].

## Sources

[1] Lake survey. https://www.a.example/lake?utm_source=feed
[2] Doe, J. (2019). Rivers. https://doi.org/10.1234/rivers
[3] The minister's speech. https://b.example/speech
[4] Never named. https://a.example/never
"""
NOTES = "Fish swam in the northern lake [1]. Boats are few.\n\n[1] A survey of the lake. https://a.example/lake/\n"
ARABIC = """\
# مياه النيل

تعتمد مصر على نهر النيل في أكثر من تسعين في المئة من مياهها [1]. ويرتفع الطلب كل عام.

## المراجع

[1] وزارة الموارد المائية. https://example.org/nile
"""
CHINESE = (
    "# 半导体\n\n政府推动半导体产业发展[1]。成本仍然很高。\n\n## 来源\n\n[1] 产业报告. https://example.org/chips\n"
)
HOSTILE = """\
# <script>alert(1)</script> "quoted"

The page says <img src=x onerror=alert(2)> so [1]. A <b onmouseover="alert(3)">bold</b> claim rests on a bad link [2].
It ends \u202e here [3]. Another </p><svg onload=alert(4)> names ([Click](javascript:alert(5))) it [4]. {{ 7 * 7 }} stays [5].

<iframe src="https://evil.example/frame"></iframe> is a claim as well [1].

## Sources

[1] "><script>alert(6)</script>. https://evil.example/"onmouseover="alert(7)
[2] Bad link. javascript:alert(8)
[3] \u202eReversed\u202c. https://evil.example/%E2%80%AE
[4] ' onfocus='alert(9)' autofocus x='. https://evil.example/a?<b>&amp;
[5] data:text/html,<script>alert(10)</script>
"""
LAW = """\
The court held that the search was lawful.[1] The appeal was dismissed in March.[2] Nobody objected to it.

Notes

[1] The defendant argued that the warrant was stale. We do not agree, see State v. Doe, 12 U.S. 3 (1999).

[2] The panel was unanimous. It heard no witnesses in the matter.
"""
SHARED = """\
The lake rose [1]. The river fell [2]. The brook dried up [3].

## Sources

[1] [3] https://a.example/lake

[2] https://b.example/river
"""
ODD_NAMES = ("a b&c?d#e%2F.md", "ünï\ncode.md", "deep/er/x.md", "[1].md", "<script>alert(11).md", '"quoted" \'.md')

TEXTS = {
    "report.md": REPORT,
    "notes.md": NOTES,
    "arabic.md": ARABIC,
    "chinese.md": CHINESE,
    "hostile.md": HOSTILE,
    "law.txt": LAW,
    "shared.md": SHARED,
    **dict.fromkeys(ODD_NAMES, NOTES),
}


def write(folder, texts):
    """Texts as files of a folder; gives their paths."""
    paths = []
    for name, text in texts.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        paths.append(str(path))
    return paths


def ingest(folder, texts):
    """An index of texts, in a folder beside them; gives its path."""
    index = Path(folder, ".indexer")
    with Corpus.open(index, create=True) as corpus:
        corpus.ingest(write(folder, texts))
    return index


def client_of(corpus):
    """A client of the pages of a corpus."""
    app = make_app(Snapshots(corpus), ServerSettings())
    return TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=True)
