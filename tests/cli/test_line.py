"""How lines are understood: what reaches the opener, and what is refused before. Nothing here opens a catalogue."""

import json
from pathlib import Path

import pytest
from typer.main import get_command

from openrsm.cli.app import build, execute
from openrsm.cli.opener import Opened
from openrsm.errors import StateLocked

LOOKS = [
    "status",
    "view drive",
    "view physical-media --in vlib",
    "view logical_media --in backups/daily",
    "view PARTITION --in A00001L9",
    "audit",
    "session list",
    "audit --limit 5",
    "audit --user ann --action refused --since 2h",
    "audit --since 2026-01-31T14:02",
    "acl show pool:backups/daily",
    "token list",
    "session list",
    "top --once",
    "top --interval 0.5",
    "library list",
    "library show vlib",
    "drive list",
    "drive list --library vlib",
    "drive show vlib/drive1",
    "share list",
    "share show bacula",
    "pool list",
    "pool show Free/LTO-9",
    "media list",
    "media list --library vlib --pool Free/LTO-9",
    "media show A00001L9",
    "media unclaimed",
    "media list --location vault*",
    "library types list vlib",
    "object show pool backups/daily",
    "computer show",
    "database show",
    "database report",
    "doctor",
    "doctor --library vlib",
    "object attribute list library vlib",
    "object attribute get media A00001L9 color",
    "work list",
    "work list --ended --limit 10",
    "work show 7",
    "operator destination list",
    "operator destination list --of vlib",
    "operator list",
    "operator list --answered",
    "operator show 3",
    "operator wait 3 --timeout 2h",
    "health",
    "health drive vlib/drive1",
    "health medium A00001L9 --limit 5",
    "events",
    "events --after 3 --type library --type drive --once",
]
CHANGES = [
    "library add vlib virtual:/srv/vlib?drives=2&slots=20&ports=2&type=LTO-9",
    "library inventory vlib",
    "library inventory vlib --method slot --nowait",
    "library inventory vlib --method stop",
    "library refresh desk",
    "library refresh desk --nowait",
    "library labels vlib write",
    "library open vlib",
    "library open vlib --method none --wait",
    "library open vlib --method full",
    "library enable vlib",
    "library disable vlib --now",
    "library remove vlib",
    "library types add vlib DLT",
    "library types remove vlib DLT",
    "library inventory vlib --method none",
    "library set vlib --no-auto-recovery --inventory none",
    "drive remove vlib/drive1",
    "drive dismount vlib/drive1",
    "drive enable vlib/drive1",
    "drive disable vlib/drive1",
    "drive delay vlib/drive1 300",
    "drive delay vlib/drive1 5m",
    "health clear drive vlib/drive1",
    "health clear medium A00001L9",
    "pool create backups",
    "pool create backups/daily --type LTO-9 --draw-from-free --return-to-free --max-allocations 3",
    "pool delete backups/daily",
    "share create bacula --library vlib --pools backups/daily backups/weekly --drives vlib/drive1 vlib/drive2",
    "share create bacula --library vlib --pools backups/daily --pools backups/weekly --drives vlib/drive1",
    "share change bacula --drives vlib/drive2 vlib/drive1",
    "share delete bacula",
    "media move A00001L9 Free/LTO-9",
    "media decommission A00001L9",
    "media retype A00001L9 Free/LTO-9",
    "media location A00001L9 cellar",
    "media create --pool Import/LTO-9 --bar-code A00001L9 --location cellar --description old",
    "media create --pool Import/MO-5-RW --label ANSI:VOL1 --label ANSI:VOL2 --name first --allow-duplicates",
    "media delete A00001L9",
    "media identify A00001L9 --deferred",
    "media identify A00001L9 --nowait",
    "label update 5f0b8a9e-2f0f-4b5e-9d43-3c5d9c1f7a10",
    "media enable A00001L9",
    "media disable A00001L9",
    "object set port 2d1f --max-extend 5m",
    "object set door 2d1f --max-open 0",
    "object set side 2d1f --name front --description spare",
    "media adopt --pool backups/daily --label bacula --called Vol-* --dry-run",
    "database export",
    "database export monday",
    "database import monday",
    "database import --cancel",
    "doctor --repair",
    "computer set --description here --keep-work 3d --keep-requests 7d --no-purge-failed-work --forget-free",
    "library set vlib --name other --description old --inventory slot",
    "pool set backups/daily --name weekly --no-draw-from-free --max-allocations 0 --type LTO-8",
    "media set A00001L9 --name first",
    "object attribute set drive vlib/drive1 color red",
    "object attribute delete pool backups/daily color",
    "allocate --pool backups/daily",
    "allocate --pool backups/daily --new --timeout 30s --error-if-unavailable",
    "allocate --pool backups/daily --next x --side y --timeout forever",
    "deallocate x",
    "complete x",
    "swap x y",
    "mount x",
    "mount x y --read --write --drive d1 --drive d2 --priority -15 --timeout 0",
    "run true --pool p --new --immediate --release-on-failure --priority 3 --timeout 5m --media-timeout 2h",
    "run tar --read x --read y",
    "import bacula - --library vlib --for nightly --under old --pool Full=backups/full --apply",
    "mount x --nowait --error-if-busy --error-if-offline --priority 15",
    "dismount x y --deferred --wait",
    "eject",
    "eject A00001L9 A00002L9 --queue",
    "eject A00001L9 --force --wait",
    "eject A00001L9 --to cellar",
    "inject vlib",
    "inject vlib --many --wait",
    "retract vlib",
    "drive clean drive1",
    "drive clean drive1 --wait",
    "cleaner reserve vlib 60",
    "cleaner reserve vlib 60 --uses 20",
    "cleaner release vlib",
    "cleaner inject vlib --uses 50 --wait",
    "cleaner eject vlib",
    "library set vlib --cleaner-uses 12 --cleans-when-told",
    "take-over x",
    "take-over x",
    "work wait 7 8 --timeout 2h",
    "work cancel 7",
    "work stop 7",
    "work order 7 1",
    "work purge",
    "work purge --older-than 3d",
    "label set x --type ours --id 4711 --info tape",
    "work delete 7 8",
    "operator submit message empty-the-bin",
    "operator submit new-media --pool backups/daily --library vlib",
    "operator submit device-service --drive vlib/drive1",
    "operator submit move-media --medium x --library vlib",
    "operator take 3",
    "operator delete 3 4",
    "operator watch",
    "operator watch --everywhere",
    "operator destination add desk1 --of vlib",
    "operator destination add desk1 --messages error",
    "operator destination remove desk1",
    "operator destination remove",
    "operator satisfy 3",
    "operator refuse 3",
    "acl grant pool:backups/daily group:backup use Control READ_CONTROL",
    "acl grant computer everyone read",
    "acl revoke pool:backups/daily user:ann",
    "acl revoke library:vlib user:ann write-dac",
    "token create nightly",
    "token create nightly --user ann --expires 30d",
    "token revoke nightly",
]
MISUSES = [
    "bogus",
    "library",
    "library bogus",
    "library add vlib",
    "library inventory vlib --method thorough",
    "library open vlib --method stop",
    "inject",
    "mount",
    "run true",
    "run true --pool p --read x",
    "run --pool p",
    "next-volume x",
    "import tivoli f --library vlib",
    "import bacula f",
    "import bacula f --library vlib --pool Full",
    "mount x --priority 16",
    "media create --bar-code A00001L9",
    "media create --pool p --label VOL1",
    "object set port 2d1f --max-extend forever",
    "swap x",
    "mount x --priority -16",
    "mount x --priority high",
    "mount x --timeout soon",
    "mount x --timeout -1",
    "mount x --bogus",
    "allocate",
    "allocate --pool p --new --next x",
    "drive delay vlib/drive1 forever",
    "drive delay vlib/drive1 soon",
    "pool create p --max-allocations 0",
    "object attribute set library vlib color",
    "object attribute set library vlib color red --file f",
    "object set library vlib",
    "library set vlib --inventory default",
    "pool set p --max-allocations -1",
    "computer set",
    "computer set --keep-work forever",
    "object attribute list bogus vlib",
    "work order 7 0",
    "work order 7 first",
    "work purge --older-than forever",
    "view",
    "view bogus",
    "audit --limit 0",
    "audit --since yesterday",
    "audit --since 5",
    "acl grant computer everyone",
    "acl grant computer everyone everything",
    "acl show",
    "token create",
    "token create nightly --expires soon",
    "top --interval 0",
    "completion tcsh",
    "events --type bogus",
    "events --after -1",
    "config bogus",
    "serve extra",
]
WITHOUT_A_CATALOGUE = {"alerts", "completion", "config", "next-volume", "serve", "simulate"}


