"""Media are given to whom another tool says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from openrsm.domain.claims import Claiming, ClaimKind, KnownVolume, VolumeUse
from openrsm.domain.side import SideState
from openrsm.errors import AccessDenied, InvalidLibrary, InvalidParameter, MediaUnavailable, WriteProtect
from openrsm.surface.claims import Claims
from openrsm.surface.media import AllocateOptions
from tests.conformance.surface_bench import EVE, LIBRARY, Bench, Build

HOW = Claiming(owner="bacula", prefix="bacula", pools={})
FULL, BLANK = VolumeUse.FULL, VolumeUse.BLANK
FREE = "Free/LTO-9"


def known(number: int, **values: object) -> KnownVolume:
    """One of the library's cartridges, as the tool has it; where it lies at first."""
    return KnownVolume(**{"name": f"V0000{number}L9", "pool": "Full", "slot": number, **values})  # type: ignore[arg-type] # fields of KnownVolume


ALL = tuple(known(number) for number in range(1, 7))


class ClaimConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def old(self, build: Build) -> Bench:
        """Six free cartridges, and a seventh that came later and is unrecognized."""
        bench = build()
        bench.hands.insert("V00007L9", "slot:7")
        bench.inventory()
        assert bench.medium("V00007L9").pool == "Unrecognized/LTO-9"
        return bench

    def claim(self, bench: Bench, *volumes: KnownVolume, how: Claiming = HOW, dry_run: bool = False) -> Claims:
        return bench.manager.media.claim(bench.session, LIBRARY, volumes, how, dry_run=dry_run)

    def misfits(self, bench: Bench, *volumes: KnownVolume, how: Claiming = HOW) -> Mapping[str, str]:
        """What does not fit, beside what is not named at all."""
        found = self.claim(bench, *volumes, how=how).misfits
        return {one.name: one.what for one in found if "not in the file" not in one.what}

    def test_written_volumes_are_allocated_wherever_they_were(self, old: Bench) -> None:
        done = self.claim(old, known(1), known(7, name="V00007"))
        assert [(one.name, one.volume, one.source) for one in done.claimed] == [
            ("V00001L9", "V00001L9", FREE),
            ("V00007L9", "V00007", "Unrecognized/LTO-9"),
        ]
        assert list(done.pools) == ["bacula/Full/LTO-9"]
        for view in (old.medium("V00001L9"), old.medium("V00007L9")):
            assert (view.pool, view.sides[0].state) == ("bacula/Full/LTO-9", SideState.ALLOCATED)
            assert [one.owner for one in view.logical] == ["bacula"]
        assert old.mount("V00007")[0].medium.name == "V00007L9"

    def test_full_volumes_are_not_written_on_any_more(self, old: Bench) -> None:
        [one] = self.claim(old, known(7, use=FULL)).claimed
        assert one.kind is ClaimKind.ALLOCATE_COMPLETE
        with pytest.raises(WriteProtect):
            old.mount("V00007L9", write=True)

    def test_a_volume_that_has_become_full_is_completed(self, old: Bench) -> None:
        self.claim(old, known(1))
        [one] = self.claim(old, known(1, use=FULL)).claimed
        assert (one.kind, old.medium("V00001L9").sides[0].state) == (ClaimKind.COMPLETE, SideState.COMPLETE)

    def test_blank_volumes_are_to_be_had_from_their_pool_alone(self, old: Bench) -> None:
        [one] = self.claim(old, known(7, use=BLANK, pool="Scratch")).claimed
        assert (one.kind, one.pool) == (ClaimKind.OFFER, "bacula/Scratch/LTO-9")
        pool = one.pool
        assert "V00007L9" not in {view.medium.name for view in old.manager.media.list(old.session, pool=FREE)}
        given = old.manager.media.allocate(old.session, pool, AllocateOptions())
        assert given.medium.name == "V00007L9"
        with pytest.raises(MediaUnavailable):
            old.manager.media.allocate(old.session, pool, AllocateOptions())

    def test_what_is_blank_and_free_already_stays_so(self, old: Bench) -> None:
        assert list(self.claim(old, known(1, use=BLANK)).claimed) == []
        assert old.medium("V00001L9").pool == FREE

    def test_a_dry_run_tells_the_same_and_changes_nothing(self, old: Bench) -> None:
        volumes = (known(1), known(2, use=FULL), known(7, use=BLANK))
        before = old.manager.media.list(old.session)
        would = self.claim(old, *volumes, dry_run=True)
        assert old.manager.media.list(old.session) == before
        assert "bacula" not in {view.pool.path for view in old.manager.pools.list(old.session)}
        assert self.claim(old, *volumes) == would

    def test_doing_it_again_changes_nothing(self, old: Bench) -> None:
        volumes = (known(1), known(2, use=FULL), known(7, use=BLANK))
        self.claim(old, *volumes)
        again = self.claim(old, *volumes)
        assert (list(again.pools), list(again.claimed), again.settled) == ([], [], 3)

    def test_what_does_not_fit_is_told(self, old: Bench) -> None:
        taken = old.lmid()
        other = old.medium(taken).medium.name
        old.mount(old.lmid())
        in_use = next(view.medium.name for view in old.manager.media.list(old.session) if view.where.startswith("dr"))
        found = self.misfits(
            old,
            known(7, slot=3),
            KnownVolume(name="GONE01L9"),
            KnownVolume(name="AWAY01L9", inside=False),
            KnownVolume(name="", slot=8),
            KnownVolume(name=other),
            KnownVolume(name=in_use),
            known(4, use=VolumeUse.CLEANING),
            known(5),
            known(5),
        )
        assert found == {
            "V00007L9": "it is in slot 7, not in 3",
            "GONE01L9": "it is not in the library",
            "AWAY01L9": "it is in no library, as the file says; see: rsm media create",
            "slot 8": "the file has a cartridge without a bar code there",
            other: "it is allocated to backup",
            in_use: "it is in use; import again when it is idle",
            "V00004L9": "the file has it as a cleaning cartridge, the library not",
            "V00005L9": "the file has it 2 times",
        }
        assert old.medium("V00005L9").pool == FREE

    def test_what_the_tool_does_not_know_is_told(self, old: Bench) -> None:
        [stranger] = self.claim(old, *ALL).misfits
        assert (stranger.name, stranger.what) == ("V00007L9", "it is in the library, but not in the file")

    def test_a_pool_of_the_tool_may_stand_for_one_that_is_there(self, old: Bench) -> None:
        how = Claiming(owner="bacula", prefix="bacula", pools={"Full": "backups/daily", "Diff": FREE})
        assert list(self.claim(old, known(1), how=how).pools) == []
        assert old.medium("V00001L9").pool == "backups/daily"
        found = self.misfits(old, known(2, pool="Diff"), how=how)
        assert found == {"V00002L9": "the pool Free/LTO-9 is not for applications' media of type LTO-9"}

    def test_a_claim_is_refused_as_a_whole(self, old: Bench) -> None:
        with pytest.raises(InvalidParameter):
            self.claim(old, known(1), how=Claiming(owner="", prefix="bacula", pools={}))
        with pytest.raises(InvalidLibrary):
            old.manager.media.claim(old.session, "nowhere", [known(1)], HOW)
        eve = old.manager.sessions.open("prying", EVE)
        with pytest.raises(AccessDenied):
            old.manager.media.claim(eve, LIBRARY, [known(1)], HOW)
        assert old.medium("V00001L9").pool == FREE
