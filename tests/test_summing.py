"""The sums of an index: how claims spread over sources, domains and years."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from indexer import Corpus, Share
from indexer.cli.application import application
from indexer.model import Source
from indexer.render import render
from indexer.render.view import View
from indexer.reports import Size, Stats
from indexer.summing import sum_up
from indexer.works import find_year

REPORT = """Silt rose [1]. Sand fell [1][2]. Mud stays [3]. Clay came [1]. Loam is new.

## References
[1] Doe, J. (2019). Silt. https://www.a.example/1
[2] Roe, A. Sand. Journal of Sand 2021;12:2030-2035. doi:10.1234/sand
[3] Mudflats. https://a.example/news/2021/05/mud. Accessed 3 May 2024
[4] Unused. https://b.example/4
"""


@pytest.fixture
def corpus():
    Path("a.md").write_text(REPORT, encoding="utf-8")
    with Corpus.open(create=True) as found:
        found.ingest("a.md")
        yield found


def test_sums(corpus):
    assert corpus.stats() == Stats(
        documents=1,
        claims=5,
        direct=4,
        inherited=0,
        none=1,
        sources=4,
        problems=1,
        cited=(
            Share("https://a.example/1", 1, 3, "Doe, J. (2019). Silt"),
            Share("doi:10.1234/sand", 1, 1, "Roe, A. Sand. Journal of Sand 2021;12:2030-2035"),
            Share("https://a.example/news/2021/05/mud", 1, 1, "Mudflats"),
        ),
        sizes=(Size(0, 0, 1), Size(1, 1, 2), Size(2, 4, 1)),
        half=1,
        gini=pytest.approx(4 / 15),
        domains=(Share("a.example", 2, 4), Share("doi.org", 1, 1), Share("b.example", 1, 0)),
        years=(Share("2019", 1, 3), Share("2021", 2, 2)),
    )


def test_limit(corpus):
    stats = corpus.stats(limit=1)
    assert [share.name for share in (*stats.cited, *stats.domains, *stats.years)] == [
        "https://a.example/1",
        "a.example",
        "2019",
    ]
    assert len(corpus.stats(limit=None).domains) == 3


def test_an_empty_index_has_sums():
    with Corpus.open(create=True) as corpus:
        stats = corpus.stats()
    assert stats == Stats(0, 0, 0, 0, 0, 0, 0)
    assert "documents" in "".join(render("text", [stats], Stats, View(80, color=True)))


def test_what_is_gone_counts_no_more(corpus):
    Path("b.md").write_text("Clay came [1].\n\n## References\n[1] Clay (2001). https://c.example/1\n", encoding="utf-8")
    corpus.ingest("b.md")
    assert Share("c.example", 1, 1) in corpus.stats().domains
    corpus.remove(["b.md"])
    stats = corpus.stats()
    assert {share.name for share in stats.domains} == {"a.example", "doi.org", "b.example"}
    assert "2001" not in {share.name for share in stats.years}


def test_forms(corpus):
    def told(*arguments):
        result = CliRunner().invoke(application, ["stats", *arguments])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert "half of all with 1 of 4 sources, Gini coefficient 0.27" in told()
    assert "█" not in told()
    found = json.loads(told("--format", "json", "--limit", "0"))
    assert found["domains"] == [
        {"domain": "a.example", "sources": 2, "claims": 4},
        {"domain": "doi.org", "sources": 1, "claims": 1},
        {"domain": "b.example", "sources": 1, "claims": 0},
    ]
    assert found["years"][0] == {"year": 2019, "sources": 1, "claims": 3}
    assert told("--format", "csv").splitlines()[1] == "1,5,4,0,1,4,1,1,0.2667"
    assert corpus.stats().claims == found["claims"]


def test_a_terminal_shows_bars():
    shares = (Share("a.example", 3, 8), Share("b.example", 1, 3), Share("\x1b[2Jc", 1, 0))
    stats = Stats(1, 12, 9, 3, 0, 3, 0, domains=shares)
    shown = "".join(render("text", [stats], Stats, View(60)))
    assert "  direct              9   75.0%  ███████████████\n" in shown
    assert "          8   66.7%  ████████████████████  a.example (3 sources)\n" in shown
    assert "          3   25.0%  ███████▌              b.example\n" in shown
    assert "\\x1b[2Jc" in shown
    assert max(map(len, shown.splitlines())) <= 80


@given(st.lists(st.integers(0, 300), max_size=30))
def test_sizes_half_and_gini_by_their_definitions(numbers):
    sources = [Source(f"ref:{at:03}", None, None, None, {}, number, 0, 1) for at, number in enumerate(numbers)]
    stats = sum_up([], sources, {}, lambda groups: dict.fromkeys(groups, 0), None)
    assert sum(size.sources for size in stats.sizes) == len(numbers)
    for size in stats.sizes:
        assert size.sources == sum(size.least <= number <= size.most for number in numbers) > 0
        assert re.fullmatch("0|[125]0*", str(size.least))
    falling = sorted(numbers, reverse=True)
    assert sum(falling[: stats.half]) * 2 >= sum(numbers)
    assert not stats.half or sum(falling[: stats.half - 1]) * 2 < sum(numbers)
    cited = [number for number in numbers if number]
    apart = sum(abs(one - other) for one in cited for other in cited)
    assert stats.gini == pytest.approx(apart / (2 * len(cited) * sum(cited)) if cited else 0)
    assert [share.claims for share in stats.cited] == [number for number in falling if number]
    assert Counter(share.name for share in stats.cited).total() == len(cited)


@pytest.mark.parametrize(
    ("text", "url", "year"),
    [
        ("Doe, J. (2019). Silt in 1998. https://a.example/2021/04", None, 2019),
        ("Doe, J. (2019, May 3). Silt.", None, 2019),
        ("Doe J. Silt. J Mud. 2004;12:1999-2003.", None, 2004),
        ("Silt, 1998, reprinted 2003", None, 2003),
        ("Doe. Silt. Accessed 3 May 2024.", None, None),
        ("Silt. Retrieved on 2024-05-03 from https://a.example/1", None, None),
        ("Silt", "https://a.example/2021/04/03/silt", 2021),
        ("Silt", "https://a.example/2021", None),
        ("Silt, pp. 1999–2004", None, None),
        ("RFC 1918", None, None),
        ("Silt by 2999", None, None),
        ("王明. 泥沙[J]. 水利, 2018(3)", None, 2018),
        ("Silt 2020a", None, 2020),
        ("https://a.example/1999", None, None),
    ],
)
def test_years(text, url, year):
    assert find_year(text, url) == year
