import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from openrsm.cli.app import no_herald, no_server, no_simulator
from openrsm.cli.call import Call
from openrsm.cli.render.health import readings_page, suspects_page
from openrsm.cli.render.libraries import drive_page, drives_page, libraries_page, library_page
from openrsm.cli.render.media import media_page, medium_page
from openrsm.cli.render.objects import settings_page
from openrsm.cli.render.overview import status_page
from openrsm.cli.render.page import Page, Section, Table, row
from openrsm.cli.render.printing import print_page
from openrsm.cli.render.work import item_page, work_page
from openrsm.cli.streams import put, tell
from openrsm.daemon import open_state
from openrsm.domain.settings import UNCOUNTED
from openrsm.domain.suspects import Party
from openrsm.domain.values import ObjectType, Requester
from openrsm.domain.work import DismountOption, WorkState
from openrsm.surface.views import ObjectSettings
from tests.cli import samples

LONG = "waits for a drive: " + ", ".join(f"drive {number} in use by backup since 14:02" for number in range(1, 9))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def piped(page: Page) -> str:
    out = io.StringIO()
    print_page(page, out)
    return out.getvalue()


def on_terminal(page: Page, monkeypatch: pytest.MonkeyPatch, columns: int = 100) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm-256color")
    out = Terminal()
    print_page(page, out)
    return out.getvalue()


def test_a_pipe_gets_values_whole_however_long() -> None:
    assert LONG in piped(work_page([samples.work(reason=LONG)]))


def test_a_pipe_gets_no_colours_and_no_blanks_at_line_ends() -> None:
    text = piped(status_page(samples.status()))
    assert "\x1b" not in text
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_a_cleaner_whose_uses_nobody_counts_is_said_to_be_that() -> None:
    settings = ObjectSettings(object_type=ObjectType.LIBRARY, id=uuid4(), name="vlib", cleaner_uses=UNCOUNTED)
    text = piped(settings_page(settings))
    assert "not counted" in text
    assert f"{UNCOUNTED}" not in text


HOSTILE = "A\x1b[2J\x9b31m\n\x07\u202eB"
WRITTEN_OUT = "A\\x1b[2J\\x9b31m\\n\\x07\\u202eB"


def test_what_strangers_wrote_is_shown_and_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    page = [Section(Table(("medium",), [row(HOSTILE)]), title=HOSTILE)]
    assert piped(page).count(WRITTEN_OUT) == 2
    monkeypatch.setenv("NO_COLOR", "1")
    seen = on_terminal(page, monkeypatch)
    assert seen.count(WRITTEN_OUT) == 2
    assert "\x1b[2J" not in seen


@pytest.mark.parametrize("write", [put, tell])
def test_lines_too_show_what_strangers_wrote(write: Callable[[str], None], capsys: pytest.CaptureFixture[str]) -> None:
    write(f"first\n{HOSTILE.replace(chr(10), '')}")
    shown = "".join(capsys.readouterr())
    assert shown == f"first\n{WRITTEN_OUT.replace(chr(92) + 'n', '')}\n"


