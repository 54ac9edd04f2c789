"""What holds, and why: the defaults, then the file, then the environment, then the command line."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from openrsm.configuration.describe import NESTED, PREFIX, Key, Setting, Value, by_key, sections
from openrsm.configuration.model import SYSTEM_FILE, Configuration
from openrsm.configuration.places import BROKEN, broken_line, lines_of
from openrsm.configuration.problems import Problem, explained, unknown
from openrsm.configuration.rules import contradictions
from openrsm.settings import socket_of

DEFAULT: Final = "default"
LONGEST: Final = 1 << 18
"""Bytes of a file that are read; one that is longer is none of ours."""

_AT_LINE: Final = re.compile(r" \(at (?:line (?P<line>[0-9]+), column [0-9]+|end of document)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What holds.

    Attributes:
        configuration: Every setting; those that were given wrongly are as if they were not given.
        state: The folder of the catalogue.
        file: The file that was read; None if there was none.
        origins: Where the settings that were given come from: ``FILE:LINE``, a variable, or an option.
        problems: What is wrong, in the order in which it was read.
    """

    configuration: Configuration
    state: Path
    file: Path | None
    origins: Mapping[Key, str]
    problems: Sequence[Problem]

    @property
    def socket(self) -> Path:
        """The Unix socket to serve."""
        return self.configuration.http.socket or socket_of(self.state)

    def value(self, setting: Setting) -> Value:
        """What holds."""
        usual: Mapping[Key, Value] = {("state",): self.state, ("http", "socket"): self.socket}
        return usual.get(setting.key, setting.value_in(self.configuration))

    def origin(self, setting: Setting) -> str:
        """Where that comes from."""
        return self.origins.get(setting.key, DEFAULT)


@dataclass(slots=True)
class _Given:
    """What was said so far; what comes later wins."""

    values: dict[Key, Any] = field(default_factory=dict)
    origins: dict[Key, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, key: Key, value: Any, origin: str) -> None:
        if key in by_key():
            self.values[key], self.origins[key] = value, origin
        else:
            self.problems.append(unknown(key, origin))


def load(
    file: Path | None, environment: Mapping[str, str], options: Mapping[Key, str | None], usual_state: Path
) -> Loaded:
    """Read everything; what is wrong is among the ``problems``, never raised.

    Args:
        file: The file to read, which must be there; None for the system's, which need not.
        environment: Variables ``OPENRSM_SECTION__NAME``; an empty one says nothing.
        options: Of the command line, by the setting that they say; None where not given.
        usual_state: The state folder where none is given.
    """
    given = _Given()
    read = _read_file(file or SYSTEM_FILE, given, needed=file is not None)
    _read_environment(environment, given)
    for key, value in options.items():
        if value is not None:
            given.add(key, _value_of(by_key()[key], value), by_key()[key].option)
    configuration = _settled(given)
    problems = [*given.problems, *contradictions(configuration, given.origins)]
    return Loaded(
        configuration=configuration,
        state=configuration.state or usual_state,
        file=read,
        origins=given.origins,
        problems=sorted(problems, key=_in_reading_order),
    )


def _in_reading_order(problem: Problem) -> tuple[int, int]:
    """Those of the file first, by line."""
    place, _, line = problem.where.rpartition(":")
    return (0, int(line)) if place and line.isdigit() else (1, 0)


# The file.


def _read_file(file: Path, given: _Given, *, needed: bool) -> Path | None:
    try:
        text = _bytes_of(file, given).decode()
    except FileNotFoundError:
        if needed:
            given.problems.append(Problem(str(file), "", "there is no such file", "make one: rsm config example"))
        return None
    except OSError as error:
        given.problems.append(Problem(str(file), "", f"it cannot be read: {error.strerror}", "check its permissions"))
        return file
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        given.problems.append(Problem(f"{file}:{line}", "", "this is no UTF-8", "save it as UTF-8"))
        return file
    _read_text(text, file, given)
    return file


def _bytes_of(file: Path, given: _Given) -> bytes:
    with file.open("rb") as opened:
        mode = os.fstat(opened.fileno()).st_mode
        content = opened.read(LONGEST + 1)
    if mode & stat.S_IWOTH and stat.S_ISREG(mode):
        given.problems.append(Problem(str(file), "", "everybody may write it", f"protect it: chmod o-w {file}"))
    if len(content) > LONGEST:
        given.problems.append(Problem(str(file), "", f"it has more than {LONGEST} bytes", "see: rsm config example"))
        return b""
    return content


def _read_text(text: str, file: Path, given: _Given) -> None:
    try:
        tables = tomllib.loads(text)
    except BROKEN as error:
        given.problems.append(_broken(text, file, str(error)))
        return
    lines = lines_of(text)
    for key, value in _flat(tables):
        given.add(key, value, f"{file}:{lines[key]}")


def _broken(text: str, file: Path, error: str) -> Problem:
    told = _AT_LINE.search(error)
    line = told["line"] if told and told["line"] else broken_line(text)
    what = _AT_LINE.sub("", error)
    return Problem(f"{file}:{line}", "", f"this is no TOML: {what[:1].lower()}{what[1:]}", "see: rsm config example")


def _flat(tables: Mapping[str, Any]) -> Iterator[tuple[Key, Any]]:
    """Keys and values, one level below the sections."""
    known = {key[0] for key, _ in sections()}
    for name, value in tables.items():
        if name in known and isinstance(value, dict):
            yield from (((name, below), each) for below, each in value.items())
        else:
            yield (name,), value


# The environment.


def _read_environment(environment: Mapping[str, str], given: _Given) -> None:
    """Every variable with a section is ours, so a misspelt one is noticed; those without may be anybody's."""
    for variable, text in environment.items():
        name = variable.removeprefix(PREFIX)
        key = tuple(name.lower().split(NESTED))
        ours = NESTED in name or key in by_key()
        if variable.startswith(PREFIX) and ours and text:
            _read_variable(key, variable, text, given)


def _read_variable(key: Key, variable: str, text: str, given: _Given) -> None:
    setting = by_key().get(key)
    given.add(key, text if setting is None else _value_of(setting, text), variable)


def _value_of(setting: Setting, text: str) -> Any:
    """What a variable or an option says: words for a list, TOML for numbers and switches, else the text itself."""
    if isinstance(setting.default, tuple) and not text.startswith("["):
        return text.split()
    if setting.default is None:  # a path, which a process may give as seen from its folder
        return Path(text).absolute()
    if isinstance(setting.default, str):
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except BROKEN:
        return text


# Checks.


def _settled(given: _Given) -> Configuration:
    """What was given, without what is wrong."""
    try:
        return Configuration.model_validate(_nested(given.values))
    except ValidationError as wrong:
        for key in dict.fromkeys(_key_of(error["loc"]) for error in wrong.errors()):
            given.problems.append(explained(by_key()[key], given.values.pop(key), given.origins.pop(key)))
        return Configuration.model_validate(_nested(given.values))


def _key_of(location: Sequence[str | int]) -> Key:
    return next(key for end in (1, 2) if (key := tuple(map(str, location[:end]))) in by_key())


def _nested(values: Mapping[Key, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for (*above, name), value in values.items():
        table = nested
        for part in above:
            table = table.setdefault(part, {})
        table[name] = tuple(value) if isinstance(value, list) else value
    return nested
