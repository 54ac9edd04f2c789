import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openrsm.wire.decoding import decode, decode_items
from openrsm.wire.encoding import encode, encode_items
from tests.wire.generate import any_of, carried_classes


def through_text(data: Any) -> Any:
    return json.loads(json.dumps(data))


@pytest.mark.parametrize("kind", carried_classes(), ids=lambda kind: kind.__name__)
@settings(max_examples=25)
@given(data=st.data())
def test_what_is_sent_is_what_arrives(kind: type, data: st.DataObject) -> None:
    value = data.draw(any_of(kind))
    assert decode(kind, through_text(encode(value))) == value


@settings(max_examples=10)
@given(data=st.data(), kind=st.sampled_from(carried_classes()))
def test_a_list_arrives_in_its_order(data: st.DataObject, kind: type) -> None:
    values = data.draw(st.lists(any_of(kind), max_size=3))
    assert decode_items(kind, through_text(encode_items(values))) == values
