"""The index on disk with Whoosh. Nothing outside of this package knows the engine.

Only what Whoosh 2.7.4 has too is used. The schema has Whoosh's own field types only and takes lists of terms, so
nothing of ours is pickled. `store` holds the index, `writer` changes it, `search` turns queries into the engine's.
"""
