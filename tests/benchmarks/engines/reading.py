"""No engine: the claims are read from their file, as they are for every engine, and that is all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from claims import Claims


class Reading:
    def build(self, claims: Claims, folder: Path) -> None:  # noqa: ARG002  # nothing is kept
        for _ in claims.rows():
            pass


ENGINE = Reading
