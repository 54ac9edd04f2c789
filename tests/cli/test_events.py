"""``rsm events``."""

import json

from tests.cli.conftest import Rsm


def test_what_has_changed_is_told_in_order_a_line_for_each(rsm: Rsm) -> None:
    lines = rsm("events --after 0 --once").splitlines()
    assert [int(line.split()[0]) for line in lines] == list(range(1, len(lines) + 1))


def test_objects_go_by_their_names(rsm: Rsm) -> None:
    last = len(rsm("events --after 0 --once").splitlines())
    rsm("media disable V00003L9")
    told = [line.split()[2:] for line in rsm(f"events --after {last} --once").splitlines()]
    assert ["changed", "physical-media", "V00003L9"] in told


def test_only_the_types_that_are_asked_for_are_told_of(rsm: Rsm) -> None:
    told = rsm("events --after 0 --once --type library --type pool").splitlines()
    assert {line.split()[3] for line in told} == {"library", "pool"}


def test_machines_get_a_document_a_line(rsm: Rsm) -> None:
    told = [json.loads(line) for line in rsm("events --after 0 --once --json --type library").splitlines()]
    assert {each["object_type"] for each in told} == {"library"}


def test_what_is_gone_goes_by_its_id(rsm: Rsm) -> None:
    last = len(rsm("events --after 0 --once").splitlines())
    rsm("pool delete backups/daily")
    gone = [line.split() for line in rsm(f"events --after {last} --once --type pool").splitlines()]
    assert [line[2:4] for line in gone] == [["gone", "pool"]]


def test_with_nothing_to_begin_after_it_begins_with_what_comes(rsm: Rsm) -> None:
    assert rsm("events --once") == ""
