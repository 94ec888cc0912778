"""One request to a page: the permission it needs, what it asks for, and the answer in the format it wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from datasette import Response
from datasette.utils import tilde_decode

from crosswalk.site import queries_disputed, queries_home
from crosswalk.site.asof import AsOf, read_as_of
from crosswalk.site.contexts import Frame
from crosswalk.site.formats import Listing, to_atom, to_csv, to_ics, to_json
from crosswalk.site.links import Links
from crosswalk.site.reading import find_database, read

T = TypeVar("T")
FORMAT_NAMES = {"json": "JSON", "csv": "CSV", "atom": "Atom", "ics": "iCalendar"}


@dataclass(frozen=True)
class Visit:
    """Everything a page function needs of its request."""

    datasette: Any
    request: Any
    database: Any
    links: Links
    as_of: AsOf
    format: str | None

    @property
    def day(self) -> str:
        """The day the page is shown for."""
        return self.as_of.day

    def variable(self, name: str) -> str:
        """Return a part of the address, decoded."""
        return str(tilde_decode(self.request.url_vars[name]))

    def argument(self, name: str) -> str | None:
        """Return a parameter of the address, or None when it is absent or blank."""
        return (self.request.args.get(name) or "").strip() or None

    async def read(self, function: Callable[..., T], *arguments: object) -> T:
        """Run a query function on the knowledge base."""
        return await read(self.datasette, self.database, function, *arguments)

    def absolute(self, path: str) -> str:
        """Return a full address, for feeds."""
        return str(self.datasette.absolute_url(self.request, path))

    async def answer(self, template: str, page: object, listing: Listing | None, *formats: str) -> Response:
        """Return the page as HTML, or its listing in the format that the address names."""
        formats = formats or (("json", "csv", "atom") if listing else ())
        ttl = self.datasette.setting("default_cache_ttl")
        headers = {"Cache-Control": f"max-age={ttl}"} if ttl else {}
        if self.format is not None and listing is not None:
            return self._file(listing, headers)
        searched = await self.read(queries_home.searched)
        frame = Frame(
            as_of=self.as_of,
            searched=searched,
            formats=[(FORMAT_NAMES[name], self._as_format(name), name) for name in formats],
            path=self.request.path,
            told=await self.read(queries_disputed.told, self.day),
            arguments=[(name, value) for name in self.request.args for value in self.request.args.getlist(name)],
        )
        context = {"page": page, "frame": frame, "link": self.links}
        html = await self.datasette.render_template(f"crosswalk/{template}", context, request=self.request)
        return Response.html(html, headers=headers)

    def _file(self, listing: Listing, headers: dict[str, str]) -> Response:
        page_url = self.absolute(self._as_format(None))
        if self.format == "csv":
            headers |= {"content-disposition": f'attachment; filename="crosswalk-{listing.name}.csv"'}
            return Response(to_csv(listing), headers=headers, content_type="text/csv; charset=utf-8")
        if self.format == "atom":
            body = to_atom(listing, self_url=self.absolute(self._as_format("atom")), page_url=page_url)
            return Response(body, headers=headers, content_type="application/atom+xml; charset=utf-8")
        if self.format == "ics":
            return Response(to_ics(listing), headers=headers, content_type="text/calendar; charset=utf-8")
        return Response(to_json(listing), headers=headers, content_type="application/json; charset=utf-8")

    def _as_format(self, name: str | None) -> str:
        path = self.request.path
        base = self.datasette.setting("base_url")
        if base != "/" and path.startswith(base):
            path = "/" + path[len(base) :]
        if self.format is not None:
            path = path.removesuffix(f".{self.format}")
        query = f"?{self.request.query_string}" if self.request.query_string else ""
        return str(self.datasette.urls.path(path + (f".{name}" if name else ""))) + query


async def begin(request: Any, datasette: Any) -> Visit:
    """Check that the visitor may see the database and return the visit.

    Raises Forbidden (403), NotFound (404) when no knowledge base is served, BadRequest (400) for a wrong date.
    """
    database = await find_database(datasette)
    await datasette.ensure_permissions(request.actor, [("view-database", database.name), "view-instance"])
    as_of = read_as_of(request)
    return Visit(
        datasette=datasette,
        request=request,
        database=database,
        links=Links(datasette, database.name, as_of),
        as_of=as_of,
        format=request.url_vars.get("format"),
    )
