"""Which media types a library takes: what its drives tell, what people added, what lies in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openrsm.domain.drive_types import native_types
from openrsm.domain.equipment import Drive, Library
from openrsm.errors import IndigenousType, NotEmpty


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryType:
    """A media type of a library, and why it is one.

    Attributes:
        native: A drive of it takes such media by its kind.
        added: Somebody said that it takes them.
        media: How many it holds.
    """

    media_type: str
    native: bool
    added: bool
    media: int


def types_of(library: Library, drives: Iterable[Drive], held: Mapping[str, int]) -> tuple[LibraryType, ...]:
    """The media types of a library, by name.

    Args:
        library: The library.
        drives: Its drives.
        held: How many media of each type it holds.
    """
    native = {name for drive in drives for name in native_types(drive.type_name)}
    return tuple(
        LibraryType(media_type=name, native=name in native, added=name in library.added_types, media=held.get(name, 0))
        for name in sorted(native.union(library.added_types, held))
    )


def check_removal(library: Library, types: Sequence[LibraryType], media_type: str) -> None:
    """Refuse to drop a media type that a library has, whatever people say.

    Raises:
        IndigenousType: A drive of it tells that it takes such media.
        NotEmpty: It holds such media.
    """
    found = next((one for one in types if one.media_type == media_type), None)
    if found is not None and found.media:
        what = f"library {library.name} holds {found.media} media of type {media_type}"
        raise NotEmpty(what, "eject them, or move them to a pool of another type")
    if found is not None and found.native:
        what = f"a drive of library {library.name} takes {media_type} media"
        raise IndigenousType(what, "only types that were added can be removed")
