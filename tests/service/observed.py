"""Reading what a manager says of itself."""

from collections.abc import Callable, Mapping

from prometheus_client.parser import text_string_to_metric_families

from openrsm.service.manager import LocalManager
from tests.conformance.surface_bench import Bench

Samples = Mapping[tuple[str, frozenset[tuple[str, str]]], float]


def break_off(bench: Bench) -> Callable[[], None]:
    """The library answers no more, until what is returned is called."""
    bench.manager.settle()
    away = bench.place.with_name("away")
    bench.place.rename(away)
    bench.place.touch()

    def mend() -> None:
        bench.place.unlink()
        away.rename(bench.place)

    return mend


def host(bench: Bench) -> LocalManager:
    assert isinstance(bench.manager, LocalManager)
    return bench.manager


class Scrape:
    """One reading of the metrics, as Prometheus parses it."""

    def __init__(self, text: bytes) -> None:
        self.families = list(text_string_to_metric_families(text.decode()))
        self.samples: Samples = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in self.families
            for sample in family.samples
        }

    def __call__(self, name: str, **labels: str) -> float:
        """The value of one sample, all of whose labels are given."""
        return self.samples[name, frozenset(labels.items())]

    def has(self, name: str, **labels: str) -> bool:
        return (name, frozenset(labels.items())) in self.samples


def scrape(bench: Bench) -> Scrape:
    return Scrape(host(bench).metrics())
