"""What holds, where it comes from, and every way in which it can be wrong."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from openrsm.configuration.describe import by_key, settings
from openrsm.configuration.reading import DEFAULT, LONGEST, Loaded, load

STATE = Path("/var/lib/openrsm")


def read(
    text: str = "",
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    options: Mapping[tuple[str, ...], str | None] | None = None,
) -> Loaded:
    file = None
    if folder is not None:
        file = folder / "rsmd.toml"
        file.write_text(text)
    return load(file, environment or {}, options or {}, STATE)


def test_nothing_need_be_said() -> None:
    loaded = read()
    assert (loaded.problems, loaded.file, loaded.state) == ([], None, STATE)
    assert {loaded.origin(setting) for setting in settings()} == {DEFAULT}


def test_the_system_s_state_is_served_on_the_system_s_socket() -> None:
    assert read().socket == Path("/run/openrsm/rsmd.sock")


def test_any_other_state_is_served_from_its_own_folder() -> None:
    assert read(environment={"OPENRSM_STATE": "/srv/rsm"}).socket == Path("/srv/rsm/rsmd.sock")


def test_what_comes_later_wins(tmp_path: Path) -> None:
    text = '[http]\nlisten = "127.0.0.1:1"\n[log]\nlevel = "debug"\n[limits]\npoll = 5\n'
    variables = {"OPENRSM_HTTP__LISTEN": "127.0.0.1:2", "OPENRSM_LOG__LEVEL": "error"}
    loaded = read(text, tmp_path, variables, {("http", "listen"): "127.0.0.1:3"})
    told = {name: (loaded.value(by_key()[name]), loaded.origin(by_key()[name])) for name in by_key()}
    assert told["http", "listen"] == ("127.0.0.1:3", "--listen")
    assert told["log", "level"] == ("error", "OPENRSM_LOG__LEVEL")
    assert told["limits", "poll"] == (5, f"{tmp_path}/rsmd.toml:6")
    assert told["limits", "watch"] == (60, DEFAULT)


def test_an_empty_variable_says_nothing() -> None:
    assert read(environment={"OPENRSM_LOG__LEVEL": ""}).configuration.log.level == "info"


def test_variables_of_other_programs_are_let_be() -> None:
    assert read(environment={"OPENRSM_URL": "x", "OPENRSM_TOKEN": "y", "HTTP__LISTEN": "z"}).problems == []


@pytest.mark.parametrize(
    ("variable", "text", "value"),
    [
        ("HTTP__MAX_BODY", "2048", 2048),
        ("HTTP__ALLOW_INSECURE", "true", True),
        ("LIMITS__POLL", "0.5", 0.5),
        ("ALERTS__URLS", "mailto://a mailto://b", ("mailto://a", "mailto://b")),
        ("ALERTS__URLS", '["mailto://a b"]', ("mailto://a b",)),
        ("HTTP__TLS_KEY", "/k", Path("/k")),
        ("LOG__FORMAT", "json", "json"),
    ],
)
def test_a_variable_is_read_as_its_setting_takes_it(variable: str, text: str, value: object) -> None:
    loaded = read(environment={f"OPENRSM_{variable}": text})
    section, name = variable.lower().split("__")
    assert loaded.value(by_key()[section, name]) == value


def test_a_relative_path_of_the_command_line_is_seen_from_where_it_was_typed() -> None:
    assert read(options={("state",): "here"}).state == Path.cwd() / "here"


def test_a_file_that_everybody_may_write_is_a_problem(tmp_path: Path) -> None:
    read("", tmp_path)
    (tmp_path / "rsmd.toml").chmod(0o646)
    [problem] = read("", tmp_path).problems
    assert problem.what == "everybody may write it"


def test_a_file_without_end_is_a_problem_and_not_read(tmp_path: Path) -> None:
    [problem] = read("#" * (LONGEST + 1), tmp_path).problems
    assert problem.what == f"it has more than {LONGEST} bytes"


@pytest.mark.parametrize("text", ["x = " + "[" * 5000, "x = " + "9" * 5000])
def test_what_the_parser_cannot_hold_is_a_problem(text: str, tmp_path: Path) -> None:
    [problem] = read(text, tmp_path).problems
    assert problem.what.startswith("this is no TOML")
    assert read(environment={"OPENRSM_LIMITS__POLL": text[4:]}).problems[0].advice == "give a number from 0.01 to 3600"


WRONG = [
    ('state = "/a\\u0000b"', 1, "state: it is '/a\\x00b'; give a path that begins with /"),
    ("[http]\nlistn = 1", 2, "http.listn: there is no such setting; did you mean listen?"),
    ("\n\n[htpp]\nlisten = 1", 3, "htpp: there is no such setting; did you mean [http]?"),
    ("listen = 1", 1, "listen: there is no such setting; did you mean listen in [http]?"),
    ("http = 1", 1, "http: it is a group of settings; begin it with a line [http]"),
    ("[gadgets]", 1, "gadgets: there is no such setting; rsm config example lists all settings"),
    ("[http.tls]\nkey = 1", 1, "http.tls: there is no such setting; did you mean tls_key?"),
    ('[http]\nmax_body = "big"', 2, "http.max_body: it is 'big'; give a whole number from 1024 to 1073741824"),
    ("[http]\nmax_body = 1.5", 2, "http.max_body: it is 1.5; give a whole number from 1024 to 1073741824"),
    ("[http]\nmax_body = true", 2, "http.max_body: it is True; give a whole number from 1024 to 1073741824"),
    ("[http]\nmax_body = 1", 2, "http.max_body: it is 1; give a whole number from 1024 to 1073741824"),
    ("[limits]\npoll = nan", 2, "limits.poll: it is nan; give a number from 0.01 to 3600"),
    ("[limits]\npoll = inf", 2, "limits.poll: it is inf; give a number from 0.01 to 3600"),
    ("[limits]\npoll = 2026-01-01", 2, "give a number from 0.01 to 3600"),
    ("[http]\nallow_insecure = 1", 2, "http.allow_insecure: it is 1; give true or false"),
    ('[http]\nsocket_mode = "0999"', 2, "http.socket_mode: it is '0999'; give three octal digits"),
    ('[http]\nsocket_mode = "0666\\n"', 2, "give three octal digits"),
    ("[http]\nsocket_mode = 0o666", 2, "http.socket_mode: it is 438; give three octal digits"),
    ('[http]\nsocket = "run/rsmd.sock"', 2, "http.socket: it is 'run/rsmd.sock'; give a path that begins with /"),
    ('[http]\nlisten = "8080"', 2, "http.listen: it is '8080'; give HOST:PORT, such as"),
    ('[http]\nlisten = "localhost:70000"', 2, "http.listen: it is 'localhost:70000'; give HOST:PORT, such as"),
    ('[http]\nlisten = "::1:80"', 2, "http.listen: it is '::1:80'; give HOST:PORT, such as"),
    ('[log]\nlevel = "loud"', 2, "log.level: it is 'loud'; give one of debug, info, warning, error"),
    ('[log]\nlevel = ["info"]', 2, "log.level: it is ['info']; give one of debug, info, warning, error"),
    ('[alerts]\nkinds = ["work", "x"]', 2, "alerts.kinds: it is ['work', 'x']; give a list of any of operator"),
    ('[alerts]\n# why\nurls = [\n  "a://b",\n  7,\n]', 3, "alerts.urls: its value is of another kind; give a list"),
    ('[http]\nlisten = "0.0.0.0:80"', 2, "http.listen: without TLS everybody on the way could read tokens; set"),
    ('[http]\nlisten = "[::]:80"', 2, "http.listen: without TLS everybody on the way could read tokens; set"),
    ('[http]\nlisten = "tapes.example:80"', 2, "http.listen: without TLS everybody on the way"),
    ('[http]\ntls_key = "/dev/null"', 2, "http.tls_key: it needs tls_certificate; set tls_certificate as well"),
    ("[sessions]\nlease = 90\nlongest_lease = 80", 2, "sessions.lease: it is longer than longest_lease; give less"),
    ("[sessions]\nlongest_lease = 50", 2, "sessions.lease: it is longer than longest_lease; give less"),
    ("a =", 1, "this is no TOML: invalid value"),
    ('[log]\nlevel = "info"\nlevel = "debug"\n', 3, "this is no TOML: cannot overwrite a value"),
    ('[log]\nlevel = "info', 2, "this is no TOML: "),
    ("[log\n", 1, "this is no TOML: expected ']'"),
]


@pytest.mark.parametrize(("text", "line", "told"), WRONG)
def test_what_is_wrong_is_told_with_line_key_and_what_to_do(text: str, line: int, told: str, tmp_path: Path) -> None:
    [problem, *more] = read(text, tmp_path).problems
    assert str(problem).startswith(f"{tmp_path}/rsmd.toml:{line}: ")
    assert told in str(problem)
    assert more == [] or "tls" in text


def test_a_wrong_setting_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    loaded = read('[log]\nlevel = "loud"\nformat = "json"', tmp_path)
    assert (loaded.configuration.log.level, loaded.configuration.log.format) == ("info", "json")


def test_everything_that_is_wrong_is_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    loaded = read("[log]\nlevel = 1\nlevle = 2\n[limits]\npoll = 0\n", tmp_path, {"OPENRSM_LOG__FORMAT": "x"})
    assert [problem.where.rpartition("/")[2] for problem in loaded.problems] == [
        "rsmd.toml:2",
        "rsmd.toml:3",
        "rsmd.toml:5",
        "OPENRSM_LOG__FORMAT",
    ]


def test_a_misspelt_variable_is_noticed() -> None:
    [problem] = read(environment={"OPENRSM_HTTP__LISTEM": "x"}).problems
    assert str(problem).endswith("there is no such setting; did you mean OPENRSM_HTTP__LISTEN?")


@pytest.mark.parametrize("address", ["127.0.0.1:0", "[::1]:80", "localhost:80"])
def test_this_computer_may_be_served_without_tls(address: str) -> None:
    assert read(environment={"OPENRSM_HTTP__LISTEN": address}).problems == []


def test_others_may_be_served_without_tls_if_that_is_said() -> None:
    said = {"OPENRSM_HTTP__LISTEN": "0.0.0.0:80", "OPENRSM_HTTP__ALLOW_INSECURE": "true"}
    assert read(environment=said).problems == []


def test_a_certificate_that_is_not_there_is_told(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.touch()
    [problem] = read(f'[http]\ntls_certificate = "/no/such"\ntls_key = "{key}"', tmp_path).problems
    assert "http.tls_certificate: there is no file /no/such" in str(problem)


def test_a_file_that_is_named_must_be_there() -> None:
    [problem] = load(Path("/no/such.toml"), {}, {}, STATE).problems
    assert str(problem) == "/no/such.toml: there is no such file; make one: rsm config example"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    [problem] = load(tmp_path, {}, {}, STATE).problems
    assert str(problem) == f"{tmp_path}: it cannot be read: Is a directory; check its permissions"


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / "rsmd.toml"
    file.write_bytes(b'[log]\n# f\xfcr\nlevel = "info"\n')
    [problem] = load(file, {}, {}, STATE).problems
    assert str(problem) == f"{file}:2: this is no UTF-8; save it as UTF-8"


@pytest.mark.parametrize("text", ['urls = ["mailto://user:pa55@host"]', 'urls = "mailto://user:pa55@host"'])
def test_no_secret_is_ever_shown(text: str, tmp_path: Path) -> None:
    loaded = read(f"[alerts]\n{text}", tmp_path)
    shown = [setting.shown(loaded.value(setting)) for setting in settings()]
    assert "pa55" not in " ".join([*shown, *map(str, loaded.problems)])
    assert any("mailto://***" in value for value in shown) or loaded.problems
