"""The commands that ask the comparison: deadlines, disagreements, exposure, judgements, check-text."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crosswalk.options import DAY, places_options, say

if TYPE_CHECKING:
    from crosswalk.config import Places

AS_OF = click.option("--as-of", type=DAY, metavar="DATE", help="As known on this day instead of today.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@click.argument("instrument", required=False)
@AS_OF
@JSON
@click.option("--ics", "as_ics", is_flag=True, help="Print a calendar (iCalendar).")
@places_options
def deadlines(places: Places, instrument: str | None, as_of: datetime | None, as_json: bool, as_ics: bool) -> int:
    """List what is due, by whom, until when, and what became of it; of one instrument or all.

    \b
    crosswalk deadlines eo-14409 --as-of 2026-07-13
    """
    from crosswalk.deadlines import deadlines_calendar, deadlines_on, deadlines_text
    from crosswalk.reading import known_id, on_day, to_json
    from kb.store import Store

    if as_json and as_ics:
        raise click.UsageError("a list is either --json or --ics")
    day = on_day(_day(as_of))
    with Store.open(places.database, read_only=True) as store:
        only = None if instrument is None else known_id(store, instrument, "INSTRUMENT")
        found = deadlines_on(store, day, instrument=only)
    if as_ics:
        click.echo(deadlines_calendar(found), nl=False)
    else:
        _print(to_json(day, deadlines=found) if as_json else deadlines_text(found), f"no deadline is known on {day}")
    return 0


@click.command()
@click.argument("subject", required=False)
@AS_OF
@JSON
@click.option("--all", "everything", is_flag=True, help="Also differences that are no conflict.")
@places_options
def disagreements(places: Places, subject: str | None, as_of: datetime | None, as_json: bool, everything: bool) -> int:
    """List where sources disagree: stories held, then the register's own sources; on one entity or all.

    \b
    crosswalk disagreements eo-14409
    """
    from crosswalk.disagreements import disagreements_text, find_disagreements, find_disputed
    from crosswalk.reading import known_id, on_day, to_json
    from kb.store import Store

    day = on_day(_day(as_of))
    with Store.open(places.database, read_only=True) as store:
        only = None if subject is None else known_id(store, subject)
        found = find_disagreements(store, day, subject=only, conflicts_only=not everything)
        disputed = find_disputed(store, day, subjects=() if only is None else (only,))
    text = to_json(day, stories=found, register=disputed) if as_json else disagreements_text(found, disputed)
    _print(text, f"no disagreement is known on {day}")
    return 0


@click.command()
@click.argument("company", required=False)
@AS_OF
@JSON
@places_options
def exposure(places: Places, company: str | None, as_of: datetime | None, as_json: bool) -> int:
    """List the commitments and duties that touch a company or all, with state and basis.

    \b
    crosswalk exposure anthropic
    """
    from crosswalk.exposure import exposure_on, exposure_text
    from crosswalk.reading import known_id, on_day, to_json
    from kb.store import Store

    day = on_day(_day(as_of))
    with Store.open(places.database, read_only=True) as store:
        only = None if company is None else known_id(store, company, "COMPANY")
        found = exposure_on(store, day, company=only)
    _print(to_json(day, exposure=found) if as_json else exposure_text(found), f"nothing is known on {day}")
    return 0


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID ID]")
@JSON
@places_options
def judgements(places: Places, ids: tuple[str, ...], as_json: bool) -> int:
    """List the decisions on identity and what contradicts what; with two ids, what merging them would move.

    \b
    crosswalk judgements brad-carson cand-0123456789abcdef
    """
    from crosswalk.judgements import decisions_text, effect_of_merge, effect_text, find_conflicts, find_decisions
    from crosswalk.reading import on_day, to_json
    from kb.store import Store

    if len(ids) not in (0, 2):
        raise click.UsageError(f"a merge joins two ids: expected two or none, found {len(ids)}")
    with Store.open(places.database, read_only=True) as store:
        if ids:
            effect = effect_of_merge(store, *ids)
            click.echo(to_json(on_day(None), effect=[effect]) if as_json else effect_text(effect))
            return 0
        held, torn = find_decisions(store), find_conflicts(store)
    _print(
        to_json(on_day(None), decisions=held, conflicts=torn) if as_json else decisions_text(held, torn),
        "no decision on identity is held",
    )
    return 0


@click.command("check-text")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option("--written", type=DAY, metavar="DATE", help="When it was written: older law was right then.")
@JSON
@places_options
def check_text(places: Places, file: Path, written: datetime | None, as_json: bool) -> int:
    """Check a note of one's own for superseded dates and acts, and for identifiers beside a wrong name.

    \b
    crosswalk check-text note.md --written 2026-10-01
    """
    from crosswalk.reading import on_day, to_json
    from crosswalk.textcheck import check_text as find_in
    from crosswalk.textcheck import findings_text
    from kb.errors import ContractError
    from kb.store import Store

    try:
        with click.open_file(str(file), encoding="utf-8") as handle:
            text = handle.read()
    except UnicodeDecodeError as error:
        raise ContractError(f"{file} is not UTF-8 text: found the byte 0x{error.object[error.start]:02x}") from error
    with Store.open(places.database, read_only=True) as store:
        found = find_in(store, text, written=_day(written))
    shown = to_json(on_day(_day(written)), findings=found) if as_json else findings_text(found, str(file))
    _print(shown, f"{file}: nothing superseded or misnamed was found")
    return 0


def _day(value: datetime | None) -> str | None:
    return None if value is None else value.date().isoformat()


def _print(text: str, otherwise: str) -> None:
    """Print what was found; when that is nothing, say so where talk goes."""
    if text:
        click.echo(text)
    else:
        say(otherwise)


COMMANDS = (deadlines, disagreements, exposure, judgements, check_text)
