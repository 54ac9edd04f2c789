from openrsm.configuration.places import broken_line, lines_of


def test_keys_stand_where_their_statements_begin() -> None:
    text = '# a comment\na = 1\n\n[b]\nc = [\n  "x = 1",\n]\nd = """\ne = 2\n"""\n[b.f]\ng.h = 3\n'
    assert lines_of(text) == {
        ("a",): 2,
        ("b",): 4,
        ("b", "c"): 5,
        ("b", "d"): 8,
        ("b", "f"): 11,
        ("b", "f", "g"): 12,
        ("b", "f", "g", "h"): 12,
    }


def test_an_empty_text_sets_nothing() -> None:
    assert lines_of("") == {}


def test_a_text_breaks_at_the_statement_that_cannot_be_read() -> None:
    assert broken_line("a = 1\nb = [\n 2,\nc = 3\n") == 2
    assert broken_line("a =") == 1
