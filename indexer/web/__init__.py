"""An index as web pages and as a read-only HTTP API: requests become calls of the corpus, and records become answers."""
