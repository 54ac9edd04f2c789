import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.tree import SOURCE, dotted, place, python_files, tree_of

PURE_MODULES: Final = (
    frozenset({"__future__", "abc", "dataclasses", "enum", "types", "typing"})
    | frozenset({"bisect", "collections", "copy", "functools", "graphlib", "heapq", "itertools", "operator"})
    | frozenset({"datetime", "decimal", "fractions", "math", "statistics"})
    | frozenset(
        {
            "base64",
            "binascii",
            "fnmatch",
            "hashlib",
            "json",
            "re",
            "string",
            "struct",
            "textwrap",
            "unicodedata",
            "uuid",
        }
    )
)
CLOCK: Final = frozenset({"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "monotonic"})
DICE: Final = frozenset({"uuid1", "uuid4"})
FILES: Final = frozenset({"open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink"})
CONNECTIONS: Final = frozenset({"connect", "create_connection", "create_engine", "socket.socket", "dlopen", "CDLL"})
PROCESSES: Final = frozenset({"subprocess.run", "check_call", "check_output", "Popen", "os.system", "start", "sleep"})
ENVIRONMENT: Final = frozenset({"environ", "environb", "getenv", "getenvb", "putenv"})

IMPURE_IN_THE_DOMAIN: Final = CLOCK | DICE | FILES | frozenset({"input", "print"})
WORK: Final = CLOCK | FILES | CONNECTIONS | PROCESSES | ENVIRONMENT


def domain_files() -> list[Path]:
    return [path for path in python_files("src") if path.is_relative_to(SOURCE / "domain")]


def imported_modules(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((alias.name, node) for alias in names)
            case ast.ImportFrom(module="openrsm", level=0, names=names):
                yield from ((f"openrsm.{alias.name}", node) for alias in names)
            case ast.ImportFrom(module=module, level=level):
                yield ("." * level + (module or ""), node)


def is_pure(module: str) -> bool:
    if module.startswith("openrsm"):
        return module == "openrsm.errors" or f"{module}.".startswith("openrsm.domain.")
    return module.split(".", maxsplit=1)[0] in PURE_MODULES


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def names_one_of(name: str, forbidden: frozenset[str]) -> bool:
    """Whether the name, or the name without the modules before it, is forbidden: ``datetime.datetime.now``, say."""
    parts = name.split(".")
    return any(".".join(parts[start:]) in forbidden for start in range(len(parts)))


def environment_uses(tree: ast.Module) -> Iterator[ast.expr | ast.stmt]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr=attr) if attr in ENVIRONMENT:
                yield node
            case ast.ImportFrom(module="os", names=names) if ENVIRONMENT & {alias.name for alias in names}:
                yield node


def run_on_import(node: ast.AST) -> Iterator[ast.AST]:
    """What importing the module evaluates: everything but the bodies of functions and of the main guard."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            evaluated: list[ast.AST] = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
        case ast.Lambda():
            evaluated = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            evaluated = []
        case _:
            evaluated = list(ast.iter_child_nodes(node))
    for child in evaluated:
        yield child
        yield from run_on_import(child)


def work_on_import(tree: ast.Module) -> list[ast.Call]:
    done = (node for node in run_on_import(tree) if isinstance(node, ast.Call))
    return [call for call in done if names_one_of(dotted(call.func), WORK)]


def test_the_domain_imports_only_pure_modules() -> None:
    impure = [
        f"{place(path, node)} imports {module}"
        for path in domain_files()
        for module, node in imported_modules(tree_of(path))
        if not is_pure(module)
    ]
    assert impure == []


def test_the_domain_reads_no_clock_no_file_no_dice() -> None:
    impure = [
        f"{place(path, call)} calls {dotted(call.func)}"
        for path in domain_files()
        for call in calls(tree_of(path))
        if names_one_of(dotted(call.func), IMPURE_IN_THE_DOMAIN)
    ]
    assert impure == []


def test_only_the_settings_read_the_environment() -> None:
    reads = [
        place(path, node)
        for path in python_files("src")
        if path != SOURCE / "settings.py"
        for node in environment_uses(tree_of(path))
    ]
    assert reads == []


def test_importing_a_module_opens_connects_and_starts_nothing() -> None:
    work = [
        f"{place(path, call)} calls {dotted(call.func)}"
        for path in python_files("src")
        for call in work_on_import(tree_of(path))
    ]
    assert work == []


@pytest.mark.parametrize(
    "code",
    [
        "engine = create_engine('sqlite://')",
        "class A:\n    log = open('x')",
        "def f(now=datetime.now()): ...",
        "if True:\n    home = Path('x').read_text()",
        "home = os.getenv('HOME')",
    ],
)
def test_work_at_import_is_seen_wherever_it_hides(code: str) -> None:
    assert work_on_import(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    return open('x')",
        "f = lambda: open('x')",
        "app = typer.Typer()",
        "if __name__ == '__main__':\n    run()",
    ],
)
def test_definitions_are_not_work(code: str) -> None:
    assert work_on_import(ast.parse(code)) == []


@pytest.mark.parametrize("name", ["datetime.now", "datetime.datetime.now", "open", "uuid.uuid4"])
def test_an_impure_call_is_seen_under_each_of_its_names(name: str) -> None:
    assert names_one_of(name, IMPURE_IN_THE_DOMAIN)


@pytest.mark.parametrize(
    "module", ["openrsm.store", "openrsm", "openrsm.domainish", "os", "sqlalchemy.sql", ".machine"]
)
def test_an_impure_import_is_seen(module: str) -> None:
    assert not is_pure(module)
