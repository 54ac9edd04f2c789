"""The dashboard and the alert rules ask for what there is, and the rules do what they say."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from openrsm.service.metrics.families import FAMILIES
from tests.lab.lab import require

CONTRIB: Final = Path(__file__).resolve().parents[2] / "contrib"
RULES: Final = CONTRIB / "prometheus" / "openrsm.rules.yml"
RULES_TEST: Final = CONTRIB / "prometheus" / "openrsm.rules.test.yml"
GUIDE: Final = CONTRIB.parent / "docs" / "how-to" / "monitor.md"
DASHBOARD: Final = CONTRIB / "grafana" / "openrsm.json"

PARTS: Final = re.compile(r"_(?:bucket|sum|count)$")
USED: Final = re.compile(r"(?<![\w:])(openrsm_\w+)(?:\{([^}]*)\})?")
MATCHER: Final = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
OF_PROMETHEUS: Final = {"job", "instance", "le", "alertname"}
KNOWN: Final = {family.name: {*family.labels} for family in FAMILIES}


def expressions(panels: Any) -> Iterator[str]:
    for panel in panels:
        yield from (target["expr"] for target in panel.get("targets", ()))
        yield from expressions(panel.get("panels", ()))


def dashboard() -> Any:
    return json.loads(DASHBOARD.read_text(encoding="utf-8"))


def asked() -> dict[str, str]:
    """The texts in which metrics are asked for."""
    variables = [variable.get("definition", "") for variable in dashboard()["templating"]["list"]]
    return {
        GUIDE.name: GUIDE.read_text(encoding="utf-8"),
        RULES.name: RULES.read_text(encoding="utf-8"),
        RULES_TEST.name: RULES_TEST.read_text(encoding="utf-8"),
        DASHBOARD.name: "\n".join([*expressions(dashboard()["panels"]), *variables]),
    }


def unknown(text: str) -> set[str]:
    """Metrics, and labels of metrics, that there are none of."""
    found = set()
    for name, matchers in USED.findall(text):
        family = name if name in KNOWN else PARTS.sub("", name)
        if family not in KNOWN:
            found.add(name)
        else:
            found |= {f"{name}{{{label}}}" for label in MATCHER.findall(matchers)} - {
                f"{name}{{{label}}}" for label in KNOWN[family] | OF_PROMETHEUS
            }
    return found


@pytest.mark.parametrize("name", list(asked()))
def test_every_metric_and_label_that_is_asked_for_is_served(name: str) -> None:
    assert unknown(asked()[name]) == set()


@pytest.mark.parametrize(
    "text", ["rate(openrsm_mountz_total[5m])", 'openrsm_mounts_total{volume="A"}', "openrsm_sessions_bucket_bucket"]
)
def test_what_is_not_served_is_found(text: str) -> None:
    assert unknown(text)


def test_every_alert_has_words_for_people_and_a_test() -> None:
    rules = RULES.read_text(encoding="utf-8")
    alerts = re.findall(r"- alert: (\w+)", rules)
    tested = set(re.findall(r"alertname: (\w+)", RULES_TEST.read_text(encoding="utf-8")))
    assert len(alerts) == len(set(alerts)) == rules.count("summary:") == rules.count("description:")
    assert set(alerts) == tested


def test_the_dashboard_s_panels_have_titles_and_places_of_their_own() -> None:
    panels = dashboard()["panels"]
    ids = [panel["id"] for panel in panels]
    assert len(ids) == len(set(ids))
    cells = [
        (x, y)
        for panel in panels
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
    assert all(panel["title"] for panel in panels)


def promtool(*words: str) -> subprocess.CompletedProcess[str]:
    require("promtool")
    return subprocess.run(["promtool", *words], capture_output=True, text=True, check=False, cwd=RULES.parent)


@pytest.mark.system
def test_the_rules_pass_promtool_and_their_own_tests() -> None:
    for words in (("check", "rules", RULES.name), ("test", "rules", RULES_TEST.name)):
        done = promtool(*words)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.system
def test_the_expressions_of_the_dashboard_pass_promtool(tmp_path: Path) -> None:
    plain = [
        re.sub(r"\$(?:instance|library)", ".*", one).replace("$__rate_interval", "5m")
        for one in expressions(dashboard()["panels"])
    ]
    rules = [{"record": f"checked:{number}", "expr": one} for number, one in enumerate(plain)]
    (tmp_path / "dashboard.yml").write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
    done = promtool("check", "rules", str(tmp_path / "dashboard.yml"))
    assert done.returncode == 0, done.stdout + done.stderr
