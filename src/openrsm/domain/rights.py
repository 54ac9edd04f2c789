"""Who may do what to a pool, a library, the computer, or the root above all pools (MS-RSMP 5; NtmsAccessMask).

What anything else demands is asked of the pool a medium is in, the library a device belongs to, or the computer. Each
of these has a list of grants. A user has the rights of all grants that name the user, one of the user's groups, or
everyone; a pool inherits the grants of the pools above it, but not those of the root. Besides:

- administrators may do everything;
- who created a pool may do everything to it, and to the pools below it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, IntFlag
from re import compile as pattern
from typing import Final
from uuid import UUID

from openrsm.domain.equipment import Library
from openrsm.domain.values import Computer, Pool, Principal
from openrsm.errors import AccessDenied, InvalidParameter

ACCOUNT_LENGTH: Final = 255
_PLAIN: Final = pattern(r"[A-Za-z0-9_@%+=:,./-]+")


class Right(IntFlag):
    """A right; the values are the header's (the protocol's 3 for control would be use and modify)."""

    USE = 1
    MODIFY = 2
    CONTROL = 4
    READ_CONTROL = 0x20000
    WRITE_DAC = 0x40000


NONE: Final = Right(0)
ALL: Final = Right.USE | Right.MODIFY | Right.CONTROL | Right.READ_CONTROL | Right.WRITE_DAC

GENERIC: Final = {
    "read": Right.USE | Right.READ_CONTROL,
    "write": Right.USE | Right.MODIFY | Right.WRITE_DAC,
    "execute": ALL,
    "all": ALL,
}
"""What the generic rights stand for (MS-RSMP 5)."""


def right_names(rights: Right) -> tuple[str, ...]:
    """The single rights in a set of them, as they are written: ``use``, ``read_control``."""
    return tuple(_single(right) for right in Right if right in rights)


def _single(right: Right) -> str:
    return str(right.name).lower()


def rights_named(names: Iterable[str]) -> Right:
    """The rights of these names, generic ones among them; in either case, with ``-`` or ``_``.

    Raises:
        InvalidParameter: One is no right.
    """
    known = {_single(right): right for right in Right} | GENERIC
    found = NONE
    for name in names:
        key = name.lower().replace("-", "_")
        if key not in known:
            raise InvalidParameter(f"{name!r} is no right", f"rights are: {', '.join(known)}")
        found |= known[key]
    return found


class GranteeKind(Enum):
    """To whom rights can be given."""

    USER = "user"
    GROUP = "group"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grantee:
    """A user, a group, or everyone; everyone has no name."""

    kind: GranteeKind
    name: str = ""

    def __str__(self) -> str:
        """As it is written: ``user:ann``, ``group:backup``, ``everyone``."""
        return self.kind.value if self.kind is GranteeKind.EVERYONE else f"{self.kind.value}:{self.name}"

    def is_one_of(self, principal: Principal) -> bool:
        """Whether what is given to it is given to this principal."""
        match self.kind:
            case GranteeKind.USER:
                return self.name == principal.user
            case GranteeKind.GROUP:
                return self.name in principal.groups
            case GranteeKind.EVERYONE:
                return True


EVERYONE: Final = Grantee(kind=GranteeKind.EVERYONE)


def user(name: str) -> Grantee:
    """The user of that name."""
    return Grantee(kind=GranteeKind.USER, name=name)


def group(name: str) -> Grantee:
    """The group of that name."""
    return Grantee(kind=GranteeKind.GROUP, name=name)


def grantee(text: str) -> Grantee:
    """The grantee that a text spells.

    Raises:
        InvalidParameter: It spells none.
    """
    if text == GranteeKind.EVERYONE.value:
        return EVERYONE
    kind, colon, name = text.partition(":")
    if not colon or kind not in (GranteeKind.USER.value, GranteeKind.GROUP.value):
        raise InvalidParameter(f"{text!r} is nobody to give rights to", "write user:NAME, group:NAME or everyone")
    check_account(name)
    return Grantee(kind=GranteeKind(kind), name=name)


def check_account(name: str) -> None:
    """Refuse what cannot be the name of a user or a group.

    Raises:
        InvalidParameter: It is empty, too long, or has characters that such names do not have.
    """
    if not 0 < len(name) <= ACCOUNT_LENGTH:
        what = f"the name of a user or group has {len(name)} characters"
        raise InvalidParameter(what, f"give 1 to {ACCOUNT_LENGTH}")
    if not name.isprintable() or name != name.strip():
        raise InvalidParameter(
            f"{name!r} is no name of a user or group", "leave out blanks around it and control codes"
        )


class TargetKind(Enum):
    """What has a list of rights."""

    COMPUTER = "computer"
    ROOT = "root"
    LIBRARY = "library"
    POOL = "pool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a list of rights belongs to; the root goes by the computer's id."""

    kind: TargetKind
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One line of a list: who was given which rights on what."""

    target: Target
    grantee: Grantee
    rights: Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """What stands above all pools; its list decides who makes pools at the top."""

    computer: Computer


Guarded = Pool | Library | Computer | Root
"""What rights are asked of."""


def target_of(guarded: Guarded) -> Target:
    """The list of rights that belongs to it."""
    match guarded:
        case Pool():
            return Target(kind=TargetKind.POOL, id=guarded.id)
        case Library():
            return Target(kind=TargetKind.LIBRARY, id=guarded.id)
        case Computer():
            return Target(kind=TargetKind.COMPUTER, id=guarded.id)
        case Root():
            return Target(kind=TargetKind.ROOT, id=guarded.computer.id)


def target_name(guarded: Guarded) -> str:
    """As it is written: ``pool:backups/daily``, ``library:vtl``, ``computer``, ``root``."""
    match guarded:
        case Pool():
            return f"{TargetKind.POOL.value}:{guarded.path}"
        case Library():
            return f"{TargetKind.LIBRARY.value}:{guarded.name}"
        case Computer():
            return TargetKind.COMPUTER.value
        case Root():
            return TargetKind.ROOT.value


def rights_of(principal: Principal, grants: Iterable[Grant], owners: Collection[str] = ()) -> Right:
    """What a principal may do.

    Args:
        principal: Who asks.
        grants: All that count: those of what is asked about, and those that it inherits.
        owners: Whose it is, or a pool above it.
    """
    if principal.administrator or (principal.user and principal.user in owners):
        return ALL
    held = NONE
    for grant in grants:
        if grant.grantee.is_one_of(principal):
            held |= grant.rights
    return held


def check(principal: Principal, wanted: Right, guarded: Guarded, held: Right, doing: str) -> None:
    """Refuse what a principal may not do.

    Args:
        principal: Who asks.
        wanted: What it takes.
        guarded: On what.
        held: What the principal may do there.
        doing: The action, as it goes on after "to": ``"mount A00001L5"``.

    Raises:
        AccessDenied: A right is missing; the message says who lacks which right on what, and who can help.
    """
    missing = wanted & ~held
    if missing:
        raise AccessDenied(
            f"{principal.user} may not {doing}: {_words(missing)} on {_name(guarded)} is missing",
            f"ask {_who_helps(guarded)} for: {_command(principal, missing, guarded)}",
        )


def _words(rights: Right) -> str:
    return " and ".join(str(right.name) for right in Right if right in rights)


def _name(guarded: Guarded) -> str:
    match guarded:
        case Pool():
            return f"the pool {guarded.path}"
        case Library():
            return f"the library {guarded.name}"
        case Computer():
            return f"the computer {guarded.name}"
        case Root():
            return "the root of all pools"


def _who_helps(guarded: Guarded) -> str:
    if isinstance(guarded, Pool) and guarded.owner:
        return f"{guarded.owner}, who owns the pool, or an administrator (root, or the group rsm-admin)"
    return "an administrator (root, or the group rsm-admin)"


def _command(principal: Principal, missing: Right, guarded: Guarded) -> str:
    names = " ".join(name.replace("_", "-") for name in right_names(missing))
    return f"rsm acl grant {_quoted(target_name(guarded))} {_quoted(f'user:{principal.user}')} {names}"


def _quoted(text: str) -> str:
    """For a shell: what is in a name is no command."""
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "'\"'\"'") + "'"
