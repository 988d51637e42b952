"""The parts of Whoosh that are used, every one of which 2.7.4 has too.

All untyped: 2.7.4 has no types, and those of its successors change with each release.
"""

from __future__ import annotations

from typing import Any

import whoosh.analysis
import whoosh.codec.base
import whoosh.columns
import whoosh.fields
import whoosh.filedb.filestore
import whoosh.index
import whoosh.matching
import whoosh.query
import whoosh.query.spans
import whoosh.reading
import whoosh.searching
import whoosh.util

analysis: Any = whoosh.analysis
codec: Any = whoosh.codec.base
columns: Any = whoosh.columns
fields: Any = whoosh.fields
filestore: Any = whoosh.filedb.filestore
index: Any = whoosh.index
matching: Any = whoosh.matching
query: Any = whoosh.query
reading: Any = whoosh.reading
searching: Any = whoosh.searching
spans: Any = whoosh.query.spans
util: Any = whoosh.util
