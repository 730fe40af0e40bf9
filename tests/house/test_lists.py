"""One place writes lists: no room decides about commas, semicolons and slashes."""

import ast
from collections.abc import Iterator, Mapping

import pytest

from tests.house.figures import Source, sources

HOME = "words/lists.py"

SEPARATORS = frozenset({", ", "; ", " / ", "', '"})
"""What stands between the entries of a list for people."""

_SCRIPT = "a list of ECMAScript"
_FACTS = "a fact for programs: proofs know no words, and what tells it takes it apart"
_POLICY = "a policy for browsers"
_YAML = "how YAML is written"

EXPLAINED: Mapping[str, str] = {
    "answers.py:Brief": "how Python shows a record",
    "changes/called_now.py:now": "the name of a step of the clock is taken apart",
    "cli/previewing/server.py:Server": _POLICY,
    "exchange/notations/scxml.py:_among": _SCRIPT,
    "exchange/workbook/cells.py:_Opened": "how a cell is written, to be taken apart",
    "files/in_place.py:_Editor": _YAML,
    "files/write.py:flow_text": _YAML,
    "files/yaml_strictness.py:_USUAL": _YAML,
    "papers/page/binding.py:bound": _POLICY,
    "proofs/time_sums.py:Spent": _FACTS,
    "proofs/timing/clock_bounds.py:_Judge": _FACTS,
    "stores/schema.py:POSTGRES_STEPS": "a statement of SQL is written",
}
"""Names below which a separator is no punctuation of a list, each with its reason."""


def _separators(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield each text that is nothing but a separator; what a text ends in is none."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Constant):
            yield from _separators(child)
        elif child.value in SEPARATORS and not isinstance(node, ast.JoinedStr):
            yield child


def _found(file: Source) -> set[str]:
    return {
        f"{file.name}:{_name(each)}"
        for each in file.tree.body
        if any(_separators(each))
    }


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        first = node.targets[0] if isinstance(node, ast.Assign) else node.target
        return str(getattr(first, "id", ""))
    return str(getattr(node, "name", ""))


def test_no_room_but_that_of_lists_decides_what_stands_between_entries() -> None:
    found = {name for file in sources() if file.name != HOME for name in _found(file)}
    assert found == set(EXPLAINED)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def said(names): return ', '.join(names)", {"a.py:said"}),
        ("def said(names): return f\"({'; '.join(names)})\"", {"a.py:said"}),
        (
            "class Said:\n def all(self): return joined(self.names, ' / ')",
            {"a.py:Said"},
        ),
        ("_BETWEEN = \"', '\"", {"a.py:_BETWEEN"}),
        ("def said(one, other): return f'{one}, {other}'", set()),
        ("def cells(text): return text.split(',')", set()),
    ],
)
def test_a_separator_is_seen_wherever_it_is_written(code: str, found: set[str]) -> None:
    assert _found(Source("a.py", code)) == found
