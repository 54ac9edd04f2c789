"""What is learnt of drives and media at each dismount, whom that blames, and the way back after service."""

from __future__ import annotations

import pytest

from openrsm.domain.health import ErrorCounters, Occasion
from openrsm.domain.operator import OperatorKind
from openrsm.domain.suspects import Party
from openrsm.errors import DeviceFault, InvalidDrive, InvalidMedia, InvalidParameter
from openrsm.surface.views import ReadingView, SuspectView
from tests.conformance.surface_bench import EVE, LIBRARY, TWO_SIDED, Bench, Build

FIRST, SECOND = f"{LIBRARY}/drive1", f"{LIBRARY}/drive2"


def use(bench: Bench, medium: str, drive: str) -> None:
    """Mount a medium in a drive and dismount it, whatever comes of it."""
    try:
        bench.mount(medium, drives=[drive])
        bench.dismount(medium)
    except DeviceFault:
        bench.manager.settle()


def suspects(bench: Bench) -> list[SuspectView]:
    return list(bench.manager.diagnosis.suspects(bench.session))


def of_drive(bench: Bench, drive: str = FIRST) -> list[ReadingView]:
    return list(bench.manager.diagnosis.drive(bench.session, drive))


class DiagnosisConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    def test_a_dismount_is_read_into_the_histories_of_drive_and_medium(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.hands.add_fault("load", "corrected:3")
        use(bench, lmid, FIRST)
        [view] = of_drive(bench)
        medium = bench.medium(lmid).medium
        reading = view.reading
        assert (view.drive, view.medium) == (FIRST, medium.name)
        assert (reading.occasion, reading.error, reading.loads) == (Occasion.UNLOAD, "", 1)
        assert (reading.read, reading.written) == (ErrorCounters(corrected=3), ErrorCounters())
        assert list(bench.manager.diagnosis.medium(bench.session, medium.name)) == [view]
        assert of_drive(bench, SECOND) == []
        assert suspects(bench) == []

    def test_the_number_in_the_cartridge_memory_is_remembered_of_the_medium(self, bench: Bench) -> None:
        lmid = bench.lmid()
        assert bench.medium(lmid).medium.serial == ""
        use(bench, lmid, FIRST)
        assert len(bench.medium(lmid).medium.serial) == 16

    def test_a_drive_that_hurts_many_media_is_named_with_the_reasons(self, bench: Bench) -> None:
        bench.hands.add_fault("load", "UnableToLoad", where="drive:1", times=0)
        for lmid in bench.lmids(3):
            use(bench, lmid, SECOND)
            use(bench, lmid, FIRST)
        [found] = suspects(bench)
        assert (found.party, found.drive, found.medium, found.certain) == (Party.DRIVE, FIRST, "", True)
        assert found.reasons[0] == "hurt 3 media that did well in other drives"

    def test_a_medium_that_is_hurt_in_many_drives_is_named_with_the_reasons(self, bench: Bench) -> None:
        bad, good = bench.lmids(2)
        name = bench.medium(bad).medium.name
        bench.hands.add_fault("load", "uncorrected:7", where=name, times=0)
        for drive in (FIRST, SECOND):
            use(bench, bad, drive)
            use(bench, good, drive)
        [found] = suspects(bench)
        assert (found.party, found.drive, found.medium, found.certain) == (Party.MEDIUM, "", name, True)
        assert found.reasons == (
            "hurt in 2 drives that did well with other media",
            "2 of 2 readings went wrong: errors that were not corrected (2 x)",
        )

    def test_what_failed_together_once_is_uncertain(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.hands.add_fault("load", "alert:3")
        use(bench, lmid, FIRST)
        [found] = suspects(bench)
        assert (found.party, found.drive, found.medium) == (Party.EITHER, FIRST, bench.medium(lmid).medium.name)
        assert not found.certain

    def test_what_was_seen_to_blames_nobody_and_stays_in_the_history(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.hands.add_fault("load", "alert:30")
        use(bench, lmid, FIRST)
        bench.manager.diagnosis.clear_drive(bench.session, FIRST)
        assert suspects(bench) == []
        assert [view.reading.forgotten for view in of_drive(bench)] == [True]
        [entry] = bench.manager.objects.audit(bench.session, action="health_cleared")
        assert (entry.subject, entry.user) == (FIRST, "root")

    def test_another_cartridge_under_a_known_label_is_told_once_and_can_be_accepted(self, bench: Bench) -> None:
        lmid = bench.lmid(side="V00001L9")
        use(bench, lmid, FIRST)
        first = bench.medium(lmid).medium.serial
        bench.hands.take("V00001L9")
        bench.hands.insert("V00001L9", "slot:1", blank=True)
        bench.inventory()
        for _ in range(2):
            use(bench, lmid, FIRST)
        [asked] = bench.requests()
        assert (asked.request.kind, asked.medium) == (OperatorKind.MESSAGE, "V00001L9")
        assert f"not {first}" in asked.request.message
        assert bench.medium(lmid).medium.serial == first
        bench.manager.operators.satisfy(bench.session, str(asked.request.number))
        bench.manager.diagnosis.clear_medium(bench.session, "V00001L9")
        use(bench, lmid, FIRST)
        assert bench.requests() == []
        assert bench.medium(lmid).medium.serial not in {"", first}

    def test_a_cartridge_without_a_memory_unloads_all_the_same(self, build: Build) -> None:
        bench = build(TWO_SIDED)
        lmid = bench.lmid()
        use(bench, lmid, FIRST)
        [view] = of_drive(bench)
        assert (view.reading.loads, bench.medium(lmid).medium.serial) == (None, "")
        assert bench.agrees()

    def test_the_newest_readings_are_told_and_no_fewer_than_one(self, bench: Bench) -> None:
        lmid = bench.lmid()
        use(bench, lmid, FIRST)
        use(bench, lmid, FIRST)
        [newest] = bench.manager.diagnosis.drive(bench.session, FIRST, limit=1)
        assert newest.reading.loads == 2
        with pytest.raises(InvalidParameter):
            bench.manager.diagnosis.drive(bench.session, FIRST, limit=0)

    def test_what_is_not_there_has_no_history(self, bench: Bench) -> None:
        with pytest.raises(InvalidDrive):
            bench.manager.diagnosis.drive(bench.session, "drive9")
        with pytest.raises(InvalidMedia):
            bench.manager.diagnosis.medium(bench.session, "NOPE01L9")
        with pytest.raises(InvalidDrive):
            bench.manager.diagnosis.clear_drive(bench.session, "drive9")

    def test_media_that_the_caller_may_not_look_at_are_neither_suspected_nor_named(self, bench: Bench) -> None:
        bench.hands.add_fault("load", "alert:3")
        use(bench, bench.lmid(), FIRST)
        eve = bench.manager.sessions.open("prying", EVE)
        assert len(suspects(bench)) == 1
        assert list(bench.manager.diagnosis.suspects(eve)) == []
        [view] = bench.manager.diagnosis.drive(eve, FIRST)
        assert (view.drive, view.medium) == (FIRST, "")
