"""TCP with TLS, as other computers reach the service."""

import ssl
import subprocess
from pathlib import Path

import httpx2
import pytest

from tests.daemon.service import refused, running
from tests.lab.lab import free_port, require

pytestmark = pytest.mark.system


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for this computer, and its key."""
    return made(tmp_path, "one")


def made(folder: Path, name: str) -> tuple[Path, Path]:
    require("openssl")
    certificate, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*words, *files], check=True, capture_output=True)
    return certificate, key


def given(certificate: Path, key: Path) -> dict[str, str]:
    return {"OPENRSM_HTTP__TLS_CERTIFICATE": str(certificate), "OPENRSM_HTTP__TLS_KEY": str(key)}


def test_other_computers_are_served_over_tls_to_whom_a_token_is_shown(
    certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    port = free_port()
    with running(tmp_path / "state", "--listen", f"127.0.0.1:{port}", environment=given(*certificate)) as service:
        trusted = ssl.create_default_context(cafile=certificate[0])
        secret = service.api("POST", "/tokens", {"name": "far"})["secret"]
        with httpx2.Client(base_url=f"https://127.0.0.1:{port}/api/v1", verify=trusted) as client:
            assert client.get("/status").status_code == 401
            assert client.get("/status", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
        with pytest.raises(httpx2.HTTPError):
            httpx2.get(f"http://127.0.0.1:{port}/healthz")


def test_a_key_of_another_certificate_is_refused(certificate: tuple[Path, Path], tmp_path: Path) -> None:
    _, other = made(tmp_path, "other")
    told = refused(tmp_path / "state", "--listen", "127.0.0.1:0", environment=given(certificate[0], other))
    assert told.startswith(f"error INVALID_PARAMETER (87): {certificate[0]} and {other} cannot be used for TLS: ")


def test_a_key_with_a_password_is_refused_and_nobody_is_asked_for_it(
    certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    locked = tmp_path / "locked.pem"
    words = ["openssl", "rsa", "-aes128", "-passout", "pass:x", "-in", str(certificate[1]), "-out", str(locked)]
    subprocess.run(words, check=True, capture_output=True)
    told = refused(tmp_path / "state", "--listen", "127.0.0.1:0", environment=given(certificate[0], locked))
    assert "cannot be used for TLS: the key needs a password" in told
