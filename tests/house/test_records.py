"""A record is a struct; a dataclass only where no struct could be what it is."""

import ast

from tests.house.figures import Source, sources

OPEN = {"machines/case_model.py": "CaseModel"}
"""Visitors make classes of it, and ``transitions`` adds to its objects."""


def needless(source: Source) -> list[str]:
    """Return the dataclasses of a file that could as well be structs."""
    found = []
    for each in ast.walk(ast.parse(source.text)):
        if isinstance(each, ast.ClassDef) and "dataclass" in decorators(each):
            keywords = {
                key.arg for key in ast.walk(each) if isinstance(key, ast.keyword)
            }
            written = {
                part.name for part in each.body if isinstance(part, ast.FunctionDef)
            }
            is_error = any(ast.unparse(base) == "Exception" for base in each.bases)
            own = keywords & {"compare", "repr"} or written & {"__init__"}
            if not (own or is_error):
                found.append(each.name)
    return found


def decorators(found: ast.ClassDef) -> set[str]:
    return {ast.unparse(each).partition("(")[0] for each in found.decorator_list}


def test_no_dataclass_could_be_a_struct():
    every = {each.name: needless(each) for each in sources()}
    assert {name: found for name, found in every.items() if found} == {
        name: [kind] for name, kind in OPEN.items()
    }


def test_a_dataclass_without_anything_of_its_own_is_told():
    plain = "@dataclass(frozen=True)\nclass Step:\n    name: str = field(default='')\n"
    assert needless(Source("a.py", plain)) == ["Step"]
    quiet = plain.replace("default", "repr=False, default")
    assert needless(Source("a.py", quiet)) == []
    assert needless(Source("a.py", plain.replace("dataclass", "final"))) == []
