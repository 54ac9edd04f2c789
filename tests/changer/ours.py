"""``rsm-mtx`` and ``rsm-changer`` in this process, on a manager that somebody else opened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from openrsm.changer import bacula, mtx
from openrsm.changer.desk import Desk
from openrsm.changer.options import Options
from openrsm.surface.manager import Manager


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Ours:
    """Runs commands, each with a manager of its own."""

    open: Callable[[], Manager]
    state: Path = field(default_factory=Path)
    timeout: float = 60.0
    application: str = "changer"

    def mtx(self, line: str, device: str = "") -> Ended:
        """``rsm-mtx``; ``device`` is what CHANGER says."""
        return self._run(lambda desk: mtx.run(desk, line.split(), device))

    def changer(self, line: str) -> Ended:
        """``rsm-changer``."""
        return self._run(lambda desk: bacula.run(desk, line.split()))

    def _opened(self, *, read_only: bool) -> Manager:
        assert not read_only, "it is a service's"
        return self.open()

    def _run(self, act: Callable[[Desk], int]) -> Ended:
        options = Options(state=self.state, application=self.application, device="", timeout=self.timeout)
        with (
            redirect_stdout(StringIO()) as out,
            redirect_stderr(StringIO()) as err,
            Desk(self._opened, options) as desk,
        ):
            status = act(desk)
        return Ended(status, out.getvalue(), err.getvalue())