def refusing(state: Path, *, read_only: bool, command: str) -> Opened:  # noqa: ARG001 - an opener's parameters
    raise StateLocked(f"{state} {'looked at' if read_only else 'to be changed'}", "wait")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("run --state /s --pool library/list -- mysql --password=secret media list", "rsm run"),
        ("--state list media move V00001L9 secret", "rsm media move"),
        ("media delete library", "rsm media delete"),
    ],
)
def test_others_are_told_the_name_of_a_command_and_nothing_of_what_it_is_given(line: str, name: str) -> None:
    told: list[str] = []

    def opener(state: Path, *, read_only: bool, command: str) -> Opened:
        told.append(command)
        return refusing(state, read_only=read_only, command=command)

    assert execute(opener, line.split()) == 1
    assert told == [name]


@pytest.mark.parametrize("line", LOOKS)
def test_a_command_that_looks_leaves_the_state_to_others(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(refusing, [*line.split(), "--state", "/s"]) == 1
    assert capsys.readouterr().err == "error SHARING_VIOLATION (32): /s looked at; wait\n"


@pytest.mark.parametrize("line", CHANGES)
def test_a_command_that_changes_wants_the_state_for_itself(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(refusing, [*line.split(), "--state", "/s"]) == 1
    assert capsys.readouterr().err == "error SHARING_VIOLATION (32): /s to be changed; wait\n"


@pytest.mark.parametrize("line", MISUSES)
def test_what_is_not_understood_is_misuse(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(refusing, line.split()) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Usage: rsm" in printed.err
    assert "\nerror: " in printed.err
    assert " --help\n" in printed.err


@pytest.mark.parametrize("line", MISUSES)
def test_machines_are_told_of_misuse_in_json(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(refusing, ["--json", *line.split()]) == 2
    error = json.loads(capsys.readouterr().err)["error"]
    assert (error["code"], error["win32"], error["acts"]) == ("INVALID_PARAMETER", 87, "caller")


@pytest.mark.parametrize("line", ["--json --state /s media list", "media list --json --state /s"])
def test_options_stand_before_or_after_the_command(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(refusing, line.split()) == 1
    assert json.loads(capsys.readouterr().err) == {
        "error": {"code": "SHARING_VIOLATION", "win32": 32, "what": "/s looked at", "advice": "wait", "acts": "caller"}
    }


def test_the_option_that_stands_last_wins(capsys: pytest.CaptureFixture[str]) -> None:
    execute(refusing, ["--state", "/first", "media", "list", "--state", "/last"])
    assert "/last looked at" in capsys.readouterr().err


def test_the_environment_says_where_the_state_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENRSM_STATE", "/told")
    execute(refusing, ["media", "list"])
    assert "/told looked at" in capsys.readouterr().err


def test_what_follows_two_dashes_is_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(refusing, ["media", "show", "--", "--json"]) == 1
    assert capsys.readouterr().err.startswith("error SHARING_VIOLATION (32)")


@pytest.mark.parametrize("line", ["--version", "--json --version", "--version media"])
def test_the_version_is_one_line(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(refusing, line.split()) == 0
    assert capsys.readouterr().out.startswith("rsm 0.")


def test_a_line_without_a_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(refusing, []) == 2
    printed = capsys.readouterr()
    assert "Usage: rsm" in printed.out
    assert printed.err == ""


def commands() -> list[list[str]]:
    root = get_command(build())
    groups = getattr(root, "commands", {})
    inside = [[name, child] for name, group in groups.items() for child in getattr(group, "commands", {})]
    return [*([name] for name in groups), *inside]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_explains_itself(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(refusing, [*words, "--help"]) == 0
    assert f"Usage: rsm {' '.join(words)}" in capsys.readouterr().out


def test_every_command_is_tried_above() -> None:
    tried = {line.split(" --")[0] for line in [*LOOKS, *CHANGES]}
    untried = [words for words in commands() if not any(one.startswith(" ".join(words)) for one in tried)]
    ends_otherwise = {"legacy"}  # see tests/cli/legacy
    assert {words[0] for words in untried} == WITHOUT_A_CATALOGUE | ends_otherwise


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(refusing, ["completion", shell]) == 0
    assert f"_RSM_COMPLETE=complete_{shell}" in capsys.readouterr().out


def test_completion_that_finds_no_catalogue_offers_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_RSM_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "rsm library show v")
    monkeypatch.setenv("COMP_CWORD", "3")
    with pytest.raises(SystemExit) as left:
        execute(refusing, [])
    assert left.value.code == 0
    assert capsys.readouterr().out.strip() == ""


def failing(error: BaseException) -> int:
    def opener(state: Path, *, read_only: bool, command: str) -> Opened:  # noqa: ARG001 - an opener's parameters
        raise error

    return execute(opener, ["media", "list"])


def test_what_should_not_happen_asks_for_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert failing(ValueError("two\nlines")) == 1
    assert capsys.readouterr().err == (
        "error INTERNAL (31): ValueError: two lines; report it, with the traceback that --debug shows\n"
    )


def test_refused_memory_is_called_that(capsys: pytest.CaptureFixture[str]) -> None:
    assert failing(MemoryError()) == 1
    assert capsys.readouterr().err.startswith("error NOT_ENOUGH_MEMORY (8): ")


def test_an_interruption_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert failing(KeyboardInterrupt()) == 130
    assert "error" not in capsys.readouterr().err


def test_a_traceback_is_shown_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(refusing, ["media", "list", "--debug"]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("Traceback (most recent call last):")
    assert printed.splitlines()[-1].startswith("error SHARING_VIOLATION (32): ")
