"""One text, one meaning: what the dialect takes, every reader of YAML takes alike.

Of what the writer writes alike on thousands of lines, ``agreed.yaml``, the beginning is
read. Readers are slow, so of the shipped files they read every fourth for its texts and
every fourth for its values, others in other runs. With ``KATCH_EXAMPLES`` above 1 in
the environment all read everything.
"""

import os
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from katch_protocols.cli.starts import handbook_start
from katch_protocols.files.read import read_texts
from katch_protocols.files.write import write
from katch_protocols.words.languages import SPOKEN
from tests.files.readers import (
    PIECES,
    READERS,
    agree,
    of_node,
    of_python,
    ours,
    soups,
)
from tests.files.small import found, reading_of
from tests.npm import workplace
from tests.rules.saltmarsh import FILES

ROOT = Path(__file__).parents[2]
WHOLE = float(os.environ.get("KATCH_EXAMPLES", "1")) > 1
SHIPPED = sorted((ROOT / "protocols").rglob("*.yaml"))
BEGUN = 40_000
"""After so many characters the list of agreements goes on as it began."""
STARTS = handbook_start("saltmarsh", SPOKEN, example=True)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.fixture(scope="module")
def of_npm(npm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workplace(npm, tmp_path_factory.mktemp("node"), READERS)


def examples() -> Iterator[str]:
    """Yield every YAML that is shown on a page and that the dialect takes."""
    for page in PAGES:
        for block in re.findall(
            r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL
        ):
            if ours(block) is not None:
                yield block


@cache
def shipped() -> tuple[str, ...]:
    """Return what stands in each file that is shipped, from its beginning."""
    texts = {path.name: path.read_text("utf-8") for path in SHIPPED}
    agreed = texts["agreed.yaml"]
    if not WHOLE:
        # Up to where the duties of a protocol begin, so that nothing is cut in two.
        *_, last = re.finditer(r"\n {2,4}(?=\w)", agreed[:BEGUN])
        texts["agreed.yaml"] = agreed[: last.start() + 1]
    return tuple(texts.values())


@cache
def shown() -> tuple[str, ...]:
    """Return every text that a command or a page shows."""
    return (*STARTS.values(), *FILES.values(), *examples())


def by_turns(mode: int) -> tuple[str, ...]:
    """Return the shipped files that are read in a mode: 0 for texts, 1 for values.

    The random seed of the run says which.
    """
    if WHOLE:
        return shipped()
    return shipped()[mode + 2 * random.randrange(2) :: 4]  # noqa: S311 - no secret


def apart(text: str, readings: dict[str, object]) -> list[str]:
    """Return the readers that read a text otherwise than we do."""
    mine = ours(text)
    return [name for name, tree in readings.items() if not agree(mine, tree)]


def test_shipped_files_and_examples_are_read_alike_in_python() -> None:
    texts = (*by_turns(0), *shown())
    assert len(texts) > 150
    assert [text for text in texts if apart(text, of_python(text))] == []


def test_shipped_files_and_examples_are_read_alike_in_node(of_npm: Path) -> None:
    texts = (*by_turns(0), *shown())
    readings = of_node(of_npm, texts)
    assert [apart(*pair) for pair in zip(texts, readings, strict=True)] == [
        [] for _ in texts
    ]


def test_shipped_files_have_the_same_values_in_python() -> None:
    for text in by_turns(1):
        assert apart(text, of_python(text, "values")) == [], text[:500]


def test_shipped_files_have_the_same_values_in_node(of_npm: Path) -> None:
    texts = by_turns(1)
    readings = of_node(of_npm, texts, "values")
    assert [apart(*pair) for pair in zip(texts, readings, strict=True)] == [
        [] for _ in texts
    ]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join))
@example("a: {b: c?}\n")
@example("a: >\n    b")
@example("a:\n- \n  - \n")
@example("a: {b: c\n}\n")
def test_a_random_text_is_refused_or_read_alike_in_python(text: str) -> None:
    for whole in (text, f"k: {text}\n", f"k: [{text}]\n", f"k:\n  l: {{{text}}}\n"):
        if ours(whole) is not None:
            assert apart(whole, of_python(whole)) == []


