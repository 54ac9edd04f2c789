"""Every way a command fails, as words on stderr and an exit status: 1 refused or failed, 2 not understood."""

from __future__ import annotations

import json
import traceback
from typing import TYPE_CHECKING, Final, Protocol, cast

from openrsm.cli.streams import tell
from openrsm.errors import InvalidParameter, NotEnoughMemory, RsmError
from openrsm.wire.errors import encode_error

if TYPE_CHECKING:
    from typer import TyperException

FAILED: Final = 1
MISUSED: Final = 2
INTERRUPTED: Final = 130
_PARSER_WORDS: Final = "Value error, "
"""What the parser puts before a sentence that needs no introduction."""


class _Context(Protocol):
    """Where the parser stood; Typer exports no name for it."""

    @property
    def command_path(self) -> str: ...
    def get_usage(self) -> str: ...


def report(error: Exception, *, as_json: bool, debug: bool) -> int:
    """Say what failed on stderr; the exit status."""
    if debug:
        tell("".join(traceback.format_exception(error)).rstrip("\n"))
    known = as_known(error)
    tell(json.dumps(encode_error(known)) if as_json else f"error {known.headline()}")
    return FAILED


def report_misuse(error: TyperException, *, as_json: bool) -> int:
    """Say what was not understood, and how it is used; where the help was shown instead, there is nothing to add."""
    what = error.format_message().replace(_PARSER_WORDS, "").rstrip(".")
    if what:
        refusal = InvalidParameter(what, _advice(error))
        tell(json.dumps(encode_error(refusal)) if as_json else _misuse(error, refusal))
    return MISUSED


def as_known(error: BaseException) -> RsmError:
    """Ours as it is; what the operating system refused, and what should not have happened, as one of ours."""
    match error:
        case RsmError():
            return error
        case MemoryError():
            return NotEnoughMemory("The operating system refused memory", "end other programs or raise the limit")
        case _:
            what = " ".join(f"{type(error).__name__}: {error}".split())
            return RsmError(what, "report it, with the traceback that --debug shows")


def _misuse(error: TyperException, refusal: RsmError) -> str:
    context = _context(error)
    usage = "" if context is None else f"{' '.join(context.get_usage().split())}\n"
    return f"{usage}error: {refusal}"


def _advice(error: TyperException) -> str:
    context = _context(error)
    return "" if context is None else f"see {context.command_path} --help"


def _context(error: TyperException) -> _Context | None:
    return cast("_Context | None", getattr(error, "ctx", None))
