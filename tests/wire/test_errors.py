from collections.abc import Iterator

import pytest

from openrsm.errors import DestinationFull, InvalidMedia, NotEmpty, RsmError
from openrsm.wire.errors import encode_error, error_of


def tree(kind: type[RsmError] = RsmError) -> Iterator[type[RsmError]]:
    for child in kind.__subclasses__():
        yield child
        yield from tree(child)


def test_an_error_is_one_object() -> None:
    assert encode_error(InvalidMedia("No medium is called X", "see rsm media list")) == {
        "error": {
            "code": "INVALID_MEDIA",
            "win32": 4300,
            "what": "No medium is called X",
            "advice": "see rsm media list",
            "acts": "caller",
        }
    }


@pytest.mark.parametrize("kind", [kind for kind in tree() if "code" in vars(kind)], ids=lambda kind: kind.__name__)
def test_an_error_of_a_code_prints_as_the_one_that_had_it(kind: type[RsmError]) -> None:
    assert error_of(kind.code, "it", "do").headline() == kind("it", "do").headline()


def test_of_classes_that_share_a_code_the_refusal_is_taken() -> None:
    assert type(error_of(DestinationFull.code, "it")) is NotEmpty


def test_an_unknown_code_is_an_internal_error() -> None:
    assert error_of("NO_SUCH", "it").headline() == "INTERNAL (31): it"
