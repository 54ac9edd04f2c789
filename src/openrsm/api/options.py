"""How the edge behaves; the composition root fills it from the configuration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiOptions:
    """Bounds and habits.

    Attributes:
        owner: The user (by number) whose state it is; administers it as root does.
        head_seconds: How long the line and the headers of a request may take to arrive.
        max_body: Bytes of a request's body.
        body_seconds: How long the whole of it may take to arrive.
        write_seconds: How long a client may leave unread what it is sent.
        max_connections: Connections at a time; None for as many as leave file descriptors for everything else.
        max_requests: Requests at a time, those that wait and listeners among them.
        threads: Calls of the surface at a time.
        lease: Seconds that a session is kept without a sign of life, where its client says nothing.
        longest_lease: The most it may say.
        longest_wait: Seconds of ``Prefer: wait``, at most; whoever asks for more asks again.
        longest_stream: Seconds after which a stream of events ends, so that its listener proves again who it is.
        ping: Seconds after which a listener is sent a comment, so that both ends see a broken connection.
    """

    owner: int | None = None
    head_seconds: float = 20.0
    max_body: int = 1024 * 1024
    body_seconds: float = 30.0
    write_seconds: float = 60.0
    max_connections: int | None = None
    max_requests: int = 8192
    threads: int = 4
    lease: float = 60.0
    longest_lease: float = 24 * 3600.0
    longest_wait: float = 3600.0
    longest_stream: float = 900.0
    ping: float = 15.0
