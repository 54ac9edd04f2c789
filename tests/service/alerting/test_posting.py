"""Addresses hold secrets, and what is wrong with one is said without them."""

from typing import Final

import pytest

from openrsm.errors import InvalidParameter
from openrsm.service.alerting.alerts import Message, NotDeliveredError
from openrsm.service.alerting.posting import destinations, struck_out
from tests.service.alerting.sinks import Inbox, web

SECRET: Final = "T0k3n-that-nobody-may-see"


def test_an_address_that_is_none_is_refused_by_its_place_and_without_its_secrets() -> None:
    with pytest.raises(InvalidParameter) as refusal:
        destinations(["json://127.0.0.1", f"carrier-pigeon://{SECRET}"])
    assert "address 2" in str(refusal.value)
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("address", [SECRET, "", f"mailto:{SECRET}"])
def test_what_has_no_form_of_an_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        destinations([address])
    assert SECRET not in str(refusal.value)


def test_a_destination_is_named_by_kind_and_place() -> None:
    [one, other] = destinations([f"json://{SECRET}@host/{SECRET}", "json://host"])
    assert (one.name, other.name) == ("JSON (address 1)", "JSON (address 2)")
    assert SECRET not in one.key


def test_a_destination_is_the_same_after_a_restart_and_wherever_it_stands() -> None:
    [one] = destinations(["json://host/a"])
    [_, again] = destinations(["json://host/b", "json://host/a"])
    assert one.key == again.key


def test_what_is_not_delivered_says_why_without_secrets() -> None:
    inbox = Inbox()
    inbox.fail = True
    with web(inbox) as port:
        [destination] = destinations([f"json://ops:{SECRET}@127.0.0.1:{port}/{SECRET}"])
        with pytest.raises(NotDeliveredError) as failure:
            destination.send(Message(subject="s", body="b"))
    assert "503" in str(failure.value)
    assert SECRET not in str(failure.value)


def test_what_a_stranger_wrote_on_a_label_is_no_markup_where_messages_are_html() -> None:
    inbox = Inbox()
    with web(inbox) as port:
        [destination] = destinations([f"json://127.0.0.1:{port}/?format=html"])
        destination.send(Message(subject="s", body="Bring <img src=x> to port 1"))
    assert "&lt;img" in inbox.next().body


def test_every_part_of_an_address_is_struck_out() -> None:
    address = f"https://user:{SECRET}@host.example.org/hooks/abcd1234?token=efgh5678&key=p%40ss-%2Fw"
    text = struck_out(f"cannot reach {address}: abcd1234 efgh5678 {SECRET} p@ss-/w", address)
    assert not any(part in text for part in (SECRET, "abcd1234", "efgh5678", "example", "p%40ss", "p@ss"))
    assert text.startswith("cannot reach https://")
