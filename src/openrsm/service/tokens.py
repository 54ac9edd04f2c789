"""Tokens: make, list and revoke them, and know callers by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import structlog

from openrsm import accounts
from openrsm.domain import tokens
from openrsm.domain.rights import check_account
from openrsm.domain.tokens import Token
from openrsm.domain.values import Principal, TokenId
from openrsm.errors import AccessDenied, AlreadyExists, NotAuthenticated, ObjectNotFound, RsmError
from openrsm.service import resolving
from openrsm.service.context import Context, note
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.security import TokenView
from openrsm.surface.views import Ref

log = structlog.get_logger(__name__)


def create(
    tx: Transaction, caller: Session, name: str, *, user: str | None, lifetime: float | None, digest: str
) -> TokenView:
    """Enter a token whose secret has that digest."""
    tokens.check_name(name)
    whose = caller.principal.user if user is None else user
    check_account(whose)
    expires = tokens.expiry(tx.now, lifetime)
    _check_whose(caller, whose, f"make a token for {whose}")
    _check_until(caller, expires)
    if tx.tokens.by_name(name) is not None:
        raise AlreadyExists(f"there is a token {name!r}", f"choose another name, or run: rsm token revoke {name}")
    token = Token(
        id=TokenId(uuid4()),
        name=name,
        digest=digest,
        user=whose,
        created=tx.now,
        created_by=caller.principal.user,
        expires=expires,
    )
    until = "for ever" if expires is None else f"until {expires:%Y-%m-%d %H:%M} UTC"
    note(tx, caller, "token_created", name, f"for {whose}, {until}")
    return view(tx.tokens.insert(token))


def _check_whose(caller: Session, whose: str, doing: str) -> None:
    if caller.principal.user != whose and not caller.principal.administrator:
        raise AccessDenied(
            f"{caller.principal.user} may not {doing}: that takes an administrator",
            "ask root, or a member of the group rsm-admin",
        )


def _check_until(caller: Session, expires: datetime | None) -> None:
    """Who is known by a token that expires cannot make that last by making another."""
    until = caller.principal.until
    if until is not None and (expires is None or expires > until):
        what = f"the token that you came with expires at {until:%Y-%m-%d %H:%M} UTC; what it makes lasts no longer"
        raise AccessDenied(what, "let the new one expire sooner, or make it without a token")


def visible(tx: Transaction, caller: Session) -> Iterator[TokenView]:
    """The caller's own, or all for an administrator; by name."""
    everything = caller.principal.administrator
    return (view(token) for token in tx.tokens.all() if everything or token.user == caller.principal.user)


def revoke(tx: Transaction, caller: Session, ref: Ref) -> None:
    """Make one worthless."""
    key = resolving.guid(ref)
    token = tx.tokens.by_name(ref) or (tx.tokens.find(TokenId(key)) if key else None)
    if token is None:
        raise ObjectNotFound(f"there is no token {ref!r}", "see: rsm token list")
    _check_whose(caller, token.user, f"revoke the token {token.name} of {token.user}")
    tx.tokens.delete(token)
    note(tx, caller, "token_revoked", token.name, f"of {token.user}")


def view(token: Token) -> TokenView:
    """A token as callers see it."""
    return TokenView(
        id=token.id,
        name=token.name,
        user=token.user,
        created=token.created,
        created_by=token.created_by,
        expires=token.expires,
        last_used=token.last_used,
    )


def authenticate(context: Context, secret: str, owner: int | None) -> Principal:
    """In whose name a token speaks. It is found by its digest, so the time that takes tells nothing of other tokens.

    Args:
        context: Has the catalogue.
        secret: The token's text.
        owner: The user (by number) whose state it is, who administers it.

    Raises:
        NotAuthenticated: It is unknown, revoked or expired.
    """
    found = _find(context, secret)
    if found is None:
        raise NotAuthenticated("the token is unknown or was revoked", "make one with: rsm token create NAME")
    now = context.clock()
    if tokens.is_expired(found, now):
        what = f"the token {found.name} expired at {found.expires:%Y-%m-%d %H:%M} UTC"
        raise NotAuthenticated(what, "make another with: rsm token create NAME")
    if tokens.is_to_be_touched(found, now):
        _touch(context, found)
    return replace(accounts.of_user_name(found.user, owner=owner), until=found.expires)


def _find(context: Context, secret: str) -> Token | None:
    if not tokens.is_well_formed(secret):
        return None
    return context.store.read(lambda tx: tx.tokens.by_digest(tokens.digest(secret)))


def _touch(context: Context, token: Token) -> None:
    try:
        context.store.write(lambda tx: tx.tokens.touch(token))
    except RsmError as error:  # a full disk is no reason to turn callers away
        log.warning("the use of a token was not noted", action="token_not_touched", reason=error.code)
