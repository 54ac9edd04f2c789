"""What came of taking over what another tool knew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openrsm.domain.claims import ClaimKind, Misfit


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedMedium:
    """A cartridge that was claimed.

    Attributes:
        name: What it is called here.
        volume: What the other tool called it.
        kind: What was done with it.
        pool: Where it is now.
        source: Where it was before.
    """

    name: str
    volume: str
    kind: ClaimKind
    pool: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What was done, or would be, and what does not fit.

    Attributes:
        pools: Those that were created.
        claimed: The cartridges that changed.
        misfits: What the other tool knew differently from what is catalogued.
        settled: How many volumes are as they should be.
    """

    pools: Sequence[str]
    claimed: Sequence[ClaimedMedium]
    misfits: Sequence[Misfit]
    settled: int
