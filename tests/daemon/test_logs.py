"""The forms of the log."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from openrsm.daemon.logs import chosen, for_journal

LOGGED = """\
import logging, sys, threading
import structlog
from openrsm.configuration.model import Log
from openrsm.daemon import logs

logs.configure(Log(format=sys.argv[1], level="info"), {})
log = structlog.get_logger("openrsm.test")
log.debug("too fine", action="hidden")
log.info("mounted", action="medium_mounted", medium="A00001L9", seconds=1.5, where="slot 3")
logging.getLogger("somebody.else").warning("old %s", "news")
logging.getLogger("somebody.else").info("not worth a line")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("broke", action="it_broke")

def end():
    raise ValueError("in a thread")

one = threading.Thread(target=end, name="rsm-one")
one.start()
one.join()
"""


def logged(form: str) -> list[str]:
    ended = subprocess.run([sys.executable, "-c", LOGGED, form], capture_output=True, text=True, check=True)
    return ended.stderr.splitlines()


def test_a_line_for_programs_is_an_object_that_begins_with_when_and_what() -> None:
    first, *_ = lines = [json.loads(line) for line in logged("json")]
    assert list(first)[:4] == ["at", "level", "event", "action"]
    assert (first["medium"], first["seconds"]) == ("A00001L9", 1.5)
    assert [line["action"] for line in lines] == ["medium_mounted", "dependency_message", "it_broke", "thread_broke"]


def test_what_libraries_say_is_told_in_the_same_form() -> None:
    [line] = [each for each in map(json.loads, logged("json")) if each["action"] == "dependency_message"]
    assert (line["event"], line["logger"], line["level"]) == ("old news", "somebody.else", "warning")


def test_errors_are_told_with_their_traceback() -> None:
    broke, thread = list(map(json.loads, logged("json")))[-2:]
    assert "ZeroDivisionError" in broke["exception"]
    assert (thread["thread"], "in a thread" in thread["exception"]) == ("rsm-one", True)


def test_a_line_for_the_journal_begins_with_its_priority() -> None:
    first, second, *rest = logged("journal")
    assert first == '<6>mounted action=medium_mounted medium=A00001L9 seconds=1.5 where="slot 3"'
    assert second.startswith("<4>old news action=dependency_message")
    assert {line[:3] for line in rest} == {"<3>"}


def test_a_line_for_people_has_the_time_of_day_and_no_escapes_in_a_pipe() -> None:
    first, *_ = logged("console")
    assert first[2] == first[5] == ":"
    assert "mounted" in first
    assert "\x1b" not in first


def test_no_text_can_pretend_to_be_a_line_of_its_own() -> None:
    told = for_journal(None, "", {"event": "named", "level": "info", "name": "x\n<2>forged action=y"})
    assert told.count("\n") == 0


HOSTILE = """\
import sys
import structlog
from openrsm.configuration.model import Log
from openrsm.daemon import logs

logs.configure(Log(format=sys.argv[1], level="info"), {})
log = structlog.get_logger("openrsm.test")
log.info("seen", action="medium_seen", medium="A\\x1b[2J\\x9b31m\\n<2>forged\\u202e", why="\\r\\x07")
try:
    raise ValueError("\\x1b]0;mine\\x07")
except ValueError:
    log.exception("broke", action="it_broke")
"""


@pytest.mark.parametrize("form", ["console", "json", "journal"])
def test_what_strangers_wrote_neither_steers_a_terminal_nor_begins_a_line(form: str) -> None:
    ended = subprocess.run([sys.executable, "-c", HOSTILE, form], capture_output=True, text=True, check=True)
    lines = ended.stderr.split("\n")
    assert all(line.isprintable() for line in lines)
    assert "medium_seen" in lines[0]
    assert "forged" in lines[0]
    assert "x1b" in "".join(lines[1:])


@pytest.mark.parametrize(("mine", "form"), [(True, "journal"), (False, "json")])
def test_the_form_follows_from_who_reads(mine: bool, form: str, tmp_path: Path) -> None:  # noqa: FBT001 - parametrized
    with (tmp_path / "log").open("w") as out:
        status = os.fstat(out.fileno())
        stream = f"{status.st_dev}:{status.st_ino}" if mine else "1:1"
        assert chosen(out, {"JOURNAL_STREAM": stream}) == form


def test_a_terminal_is_read_by_people() -> None:
    controlling, terminal = os.openpty()
    with os.fdopen(terminal, "w") as out:
        assert chosen(out, {}) == "console"
    os.close(controlling)
