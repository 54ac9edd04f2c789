"""OpenRSM's values as JSON and back: what ``rsm --json`` prints and what the network carries.

The rules, which hold everywhere:

* A value is an object whose keys are its attributes, in snake_case. A reader ignores keys that it does not know; keys
  are added over time, never renamed.
* An enumeration is its member's name in lower case: ``in_use``, ``being_cleaned``.
* An id is the text of its GUID. A time is ISO 8601 in UTC with microseconds and a ``Z``. Durations are seconds.
* What is absent is null, never left out. A list of results is ``{"items": [...]}``, so that keys can join it.
* An error is ``{"error": {"code", "win32", "what", "advice", "acts"}}``.

``tests/wire/shapes.json`` records every object's keys; a change of the wire is a change of that file.
"""
