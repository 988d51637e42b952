"""Superscript digits. Unicode has `¹²³` apart from the others, so that no range of a pattern holds them all."""

from __future__ import annotations

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""The digits in order; in a pattern, a class of them: `[{SUPERSCRIPTS}]`."""
RAISED_SIGNS = f"{SUPERSCRIPTS}⁻‐˒⸴·"
"""The digits with what stands between those of a raised marker: its dashes and commas."""
RAISED = str.maketrans("0123456789", SUPERSCRIPTS)
LOWERED = str.maketrans(RAISED_SIGNS, "0123456789--,,,")
"""Raised signs to those of the line, one for one, so that offsets stay."""
UNITS = frozenset("km cm mm nm µm μm dm ft yd mi kg ha mol".split())
"""Units whose raised digits are powers, `km²`; those of one letter are told by that."""
