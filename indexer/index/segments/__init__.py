"""Segments: files of claims that never change, written in bulk by NumPy and read where they lie."""
