"""What people and applications ask of operators: submitted, shown, taken, waited for, answered, deleted."""

from __future__ import annotations

import pytest

from openrsm.domain.operator import OperatorKind, OperatorState
from openrsm.domain.work import WorkState
from openrsm.errors import (
    Cancelled,
    InvalidHandle,
    InvalidLibrary,
    InvalidParameter,
    InvalidState,
    MessageTooLong,
    ObjectNotFound,
)
from openrsm.surface.views import OperatorView
from tests.conformance.surface_bench import LIBRARY, PATIENCE, POOL, ROOT, Bench, Build, eventually

DRIVE = f"{LIBRARY}/drive1"


class RequestConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    def submit(self, bench: Bench, kind: OperatorKind, message: str = "", **about: str) -> OperatorView:
        return bench.manager.operators.submit(bench.session, kind, message, **about)

    def message(self, bench: Bench) -> OperatorView:
        return self.submit(bench, OperatorKind.MESSAGE, "empty the bin")

    def now(self, bench: Bench, view: OperatorView) -> OperatorView:
        return bench.manager.operators.show(bench.session, str(view.request.id))

    # --- Submitting ---

    @pytest.mark.parametrize(
        ("kind", "about", "message"),
        [
            (OperatorKind.NEW_MEDIA, {"pool": POOL}, f"Bring new media for pool {POOL}: backup needs them"),
            (
                OperatorKind.NEW_MEDIA,
                {"pool": POOL, "library": LIBRARY},
                f"Bring new media for pool {POOL} into library {LIBRARY}: backup needs them",
            ),
            (
                OperatorKind.CLEANER,
                {"library": LIBRARY},
                f"Bring a new cleaning cartridge into library {LIBRARY}: backup asks for it",
            ),
            (OperatorKind.DEVICE_SERVICE, {"drive": DRIVE}, f"See to {DRIVE}: backup asks for it"),
            (OperatorKind.DEVICE_SERVICE, {"library": LIBRARY}, f"See to {LIBRARY}: backup asks for it"),
            (OperatorKind.DEVICE_SERVICE, {"medium": "V00001L9"}, "See to V00001L9: backup asks for it"),
            (
                OperatorKind.MOVE_MEDIA,
                {"medium": "V00001L9", "library": LIBRARY},
                f"Bring V00001L9 to library {LIBRARY}: backup asks for it",
            ),
        ],
    )
    def test_a_request_says_in_its_own_words_what_it_is_about(
        self, bench: Bench, kind: OperatorKind, about: dict[str, str], message: str
    ) -> None:
        view = self.submit(bench, kind, **about)
        request = view.request
        assert (request.kind, request.state, request.message) == (kind, OperatorState.SUBMITTED, message)
        assert (request.requester.application, view.work_number) == ("backup", None)
        assert bench.requests() == [view]

    def test_a_request_may_have_a_message_of_its_own(self, bench: Bench) -> None:
        view = self.submit(bench, OperatorKind.DEVICE_SERVICE, "it rattles", drive=DRIVE)
        assert view.request.message == "it rattles"

    @pytest.mark.parametrize(
        ("kind", "about"),
        [
            (OperatorKind.NEW_MEDIA, {}),
            (OperatorKind.CLEANER, {}),
            (OperatorKind.DEVICE_SERVICE, {}),
            (OperatorKind.DEVICE_SERVICE, {"drive": DRIVE, "library": LIBRARY}),
            (OperatorKind.MOVE_MEDIA, {"medium": "V00001L9"}),
            (OperatorKind.MESSAGE, {}),
            (OperatorKind.CLEANER, {"library": LIBRARY, "pool": POOL}),
        ],
    )
    def test_a_request_names_neither_too_little_nor_too_much(
        self, bench: Bench, kind: OperatorKind, about: dict[str, str]
    ) -> None:
        with pytest.raises(InvalidParameter):
            self.submit(bench, kind, **about)
        assert bench.requests() == []

    def test_a_message_has_an_end_and_no_control_codes(self, bench: Bench) -> None:
        with pytest.raises(MessageTooLong, match="256"):
            self.submit(bench, OperatorKind.MESSAGE, 256 * "m")
        with pytest.raises(InvalidParameter, match="control"):
            self.submit(bench, OperatorKind.MESSAGE, "ring\a")
        assert self.submit(bench, OperatorKind.MESSAGE, 255 * "m").request.message == 255 * "m"

    def test_a_request_about_nothing_that_there_is_is_refused(self, bench: Bench) -> None:
        with pytest.raises(InvalidLibrary):
            self.submit(bench, OperatorKind.CLEANER, library="nowhere")

    # --- Working on it ---

    def test_a_console_shows_a_request_and_an_operator_takes_it(self, bench: Bench) -> None:
        view = self.message(bench)
        name = str(view.request.number)
        assert bench.manager.operators.seen(bench.session, name).request.state is OperatorState.ACTIVE
        taken = bench.manager.operators.take(bench.session, name).request
        assert (taken.state, taken.taken_by) == (OperatorState.IN_PROGRESS, "root")
        assert bench.manager.operators.seen(bench.session, name).request.state is OperatorState.IN_PROGRESS
        with pytest.raises(InvalidState, match="in progress"):
            bench.manager.operators.take(bench.session, name)
        done = bench.manager.operators.satisfy(bench.session, name).request
        assert (done.state, done.taken_by, done.answered_by) == (OperatorState.COMPLETE, "root", "root")

    def test_what_has_been_answered_is_neither_shown_nor_taken(self, bench: Bench) -> None:
        name = str(self.message(bench).request.number)
        bench.manager.operators.refuse(bench.session, name)
        for call in (bench.manager.operators.seen, bench.manager.operators.take):
            with pytest.raises(InvalidState, match="refused"):
                call(bench.session, name)

    def test_a_medium_that_is_brought_ends_the_request_for_it(self, bench: Bench) -> None:
        bench.take_out("V00001L9")
        view = self.submit(bench, OperatorKind.MOVE_MEDIA, medium="V00001L9", library=LIBRARY)
        bench.bring_back("V00001L9", "slot:8")
        bench.inventory()
        assert self.now(bench, view).request.state is OperatorState.COMPLETE

    def test_new_media_end_the_request_for_them(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        view = self.submit(bench, OperatorKind.NEW_MEDIA, pool="own")
        bench.manager.media.move(bench.session, "V00001L9", "own")
        assert self.now(bench, view).request.state is OperatorState.COMPLETE

    # --- Waiting ---

    @pytest.mark.parametrize("answer", ["satisfy", "refuse"])
    def test_whoever_waits_hears_the_answer(self, bench: Bench, answer: str) -> None:
        view = self.message(bench)
        name = str(view.request.number)
        waiting = bench.threads.submit(bench.manager.operators.wait, bench.session, name)
        getattr(bench.manager.operators, answer)(bench.session, name)
        ended = waiting.result(PATIENCE).request.state
        assert ended is (OperatorState.COMPLETE if answer == "satisfy" else OperatorState.REFUSED)

    def test_a_wait_that_is_over_leaves_the_request_standing(self, bench: Bench) -> None:
        view = self.message(bench)
        left = bench.manager.operators.wait(bench.session, str(view.request.number), 0.05)
        assert left.request.state is OperatorState.SUBMITTED
        assert bench.requests() == [view]

    def test_the_end_of_the_session_ends_the_wait(self, bench: Bench) -> None:
        name = str(self.message(bench).request.number)
        session = bench.manager.sessions.open("other", ROOT)
        waiting = bench.threads.submit(bench.manager.operators.wait, session, name)
        eventually(waiting.running)
        bench.manager.sessions.close(session)
        with pytest.raises((Cancelled, InvalidHandle)):  # the latter where it had only just begun
            waiting.result(PATIENCE)

    def test_nobody_waits_for_a_request_that_there_is_not(self, bench: Bench) -> None:
        with pytest.raises(ObjectNotFound):
            bench.manager.operators.wait(bench.session, "77")

    # --- Deleting ---

    def test_answered_requests_are_deleted_and_open_and_unknown_ones_passed_over(self, bench: Bench) -> None:
        first, second = self.message(bench), self.message(bench)
        bench.manager.operators.refuse(bench.session, str(first.request.number))
        names = [str(first.request.number), str(first.request.id), str(second.request.number), "77", "not a number"]
        assert bench.manager.operators.delete(bench.session, names) == 1
        assert bench.requests() == [second]
        with pytest.raises(ObjectNotFound):
            self.now(bench, first)

    def test_ended_work_items_are_deleted_and_open_and_unknown_ones_passed_over(self, bench: Bench) -> None:
        bench.mount(*bench.lmids(2))
        [waiting] = bench.queue(bench.lmid())
        done = bench.inventory()
        assert (waiting.item.state, done.item.state) == (WorkState.WAITING, WorkState.PASSED)
        names = [str(done.item.number), str(waiting.item.id), "777"]
        assert bench.manager.work.delete(bench.session, names) == 1
        with pytest.raises(ObjectNotFound):
            bench.item(done)
        assert bench.item(waiting).item.state is WorkState.WAITING
