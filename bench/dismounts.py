"""Durable dismount submissions a second, through the surface of a running service.

Every drive of a virtual library holds a mounted cartridge. What is timed is ``mounts.dismount(deferred=True)``, one
medium a call: the call returns when the work item is on the disk. A deferred dismount moves nothing, so the robot's
time is not in it; but the controller runs, and finishes the items beside the callers. Between two measurements
everything is mounted again, which moves nothing either: the cartridges are still in their drives.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bench.bare import BareDatabase
from bench.counting import Statements
from bench.figures import Figure, Result, figure
from bench.service import Service, service
from openrsm.domain.work import WorkState
from openrsm.surface.mounts import MountOptions

NAME = "dismounts"
YARDSTICK = "bare SQLite commits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured; there are at least as many drives as callers."""

    drives: int = 64
    callers: int = 32
    rounds: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round measured; rates are a second."""

    bare: float
    alone: float
    one: float
    many: float
    cpu: float
    """Milliseconds of this process a submission of the one caller, until the controller has finished it, too."""


class Workload:
    """A library whose drives all hold cartridges that this session has mounted."""

    def __init__(self, running: Service, media: Sequence[str]) -> None:
        self._running = running
        self._media = media
        self.mount()

    def mount(self) -> None:
        """Mount everything, in one call."""
        mounted = self._running.manager.mounts.mount(self._running.session, self._media, MountOptions(write=True))
        assert all(each.work.item.state is WorkState.PASSED for each in mounted)

    def dismount(self, medium: str) -> None:
        """Submit one dismount."""
        self._running.manager.mounts.dismount(self._running.session, [medium], deferred=True)

    def settle(self) -> None:
        """Let the controller finish what was submitted; nothing has left its drive."""
        self._running.manager.settle()
        assert len(self._running.in_drives()) == len(self._media)

    def alone(self) -> float:
        """Submissions a second by one caller to a service that has nothing else to do at that moment."""
        total = 0.0
        for medium in self._media:
            start = perf_counter()
            self.dismount(medium)
            total += perf_counter() - start
            self._running.manager.settle()
        self.mount()
        return len(self._media) / total

    def one(self) -> tuple[float, float]:
        """Submissions a second by one caller, one after the other; and milliseconds of processor time for each."""
        start, begun = perf_counter(), process_time()
        for medium in self._media:
            self.dismount(medium)
        rate = len(self._media) / (perf_counter() - start)
        self.settle()
        used = 1000 * (process_time() - begun) / len(self._media)
        self.mount()
        return rate, used

    def many(self, callers: int) -> float:
        """Submissions a second by that many callers at once, who share the media."""
        start_line = threading.Barrier(callers + 1)
        with ThreadPoolExecutor(callers) as threads:
            ends = [threads.submit(self._submit, start_line, self._media[one::callers]) for one in range(callers)]
            start_line.wait()
            start = perf_counter()
            last = max(end.result() for end in ends)
        self.settle()
        self.mount()
        return len(self._media) / (last - start)

    def _submit(self, start_line: threading.Barrier, media: Sequence[str]) -> float:
        start_line.wait()
        for medium in media:
            self.dismount(medium)
        return perf_counter()

    def counts(self) -> list[Figure]:
        """What submissions cost in statements and commits, alone and until they are finished."""
        with Statements() as first:
            self.dismount(self._media[0])
            self._running.manager.settle()
        with Statements() as whole:
            for medium in self._media[1:]:
                self.dismount(medium)
                self._running.manager.settle()
        self.mount()
        each = len(self._media) - 1
        return [
            Figure(name="to submit one", value=len(first.until_commit()), unit="statements"),
            Figure(name="to submit and finish one, the writer", value=len(whole.written) / each, unit="statements"),
            Figure(name="to submit and finish one, readers", value=whole.read / each, unit="statements"),
            Figure(name="to submit and finish one", value=whole.flushes / each, unit="flushes"),
        ]


def run(folder: Path, sizes: Sizes) -> Result:
    """Measure, in this folder."""
    url = f"virtual:{folder}/library?drives={sizes.drives}&slots={sizes.drives}&cartridges={sizes.drives}&type=LTO-9"
    with service(folder / "state") as running, BareDatabase(folder) as bare:
        workload = Workload(running, running.allocate_from(url, "LTO-9", sizes.drives))
        rounds = [_round(workload, bare, sizes) for _ in range(sizes.rounds)]
        counts = workload.counts()
    named = {each.name: getattr(sizes, each.name) for each in fields(sizes)}
    return Result(name=NAME, sizes=named, yardstick=YARDSTICK, figures=[*_rates(rounds, sizes), *counts])


def _round(workload: Workload, bare: BareDatabase, sizes: Sizes) -> Round:
    bares = [bare.commits_a_second(2 * sizes.drives)]
    alone = workload.alone()
    bares.append(bare.commits_a_second(2 * sizes.drives))
    one, cpu = workload.one()
    bares.append(bare.commits_a_second(2 * sizes.drives))
    many = workload.many(sizes.callers)
    bares.append(bare.commits_a_second(2 * sizes.drives))
    return Round(bare=median(bares), alone=alone, one=one, many=many, cpu=cpu)


def _rates(rounds: Sequence[Round], sizes: Sizes) -> list[Figure]:
    base = [each.bare for each in rounds]
    return [
        figure("1 caller, idle service: submissions", "a second", [each.alone for each in rounds], base),
        figure("1 caller: submissions", "a second", [each.one for each in rounds], base),
        figure(f"{sizes.callers} callers: submissions", "a second", [each.many for each in rounds], base),
        figure("to submit and finish one", "ms of processor", [each.cpu for each in rounds]),
    ]
