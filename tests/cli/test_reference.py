"""The reference of the command line says what the commands are."""

from tests.cli.reference import PAGE, page


def test_the_reference_of_the_command_line_is_up_to_date() -> None:
    """If this fails, run scripts/command-line."""
    assert PAGE.read_text(encoding="utf-8") == page()
