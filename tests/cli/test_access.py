"""``rsm acl``, ``rsm token`` and ``rsm audit`` on a real catalogue."""

from __future__ import annotations

import json

import pytest

from openrsm.cli.render.access import access_page
from openrsm.cli.render.tokens import tokens_page
from openrsm.surface.security import AccessView, NewToken, TokenView
from openrsm.wire.decoding import decode, decode_items
from tests.cli.conftest import Rsm

pytestmark = pytest.mark.slow

DAILY = "pool:backups/daily"


def cells(text: str) -> list[list[str]]:
    """The words of each line of a page."""
    return [line.split() for line in text.splitlines() if line]


def test_a_list_of_rights_says_whose_it_is_and_who_was_given_what(rsm: Rsm) -> None:
    rsm(f"acl grant {DAILY} group:ops read modify")
    [target, owner, yours, grants, headings, *lines] = cells(rsm(f"acl show {DAILY}"))
    assert (target, grants) == (["target", DAILY], ["Grants"])
    assert (owner[0], yours[:2]) == ("owner", ["you", "may"])
    assert headings == ["WHO", "RIGHTS", "INHERITED", "FROM"]
    assert lines[0] == ["group:ops", "use", "modify", "read-control"]
    assert lines[1][-1] == "backups", "who owns the pool above"


def test_a_list_without_grants_says_so(rsm: Rsm) -> None:
    assert cells(rsm("acl show pool:backups"))[-1] == ["nobody", "was", "given", "rights"]


def test_rights_that_are_revoked_are_gone(rsm: Rsm) -> None:
    rsm(f"acl grant {DAILY} everyone use control")
    assert ["everyone", "control"] in cells(rsm(f"acl revoke {DAILY} everyone use"))
    assert "everyone" not in rsm(f"acl revoke {DAILY} everyone")
    assert rsm.refused(f"acl revoke {DAILY} everyone") == "OBJECT_NOT_FOUND"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("acl show backups", "INVALID_PARAMETER"),
        ("acl show pool:nowhere", "OBJECT_NOT_FOUND"),
        ("acl grant computer ann use", "INVALID_PARAMETER"),
        ("token revoke nightly", "OBJECT_NOT_FOUND"),
        ("token create ' '", "INVALID_NAME"),
        ("token create nightly --expires 0", "INVALID_PARAMETER"),
    ],
)
def test_what_cannot_be_meant_is_refused(shown: Rsm, line: str, code: str) -> None:
    assert shown.refused(line) == code


def test_a_new_tokens_secret_stands_alone_on_standard_output(rsm: Rsm) -> None:
    ended = rsm.try_("token create nightly --user ann --expires 30d")
    [secret] = ended.out.split()
    assert ended.status == 0
    assert ended.out == f"{secret}\n"
    assert "token nightly speaks for ann until" in ended.err
    assert secret not in ended.err + rsm("token list") + rsm("audit")


def test_tokens_are_listed_with_their_users_until_they_are_revoked(rsm: Rsm) -> None:
    rsm.try_("token create nightly --user ann")
    [headings, line] = cells(rsm("token list"))
    assert headings == ["NAME", "USER", "CREATED", "BY", "EXPIRES", "LAST", "USED"]
    assert (line[:2], line[-2:]) == (["nightly", "ann"], ["never", "never"])
    assert rsm("token revoke nightly") == "nightly is revoked\n"
    assert rsm("token list") == "no tokens\n"


def test_what_machines_read_are_views_again(rsm: Rsm) -> None:
    ended = rsm.try_("token create nightly --json")
    assert decode(NewToken, json.loads(ended.out)).secret.startswith("rsm_")
    assert [token.name for token in decode_items(TokenView, rsm.json("token list"))] == ["nightly"]
    assert decode(AccessView, rsm.json("acl show root")).target == "root"
    assert decode(AccessView, rsm.json("acl grant root group:ops use")).grants


def test_the_trail_tells_of_one_action_one_user_or_of_late(rsm: Rsm) -> None:
    rsm(f"acl grant {DAILY} everyone use")
    assert [entry["action"] for entry in rsm.items("audit --action rights_granted")] == ["rights_granted"]
    assert rsm.items("audit --user nobody-here") == []
    assert len(rsm.items("audit --since 1h")) == len(rsm.items("audit"))
    assert rsm.items("audit --since 2100-01-01") == []


def test_pages_of_nothing_are_sentences() -> None:
    nobody = AccessView(target="root", owner="", grants=[], yours=[])
    about, grants = access_page(nobody)
    assert [cell.text for cell in about.table.rows[-1]] == ["you may", "nothing"]
    assert (list(grants.table.rows), grants.nothing) == ([], "nobody was given rights")
    assert tokens_page([])[0].nothing == "no tokens"
