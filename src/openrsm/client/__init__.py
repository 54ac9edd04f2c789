"""The surface again, over HTTP: what programs use, and the command line where a service runs.

Every call is written once, without its session and ``async``, in :mod:`openrsm.client.calls`. The three flavours follow
from that: as it is (:class:`~openrsm.client.async_connection.AsyncConnection`), blocking
(:class:`~openrsm.client.connection.Connection`), and blocking with the session as the first argument
(:class:`~openrsm.client.manager.ClientManager`, which is a :class:`openrsm.surface.manager.Manager`).
"""
