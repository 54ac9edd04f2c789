"""docs/reference/log.md names every action word, once, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, place, python_files, tree_of

PAGE = ROOT / "docs" / "reference" / "log.md"
ROW = re.compile(r"^\| `([a-z_]+)` \|", re.MULTILINE)
WORD = re.compile(r"[a-z]+(_[a-z]+)+")
LOGGERS = {"debug", "info", "warning", "error", "exception", "critical"}


def actions(path: Path) -> Iterator[tuple[str, str]]:
    """The action words that a file gives to log lines, and where."""
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.keyword(arg="action", value=ast.Constant(value=str() as word)):
                yield word, place(path, node.value)
            case ast.AnnAssign(target=ast.Name(id="FOREIGN"), value=ast.Constant(value=str() as word)):
                yield word, place(path, node)


def in_source() -> dict[str, str]:
    return {word: where for path in python_files("src") for word, where in actions(path)}


def test_every_action_is_explained_and_every_explanation_has_its_action() -> None:
    told, used = ROW.findall(PAGE.read_text(encoding="utf-8")), in_source()
    assert {word: where for word, where in used.items() if word not in told} == {}
    assert [word for word in told if word not in used] == []
    assert len(told) == len(set(told))


def test_actions_are_words() -> None:
    assert {word: where for word, where in in_source().items() if not WORD.fullmatch(word)} == {}


def test_every_line_of_the_log_has_an_action() -> None:
    """Also where it is given by a variable, as the chronicle does."""
    bare = [
        place(path, node)
        for path in python_files("src")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOGGERS
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "log"
        if "action" not in {keyword.arg for keyword in node.keywords}
    ]
    assert bare == []
