"""OpenRSM owns a site's tape libraries, drives and removable disks, and lends media and drives to applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from contextlib import AbstractAsyncContextManager

    from openrsm.client.async_connection import AsyncConnection
    from openrsm.client.connection import Connection

__version__ = "0.1.0"


def connect(
    url: str | None = None,
    *,
    application: str,
    token: str | None = None,
    lease: float = 60.0,
    tls: ssl.SSLContext | None = None,
    ends_mounts: bool = False,
) -> Connection:
    """Open a session with a running service; close it, or use it as a context.

    Args:
        url: ``unix:/run/openrsm/rsmd.sock``, ``https://HOST:PORT`` or ``http://127.0.0.1:PORT``. If not given: what
            OPENRSM_URL says, or else the socket of the service on this computer.
        application: What others see as the user of media and drives.
        token: Vouches for the caller, other than over a Unix socket; if not given, what OPENRSM_TOKEN says.
        lease: Seconds after which the session is lost when this process no longer gives a sign of life. It gives them
            by itself while it runs.
        tls: Whom to trust, where that is not whom the computer trusts.
        ends_mounts: What is mounted in the session is dismounted when it is closed, or lost: nothing stays in a drive
            for a process that was killed.

    Raises:
        InvalidParameter: The URL, the application's name or the lease is malformed.
        ServiceUnavailable: There is no service.
        NotAuthenticated, AccessDenied: Nobody vouches for the caller, or who may not use the computer.
    """
    from openrsm.client import connecting  # noqa: PLC0415 - the version is told without HTTP

    return connecting.connect(url, application, token, lease, tls, ends_mounts=ends_mounts)


def connect_async(
    url: str | None = None,
    *,
    application: str,
    token: str | None = None,
    lease: float = 60.0,
    tls: ssl.SSLContext | None = None,
    ends_mounts: bool = False,
) -> AbstractAsyncContextManager[AsyncConnection]:
    """The same for programs that run in an event loop: ``async with openrsm.connect_async(...) as rsm:``."""
    from openrsm.client import connecting  # noqa: PLC0415 - as above

    return connecting.connect_async(url, application, token, lease, tls, ends_mounts=ends_mounts)
