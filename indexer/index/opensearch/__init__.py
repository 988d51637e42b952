"""An index on an OpenSearch cluster, which any number of hosts may write and query at once.

What readers see changes by runs, as in a local index, and not by documents: a run of ingest is seen whole or not at all, `prune`
and renamed files included, and the number that readers filter by changes once a run. `head` says how.

The tokens are ours (`mapping`), so are highlights; queries are translated node by node (`translation`). The cluster keeps rows
(`rows`): one for each claim, each document, and each source of a document.
"""
