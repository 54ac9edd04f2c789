import re
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.tree import ROOT

CHECKED: Final = ("pyproject.toml", "*.toml", "*.cfg", "*.ini", "*.lock", "requirements/*", "scripts/*", ".ci/*")
ADDRESS: Final = re.compile(
    r"[a-z][a-z+.-]*://(?!(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/\s\"']|$))[\w\[]", re.IGNORECASE
)
WHERE_TO_FETCH: Final = re.compile(
    r"(?<!no-emit-)(?:\bindex[-_]url|\bfind[-_]links|\btrusted[-_]host)|tool\.uv\.index|^\s*(?:-i|-f)\s", re.IGNORECASE
)


def checked_files() -> list[Path]:
    return sorted({path for pattern in CHECKED for path in ROOT.glob(pattern) if path.is_file()})


def names_a_host(line: str) -> bool:
    return bool(ADDRESS.search(line) or WHERE_TO_FETCH.search(line))


def test_no_lock_and_no_setting_says_where_packages_are_fetched_from() -> None:
    named = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in checked_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if names_a_host(line)
    ]
    assert named == []


def test_the_locks_are_among_the_checked_files() -> None:
    assert {ROOT / "requirements/runtime.txt", ROOT / "requirements/dev.txt"} <= set(checked_files())


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "--extra-index-url x",
        "-i x",
        "[[tool.uv.index]]",
        "    # from https://packages.example/simple",
        "example @ git+ssh://host.example/x",
        "--find-links wheels",
        "http://localhost.example/",
    ],
)
def test_a_line_that_names_a_host_is_seen(line: str) -> None:
    assert names_a_host(line)


@pytest.mark.parametrize(
    "line",
    ["ruff==1.0 \\", "--no-emit-index-url --no-emit-find-links", "curl http://127.0.0.1:8080/", "http://localhost"],
)
def test_an_ordinary_line_passes(line: str) -> None:
    assert not names_a_host(line)
