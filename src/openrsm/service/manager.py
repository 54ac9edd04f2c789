"""The surface, assembled: one state folder, its store, its controllers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import tzinfo
from pathlib import Path
from uuid import UUID, uuid4

import structlog

from openrsm.domain.values import Computer, LibraryId, Principal, SessionId
from openrsm.drivers.contract import Discovery
from openrsm.labels.contract import Recognition
from openrsm.service import cleanings, defaults, ended_mounts, imported, numbering, scratch, verifying
from openrsm.service.abandoned import Attendance, abandon_calls
from openrsm.service.alerting.alerts import AlertOptions, Destination
from openrsm.service.cataloguing import ensure_offline_library
from openrsm.service.changers import ChangerService
from openrsm.service.chronicle.chronicle import Chronicle
from openrsm.service.cleaners import CleaningService
from openrsm.service.clock import SteadyClock
from openrsm.service.context import Clock, Context, Limits
from openrsm.service.controllers import Controllers, with_devices, with_work
from openrsm.service.database import DatabaseService
from openrsm.service.diagnosis import DiagnosisService
from openrsm.service.hub import Hub
from openrsm.service.keeper import Keeper, Retention, clear_history
from openrsm.service.libraries import DriveService, LibraryService
from openrsm.service.media import MediaService
from openrsm.service.metrics.counting import Counting
from openrsm.service.mounts import MountService
from openrsm.service.notices import NoticeService
from openrsm.service.objects import ObjectService
from openrsm.service.observing import Observation
from openrsm.service.operators import OperatorService
from openrsm.service.pace import Pace
from openrsm.service.pools import PoolService
from openrsm.service.recent import Recent
from openrsm.service.refusals import Refusals
from openrsm.service.security import SecurityService
from openrsm.service.sessions import SessionRegistry
from openrsm.service.shares import ShareService
from openrsm.service.tokens import authenticate
from openrsm.service.work import WorkService
from openrsm.store.database import Commit, Store, Transaction
from openrsm.surface.host import Health

log = structlog.get_logger(__name__)


class LocalManager:
    """Implements :class:`openrsm.surface.host.Host` in this process."""

    def __init__(
        self,
        context: Context,
        controllers: Controllers,
        keeper: Keeper,
        observation: Observation,
        chronicle: Chronicle,
        *,
        folder: Path,
        on_close: Callable[[], None],
    ) -> None:
        """Made by :func:`open_manager`; ``folder`` is the state's, and its owner an administrator."""
        self._context = context
        self._owner = folder.stat().st_uid
        self._keeper = keeper
        self._observation = observation
        self._chronicle = chronicle
        self._on_close = on_close
        self.controllers = controllers
        self.sessions = context.sessions
        self.libraries = observation.counted(LibraryService(context, controllers))
        self.drives = observation.counted(DriveService(context, controllers))
        self.pools = observation.counted(PoolService(context))
        self.media = observation.counted(MediaService(context, controllers))
        self.mounts = observation.counted(MountService(context, controllers))
        self.changers = observation.counted(ChangerService(context, controllers))
        self.shares = observation.counted(ShareService(context))
        self.work = observation.counted(WorkService(context, controllers))
        self.operators = observation.counted(OperatorService(context, controllers))
        self.cleaning = observation.counted(CleaningService(context, controllers))
        self.diagnosis = observation.counted(DiagnosisService(context))
        self.database = observation.counted(DatabaseService(context, folder, controllers))
        self.objects = observation.counted(ObjectService(context))
        self.notices = observation.counted(NoticeService(context))
        self.security = observation.counted(SecurityService(context))

    def resume(self, session: SessionId, principal: Principal) -> None:
        """See the host."""
        self._context.sessions.resume(session, principal)

    def authenticate(self, secret: str) -> Principal:
        """See the host."""
        return authenticate(self._context, secret, self._owner)

    def watch(self, objects: Collection[UUID], told: Callable[[], None]) -> Callable[[], None]:
        """See the host."""
        return self._context.hub.watch(objects, told)

    def metrics(self) -> bytes:
        """See the host."""
        return self._observation.metrics()

    def health(self) -> Health:
        """See the host."""
        return self._observation.health()

    def alert(self, destinations: Sequence[Destination], options: AlertOptions) -> None:
        """Send alerts until it is closed; see :mod:`openrsm.service.alerting`. To be called once at most."""
        self._observation.alert(destinations, options)

    def settle(self) -> None:
        """See the surface."""
        self.controllers.settle()

    def under_way(self) -> list[str]:
        """What the libraries do at this moment, in words; for who waits for :meth:`close`.

        Raises:
            SystemFault: The catalogue cannot be read, as when it is closed already.
        """
        return self.controllers.under_way()

    def close(self) -> None:
        """See the surface."""
        self._context.hub.close()
        self._keeper.stop()
        self._observation.close()
        self.controllers.close()
        self._chronicle.close()
        self._context.recognition.close()
        self._context.store.close()
        self._on_close()


