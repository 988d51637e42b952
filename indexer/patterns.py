"""Regular expressions that are compiled when they are first used.

The rules of this package are some eight hundred patterns, which take half a second to compile. A text needs few of them:
those that its signs ask for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["pattern"]

if TYPE_CHECKING:
    from re import compile as pattern
else:
    import re

    _TAKEN = (
        *("match", "search", "fullmatch", "finditer", "findall", "sub", "subn", "split"),
        *("flags", "groups", "groupindex"),
    )

    class pattern:  # noqa: N801  # stands for `re.compile`, and what it makes for a `re.Pattern`
        """A regular expression with the methods of `re.Pattern`. An invalid one raises `re.error` when it is first used."""

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            self.pattern = pattern
            self._flags = flags

        def __getattr__(self, name: str) -> object:
            compiled = re.compile(self.pattern, self._flags)
            vars(self).update((each, getattr(compiled, each)) for each in _TAKEN)
            self.__class__ = _Compiled  # as long as a class has this method, it makes every look-up slower
            return getattr(compiled, name)

    class _Compiled:
        """What a pattern becomes by its first use: it bears the methods of the compiled one, so that calls cost the same."""
