"""``rsm run`` is ended in the middle: nothing stays mounted, and the queue goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.work import Operation
from tests.cli.conftest import Rsm
from tests.cli.running.conftest import in_the_drive
from tests.cli.running.process import BRIEF, Running, is_gone
from tests.client.service import Service, serving_commands
from tests.conformance.surface_bench import ROOT, Bench, Clock, Pending, eventually

pytestmark = [pytest.mark.system, pytest.mark.slow]

FOR_EVER: Final = "exec sleep 300"
ONE_DRIVE: Final = "drives=1&slots=5&ports=1&type=LTO-9&cartridges=4&doors=0"
RELEASED: Final = "dismountable nobody"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with serving_commands(tmp_path, Clock()) as made:
        yield made


@pytest.fixture
def bench(service: Service, tmp_path: Path) -> Iterator[Bench]:
    made = Bench.begin(service.client(), tmp_path / "library", service.clock, ONE_DRIVE)
    yield made
    made.close()


def waiting(bench: Bench, priority: int = 0) -> Pending:
    """A mount of somebody else, who waits for the drive."""
    pending = bench.pending(bench.lmid(), priority=priority)
    pending.until_waiting()
    return pending


def allocated(bench: Bench) -> int:
    """How many media somebody has."""
    return sum(bool(view.logical) for view in bench.manager.media.list(bench.session))


# --- Where a service runs ---


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129), (signal.SIGKILL, -9)],
)
def test_a_run_that_is_ended_leaves_nothing_mounted_and_the_queue_goes_on(
    bench: Bench, service: Service, number: int, status: int
) -> None:
    with Running(service.state, FOR_EVER) as run:
        command = run.command()
        other = waiting(bench)
        run.process.send_signal(number)
        assert (run.ended(), is_gone(command)) == (status, True)
        [mounted] = other.result()
    assert (mounted.device_path, bench.holders()) != ("", ["nightly"])
    assert allocated(bench) == 2
    assert bench.agrees()


@pytest.mark.torture
def test_a_child_that_the_command_left_behind_keeps_the_drive_until_it_closes_it(
    bench: Bench, service: Service
) -> None:
    with Running(service.state, "sleep 300 3<>$TAPE >/dev/null 2>&1 & echo $!") as run:
        run.command()
        child = int(run.line())
        assert run.ended() == 0
        other = waiting(bench)
        [view] = [one for one in bench.manager.work.list(bench.session) if one.item.operation is Operation.DISMOUNT]
        eventually(lambda: "program" in bench.item(view).item.reason)
        assert (bench.holders(), other.future.done()) == (["nightly"], False)
        os.kill(child, signal.SIGKILL)
        [mounted] = other.result()
    assert (mounted.device_path, bench.holders()) == (bench.drive(1).drive.device_path, ["backup"])
    assert bench.agrees()


def test_a_second_signal_kills_what_only_took_note_of_the_first(bench: Bench, service: Service) -> None:
    with Running(service.state, "trap 'echo noted' TERM; echo ready; while :; do sleep 0.1; done") as run:
        command = run.command()
        assert run.line() == "ready"
        run.process.terminate()
        assert run.line() == "noted"
        run.process.terminate()
        assert (run.ended(), is_gone(command)) == (137, True)
    eventually(lambda: bench.holders() == [None])


def test_a_run_that_waits_for_its_drive_is_ended_without_a_trace(bench: Bench, service: Service) -> None:
    bench.mount(bench.lmid())
    with Running(service.state, FOR_EVER) as run:
        assert run.told("waits for a drive")
        run.process.terminate()
        assert run.ended() == 143
    assert (bench.manager.work.list(bench.session), allocated(bench)) == ([], 1)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_change_of_volumes_ends_with_who_waits_for_it(bench: Bench, service: Service, *, at_once: bool) -> None:
    os.mkfifo("go")
    with Running(service.state, "read line < go; rsm next-volume") as run:
        command = run.command()
        other = waiting(bench, priority=15)
        Path("go").write_text("on\n")
        other.result()
        assert run.told("waits for a drive")
        if at_once:
            run.process.terminate()
        else:
            os.kill(command, signal.SIGKILL)
        assert (run.ended(), is_gone(command)) == (143 if at_once else 137, True)
    assert (bench.manager.work.list(bench.session), bench.holders(), allocated(bench)) == ([], ["backup"], 2)


def test_a_mount_that_was_ended_by_others_is_not_passed_over(bench: Bench, service: Service) -> None:
    with Running(service.state, "rsm dismount $RSM_LMID > /dev/null") as run:
        run.command()
        assert run.ended() == 1
    assert bench.drive(1).drive.state is not DriveState.LOADED


def test_a_run_that_is_stopped_keeps_its_drive(bench: Bench, service: Service) -> None:
    with Running(service.state, FOR_EVER) as run:
        run.command()
        run.process.send_signal(signal.SIGSTOP)
        mute = bench.manager.sessions.open("mute", ROOT, lease=BRIEF)
        eventually(lambda: mute not in {view.id for view in bench.manager.sessions.list(bench.session)})
        assert bench.holders() == ["nightly"]
        run.process.send_signal(signal.SIGCONT)
        run.process.terminate()
        assert run.ended() == 143


def test_a_command_whose_session_is_no_more_is_killed(bench: Bench, service: Service) -> None:
    with Running(service.state, "trap '' TERM HUP INT; while :; do sleep 0.1; done") as run:
        command = run.command()
        [session] = [view.id for view in bench.manager.sessions.list(bench.session) if view.application == "nightly"]
        bench.manager.sessions.close(session)
        assert (run.ended(), is_gone(command)) == (1, True)


# --- Where none runs ---


def test_without_a_service_what_was_killed_is_mended_when_the_state_is_opened(rsm: Rsm) -> None:
    with Running(rsm.state, FOR_EVER) as run:
        command = run.command()
        run.process.kill()
        assert (run.ended(), is_gone(command)) == (-9, True)
    rsm(f"mount {rsm.allocated()}")
    assert in_the_drive(rsm) == "loaded rsm"


def test_without_a_service_a_signal_ends_the_command_and_then_the_mount(rsm: Rsm) -> None:
    with Running(rsm.state, FOR_EVER) as run:
        run.command()
        run.process.terminate()
        assert run.ended() == 143
    assert in_the_drive(rsm) == RELEASED
