"""A catalogue is lost, and rebuilt by docs/how-to/rebuild-after-losing-the-database.md."""

from __future__ import annotations

import re
from typing import Final

from tests.cli.conftest import Rsm
from tests.cli.pages import HOW_TO

PAGE: Final = HOW_TO / "rebuild-after-losing-the-database.md"
STEP: Final = re.compile(r"^    \$ rsm (.*)$", re.MULTILINE)


def steps(title: str) -> list[str]:
    """The commands of a part of the page."""
    [part] = [one for one in PAGE.read_text(encoding="utf-8").split("\n## ") if one.startswith(title)]
    return STEP.findall(part)


def lose(rsm: Rsm) -> None:
    """The catalogue is gone; nobody has a copy."""
    for file in rsm.state.glob("catalogue.sqlite*"):
        file.unlink()


def allocated(rsm: Rsm) -> dict[str, str]:
    """The media of the program: LMIDs by cartridge."""
    views = rsm.items("media list --pool backups/daily")
    return {view["medium"]["name"]: view["logical"][0]["id"] for view in views}


def reported(rsm: Rsm, line: str) -> dict[str, list[str]]:
    """What the report says: cartridges by what is known of them."""
    return {each["code"]: each["media"] for each in rsm.json(line)["known"]}
