"""The command `indexer`: arguments become one call of the corpus, and its records go to a renderer."""

from indexer.cli.application import application, main

__all__ = ["application", "main"]