def test_json_says_the_same_and_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    call = Call(
        opener=open_state,
        server=no_server,
        herald=no_herald,
        simulator=no_simulator,
        state=Path("/"),
        application="rsm",
        as_json=True,
    )
    call.say({"medium": HOSTILE}, "")
    told = capsys.readouterr().out
    assert json.loads(told) == {"medium": HOSTILE}
    assert all(line.isprintable() for line in told.split("\n"))


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[32mready" in on_terminal(libraries_page([samples.library()]), monkeypatch)


def test_a_terminal_that_wants_no_colours_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[32m" not in on_terminal(libraries_page([samples.library()]), monkeypatch)


@pytest.mark.parametrize(
    "page",
    [
        libraries_page([samples.library()]),
        drives_page([samples.drive()]),
        library_page(samples.detail()),
        media_page([samples.medium()]),
        work_page([samples.work(reason=LONG, state=WorkState.WAITING)]),
        status_page(samples.status()),
        suspects_page([samples.suspect()]),
        readings_page([samples.reading(), samples.reading(forgotten=True)]),
    ],
    ids=["libraries", "drives", "library", "media", "work", "status", "suspects", "readings"],
)
def test_a_terminal_of_100_columns_is_wide_enough(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    out = Terminal()
    monkeypatch.setenv("COLUMNS", "100")
    print_page(page, out)
    assert max(len(line) for line in out.getvalue().replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()) <= 100


def test_a_narrow_terminal_breaks_values_and_cuts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    page = [Section(Table(("One", "Two"), [row("a" * 50, "b" * 50)]))]
    text = on_terminal(page, monkeypatch, columns=40)
    assert (text.count("a"), text.count("b")) == (50, 50)


def test_what_looks_like_markup_is_text() -> None:
    assert "[bold]x[/bold]" in piped([Section(Table((), [row("[bold]x[/bold]")]), title="[i]")])


def test_an_empty_list_says_so() -> None:
    assert piped(work_page([])) == "nothing is queued\n"


def test_an_empty_catalogue_says_how_to_begin() -> None:
    assert "rsm library add NAME URL" in piped(libraries_page([]))


def test_the_status_shows_everything_on_one_screen() -> None:
    text = piped(status_page(samples.status()))
    for title in ("Libraries", "Drives", "Queue", "Operator requests", "Alerts"):
        assert f"{title}\n" in text
    assert "in use by backup since 14:02" in text
    assert "waits for a drive: drive 1 in use by backup since 14:02" in text
    assert "Please put A00002L9 into library vlib" in text
    assert "drive 2 of vlib asks for cleaning" in text


def test_a_drive_tells_its_device() -> None:
    assert "/dev/nst0" in piped(drive_page(samples.drive()))


def test_a_library_shows_only_what_it_has() -> None:
    text = piped(library_page(samples.detail()))
    assert "Slots\n" in text
    assert "Ports" not in text


def test_a_cartridge_shows_its_lmid_and_its_moves() -> None:
    text = piped(medium_page(samples.medium()))
    assert str(samples.LOGICAL.id) in text
    assert "slot  drive  done" in text


def test_a_deferred_dismount_is_called_one() -> None:
    assert "dismount, deferred" in piped(work_page([samples.work(option=DismountOption.DEFERRED)]))


def test_what_ended_an_item_stands_beside_it() -> None:
    failed = samples.work(state=WorkState.FAILED, error="UNABLE_TO_LOAD_MEDIUM", error_text="It does not fit")
    assert "UNABLE_TO_LOAD_MEDIUM: It does not fit" in piped(work_page([failed]))


def test_what_an_item_found_stands_beside_it() -> None:
    assert "16 cartridges" in piped(work_page([samples.work(state=WorkState.PASSED, result="16 cartridges")]))


def test_an_item_that_ended_is_not_given_up_later() -> None:
    ended = samples.work(state=WorkState.PASSED, deadline=samples.AT, started_at=samples.AT, ended_at=samples.AT)
    assert "given up" not in piped(item_page(ended))


def test_a_user_s_own_command_is_named_once() -> None:
    alone = Requester(application="ann", user="ann", computer="host")
    assert "ann (ann)" not in piped(work_page([samples.work(requester=alone)]))


def test_a_suspicion_names_the_one_or_both_and_says_why() -> None:
    drive, both = samples.suspect(), samples.suspect(party=Party.EITHER, medium="A00001L9", certain=False)
    text = piped(suspects_page([drive, both]))
    assert re.search(r"drive vlib/drive1 +yes +3 +hurt 3 media that did well in other drives; 3 of 4", text)
    assert re.search(r"drive vlib/drive1 or medium A00001L9 +no ", text)
    assert piped(suspects_page([])) == "nobody is suspected\n"


def test_a_reading_tells_what_went_wrong_and_whether_it_was_seen_to() -> None:
    assert re.search(
        r"unload +read failed, TapeAlert 3 \(hard error\) +5 +2 +71 +9\n", piped(readings_page([samples.reading()]))
    )
    assert "TapeAlert 3 (hard error) (seen to)" in piped(readings_page([samples.reading(forgotten=True)]))
    unread = samples.reading(error="", error_text="", alerts=(), written=None, read=None, loads=None, written_mb=None)
    assert piped(readings_page([unread])).splitlines()[-1].endswith("unload")
