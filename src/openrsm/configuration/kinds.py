"""What a setting may be: each function declares one, with its default, its bounds and what it means."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

WANTED: Final = "wanted"
"""Under this name a declaration says in words what it takes; see :mod:`openrsm.configuration.describe`."""
HIDDEN: Final = "hidden"
"""Set where the value may carry passwords: it is never shown."""
USUAL: Final = "usual"
"""In words, what holds where nothing is said and no one value can be named."""

_LISTEN: Final = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\]\s]+):(?P<port>[0-9]{1,5})")


def _as_path(value: object) -> Path | None:
    """An absolute path; relative ones would mean another file in another folder."""
    if isinstance(value, str):
        value = Path(value)
    if value is None or (isinstance(value, Path) and value.is_absolute() and "\0" not in str(value)):
        return value
    raise ValueError("it must begin with /")


AbsolutePath = Annotated[Path | None, BeforeValidator(_as_path)]


def whole(default: int, low: int, high: int, meaning: str) -> Any:
    """A whole number within bounds."""
    return _declared(default, meaning, f"a whole number from {low} to {high}", ge=low, le=high)


def number(default: float, low: float, high: float, meaning: str) -> Any:
    """A number within bounds."""
    wanted = f"a number from {low:g} to {high:g}"
    return _declared(default, meaning, wanted, ge=low, le=high, allow_inf_nan=False)


def switch(default: bool, meaning: str) -> Any:  # noqa: FBT001 - the default is what is declared
    """Yes or no."""
    return _declared(default, meaning, "true or false")


def text(default: str, pattern: str, wanted: str, meaning: str) -> Any:
    """A text of some form; ``pattern`` is matched from its first to its last character."""
    return _declared(default, meaning, wanted, pattern=rf"^(?:{pattern})$")


def choice(default: str, names: tuple[str, ...], meaning: str) -> Any:
    """One of a few words."""
    return text(default, "|".join(names), f"one of {', '.join(names)}", meaning)


def path(meaning: str, usual: str = "") -> Any:
    """The path of a file or folder; ``usual`` says in words what holds where none is given."""
    return _declared(None, meaning, "a path that begins with /", extra={USUAL: usual})


def texts(meaning: str, *, secret: bool = False) -> Any:
    """A list of texts, empty unless given."""
    return _declared((), meaning, "a list of texts", extra={HIDDEN: secret})


def choices(names: tuple[str, ...], meaning: str) -> Any:
    """Any of a few words; all of them unless given."""
    return _declared(names, meaning, f"a list of any of {', '.join(names)}")


def _declared(default: object, meaning: str, wanted: str, *, extra: dict[str, Any] | None = None, **bounds: Any) -> Any:
    return Field(default, description=meaning, json_schema_extra={WANTED: wanted, **(extra or {})}, **bounds)


def split_address(text: str) -> tuple[str, int]:
    """Host and port of ``127.0.0.1:8080``, ``[::1]:8080`` or ``tapes.example:8080``.

    Raises:
        ValueError: It is none.
    """
    found = _LISTEN.fullmatch(text)
    if found is None or int(found["port"]) > 65535:  # noqa: PLR2004 - the largest port there is
        raise ValueError("it must be HOST:PORT")
    return found["host"].strip("[]"), int(found["port"])


def _as_address(value: object) -> object:
    if isinstance(value, str) and value:
        split_address(value)
    return value


Address = Annotated[str, BeforeValidator(_as_address)]


def address(meaning: str) -> Any:
    """HOST:PORT, or nothing."""
    return _declared("", meaning, 'HOST:PORT, such as "127.0.0.1:8080"')
