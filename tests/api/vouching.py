"""Given to Schemathesis: a token, and another one when it has revoked that."""

from __future__ import annotations

import os
from typing import Any, Final
from uuid import uuid4

import httpx2
import schemathesis

SOCKET: Final = "OPENRSM_TESTED_SOCKET"
"""The environment's variable that names the Unix socket of the service."""


@schemathesis.auth(refresh_interval=1)
class Token:
    """Made over the Unix socket, where the operating system vouches for who asks."""

    _secret = "none"

    def get(self, _case: Any, _context: Any) -> str:
        """One that is still good."""
        transport = httpx2.HTTPTransport(uds=os.environ[SOCKET], verify=False)
        with httpx2.Client(transport=transport, base_url="http://service/api/v1") as client:
            if (
                client.get("/status", headers={"Authorization": f"Bearer {self._secret}"}).status_code
                != httpx2.codes.OK
            ):
                self._secret = client.post("/tokens", json={"name": str(uuid4())}).json()["secret"]
        return self._secret

    def set(self, case: Any, data: str, _context: Any) -> None:
        """Send it."""
        case.headers["Authorization"] = f"Bearer {data}"
