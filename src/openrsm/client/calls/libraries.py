"""Libraries."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.client.calls.calls import Calls
from openrsm.client.line import path_of
from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.library_types import LibraryType
from openrsm.surface.views import LibraryDetail, LibraryView, Ref, WorkView
from openrsm.wire.encoding import encode


class LibrariesCalls(Calls):
    """See :class:`openrsm.surface.libraries.Libraries`."""

    async def add(self, name: str, url: str) -> LibraryView:
        """Open the library at ``url``, catalogue its elements and take a first inventory."""
        return await self._line.post(LibraryView, "/libraries", {"name": name, "url": url})

    async def list(self) -> Sequence[LibraryView]:
        """All libraries, the offline one last."""
        return await self._line.get_items(LibraryView, "/libraries")

    async def show(self, library: Ref) -> LibraryDetail:
        """One library with everything in it."""
        return await self._line.get(LibraryDetail, path_of("libraries", library))

    async def inventory(self, library: Ref, method: InventoryMethod = InventoryMethod.DEFAULT) -> WorkView:
        """Queue an inventory."""
        return await self._line.post(WorkView, path_of("libraries", library, "inventory"), {"method": encode(method)})

    async def refresh(self, library: Ref) -> WorkView:
        """Queue a look at a drive in no library."""
        return await self._line.post(WorkView, path_of("libraries", library, "refresh"))

    async def set_labels(self, library: Ref, labels: LabelUse) -> LibraryView:
        """What is to be done with the labels of its media from now on."""
        return await self._line.post(LibraryView, path_of("libraries", library, "labels"), {"labels": encode(labels)})

    async def types(self, library: Ref) -> Sequence[LibraryType]:
        """The media types of a library, by name: those that its drives take, that were added, that lie in it."""
        answer = await self._line.ask("GET", path_of("libraries", library, "media-types"))
        return self._line.items(LibraryType, answer)

    async def add_type(self, library: Ref, media_type: str) -> Sequence[LibraryType]:
        """Say that it takes media of a type, so that there are pools for them."""
        path = path_of("libraries", library, "media-types")
        return self._line.items(LibraryType, await self._line.ask("POST", path, body={"media_type": media_type}))

    async def remove_type(self, library: Ref, media_type: str) -> Sequence[LibraryType]:
        """Take that back."""
        path = path_of("libraries", library, "media-types", media_type)
        return self._line.items(LibraryType, await self._line.ask("DELETE", path))

    async def inject(self, library: Ref, *, many: bool = False) -> WorkView:
        """Queue opening its ports to people, and taking in what they put there."""
        return await self._line.post(WorkView, path_of("libraries", library, "inject"), {"many": many})

    async def retract(self, library: Ref) -> WorkView:
        """Have an inject of many take in what lies in the ports, and go on."""
        return await self._line.post(WorkView, path_of("libraries", library, "retract"))

    async def open_door(self, library: Ref, method: InventoryMethod = InventoryMethod.DEFAULT) -> WorkView:
        """Queue unlocking its doors."""
        return await self._line.post(WorkView, path_of("libraries", library, "open-door"), {"method": encode(method)})

    async def enable(self, library: Ref) -> WorkView:
        """Queue its return to service."""
        return await self._line.post(WorkView, path_of("libraries", library, "enable"))

    async def disable(self, library: Ref, *, now: bool = False) -> WorkView:
        """Queue taking it out of service."""
        return await self._line.post(WorkView, path_of("libraries", library, "disable"), {"now": now})

    async def remove(self, library: Ref) -> None:
        """Forget it and its devices."""
        await self._line.delete(path_of("libraries", library))