def open_manager(
    folder: Path,
    *,
    discover: Discovery,
    recognition: Recognition,
    clock: Clock,
    zone: tzinfo,
    computer: str,
    read_only: bool = False,
    serving: bool = False,
    limits: Limits | None = None,
    retention: Retention = Retention(),  # noqa: B008 - frozen
    steady: SteadyClock | None = None,
    pace: Pace | None = None,
    revisit: Discovery | None = None,
    on_close: Callable[[], None] = lambda: None,
    observe: Callable[[Commit], None] = lambda _: None,
) -> LocalManager:
    """Open the state in ``folder`` and take up the work that is open in it.

    The caller holds the folder's lock, unless ``read_only``: then nothing runs and nothing can be changed. It may give
    the lock up in ``on_close``. With ``serving`` it runs all libraries, also those without work, and tells the log what
    happens to cartridges and drives. Where the clock is a ``steady`` one, name it so: it is made to follow the
    computer's. A simulation has a ``pace`` of its own, and no log. A checkup opens libraries by ``revisit``, which
    makes none. ``observe`` is told of each commit by the thread that writes, and must be brief.

    Raises:
        SystemFault: The catalogue cannot be opened.
        ObjectNotFound: ``read_only``, and there is no catalogue yet.
    """
    counting, chronicle = Counting(), Chronicle()
    observers = (counting.committed, chronicle.committed, observe)
    store = Store.open(folder, read_only=read_only, clock=clock, observer=lambda commit: _tell(observers, commit))
    hub = Hub()
    refusals = Refusals(store)
    attendance = Attendance(store, hub, refusals)
    context = Context(
        store=store,
        hub=hub,
        recent=Recent(),
        sessions=SessionRegistry(computer, attendance, clock, (pace or Pace()).steady),
        refusals=refusals,
        clock=clock,
        zone=zone,
        discover=discover,
        revisit=revisit or discover,
        recognition=recognition,
        computer=computer,
        limits=limits or Limits(),
        pace=pace or Pace(),
    )
    controllers = attendance.controllers = Controllers(context)
    keeper = Keeper(context, retention, steady)
    observation = Observation(counting, context, folder, lambda: [*controllers.stopped(), *keeper.stopped()])
    if serving and pace is None:
        chronicle.start(store)
    if read_only:
        controllers.close()  # whoever looks has no library opened
    else:
        store.read(counting.begin)
        _take_up(context, controllers, retention, with_devices if serving else with_work)
        keeper.start()
    return LocalManager(context, controllers, keeper, observation, chronicle, folder=folder, on_close=on_close)


def _tell(observers: Sequence[Callable[[Commit], None]], commit: Commit) -> None:
    for observer in observers:
        observer(commit)


def _take_up(
    context: Context,
    controllers: Controllers,
    retention: Retention,
    to_run: Callable[[Transaction], Sequence[LibraryId]],
) -> None:
    """Go on where the process before left off."""
    context.store.conclude(scratch.conclude)
    context.store.conclude(numbering.conclude)
    context.store.conclude(verifying.conclude)
    context.store.conclude(ended_mounts.conclude)
    context.store.listen(context.recent.publish)
    context.store.listen(context.hub.publish)  # after the former, which those whom it wakes will ask
    taken_up = context.store.write(lambda tx: _prepare(tx, context.computer, retention))
    if taken_up:
        log.warning("an older catalogue was imported", action="catalogue_imported", done=taken_up)
    context.sessions.restore(context.store.read(lambda tx: tx.sessions.open()))
    for library_id in context.store.read(to_run):
        controllers.wake(library_id)


def _prepare(tx: Transaction, computer: str, retention: Retention) -> str:
    """Says what was done because a catalogue was imported; empty if none was."""
    ensure_offline_library(tx)
    cleanings.vanish(tx)
    if tx.computer.find() is None:
        defaults.for_computer(tx, tx.computer.insert(Computer(id=uuid4(), name=computer)))
    taken_up = imported.take_up(tx)
    abandon_calls(tx)
    clear_history(tx, retention)
    return taken_up
