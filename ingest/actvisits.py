"""A visit to the text of an EU act: EUR-Lex HTML or Formex, in one file or several."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from ingest.keep import Found
from ingest.official.celex import celex_url, cellar_url, parse_celex
from ingest.official.formex import SEPARATOR
from ingest.outcome import Fetched, Outcome
from ingest.session import Session
from ingest.urls import BadUrlError, host_of, normalize_url, text_urn
from kb.register import SourceSpec

# CELLAR chooses the form of an act by what is asked for, and knows no text/html.
ACT_FORMS = {
    "eurlex": "application/xhtml+xml, text/html;q=0.8",
    "formex": "application/xml, text/xml;q=0.9",
}
MAX_FILES = 80  # the longest acts have some 40 annexes
_REFERENCE = re.compile(rb'<REF\.PHYS[^>]*\bFILE="([\w.-]+\.xml)"')


def visit_act(session: Session, spec: SourceSpec) -> None:
    """Fetch an act and store it with its provisions."""
    url = spec.source.url or ""
    fetched = session.fetch(_address(url), known_as=url, accept=ACT_FORMS[spec.source.kind])
    if fetched.outcome is Outcome.OK and spec.source.kind == "formex":
        fetched = _with_parts(session, fetched)
    act: dict[str, Any] | None = None
    if fetched.outcome is Outcome.OK:
        options = {"charset": fetched.charset} if spec.source.kind == "eurlex" else {}
        act, fetched = session.parse(spec.source.kind, fetched, **options)
    if act is None:
        session.keeper.log(fetched, spec.source)
        if fetched.outcome is not Outcome.NOT_MODIFIED:
            session.problem(spec.id, f"{url}: {fetched.explain()}")
        return
    found = act_found(
        session,
        act,
        url=_document_url(url),
        kind=spec.document_kind,
        instrument=spec.instrument,
        synthetic=session.offline,
    )
    session.keep_and_log(found, fetched, source=spec.source, carriers=[(spec.source, url)], whole=True)


def act_found(
    session: Session, act: dict[str, Any], *, url: str | None, kind: str, instrument: str | None, synthetic: bool,
    form: str = "HTML",
) -> Found:  # fmt: skip
    """Return an act as a document; its instrument is the one named, else the one the register knows by CELEX."""
    celex = parse_celex(act["celex"] or "")
    return Found(
        url=url or (celex_url(act["celex"], act["language"], form) if act["celex"] else text_urn(act["text"])),
        title=act["title"],
        published=act["published"],
        language=act["language"],
        kind=kind,
        text=act["text"],
        instrument=instrument or session.keeper.instrument_of(celex=celex.base if celex else None),
        synthetic=synthetic,
        provisions=act["provisions"],
    )


def _address(url: str) -> str:
    """Return where a program may ask: EUR-Lex answers programs with a challenge page, CELLAR does not."""
    celex = parse_celex(url)
    if celex is not None and host_of(url) == "eur-lex.europa.eu":
        return cellar_url(celex.text)
    return url


def _document_url(url: str) -> str:
    try:
        return normalize_url(url)
    except BadUrlError:
        return url


def _with_parts(session: Session, fetched: Fetched) -> Fetched:
    """Fetch the files that a Formex publication file names and join them; other files stay as they are."""
    names = [name.decode("ascii") for name in _REFERENCE.findall(fetched.body)][:MAX_FILES]
    if not names:
        return fetched
    bodies = [fetched.body]
    for name in dict.fromkeys(names):
        part = session.fetch(urljoin(fetched.address, name), conditional=False)
        if part.outcome is not Outcome.OK:
            session.keeper.log(part, None)
            return replace(part, url=fetched.url, detail=f"{name}: {part.detail}")
        bodies.append(part.body)
    return replace(fetched, body=SEPARATOR.join(bodies))
