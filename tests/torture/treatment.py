"""What the SCSI driver makes of sense data: those of which it makes the same differ in nothing but in what is told."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from openrsm.drivers.scsi import faults, stops
from openrsm.drivers.scsi.command import Cdb
from openrsm.drivers.scsi.link import Outcome
from openrsm.drivers.scsi.readiness import status_of
from openrsm.drivers.scsi.sense import Sense

ASKED_FOR: Final = 1024
"""Bytes of a block whose length is told."""


def treatment(sense: Sense, cdb: Cdb) -> Hashable:
    """Every answer of every question that the driver has about these sense data, but for their words.

    test_treatment.py holds that it has no other.
    """
    error, outcome = faults.error_for(sense, cdb, "it"), Outcome(data=b"", sense=sense)
    first, later = (faults.attention_for(sense, first=first) for first in (True, False))
    return (
        sense.key,
        (type(error), error.advice),
        (outcome.done, outcome.is_deferred, outcome.objects_to_a_field, outcome.is_unknown_command),
        (first.contents_suspect, first.medium_changed, later.contents_suspect),
        faults.may_be_sent_again(sense, cdb),
        faults.says_door_open(sense),
        status_of(sense).readiness,
        (stops.is_filemark(outcome), type(stops.early_stop(sense, "it")), stops.length_told(sense, ASKED_FOR)),
    )
