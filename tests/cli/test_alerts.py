"""``rsm alerts test`` says of each address whether a message arrives."""

import json
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Final

import pytest

from openrsm.cli.app import execute
from openrsm.daemon import open_state
from openrsm.daemon.alerting import try_alerts
from openrsm.daemon.serving import serve
from tests.cli.conftest import Ended
from tests.service.alerting.sinks import Inbox, web

SECRET: Final = "s3cr3t-p4th"


def alerts_test(folder: Path, *addresses: str, words: tuple[str, ...] = ()) -> Ended:
    file = folder / "rsmd.toml"
    file.write_text(f"[alerts]\nurls = {json.dumps(addresses)}\n", encoding="utf-8")
    line = ["alerts", "test", "--config", str(file), "--state", str(folder / "state"), *words]
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        status = execute(open_state, line, serve, try_alerts)
    return Ended(status, out.getvalue(), err.getvalue())


def test_a_test_alert_arrives(tmp_path: Path) -> None:
    inbox = Inbox()
    with web(inbox) as port:
        ended = alerts_test(tmp_path, f"json://127.0.0.1:{port}/{SECRET}")
        assert (ended.status, ended.err) == (0, "")
        assert inbox.next().subject.endswith("test alert")
    assert "JSON (address 1)  sent" in ended.out
    assert not (tmp_path / "state").exists()


def test_what_cannot_be_reached_is_named_without_its_secrets_and_the_others_are_told(tmp_path: Path) -> None:
    inbox = Inbox()
    with web(Inbox()) as closed:
        pass
    with web(inbox) as port:
        ended = alerts_test(tmp_path, f"json://127.0.0.1:{closed}/{SECRET}", f"json://127.0.0.1:{port}")
        assert inbox.next().subject.endswith("test alert")
    assert ended.status == 1
    assert "1 of 2 addresses" in ended.err
    assert SECRET not in ended.out + ended.err
    assert "JSON (address 2)  sent" in ended.out


def test_machines_get_what_became_of_each(tmp_path: Path) -> None:
    inbox = Inbox()
    with web(inbox) as port:
        ended = alerts_test(tmp_path, f"json://127.0.0.1:{port}", words=("--json",))
    assert json.loads(ended.out) == {"items": [{"to": "JSON (address 1)", "error": ""}]}


@pytest.mark.parametrize(
    ("addresses", "words"), [((), "set alerts.urls"), ((f"carrier-pigeon://{SECRET}",), "address 1")]
)
def test_nobody_to_tell_is_refused_with_what_to_do(tmp_path: Path, addresses: tuple[str, ...], words: str) -> None:
    ended = alerts_test(tmp_path, *addresses)
    assert ended.status == 1
    assert words in ended.err
    assert SECRET not in ended.err
