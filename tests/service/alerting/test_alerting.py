"""Alerts reach people, whatever happens to the network and to the service, and hold nothing up."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from queue import SimpleQueue
from typing import Final

import pytest
from structlog.testing import capture_logs

from openrsm.domain.values import ObjectType
from openrsm.errors import DeviceFault
from openrsm.service.alerting import wording
from openrsm.service.alerting.alerts import Alert, AlertKind, AlertOptions, Destination, Message, NotDeliveredError
from openrsm.service.alerting.courier import SLACK
from openrsm.service.alerting.posting import destinations
from tests.cli.samples import AT
from tests.conformance.surface_bench import LIBRARY, PATIENCE, ROOT, Bench, Build, eventually
from tests.service.alerting.sinks import Inbox, mail, web
from tests.service.observed import break_off, host, scrape
from tests.surface.conftest import opened

pytestmark = pytest.mark.slow

QUICK: Final = AlertOptions(gather=0.0, interval=0.0, first_pause=0.01, longest_pause=0.05)


class Postbox:
    """A destination whose letters a test reads; ``broken`` makes it refuse."""

    def __init__(self, key: str = "postbox") -> None:
        self.broken = False
        self.tries = 0
        self._letters: SimpleQueue[Message] = SimpleQueue()
        self.destination = Destination(key=key, name=key, send=self._send)

    def _send(self, message: Message) -> None:
        self.tries += 1
        if self.broken:
            raise NotDeliveredError("the postbox is broken")
        self._letters.put(message)

    def next(self) -> Message:
        return self._letters.get(timeout=PATIENCE)

    def is_empty(self) -> bool:
        return self._letters.empty()


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()


@pytest.fixture
def box() -> Postbox:
    return Postbox()


def follow(bench: Bench, box: Postbox, options: AlertOptions = QUICK) -> None:
    """Tell the postbox from now on."""
    tell(bench, [box.destination], options)


def tell(bench: Bench, destinations: Sequence[Destination], options: AlertOptions = QUICK) -> None:
    """Tell all of them from now on, and let them take in that all is well."""
    host(bench).alert(destinations, options)
    eventually(lambda: all(noted(bench, each.key) is not None for each in destinations))


def noted(bench: Bench, key: str) -> int | None:
    return host(bench)._context.store.read(lambda tx: tx.alerts.last_id(key))  # noqa: SLF001 - what a restart would find


def restart(bench: Bench, folder: Path) -> None:
    bench.manager.close()
    bench.manager = opened(folder, bench.clock)
    bench.session = bench.manager.sessions.open("backup", ROOT)


def fail_to_mount(bench: Bench, lmid: str) -> None:
    bench.hands.add_fault("load", "UnableToLoad", where=bench.medium(lmid).medium.name)
    with pytest.raises(DeviceFault):
        bench.mount(lmid)


def want_a_person(bench: Bench) -> str:
    """A mount of a cartridge that is on the shelf; the cartridge's name."""
    lmid = bench.lmid()
    name = bench.medium(lmid).medium.name
    bench.take_out(name)
    bench.queue(lmid)
    return name


def test_an_operator_request_says_what_to_bring_where_and_how_to_answer(bench: Bench, box: Postbox) -> None:
    follow(bench, box)
    name = want_a_person(bench)
    letter = box.next()
    assert letter.subject == f"OpenRSM box: Operator wanted: Bring {name} to library vlib: backup waits to mount it"
    assert f"Cartridge: {name}" in letter.body
    assert "When it is there: rsm operator satisfy 1" in letter.body
    assert "If it cannot be done: rsm operator refuse 1" in letter.body


def test_failed_work_names_cartridge_drive_and_error(bench: Bench, box: Postbox) -> None:
    lmid = bench.lmid()
    follow(bench, box)
    fail_to_mount(bench, lmid)
    letter = box.next()
    assert f"Mount of {bench.medium(lmid).medium.name} failed" in letter.subject
    assert f"Drive: {LIBRARY}/drive" in letter.body
    assert "Look at it: rsm work show" in letter.body


def test_what_its_caller_alone_can_mend_is_no_alert(bench: Bench, box: Postbox) -> None:
    taken, lmid = bench.lmids(2)
    bench.mount(taken)
    follow(bench, box)
    bench.queue(taken, error_if_busy=True)
    fail_to_mount(bench, lmid)
    letter = box.next()
    assert bench.medium(lmid).medium.name in letter.subject
    assert bench.medium(taken).medium.name not in letter.body


def test_a_library_in_trouble_is_told_once_and_its_return_as_well(bench: Bench, box: Postbox) -> None:
    follow(bench, box)
    mend = break_off(bench)
    bench.manager.libraries.inventory(bench.session, LIBRARY)
    assert f"Library {LIBRARY} does not answer" in until(box, "does not answer").subject
    mend()
    assert until(box, "works again").subject == f"OpenRSM box: Library {LIBRARY} works again"


def until(box: Postbox, words: str) -> Message:
    """The first letter with these words; those before it are of other matters."""
    while words not in (letter := box.next()).body:
        assert "does not answer" not in letter.body
    return letter


