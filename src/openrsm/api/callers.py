"""Who calls: by a token, or by the user at the other end of the Unix socket."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any, Final

import anyio

from openrsm import accounts
from openrsm.api.peers import PEER
from openrsm.domain.values import Principal
from openrsm.errors import NotAuthenticated, RsmError
from openrsm.surface.host import Host

REMEMBERED: Final = 5.0
"""Seconds for which a user's groups are believed."""


class Callers:
    """Finds out who makes a request. Belongs to the event loop's thread."""

    def __init__(self, host: Host, owner: int | None) -> None:
        """``owner`` administers the service, as root does."""
        self._host = host
        self._owner = owner
        self._known: dict[int, tuple[float, Principal]] = {}

    async def of(self, scope: Mapping[str, Any]) -> Principal:
        """The principal of a request.

        Raises:
            NotAuthenticated: Nobody vouches for it.
        """
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        if given:
            return await anyio.to_thread.run_sync(self._host.authenticate, _secret(given))
        user_id = scope.get("state", {}).get(PEER)
        if user_id is None:
            raise NotAuthenticated(
                "the request says nothing of who makes it", "send a token: Authorization: Bearer SECRET"
            )
        return await self._local(user_id)

    async def still(self, scope: Mapping[str, Any]) -> bool:
        """Whether somebody still vouches for who made a request a while ago."""
        try:
            await self.of(scope)
        except RsmError:
            return False
        return True

    async def _local(self, user_id: int) -> Principal:
        found = self._known.get(user_id)
        if found is None or monotonic() - found[0] > REMEMBERED:
            principal = await anyio.to_thread.run_sync(lambda: accounts.of_user_id(user_id, owner=self._owner))
            found = self._known[user_id] = (monotonic(), principal)
        return found[1]


def _secret(given: list[bytes]) -> str:
    scheme, _, secret = given[0].decode("latin-1").partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer" or not secret.strip():
        raise NotAuthenticated("the header Authorization is no bearer token", "send: Authorization: Bearer SECRET")
    return secret.strip()
