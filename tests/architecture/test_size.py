import ast
from statistics import median
from typing import Final

from tests.architecture.tree import FunctionNode, functions, place, python_files

LONGEST_FILE: Final = 400
LONGEST_BODY: Final = 60
MEDIAN_BODY: Final = 7


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
        case _:
            return body


def body_length(function: FunctionNode) -> int:
    body = without_docstring(function.body)
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_source_file_is_longer_than_400_lines() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files("src")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_body_is_longer_than_60_lines() -> None:
    lengths = {
        f"{place(path, function)} {function.name}": body_length(function)
        for path in python_files("src")
        for function in functions(path)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_BODY} == {}


def test_half_of_all_function_bodies_have_at_most_7_lines() -> None:
    lengths = [body_length(function) for path in python_files("src") for function in functions(path)]
    assert median(lengths) <= MEDIAN_BODY


def test_a_docstring_does_not_count_as_body() -> None:
    function = ast.parse('def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a\n').body[0]
    assert isinstance(function, ast.FunctionDef)
    assert body_length(function) == 2
