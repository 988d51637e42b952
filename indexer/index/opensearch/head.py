"""Which runs on an index of a cluster are committed: one small document, with optimistic concurrency control.

Each writing run takes the next ticket. Its rows have the ticket with which they were born, and later the one with which they
died. A run is committed by a single write, which removes its ticket from the `open` ones and raises `high`; only then, and all
at once, do its rows become visible and those that it replaces disappear. Readers filter by one number and by the tickets that
are open or given up, which are few: the filter does not grow with the number of commits.

`turn` is the ticket that is committing. Only its run marks rows as dead, so that of two runs with the same document the
later replaces what the earlier wrote.
"""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass, field, replace
from typing import Any

LEASE = 3600
"""Seconds after which a run without a sign of life is taken for dead."""
TURN_LEASE = 60
"""The same for a run that is committing, which keeps others waiting."""
KEPT = 3600
"""Seconds for which dead rows are kept, for readers of earlier commits."""
REMEMBERED = 86_400
"""Seconds for which a ticket that was given up is remembered: after that no request of its run can still be under way."""


@dataclass(frozen=True, slots=True)
class WritingRun:
    """A writing run, or one that has been given up: its mark, its owner, and when it last reported (seconds)."""

    mark: str
    owner: str
    seen: float


@dataclass(frozen=True, slots=True)
class Head:
    """The state of an index. `commits` is their number; `place` distinguishes this index from earlier ones of its name."""

    place: str
    next: int = 1
    high: int = 0
    commits: int = 0
    open: dict[int, WritingRun] = field(default_factory=dict)
    gone: dict[int, WritingRun] = field(default_factory=dict)
    turn: int | None = None
    turn_seen: float = 0.0

    def live(self) -> list[dict[str, Any]]:
        """The filters for visible rows."""
        hidden = self.hidden()
        died: dict[str, Any] = {"range": {"died": {"lte": self.high}}}
        if not hidden:
            return [{"range": {"born": {"lte": self.high}}}, {"bool": {"must_not": [died]}}]
        unseen = {"terms": {"died": hidden}}
        return [
            {"bool": {"filter": [{"range": {"born": {"lte": self.high}}}], "must_not": [{"terms": {"born": hidden}}]}},
            {"bool": {"must_not": [{"bool": {"filter": [died], "must_not": [unseen]}}]}},
        ]

    def hidden(self) -> list[int]:
        """The tickets below `high` whose runs are not committed."""
        return sorted(ticket for ticket in (*self.open, *self.gone) if ticket <= self.high)

    def name(self) -> str:
        """The name of the last commit."""
        return f"{self.place}-{self.commits}"


def begun(head: Head, mark: str) -> Head:
    """The state with one more writing run; runs that have been silent for long are given up."""
    now = time.time()
    head = _without_dead(head, now)
    if any(run.mark == mark for run in head.open.values()):
        return head
    return replace(head, next=head.next + 1, open={**head.open, head.next: WritingRun(mark, _owner(), now)})


def kept(head: Head, ticket: int) -> Head:
    """The state after a run has reported that it is alive, which also extends its turn if it has it."""
    if ticket not in head.open:
        return head
    now = time.time()
    seen = now if head.turn == ticket else head.turn_seen
    return replace(head, open={**head.open, ticket: replace(head.open[ticket], seen=now)}, turn_seen=seen)


def taken(head: Head, ticket: int) -> Head:
    """The state in which a run has the turn, unless another run that is alive has it."""
    now = time.time()
    holder = head.turn
    if holder is not None and holder != ticket and now - head.turn_seen > TURN_LEASE:
        head = given_up(head, holder)  # it must not commit any more: rows that it looked at may be others now
    if ticket not in head.open or head.turn not in {None, ticket}:
        return head
    return replace(head, turn=ticket, turn_seen=now)


def committed(head: Head, ticket: int) -> Head:
    """The state after the commit of the run that has the turn."""
    if ticket not in head.open or head.turn != ticket:
        return head
    left = {number: run for number, run in head.open.items() if number != ticket}
    return replace(head, high=max(head.high, ticket), commits=head.commits + 1, open=left, turn=None)


def given_up(head: Head, ticket: int) -> Head:
    """The state after a run has ended without a commit."""
    if ticket not in head.open:
        return head
    left = {number: run for number, run in head.open.items() if number != ticket}
    gone = {**head.gone, ticket: replace(head.open[ticket], seen=time.time())}
    return replace(head, open=left, gone=gone, turn=None if head.turn == ticket else head.turn)


def forgotten(head: Head, tickets: set[int]) -> Head:
    """The state without some tickets that were given up and have no rows left."""
    return replace(head, gone={ticket: run for ticket, run in head.gone.items() if ticket not in tickets})


def dump(head: Head) -> dict[str, Any]:
    """The state as a document."""
    runs = {
        name: {str(ticket): [run.mark, run.owner, run.seen] for ticket, run in getattr(head, name).items()}
        for name in ("open", "gone")
    }
    said = {name: getattr(head, name) for name in ("place", "next", "high", "commits", "turn", "turn_seen")}
    return {"head": {**said, **runs}}


def load(document: dict[str, Any]) -> Head:
    """The state from a document that `dump` made."""
    said = dict(document["head"])
    runs = {
        name: {int(ticket): WritingRun(*run) for ticket, run in said.pop(name).items()} for name in ("open", "gone")
    }
    return Head(open=runs["open"], gone=runs["gone"], **said)


def _without_dead(head: Head, now: float) -> Head:
    for ticket, run in list(head.open.items()):
        if now - run.seen > LEASE:
            head = given_up(head, ticket)
    return head


def _owner() -> str:
    return f"process {os.getpid()} on {platform.node()}"
