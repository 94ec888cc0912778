"""Read one file and say what was found in it and why; nothing is stored."""

from __future__ import annotations

import tempfile
from pathlib import Path

from crosswalk.config import Places
from crosswalk.register import load_into
from kb.datafiles import load_register
from kb.errors import ContractError
from kb.model import Document, ProvisionText
from kb.store import Store


def explain_file(places: Places, path: Path, *, model: str | None = None, as_html: bool = False) -> str:
    """Return the explanation of every document in a file, as text or displaCy HTML.

    The file is taken in as `ingest --file` takes it, into a database that is thrown away. Raises ContractError naming
    the file when nothing in it can be read.
    """
    from extract.explain import explain
    from extract.pipeline import build_pipeline, extractor_version
    from extract.read import read_document
    from ingest.run import ingest_files

    register = load_register(places.data)
    nlp = build_pipeline(register, model=model)
    version = extractor_version(register, nlp)
    names = {entity.id: entity.name for entity in register.entities}
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "explain.db") as store:
        load_into(store, register)
        report = ingest_files(store, [path], snapshots=Path(folder) / "snapshots")
        documents = list(store.load(Document))
        if not documents:
            raise ContractError("; ".join(map(str, report.problems)) or f"{path} holds nothing to read")
        texts = []
        for document in documents:
            where = tuple(store.load(ProvisionText, "document_id = ?", (document.id,), order="position"))
            reading = read_document(nlp, document, version, where)
            texts.append(explain(reading, document, as_html=as_html, names=names))
    return "\n".join(texts)
