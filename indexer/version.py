"""The version of the package, for all layers of it."""

__version__ = "0.1.0"
