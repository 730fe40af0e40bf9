"""Cases are told as people live them: what opens first, then how it ended."""

from itertools import pairwise

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.files.read import read_texts
from katch_protocols.papers.page.examples import Examples
from katch_protocols.semantics.compile import compile_chart
from tests.cases.harbour import FILES
from tests.shipped import reading


def told(name):
    """Return the table of a protocol, and a short case to each of its ends."""
    handbook = reading().sound()
    made = chart(handbook.protocols[name], handbook)
    table = compile_chart(made)
    return table, [path for _, path in Examples(made, table).all]


def ended(row):
    """Return the protocols of cases of which a step tells the end."""
    told_by = row.entry.act.raci.told_by if row.entry else ()
    parted = (each.partition(".") for each in told_by)
    return {of for of, _, end in parted if end and end != "taken_up"}


def taken(table, word, step):
    """Return the word after a step, wherever it leads; None where it cannot be."""
    for row in table.rows:
        same = (row.activity, row.records) == (step.activity, step.records)
        if same and row.applies(word):
            return row.after(word)
    return None


def early(table, path):
    """Yield the pairs of neighbours that could as well be told the other way round."""
    word = table.initial
    for one, other in pairwise(path):
        first = taken(table, word, other)
        if first is not None:
            then = taken(table, first, one)
            if then == other.after(one.after(word)):
                yield one, other
        word = one.after(word)


@pytest.mark.parametrize("name", reading().sound().protocols)
def test_what_opens_is_told_before_what_ends_and_phases_in_their_order(name):
    table, paths = told(name)
    phases, nodes = [*table.chart.protocol.phases], table.chart.nodes
    assert paths
    for path in paths:
        opened = set()
        for row in path:
            assert not ended(row) or ended(row) & opened, row.activity
            opened |= {each.protocol for each in row.opens}
        for one, other in early(table, path):
            assert one.timed <= other.timed, (one.activity, other.activity)
            if one.timed == other.timed:
                pair = one.activity, other.activity
                assert bool(ended(one)) <= bool(ended(other)), pair
                homes = [nodes[each.node].phase for each in (one, other)]
                if bool(ended(one)) == bool(ended(other)) and {*homes} <= {*phases}:
                    assert phases.index(homes[0]) <= phases.index(homes[1]), pair


def test_the_way_of_a_child_ends_with_how_help_and_justice_ended():
    _, paths = told("child_pathway")
    everyday = [row.activity.rpartition(".")[2] for row in paths[0]]
    assert {*everyday[-2:]} == {"help_completed", "justice_ended"}
    assert "acknowledge_report_both" in everyday[:-2]


def test_a_case_of_more_steps_than_python_nests_calls_is_told():
    count = 1_200
    steps = "".join(
        f"  s{at}: {{held_by: officer, activities: "
        f"{{go{at}: {{by: officer, to: s{at + 1}}}}}}}\n"
        for at in range(count)
    )
    head = "protocol: line\nvalid_from: 2026-01-01\ninitial: s0\nstates:\n"
    text = f"{head}{steps}  s{count}: {{final: true, outcome: protected}}\n"
    book = read_texts({**FILES, "line.yaml": text}).handbook
    made = chart(book.protocols["line"], book)
    ((_, path),) = Examples(made, compile_chart(made)).all
    assert [row.activity for row in path] == [f"go{at}" for at in range(count)]
