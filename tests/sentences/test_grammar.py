"""The grammar: one kind of name a place; loaded late; near words are found."""

import subprocess
import sys

import pytest

from katch_protocols.sentences.grammar import DOTTED, GRAMMAR, PLAIN, RESERVED
from katch_protocols.sentences.nearness import distance, nearest
from katch_protocols.sentences.reader import SentenceReader


def test_no_two_kinds_of_names_can_stand_at_one_place() -> None:
    tables = SentenceReader("safeguard", zero=False)._state.parse_conf.states.values()
    kinds = [{*PLAIN, *DOTTED} & set(table) for table in tables]
    assert max(map(len, kinds)) == 1


def test_reserved_words_are_the_words_of_the_grammar() -> None:
    quoted = {part for part in GRAMMAR.split('"')[1::2] if part.isalpha()}
    assert quoted == RESERVED


@pytest.mark.parametrize(
    ("left", "right", "slips"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("requires", "requires", 0),
        ("requries", "requires", 1),
        ("requirs", "requires", 1),
        ("requirees", "requires", 1),
        ("tehn", "then", 1),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),
    ],
)
def test_a_distance_counts_slips(left: str, right: str, slips: int) -> None:
    assert distance(left, right) == slips
    assert distance(right, left) == slips


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("guardianshp", "guardianship"),
        ("GUARDIANSHIP", "guardianship"),
        ("gaurdianshpi", "guardianship"),
        ("guard", None),
        ("kdm", "kdn"),
        ("x", None),
        ("a" * 10_000, None),
    ],
)
def test_the_nearest_known_word_is_offered(word: str, near: str | None) -> None:
    assert nearest(word, ["kdn", "guardianship", "guardianships_all"]) == near


def test_of_equally_near_words_one_is_always_the_same() -> None:
    assert nearest("dasy", ["day", "days"]) == "days"
    assert nearest("days2", ["days3", "days1"]) == "days1"
    assert nearest("day", []) is None


def test_lark_is_loaded_by_the_first_sentence_and_not_before() -> None:
    script = (
        "import sys\n"
        "from katch_protocols.sentences.text import parse_condition\n"
        "from katch_protocols.sentences.text import parse_duration\n"
        "from katch_protocols.sentences.text import parse_safeguard\n"
        "from katch_protocols.sentences.text import parse_target\n"
        "parse_duration('3 days'), parse_target('assistance.health')\n"
        "print('lark' in sys.modules)\n"
        "parse_condition('danger is present')\n"
        "print('lark' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]
