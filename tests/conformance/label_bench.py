"""Cartridges with labels and without, and what people and applications do with them."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain.library import LabelUse
from openrsm.domain.values import Side
from openrsm.domain.work import Operation
from openrsm.surface.media import AllocateOptions
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, POOL, SMALL, Bench, Build, given

FREE: Final = "openrsm-free"
UNREAD: Final = f"{SMALL}&barcodes=0"
WITH_CLEANER: Final = "drives=1&slots=4&ports=0&cartridges=2&type=LTO-9&doors=0&cleaner=1"
NEW: Final = "N00001L9"
AT: Final = "slot:8"


def use(bench: Bench, labels: LabelUse) -> None:
    bench.manager.libraries.set_labels(bench.session, LIBRARY, labels)


def volume(name: str) -> bytes:
    """An ANSI label (X3.27) of that volume serial number."""
    return f"VOL1{name:6}".encode().ljust(79) + b"4"


def archive(name: str) -> bytes:
    """What tar writes."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        tar.addfile(tarfile.TarInfo(name))
    return written.getvalue()


def arrive(bench: Bench, content: bytes = b"", *, code: str | None = NEW, at: str = AT) -> str:
    """A person puts a cartridge in, the library is looked at, and everything comes to rest; its name."""
    before = {view.medium.id for view in bench.manager.media.list(bench.session)}
    file = bench.place.parent / "content"
    file.write_bytes(content)
    bench.hands.insert(code, at, file=file)
    bench.inventory()
    return next(view.medium.name for view in bench.manager.media.list(bench.session) if view.medium.id not in before)


def free(bench: Bench, name: str) -> None:
    """Move it to the free pool, and let it get its label."""
    bench.manager.media.move(bench.session, name, "Free/LTO-9")
    bench.manager.settle()


def side(bench: Bench, name: str) -> Side:
    return bench.medium(name).sides[0]


def items(bench: Bench, operation: Operation) -> list[WorkView]:
    """Those that have ended, in their order."""
    bench.manager.settle()
    views = bench.manager.work.list(bench.session, ended=True)
    return sorted((one for one in views if one.item.operation is operation), key=lambda one: one.item.number)


def write(bench: Bench, lmid: str, content: bytes) -> None:
    """What an application does with the medium that it has mounted."""
    [mounted] = bench.mount(lmid)
    Path(given(mounted.drive).device_path).write_bytes(content)


def owned(bench: Bench, name: str) -> str:
    """A medium of that name gets its free label and is allocated; its LMID."""
    arrive(bench, code=name)
    free(bench, name)
    taken = bench.manager.media.allocate(bench.session, POOL, AllocateOptions(side=str(side(bench, name).id)))
    return str(taken.logical.id)


class Labelled:
    """What the suites about labels begin with."""

    @pytest.fixture
    def labelled(self, build: Build) -> Bench:
        """Six media that are catalogued as free and carry nothing; from now on labels are written."""
        bench = build()
        use(bench, LabelUse.WRITE)
        return bench
