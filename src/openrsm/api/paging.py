"""Lists in pages. A cursor names the last item of a page; the next page begins behind it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Query
from fastapi.responses import JSONResponse

from openrsm.api.answers import answered
from openrsm.errors import InvalidParameter
from openrsm.wire.encoding import encode

T = TypeVar("T")

PAGE: Final = 100
LARGEST: Final = 1000
DIGITS: Final = 18
"""How many a number has at most."""

Limit = Annotated[int, Query(ge=1, le=LARGEST, description="How many items to return at most.")]
Cursor = Annotated[
    str | None,
    Query(max_length=200, pattern="^[A-Za-z0-9_=-]+$", description="The `next` of the page before."),
]


class Page:
    """Which part of a list is asked for."""

    def __init__(self, limit: Limit = PAGE, cursor: Cursor = None) -> None:
        """From the query."""
        self.limit = limit
        self._cursor = cursor

    @property
    def after(self) -> str:
        """The key of the last item of the page before; empty at the beginning.

        Raises:
            InvalidParameter: The cursor is none of ours.
        """
        try:
            return base64.urlsafe_b64decode(self._cursor or "").decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise self._stale() from error

    @property
    def after_number(self) -> int:
        """The same where keys are numbers."""
        after = self.after or "0"
        if not after.isascii() or not after.isdecimal() or len(after) > DIGITS:
            raise self._stale()
        return int(after)

    def of(self, values: Sequence[T], key: Callable[[T], object]) -> JSONResponse:
        """The page of a list that is at hand as a whole.

        Raises:
            InvalidParameter: The item that the cursor names is no longer in it.
        """
        keys = [str(key(value)) for value in values]
        start = self._start(keys)
        return self.part(values[start : start + self.limit + 1], key)

    def part(self, found: Sequence[T], key: Callable[[T], object]) -> JSONResponse:
        """A page of which one item more than asked for was looked up, to see whether there are more."""
        shown = found[: self.limit]
        more = _cursor(str(key(shown[-1]))) if len(found) > self.limit else None
        content: dict[str, Any] = {"items": [encode(value) for value in shown], "next": more}
        return answered(content)

    def _start(self, keys: Sequence[str]) -> int:
        if not self.after:
            return 0
        if self.after not in keys:
            raise self._stale()
        return keys.index(self.after) + 1

    def _stale(self) -> InvalidParameter:
        return InvalidParameter("the cursor is none, or what it names is gone", "begin again without a cursor")


def _cursor(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode()


Paged = Annotated[Page, Depends(Page)]
