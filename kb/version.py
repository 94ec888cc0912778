"""The version of the code; part of every extractor version."""

__version__ = "0.1.0"
