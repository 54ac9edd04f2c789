"""How a cartridge of an application stands when people come: what is known of its label, and whose it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final
from unittest.mock import patch

from structlog.testing import capture_logs

from openrsm.domain.library import LabelUse
from openrsm.domain.work import WorkState
from openrsm.errors import RsmError
from openrsm.surface.media import AllocateOptions
from tests.conformance.surface_bench import LIBRARY, ROOT, Bench, Clock
from tests.service.world import temporary_folder
from tests.surface.conftest import opened
from tests.torture.people import AT, OURS, by_hand, content

ARCHIVE: Final = "archive"
FREE: Final = "Free/LTO-9"


class Standing(Enum):
    """What is known of the first cartridge. The second always is another application's, and its label known."""

    KNOWN = "it is an application's, and its label known"
    BLANK = "it is an application's, which has not written on it yet"
    STALE = "it is an application's, which may have written another label on it"
    GIVEN_BACK = "its application has given it back, and nobody has written on it since"


@dataclass
class Owned:
    """The library, and what the application calls its cartridge; None once it has given it back."""

    bench: Bench
    lmid: str | None


def files(bench: Bench) -> Mapping[str, bytes]:
    """What is on every cartridge in the library and beside it, by its file: nobody can exchange that unseen."""
    library = bench.hands.look()
    every = [*library.contents.values(), *library.shelf.values()]
    return {each.file: (bench.place / "cartridges" / each.file).read_bytes() for each in every}


def file_of(bench: Bench, name: str) -> str:
    """The file of the cartridge that really is this one, whatever its bar code says now."""
    library = bench.hands.look()
    return next(each.file for each in (*library.contents.values(), *library.shelf.values()) if each.key == name)


def allocated(bench: Bench, name: str) -> str:
    """An application takes that medium."""
    [side] = bench.medium(name).sides
    return str(bench.manager.media.allocate(bench.session, ARCHIVE, AllocateOptions(side=str(side.id))).logical.id)


def owned(bench: Bench, labels: LabelUse, standing: Standing = Standing.KNOWN) -> str:
    """An application has the first cartridge, which stands like that; the second is another application's."""
    bench.manager.libraries.set_labels(bench.session, LIBRARY, LabelUse.CHECK)
    by_hand(bench, lambda bench: _fill(bench, standing))
    bench.inventory()
    bench.create_pool(ARCHIVE, "LTO-9")
    for name in AT:
        if bench.medium(name).pool != f"Import/{bench.medium(name).medium.media_type}":
            bench.manager.media.move(bench.session, name, FREE)
        bench.manager.media.move(bench.session, name, ARCHIVE)
    bench.manager.libraries.set_labels(bench.session, LIBRARY, labels)
    ours, _ = (allocated(bench, name) for name in AT)
    if standing is Standing.STALE:
        _go_stale(bench, ours)
    bench.pass_time(3600)
    return ours


def _fill(bench: Bench, standing: Standing) -> None:
    for name, at in AT.items():
        file = bench.place.parent / "content"
        file.write_bytes(b"" if standing is Standing.BLANK and name == OURS else content(name))
        bench.hands.insert(name, at, file=file)


def _go_stale(bench: Bench, lmid: str) -> None:
    """The application has had it, and its label cannot be read when it leaves its drive."""
    bench.queue(lmid)
    bench.hands.add_fault("read", "MediumError")
    bench.dismount(lmid)
    bench.hands.clear_faults()
    assert bench.medium(OURS).sides[0].label_stale


def handed_out(bench: Bench, lmid: str) -> str | None:
    """The file of the cartridge that an application gets; None if it gets none, and is told why."""
    [view] = bench.queue(lmid)
    bench.manager.settle()
    item = bench.item(view).item
    if item.state is not WorkState.PASSED:
        assert item.error_text or item.reason
        return None
    return Path(bench.drive(1).drive.device_path).resolve().name


def made_free(bench: Bench, lmid: str | None) -> None:
    """Its application gives it back, and it is to get a free label; that may be refused."""
    if lmid is not None:
        bench.manager.media.deallocate(bench.session, lmid)
    bench.manager.libraries.set_labels(bench.session, LIBRARY, LabelUse.WRITE)
    with suppress(RsmError):
        bench.manager.media.move(bench.session, OURS, FREE)
    bench.manager.settle()


@contextmanager
def without_memory() -> Iterator[None]:
    """Drives that cannot read what cartridges remember, as those for DDS or discs."""
    with patch("openrsm.drivers.virtual.drive.memory_of", return_value={}):
        yield


@contextmanager
def again_and_again(
    query: str, standing: Standing = Standing.KNOWN, labels: LabelUse = LabelUse.CHECK
) -> Iterator[Callable[[], Owned]]:
    """What makes one and the same site anew, each time it is called, at the expense of the one before."""
    with temporary_folder() as folder, capture_logs():
        work, kept, clock = Path(folder) / "site", Path(folder) / "kept", Clock()
        bench = Bench.begin(opened(work / "state", clock), work / "library", clock, query)
        lmid: str | None = owned(bench, labels, standing)
        if lmid is not None and standing is Standing.GIVEN_BACK:
            bench.manager.media.deallocate(bench.session, lmid)
            lmid = None
        bench.close()
        shutil.copytree(work, kept, symlinks=True)
        made: list[Bench] = []

        def anew() -> Owned:
            while made:
                made.pop().close()
            shutil.rmtree(work)
            shutil.copytree(kept, work, symlinks=True)
            manager = opened(work / "state", clock)
            made.append(Bench(manager, work / "library", clock, manager.sessions.open("backup", ROOT)))
            return Owned(made[-1], lmid)

        try:
            yield anew
        finally:
            while made:
                made.pop().close()
