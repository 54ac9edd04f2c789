"""What requests about changers and shares carry."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from openrsm.api.bodies import LARGE, WHOLE, Body, Name, Ref, Seconds

SlotNumber = Annotated[int, Field(ge=1, le=LARGE, description="From 1; I/E elements behind the last slot."), WHOLE]
DriveNumber = Annotated[int, Field(ge=0, le=LARGE, description="From 0."), WHOLE]
Refs = Annotated[list[Ref], Field(min_length=1, max_length=1000)]


class ChangerLoad(Body):
    """What to load where."""

    slot: SlotNumber
    drive: DriveNumber
    timeout: Seconds | None = Field(None, description="Until it is given up; null waits for ever.")
    nowait: bool = Field(default=False, description="It stays queued though the session ends; no timeout counts.")


class ChangerUnload(Body):
    """What to unload, and where it goes."""

    drive: DriveNumber
    slot: SlotNumber | None = Field(None, description="Null for the one that it came from.")


class ChangerTransfer(Body):
    """From which slot to which."""

    source: SlotNumber
    destination: SlotNumber


class NewShare(Body):
    """A share to make."""

    name: Name
    library: Ref
    pools: Refs = Field(description="Application pools that hold media.")
    drives: Refs = Field(description="In the order of their numbers, from 0.")


class ShareChange(Body):
    """What a share is to have; null leaves it as it is."""

    pools: Refs | None = None
    drives: Refs | None = None
