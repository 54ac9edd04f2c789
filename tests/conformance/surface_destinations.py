"""Which computers are to show what operators are asked for."""

from __future__ import annotations

import pytest

from openrsm.domain.destinations import Messages
from openrsm.domain.operator import OperatorKind
from openrsm.errors import AlreadyExists, InvalidParameter, ObjectNotFound
from tests.conformance.surface_bench import LIBRARY, ROOT, Bench, Build

COMPUTER = "computer"


class DestinationConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    def test_nobody_is_named_at_first(self, bench: Bench) -> None:
        assert [names(bench, kind) for kind in Messages] == [[], [], []]
        assert shown_at(bench) == []

    def test_lists_are_kept_apart_by_what_is_told_and_by_whose_they_are(self, bench: Bench) -> None:
        add(bench, "desk2")
        add(bench, "desk1")
        add(bench, "desk3", COMPUTER)
        add(bench, "desk4", messages=Messages.ERROR)
        add(bench, "desk5", None)
        assert names(bench) == ["desk1", "desk2"]
        assert names(bench, of=COMPUTER) == ["desk3"]
        assert names(bench, Messages.ERROR) == ["desk4"]
        assert names(bench, of=None) == ["desk5"]
        assert names(bench, Messages.INFO) == []

    def test_a_request_is_shown_where_its_library_the_computer_or_its_session_say(self, bench: Bench) -> None:
        add(bench, "desk1")
        add(bench, "desk2", COMPUTER)
        add(bench, "desk3", None)
        add(bench, "desk4", messages=Messages.ERROR)
        assert shown_at(bench) == ["desk1", "desk2", "desk3"]
        assert shown_at(bench, OperatorKind.DEVICE_SERVICE) == ["desk4"]

    def test_a_drive_that_needs_service_is_shown_where_its_library_says(self, bench: Bench) -> None:
        add(bench, "desk4", messages=Messages.ERROR)
        view = bench.manager.operators.submit(bench.session, OperatorKind.DEVICE_SERVICE, drive=f"{LIBRARY}/drive1")
        assert list(view.show_at) == ["desk4"]

    def test_names_are_taken_off_one_by_one_or_all_at_once(self, bench: Bench) -> None:
        for name in ("desk1", "desk2", "desk3"):
            add(bench, name)
        operators = bench.manager.operators
        left = operators.remove_destination(bench.session, Messages.REQUEST, "desk2", LIBRARY)
        assert list(left.names) == ["desk1", "desk3"]
        operators.remove_destination(bench.session, Messages.REQUEST, "desk9", LIBRARY)
        assert names(bench) == ["desk1", "desk3"]
        operators.remove_destination(bench.session, Messages.REQUEST, of=LIBRARY)
        assert names(bench) == []

    def test_nobody_is_named_twice(self, bench: Bench) -> None:
        add(bench, "desk1")
        with pytest.raises(AlreadyExists, match="desk1"):
            add(bench, "desk1")

    @pytest.mark.parametrize("name", ["", "two words", "ring\a", 256 * "n"])
    def test_what_is_no_name_of_a_computer_is_refused(self, bench: Bench, name: str) -> None:
        with pytest.raises(InvalidParameter):
            add(bench, name)
        assert names(bench) == []

    def test_what_is_neither_a_library_nor_the_computer_has_no_list(self, bench: Bench) -> None:
        with pytest.raises(ObjectNotFound, match="nowhere"):
            names(bench, of="nowhere")
        with pytest.raises(ObjectNotFound, match="nowhere"):
            add(bench, "desk1", "nowhere")

    def test_an_application_has_no_list_for_errors(self, bench: Bench) -> None:
        with pytest.raises(InvalidParameter, match="no list for errors"):
            names(bench, Messages.ERROR, None)
        with pytest.raises(InvalidParameter, match="no list for errors"):
            add(bench, "desk1", None, Messages.ERROR)

    def test_the_lists_of_a_session_are_its_own_and_end_with_it(self, bench: Bench) -> None:
        other = bench.manager.sessions.open("other", ROOT)
        bench.manager.operators.add_destination(other, Messages.REQUEST, "desk1")
        asked = bench.manager.operators.submit(other, OperatorKind.CLEANER, library=LIBRARY)
        assert (list(asked.show_at), names(bench, of=None)) == (["desk1"], [])
        bench.manager.sessions.close(other)
        [left] = bench.requests()
        assert list(left.show_at) == []


def names(bench: Bench, messages: Messages = Messages.REQUEST, of: str | None = LIBRARY) -> list[str]:
    told = bench.manager.operators.destinations(bench.session, messages, of)
    assert told.messages is messages
    return list(told.names)


def add(bench: Bench, name: str, of: str | None = LIBRARY, messages: Messages = Messages.REQUEST) -> None:
    bench.manager.operators.add_destination(bench.session, messages, name, of)


def shown_at(bench: Bench, kind: OperatorKind = OperatorKind.CLEANER) -> list[str]:
    view = bench.manager.operators.submit(bench.session, kind, library=LIBRARY)
    return list(bench.manager.operators.show(bench.session, str(view.request.id)).show_at)
