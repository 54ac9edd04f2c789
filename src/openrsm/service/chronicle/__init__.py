"""The log of what happens to cartridges, drives and work items, told from what was committed.

Nothing that the service does waits for it, and it tells of nothing that did not come to be.
"""
