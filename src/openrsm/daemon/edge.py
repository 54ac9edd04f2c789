"""The network's edge, as it is configured: one server for each kind of socket, as one."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Sequence

from openrsm.api.app import create_app
from openrsm.api.options import ApiOptions
from openrsm.api.server import Serving, Tls
from openrsm.configuration.model import Http, Sessions
from openrsm.configuration.reading import Loaded
from openrsm.errors import InvalidParameter
from openrsm.surface.host import Host


class Edges:
    """Local clients and, with TLS if so configured, those beyond; implements :class:`openrsm.daemon.life.Edge`."""

    def __init__(self, host: Host, loaded: Loaded, sockets: Sequence[socket.socket]) -> None:
        """``sockets`` are bound and listening; those that local clients use must be among them.

        Raises:
            InvalidParameter: Certificate and key are of no use.
        """
        http = loaded.configuration.http
        app = create_app(host, _options(loaded, http, loaded.configuration.sessions))
        local = [one for one in sockets if one.family == socket.AF_UNIX]
        beyond = [one for one in sockets if one.family != socket.AF_UNIX]
        self._servings = [Serving(app, local)] if local else []
        if beyond:
            self._servings.append(Serving(app, beyond, _tls(http)))
        self._starting = len(self._servings)

    async def serve(self, started: Callable[[], None]) -> None:
        """See :class:`openrsm.daemon.life.Edge`; when one ends, all do."""

        def one_started() -> None:
            self._starting -= 1
            if not self._starting:
                started()

        async def serve_one(serving: Serving) -> None:
            try:
                await serving.serve(one_started)
            finally:
                self.stop()

        await asyncio.gather(*map(serve_one, self._servings))

    def stop(self) -> None:
        """See :class:`openrsm.daemon.life.Edge`."""
        for serving in self._servings:
            serving.stop()


def _options(loaded: Loaded, http: Http, sessions: Sessions) -> ApiOptions:
    return ApiOptions(
        owner=loaded.state.stat().st_uid,
        max_body=http.max_body,
        max_requests=http.max_requests,
        lease=sessions.lease,
        longest_lease=sessions.longest_lease,
    )


def _tls(http: Http) -> Tls | None:
    if http.tls_certificate is None or http.tls_key is None:
        return None
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            http.tls_certificate, http.tls_key, _no_password
        )
    except (OSError, ValueError) as error:  # what OpenSSL refuses is an OSError
        what = f"{http.tls_certificate} and {http.tls_key} cannot be used for TLS: {error}"
        raise InvalidParameter(
            what, "give a certificate in PEM and its key, readable and without a password"
        ) from error
    return Tls(certificate=http.tls_certificate, key=http.tls_key)


def _no_password() -> str:
    """What OpenSSL would otherwise ask for on the terminal."""
    raise ValueError("the key needs a password")
