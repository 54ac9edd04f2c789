import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.tree import ROOT, place, python_files

EXEMPTION: Final = re.compile(
    r"#\s*(?:ruff:\s*noqa|noqa|type:\s*ignore|mypy:|fmt:\s*(?:off|skip)|pragma:)", re.IGNORECASE
)
REASONED: Final = re.compile(
    r"""
    \#\s*(?:
        (?:ruff:\s*)?noqa:\s*[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*   # the rules, by name
      | type:\s*ignore\[[a-z, -]+\]                                # the errors, by name
      | mypy:\s*\S+ | fmt:\s*(?:off|skip) | pragma:\s*[a-z]+(?:\ [a-z]+)*
    )
    \s+[-\#]\s+\S+                                                 # the reason
    """,
    re.VERBOSE,
)


def comments(path: Path) -> Iterator[tuple[int, str]]:
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def has_reason(comment: str) -> bool:
    """Whether every exemption of the comment names its rule and its reason; one reason may serve all of them."""
    return not EXEMPTION.search(comment) or REASONED.search(comment) is not None


def test_every_exemption_names_its_rule_and_its_reason() -> None:
    bare = [
        f"{place(path)}:{line} {comment}"
        for path in python_files("src", "tests", "bench")
        for line, comment in comments(path)
        if not has_reason(comment)
    ]
    assert bare == []


def test_every_rule_that_ruff_ignores_stands_beside_its_reason() -> None:
    rule = re.compile(r'^\s+"[A-Z]+[0-9]*",\s*(#\s*\S.*)?$')
    found = [match for line in (ROOT / "pyproject.toml").read_text().splitlines() if (match := rule.match(line))]
    assert found
    assert [match.string for match in found if match[1] is None] == []


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: S101 - the type checker needs it",
        "# noqa: S101, D100  # the type checker needs it",
        "# type: ignore[attr-defined]  # the library ships no types",
        "# type: ignore[misc] # noqa: N801 - the spec's own name",
        "# an ordinary comment",
    ],
)
def test_a_reasoned_exemption_passes(comment: str) -> None:
    assert has_reason(comment)


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: S101",
        "# NOQA - because",
        "# type: ignore",
        "# type: ignore # because",
        "# type: ignore[misc]",
        "# ruff: noqa",
        "# ruff: noqa: S101",
        "# noqa: S101 -",
    ],
)
def test_a_bare_exemption_fails(comment: str) -> None:
    assert not has_reason(comment)
