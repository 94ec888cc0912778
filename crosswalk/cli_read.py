"""The commands that read: status, digest, brief, evaluate, export, check-data."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crosswalk.options import DAY, places_options, say

if TYPE_CHECKING:
    from crosswalk.config import Places


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@places_options
def status(places: Places, as_json: bool) -> int:
    """Show the last runs, the health of sources and what is out of date.

    \b
    crosswalk status --json
    """
    from crosswalk.status import status as read_status
    from crosswalk.status import status_text
    from kb.store import Store

    with Store.open(places.database, read_only=True) as store:
        state = read_status(store)
    click.echo(_json(state) if as_json else status_text(state))
    return 0


@click.command()
@click.option("--since", type=DAY, required=True, metavar="DATE", help="First day of the digest.")
@click.option("--html", "as_html", is_flag=True, help="HTML instead of Markdown.")
@places_options
def digest(places: Places, since: datetime, as_html: bool) -> int:
    """Print what changed since a day, cited. The same state gives the same bytes.

    \b
    crosswalk digest --since 2026-07-01
    """
    from crosswalk.digest import digest as write_digest
    from kb.store import Store

    with Store.open(places.database, read_only=True) as store:
        click.echo(write_digest(store, since.date().isoformat(), as_html=as_html), nl=False)
    return 0


@click.command()
@click.argument("left", metavar="INSTRUMENT")
@click.argument("right", metavar="INSTRUMENT")
@click.option("--as-of", type=DAY, metavar="DATE", help="As known on this day.")
@click.option("--html", "as_html", is_flag=True, help="HTML instead of Markdown.")
@places_options
def brief(places: Places, left: str, right: str, as_of: datetime | None, as_html: bool) -> int:
    """Print a cited comparison of two instruments. The same state gives the same bytes.

    \b
    crosswalk brief eo-14409 eu-ai-act
    """
    from crosswalk.brief import brief as write_brief
    from kb.store import Store

    with Store.open(places.database, read_only=True) as store:
        day = None if as_of is None else as_of.date().isoformat()
        click.echo(write_brief(store, left, right, as_of=day, as_html=as_html), nl=False)
    return 0


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False, metavar="[DIR]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--model", metavar="NAME", help="An installed spaCy model to use instead of the bundled one.")
@click.option(
    "--profile",
    type=click.Choice(["full", "rules", "register", "model"]),
    default="full",
    show_default=True,
    help="Which parts read.",
)
@click.option("--baselines", is_flag=True, help="Score register only, rules only and model only beside it.")
@click.option("--publish", is_flag=True, help="Write the scores to data/accuracy/, for the page /accuracy.")
@places_options
def evaluate(
    places: Places,
    folder: Path | None,
    as_json: bool,
    model: str | None,
    profile: str,
    baselines: bool,
    publish: bool,
) -> int:
    """Score the extractor against gold files (docs/vocabulary.md says how).

    \b
    crosswalk evaluate data/gold/test --json
    """
    from crosswalk.evaluating import evaluate_folder

    text = evaluate_folder(
        places, folder, as_json=as_json, model=model, profile=profile, baselines=baselines, publish=publish
    )
    click.echo(text)
    return 0


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(["parquet", "csv", "graphml", "gexf", "followthemoney"]))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@places_options
def export(places: Places, format_: str, folder: Path) -> int:
    """Write the knowledge base out: parquet, csv, graphml, gexf, followthemoney.

    \b
    crosswalk export csv out/
    """
    from crosswalk.export import export as write_export
    from kb.store import Store

    with Store.open(places.database, read_only=True) as store:
        for path in write_export(store, format_, folder):
            click.echo(path)
    return 0


@click.command("check-data")
@places_options
def check_data(places: Places) -> int:
    """Check the register and sources against data/FORMAT.md; name file, line and column of each fault.

    \b
    crosswalk check-data
    """
    from kb.datafiles import check_data as find_faults

    problems = find_faults(places.data)
    for problem in problems:
        click.echo(str(problem))
    say(f"{places.data}: {len(problems)} faults" if problems else f"{places.data}: obeys its format")
    return 2 if problems else 0


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1)


COMMANDS = (status, digest, brief, evaluate, export, check_data)
