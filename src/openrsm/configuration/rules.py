"""What single settings cannot know: those that only make sense together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from openrsm.configuration.describe import Key
from openrsm.configuration.kinds import split_address
from openrsm.configuration.model import Configuration, Http
from openrsm.configuration.problems import Problem

INSECURE: Final = "set tls_certificate and tls_key, listen on 127.0.0.1, or say allow_insecure = true"

LISTEN: Final = ("http", "listen")


def contradictions(configuration: Configuration, origins: Mapping[Key, str]) -> Iterator[Problem]:
    """Settings that cannot hold together."""
    yield from _tls(configuration.http, origins)
    if configuration.http.listen and not is_protected(configuration.http, split_address(configuration.http.listen)[0]):
        where = origins.get(LISTEN, "")
        yield Problem(where, "http.listen", "without TLS everybody on the way could read tokens", INSECURE)
    sessions = configuration.sessions
    if sessions.lease > sessions.longest_lease:
        where = origins.get(("sessions", "lease"), "") or origins.get(("sessions", "longest_lease"), "")
        yield Problem(where, "sessions.lease", "it is longer than longest_lease", "give less, or allow more")


def is_protected(http: Http, host: str) -> bool:
    """Whether nobody but this computer sees what is sent to an address, or it was said that this does not matter."""
    return http.tls_certificate is not None or http.allow_insecure or is_loopback(host)


def is_loopback(host: str) -> bool:
    """Whether an address leads nowhere but to this computer; a name other than localhost may lead anywhere."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tls(http: Http, origins: Mapping[Key, str]) -> Iterator[Problem]:
    given = {"tls_certificate": http.tls_certificate, "tls_key": http.tls_key}
    for name, path in given.items():
        where = origins.get(("http", name), "")
        other = next(each for each in given if each != name)
        if path is not None and given[other] is None:
            yield Problem(where, f"http.{name}", f"it needs {other}", f"set {other} as well")
        if path is not None and not _is_there(path):
            yield Problem(where, f"http.{name}", f"there is no file {path}", "name the file that holds it")


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # who checks may not look there, while the service may
        return True
