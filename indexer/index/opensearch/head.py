"""Which runs of a cluster's index are committed: one small document, changed only by who has read it as it is.

Each run that writes takes the next ticket. Its rows say the ticket by which they were born, and later the one by which they
died. A run is committed by one write, which takes its ticket from the `open` ones and raises `high`; only then do its rows
begin to be seen and those that it replaces cease, all at once. What a reader filters by is one number and the tickets that are
open or were given up, which are a handful: it does not grow with the number of commits.

`turn` is the ticket that commits just now. Only who has it gives rows their death, so that of two runs with the same document
the later replaces what the earlier wrote.
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
class Run:
    """One that writes, or has given up: its own mark, whose it is, and when it last said anything (seconds)."""

    mark: str
    owner: str
    seen: float


@dataclass(frozen=True, slots=True)
class Head:
    """The state of an index. `commits` counts them, `place` tells this index from others of its name."""

    place: str
    next: int = 1
    high: int = 0
    commits: int = 0
    open: dict[int, Run] = field(default_factory=dict)
    gone: dict[int, Run] = field(default_factory=dict)
    turn: int | None = None
    turn_seen: float = 0.0

    def live(self) -> list[dict[str, Any]]:
        """The filters of the rows that are seen."""
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
        """What names the last commit."""
        return f"{self.place}-{self.commits}"


def begun(head: Head, mark: str) -> Head:
    """The state with one more run that writes; runs that said nothing for long are given up."""
    now = time.time()
    head = _without_dead(head, now)
    if any(run.mark == mark for run in head.open.values()):
        return head
    return replace(head, next=head.next + 1, open={**head.open, head.next: Run(mark, _owner(), now)})


def kept(head: Head, ticket: int) -> Head:
    """The state in which a run has said that it lives, and that it still has the turn if it has."""
    if ticket not in head.open:
        return head
    now = time.time()
    seen = now if head.turn == ticket else head.turn_seen
    return replace(head, open={**head.open, ticket: replace(head.open[ticket], seen=now)}, turn_seen=seen)


def taken(head: Head, ticket: int) -> Head:
    """The state in which a run has the turn, if no other has it that lives."""
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
    """The state without some of the tickets that were given up, of which no row is left."""
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
    """The state that `dump` was given."""
    said = dict(document["head"])
    runs = {name: {int(ticket): Run(*run) for ticket, run in said.pop(name).items()} for name in ("open", "gone")}
    return Head(open=runs["open"], gone=runs["gone"], **said)


def _without_dead(head: Head, now: float) -> Head:
    for ticket, run in list(head.open.items()):
        if now - run.seen > LEASE:
            head = given_up(head, ticket)
    return head


def _owner() -> str:
    return f"process {os.getpid()} on {platform.node()}"
