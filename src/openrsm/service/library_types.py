"""The media types of libraries: looked up, added, taken back (MS-RSMP 3.2.5.2.2.15-16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from openrsm.domain.equipment import Library
from openrsm.domain.library import LibraryKind
from openrsm.domain.library_types import LibraryType, check_removal, types_of
from openrsm.domain.matrix import Deed
from openrsm.domain.media_types import media_type
from openrsm.errors import LibraryOffline
from openrsm.service import guard, resolving
from openrsm.service.context import note
from openrsm.service.sessions import Session
from openrsm.service.system_pools import SYSTEM_KINDS, drop_system_pools, system_pool
from openrsm.store.database import Transaction
from openrsm.surface.views import Ref


def library_types(tx: Transaction, library: Library) -> Sequence[LibraryType]:
    """Which there are of a library, and why."""
    held = Counter(medium.media_type for medium in tx.media.in_library(library.id))
    return types_of(library, tx.drives.of(library.id), held)


def show(tx: Transaction, caller: Session, ref: Ref) -> Sequence[LibraryType]:
    """The same for a caller."""
    library = resolving.library(tx, ref)
    guard.may(tx, caller, Deed.LIBRARY_TYPES, f"look at library {library.name}", library)
    return library_types(tx, library)


def add(tx: Transaction, caller: Session, ref: Ref, name: str) -> Sequence[LibraryType]:
    """It takes them from now on, and there are pools for them."""
    library = _changing(tx, caller, ref, Deed.LIBRARY_ADD_TYPE, f"add {name} to")
    media_type(name)
    if name not in library.added_types:
        added = tuple(sorted((*library.added_types, name)))
        library = tx.libraries.change(library, replace(library, added_types=added))
    for kind in SYSTEM_KINDS:
        system_pool(tx, kind, name)
    note(tx, caller, "media_type_added", library.name, name)
    return library_types(tx, library)


def remove(tx: Transaction, caller: Session, ref: Ref, name: str) -> Sequence[LibraryType]:
    """Nobody says any more that it takes them; pools for what nothing has any more go."""
    library = _changing(tx, caller, ref, Deed.LIBRARY_REMOVE_TYPE, f"remove {name} from")
    media_type(name)
    check_removal(library, library_types(tx, library), name)
    left = tuple(one for one in library.added_types if one != name)
    library = tx.libraries.change(library, replace(library, added_types=left))
    if not any(one.media_type == name for each in tx.libraries.all() for one in library_types(tx, each)):
        drop_system_pools(tx, name)
    note(tx, caller, "media_type_removed", library.name, name)
    return library_types(tx, library)


def _changing(tx: Transaction, caller: Session, ref: Ref, deed: Deed, doing: str) -> Library:
    library = resolving.library(tx, ref)
    guard.may(tx, caller, deed, f"{doing} library {library.name}", library)
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"{library.name} is the offline library", "name a library that has devices")
    return library