def test_random_texts_are_refused_or_read_alike_in_node(of_npm: Path) -> None:
    texts = soups(seed=11, number=600)
    readings = of_node(of_npm, texts)
    assert [
        (text, names)
        for text, each in zip(texts, readings, strict=True)
        if (names := apart(text, each))
    ] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: {b: May it be?}\n", "1:8 needs-quotes"),
        ("a: {b?: c}\n", "1:5 needs-quotes"),
        ("a: -b\n", "1:4 needs-quotes"),
        ("a: -0\n", "1:4 needs-quotes"),
        ("a: -1234567890123\n", "1:4 needs-quotes"),
        ("a: =\n", "1:4 needs-quotes"),
        ("a: <<\n", "1:4 needs-quotes"),
        ("yes: b\n", "1:1 needs-quotes"),
        ("a: {No: b}\n", "1:5 needs-quotes"),
        ("y: b\n", "1:1 needs-quotes"),
        ("OFF: b\n", "1:1 needs-quotes"),
        ("ye\u017f: b\n", "1:1 needs-quotes"),
        ("~: b\n", "1:1 needs-quotes"),
        ("a: {\n  b: c\n}\n", "3:1 shallow-line"),
        ("a: [\nb]\n", "2:1 shallow-line"),
        ('a: "b\nc"\n', "2:1 shallow-line"),
        ('a: "b"# c\n', "1:7 space-missing"),
        ('a: {"b":c}\n', "1:8 space-missing"),
        ("a: [b: c]\n", "1:5 unusual-yaml"),
        ("? a\n: b\n", "1:1 unusual-yaml"),
        ("a: >+\n  b\n", "1:4 unusual-yaml"),
        ("a: |2\n    b\n", "1:4 unusual-yaml"),
        ("a: |\n  b", "1:4 unusual-yaml"),
        ("a: |-# b", "1:4 unusual-yaml"),
        ("a: >\n\n  b\n", "1:4 unusual-yaml"),
        ("a: b\n...\n", "2:1 unusual-yaml"),
        ("%YAML 1.1\n---\na: b\n", "1:1 directive"),
        ("a:\tb\n", "1:3 forbidden-character"),
        ("a: b\rc: d\n", "1:5 forbidden-character"),
    ],
)
def test_what_is_not_read_alike_has_a_finding_at_its_place(
    text: str, expected: str
) -> None:
    assert ours(text) is None
    assert f"p.yaml:{expected}" in found(reading_of(text))


def test_the_same_text_and_gap_count_anew_outside_brackets_in_them_and_as_a_key() -> (
    None
):
    text = "a: b?\nc: {d: b?}\ne: b?\nf: no\nno: f\ng: [\nh]\ni: j\n"
    shown = [
        each
        for each in found(reading_of(text))
        if each.endswith(("needs-quotes", "shallow-line"))
    ]
    assert shown == [
        "p.yaml:2:8 needs-quotes",
        "p.yaml:5:1 needs-quotes",
        "p.yaml:7:1 shallow-line",
    ]


@pytest.mark.parametrize(
    "text",
    [
        'a: {b: "May it be?"}\n',
        "a: May it be?\n",
        "a: -5\n",
        '"yes": b\n',
        "a: yes\n",
        "a: [yes, no]\n",
        "a:\n  {b: c,\n  d: e}\n",
        "---\na: b\n",
        "# a\n\n--- # b\na: b\n",
        "a: b\r\nc:\r\n  - d\r\n",
        "a: >-\n  b\n  c",
        "a: |\n  b\n\n  c\n",
        "a: https://example.org/b#c?d\n",
        "a: {b: https://example.org/b#c}\n",
    ],
)
def test_what_people_write_is_still_read(text: str) -> None:
    assert ours(text) is not None
    assert apart(text, of_python(text)) == []


def test_what_is_written_has_the_same_values_in_every_reader() -> None:
    titles = "{en: 'yes', ru: '1.0', kk: '24:00'}"
    files = {
        "handbook.yaml": f"handbook: h\ntitle: {titles}\nlanguages: [en, ru, kk]\n"
        'facts: {held: {title: "Is it?", values: {"yes": "y", "no": "a? b"}}}\n'
    }
    text = write(read_texts(files).sound())["handbook.yaml"]
    assert apart(text, of_python(text, "values")) == []
