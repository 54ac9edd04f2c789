"""Everything that is counted, in the form that Prometheus reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import Metric
from prometheus_client.exposition import generate_latest

from openrsm.service.context import Context
from openrsm.service.metrics.counting import Counting
from openrsm.service.metrics.gauges import Gauges


class Metrics:
    """The metrics of one manager; each has its own, so that several may live in one process."""

    def __init__(self, counting: Counting, context: Context, folder: Path) -> None:
        """Joins what is counted with what is read from the catalogue and from the process."""
        self._counting = counting
        counting.registry.register(Gauges(context, folder))
        ProcessCollector(registry=counting.registry)

    def text(self) -> bytes:
        """Text format 0.0.4; asks no device."""
        self._counting.bring_up_to_date()
        return generate_latest(_Plain(self._counting.registry))


class _Plain:
    """A registry without the ``_created`` series: they double what is stored, and nothing here needs them."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        for metric in self._registry.collect():
            metric.samples = [sample for sample in metric.samples if not sample.name.endswith("_created")]
            yield metric
