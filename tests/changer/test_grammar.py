from openrsm.changer.grammar import Command, commands


def read(line: str) -> list[Command]:
    return list(commands(line.split()))


def test_commands_stand_one_behind_the_other_with_their_numbers() -> None:
    assert read("-f vault nobarcode load 3 1 status") == [
        Command(name="-f", device="vault"),
        Command(name="nobarcode"),
        Command(name="load", numbers=(3, 1)),
        Command(name="status"),
    ]


def test_a_number_that_is_not_given_is_none() -> None:
    [load] = read("load 3")
    assert (load.number(0), load.number(1)) == (3, None)


def test_a_word_that_is_no_number_is_the_next_command() -> None:
    assert read("load 3 status") == [Command(name="load", numbers=(3,)), Command(name="status")]
    assert read("load -1") == [Command(name="load"), Command(name="usage")]


def test_numbers_are_read_as_far_as_they_go() -> None:
    assert read("load 1x 0x1") == [Command(name="load", numbers=(1, 0))]


def test_what_is_not_understood_ends_the_line() -> None:
    assert read("status bogus load 1") == [Command(name="status"), Command(name="usage")]
    assert read("load 1 0 2 status") == [Command(name="load", numbers=(1, 0)), Command(name="usage")]
    assert read("STATUS") == [Command(name="usage")]


def test_a_device_must_be_named() -> None:
    assert read("-f") == [Command(name="usage")]


def test_an_empty_line_asks_for_nothing() -> None:
    assert read("") == []
