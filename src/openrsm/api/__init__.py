"""The network's edge: HTTP API v1, for every client on this computer and, with TLS, beyond it.

A request is authenticated and bounded before anything reads it (``gate``), becomes one call of the surface in a worker
thread (``call``), and is answered in the form of :mod:`openrsm.wire`. Whatever waits holds no thread (``waiting``).
"""
