"""Who may do what, as those see and change it who may."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_bytes

from openrsm.domain.rights import Right
from openrsm.domain.tokens import SECRET_BYTES, digest, text_of
from openrsm.domain.values import SessionId
from openrsm.service import access, tokens
from openrsm.service.context import Context
from openrsm.service.refusals import audited
from openrsm.surface.security import AccessView, NewToken, TokenView
from openrsm.surface.views import Ref


@audited("security")
class SecurityService:
    """Implements :class:`openrsm.surface.security.Security`."""

    def __init__(self, context: Context) -> None:
        """Works on the catalogue alone."""
        self._context = context

    def show(self, session: SessionId, target: Ref) -> AccessView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: access.show(tx, caller, target))

    def grant(self, session: SessionId, target: Ref, grantee: str, rights: Right) -> AccessView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: access.grant(tx, caller, target, grantee, rights))

    def revoke(self, session: SessionId, target: Ref, grantee: str, rights: Right | None = None) -> AccessView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: access.revoke(tx, caller, target, grantee, rights))

    def create_token(
        self, session: SessionId, name: str, user: str | None = None, lifetime: float | None = None
    ) -> NewToken:
        """See the surface."""
        caller = self._context.caller(session)
        secret = text_of(token_bytes(SECRET_BYTES))
        # Not by commit, which may keep the answer for those who repeat a request: a secret is kept nowhere.
        token = self._context.store.write(
            lambda tx: tokens.create(tx, caller, name, user=user, lifetime=lifetime, digest=digest(secret))
        )
        return NewToken(token=token, secret=secret)

    def tokens(self, session: SessionId) -> Sequence[TokenView]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: list(tokens.visible(tx, caller)))

    def revoke_token(self, session: SessionId, name: Ref) -> None:
        """See the surface."""
        caller = self._context.caller(session)
        self._context.commit(caller, lambda tx: tokens.revoke(tx, caller, name))
