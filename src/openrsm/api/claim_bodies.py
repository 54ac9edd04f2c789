"""What requests carry that take over what another tool knew."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from openrsm.api.bodies import LARGE, LONG, WHOLE, Body, Name


class KnownVolume(Body):
    """A volume as another tool has it."""

    name: Annotated[str, Field(max_length=LONG, description="Its bar code, with or without the type's two letters.")]
    pool: Annotated[str, Field(max_length=LONG, description="In which of that tool's pools.")] = ""
    slot: Annotated[int, Field(ge=1, le=LARGE), WHOLE] | None = None
    use: Literal["written", "full", "blank", "cleaning"] = "written"
    inside: bool = Field(default=True, description="It is in the library.")


class Claiming(Body):
    """What another tool knew of a library's media, and whose they are to be."""

    volumes: list[KnownVolume]
    owner: Name
    prefix: Annotated[str, Field(max_length=LONG, description="The pool in which their pools stand.")] = ""
    pools: dict[str, str] = Field(default_factory=dict, description="The pools here that stand for pools there.")
    dry_run: bool = Field(default=False, description="Change nothing, and answer what would be done.")
