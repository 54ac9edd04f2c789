"""Telling people, outside OpenRSM, what wants somebody's attention.

The thread ``rsm-alerts`` follows the committed events, so it holds nothing up, and a restart loses nothing: how far
each destination has been told stands in the catalogue. A destination that cannot be reached is tried again, and what
came meanwhile becomes one message; what is older than ``retry_for`` is dropped, with a line in the log.
"""
