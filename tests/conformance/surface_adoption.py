"""Media that nobody has claimed are given to whom their labels name."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

import pytest

from openrsm.domain.library import LabelUse
from openrsm.domain.side import SideState
from openrsm.errors import AccessDenied, InvalidMediaPool, InvalidParameter
from openrsm.labels.free import free_label
from openrsm.surface.views import MediumView
from tests.conformance.label_bench import FREE, arrive, use, volume
from tests.conformance.surface_bench import EVE, POOL, Bench, Build

EMPTY = "drives=2&slots=8&ports=1&cartridges=0&type=LTO-9&doors=0"


def names(views: Sequence[MediumView]) -> list[str]:
    return [view.medium.name for view in views]


class AdoptionConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def found(self, build: Build) -> Bench:
        """Two tapes of one program, one of another, and one that says nothing."""
        bench = build(EMPTY)
        use(bench, LabelUse.WRITE)
        for number, content in enumerate((volume("DAY001"), volume("DAY002"), volume("ARC001"), b""), 1):
            arrive(bench, content, code=f"N0000{number}L9", at=f"slot:{number}")
        return bench

    def test_what_nobody_has_claimed_is_listed_with_what_its_labels_say(self, found: Bench) -> None:
        told = {view.medium.name: view.sides[0].label_info for view in found.manager.media.unclaimed(found.session)}
        assert told == {"N00001L9": "DAY001", "N00002L9": "DAY002", "N00003L9": "ARC001", "N00004L9": ""}

    def test_media_are_allocated_by_what_their_labels_say(self, found: Bench) -> None:
        media = found.manager.media
        before = media.unclaimed(found.session)
        would = media.adopt(found.session, POOL, "ansi", called="DAY*", dry_run=True)
        assert names(would) == ["N00001L9", "N00002L9"]
        assert media.unclaimed(found.session) == before
        given = media.adopt(found.session, POOL, "ansi", called="DAY*")
        assert names(given) == names(would)
        for view in given:
            assert (view.pool, view.sides[0].state) == (POOL, SideState.ALLOCATED)
            [logical] = view.logical
            assert (logical.name, logical.owner) == (view.sides[0].label_info, "backup")
        assert names(media.unclaimed(found.session)) == ["N00003L9", "N00004L9"]
        assert media.adopt(found.session, POOL, "ansi", called="DAY*") == []
        assert found.mount("DAY001")[0].medium.name == "N00001L9"

    def test_what_is_known_of_all_media_is_told_and_by_what(self, found: Bench) -> None:
        found.hands.insert(None, "slot:5")
        found.inventory()
        use(found, LabelUse.IGNORE)
        arrive(found, code="N00006L9", at="slot:6")
        found.manager.media.adopt(found.session, POOL, "ansi", called="DAY*")
        told = found.manager.database.report(found.session)
        nameless = found.manager.media.list(found.session)[4].medium.name
        assert {each.code: [*each.media] for each in told.known} == {
            "adopted": ["N00001L9", "N00002L9"],
            "unclaimed": ["N00003L9"],
            "blank": ["N00004L9", nameless],
            "bar code only": ["N00006L9"],
        }
        assert [(one.type, one.sides) for one in told.known[0].labels] == [("ansi", 2)]
        assert (told.known[0].sides, told.media, told.cleaners) == (2, 6, 0)

    def test_only_what_carries_a_free_label_becomes_free(self, found: Bench) -> None:
        media = found.manager.media
        with pytest.raises(InvalidMediaPool, match="do not belong into Free/LTO-9"):
            media.adopt(found.session, "Free/LTO-9", "ansi")
        with pytest.raises(InvalidMediaPool, match="do not belong into backups/daily"):
            media.adopt(found.session, POOL, FREE)
        for pool in ("Import/LTO-9", "Unrecognized/LTO-9", "backups"):
            with pytest.raises(InvalidMediaPool, match="adopts no media"):
                media.adopt(found.session, pool, "ansi")
        with pytest.raises(InvalidParameter):
            media.adopt(found.session, POOL, "")
        assert len(media.unclaimed(found.session)) == 4

    def test_a_free_medium_whose_record_was_lost_is_free_again(self, found: Bench) -> None:
        label = free_label(name="N00005L9", guid=uuid4(), side=0, when=found.clock())
        name = arrive(found, label, code="N00005L9", at="slot:5")
        assert found.medium(name).pool == "Import/LTO-9"
        [view] = found.manager.media.adopt(found.session, "Free/LTO-9", FREE)
        assert (view.medium.name, view.pool, view.sides[0].state) == (name, "Free/LTO-9", SideState.AVAILABLE)
        found.manager.settle()
        assert found.manager.work.list(found.session) == []

    def test_whoever_may_not_take_media_adopts_none(self, found: Bench) -> None:
        eve = found.manager.sessions.open("prying", EVE)
        with pytest.raises(AccessDenied):
            found.manager.media.adopt(eve, POOL, "ansi")
        assert found.manager.media.unclaimed(eve) == []
        with pytest.raises(AccessDenied):
            found.manager.database.report(eve)
