"""Pools, and what may move between them."""

from __future__ import annotations

from typing import Final

import pytest

from openrsm.domain.values import PoolKind
from openrsm.errors import (
    AlreadyExists,
    Busy,
    InvalidMediaPool,
    InvalidName,
    InvalidParameter,
    MediaIncompatible,
    NotEmpty,
)
from tests.conformance.surface_bench import POOL, Bench, Build

POOLS: Final = {
    "free": "Free/LTO-9",
    "unrecognized": "Unrecognized/LTO-9",
    "import": "Import/LTO-9",
    "application": "backups/other",
}
ALLOWED: Final = {("free", "application"), ("unrecognized", "free"), ("application", "free")} | {
    ("application", "application")
}
"""Of media whose sides are free or foreign (MS-RSMP 3.2.5.2.2.13); import media come only with label readers."""


class PoolConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def pools(self, build: Build) -> Bench:
        """V00001L9 is free, V00002L9 in an application pool, V00007L9 unrecognized."""
        bench = build()
        bench.create_pool("backups/other", "LTO-9")
        bench.manager.media.move(bench.session, "V00002L9", POOL)
        bench.hands.insert("V00007L9", "slot:8")
        bench.inventory()
        return bench

    def test_the_system_has_three_pools_for_each_type_its_drives_take(self, pools: Bench) -> None:
        views = {view.pool.path: view.pool for view in pools.manager.pools.list(pools.session)}
        kinds = {PoolKind.FREE: "Free", PoolKind.IMPORT: "Import", PoolKind.UNRECOGNIZED: "Unrecognized"}
        for kind, top in kinds.items():
            assert (views[top].media_type, views[f"{top}/LTO-9"].media_type) == (None, "LTO-9")
            assert views[f"{top}/LTO-9"].kind is kind

    def test_a_pool_is_made_with_the_pools_above_it(self, pools: Bench) -> None:
        pools.create_pool("a/b/c", "LTO-9", max_allocations=7)
        views = {view.pool.path: view for view in pools.manager.pools.list(pools.session)}
        assert [views[path].pool.media_type for path in ("a", "a/b", "a/b/c")] == [None, None, "LTO-9"]
        assert (views["a"].pools, views["a/b/c"].pool.max_allocations) == (1, 7)
        assert views["a/b/c"].pool.owner == "root"

    @pytest.mark.parametrize("path", ["", "/", "a//b", "/a", "a/", "x" * 64, "a\\b", "a\nb", " a"])
    def test_a_path_that_is_none_is_refused(self, pools: Bench, path: str) -> None:
        with pytest.raises(InvalidName):
            pools.create_pool(path, "LTO-9")

    @pytest.mark.parametrize("path", [POOL, "backups", "Free", "Free/LTO-9"])
    def test_a_pool_is_made_once(self, pools: Bench, path: str) -> None:
        with pytest.raises((AlreadyExists, InvalidMediaPool), match=path.partition("/")[0]):
            pools.create_pool(path, "LTO-9")

    def test_no_pool_stands_in_one_that_holds_media_or_is_the_systems(self, pools: Bench) -> None:
        for above in (POOL, "Free", "Import/LTO-9"):
            with pytest.raises(InvalidMediaPool, match=above):
                pools.create_pool(f"{above}/mine", "LTO-9")

    def test_a_limit_below_one_is_none(self, pools: Bench) -> None:
        with pytest.raises(InvalidParameter, match="0"):
            pools.create_pool("a", "LTO-9", max_allocations=0)
        with pytest.raises(InvalidMediaPool):
            pools.manager.pools.show(pools.session, "a")

    def test_an_empty_application_pool_is_deleted(self, pools: Bench) -> None:
        pools.manager.pools.delete(pools.session, "backups/other")
        with pytest.raises(InvalidMediaPool, match="backups/other"):
            pools.manager.pools.show(pools.session, "backups/other")

    def test_a_pool_that_holds_something_stays(self, pools: Bench) -> None:
        for path in (POOL, "backups"):
            with pytest.raises(NotEmpty, match=path):
                pools.manager.pools.delete(pools.session, path)

    @pytest.mark.parametrize("path", ["Free", "Free/LTO-9", "Import/LTO-9", "Unrecognized"])
    def test_the_systems_pools_stay(self, pools: Bench, path: str) -> None:
        with pytest.raises(InvalidMediaPool, match=path):
            pools.manager.pools.delete(pools.session, path)

    @pytest.mark.parametrize("destination", POOLS)
    @pytest.mark.parametrize("source", ["free", "unrecognized", "application"])
    def test_media_move_between_pools_as_the_table_says(self, pools: Bench, source: str, destination: str) -> None:
        name = {"free": "V00001L9", "application": "V00002L9", "unrecognized": "V00007L9"}[source]
        before = pools.medium(name)
        if (source, destination) in ALLOWED:
            assert pools.manager.media.move(pools.session, name, POOLS[destination]).pool == POOLS[destination]
        else:
            with pytest.raises(InvalidMediaPool, match=name):
                pools.manager.media.move(pools.session, name, POOLS[destination])
            assert pools.medium(name) == before

    def test_an_allocated_medium_moves_among_applications_but_not_to_free(self, pools: Bench) -> None:
        lmid = pools.lmid()
        with pytest.raises(InvalidMediaPool, match="if no side is allocated"):
            pools.manager.media.move(pools.session, lmid, "Free/LTO-9")
        moved = pools.manager.media.move(pools.session, lmid, "backups/other")
        assert (moved.pool, moved.logical[0].pool_id) == ("backups/other", moved.medium.pool_id)

    def test_a_medium_stays_among_its_type(self, pools: Bench) -> None:
        pools.create_pool("old", "LTO-8")
        with pytest.raises(MediaIncompatible, match=r"V00001L9 is of type LTO-9.*old"):
            pools.manager.media.move(pools.session, "V00001L9", "old")

    def test_a_medium_in_use_does_not_move(self, pools: Bench) -> None:
        lmid = pools.lmid()
        [mounted] = pools.mount(lmid)
        with pytest.raises(Busy, match=mounted.medium.name):
            pools.manager.media.move(pools.session, lmid, "backups/other")
        pools.dismount(lmid)
        assert pools.manager.media.move(pools.session, lmid, "backups/other").pool == "backups/other"
