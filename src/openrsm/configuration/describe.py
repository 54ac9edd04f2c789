"""The settings as a list, for whoever explains them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic.fields import FieldInfo

from openrsm.configuration.kinds import HIDDEN, USUAL, WANTED
from openrsm.configuration.model import Configuration, Section

Key = tuple[str, ...]
"""A setting as its section and its name, or its name alone."""

Value = str | int | float | bool | Path | tuple[str, ...] | None
Seen = str | int | float | bool | Sequence[str] | None

PREFIX: Final = "OPENRSM_"
NESTED: Final = "__"
OPTIONS: Final[Mapping[Key, str]] = {
    ("state",): "--state",
    ("http", "socket"): "--socket",
    ("http", "listen"): "--listen",
}
"""The options of ``rsm serve`` that say the same as a setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting.

    Attributes:
        wanted: What it takes, in words.
        usual: In words, what holds where nothing is said, if that is no one value.
        secret: Its value is not to be shown.
    """

    key: Key
    default: Value
    meaning: str
    wanted: str
    usual: str
    secret: bool

    @property
    def name(self) -> str:
        """``http.listen``."""
        return ".".join(self.key)

    @property
    def variable(self) -> str:
        """``OPENRSM_HTTP__LISTEN``."""
        return PREFIX + NESTED.join(self.key).upper()

    @property
    def option(self) -> str:
        """The option of ``rsm serve`` that says the same; empty if there is none."""
        return OPTIONS.get(self.key, "")

    def value_in(self, configuration: Configuration) -> Value:
        """What it is."""
        found: Any = configuration
        for part in self.key:
            found = getattr(found, part)
        value: Value = found
        return value

    def shown(self, value: Value) -> str:
        """A value as the file would have it, without what must not be seen; empty for none."""
        seen = self.seen(value)
        return "" if seen is None else json.dumps(seen, ensure_ascii=False)  # TOML writes these kinds as JSON does

    def seen(self, value: Value) -> Seen:
        """A value without what must not be seen, as JSON can have it."""
        match value:
            case tuple():
                return [mask(one) if self.secret else one for one in value]
            case Path():
                return str(value)
            case float() if value == int(value):
                return int(value)
            case _:
                return value


def settings() -> list[Setting]:
    """All of them, in the order of the model."""
    groups: list[tuple[Key, type[Section]]] = [((), Configuration), *sections()]
    return [
        _setting((*above, name), field)
        for above, model in groups
        for name, field in model.model_fields.items()
        if _section(field) is None
    ]


def sections() -> list[tuple[Key, type[Section]]]:
    """The groups of settings."""
    found = [((name,), _section(field)) for name, field in Configuration.model_fields.items()]
    return [(key, model) for key, model in found if model is not None]


def by_key() -> Mapping[Key, Setting]:
    """The settings by section and name."""
    return {setting.key: setting for setting in settings()}


def _section(field: FieldInfo) -> type[Section] | None:
    """The group that a field of the model holds; None if it is a setting."""
    held = field.annotation
    return held if isinstance(held, type) and issubclass(held, Section) else None


def _setting(key: Key, field: FieldInfo) -> Setting:
    told = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    return Setting(
        key=key,
        default=field.default,
        meaning=field.description or "",
        wanted=str(told[WANTED]),
        usual=str(told.get(USUAL, "")),
        secret=bool(told.get(HIDDEN)),
    )


def mask(address: str) -> str:
    """An address without what may be secret in it: all but its scheme."""
    scheme, mark, _ = address.partition("://")
    return f"{scheme}{mark}***" if mark else "***"
