"""Saying that what an operator was asked for is done: it is checked, whatever was asked for."""

from __future__ import annotations

import pytest

from openrsm.domain.operator import OperatorKind, OperatorState
from openrsm.domain.records import OperatorRequest
from openrsm.errors import MediaOffline, MediaUnavailable
from tests.conformance.surface_bench import LIBRARY, POOL, Bench, Build, eventually

DRIVE = f"{LIBRARY}/drive1"


class VerifyingConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    def test_a_message_is_believed(self, bench: Bench) -> None:
        assert claim(bench, ask(bench, OperatorKind.MESSAGE)).state is OperatorState.COMPLETE

    def test_new_media_are_believed_where_there_are_some(self, bench: Bench) -> None:
        assert claim(bench, ask(bench, OperatorKind.NEW_MEDIA, pool=POOL)).state is OperatorState.COMPLETE

    def test_new_media_that_nobody_sees_are_not_believed(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        asked = ask(bench, OperatorKind.NEW_MEDIA, pool="own")
        with pytest.raises(MediaUnavailable, match="pool own has no medium to allocate"):
            claim(bench, asked)
        assert now(bench, asked).state is OperatorState.SUBMITTED

    def test_new_media_are_looked_for_in_the_library_that_is_named(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        asked = ask(bench, OperatorKind.NEW_MEDIA, pool="own", library=LIBRARY)
        claimed = claim(bench, asked)
        assert (claimed.state, claimed.taken_by) == (OperatorState.IN_PROGRESS, "root")
        assert claimed.reason.startswith("root says that it is done; work item")
        left = settled(bench, asked)
        assert (left.state, left.taken_by, left.answered_at) == (OperatorState.ACTIVE, "", None)
        assert left.reason == "root said that it was done, but pool own has no medium to allocate"

    def test_a_medium_that_was_brought_is_seen_when_somebody_says_so(self, bench: Bench) -> None:
        bench.take_out("V00001L9")
        asked = ask(bench, OperatorKind.MOVE_MEDIA, medium="V00001L9", library=LIBRARY)
        bench.bring_back("V00001L9", "slot:8")
        claim(bench, asked)
        assert settled(bench, asked).state is OperatorState.COMPLETE

    def test_a_medium_that_was_not_brought_is_asked_for_still(self, bench: Bench) -> None:
        bench.take_out("V00001L9")
        asked = ask(bench, OperatorKind.MOVE_MEDIA, medium="V00001L9", library=LIBRARY)
        assert claim(bench, asked).state is OperatorState.IN_PROGRESS
        left = settled(bench, asked)
        assert left.state is OperatorState.ACTIVE
        assert left.reason == f"root said that it was done, but V00001L9 is not in library {LIBRARY}"
        bench.bring_back("V00001L9", "slot:8")
        bench.inventory()
        done = now(bench, asked)
        assert (done.state, done.reason) == (OperatorState.COMPLETE, "")

    def test_a_medium_that_is_there_needs_no_look(self, bench: Bench) -> None:
        asked = ask(bench, OperatorKind.MOVE_MEDIA, medium="V00001L9", library=LIBRARY)
        assert claim(bench, asked).state is OperatorState.COMPLETE

    def test_a_medium_that_was_to_leave_has_left_or_not(self, bench: Bench) -> None:
        asked = ask(bench, OperatorKind.MOVE_MEDIA, medium="V00001L9", library="offline")
        with pytest.raises(MediaOffline, match="V00001L9 is still in a library"):
            claim(bench, asked)
        bench.take_out("V00001L9")
        assert claim(bench, asked).state is OperatorState.COMPLETE

    def test_a_library_that_is_disabled_is_not_looked_into(self, bench: Bench) -> None:
        bench.take_out("V00001L9")
        asked = ask(bench, OperatorKind.MOVE_MEDIA, medium="V00001L9", library=LIBRARY)
        bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
        with pytest.raises(MediaOffline):
            claim(bench, asked)
        assert now(bench, asked).state is OperatorState.SUBMITTED

    def test_a_cleaning_cartridge_is_looked_for(self, bench: Bench) -> None:
        asked = ask(bench, OperatorKind.CLEANER, library=LIBRARY)
        claim(bench, asked)
        left = settled(bench, asked)
        assert left.state is OperatorState.ACTIVE
        assert "has no cleaning cartridge in the slot that is kept for it" in left.reason

    @pytest.mark.parametrize("about", [{"drive": DRIVE}, {"library": LIBRARY}])
    def test_a_device_that_was_seen_to_is_asked_whether_it_answers(self, bench: Bench, about: dict[str, str]) -> None:
        asked = ask(bench, OperatorKind.DEVICE_SERVICE, **about)
        assert claim(bench, asked).state is OperatorState.IN_PROGRESS
        done = settled(bench, asked)
        assert (done.state, done.answered_by) == (OperatorState.COMPLETE, "root")

    def test_a_library_that_does_not_answer_was_not_seen_to(self, bench: Bench) -> None:
        bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
        asked = ask(bench, OperatorKind.DEVICE_SERVICE, library=LIBRARY)
        assert claim(bench, asked).state is OperatorState.COMPLETE

    def test_a_look_that_fails_shows_nothing(self, bench: Bench) -> None:
        bench.hands.add_fault("status", "HardwareFault", times=0)
        asked = ask(bench, OperatorKind.DEVICE_SERVICE, library=LIBRARY)
        claim(bench, asked)
        left = settled(bench, asked)
        assert left.state is OperatorState.ACTIVE
        assert left.reason.startswith("root said that it was done, but work item")

    def test_a_claim_may_be_refused_while_it_is_looked_at(self, bench: Bench) -> None:
        bench.take_out("V00001L9")
        asked = ask(bench, OperatorKind.MOVE_MEDIA, medium="V00001L9", library=LIBRARY)
        claim(bench, asked)
        bench.manager.operators.refuse(bench.session, asked)
        bench.manager.settle()
        assert (now(bench, asked).state, now(bench, asked).reason) == (OperatorState.REFUSED, "")


def ask(bench: Bench, kind: OperatorKind, **about: str) -> str:
    message = "come" if kind is OperatorKind.MESSAGE else ""
    return str(bench.manager.operators.submit(bench.session, kind, message, **about).request.id)


def claim(bench: Bench, request: str) -> OperatorRequest:
    return bench.manager.operators.satisfy(bench.session, request).request


def now(bench: Bench, request: str) -> OperatorRequest:
    return bench.manager.operators.show(bench.session, request).request


def settled(bench: Bench, request: str) -> OperatorRequest:
    """The request when the look that a claim had taken has ended."""
    eventually(lambda: now(bench, request).claim_id is None)
    return now(bench, request)
