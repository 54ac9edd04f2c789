"""``rsm session`` and ``rsm take-over`` on a real catalogue."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from openrsm.cli.render.sessions import sessions_page
from openrsm.domain.values import SessionId
from openrsm.surface.views import SessionView
from tests.cli.conftest import Rsm


def view(lease: float | None) -> SessionView:
    opened = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
    return SessionView(
        id=SessionId(UUID(int=1)), application="archive", user="ann", computer="box", opened=opened, lease=lease
    )


def test_the_commands_own_session_is_listed(rsm: Rsm) -> None:
    [headings, line] = rsm("session list").strip().splitlines()
    assert headings.split() == ["APPLICATION", "USER", "COMPUTER", "OPENED", "LEASE", "ID"]
    assert "while its process runs" in line


def test_a_lease_is_told_in_seconds() -> None:
    [section] = sessions_page([view(60.0)])
    assert section.table is not None
    assert section.table.rows[0][4].text == "60 s"


def test_a_mount_changes_hands(rsm: Rsm) -> None:
    lmid = rsm("allocate --pool backups/daily").strip()
    rsm(f"mount {lmid} --read --application archive")
    assert "archive" in rsm("drive list")
    rsm(f"take-over {lmid} --application night")
    assert "archive" not in rsm("drive list")
    assert "night" in rsm("drive list")
