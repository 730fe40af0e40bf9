"""The figures of the house are counted as they say; no name means two things."""

import grimp
import pytest

from tests.house.figures import (
    EXPLAINED,
    Floors,
    Source,
    floors,
    is_prose,
    main,
    shared_names,
    sources,
)

LIMIT = 4
"""So many names may be shared by classes of two files; lower it when they are fewer."""

SAME: dict[str, str] = {}
"""Names that two classes share because they are one idea, each with its reason."""


def test_no_more_class_names_are_shared_than_the_limit() -> None:
    shared = shared_names(sources())
    assert set(SAME) <= set(shared), "a name that is shared no more is no exception"
    rivals = {name: homes for name, homes in shared.items() if name not in SAME}
    assert len(rivals) <= LIMIT, rivals


def test_a_name_is_shared_when_classes_of_two_files_have_it() -> None:
    files = [
        Source("cases/plan.py", "class Plan:\n    class Step: ...\n"),
        Source("papers/steps.py", "class Step: ...\nclass Step: ...\n"),
    ]
    assert shared_names(files) == {"Step": ["cases/plan.py", "papers/steps.py"]}
    assert shared_names(files[1:]) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nobody receives the child.", True),
        ("'{state}' has a deadline.", True),
        ("Растау: {}", True),
        ("katch-protocols", False),
        ("a few", False),
        ("ACTOR ( '/' ACTOR )*", False),
        ("#e8e8e8 1px solid", False),
    ],
)
def test_prose_is_three_words_or_letters_of_russian_and_kazakh(text, said) -> None:
    assert is_prose(text) is said


def test_prose_is_counted_by_lines_and_docstrings_are_none() -> None:
    text = '''"""Say what a room is for, in many words."""
WHY = (
    "Nobody receives the child, "
    "and nobody is told."
)
PAGE = """
id: nameless
Nobody knows of it.
"""
'''
    assert Source("words/en.py", text).prose == [3, 4, 8]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("ASKS = re.compile('full name of (he|she|it)')", []),
        ("raise ValueError('a case cannot start')", []),
        ("def f():\n message = 'a case cannot start'\n raise TypeError(message)", []),
        ("def f():\n message = 'a case cannot start'\n print(message)", [2]),
        ("raise KatchError('a case cannot start')", [1]),
        ("SAID = f'{name} is {kind} of it'", [1]),
        ("START = '''\n- {after: 4 hours, tell: officer, basis: practice}\n'''", []),
        ("START = '''\\\ntitle: Make the child safe\nid: one\n'''", [2]),
    ],
)
def test_patterns_errors_of_python_and_values_of_yaml_are_no_prose(code, lines) -> None:
    assert Source("room/any.py", code).prose == lines


def test_no_line_of_the_library_holds_a_text_for_people() -> None:
    files = sources()
    assert {f"{file.name}:{line}" for file in files for line in file.prose} == set()
    needed = {name for file in files for name in file.explained}
    assert set(EXPLAINED) == needed, "a name that holds no such text needs no reason"


def test_floors_are_the_longest_way_down_among_the_parts() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in [
        ("house.roof", "house.wall.north"),
        ("house.roof", "house.wall.south"),
        ("house.wall.north", "house.wall.south"),
        ("house.wall.south", "house.ground"),
    ]:
        graph.add_import(importer=importer, imported=imported)
    graph.add_module("house")
    graph.add_module("house.wall")
    assert floors(graph, "house") == Floors(parts=3, arrows=2, height=3)
    assert floors(graph, "house.wall") == Floors(parts=2, arrows=1, height=2)
    assert floors(graph, "house.ground") == Floors(parts=0, arrows=0, height=0)
    graph.add_import(importer="house.ground", imported="house.roof")
    with pytest.raises(ValueError, match="a circle of imports"):
        floors(graph, "house")


def test_the_command_prints_the_figures_and_refuses_what_it_does_not_know(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--small"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("lines of Python ")
    assert "\nmodel " in said
    assert "words/__init__.py" in said
    assert main(["--people"]) == 2
    assert capsys.readouterr().out == (
        "There is no --people. Ask for '--names', '--prose', '--small', or nothing.\n"
    )
