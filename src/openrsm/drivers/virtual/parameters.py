"""The address of a virtual library, and what a new one is made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

from openrsm.drivers.virtual.kinds import NAMES
from openrsm.errors import InvalidParameter

FORM: Final = (
    "virtual:FOLDER[?drives=2&slots=20&ports=2&type=LTO-9&realistic=1&doors=1&barcodes=1&cartridges=N&prefix=V"
    "&cleaner=1&timescale=1.0]"
)
NAME_LENGTH: Final = 6
"""Characters of a volume name, to which a bar code adds the media suffix."""

Value = int | float | bool | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a library is made from.

    Attributes:
        drives: How many drives.
        slots: How many storage slots.
        ports: How many import/export elements.
        type: Of drives and cartridges: one of :data:`~openrsm.drivers.virtual.kinds.NAMES`.
        realistic: Motions take as long as published; otherwise no time.
        doors: It has a door that tells whether it is open; without one, people reach in unnoticed.
        barcodes: It reads bar codes.
        cartridges: How many data cartridges it is filled with.
        prefix: What their names begin with.
        cleaner: A cleaning cartridge lies in the last slot.
        timescale: What all times are multiplied by.
    """

    drives: int = 2
    slots: int = 20
    ports: int = 2
    type: str = "LTO-9"
    realistic: bool = False
    doors: bool = True
    barcodes: bool = True
    cartridges: int = 16
    prefix: str = "V"
    cleaner: bool = False
    timescale: float = 1.0


def whole(low: int, high: int) -> Callable[[str], Value]:
    """A reader of whole numbers from ``low`` to ``high``."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return read


def truth(text: str) -> bool:
    """0 or 1."""
    if text not in {"0", "1"}:
        raise ValueError("0 or 1")
    return text == "1"


def media_type(text: str) -> str:
    """A media type that virtual libraries have."""
    if text not in NAMES:
        raise ValueError(f"one of {', '.join(NAMES)}")
    return text


def name_prefix(text: str) -> str:
    """The beginning of cartridge names."""
    if not re.fullmatch(r"[A-Z0-9]{1,5}", text):
        raise ValueError("1 to 5 capital letters or digits")
    return text


def scale(text: str) -> float:
    """A factor for times."""
    if not re.fullmatch(r"\d{1,6}(\.\d{1,9})?", text, re.ASCII):
        raise ValueError("a number such as 0.01")
    return float(text)


READERS: Final[Mapping[str, Callable[[str], Value]]] = {
    "drives": whole(1, 800),
    "slots": whole(1, 100_000),
    "ports": whole(0, 80),
    "type": media_type,
    "realistic": truth,
    "doors": truth,
    "barcodes": truth,
    "cartridges": whole(0, 100_000),
    "prefix": name_prefix,
    "cleaner": truth,
    "timescale": scale,
}


def parse(url: str) -> tuple[Path, Mapping[str, Value]]:
    """The folder (absolute) and the parameters that an address gives.

    Raises:
        InvalidParameter: It is malformed, or a value is out of range; the message shows the form.
    """
    scheme, _, rest = url.partition(":")
    folder, _, query = rest.partition("?")
    if scheme != "virtual" or not folder or "\0" in folder:
        raise InvalidParameter(f"{url!r} is not the address of a virtual library", f"the form is {FORM}")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError as wrong:
        raise InvalidParameter(f"{query!r} does not read as parameters", f"the form is {FORM}") from wrong
    given: dict[str, Value] = {}
    for name, text in pairs:
        if name in given:
            raise InvalidParameter(f"the parameter {name} is given twice", f"the form is {FORM}")
        given[name] = read_value(name, text)
    return Path(folder).absolute(), given


def read_value(name: str, text: str) -> Value:
    """The value of one parameter.

    Raises:
        InvalidParameter: There is no such parameter, or the value is not one of its kind.
    """
    if name not in READERS:
        raise InvalidParameter(f"a virtual library has no parameter {name!r}", f"the form is {FORM}")
    try:
        return READERS[name](text)
    except ValueError as wanted:
        raise InvalidParameter(f"{name}={text} is not {wanted}", f"the form is {FORM}") from wanted


def complete(given: Mapping[str, Value]) -> Parameters:
    """The parameters of a new library: what is given, and the defaults.

    Raises:
        InvalidParameter: What is given does not go together.
    """
    made = parameters_from({"cartridges": max(1, int(given.get("slots", Parameters().slots)) - 4), **given})
    if made.cartridges + made.cleaner > made.slots:
        raise InvalidParameter(
            f"{made.cartridges} cartridges and {int(made.cleaner)} cleaners do not fit into {made.slots} slots",
            "give more slots or fewer cartridges",
        )
    if len(f"{made.prefix}{made.cartridges}") > NAME_LENGTH:
        raise InvalidParameter(
            f"{made.cartridges} names of {NAME_LENGTH} characters cannot all begin with {made.prefix}",
            "give a shorter prefix",
        )
    return made


def parameters_from(values: Mapping[str, Value]) -> Parameters:
    """Parameters from values by name; what is missing is the default."""
    return Parameters(**values)  # type: ignore[arg-type]  # each value comes from the reader of its own field


def check_agreement(there: Parameters, given: Mapping[str, Value]) -> None:
    """Refuse to open a library as another than it is.

    Raises:
        InvalidParameter: A given parameter differs from the library's; tells both values.
    """
    for each in fields(there):
        value = getattr(there, each.name)
        if given.get(each.name, value) != value:
            raise InvalidParameter(
                f"the library has {each.name}={shown(value)}, and the address says {shown(given[each.name])}",
                "leave the parameter out, or name another folder",
            )


def shown(value: Value) -> str:
    """A value as an address gives it."""
    return str(int(value)) if isinstance(value, bool) else str(value)
