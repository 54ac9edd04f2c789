"""docs/reference/http-api.md: its examples do what it says, and it names every resource and status."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any, Final

from openrsm.api.app import create_app
from openrsm.api.document import document
from openrsm.api.options import ApiOptions
from tests.api.served import Served

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "http-api.md"
END: Final = "== that was all of number"


def examples() -> list[tuple[str, str]]:
    """Each command with what it prints; ``…`` stands for anything."""
    blocks = re.findall(r"```console\n(.*?)```", PAGE.read_text(), re.DOTALL)
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, printed) for command, _, printed in (part.partition("\n") for part in parts)]


def printed_by(commands: list[str], tmp_path: Path, served: Served) -> list[str]:
    """What each of them prints, run one after another in one shell."""
    script = "".join(f"{command}\necho; echo '{END} {number}'\n" for number, command in enumerate(commands))
    script = script.replace("/run/openrsm/rsmd.sock", str(served.path)).replace("/var/lib/vtl", str(tmp_path / "vtl"))
    told = subprocess.run(
        ["bash"], input=script, capture_output=True, text=True, check=True, env={**os.environ, "no_proxy": "*"}
    )
    assert told.stderr == ""
    return re.split(rf"\n?{END} \d+\n", told.stdout)[:-1]


def test_the_examples_do_what_the_page_says(tmp_path: Path, served: Served) -> None:
    shown = examples()
    assert len(shown) > 12
    for (command, expected), printed in zip(
        shown, printed_by([command for command, _ in shown], tmp_path, served), strict=True
    ):
        form = ".*?".join(re.escape(part) for part in expected.strip().split("…"))
        assert re.fullmatch(form, printed.replace("\r", "").strip(), re.DOTALL), f"{command}\n{printed}"


def made() -> Any:
    return document(create_app(None, ApiOptions()))  # type: ignore[arg-type] # it is only described


def test_the_page_lists_every_resource_and_no_other() -> None:
    listed = re.findall(r"^\| `([A-Z]+ /[^`]*)` \|", PAGE.read_text(), re.MULTILINE)
    there_are = [
        f"{method.upper()} {path.removeprefix('/api/v1')}" for path, item in made()["paths"].items() for method in item
    ]
    assert listed == there_are


def test_the_page_explains_every_status_that_an_error_has() -> None:
    explained = set(re.findall(r"^\| (\d{3}) \|", PAGE.read_text(), re.MULTILINE))
    documented = {
        status
        for item in made()["paths"].values()
        for operation in item.values()
        for status in operation["responses"]
        if status >= "400"
    }
    assert explained == documented | {"405"}


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for item in made()["paths"].values() for operation in item.values()]
    assert len(names) == len(set(names))
