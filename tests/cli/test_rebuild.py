"""The commands of docs/how-to/rebuild-after-losing-the-database.md, run as they stand there after that."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Rsm
from tests.conformance.surface_labels import volume

pytestmark = pytest.mark.slow

PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "rebuild-after-losing-the-database.md"
STEP: Final = re.compile(r"^    \$ rsm (.*)$", re.MULTILINE)


def steps(title: str) -> list[str]:
    """The commands of a part of the page."""
    [part] = [one for one in PAGE.read_text(encoding="utf-8").split("\n## ") if one.startswith(title)]
    return STEP.findall(part)


@pytest.fixture
def site(rsm: Rsm) -> Rsm:
    """Three labelled media of a program, which are allocated; one that is free; and no mount."""
    rsm("library labels vlib write")
    rsm("media move V00004L9 Free/LTO-9")
    for number in (1, 2, 3):
        lmid = rsm.allocated()
        path = rsm(f"mount {lmid} --write").strip()
        Path(path).write_bytes(volume(f"DAY00{number}"))
        rsm(f"dismount {lmid}")
    return rsm


def lose(rsm: Rsm) -> None:
    for file in rsm.state.glob("catalogue.sqlite*"):
        file.unlink()


def allocated(rsm: Rsm) -> dict[str, str]:
    """The media of the program: LMIDs by cartridge."""
    views = rsm.items("media list --pool backups/daily")
    return {view["medium"]["name"]: view["logical"][0]["id"] for view in views}


def test_a_copy_brings_everything_back(site: Rsm, tmp_path: Path) -> None:
    before = allocated(site)
    assert len(before) == 3
    [export] = steps("Every night")
    copy = site.json(export)["file"]
    away = shutil.copy(copy, tmp_path / "away.sqlite")
    shutil.rmtree(site.state)
    site("pool create nothing")  # the service starts with an empty state
    (site.state / "export").mkdir(exist_ok=True)
    shutil.copy(away, site.state / "export" / "catalogue.sqlite")
    mark, show = steps("The day after, with a copy")
    assert "at the next start" in site(mark)
    site("library inventory vlib")
    shown = site(show)
    assert "at the next start" not in shown
    assert "as catalogued" in shown
    assert allocated(site) == before
    for lmid in before.values():
        site(f"mount {lmid}")
        site(f"dismount {lmid}")


def test_without_a_copy_the_labels_tell_whose_the_media_are(site: Rsm) -> None:
    lost = allocated(site)
    lose(site)
    add, check, inventory, unclaimed, make, look, adopt, free, write = steps("The day after, with nothing")
    site(add.replace("virtual:LIBRARY", f"virtual:{site.library}"))
    site(check)
    site(inventory)
    told = {view["medium"]["name"]: view["sides"][0]["label_type"] for view in site.items(unclaimed)}
    assert told == dict.fromkeys(lost, "ansi") | {"V00004L9": "openrsm-free"}
    site(make)
    would = [view["medium"]["name"] for view in site.items(look)]
    assert sorted(would) == sorted(lost)
    assert allocated(site) == {}
    site(adopt)
    found = allocated(site)
    assert set(found) == set(lost)
    assert not set(found.values()) & set(lost.values()), "LMIDs are lost"
    site(free)
    assert [view["medium"]["name"] for view in site.items("media list --pool Free/LTO-9")] == ["V00004L9"]
    assert site.items("media unclaimed") == []
    site(write)
    path = site("mount DAY002").strip()
    assert Path(path).read_bytes().startswith(b"VOL1DAY002")
    site("dismount DAY002")
