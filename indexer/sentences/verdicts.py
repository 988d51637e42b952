"""The verdicts of rules on a candidate. A rule that says nothing about one returns None, and the next rule is asked."""

JOIN, CUT = True, False
