"""All calls together."""

from __future__ import annotations

from openrsm.client.calls.changers import ChangersCalls
from openrsm.client.calls.cleaning import CleaningCalls
from openrsm.client.calls.database import DatabaseCalls
from openrsm.client.calls.diagnosis import DiagnosisCalls
from openrsm.client.calls.drives import DrivesCalls
from openrsm.client.calls.libraries import LibrariesCalls
from openrsm.client.calls.media import MediaCalls
from openrsm.client.calls.mounts import MountsCalls
from openrsm.client.calls.notices import NoticesCalls
from openrsm.client.calls.objects import ObjectsCalls
from openrsm.client.calls.operators import OperatorsCalls
from openrsm.client.calls.pools import PoolsCalls
from openrsm.client.calls.security import SecurityCalls
from openrsm.client.calls.sessions import SessionsCalls
from openrsm.client.calls.shares import SharesCalls
from openrsm.client.calls.work import WorkCalls
from openrsm.client.line import Line


class AllCalls:
    """The calls of one session, in groups."""

    def __init__(self, line: Line) -> None:
        """Made on a line that is in a session."""
        self.libraries = LibrariesCalls(line)
        self.drives = DrivesCalls(line)
        self.pools = PoolsCalls(line)
        self.media = MediaCalls(line)
        self.mounts = MountsCalls(line)
        self.changers = ChangersCalls(line)
        self.shares = SharesCalls(line)
        self.work = WorkCalls(line)
        self.operators = OperatorsCalls(line)
        self.cleaning = CleaningCalls(line)
        self.diagnosis = DiagnosisCalls(line)
        self.database = DatabaseCalls(line)
        self.objects = ObjectsCalls(line)
        self.notices = NoticesCalls(line)
        self.security = SecurityCalls(line)
        self.sessions = SessionsCalls(line)
