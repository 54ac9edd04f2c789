"""The whole surface in one place."""

from __future__ import annotations

from typing import Protocol

from openrsm.surface.changers import Changers
from openrsm.surface.cleaning import Cleaning
from openrsm.surface.database import Database
from openrsm.surface.diagnosis import Diagnosis
from openrsm.surface.libraries import Drives, Libraries
from openrsm.surface.media import Media
from openrsm.surface.mounts import Mounts
from openrsm.surface.notices import Notices
from openrsm.surface.objects import Objects
from openrsm.surface.operators import Operators
from openrsm.surface.pools import Pools
from openrsm.surface.security import Security
from openrsm.surface.sessions import Sessions
from openrsm.surface.shares import Shares
from openrsm.surface.work import Work


class Manager(Protocol):
    """OpenRSM, as an edge sees it. All calls may be made from any thread."""

    @property
    def sessions(self) -> Sessions:
        """Who is calling."""
        ...

    @property
    def libraries(self) -> Libraries:
        """Libraries."""
        ...

    @property
    def drives(self) -> Drives:
        """Drives."""
        ...

    @property
    def pools(self) -> Pools:
        """Media pools."""
        ...

    @property
    def media(self) -> Media:
        """Cartridges, sides and logical media."""
        ...

    @property
    def mounts(self) -> Mounts:
        """Mount and dismount."""
        ...

    @property
    def changers(self) -> Changers:
        """Libraries and shares as numbered slots and drives."""
        ...

    @property
    def shares(self) -> Shares:
        """Parts of libraries that applications take for their own."""
        ...

    @property
    def work(self) -> Work:
        """The work queue."""
        ...

    @property
    def operators(self) -> Operators:
        """Operator requests."""
        ...

    @property
    def cleaning(self) -> Cleaning:
        """Cleaning drives."""
        ...

    @property
    def diagnosis(self) -> Diagnosis:
        """The health of drives and media."""
        ...

    @property
    def database(self) -> Database:
        """The catalogue as a whole."""
        ...

    @property
    def objects(self) -> Objects:
        """Any object, and the overview."""
        ...

    @property
    def notices(self) -> Notices:
        """What changes."""
        ...

    @property
    def security(self) -> Security:
        """Rights and tokens."""
        ...

    def settle(self) -> None:
        """Return when nothing more can be done without somebody else: all items have ended or wait."""
        ...

    def close(self) -> None:
        """Finish the motion under way, keep the queue, let go of everything. Closing twice is harmless."""
        ...
