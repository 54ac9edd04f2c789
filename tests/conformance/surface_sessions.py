"""Sessions: what ends with them, what stays, and who takes over what they left."""

from __future__ import annotations

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.values import SessionId
from openrsm.domain.work import WorkState
from openrsm.errors import Cancelled, InvalidHandle, InvalidParameter, InvalidState, ObjectNotFound, TimedOut
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.views import OperatorView, WorkView
from tests.conformance.surface_bench import ROOT, Bench, Build, eventually, given

BRIEF = 0.2
"""Seconds; a lease so short that a test can wait until it is over."""

LONGER = 3.0
"""Seconds; a lease within which a mount is done on the slowest of machines."""


class SessionConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    def lost(self, bench: Bench) -> bool:
        """Whether one of the drives has lost its owner."""
        return any(view.drive.ownerless_since for view in bench.manager.drives.list(bench.session))

    def left_behind(self, bench: Bench, lmid: str) -> WorkView:
        """A mount that is done, and whose session is lost then."""
        session = bench.manager.sessions.open("archive", ROOT, lease=LONGER)
        [queued] = bench.manager.mounts.submit(session, [lmid], MountOptions())
        ended = bench.done(queued.work)
        eventually(lambda: self.lost(bench))
        return ended

    # --- Being open ---

    def test_an_open_session_is_listed_until_it_is_closed(self, bench: Bench) -> None:
        session = bench.manager.sessions.open("archive", ROOT, lease=60)
        seen = {view.id: view for view in bench.manager.sessions.list(bench.session)}
        assert (seen[session].application, seen[session].user, seen[session].lease) == ("archive", "root", 60)
        bench.manager.sessions.close(session)
        assert session not in {view.id for view in bench.manager.sessions.list(bench.session)}

    def test_a_closed_session_is_no_handle(self, bench: Bench) -> None:
        session = bench.manager.sessions.open("archive", ROOT)
        bench.manager.sessions.close(session)
        for refused in (bench.manager.sessions.close, bench.manager.sessions.renew, bench.manager.pools.list):
            with pytest.raises(InvalidHandle):
                refused(session)

    @pytest.mark.parametrize("application", ["", "x" * 64, "two\nlines"])
    def test_an_application_name_that_is_none_is_refused(self, bench: Bench, application: str) -> None:
        with pytest.raises(InvalidParameter):
            bench.manager.sessions.open(application, ROOT)

    @pytest.mark.parametrize("lease", [0.0, -1.0, 1e9])
    def test_a_lease_that_is_none_is_refused(self, bench: Bench, lease: float) -> None:
        with pytest.raises(InvalidParameter):
            bench.manager.sessions.open("archive", ROOT, lease=lease)

    def test_a_renewed_session_stays(self, bench: Bench) -> None:
        session = bench.manager.sessions.open("archive", ROOT, lease=30)
        assert bench.manager.sessions.renew(session).application == "archive"
        assert bench.manager.pools.list(session)

    # --- Being lost ---

    def test_a_session_that_is_silent_is_lost(self, bench: Bench) -> None:
        session = bench.manager.sessions.open("archive", ROOT, lease=BRIEF)
        eventually(lambda: session not in {view.id for view in bench.manager.sessions.list(bench.session)})
        with pytest.raises(InvalidHandle, match="lost"):
            bench.manager.sessions.renew(session)

    def test_mounts_of_a_lost_session_stay_and_show_that_their_owner_is_gone(self, bench: Bench) -> None:
        lmid = bench.lmid()
        assert self.left_behind(bench, lmid).item.state is WorkState.PASSED
        assert "in use by archive since 14:02, which was lost at 14:02" in {bench.drive(1).use, bench.drive(2).use}
        bench.dismount(lmid)
        assert not self.lost(bench)
        assert bench.agrees()

    def test_mounts_of_a_closed_session_keep_their_owner(self, bench: Bench) -> None:
        lmid = bench.lmid()
        session = bench.manager.sessions.open("archive", ROOT)
        bench.manager.mounts.mount(session, [lmid], MountOptions())
        bench.manager.sessions.close(session)
        assert "archive" in bench.holders()
        assert not self.lost(bench)

    def test_a_mount_is_taken_over(self, bench: Bench) -> None:
        lmid = bench.lmid()
        self.left_behind(bench, lmid)
        taken = bench.manager.mounts.take_over(bench.session, lmid).drive
        assert (taken.holder.application if taken.holder else "", taken.ownerless_since) == ("backup", None)
        assert taken.state is DriveState.LOADED

    def test_what_was_queued_by_a_session_that_was_lost_has_no_owner(self, bench: Bench) -> None:
        held = bench.lmids(2)
        bench.mount(*held)
        session = bench.manager.sessions.open("archive", ROOT, lease=BRIEF)
        [queued] = bench.manager.mounts.submit(session, [bench.lmid()], MountOptions(nowait=True))
        eventually(lambda: session not in {view.id for view in bench.manager.sessions.list(bench.session)})
        bench.dismount(held[0])
        assert bench.done(queued.work).item.state is WorkState.PASSED
        assert self.lost(bench)

    def test_a_mount_whose_owner_is_there_is_not_taken_over(self, bench: Bench) -> None:
        lmid = bench.lmid()
        other = bench.manager.sessions.open("archive", ROOT, lease=60)
        bench.manager.mounts.mount(other, [lmid], MountOptions())
        with pytest.raises(InvalidState, match="archive of root"):
            bench.manager.mounts.take_over(bench.session, lmid)
        bench.manager.sessions.close(other)
        bench.manager.mounts.take_over(bench.session, lmid)
        assert "archive" not in bench.holders()

    def test_what_is_not_mounted_is_not_taken_over(self, bench: Bench) -> None:
        lmid = bench.lmid()
        with pytest.raises(InvalidState, match="not mounted"):
            bench.manager.mounts.take_over(bench.session, lmid)
        bench.mount(lmid)
        bench.dismount(lmid, deferred=True)
        with pytest.raises(InvalidState, match="not mounted"):
            bench.manager.mounts.take_over(bench.session, lmid)

    # --- Mounts that end with their session ---

    def tidy(self, bench: Bench, lease: float | None = None) -> SessionId:
        """A session that takes its mounts along."""
        return bench.manager.sessions.open("nightly", ROOT, lease=lease, ends_mounts=True)

    def test_a_session_says_whether_its_mounts_end_with_it(self, bench: Bench) -> None:
        assert bench.manager.sessions.renew(self.tidy(bench)).ends_mounts
        assert not bench.manager.sessions.renew(bench.session).ends_mounts

    def test_mounts_may_end_with_the_session_that_is_closed(self, bench: Bench) -> None:
        lmid = bench.lmid()
        session = self.tidy(bench)
        bench.manager.mounts.mount(session, [lmid], MountOptions())
        bench.manager.sessions.close(session)
        eventually(lambda: "nightly" not in bench.holders())
        assert DriveState.DISMOUNTABLE in {bench.drive(1).drive.state, bench.drive(2).drive.state}
        assert bench.agrees()

    def test_mounts_may_end_with_the_session_that_is_lost_and_the_queue_goes_on(self, bench: Bench) -> None:
        held, wanted = bench.lmid(), bench.lmid()
        bench.mount(bench.lmid())
        session = self.tidy(bench, LONGER)
        [queued] = bench.manager.mounts.submit(session, [held], MountOptions())
        assert bench.done(queued.work).item.state is WorkState.PASSED
        [waiting] = bench.manager.mounts.submit(bench.session, [wanted], MountOptions())
        assert bench.done(waiting.work).item.state is WorkState.PASSED
        assert "nightly" not in bench.holders()
        assert not self.lost(bench)

    def test_what_such_a_session_queued_without_waiting_is_cancelled(self, bench: Bench) -> None:
        bench.mount(*bench.lmids(2))
        session = self.tidy(bench)
        [queued] = bench.manager.mounts.submit(session, [bench.lmid()], MountOptions(nowait=True))
        bench.manager.sessions.close(session)
        assert bench.item(queued.work).item.state is WorkState.CANCELLED

    def test_what_is_being_dismounted_already_is_left_at_that(self, bench: Bench) -> None:
        lmid = bench.lmid()
        session = self.tidy(bench)
        bench.manager.mounts.mount(session, [lmid], MountOptions())
        [leaving] = bench.manager.mounts.dismount(session, [lmid])
        bench.manager.sessions.close(session)
        assert bench.done(leaving).item.state is WorkState.PASSED
        assert bench.manager.objects.audit(bench.session, action="mount_left") == []

    def test_a_mount_that_cannot_end_with_its_session_has_no_owner(self, bench: Bench) -> None:
        lmid = bench.lmid()
        session = self.tidy(bench)
        [mounted] = bench.manager.mounts.mount(session, [lmid], MountOptions())
        bench.done(bench.manager.drives.disable(bench.session, given(mounted.drive).name, now=True))
        bench.manager.sessions.close(session)
        assert self.lost(bench)
        assert bench.manager.objects.audit(bench.session, action="mount_left")

    # --- What a session waits for without a thread ---

    def test_a_submitted_mount_comes_to_an_outcome(self, bench: Bench) -> None:
        [queued] = bench.manager.mounts.submit(bench.session, [bench.lmid()], MountOptions())
        ended = bench.done(queued.work)
        [mounted] = bench.manager.mounts.outcome(bench.session, [str(ended.item.number)])
        assert given(mounted.drive).name == ended.drive
        assert mounted.device_path

    def test_a_submitted_mount_that_fails_says_why(self, bench: Bench) -> None:
        bench.mount(*bench.lmids(2))
        [queued] = bench.manager.mounts.submit(bench.session, [bench.lmid()], MountOptions(timeout=0))
        ended = bench.done(queued.work)
        with pytest.raises(TimedOut, match=str(ended.item.number)):
            bench.manager.mounts.outcome(bench.session, [str(ended.item.id)])

    def test_what_is_no_mount_has_no_outcome(self, bench: Bench) -> None:
        inventory = bench.inventory()
        with pytest.raises(InvalidParameter, match="no mount"):
            bench.manager.mounts.outcome(bench.session, [str(inventory.item.number)])
        with pytest.raises(ObjectNotFound):
            bench.manager.mounts.outcome(bench.session, ["4711"])

    def test_the_end_of_a_session_cancels_what_it_submitted(self, bench: Bench) -> None:
        held = bench.lmids(2)
        bench.mount(*held)
        wanted, stays = bench.lmids(2)
        session = bench.manager.sessions.open("archive", ROOT)
        [queued] = bench.manager.mounts.submit(session, [wanted], MountOptions())
        [kept] = bench.manager.mounts.submit(session, [stays], MountOptions(nowait=True))
        bench.manager.sessions.close(session)
        assert bench.item(queued.work).item.state is WorkState.CANCELLED
        bench.dismount(held[0])
        assert bench.done(kept.work).item.state is WorkState.PASSED

    def test_the_loss_of_a_session_cancels_what_it_submitted(self, bench: Bench) -> None:
        bench.mount(*bench.lmids(2))
        session = bench.manager.sessions.open("archive", ROOT, lease=BRIEF)
        [queued] = bench.manager.mounts.submit(session, [bench.lmid()], MountOptions())
        assert bench.done(queued.work).item.state is WorkState.CANCELLED

    def test_a_request_for_media_is_asked_about_until_it_is_answered(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        request = bench.manager.media.request
        waiting = AllocateOptions(timeout=None)
        asked = request(bench.session, "own", waiting)
        assert isinstance(asked, OperatorView)
        name = str(asked.request.id)
        assert request(bench.session, "own", waiting, name) == asked
        bench.manager.media.move(bench.session, "V00001L9", "own")
        given_ = request(bench.session, "own", waiting, name)
        assert not isinstance(given_, OperatorView)
        assert given_.medium.name == "V00001L9"
        assert bench.requests() == []

    def test_a_request_for_media_is_withdrawn_when_no_time_is_left(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        request = bench.manager.media.request
        asked = request(bench.session, "own", AllocateOptions(timeout=None))
        assert isinstance(asked, OperatorView)
        with pytest.raises(TimedOut):
            request(bench.session, "own", AllocateOptions(timeout=0), str(asked.request.id))
        assert bench.requests() == []

    def test_a_refused_request_for_media_says_so(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        request = bench.manager.media.request
        asked = request(bench.session, "own", AllocateOptions(timeout=None))
        assert isinstance(asked, OperatorView)
        bench.manager.operators.refuse(bench.session, str(asked.request.number))
        with pytest.raises(Cancelled, match="refused"):
            request(bench.session, "own", AllocateOptions(timeout=None), str(asked.request.id))

    def test_the_end_of_a_session_withdraws_its_request_for_media(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        session = bench.manager.sessions.open("archive", ROOT)
        asked = bench.manager.media.request(session, "own", AllocateOptions(timeout=None))
        assert isinstance(asked, OperatorView)
        with pytest.raises(ObjectNotFound):
            bench.manager.media.request(bench.session, "own", AllocateOptions(timeout=None), str(asked.request.id))
        bench.manager.sessions.close(session)
        assert bench.requests() == []

    def test_an_operator_request_is_shown(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        asked = bench.manager.media.request(bench.session, "own", AllocateOptions(timeout=None))
        assert isinstance(asked, OperatorView)
        assert bench.manager.operators.show(bench.session, str(asked.request.number)) == asked
        with pytest.raises(ObjectNotFound):
            bench.manager.operators.show(bench.session, "4711")
