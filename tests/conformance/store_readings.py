"""What the store promises of the readings of drives and media."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from openrsm.domain.values import DriveId
from openrsm.store.database import Store
from tests.conformance.store_nouns import NOON, Site, unload

HOUR = timedelta(hours=1)
ONE, OTHER = DriveId(uuid4()), DriveId(uuid4())


class StoreReadings:
    """See :class:`tests.conformance.store.StoreConformance`."""

    def test_the_last_readings_of_a_drive_and_of_a_medium_are_told(self, store: Store) -> None:
        site = Site(store)
        medium, another = site.medium(), site.medium()
        first, second = unload(medium, ONE), unload(another, ONE, NOON + HOUR)
        third = unload(medium, OTHER, NOON + 2 * HOUR)
        store.write(lambda tx: tx.readings.insert_all([first, second, third]))
        assert store.read(lambda tx: tx.readings.of_drive(ONE, 9)) == [second, first]
        assert store.read(lambda tx: tx.readings.of_medium(medium.id, 9)) == [third, first]
        assert store.read(lambda tx: tx.readings.of_medium(medium.id, 1)) == [third]

    def test_what_was_forgotten_stays_in_the_history_and_counts_no_more(self, store: Store) -> None:
        site = Site(store)
        medium, another = site.medium(), site.medium()
        kept, of_drive, of_medium = unload(another, OTHER), unload(another, ONE), unload(medium, OTHER)
        store.write(lambda tx: tx.readings.insert_all([kept, of_drive, of_medium]))
        store.write(lambda tx: tx.readings.forget_drive(ONE))
        store.write(lambda tx: tx.readings.forget_medium(medium.id))
        assert store.read(lambda tx: tx.readings.counted(NOON, 9)) == [kept]
        assert store.read(lambda tx: tx.readings.of_drive(ONE, 9)) == [replace(of_drive, forgotten=True)]

    def test_readings_are_counted_from_a_moment_on_and_old_ones_are_trimmed(self, store: Store) -> None:
        medium = Site(store).medium()
        old, new = unload(medium, ONE), unload(medium, ONE, NOON + HOUR)
        store.write(lambda tx: tx.readings.insert_all([old, new]))
        assert store.read(lambda tx: tx.readings.counted(NOON + HOUR, 9)) == [new]
        store.write(lambda tx: tx.readings.trim(NOON + HOUR))
        assert store.read(lambda tx: tx.readings.of_medium(medium.id, 9)) == [new]
