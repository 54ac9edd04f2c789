"""Tokens; of their secrets only digests."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, update

from openrsm.domain.tokens import Token
from openrsm.domain.values import TokenId
from openrsm.store import schema_callers as schema
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Objects

_TOKENS: Final = NounMapping(Token, schema.tokens)
_token: Final = schema.tokens.c
_EVERY: Final = _TOKENS.select().order_by(_token.name)
_BY_NAME: Final = _TOKENS.select().where(_token.name == bindparam("name"))
_BY_DIGEST: Final = _TOKENS.select().where(_token.digest == bindparam("digest"))
_TOUCH: Final = update(schema.tokens).where(_token.id == bindparam("its_id")).values(last_used=bindparam("moment"))


class Tokens(Objects[Token, TokenId]):
    """The tokens; names are unique. Nobody is told of their changes."""

    kind = "token"
    object_type = None
    mapping = _TOKENS
    name_field = "name"

    def all(self) -> list[Token]:
        """Every token, by name."""
        return self._list(_EVERY)

    def by_name(self, name: str) -> Token | None:
        """The token of that name."""
        return self._one(_BY_NAME, name=name)

    def by_digest(self, digest: str) -> Token | None:
        """The token whose secret has that digest."""
        return self._one(_BY_DIGEST, digest=digest)

    def touch(self, token: Token) -> None:
        """It was used at the transaction's time; nothing happens if it is gone meanwhile."""
        self._unit.act(_TOUCH, {"its_id": token.id, "moment": self._unit.now})
