"""Options and endings that all commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from kb.errors import CrosswalkError

F = TypeVar("F", bound=Callable[..., Any])


def places_options(command: F) -> F:
    """Add `--db` and `--data` to a command and hand it `places` instead."""

    @click.option("--db", "database", type=click.Path(path_type=Path), help="Database file [env: CROSSWALK_DB].")
    @click.option("--data", type=click.Path(path_type=Path), help="Data folder [env: CROSSWALK_DATA].")
    @wraps(command)
    def wrapped(*args: Any, database: Path | None, data: Path | None, **options: Any) -> Any:
        from crosswalk.config import find_places

        return command(*args, places=find_places(database, data), **options)

    return wrapped  # type: ignore[return-value]  # click's decorators keep the call, not the signature


# A calendar day; the message of a wrong one names the value and the format.
DAY = click.DateTime(formats=["%Y-%m-%d"])


def say(text: str) -> None:
    """Write talk to stderr."""
    print(text, file=sys.stderr, flush=True)


def run_command(group: click.Group, arguments: list[str] | None) -> int:
    """Run the command line and return the exit code that architecture.md promises.

    A fault with a message for people ends in that message; Ctrl-C ends with 130, as shells expect.
    """
    try:
        result = group.main(args=arguments, standalone_mode=False, prog_name="crosswalk")
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show(file=sys.stderr)
        return 2
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("stopped; what was finished is kept")
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nobody is left to tell.
        sys.stderr.close()
        return 0
    except CrosswalkError as error:
        say(f"crosswalk: {error}")
        return error.exit_code
