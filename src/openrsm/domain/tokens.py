"""Tokens: secrets by which callers are known that no operating system vouches for.

A token's text is ``rsm_``, 256 random bits in base64url, and a checksum. Only a digest of it is ever kept. Since the
secret is random, a plain SHA-256 cannot be reversed, and is as good as a slow one.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from binascii import crc32
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import isfinite
from re import compile as pattern
from typing import Final

from openrsm.domain.values import NAME_LENGTH, TokenId
from openrsm.errors import InvalidName, InvalidParameter

PREFIX: Final = "rsm_"
SECRET_BYTES: Final = 32
LONGEST_LIFE: Final = timedelta(days=36_525)
TOUCH: Final = timedelta(minutes=1)
"""How exactly it is known when a token was last used."""

_TEXT: Final = pattern(rf"{PREFIX}[A-Za-z0-9_-]{{43}}[0-9a-f]{{8}}")
_CHECKSUM: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as it is kept.

    Attributes:
        digest: SHA-256 of its text, in hexadecimal.
        user: In whose name it speaks.
        last_used: To a minute; None if never.
    """

    id: TokenId
    name: str
    digest: str
    user: str
    created: datetime
    created_by: str
    expires: datetime | None = None
    last_used: datetime | None = None


def text_of(random: bytes) -> str:
    """The token that these bytes make: :data:`SECRET_BYTES` of them, from a generator fit for secrets."""
    secret = PREFIX + urlsafe_b64encode(random).decode("ascii").rstrip("=")
    return secret + _checksum(secret)


def _checksum(secret: str) -> str:
    return f"{crc32(secret.encode('ascii')):08x}"


def is_well_formed(text: str) -> bool:
    """Whether it can be a token; mistyped ones cannot, so nothing needs to be looked up for them."""
    return bool(_TEXT.fullmatch(text)) and text[-_CHECKSUM:] == _checksum(text[:-_CHECKSUM])


def digest(text: str) -> str:
    """What is kept of a token."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_expired(token: Token, now: datetime) -> bool:
    """Whether its time is over."""
    return token.expires is not None and token.expires <= now


def is_to_be_touched(token: Token, now: datetime) -> bool:
    """Whether its last use is worth writing down again; a clock that was set back must not stop that."""
    return token.last_used is None or not timedelta(0) <= now - token.last_used < TOUCH


def expiry(now: datetime, lifetime: float | None) -> datetime | None:
    """When a token that is made now expires.

    Raises:
        InvalidParameter: The lifetime, in seconds, is none.
    """
    if lifetime is None:
        return None
    if not isfinite(lifetime) or not 0 < lifetime <= LONGEST_LIFE.total_seconds():
        raise InvalidParameter(f"a lifetime of {lifetime} seconds", "give more than 0 and at most 100 years, or none")
    return now + timedelta(seconds=lifetime)


def check_name(name: str) -> None:
    """Refuse what is no name for a token.

    Raises:
        InvalidName: It is empty, too long, or would be hard to type.
    """
    if not 0 < len(name) <= NAME_LENGTH or not name.isprintable() or name != name.strip():
        raise InvalidName(f"{name!r} is no name for a token", f"use 1 to {NAME_LENGTH} printable characters")
