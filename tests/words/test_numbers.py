"""Numbers that chance has given are told with no more digits than mean anything."""

import pytest

from katch_protocols.words.say import say_measured


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        (28.9, "ru", "29"),
        (5.24, "ru", "5,2"),
        (0.04, "en", "0.0"),
        (-12.4, "en", "-12"),
    ],
)
def test_two_digits_are_told(number: float, language: str, said: str) -> None:
    assert say_measured(number, language) == said
