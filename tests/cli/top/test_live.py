"""``rsm top`` on a real terminal, and without one."""

import json
import signal

import pytest

from tests.cli.conftest import Rsm, bare, rsm
from tests.cli.top.screen import top

__all__ = ["bare", "rsm"]

ENTER = "\x1b[?1049h"
LEAVE = "\x1b[?1049l"


def test_one_frame_is_printed_for_scripts(rsm: Rsm) -> None:
    out = rsm("top --once")
    assert out.startswith("OpenRSM ")
    assert "vlib/drive1" in out
    assert "\x1b" not in out
    assert [line for line in out.splitlines() if line != line.rstrip()] == []


def test_machines_get_the_status(rsm: Rsm) -> None:
    assert {"libraries", "drives", "work", "moves", "since"} <= set(json.loads(rsm("top --json")))


def test_moves_are_shown_with_their_ends(rsm: Rsm) -> None:
    rsm(f"mount {rsm.allocated()}")
    assert "slot 1 → drive 1" in rsm("top --once")


def test_without_a_terminal_it_is_refused_with_what_to_do_instead(rsm: Rsm) -> None:
    ended = rsm.try_("top")
    assert ended.status == 1
    assert "rsm top --once" in ended.err


@pytest.mark.system
@pytest.mark.parametrize("key", [b"q", b"Q"])
def test_a_key_quits_and_leaves_the_terminal_as_it_was(rsm: Rsm, key: bytes) -> None:
    with top(rsm.state) as screen:
        assert ENTER in screen.until("nobody is wanted")
        screen.type(b"x")
        screen.type(key)
        assert screen.process.wait(30) == 0
        screen.until(LEAVE)
        assert screen.is_as_before()


@pytest.mark.system
def test_ctrl_c_quits_without_a_word(rsm: Rsm) -> None:
    with top(rsm.state) as screen:
        screen.until("nobody is wanted")
        screen.process.send_signal(signal.SIGINT)
        assert screen.process.wait(30) == 0
        assert "interrupted" not in screen.until(LEAVE)
        assert screen.is_as_before()


@pytest.mark.system
def test_it_shows_what_changes_and_follows_the_window(rsm: Rsm) -> None:
    with top(rsm.state, "--interval", "0.2") as screen:
        screen.until("nothing is queued")
        rsm(f"mount {rsm.allocated()}")
        assert screen.until("slot 1 → drive 1")
        screen.resize(40, 10)
        screen.until("q quits")
        assert "PEOPLE" in screen.until("nobody is wanted")
        screen.type(b"q")
        assert screen.process.wait(30) == 0


@pytest.mark.system
def test_a_window_that_changes_its_size_is_drawn_at_once(rsm: Rsm) -> None:
    with top(rsm.state, "--interval", "3600") as screen:
        screen.until("nobody is wanted")
        screen.resize(100, 30)
        assert "vlib" in screen.until("nobody is wanted")
