"""The parts of Whoosh that are used, every one of which 2.7.4 has too.

All untyped: 2.7.4 has no types, and those of its successors change with each release.
"""

from __future__ import annotations

from typing import Any

import whoosh.analysis
import whoosh.columns
import whoosh.fields
import whoosh.filedb.filestore
import whoosh.index
import whoosh.matching
import whoosh.query
import whoosh.query.spans
import whoosh.util
import whoosh.util.filelock

analysis: Any = whoosh.analysis
columns: Any = whoosh.columns
fields: Any = whoosh.fields
filelock: Any = whoosh.util.filelock
filestore: Any = whoosh.filedb.filestore
index: Any = whoosh.index
matching: Any = whoosh.matching
query: Any = whoosh.query
spans: Any = whoosh.query.spans
util: Any = whoosh.util
