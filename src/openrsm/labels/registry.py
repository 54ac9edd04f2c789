"""Which recognisers there are, and in which order they are asked: the first that claims a medium has it.

Ours first, then those of the site (entry points of the group :data:`GROUP`), then what is specific before what is
general: CTA and LTFS before the ANSI label that theirs begins with, NetBackup before it too; tar, which knows itself
by a mere checksum, last. An entry point names a function of a :class:`~openrsm.labels.contract.Head`, and is called by
its own name; once loaded it can open no file, so it imports what it needs when it is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from openrsm.labels import (
    amanda,
    ansi,
    bacula,
    boot_sectors,
    cta,
    free,
    iso9660,
    ltfs,
    mtf,
    netbackup,
    partition_tables,
    superblocks,
    tar,
    udf,
)
from openrsm.labels.contract import TYPE_LIMIT, Head, LabelInfo, Recogniser, printable

GROUP: Final = "openrsm.labels"


@dataclass(frozen=True, slots=True)
class Named:
    """A recogniser made of a name and a function."""

    name: str
    claim: Callable[[Head], LabelInfo | None]

    def __call__(self, head: Head) -> LabelInfo | None:
        """What the function says."""
        return self.claim(head)


OURS: Final[tuple[Recogniser, ...]] = (Named("openrsm-free", free.claim),)
BUILT_IN: Final[tuple[Recogniser, ...]] = (
    Named("cta", cta.claim),
    Named("bacula", bacula.claim),
    Named("amanda", amanda.claim),
    Named("netbackup", netbackup.claim),
    Named("ltfs", ltfs.claim),
    Named("mtf", mtf.claim),
    Named("ansi", ansi.claim),
    Named("udf", udf.claim),
    Named("iso9660", iso9660.claim),
    Named("superblocks", superblocks.claim),
    Named("boot-sectors", boot_sectors.claim),
    Named("partition-tables", partition_tables.claim),
    Named("tar", tar.claim),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognisers:
    """All recognisers in their order, and a sentence for each entry point that could not be loaded."""

    all: tuple[Recogniser, ...]
    problems: tuple[str, ...] = ()


def recognisers(offered: Iterable[EntryPoint] | None = None) -> Recognisers:
    """Every recogniser that is installed; ``offered`` are entry points to take instead of the installed ones."""
    sites: list[Recogniser] = []
    problems: list[str] = []
    for entry in sorted(entry_points(group=GROUP) if offered is None else offered, key=lambda entry: entry.name):
        try:
            sites.append(Named(entry.name, _loaded(entry)))
        except Exception as failure:  # noqa: BLE001 - a package of the site may fail in any way; the others go on
            problems.append(f"{printable(entry.name, TYPE_LIMIT)} could not be loaded: {type(failure).__name__}")
    return Recognisers(all=(*OURS, *sites, *BUILT_IN), problems=tuple(problems))


def _loaded(entry: EntryPoint) -> Callable[[Head], LabelInfo | None]:
    claim: Callable[[Head], LabelInfo | None] = entry.load()
    if not callable(claim):
        raise TypeError(f"{entry.value} is not a function")
    return claim
