"""All that tell the handoffs of a protocol tell the same ones."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.views.handoff_flow.chains import Chains
from katch_protocols.drawings.views.handoff_flow.view import HandoffFlowView
from katch_protocols.drawings.views.handoffs.passing import passing
from katch_protocols.drawings.views.handoffs.view import HandoffsView
from katch_protocols.duties.agreed import agreed
from katch_protocols.duties.agreed_records import several
from katch_protocols.duties.responsibility import responsibility_of
from katch_protocols.graphs.crossings import asked_by
from katch_protocols.graphs.handoff_graph import handoff_graph
from katch_protocols.graphs.handoffs import handoffs
from katch_protocols.model.handbook import Handbook
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.proofs.timing.measures import measure
from katch_protocols.telling.formatter import ProtocolWording
from katch_protocols.telling.measure_report import MeasureReport
from katch_protocols.verbs.compare import compare
from tests import shipped
from tests.making import make_handbook, make_protocol
from tests.walking import go

Passed = tuple[str, str, str]


def _small() -> Handbook:
    """Make a protocol that runs another: each passes the case on twice."""
    inner = {
        "seen": {**go(refer="cared"), "held_by": "officer"},
        "cared": {**go(teach="taught"), "held_by": "nurse"},
        "taught": {**go(leave="left"), "held_by": "teacher"},
        "left": {"final": True},
    }
    send = {"to": "over", "handover": {"to": "nurse"}}
    outer = {
        "run": {"runs": "inner", "then": {"left": "watched"}},
        "watched": {"held_by": "officer", "activities": {"send": send}},
        "over": {**go(finish="end"), "held_by": "nurse"},
        "end": {"final": True},
    }
    return make_handbook(
        make_protocol({"states": outer}), make_protocol({"states": inner}, name="inner")
    )


SMALL: Mapping[str, set[Passed]] = {
    "inner": {("refer", "police", "clinic"), ("teach", "clinic", "school")},
    "case": {
        ("run.leave", "school", "police"),
        ("acknowledge_send", "police", "clinic"),
    },
}


def _chains(drawn: Chart, handbook: Handbook) -> Chains:
    given = Material(drawn, handbook)
    return Chains(Subject.of(given), given.whole.story, given.whole.numbers)


def _agreed(drawn: Chart, handbook: Handbook) -> Iterator[tuple[str, str, str, Any]]:
    """Yield who receives or hands on by an activity, and the others."""
    for body, duties in agreed(drawn, handbook).items():
        for activity, records in duties.items():
            for record in several(records):
                for part in record.keys() & {"receives", "hands"}:
                    for other in several(record[part]):
                        yield body, activity, part, other


def _tellers(drawn: Chart, handbook: Handbook) -> Mapping[str, AbstractSet[Passed]]:
    """Return what each tells: an activity, who hands over, who receives."""
    answer = responsibility_of([drawn], handbook)
    graph = handoff_graph(drawn, handbook)
    page = Sheets(drawn, handbook, {}).drawn_up().handoffs
    gates = _chains(drawn, handbook).gates
    told = {
        "roles": ((h.activity, h.sender, h.receiver) for h in answer.handoffs),
        "agencies": (
            (each.activity, each.sender, each.receiver)
            for agency in answer.agencies.values()
            for each in (*agency.receives, *agency.hands)
        ),
        "page": ((h.activity, h.sender, h.receiver) for h in page),
        "flow": ((gate.moved_by, gate.sender, gate.receiver) for gate in gates),
        "graph": ((a, one, other) for one, other, a in graph.edges(keys=True)),
    }
    return {name: set(found) for name, found in told.items()}


@pytest.mark.parametrize("name", SMALL)
def test_everything_tells_the_same_handoffs(name: str) -> None:
    handbook = _small()
    drawn = chart(handbook.protocols[name], handbook)
    for teller, found in _tellers(drawn, handbook).items():
        assert found == SMALL[name], teller
    asked = {(asked_by(drawn, act), *pair) for act, *pair in SMALL[name]}
    given = Subject.of(Material(drawn, handbook))
    cells = {pair: len(each.titles) for pair, each in passing(given).items()}
    assert cells == {(one, other): 1 for _, one, other in asked}
    agreements = {
        (act, *((other, body) if part == "receives" else (body, other)))
        for body, act, part, other in (
            (body, act, part, _bare(other))
            for body, act, part, other in _agreed(drawn, handbook)
        )
    }
    assert agreements == SMALL[name]


def _bare(other: Any) -> str:
    return other if isinstance(other, str) else other.get("from") or other["to"]


def test_a_change_inside_is_told_of_the_protocol_that_runs() -> None:
    handbook, protocols = _small(), _small().protocols
    inner = protocols["inner"]
    seen = inner.states["seen"].model_copy(update={"held_by": "nurse"})
    states = {**inner.states, "seen": seen}
    changed = {**protocols, "inner": inner.model_copy(update={"states": states})}
    after = handbook.model_copy(update={"protocols": changed})
    found = compare(handbook, after).handoffs
    assert [(each.protocol, each.activity) for each in found] == [("inner", "refer")]


@pytest.mark.parametrize("name", shipped.reading().sound().protocols)
def test_the_shipped_protocols_are_told_alike(name: str) -> None:
    """Who the parties are differs: where somebody is bound, at home, or as lanes."""
    handbook = shipped.reading().sound()
    drawn = chart(handbook.protocols[name], handbook)
    told = {
        teller: {activity for activity, _, _ in found}
        for teller, found in _tellers(drawn, handbook).items()
    }
    told["agreed"] = {activity for _, activity, _, _ in _agreed(drawn, handbook)}
    expected = {each.activity for each in handoffs(drawn, handbook)}
    assert told == dict.fromkeys(told, expected)


def test_every_handoff_of_the_pathway_is_told_by_identification() -> None:
    """Counted together, each is counted once."""
    handbook = shipped.reading().sound()
    outer = chart(handbook.protocols["child_pathway"], handbook)
    inner = chart(handbook.protocols["identification_child_tip"], handbook)
    assert responsibility_of([outer], handbook).handoffs == ()
    assert len(handoffs(outer, handbook, inside=True)) == len(handoffs(inner, handbook))


def test_the_drawings_say_where_the_rest_is_told() -> None:
    handbook = _small()
    for name in SMALL:
        given = Material(chart(handbook.protocols[name], handbook), handbook)
        matrix = HandoffsView(Subject.of(given)).scene("en")
        flow = HandoffFlowView(Subject.of(given), given.whole).scene("en")
        said = "Handoffs inside «Inner» are told there."
        for scene in (matrix, flow):
            assert (said in scene.description) == (name == "case")


def test_measures_say_that_they_count_those_inside() -> None:
    handbook = _small()
    for name, number in (("inner", 2), ("case", 4)):
        drawn = chart(handbook.protocols[name], handbook)
        found = measure(drawn, handbook)
        assert found.handoffs == number
        said = [*MeasureReport(ProtocolWording(drawn, handbook, "en")).sizes(found)]
        inside = "They include those inside «Inner», which are told there."
        assert (inside in said) == (name == "case")


@pytest.mark.parametrize(
    ("name", "handed_on", "roles"),
    [
        ("referral_and_assistance", 84, "«Place of safety»"),
        ("protocol_governance", 27, "«Lead ministry»"),
        ("acml_identification_and_support", 21, None),
    ],
)
def test_measures_say_which_roles_count_once_for_each_body(
    name: str, handed_on: int, roles: str | None
) -> None:
    """Roles and papers tell such a role as one party: 68, 9 and 21 handoffs."""
    handbook = shipped.reading().sound()
    drawn = chart(handbook.protocols[name], handbook)
    found = measure(drawn, handbook)
    assert found.handoffs == handed_on
    said = [*MeasureReport(ProtocolWording(drawn, handbook, "en")).sizes(found)]
    told = [line for line in said if line.startswith("One of several bodies")]
    expected = f"One of several bodies may hold a role, and each counts: {roles}."
    assert told == ([expected] if roles else [])
