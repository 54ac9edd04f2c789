"""No state folder is opened in which strangers could put things in the place of ours."""

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from openrsm.daemon import opening
from openrsm.daemon.opening import open_state
from openrsm.daemon.sockets import unix_socket
from openrsm.daemon.state import LOCK, StateLock
from openrsm.daemon.trust import check_state, check_way
from openrsm.errors import AccessDenied
from tests.lab.lab import require_root

pytestmark = pytest.mark.torture

STRANGER = 65_534
"""Whoever that is, it is not who runs the tests."""

as_root = pytest.mark.usefixtures("root")


@pytest.fixture
def root() -> None:
    """Whoever runs the tests must be."""
    require_root("only root can make what belongs to somebody else")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "above" / "state"
    folder.mkdir(mode=0o700, parents=True)
    folder.parent.chmod(0o755)
    return folder


def refusal(state: Path) -> str:
    with pytest.raises(AccessDenied) as refused:
        check_state(state)
    assert refused.value.advice
    return refused.value.what


def make_file(path: Path, mode: int = 0o640) -> Path:
    path.touch()
    path.chmod(mode)
    return path


def test_a_folder_of_ones_own_is_opened_with_all_that_belongs_there(state: Path) -> None:
    make_file(state / "catalogue.sqlite", 0o644)
    (state / "export").mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(state / "rsmd.sock"))
        (state / "rsmd.sock").chmod(0o666)  # as it is for clients
        check_state(state)


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o702])
def test_a_folder_that_everybody_may_write_is_refused(state: Path, mode: int) -> None:
    state.chmod(mode)
    assert refusal(state) == f"{state} may be written by everybody"


def test_a_folder_in_one_that_everybody_may_write_is_refused(state: Path) -> None:
    state.parent.chmod(0o777)
    assert refusal(state) == f"{state.parent} may be written by everybody"


def test_where_nobody_may_rename_what_is_not_theirs_a_folder_is_safe(state: Path) -> None:
    state.parent.chmod(0o1777)
    check_state(state)


@pytest.mark.parametrize("name", ["catalogue.sqlite", "import.sqlite", LOCK])
def test_a_file_that_everybody_may_write_is_refused(state: Path, name: str) -> None:
    make_file(state / name, 0o646)
    assert refusal(state) == f"{state / name} may be written by everybody"


@as_root
def test_what_a_group_may_write_is_refused_unless_it_is_one_user_s_own(state: Path) -> None:
    state.chmod(0o770)
    check_state(state)  # the group of root's name is root's
    os.chown(state, 0, 100)
    assert "may be written by the group" in refusal(state)
    os.chown(state, 0, 4_000_000_000)  # a container's, which has no name
    check_state(state)


@as_root
def test_what_belongs_to_a_stranger_is_refused(state: Path) -> None:
    os.chown(make_file(state / "catalogue.sqlite"), STRANGER, -1)
    assert f"{state / 'catalogue.sqlite'} belongs to " in refusal(state)


@as_root
def test_a_folder_above_that_belongs_to_a_stranger_is_refused(state: Path) -> None:
    os.chown(state.parent, STRANGER, -1)
    assert f"{state.parent} belongs to " in refusal(state)


@as_root
def test_who_is_not_root_works_on_their_own_folders_alone(tmp_path: Path) -> None:
    for folder in (tmp_path, *(one for one in tmp_path.parents if "pytest-of" in str(one))):
        folder.chmod(0o755)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    os.chown(foreign, 12_345, -1)
    os.seteuid(STRANGER)
    try:
        assert "belongs to user 12345" in refusal(foreign)
    finally:
        os.seteuid(0)


@as_root
def test_root_works_on_the_folder_of_the_service_s_user(state: Path) -> None:
    os.chown(make_file(state / "catalogue.sqlite"), STRANGER, -1)
    os.chown(state, STRANGER, -1)
    make_file(state / LOCK)  # root's own, from the last time
    check_state(state)


@as_root
def test_a_link_is_followed_only_if_root_or_oneself_made_it(state: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = state / "export"
    link.symlink_to(elsewhere)
    check_state(state)
    os.chown(state, STRANGER, -1)
    os.chown(link, STRANGER, -1, follow_symlinks=False)
    assert f"{link} is a link that " in refusal(state)


def test_a_link_to_the_folder_is_followed_and_both_places_are_looked_at(state: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(state)
    check_state(link)
    state.parent.chmod(0o777)
    assert refusal(link) == f"{state.parent} may be written by everybody"


def test_a_pipe_in_the_place_of_a_file_is_refused_and_not_waited_for(state: Path) -> None:
    os.mkfifo(state / "catalogue.sqlite")
    assert refusal(state) == f"{state / 'catalogue.sqlite'} is neither a file nor a folder"


def test_a_folder_that_is_none_is_refused(state: Path) -> None:
    make_file(state / "file")
    assert "cannot be looked into: Not a directory" in refusal(state / "file")


@pytest.mark.parametrize("opened", [StateLock, lambda state: open_state(state, read_only=True)])
def test_nothing_is_opened_before_that_is_asked(state: Path, opened: Callable[[Path], object]) -> None:
    state.chmod(0o777)
    with pytest.raises(AccessDenied, match="may be written by everybody"):
        opened(state)
    assert list(state.iterdir()) == []


def test_what_a_link_in_the_place_of_the_lock_leads_to_is_not_emptied(state: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    (state / LOCK).symlink_to(victim)
    with pytest.raises(AccessDenied, match="cannot be written"):
        StateLock(state)
    assert victim.read_text() == "kept"


def test_what_the_lock_makes_is_for_its_owner_and_group(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        lock = StateLock(tmp_path / "new")
    finally:
        os.umask(umask)
    lock.release()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new", tmp_path / "new" / LOCK)]
    assert modes == [0o750, 0o640]


def test_no_socket_is_served_where_strangers_could_put_another(state: Path) -> None:
    state.chmod(0o777)
    with pytest.raises(AccessDenied, match="may be written by everybody"):
        unix_socket(state / "rsmd.sock", 0o666)
    state.chmod(0o1777)
    unix_socket(state / "rsmd.sock", 0o666).close()


def test_a_way_that_is_not_there_yet_is_judged_by_what_is(state: Path) -> None:
    check_way(state / "run" / "rsmd.sock")
    state.chmod(0o777)
    with pytest.raises(AccessDenied, match="may be written by everybody"):
        check_way(state / "run" / "rsmd.sock")


def test_a_folder_that_is_not_there_is_no_danger(tmp_path: Path) -> None:
    check_state(tmp_path / "none")


def test_a_token_is_not_shown_to_whoever_listens_in_a_folder_that_an_option_names(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(opening, "_reach", lambda _url, token: shown.append(token))
    monkeypatch.setenv("OPENRSM_TOKEN", "secret")
    with unix_socket(state / "rsmd.sock", 0o666):
        for usual in (tmp_path / "other", state):
            monkeypatch.setenv("OPENRSM_STATE", str(usual))
            open_state(state, read_only=True)
    assert shown == ["", "secret"]
