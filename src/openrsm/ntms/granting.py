"""Security descriptors to lists of rights, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from openrsm.domain.rights import ALL, NONE, Right, grantee, rights_named
from openrsm.domain.values import SessionId
from openrsm.errors import AccessDenied, InvalidParameter
from openrsm.ntms.constants import DACL_SECURITY_INFORMATION, OWNER_SECURITY_INFORMATION
from openrsm.ntms.structures import ACCESS_ALLOWED_ACE, SECURITY_DESCRIPTOR
from openrsm.surface.manager import Manager
from openrsm.surface.security import AccessView, GrantView
from openrsm.surface.views import Ref

_SETTABLE: Final = DACL_SECURITY_INFORMATION


def descriptor_of(view: AccessView, wanted: int) -> SECURITY_DESCRIPTOR:
    """What of a list is asked for; there are neither groups that own nor lists of what is audited."""
    return SECURITY_DESCRIPTOR(
        Owner=view.owner if wanted & OWNER_SECURITY_INFORMATION else "",
        Dacl=tuple(_entry(one) for one in view.grants) if wanted & DACL_SECURITY_INFORMATION else None,
    )


def check_list(descriptor: SECURITY_DESCRIPTOR, given: int) -> None:
    """Refuse a descriptor that cannot be set, before anything is.

    Raises:
        AccessDenied: More than the list is to be set: owners do not change, and nothing is audited by lists.
        InvalidParameter: There is no list, or a line in it has no right or nobody to give it to.
    """
    if given & ~_SETTABLE:
        raise AccessDenied(f"only the list of rights can be set, not {given & ~_SETTABLE:#x}", "set the list alone")
    for entry in _own(descriptor):
        grantee(entry.Trustee)
        if not entry.Mask or entry.Mask & ~ALL:
            raise InvalidParameter(f"{entry.Mask:#x} for {entry.Trustee} are no rights", f"give bits of {int(ALL):#x}")


def replace_list(manager: Manager, session: SessionId, target: Ref, descriptor: SECURITY_DESCRIPTOR) -> None:
    """Make the list of an object what the descriptor says; lines that it inherits are left alone."""
    before = {one.grantee: rights_named(one.rights) for one in _lines(manager.security.show(session, target))}
    wanted: dict[str, Right] = {}
    for entry in _own(descriptor):
        wanted[entry.Trustee] = wanted.get(entry.Trustee, NONE) | Right(entry.Mask)
    for whose, rights in wanted.items():
        if missing := rights & ~before.get(whose, NONE):
            manager.security.grant(session, target, whose, missing)
    for whose, rights in before.items():
        if extra := rights & ~wanted.get(whose, NONE):
            manager.security.revoke(session, target, whose, extra)


def _entry(grant: GrantView) -> ACCESS_ALLOWED_ACE:
    return ACCESS_ALLOWED_ACE(
        Trustee=grant.grantee, Mask=int(rights_named(grant.rights)), Inherited=grant.inherited_from
    )


def _lines(view: AccessView) -> Sequence[GrantView]:
    return [one for one in view.grants if not one.inherited_from]


def _own(descriptor: SECURITY_DESCRIPTOR) -> Sequence[ACCESS_ALLOWED_ACE]:
    if descriptor.Dacl is None:
        raise InvalidParameter("the descriptor has no list", "give an empty one to take all rights back")
    return [entry for entry in descriptor.Dacl if not entry.Inherited]
