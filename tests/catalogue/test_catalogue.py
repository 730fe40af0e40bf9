"""A catalogue of broken handbooks, each with everything that is seen of it.

A case says what is wrong and shows the transcript: rule, file, line, column, words.
"""

from pathlib import Path

import pytest

from tests.catalogue.shelf import Case, examine_case, parse_case

CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("*/*.yaml"))
FEWEST = 80


def _case(path: Path) -> Case:
    with path.open(encoding="utf-8", newline="") as file:
        return parse_case(file.read())


def _name(path: Path) -> str:
    return path.relative_to(CASES).with_suffix("").as_posix()


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_broken_handbook_is_told_what_is_wrong_with_it(path: Path) -> None:
    case = _case(path)
    assert examine_case(case) == list(case.seen)


def test_the_catalogue_is_long_and_every_case_shows_something() -> None:
    cases = [_case(path) for path in FILES]
    assert len(cases) >= FEWEST
    assert all(case.why.endswith(".") and case.seen for case in cases)
