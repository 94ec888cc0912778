"""The project's Datasette plugin: hooks only. Pages are in `pages*.py`, the settings in `settings.py`.

Imports stand inside the hooks: Datasette registers this module while it is itself still being imported, and whatever
it drags in then would be registered without its hooks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    F = TypeVar("F", bound=Callable[..., Any])

    def hookimpl(function: F) -> F:
        """Stand in for Datasette's decorator, which carries no types."""
        return function

else:
    from datasette import hookimpl


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Give Datasette the pages of the site."""
    from crosswalk.site.routes import ROUTES

    return list(ROUTES)


@hookimpl
def startup(datasette: Any) -> None:
    """Prepare Datasette before its first request."""
    from crosswalk.site.security import mend_error_pages

    mend_error_pages()


@hookimpl
def prepare_connection(conn: Any, database: str, datasette: Any) -> None:
    """Bound what one query may use."""
    from crosswalk.site.security import limit_memory

    limit_memory(conn)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Add security headers to every answer."""
    from crosswalk.site.security import secured

    return lambda app: secured(app, datasette)


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Say in words when a query was too large, instead of an internal error."""
    from crosswalk.site.security import too_large

    return too_large(datasette, request, exception)


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """Give templates the words for codes such as `only_here`."""
    from crosswalk.site.words import TEMPLATE_WORDS

    return dict(TEMPLATE_WORDS)


@hookimpl
def menu_links(datasette: Any, actor: Any) -> list[dict[str, str]]:
    """Link our pages from Datasette's own."""
    from crosswalk.site.routes import MENU

    return [{"href": str(datasette.urls.path(path)), "label": label} for path, label in MENU]
