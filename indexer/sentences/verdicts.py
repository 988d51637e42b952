"""The verdicts of rules on a candidate."""

JOIN, CUT = True, False