def test_the_return_of_a_library_is_told_although_the_service_was_restarted_meanwhile(
    build: Build, box: Postbox, tmp_path: Path
) -> None:
    bench = build()
    follow(bench, box)
    mend = break_off(bench)
    bench.manager.libraries.inventory(bench.session, LIBRARY)
    until(box, "does not answer")
    restart(bench, tmp_path / "state")
    mend()
    follow(bench, box)
    bench.manager.libraries.inventory(bench.session, LIBRARY)
    assert until(box, "works again").subject.endswith(f"Library {LIBRARY} works again")


def test_many_failures_at_once_become_one_message(bench: Bench, box: Postbox) -> None:
    lmids = bench.lmids(5)
    follow(bench, box)
    box.broken = True
    for lmid in lmids:
        fail_to_mount(bench, lmid)
    box.broken = False
    letters: list[Message] = []
    eventually(lambda: told(box, letters) == 5)
    assert len(letters) <= 2  # the first may have been under way when the fifth mount failed
    assert any("failed work items" in letter.subject for letter in letters)


def told(box: Postbox, letters: list[Message]) -> int:
    """Of how many failures the letters tell that have come so far."""
    while not box.is_empty():
        letters.append(box.next())
    return sum(letter.body.count("Look at it") for letter in letters)


def test_a_message_spells_out_the_first_and_counts_the_others() -> None:
    alerts = [Alert(kind=AlertKind.WORK, at=AT, headline=f"Mount {number} failed") for number in range(27)]
    message = wording.message([*alerts, Alert(kind=AlertKind.DEVICE, at=AT, headline="x")], "box", UTC)
    assert message.subject == "OpenRSM box: 28 alerts: 27 failed work items, 1 device"
    assert "Mount 19 failed" in message.body
    assert "Mount 20 failed" not in message.body
    assert "and 8 more" in message.body


def test_between_two_messages_lies_the_interval_and_nothing_is_lost(bench: Bench, box: Postbox) -> None:
    first, *others = bench.lmids(3)
    follow(bench, box, replace(QUICK, interval=0.5))
    fail_to_mount(bench, first)
    assert "alerts" not in box.next().subject
    for lmid in others:
        fail_to_mount(bench, lmid)
    assert "2 failed work items" in box.next().subject


def test_what_could_not_be_sent_is_sent_after_a_restart(build: Build, box: Postbox, tmp_path: Path) -> None:
    bench = build()
    lmid = bench.lmid()
    follow(bench, box)
    box.broken = True
    fail_to_mount(bench, lmid)
    eventually(lambda: box.tries)
    restart(bench, tmp_path / "state")
    box.broken = False
    follow(bench, box)
    assert "failed" in box.next().subject


def test_what_was_sent_is_not_sent_again_after_a_restart(build: Build, box: Postbox, tmp_path: Path) -> None:
    bench = build()
    first, second = bench.lmids(2)
    follow(bench, box)
    fail_to_mount(bench, first)
    box.next()
    restart(bench, tmp_path / "state")
    follow(bench, box)
    fail_to_mount(bench, second)
    assert "alerts" not in (letter := box.next()).subject
    assert bench.medium(second).medium.name in letter.subject


def test_what_happened_while_the_service_sent_no_alerts_is_told_when_it_does(
    build: Build, box: Postbox, tmp_path: Path
) -> None:
    bench = build()
    lmid = bench.lmid()
    follow(bench, box)
    restart(bench, tmp_path / "state")
    fail_to_mount(bench, lmid)
    follow(bench, box)
    assert bench.medium(lmid).medium.name in box.next().subject


def test_a_new_destination_is_told_what_stands_open_but_not_what_is_past(bench: Bench, box: Postbox) -> None:
    fail_to_mount(bench, bench.lmid())
    name = want_a_person(bench)
    follow(bench, box)
    letter = box.next()
    assert name in letter.subject
    assert "failed" not in letter.body


def test_what_is_too_old_is_dropped_with_a_line_in_the_log_and_counted(bench: Bench, box: Postbox) -> None:
    first, second = bench.lmids(2)
    with capture_logs() as logs:
        follow(bench, box, replace(QUICK, retry_for=3600.0))
        box.broken = True
        fail_to_mount(bench, first)
        eventually(lambda: box.tries)
        bench.clock.move(3600 + SLACK + 1)
        fail_to_mount(bench, second)
        box.broken = False
        letter = box.next()
        assert bench.medium(second).medium.name in letter.subject
        assert [line["to"] for line in logs if line.get("action") == "alert_dropped"]
    assert scrape(bench)("openrsm_alerts_total", outcome="dropped") >= 1
    assert scrape(bench)("openrsm_alerts_total", outcome="failed") >= 1
    assert scrape(bench)("openrsm_alerts_total", outcome="sent") == 1


