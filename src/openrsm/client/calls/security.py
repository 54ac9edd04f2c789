"""Rights and tokens."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.client.calls.calls import Calls
from openrsm.client.line import path_of
from openrsm.client.transport import Broken
from openrsm.domain.rights import Right, right_names
from openrsm.domain.tokens import check_name
from openrsm.errors import ServiceUnavailable
from openrsm.surface.security import AccessView, NewToken, TokenView
from openrsm.surface.views import Ref
from openrsm.wire.encoding import Json, encode


class SecurityCalls(Calls):
    """See :class:`openrsm.surface.security.Security`."""

    async def show(self, target: Ref) -> AccessView:
        """A list of rights."""
        return await self._line.get(AccessView, path_of("access", target))

    async def grant(self, target: Ref, grantee: str, rights: Right) -> AccessView:
        """Give rights in addition to those that are given."""
        body = {"grantee": grantee, "rights": encode(right_names(rights))}
        return await self._line.post(AccessView, path_of("access", target, "grant"), body)

    async def revoke(self, target: Ref, grantee: str, rights: Right | None = None) -> AccessView:
        """Take rights back, or all."""
        body: dict[str, Json] = {"grantee": grantee}
        if rights is not None:
            body["rights"] = encode(right_names(rights))
        return await self._line.post(AccessView, path_of("access", target, "revoke"), body)

    async def create_token(self, name: str, user: str | None = None, lifetime: float | None = None) -> NewToken:
        """Make a token that speaks for a user: oneself, or anybody for an administrator."""
        check_name(name)
        body: dict[str, Json] = {"name": name, "user": user, "lifetime": lifetime}
        try:
            return self._line.value(NewToken, await self._line.ask_once("/tokens", body))
        except Broken as broken:
            # Its secret is told once, so nobody can be asked for it again.
            what = f"the connection broke ({broken.why}) before the secret of the token {name} came"
            raise ServiceUnavailable(what, f"if it was made, revoke it: rsm token revoke {name}") from broken

    async def tokens(self) -> Sequence[TokenView]:
        """The tokens by name: the caller's own, or all for an administrator."""
        return await self._line.get_items(TokenView, "/tokens")

    async def revoke_token(self, name: Ref) -> None:
        """Make a token worthless at once; one's own, or any for an administrator."""
        await self._line.delete(path_of("tokens", name))
