"""The command line. Heavy stages are imported inside their command, so that `--help` never pays for spaCy."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crosswalk import cli_ask, cli_read
from crosswalk.options import places_options, run_command, say
from kb.version import __version__

if TYPE_CHECKING:
    from crosswalk.config import Places
    from crosswalk.runs import Run

ENGINES = click.Choice(["local", "dask"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="crosswalk")
def cli() -> None:
    """Set the US voluntary review of frontier AI models and the EU AI Act side by side, with evidence.

    Data goes to stdout, talk to stderr. Exit codes: 0 all well; 1 it ran, but a source or document failed;
    2 wrong call or configuration; 3 another run holds the lock; 4 the database cannot be used.
    """


@cli.command()
@click.option("--offline", is_flag=True, help="Read the bundled corpus instead of the network.")
@click.option("--source", "sources", multiple=True, metavar="ID", help="Only this source; may be repeated.")
@click.option("--engine", type=ENGINES, default="local", show_default=True, help="Where documents are read.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that read documents.")
@click.option("--scheduler", metavar="ADDR", help="Address of an existing Dask scheduler (with --engine dask).")
@click.option("--model", metavar="NAME", help="An installed spaCy model to use instead of the bundled one.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures of the run as JSON.")
@places_options
def update(
    places: Places,
    offline: bool,
    sources: Sequence[str],
    engine: str,
    workers: int,
    scheduler: str | None,
    model: str | None,
    as_json: bool,
) -> int:
    """Do the main job: load the register, ingest what is new, extract, graph, compare.

    Safe to repeat: on unchanged input a second run changes nothing and says so.

    \b
    crosswalk update --offline
    """
    from crosswalk.update import summary_json
    from crosswalk.update import update as run_update

    if engine == "dask" or scheduler:
        raise click.UsageError(
            "--engine dask is not in this version: documents are read by local processes; use --workers N"
        )
    run = run_update(places, offline=offline, sources=sources, model=model, workers=workers)
    if as_json:
        click.echo(summary_json(run))
    return _end(run)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True)
@click.option("--no-serve", is_flag=True, help="Stop after the database is built.")
@places_options
def demo(places: Places, host: str, port: int, no_serve: bool) -> int:
    """Build the knowledge base from the bundled corpus, then serve it.

    \b
    crosswalk demo --port 8001
    """
    from crosswalk.update import update as run_update

    run = run_update(places, offline=True, command="demo")
    code = _end(run)
    if not no_serve:
        _serve(places, host, port, public=False)
    return code


@cli.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--url", "urls", multiple=True, metavar="URL", help="Fetch this address; may be repeated.")
@click.option(
    "--file", "files", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
    help="Read this file: HTML, text, JSONL, WARC, EUR-Lex HTML, Formex XML, Federal Register JSON.",
)  # fmt: skip
@click.option("--offline", is_flag=True, help="Take sources from the bundled corpus.")
@places_options
def ingest(places: Places, sources: Sequence[str], urls: Sequence[str], files: Sequence[Path], offline: bool) -> int:
    """Bring documents in, without reading them yet: sources by id, addresses, files.

    \b
    crosswalk ingest --file articles.jsonl
    """
    from crosswalk.update import choose_sources, open_job

    specs = choose_sources(places, sources, offline=offline) if sources or not (urls or files) else ()
    with open_job(places, "ingest") as job:
        job.load_register()
        if specs:
            job.ingest_sources(specs, offline=offline)
        if urls or files:
            job.ingest_given(urls, files)
    return _end(job.run)


@cli.command()
@click.option("--all", "everything", is_flag=True, help="Read every document again, not only what is out of date.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that read documents.")
@click.option("--model", metavar="NAME", help="An installed spaCy model to use instead of the bundled one.")
@click.option(
    "--explain", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
    help="Read one file and print what was found and why; stores nothing.",
)  # fmt: skip
@click.option("--html", "as_html", is_flag=True, help="With --explain: displaCy HTML instead of text.")
@places_options
def extract(
    places: Places, everything: bool, workers: int, model: str | None, explain: Path | None, as_html: bool
) -> int:
    """Read documents: mentions, relations, claims, events, quotes, obligations.

    \b
    crosswalk extract --explain article.html
    """
    from crosswalk.update import open_job

    if explain is not None:
        from crosswalk.explaining import explain_file

        click.echo(explain_file(places, explain, model=model, as_html=as_html))
        return 0
    with open_job(places, "extract") as job:
        job.load_register()
        job.find_families()
        job.extract(everything=everything, model=model, workers=workers)
    return _end(job.run)


@cli.command()
@click.option("--from", "start", metavar="ID", help="With --to: print the shortest paths from this entity instead.")
@click.option("--to", "end", metavar="ID", help="The entity at the other end.")
@places_options
def graph(places: Places, start: str | None, end: str | None) -> int:
    """Measure the graph of stated relations and write the measures back, or print paths between two entities.

    \b
    crosswalk graph --from anthropic --to us-treasury
    """
    if (start is None) != (end is None):
        raise click.UsageError("a path needs both ends: give --from ID and --to ID")
    if start is not None and end is not None:
        from crosswalk.paths import describe_paths

        click.echo(describe_paths(places.database, start, end))
        return 0
    from crosswalk.update import open_job

    with open_job(places, "graph") as job:
        job.graph()
    return _end(job.run)


@cli.command()
@places_options
def compare(places: Places) -> int:
    """Tie the cells of the comparison to their evidence and record what changed.

    \b
    crosswalk compare
    """
    from crosswalk.update import open_job

    with open_job(places, "compare") as job:
        job.load_register()
        job.compare()
    return _end(job.run)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True)
@click.option("--public", is_flag=True, help="For an open network: reading only.")
@places_options
def serve(places: Places, host: str, port: int, public: bool) -> int:
    """Serve the site.

    \b
    crosswalk serve --port 8001
    """
    _serve(places, host, port, public=public)
    return 0


for _command in (*cli_read.COMMANDS, *cli_ask.COMMANDS):
    cli.add_command(_command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run_command(cli, arguments))


def _serve(places: Places, host: str, port: int, *, public: bool) -> None:
    from crosswalk.site.settings import serve as serve_site

    _refuse_taken(host, port)
    say(f"serving http://{host}:{port}/ from {places.database} (Ctrl-C ends)")
    serve_site(places.database, host=host, port=port, public=public, metadata=places.metadata)


def _refuse_taken(host: str, port: int) -> None:
    """Raise ContractError when the address cannot be served on; the web server would end with a code of its own."""
    import socket

    from kb.errors import ContractError

    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        raise ContractError(
            f"cannot serve on {host} port {port}: {error.strerror}; choose another with --port"
        ) from error


def _end(run: Run) -> int:
    from crosswalk.update import summary_lines

    for line in summary_lines(run):
        say(line)
    for line in dict.fromkeys(f"{'problem' if problem.fails else 'note'}: {problem}" for problem in run.problems):
        say(line)
    return run.exit_code
