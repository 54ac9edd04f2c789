"""Routes: names in paths, and no query parameter that nobody reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from typing import Annotated, Any, Final
from urllib.parse import quote, unquote

from fastapi import APIRouter, Path, Request, Response
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute
from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import compile_path

from openrsm.errors import InvalidParameter

LONGEST_REF: Final = 600

Ref = Annotated[
    str,
    Path(min_length=1, max_length=LONGEST_REF, description="A GUID, a name, a bar code, a number or a path; encoded."),
]


class RefConvertor(Convertor[str]):
    """One segment of a path as it was sent; decoded, it may hold slashes."""

    regex = "[^/]+"

    def convert(self, value: str) -> str:
        """What it names."""
        return unquote(value, errors="replace")

    def to_string(self, value: str) -> str:
        """As it is sent."""
        return quote(value, safe="")


register_url_convertor("ref", RefConvertor())


class StrictRoute(APIRoute):
    """Refuses query parameters that it does not know, and those that are given twice where one is meant."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler, behind the check."""
        handle = super().get_route_handler()
        flat = get_flat_params(self.dependant)
        known = {each.alias: each for each in flat if isinstance(each.field_info, Query)}
        several = {name for name, each in known.items() if "list" in str(each.field_info.annotation)}

        async def strict(request: Request) -> Response:
            _check_query(request, set(known), several)
            return await handle(request)

        return strict


def _check_query(request: Request, known: set[str], several: set[str]) -> None:
    given = Counter(name for name, _ in request.query_params.multi_items())
    unknown = sorted(set(given) - known)
    if unknown:
        raise Misfit(f"there is no query parameter {unknown[0]!r}", f"there are: {', '.join(sorted(known)) or 'none'}")
    twice = sorted(name for name, count in given.items() if count > 1 and name not in several)
    if twice:
        raise Misfit(f"query parameter {twice[0]!r} is given twice", "give it once")


class Misfit(InvalidParameter):
    """A request that is not as the document says."""


def router(tag: str) -> APIRouter:
    """The routes of one kind of resource."""
    return APIRouter(tags=[tag], route_class=StrictRoute)


class Methods:
    """What can be done with the resource at a path."""

    def __init__(self, routers: Iterable[tuple[str, APIRouter]]) -> None:
        """Of all routers with the prefixes that they stand under."""
        self._known = [
            (f"{prefix}{route.path}", route.methods or set())
            for prefix, one in routers
            for route in one.routes
            if isinstance(route, APIRoute)
        ]
        self._forms = [(compile_path(path)[0], methods) for path, methods in self._known]

    def of(self, path: str) -> list[str]:
        """All of them; whatever can be got, the head alone can be."""
        named = [methods for known, methods in self._known if known == path]
        fitting = named or [methods for form, methods in self._forms if form.match(path)]
        found = {method for methods in fitting for method in methods}
        return sorted(found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set()))
