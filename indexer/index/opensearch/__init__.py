"""An index on an OpenSearch cluster, which any number of hosts may write and query at once.

Readers see whole runs, as in a local index, not single documents: a run of ingest becomes visible all at once, including
`prune` and renamed files, because the number that readers filter by changes once a run; see `head`.

Tokens (`mapping`) and highlights are made here; queries are translated node by node (`translation`). The cluster keeps rows
(`rows`): one for each claim, each document, and each source of a document.
"""
