"""Every call of the surface, written once: without its session, which the line knows, and ``async``.

What each promises stands in :mod:`openrsm.surface`.
"""
