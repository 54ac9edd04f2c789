"""One run of the command: what was asked for around the command itself, and the way to and from a manager."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from openrsm.accounts import current_principal
from openrsm.cli.opener import Herald, Opened, Opener, Server
from openrsm.cli.progress import progress
from openrsm.cli.render.page import Page
from openrsm.cli.streams import put, tell, whoever_listens
from openrsm.domain.plain import shown_json
from openrsm.domain.values import SessionId
from openrsm.errors import RsmError
from openrsm.surface.manager import Manager
from openrsm.surface.mounts import Progress
from openrsm.surface.simulation import Simulator
from openrsm.wire.encoding import Json, encode, encode_items

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a command is carried out: a manager and a session with it.

    Attributes:
        outlives: Whether the work goes on when this process ends.
    """

    manager: Manager
    session: SessionId
    outlives: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What was asked for around the command itself.

    Attributes:
        command: Its name, without options and arguments.
        state_told: The state folder, if an option named it.
    """

    opener: Opener
    server: Server
    herald: Herald
    simulator: Simulator
    state: Path
    application: str
    command: str = "rsm"
    state_told: Path | None = None
    as_json: bool = False

    def given(self, state: Path | None, application: str | None, *, as_json: bool) -> Call:
        """This call with what these options say; what they do not say stays."""
        return replace(
            self,
            state=state or self.state,
            state_told=state or self.state_told,
            application=application or self.application,
            as_json=as_json or self.as_json,
        )

    @contextmanager
    def looking(self) -> Iterator[Desk]:
        """To look only: works while another process holds the state."""
        with self._desk(read_only=True) as desk:
            yield desk

    @contextmanager
    def changing(self) -> Iterator[Desk]:
        """To change the catalogue, where nothing is queued by it."""
        with self._desk(read_only=False) as desk:
            yield desk

    @contextmanager
    def acting(self, *, ends_mounts: bool = False) -> Iterator[Desk]:
        """To queue work: what can be done of it is done before the command ends, unless a service does it anyway.

        With ``ends_mounts`` what is mounted ends with the command, in whatever way that ends.
        """
        with self._desk(read_only=False, ends_mounts=ends_mounts) as desk:
            try:
                yield desk
            except RsmError:
                self._finish(desk)  # what failed is undone by work, too
                raise
            self._finish(desk)

    @contextmanager
    def _desk(self, *, read_only: bool, ends_mounts: bool = False) -> Iterator[Desk]:
        opened = self.opener(self.state, read_only=read_only, command=self.command)
        manager = opened.manager
        try:
            principal = current_principal(self.state)
            session = manager.sessions.open(self.application, principal, ends_mounts=ends_mounts)
            try:
                yield Desk(manager, session, outlives=opened.outlives)
            finally:
                manager.sessions.close(session)
        except KeyboardInterrupt:
            self._say_what_stays(opened)
            raise
        finally:
            manager.close()

    def _finish(self, desk: Desk) -> None:
        if desk.outlives:
            return
        with self.progress("finishing what can be finished now; Ctrl-C leaves it queued"):
            desk.manager.settle()

    def _say_what_stays(self, opened: Opened) -> None:
        if opened.outlives:
            tell("interrupted; the service goes on with what is queued (rsm work list)")
            return
        manager = opened.manager
        with suppress(RsmError):
            session = manager.sessions.open(self.application, current_principal(self.state))
            stays = [f"{view.item.number}" for view in manager.work.list(session)]
            manager.sessions.close(session)
            tell(f"interrupted; still queued: {', '.join(stays) or 'nothing'}")

    @contextmanager
    def progress(self, title: str) -> Iterator[Progress]:
        """Progress for one waiting call of the surface."""
        with progress(title, quiet=self.as_json) as told:
            yield told

    def show(self, value: T, page: Callable[[T], Page]) -> None:
        """Print one result."""
        self._print(encode(value), lambda: page(value))

    def show_items(self, values: Sequence[T], page: Callable[[Sequence[T]], Page]) -> None:
        """Print a list of results."""
        self._print(encode_items(values), lambda: page(values))

    def show_data(self, data: Json, page: Callable[[], Page]) -> None:
        """Print a result that is no value of the surface."""
        self._print(data, page)

    def say(self, data: Json, line: str) -> None:
        """Print a result that is a line, as it stands."""
        put(shown_json(json.dumps(data, indent=2, ensure_ascii=False)) if self.as_json else line)

    def _print(self, data: Json, page: Callable[[], Page]) -> None:
        if self.as_json:
            self.say(data, "")
            return
        from openrsm.cli.render.printing import print_page  # noqa: PLC0415 - slow to import

        with whoever_listens():
            print_page(page())
