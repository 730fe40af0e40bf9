"""How much prose still stands in code: texts for people belong to the catalogues."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import katch_protocols

ROOM = Path(katch_protocols.__file__).parent
WORDS = 4
"""A text of so many words, each of two letters or more, is prose."""
MOST = 2_800
"""So many lines of prose may still stand in code; lower it when they are fewer."""
_WORD = re.compile(r"(?<![\w{`/.])[^\W\d_]{2,}(?![\w}`/(=])")


def _docstrings(tree: ast.Module) -> set[ast.expr]:
    """Return every text that stands alone: it is for those who read the code."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _texts(tree: ast.Module) -> Iterator[tuple[ast.Constant, int]]:
    silent = _docstrings(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if node not in silent and len(_WORD.findall(node.value)) >= WORDS:
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1


def prose() -> Counter[str]:
    """Return how many lines of prose each room holds."""
    found: Counter[str] = Counter()
    for path in sorted(ROOM.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        room = path.relative_to(ROOM).parts[0]
        found[room] += sum(lines for _, lines in _texts(tree))
    return +found


def test_a_sentence_is_prose_and_a_key_is_none():
    tree = ast.parse('"""Doc string of a module."""\nsay("duties.no-deadline", "en")\n')
    assert list(_texts(tree)) == []
    tree = ast.parse('print("Nobody answers for this child")')
    assert [lines for _, lines in _texts(tree)] == [1]


def test_no_more_prose_stands_in_code_than_before():
    found = prose()
    assert found.total() <= MOST, found
