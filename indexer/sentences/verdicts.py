"""What a rule says of a candidate, if it says anything."""

JOIN, CUT = True, False
