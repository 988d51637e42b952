"""The index as Whoosh sees it. Nothing outside of this package knows the engine.

Only what Whoosh 2.7.4 has too is used. `schema` says what the fields are, `codec` reads segments, `contents` makes the folder
one that Whoosh opens, `searcher` answers queries through the engine, which `search` turns into the engine's own.
"""