def test_an_alert_that_is_not_to_be_tried_again_is_tried_once(bench: Bench, box: Postbox) -> None:
    lmid = bench.lmid()
    follow(bench, box, replace(QUICK, retry_for=0.0))
    fail_to_mount(bench, lmid)
    assert "failed" in box.next().subject


def test_each_destination_is_told_whatever_becomes_of_the_others(bench: Bench) -> None:
    good, bad = Postbox("good"), Postbox("bad")
    bad.broken = True
    lmid = bench.lmid()
    tell(bench, [bad.destination, good.destination])
    fail_to_mount(bench, lmid)
    assert "failed" in good.next().subject
    bad.broken = False
    assert "failed" in bad.next().subject
    assert good.is_empty()


def test_operators_are_not_alerted_where_that_is_set(bench: Bench, box: Postbox) -> None:
    bench.change(ObjectType.COMPUTER, "computer", operator_alerts=False)
    lmid = bench.lmid()
    follow(bench, box)
    want_a_person(bench)
    fail_to_mount(bench, lmid)
    assert "Operator wanted" not in box.next().body


def test_only_the_chosen_kinds_are_told(bench: Bench, box: Postbox) -> None:
    lmid = bench.lmid()
    follow(bench, box, replace(QUICK, kinds=frozenset({AlertKind.OPERATOR})))
    fail_to_mount(bench, lmid)
    want_a_person(bench)
    assert "Operator wanted" in box.next().subject


def test_a_request_that_stays_open_is_told_again(bench: Bench, box: Postbox) -> None:
    follow(bench, box, replace(QUICK, remind_after=0.05))
    name = want_a_person(bench)
    assert f"Operator wanted: Bring {name}" in box.next().subject
    assert f"Operator still wanted: Bring {name}" in box.next().subject
    assert f"Operator still wanted: Bring {name}" in box.next().subject


def test_a_library_waits_for_no_destination(bench: Bench) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def hang(_message: Message) -> None:
        asked.set()
        assert go_on.wait(PATIENCE)

    failing, *lmids = bench.lmids(3)
    tell(bench, [Destination(key="hangs", name="hangs", send=hang)])
    fail_to_mount(bench, failing)
    assert asked.wait(PATIENCE)
    for lmid in lmids:
        bench.mount(lmid)
        bench.dismount(lmid)
    assert not go_on.is_set()
    go_on.set()


# Over the network.


@contextmanager
def posting(bench: Bench, addresses: Sequence[str], options: AlertOptions = QUICK) -> Iterator[None]:
    host(bench).alert(destinations(addresses), options)
    yield


def test_alerts_are_posted_to_a_web_server(bench: Bench) -> None:
    inbox = Inbox()
    with web(inbox) as port, posting(bench, [f"json://ops:letmein@127.0.0.1:{port}/hooks"]):
        name = want_a_person(bench)
        assert f"Bring {name}" in inbox.next().subject


def test_alerts_are_sent_by_mail(bench: Bench) -> None:
    inbox = Inbox()
    with mail(inbox) as port:
        address = f"mailto://127.0.0.1:{port}?smtp=127.0.0.1&mode=insecure&from=rsm@example.org&to=ops@example.org"
        with posting(bench, [address]):
            name = want_a_person(bench)
            letter = inbox.next()
            assert f"Bring {name}" in letter.subject
            assert "rsm operator satisfy 1" in letter.body
            bench.manager.close()


def test_a_server_that_was_down_gets_everything_when_it_is_back(bench: Bench) -> None:
    inbox = Inbox()
    with web(inbox) as port:
        pass
    lmid = bench.lmid()
    with capture_logs() as logs, posting(bench, [f"json://ops:letmein@127.0.0.1:{port}/hooks/s3cr3t-path"]):
        name = want_a_person(bench)
        eventually(lambda: [line for line in logs if line.get("action") == "alert_failed"])
        fail_to_mount(bench, lmid)
        with web(inbox, port):
            body = inbox.next().body
            while bench.medium(lmid).medium.name not in body:
                body += inbox.next().body
        bench.manager.close()
    assert name in body
    assert all(secret not in str(logs) for secret in ("letmein", "s3cr3t-path"))


def test_a_server_that_refuses_is_tried_again(bench: Bench) -> None:
    inbox = Inbox()
    inbox.fail = True
    with web(inbox) as port, posting(bench, [f"json://127.0.0.1:{port}"]):
        want_a_person(bench)
        for _ in range(3):
            assert inbox.asked.acquire(timeout=PATIENCE)
        inbox.fail = False
        assert "Operator wanted" in inbox.next().subject
        bench.manager.close()


def test_a_server_that_hangs_delays_no_mount(bench: Bench) -> None:
    inbox = Inbox()
    inbox.answering.clear()
    failing, *lmids = bench.lmids(3)
    with web(inbox) as port, posting(bench, [f"json://127.0.0.1:{port}?rto=20"]):
        fail_to_mount(bench, failing)
        assert inbox.asked.acquire(timeout=PATIENCE)
        for lmid in lmids:
            bench.mount(lmid)
        assert not inbox.answering.is_set()
        inbox.answering.set()
        bench.manager.close()
