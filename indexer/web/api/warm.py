"""What the process from which readers of texts are made does first: it reads a text, and so has loaded what that takes."""

from indexer.web.api.child import Sent, answer

answer(Sent(b"The site stays [1].\n\n[1] A title. https://example.org/a\n", "a.md", None, "json"))
