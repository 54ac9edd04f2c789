"""A library in a folder: robot, drives and cartridges as files, behaving as a real library outside our process would.

``library.json`` is the whole state, replaced as one under a lock, so that the driver and the hands of a person
(``rsm-virtual``) act on it from different processes. A motion is a record of when it began and when it ends: where a
cartridge is follows from the state and the time, so a motion goes on when the process that asked for it is dead.

- Pure: ``kinds`` (media types), ``timing``, ``faults``, ``model`` (the nouns), ``motion`` and ``loading`` (what
  happens to them).
- Files: ``parameters`` (addresses), ``form`` (the state as JSON), ``folder`` (the state under its lock), ``blocks``
  (a cartridge's data).
- Devices: ``changer``, ``drive``, ``discover``; ``human`` and ``hands`` are the person in front of it.
"""
