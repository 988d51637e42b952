"""Segments: files of claims that never change, written in bulk by NumPy and read in place.

`layout` defines the content of a file: read it first. Then, by purpose:

    opening     `mapped` one file; `manifest` which files are the index; `snapshot` all of them as of one commit
    reading     `claims`, `sources`, `listing`: records, without NumPy; `checking` what is damaged, `rebuilding` what can be saved
    asking      `plain` with `stretch`, without NumPy, for the first short questions of a process; `searching` for all others: what
                matches (`evaluation`, `phrases`, `lookups`, `marks`, `joining`), the best of it (`best`), sums of it (`facets`) and
                its words (`briefs`); both by the same `bm25`
    writing     `writer` one run of changes; `pieces` its files; `builder` a new one, from `columns` and `documents`, and from texts to
                terms by `tokens`, `vocabulary`, `names`, `postings`; `impacts`, `keywords`, `packing`, `arrays` serve merging too
    merging     `policy` which segments become one; `merging` how, with `members`; their fields by `parts`, `mergedterms`,
                `mergedpostings`, `masks`
"""
