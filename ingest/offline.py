"""Answers requests from the bundled corpus, as its hosts would have answered on the day of a visit.

A transport for the very client that the network uses: redirects, conditional requests, statuses and charsets take
the same way. Time is simulated: each visit of the manifest sees the newest version that is not younger than itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import yaml

from ingest.urls import BadUrlError, normalize_url
from kb.errors import ContractError


@dataclass(frozen=True, slots=True)
class Version:
    """What an address answers from a moment on; no file: only a status."""

    since: str
    status: int
    media_type: str
    file: Path | None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The visits, oldest first, and what each address answers."""

    visits: tuple[str, ...]
    versions: dict[str, tuple[Version, ...]]

    def at(self, url: str, visit: str) -> Version | None:
        """Return what an address answers at a visit; None when it has not appeared yet or is unknown."""
        held = self.versions.get(_key(url)) or self.versions.get(_key(_canonical(url)), ())
        fitting = [one for one in held if one.since <= visit]
        return fitting[-1] if fitting else None


def load_manifest(path: Path) -> Manifest:
    """Read `data/demo/manifest.yml`. Raises ContractError naming file, entry and what was expected."""
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise ContractError(f"cannot read the offline corpus: {path}: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise ContractError(f"{path} is no YAML ({error})") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("visits"), list) or not raw["visits"]:
        raise ContractError(f"{path}: expected a list `visits` of times and a list `responses`")
    visits = tuple(_moment(one, path, "visits") for one in raw["visits"])
    if list(visits) != sorted(set(visits)):
        raise ContractError(f"{path}: visits must stand oldest first, each once")
    versions: dict[str, tuple[Version, ...]] = {}
    for number, response in enumerate(raw.get("responses") or []):
        where = f"{path}: responses[{number}]"
        if not isinstance(response, dict) or not isinstance(response.get("url"), str):
            raise ContractError(f"{where}: expected `url` and `versions`")
        read = [_version(one, path.parent, where) for one in response.get("versions") or []]
        key = _key(response["url"])
        if key in versions or not read:
            raise ContractError(f"{where}: {response['url']} stands twice or has no versions")
        versions[key] = tuple(sorted(read, key=lambda one: one.since))
    return Manifest(visits, versions)


class OfflineTransport(httpx2.BaseTransport):
    """Serves a manifest; set `visit` before the requests of a visit."""

    def __init__(self, manifest: Manifest, visit: str = "") -> None:
        self._manifest = manifest
        self.visit = visit or manifest.visits[0]

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request; 404 for an address that the manifest does not hold at this visit."""
        version = self._manifest.at(str(request.url), self.visit)
        if version is None:
            return httpx2.Response(404, content=b"not in the offline corpus")
        body = version.file.read_bytes() if version.file else b""
        headers = {"content-type": version.media_type, **version.headers}
        if version.status == 200:
            headers["etag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if request.headers.get("if-none-match") == headers["etag"]:
                return httpx2.Response(304, headers={"etag": headers["etag"]})
        return httpx2.Response(version.status, headers=headers, content=body)


def _version(raw: Any, folder: Path, where: str) -> Version:
    if not isinstance(raw, dict) or "from" not in raw:
        raise ContractError(f"{where}: a version needs `from` and `file` or `status`")
    status = raw.get("status", 200)
    file = folder / raw["file"] if raw.get("file") else None
    if file is None and status == 200:
        raise ContractError(f"{where}: a version with status 200 needs a `file`")
    if file is not None and not file.is_file():
        raise ContractError(f"{where}: there is no file {file}")
    media_type = raw.get("media_type") or "text/html; charset=utf-8"
    headers = {str(name): str(value) for name, value in (raw.get("headers") or {}).items()}
    return Version(_moment(raw["from"], folder, where), int(status), str(media_type), file, headers)


def _moment(raw: Any, path: Path, where: str) -> str:
    """Return a time as ISO 8601 text; YAML turns unquoted ones into datetimes."""
    text = raw.strftime("%Y-%m-%dT%H:%M:%SZ") if hasattr(raw, "strftime") else str(raw)
    if len(text) < 10 or not text[:4].isdigit():
        raise ContractError(f"{path}: {where}: {raw!r} is no time (expected 2026-06-10T06:00:00Z)")
    return text


def _key(url: str) -> str:
    try:
        return str(httpx2.URL(url))  # both sides escape alike
    except httpx2.InvalidURL:
        return url


def _canonical(url: str) -> str:
    try:
        return normalize_url(url)
    except BadUrlError:
        return url
