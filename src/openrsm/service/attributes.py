"""Private attributes of objects: looking, setting, deleting."""

from __future__ import annotations

from uuid import UUID

from openrsm.domain.attributes import check_name, check_value
from openrsm.domain.matrix import Deed
from openrsm.domain.values import ObjectType
from openrsm.errors import ObjectNotFound
from openrsm.service import guard
from openrsm.service.context import note
from openrsm.service.finding import Found, find
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.views import Attribute, AttributeView, Ref


def listed(tx: Transaction, caller: Session, object_type: ObjectType, ref: Ref) -> list[AttributeView]:
    """Those of an object, by name."""
    found = find(tx, object_type, ref)
    guard.may(tx, caller, Deed.ATTRIBUTE_LIST, f"look at the attributes of {found.name}", found.guarding)
    return [AttributeView(name=name, size=size) for name, size in tx.attributes.sizes(found.guid).items()]


def got(tx: Transaction, caller: Session, object_type: ObjectType, ref: Ref, name: str) -> Attribute:
    """One of them."""
    found = find(tx, object_type, ref)
    guard.may(tx, caller, Deed.ATTRIBUTE_GET, f"look at the attributes of {found.name}", found.guarding)
    return Attribute(name=name, value=_value(tx, found, name))


def put(tx: Transaction, caller: Session, object_type: ObjectType, ref: Ref, attribute: Attribute) -> AttributeView:
    """Set one; an empty value ends it."""
    found = find(tx, object_type, ref)
    guard.may(tx, caller, Deed.ATTRIBUTE_SET, f"set an attribute of {found.name}", found.guarding)
    check_name(attribute.name)
    check_value(attribute.name, attribute.value)
    tx.attributes.set(found.guid, attribute.name, attribute.value)
    _tell(tx, found)
    note(tx, caller, "attribute_set", found.name, attribute.name)
    return AttributeView(name=attribute.name, size=len(attribute.value))


def deleted(tx: Transaction, caller: Session, object_type: ObjectType, ref: Ref, name: str) -> None:
    """End one."""
    found = find(tx, object_type, ref)
    guard.may(tx, caller, Deed.ATTRIBUTE_DELETE, f"delete an attribute of {found.name}", found.guarding)
    _value(tx, found, name)
    tx.attributes.set(found.guid, name, b"")
    _tell(tx, found)
    note(tx, caller, "attribute_deleted", found.name, name)


def _value(tx: Transaction, found: Found, name: str) -> bytes:
    value = tx.attributes.find(found.guid, name)
    if value is None:
        there = ", ".join(tx.attributes.sizes(found.guid)) or "none"
        raise ObjectNotFound(f"{found.name} has no attribute {name!r}", f"it has: {there}")
    return value


def _tell(tx: Transaction, found: Found) -> None:
    """A change of a type, which has no GUID, is one of the computer."""
    if isinstance(found.id, UUID):
        tx.attributes.tell(found.object_type, found.id, found.scope_id)
    else:
        tx.attributes.tell(ObjectType.COMPUTER, tx.computer.get().id, None)
