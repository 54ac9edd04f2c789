"""Every enumeration, constant and error number has the header's name and value."""

from __future__ import annotations

import enum
import re
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest

from openrsm import ntms
from tests.lab.lab import refuse
from tests.ntms.spec import enumerations, flags, members, read

HEADER: Final = Path("/usr/share/mingw-w64/include/ntmsapi.h")
"""Of the Debian package mingw-w64-common."""

ENUMERATION: Final = re.compile(r"enum (Ntms\w+)\s*\{([^}]*)\}")
DEFINITION: Final = re.compile(r"^#define (NTMS_\w+)\s+(0x[0-9a-fA-F]+|\d+)\s*$", re.MULTILINE)
GUID: Final = re.compile(r"^#define (NTMS_\w+)\s+\{([^{}]*),\s*\{([^{}]*)\}\}\s*$", re.MULTILINE)
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.mark.parametrize("name", enumerations())
def test_an_enumeration_has_the_documented_members_with_their_values(name: str) -> None:
    made = getattr(ntms, name)
    assert {member: int(value) for member, value in made.__members__.items()} == enumerations()[name]
    assert issubclass(made, enum.IntFlag if name in flags() else enum.IntEnum)


@pytest.mark.parametrize(("name", "value"), members().items())
def test_every_name_of_the_header_can_be_imported(name: str, value: int) -> None:
    assert getattr(ntms, name) == value
    assert name in ntms.__all__


@pytest.mark.parametrize("name", enumerations())
def test_a_bare_name_is_the_member_itself(name: str) -> None:
    for member, value in getattr(ntms, name).__members__.items():
        assert getattr(ntms, member) is value


@pytest.mark.parametrize("misspelt", read("enums")["_extra"]["reference_page_misspellings"])
def test_what_the_reference_pages_misspell_is_known_by_the_headers_name_alone(misspelt: str) -> None:
    assert not hasattr(ntms, misspelt)


def in_header() -> dict[str, int]:
    """Names and values as a C compiler finds them in the header."""
    text = COMMENT.sub("", HEADER.read_text(encoding="utf-8"))
    found = {name: int(value, 0) for name, value in DEFINITION.findall(text)}
    for _name, body in ENUMERATION.findall(text):
        following = 0
        for member in filter(None, (part.strip() for part in body.split(","))):
            name, _, told = (part.strip() for part in member.partition("="))
            found[name] = value_of(told, found) if told else following
            following = found[name] + 1
    return found


def guids_in_header() -> dict[str, UUID | None]:
    """The same of GUIDs; the one of zeros is None here, see docs/divergence.md."""
    found: dict[str, UUID | None] = {}
    for name, parts, rest in GUID.findall(HEADER.read_text(encoding="utf-8")):
        first, second, third = (int(part, 0) for part in parts.split(","))
        last = int.from_bytes(int(byte, 0) for byte in rest.split(","))
        value = first << 96 | second << 80 | third << 64 | last
        found[name] = UUID(int=value) if value else None
    return found


def value_of(told: str, known: dict[str, int]) -> int:
    return known[told] if told in known else int(told.strip("()"), 0)


@pytest.mark.system
def test_the_header_of_debians_compiler_has_the_same_names_and_values() -> None:
    if not HEADER.exists():
        refuse("the Debian package mingw-w64-common is not installed")
    found = in_header()
    assert len(found) > 200
    assert {name: int(getattr(ntms, name)) for name in found} == found
    guids = guids_in_header()
    assert "NTMS_NULLGUID" in guids
    assert {name: getattr(ntms, name) for name in guids} == guids
