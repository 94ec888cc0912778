"""The errors a command ends on, each with the exit code that architecture.md promises for it."""

from __future__ import annotations


class CrosswalkError(Exception):
    """A fault with a message written for the person who called the command.

    The message names the input, the place and what was expected instead.
    """

    exit_code = 2


class ContractError(CrosswalkError):
    """Input breaks a written contract (data/FORMAT.md, the vocabulary, the configuration). Exit 2."""


class StoreError(CrosswalkError):
    """The database cannot be used: no database, newer schema, read-only place, full disk. Exit 4."""

    exit_code = 4


class LockedError(CrosswalkError):
    """Another run holds the lock on this database. Exit 3."""

    exit_code = 3
