"""Who calls is vouched for by the operating system or by a token; without that, health is all that is told."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from openrsm.api.app import create_app
from openrsm.api.document import document
from openrsm.api.options import ApiOptions
from openrsm.api.server import Tls
from tests.api.served import API, Served, problem_of, serving
from tests.conformance.surface_bench import PATIENCE
from tests.lab.lab import require_root

pytestmark = pytest.mark.system

NOBODY: Final = 65534
HEALTH: Final = {"/healthz", "/readyz", f"{API}/openapi.json"}
WHO: Final = """
import os, socket, sys
os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
connection = socket.socket(socket.AF_UNIX); connection.connect(sys.argv[1])
connection.sendall(sys.argv[3].encode() + b"\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
while piece := connection.recv(65536): sys.stdout.buffer.write(piece)
"""


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def beyond(served: Served) -> Iterator[httpx2.Client]:
    """A client over TCP that says nothing of who it is."""
    with httpx2.Client(base_url=served.url, timeout=PATIENCE) as client:
        yield client


def operations() -> list[tuple[str, str]]:
    """Every path of the document with every method, its parameters filled in."""
    made: Any = document(create_app(None, ApiOptions()))  # type: ignore[arg-type] # it is only described
    return [(method, path.replace("{", "").replace("}", "")) for path, item in made["paths"].items() for method in item]


# --- Nobody ---


def test_without_a_token_nothing_but_health_is_answered_beyond_this_computer(beyond: httpx2.Client) -> None:
    asked = operations()
    assert len(asked) > 60
    for method, path in asked:
        answer = beyond.request(method, path)
        if path in HEALTH:
            assert answer.status_code == 200, path
        else:
            assert problem_of(answer)["code"] == "NOT_AUTHENTICATED", path
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert beyond.get(f"{API}/openapi.json").json()["openapi"].startswith("3.1")


def test_a_path_that_there_is_not_tells_strangers_no_more_than_one_that_there_is(beyond: httpx2.Client) -> None:
    assert beyond.get("/no/such").status_code == beyond.options(f"{API}/pools").status_code == 401


# --- Tokens ---


def test_a_token_speaks_for_its_user(served: Served, beyond: httpx2.Client) -> None:
    session = beyond.post(
        f"{API}/sessions", json={"application": "tape"}, headers=bearer(served.token("ann's", "ann"))
    ).json()
    assert (session["user"], session["application"]) == ("ann", "tape")


@pytest.mark.parametrize(
    "given",
    [
        "Bearer",
        "Bearer ",
        "Basic cm9vdDpyb290",
        "Bearer nonsense",
        "Bearer " + "x" * 5000,
        "bearer \xff",
        "Negotiate",
        "",
    ],
)
def test_what_is_no_token_of_ours_is_refused(shared: Served, given: str) -> None:
    line = f"GET {API}/status HTTP/1.1\r\nHost: x\r\nAuthorization: {given}\r\n\r\n"
    answer = shared.say(line.encode("latin-1"))
    assert answer.startswith(b"HTTP/1.1 401")
    assert b"NOT_AUTHENTICATED" in answer


def test_two_tokens_at_once_are_refused(served: Served, beyond: httpx2.Client) -> None:
    twice = [("Authorization", f"Bearer {served.secret}")] * 2
    assert beyond.get(f"{API}/status", headers=twice).status_code == 401


def test_the_scheme_of_a_token_is_read_in_either_case(served: Served, beyond: httpx2.Client) -> None:
    assert beyond.get(f"{API}/status", headers={"Authorization": f"BEARER {served.secret}"}).status_code == 200


def test_an_expired_token_is_worthless(served: Served, beyond: httpx2.Client) -> None:
    secret = served.token("short", "root", lifetime=60)
    assert beyond.get(f"{API}/status", headers=bearer(secret)).status_code == 200
    served.clock.move(61)
    assert problem_of(beyond.get(f"{API}/status", headers=bearer(secret)))["code"] == "NOT_AUTHENTICATED"


def test_a_revoked_token_is_worthless_from_the_next_request_on(served: Served, beyond: httpx2.Client) -> None:
    secret = served.token("lost", "root")
    assert beyond.get(f"{API}/status", headers=bearer(secret)).status_code == 200
    served.ok("DELETE", "/tokens/lost")
    assert beyond.get(f"{API}/status", headers=bearer(secret)).status_code == 401


def test_over_the_unix_socket_a_token_wins_over_the_user_at_the_other_end(served: Served) -> None:
    secret = served.token("eve's", "eve")
    assert served.ok("POST", "/sessions", {"application": "a"})["user"] == "root"
    assert served.ok("POST", "/sessions", {"application": "a"}, **bearer(secret))["user"] == "eve"
    assert served.refused(401, "GET", "/status", None, Authorization="Bearer wrong")


# --- Users of this computer ---


def as_user(served: Served, number: int, line: str) -> str:
    """What is answered to a process of that user."""
    command = [sys.executable, "-c", WHO, str(served.path), str(number), line]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout


def test_an_ordinary_user_is_who_the_system_says_and_administers_nothing(served: Served, tmp_path: Path) -> None:
    require_root("only root can become somebody else")
    for folder in (tmp_path, *tmp_path.parents):  # the socket's folders let nobody through as they are made
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    assert as_user(served, NOBODY, f"GET {API}/status HTTP/1.1").startswith("HTTP/1.1 200")
    assert '"user":"nobody"' in as_user(served, NOBODY, f"GET {API}/sessions HTTP/1.1")
    refused = as_user(served, NOBODY, f"GET {API}/audit HTTP/1.1")
    assert refused.startswith("HTTP/1.1 403")
    assert "ACCESS_DENIED" in refused


def test_the_owner_of_the_state_administers_it(served: Served) -> None:
    assert served.ok("GET", "/audit")["items"]


# --- TLS ---


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Tls:
    """A certificate for localhost that only its own file vouches for."""
    folder = tmp_path_factory.mktemp("tls")
    made = Tls(certificate=folder / "certificate.pem", key=folder / "key.pem")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", str(made.key), "-out", str(made.certificate), "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost"),
        ],
        check=True,
        capture_output=True,
    )
    return made


@pytest.fixture
def secure(tmp_path: Path, tls: Tls) -> Iterator[Served]:
    with serving(tmp_path, tls=tls) as one:
        yield one


def test_tls_on_loopback_serves_who_has_a_token(secure: Served, tls: Tls) -> None:
    trusting = ssl.create_default_context(cafile=str(tls.certificate))
    with httpx2.Client(base_url=secure.url, verify=trusting, timeout=PATIENCE) as client:
        assert client.get(f"{API}/status", headers=bearer(secure.secret)).status_code == 200
        assert client.get(f"{API}/status").status_code == 401
        assert client.get("/healthz").json() == {"ok": True, "troubles": []}


def test_who_does_not_know_the_certificate_does_not_talk_to_the_service(secure: Served) -> None:
    with httpx2.Client(base_url=secure.url, timeout=PATIENCE) as client, pytest.raises(httpx2.ConnectError):
        client.get(f"{API}/status", headers=bearer(secure.secret))
    assert secure.goes_on()


@pytest.mark.parametrize("said", [b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\xff\xff" + b"\0" * 64, b""])
def test_plain_text_on_the_tls_port_is_cut_off(secure: Served, said: bytes) -> None:
    with socket.create_connection(("localhost", secure.port), PATIENCE) as connection:
        connection.sendall(said)
        connection.shutdown(socket.SHUT_WR)
        assert b"HTTP/1.1 200" not in connection.recv(4096)
    assert secure.goes_on()
