"""Loaded by the process from which reading processes are forked: it reads a text, and so loads everything that this needs."""

from indexer.web.api.child import Sent, answer

answer(Sent(b"The site stays [1].\n\n[1] A title. https://example.org/a\n", "a.md", None, "json"))
