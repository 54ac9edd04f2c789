"""Whatever people and programs write, be it addresses, names, tokens or answers, only our errors come out."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from math import isfinite
from typing import Any, Final

import pytest

from openrsm.cli.durations import parse_duration
from openrsm.cli.legacy.grammar import Misuse, read
from openrsm.cli.legacy.table import SUBCOMMANDS
from openrsm.cli.moments import parse_moment
from openrsm.client.address import address_of
from openrsm.client.problems import error_in
from openrsm.client.transport import Answer
from openrsm.configuration.kinds import split_address
from openrsm.domain import bar_codes, exports, tokens
from openrsm.domain.plain import shown, shown_json, shown_lines
from openrsm.drivers.scsi.iscsi import parse_address
from openrsm.drivers.virtual.parameters import complete, parse
from openrsm.errors import InvalidName, InvalidParameter, RsmError
from openrsm.wire.decoding import decode
from openrsm.wire.encoding import encode
from tests.torture.mutation import altered_json, altered_text, judged
from tests.wire.generate import carried_classes, sample_of

pytestmark = pytest.mark.torture

SHORT: Final = 3_000
LONG: Final = 50_000
NOW: Final = datetime(2026, 1, 31, tzinfo=UTC)
SECRET: Final = tokens.text_of(bytes(range(32)))


def address(text: str) -> None:
    with suppress(InvalidParameter):
        assert parse_address(text).target.isascii()
    with suppress(InvalidParameter):
        folder, given = parse(text)
        assert folder.is_absolute()
        complete(given)
    with suppress(InvalidParameter):
        address_of(text)
    with suppress(ValueError):
        assert split_address(text)[1] <= 65535


def token(text: str) -> None:
    assert len(tokens.digest(text)) == 64
    if tokens.is_well_formed(text):
        assert text == SECRET or text.isascii()
    with suppress(InvalidName):
        tokens.check_name(text)
        assert text.isprintable()


def bar_code(text: str) -> None:
    code = bar_codes.clean(text)
    assert code is None or (code.isascii() and code.isprintable())
    assert bar_codes.same(text, text)
    bar_codes.suffix(text)


def copy_name(text: str) -> None:
    with suppress(InvalidName):
        exports.check_name(text)
        assert "/" not in text
        assert text.isascii()
        assert not text.startswith((".", "-"))


def time(text: str) -> None:
    with suppress(RsmError, ValueError):
        assert parse_duration(text) is None or isfinite(parse_duration(text) or 0)
    with suppress(RsmError, ValueError):
        parse_moment(text, NOW)


def old_line(text: str) -> None:
    for subcommand in SUBCOMMANDS.values():
        with suppress(Misuse):
            read(subcommand, text.split())


def display(text: str) -> None:
    assert shown(text).isprintable()
    assert all(line.isprintable() for line in shown_lines(text).split("\n"))
    written = shown_json(json.dumps([text], indent=2, ensure_ascii=False))
    if text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert json.loads(written) == [text]
    assert all(line.isprintable() for line in written.split("\n"))
    written.encode()  # no lone surrogate is left


Judge = Callable[[str], None]

WORDS: Final[dict[str, tuple[Judge, list[str]]]] = {
    "addresses": (
        address,
        [
            "iscsi://127.0.0.1:3260/iqn.2026-01.example:library/0",
            "iscsi://[::1]:3260/iqn.x/16383",
            "virtual:/srv/library?drives=2&slots=20&ports=2&type=LTO-9&prefix=V&timescale=1.0",
            "https://tapes.example:8443",
            "unix:/run/openrsm/rsmd.sock",
            "[::1]:8080",
        ],
    ),
    "tokens": (token, [SECRET, "backup of host a"]),
    "bar codes": (bar_code, ["A00001L9", "CLNU01L9", "  A00001  ", "A00001"]),
    "names of copies": (copy_name, ["catalogue", "monday-1.0", "a\n"]),
    "times": (time, ["5m", "1h30m", "2 days", "2026-01-31T14:02:07Z", "2026-01-31", "14:02", "infinite"]),
    "lines of the original": (
        old_line,
        ["/lfCHANGER /o /t5", "/pnBackups /msFmedium /rT30", "/lg{6f0e4711-0000-4000-8000-00000000cafe} /afull", "/?"],
    ),
    "display": (display, ["A00001L9", "\x1b[2J\x9b31m\x07", "caf\u00e9 \u202e \U0001f4fc"]),
}


@pytest.mark.parametrize("name", WORDS)
def test_whatever_is_written_is_read_or_refused(name: str, thorough: bool) -> None:  # noqa: FBT001 - a fixture
    judge, samples = WORDS[name]
    judged(altered_text(samples, LONG if thorough else SHORT, seed=53), judge)


def test_whatever_a_service_answers_is_read_or_refused(thorough: bool) -> None:  # noqa: FBT001 - a fixture
    for kind in carried_classes():

        def answer(document: Any, kind: type = kind) -> None:
            with suppress(InvalidParameter):
                encode(decode(kind, document))

        documents = altered_json([encode(sample_of(kind))], 2_000 if thorough else 40, seed=59)
        judged(documents, answer)


def test_whatever_a_service_refuses_with_is_an_error(thorough: bool) -> None:  # noqa: FBT001 - a fixture
    problem = {"status": 409, "detail": "it is busy", "advice": "wait", "code": "BUSY", "win32": 170, "acts": "caller"}
    samples = [json.dumps(problem), "[" * 5000, "9" * 5000]

    def answer(text: str) -> None:
        told = Answer(status=409, headers={}, body=text.encode(errors="surrogatepass"))
        assert isinstance(error_in(told, "unix:/x"), RsmError)

    judged(altered_text(samples, LONG if thorough else SHORT, seed=61), answer)
