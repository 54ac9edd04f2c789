"""The commands of docs/how-to/use-a-single-drive.md, run as they stand there; a person does what the page says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import Final

import pytest

from openrsm.drivers.virtual.human import Hands
from openrsm.errors import InvalidState, RemovalPrevented
from tests.cli.conftest import Rsm
from tests.cli.pages import printed_by, steps
from tests.conformance.surface_bench import eventually

pytestmark = pytest.mark.slow

PAGE: Final = "use-a-single-drive.md"
PLACE: Final = "/srv/desk"


def nothing(_desk: Path) -> None:
    """Nobody does anything."""


def inserts(desk: Path) -> None:
    Hands(desk).insert("A00001L8")


def takes(desk: Path) -> None:
    """As soon as the drive lets it go."""
    Thread(target=eventually, args=[lambda: _taken(desk)]).start()


def _taken(desk: Path) -> bool:
    try:
        return bool(Hands(desk).take("drive:1"))
    except (RemovalPrevented, InvalidState):
        return False


BEFORE: Final[Mapping[str, Callable[[Path], None]]] = {"library refresh": inserts, "eject A00001L8": takes}
"""What the person does when a command is given."""


def test_the_page_brings_a_cartridge_in_and_out(bare: Rsm) -> None:
    desk = bare.state.parent / "desk"
    for line, shown in steps(PAGE):
        BEFORE.get(" ".join(line.split()[:2]), nothing)(desk)
        printed = printed_by(bare, line.replace(PLACE, str(desk)))
        assert not shown or printed == shown, line
    assert bare.items("media list")[0]["where"] == "offline"


def test_the_page_shows_every_step() -> None:
    done = [line.split()[0] for line, _ in steps(PAGE)]
    assert done == ["library", "library", "media", "media", "mount", "dismount", "eject"]
