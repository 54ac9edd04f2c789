"""Who may do what: lists of rights, and tokens for callers that no operating system vouches for.

A target is named ``computer``, ``root`` (above all pools), ``library:NAME`` or ``pool:PATH``; a grantee ``user:NAME``,
``group:NAME`` or ``everyone``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from openrsm.domain.rights import Right
from openrsm.domain.values import SessionId, TokenId
from openrsm.surface.views import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantView:
    """One line of a list: who has which rights. ``inherited_from`` is the path of the pool above that has it."""

    grantee: str
    rights: Sequence[str]
    inherited_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessView:
    """A list of rights: of what, whose it is, who has which, and what the caller may do."""

    target: str
    owner: str
    grants: Sequence[GrantView]
    yours: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenView:
    """A token, but for the secret: in whose name it speaks, and until when."""

    id: TokenId
    name: str
    user: str
    created: datetime
    created_by: str
    expires: datetime | None
    last_used: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token just made; nobody can ever read its secret again."""

    token: TokenView
    secret: str


class Security(Protocol):
    """Every call may raise InvalidHandle, AccessDenied, ObjectNotFound (no such target or token) and SystemFault."""

    def show(self, session: SessionId, target: Ref) -> AccessView:
        """A list of rights; needs READ_CONTROL."""
        ...

    def grant(self, session: SessionId, target: Ref, grantee: str, rights: Right) -> AccessView:
        """Give rights in addition to those that are given; needs WRITE_DAC, or to be the owner.

        Raises:
            InvalidParameter: A malformed target or grantee, or no rights.
        """
        ...

    def revoke(self, session: SessionId, target: Ref, grantee: str, rights: Right | None = None) -> AccessView:
        """Take rights back, or all; needs WRITE_DAC, or to be the owner.

        Raises:
            InvalidParameter: As :meth:`grant`.
            ObjectNotFound: That grantee has none of them there (rights given to a pool above are revoked there).
        """
        ...

    def create_token(
        self, session: SessionId, name: str, user: str | None = None, lifetime: float | None = None
    ) -> NewToken:
        """Make a token that speaks for a user: oneself, or anybody for an administrator.

        Args:
            session: Who asks.
            name: What to call it; unique.
            user: For whom; the caller's user if not given.
            lifetime: Seconds until it expires; None for never.

        Raises:
            InvalidName, InvalidParameter: A malformed name, user or lifetime.
            AlreadyExists: The name is taken.
        """
        ...

    def tokens(self, session: SessionId) -> Sequence[TokenView]:
        """The tokens by name: the caller's own, or all for an administrator."""
        ...

    def revoke_token(self, session: SessionId, name: Ref) -> None:
        """Make a token worthless at once; one's own, or any for an administrator."""
        ...
