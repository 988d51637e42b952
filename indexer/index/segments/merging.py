"""Stand-in."""

merge = None
