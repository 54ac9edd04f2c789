"""A service on another computer: over TCP with TLS, by a token."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import openrsm
from openrsm.errors import NotAuthenticated, ServiceUnavailable
from tests.daemon.service import running
from tests.daemon.test_tls import given, made
from tests.lab.lab import free_port

pytestmark = pytest.mark.system


@dataclass(frozen=True)
class Far:
    """Where the service is, who vouches for it, and what vouches for the caller."""

    url: str
    tls: ssl.SSLContext
    secret: str


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Far]:
    folder: Path = tmp_path_factory.mktemp("far")
    certificate, key = made(folder, "one")
    port = free_port()
    with running(folder / "state", "--listen", f"127.0.0.1:{port}", environment=given(certificate, key)) as service:
        secret: str = service.api("POST", "/tokens", {"name": "far"})["secret"]
        yield Far(f"https://127.0.0.1:{port}", ssl.create_default_context(cafile=certificate), secret)


def test_a_token_opens_a_session_over_tls(far: Far) -> None:
    with openrsm.connect(far.url, application="archive", token=far.secret, tls=far.tls) as rsm:
        assert [view.library.name for view in rsm.libraries.list()] == ["offline"]


def test_so_it_does_in_an_event_loop(far: Far) -> None:
    async def names() -> list[str]:
        async with openrsm.connect_async(far.url, application="archive", token=far.secret, tls=far.tls) as rsm:
            return [view.library.name for view in await rsm.libraries.list()]

    assert asyncio.run(names()) == ["offline"]


def test_without_a_token_nobody_is_served(far: Far) -> None:
    with pytest.raises(NotAuthenticated, match="token"):
        openrsm.connect(far.url, application="archive", tls=far.tls)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(far: Far) -> None:
    with pytest.raises(ServiceUnavailable, match="certificate"):
        openrsm.connect(far.url, application="archive", token=far.secret)


def test_a_port_at_which_nobody_listens_is_named() -> None:
    port = free_port()
    with pytest.raises(ServiceUnavailable, match=f"127.0.0.1:{port}.*refused"):
        openrsm.connect(f"http://127.0.0.1:{port}", application="archive")
