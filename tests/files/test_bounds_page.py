"""The page of bounds says what the constants say, and leaves out none of them."""

import re
from pathlib import Path

from katch_protocols.charts import build_tree
from katch_protocols.exchange import documents
from katch_protocols.files import bounds
from katch_protocols.model import conditions, deadlines
from katch_protocols.rules import reachable
from katch_protocols.semantics import compile as compiling
from katch_protocols.sentences import grammar
from katch_protocols.staffing import clashes, co_occurrence, pattern_solver, weakness

PAGE = Path(__file__).parents[2] / "docs/reference/bounds.md"

TOLD = {
    "bytes of one file": bounds.FILE_BYTES,
    "bytes of all files together": bounds.HANDBOOK_BYTES,
    "bytes of the font that a handbook names": bounds.FONT_BYTES,
    "bytes of a zip": bounds.ARCHIVE_BYTES,
    "files": bounds.FILES,
    "mappings and lists inside one another": bounds.DEPTH,
    "texts, mappings and lists of one file": bounds.NODES,
    "texts, mappings and lists of all files together": bounds.HANDBOOK_NODES,
    "states of one protocol or fragment": bounds.STATES,
    "entries of activities of one protocol or fragment": bounds.ACTIVITIES,
    "findings of reading": bounds.FINDINGS,
    "characters of one value": bounds.CHARACTERS,
    "characters of a title, in each language": bounds.TITLE_CHARACTERS,
    "characters of an id": bounds.ID_LETTERS,
    "digits of a whole number": bounds.DIGITS,
    "characters of a short title of an activity": bounds.SHORT_CHARACTERS,
    "characters of `promise` and `never`": bounds.SLOGAN_CHARACTERS,
    "families of agencies": bounds.FAMILIES,
    "characters of a place in a source": bounds.PLACE_CHARACTERS,
    "people of one post": bounds.PEOPLE,
    "first year of a day": bounds.FIRST_YEAR,
    "last year of a day": bounds.LAST_YEAR,
    "bytes of a file in another notation": documents.MAX_BYTES,
    "elements or lists of it inside one another": documents.MAX_DEPTH,
    "elements and attributes, or values, of it": documents.MAX_NODES,
    "characters of one sentence": grammar.MAX_CHARACTERS,
    "characters of all different sentences of a handbook": bounds.SENTENCE_CHARACTERS,
    "tests of one condition": conditions.MAX_TERMS,
    "parentheses inside one another": conditions.MAX_LEVELS,
    "amount of a duration; `at most N times`": deadlines.MAX_AMOUNT,
    "states of a protocol with all that it runs": build_tree.MAX_NODES,
    "rows of a compiled protocol": compiling.MAX_ROWS,
    "ways through one activity": compiling.MAX_WAYS,
    "configurations that a check looks at": reachable.MAX_CONFIGURATIONS,
    "configurations of one protocol that are looked at": co_occurrence.LIMIT,
    "partial patterns tried for one question": pattern_solver.MOST_TRIES,
    "ways to leave out demands that tie steps together": clashes.MOST_SEARCHES,
    "posts or agencies absent at once": weakness.MOST_ABSENT,
}


def rows() -> dict[str, str]:
    """Return the number that the page gives for each bound."""
    text = PAGE.read_text("utf-8")
    return dict(re.findall(r"^\| (.+?) \| ([0-9][0-9,]*) \|", text, re.MULTILINE))


def test_the_page_gives_the_number_of_each_constant() -> None:
    told = rows()
    years = {"first year of a day", "last year of a day"}
    assert {name: told.get(name) for name in TOLD} == {
        name: str(number) if name in years else f"{number:,}"
        for name, number in TOLD.items()
    }


def test_every_bound_of_reading_stands_on_the_page() -> None:
    source = Path(__file__).read_text("utf-8")
    told = set(re.findall(r"bounds\.([A-Z_]+),", source))
    assert told == set(bounds.__all__)
