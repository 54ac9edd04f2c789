"""Offline media: an operator is asked, and what waits goes on when the cartridge is there."""

from __future__ import annotations

import pytest

from openrsm.domain.medium import MediumState
from openrsm.domain.operator import OperatorState
from openrsm.domain.work import WorkState
from openrsm.errors import InvalidState, ObjectNotFound, RequestRefused, TimedOut
from tests.conformance.surface_bench import LIBRARY, Bench, Build


class OperatorConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def offline(self, build: Build) -> Bench:
        """V00001L9 is allocated and lies on the shelf."""
        bench = build()
        bench.lmid(side="V00001L9")
        bench.take_out("V00001L9")
        return bench

    def test_an_offline_medium_is_asked_for_and_mounted_once_it_is_there(self, offline: Bench) -> None:
        pending = offline.pending("V00001L9")
        waiting = pending.until_waiting()
        [asked] = offline.requests()
        assert waiting.item.reason == (
            f"waits for an operator to bring V00001L9 (operator request {asked.request.number}) to library {LIBRARY}"
        )
        assert (asked.medium, asked.library, asked.work_number) == ("V00001L9", LIBRARY, waiting.item.number)
        assert asked.request.message == f"Bring V00001L9 to library {LIBRARY}: backup waits to mount it"
        assert offline.medium("V00001L9").medium.state is MediumState.OPERATOR
        offline.bring_back("V00001L9", "slot:1")
        answered = offline.manager.operators.satisfy(offline.session, str(asked.request.number))
        assert answered.request.state is OperatorState.COMPLETE
        assert pending.result()[0].medium.name == "V00001L9"
        assert offline.requests() == []
        assert offline.agrees()

    def test_nothing_of_a_set_moves_until_all_of_it_is_there(self, offline: Bench) -> None:
        other = offline.lmid()
        pending = offline.pending(other, "V00001L9")
        pending.until_waiting()
        offline.manager.settle()
        assert offline.holders() == [None, None]
        offline.bring_back("V00001L9", "slot:1")
        offline.inventory()
        assert [one.medium.name for one in pending.result()] == [offline.medium(other).medium.name, "V00001L9"]

    def test_a_cartridge_that_is_seen_answers_the_request_by_itself(self, offline: Bench) -> None:
        pending = offline.pending("V00001L9")
        pending.until_waiting()
        offline.bring_back("V00001L9", "slot:8")
        offline.inventory()
        assert pending.result()[0].drive is not None
        [answered] = [
            view for view in offline.manager.operators.list(offline.session, answered=True) if view.medium == "V00001L9"
        ]
        assert (answered.request.state, answered.request.answered_by) == (OperatorState.COMPLETE, "openrsm")

    def test_saying_that_it_is_there_does_not_bring_it(self, offline: Bench) -> None:
        [waiting] = offline.queue("V00001L9")
        [asked] = offline.requests()
        offline.manager.operators.satisfy(offline.session, str(asked.request.number))
        offline.manager.settle()
        [again] = offline.requests()
        assert again.request.number != asked.request.number
        assert offline.item(waiting).item.reason.startswith("waits for an operator to bring V00001L9")

    def test_a_refusal_ends_the_whole_set(self, offline: Bench) -> None:
        pending = offline.pending(offline.lmid(), "V00001L9")
        waiting = pending.until_waiting()
        [asked] = offline.requests()
        offline.manager.operators.refuse(offline.session, str(asked.request.number))
        with pytest.raises(RequestRefused, match="V00001L9"):
            pending.result()
        assert offline.item(waiting).item.state is WorkState.FAILED
        assert {view.medium.state for view in offline.manager.media.list(offline.session)} == {MediumState.IDLE}

    def test_when_the_mounts_time_is_over_the_operator_need_not_act(self, offline: Bench) -> None:
        pending = offline.pending("V00001L9", timeout=60)
        pending.until_waiting()
        offline.pass_time(60)
        with pytest.raises(TimedOut):
            pending.result()
        assert offline.requests() == []
        assert offline.medium("V00001L9").medium.state is MediumState.IDLE

    def test_a_request_is_answered_once(self, offline: Bench) -> None:
        offline.queue("V00001L9")
        number = str(offline.requests()[0].request.number)
        offline.manager.operators.refuse(offline.session, number)
        for answer in (offline.manager.operators.refuse, offline.manager.operators.satisfy):
            with pytest.raises((InvalidState, ObjectNotFound)):
                answer(offline.session, number)

    def test_others_are_served_meanwhile(self, offline: Bench) -> None:
        offline.queue("V00001L9", priority=15)
        assert offline.mount(offline.lmid())[0].drive is not None
