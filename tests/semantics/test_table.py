"""The table as JSON, read by a second program."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from katch_protocols.semantics.case_step import possible_activities, step
from katch_protocols.semantics.compile import compile_chart, own_table
from katch_protocols.semantics.cubes import cover
from katch_protocols.semantics.layout import Field, FieldKind
from tests.semantics.small import FINAL, chart_of, fact, protocol, table_of

NODE = shutil.which("node")

READER = Path(__file__).parents[2] / "docs" / "build" / "table_reader.js"

WIDE = protocol(
    initial="p",
    facts={"danger": fact("present", "absent")},
    states={
        "p": {
            "parallel": {
                f"s{n}": {
                    "initial": "a",
                    "states": {
                        "a": {"activities": {f"do{n}": {"to": "b"}}},
                        "b": {
                            "activities": {
                                f"say{n}": {"records": ["danger"], "to": "c"}
                            }
                        },
                        "c": FINAL,
                    },
                }
                for n in range(40)
            },
            "done": "end",
        },
        "end": FINAL,
    },
)


def test_a_reader_has_at_most_forty_lines() -> None:
    assert len(READER.read_text().splitlines()) <= 40


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
def test_a_reader_in_javascript_agrees_on_a_protocol_wider_than_64_bits(
    tmp_path: Path,
) -> None:
    table = table_of(WIDE)
    assert table.layout.width > 64
    file = tmp_path / "table.json"
    file.write_text(json.dumps(table.to_json()))
    steps: list[tuple[str, dict[str, str]]] = []
    for n in range(40):
        steps += [(f"do{n}", {}), (f"say{n}", {"danger": "present"})]
    asked = "\n".join(json.dumps({"activity": a, "records": r}) for a, r in steps)
    answer = subprocess.run(
        [str(NODE), str(READER), str(file)],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    word, ours = table.initial, []
    for activity, records in steps:
        word = step(table, word, activity, records)
        possible = list(possible_activities(table, word))
        ours.append([hex(word), possible, table.is_final(word)])
    assert [json.loads(line) for line in answer.stdout.splitlines()] == ours
    assert ours[-1][1:] == [[], True]


def test_every_row_says_where_it_stands_and_who_may_do_it() -> None:
    made = protocol(
        initial="a",
        states={
            "a": {"activities": {"go": {"to": "b", "raci": {"by": ["r"]}}}},
            "b": FINAL,
        },
    )
    assert table_of(made).to_json()["rows"] == [
        {
            "activity": "go",
            "from": "a",
            "by": ["r"],
            "with": [],
            "may": False,
            "records": {},
            "opens": [],
            "timed": False,
            "after": None,
            "mask": "0x3",
            "match": "0x1",
            "clear": "0x3",
            "set": "0x2",
            "to": ["b"],
        }
    ]


def test_a_cover_is_exact_on_every_possible_code() -> None:
    values = tuple("abcdefg")
    field = Field("f", FieldKind.REGION, 3, 3, values)
    possible = frozenset(range(7))
    for bits in range(1, 127):
        codes = frozenset(code for code in range(7) if bits >> code & 1)
        cubes = cover(field, codes, possible)
        for code in possible:
            hits = [c for c in cubes if (code << 3) & c[0] == c[1]]
            assert len(hits) == (1 if code in codes else 0)


def test_the_table_of_a_chart_in_use_is_compiled_once() -> None:
    chart, other = chart_of(WIDE), chart_of(WIDE)
    assert own_table(chart) is own_table(chart)
    assert own_table(chart) is not own_table(other)
    assert own_table(chart) == compile_chart(chart)
