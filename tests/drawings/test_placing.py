"""Single steps of the layout, on graphs small enough to know the answer."""

from katch_protocols.drawings.layout.arrange import arranged
from katch_protocols.drawings.layout.columns import best_order, columned, least_columns
from katch_protocols.drawings.layout.graph import (
    Arrow,
    Box,
    Edge,
    Graph,
    LayoutNode,
    NodeShape,
    Options,
)
from katch_protocols.drawings.layout.ranks import forward_edges, placed
from katch_protocols.drawings.layout.routes import routed
from katch_protocols.drawings.layout.tracks import segments, tracked

SIZE = Box(180, 40)


def node(name, lane="one", phase="only", **more):
    return LayoutNode(name, lane, phase, SIZE, **more)


def edge(source, target, arrow=Arrow.STEP, labels=()):
    return Edge(f"{source}{target}", source, target, arrow, labels)


def graph(nodes, edges, lanes=("one",), phases=("only",)):
    return Graph(lanes, phases, tuple(nodes), tuple(edges))


def cells(plan, *, compact=True, counts=None):
    columns = columned(plan, plan.lanes, counts or least_columns(plan, plan.lanes))
    placing = placed(plan, columns, compact=compact)
    return {name: (cell.column, cell.rank) for name, cell in placing.cells.items()}


def test_a_chain_in_one_lane_runs_down():
    plan = graph([node("a"), node("b"), node("c")], [edge("a", "b"), edge("b", "c")])
    assert cells(plan) == {"a": (0, 0), "b": (0, 1), "c": (0, 2)}


def test_a_handoff_stays_level_with_its_source():
    nodes = [node("a"), node("b", "two")]
    plan = graph(nodes, [edge("a", "b", Arrow.HANDOFF)], ("one", "two"))
    assert cells(plan) == {"a": (0, 0), "b": (1, 0)}
    assert cells(plan, compact=False) == {"a": (0, 0), "b": (1, 1)}


def test_a_later_phase_starts_below_the_earlier_one():
    nodes = [node("a", phase="early"), node("b", "two", "late")]
    edges = [edge("a", "b", Arrow.HANDOFF)]
    plan = graph(nodes, edges, ("one", "two"), ("early", "late"))
    assert cells(plan) == {"a": (0, 0), "b": (1, 1)}


def test_a_level_arrow_never_jumps_over_a_node():
    nodes = [node("a"), node("b", "two"), node("c", "three")]
    edges = [edge("a", "b", Arrow.HANDOFF), edge("a", "c", Arrow.HANDOFF)]
    plan = graph(nodes, edges, ("one", "two", "three"))
    assert cells(plan) == {"a": (0, 0), "b": (1, 0), "c": (2, 1)}


def test_a_circle_is_broken_where_it_comes_back():
    edges = [edge("a", "b"), edge("b", "c"), edge("c", "a")]
    plan = graph([node("a"), node("b"), node("c")], edges)
    assert [kept.id for kept in forward_edges(plan)] == ["ab", "bc"]


def test_strands_of_one_lane_stand_side_by_side():
    nodes = [
        node("a", strand="s", group="g"),
        node("b", strand="s", group="g"),
        node("c", strand="t", group="g"),
    ]
    plan = graph(nodes, [edge("a", "b")])
    assert least_columns(plan, plan.lanes) == {"one": 2}
    assert cells(plan) == {"a": (0, 0), "b": (0, 1), "c": (1, 0)}


def test_a_bar_takes_a_row_of_its_own_over_its_branches():
    nodes = [
        node("a"),
        node("bar", shape=NodeShape.BAR),
        node("b", "two"),
        node("c", "three"),
    ]
    edges = [edge("a", "bar"), edge("bar", "b"), edge("bar", "c")]
    plan = graph(nodes, edges, ("one", "two", "three"))
    placing = placed(
        plan,
        columned(plan, plan.lanes, least_columns(plan, plan.lanes)),
        compact=True,
    )
    assert placing.columns("bar") == (1, 2)
    assert [placing.cells[name].rank for name in ("a", "bar", "b", "c")] == [0, 1, 2, 2]


def test_the_best_order_brings_lanes_together_that_hand_over_to_one_another():
    nodes = [node(name, name) for name in ("one", "two", "three", "four")]
    edges = [edge("one", "three"), edge("three", "two"), edge("two", "four")]
    plan = graph(nodes, edges, ("one", "two", "three", "four"))
    assert best_order(plan) == ("one", "three", "two", "four")


def test_the_best_order_keeps_the_authors_first_lanes_first():
    nodes = [node("a", "one"), node("b", "two")]
    plan = graph(nodes, [edge("b", "a")], ("one", "two"))
    assert best_order(plan) == ("one", "two")


def test_with_more_than_sixteen_lanes_the_authors_order_stands():
    lanes = tuple(f"lane{number:02}" for number in range(17))
    nodes = [node(lane, lane) for lane in lanes]
    plan = graph(nodes, [edge("lane00", "lane16")], lanes)
    assert best_order(plan) == lanes


def routes(plan):
    columns = columned(plan, plan.lanes, least_columns(plan, plan.lanes))
    placing = placed(plan, columns, compact=True)
    return routed(plan, placing)


def test_an_arrow_to_the_node_below_is_straight():
    plan = graph([node("a"), node("b")], [edge("a", "b")])
    assert routes(plan) == {"ab": ((1, 1), (1, 2), (1, 3))}


def test_a_return_runs_beside_the_arrow_that_it_answers():
    edges = [edge("a", "b"), edge("b", "a", Arrow.RETURN)]
    plan = graph([node("a"), node("b")], edges)
    found = routes(plan)
    slots = tracked(found, segments(found))
    assert {(slot.track, slot.tracks) for slot in slots.values()} == {(0, 2), (1, 2)}


def test_two_arrows_that_part_do_not_cross():
    nodes = [node("a", "two"), node("b", "one"), node("c", "three")]
    edges = [edge("a", "b", Arrow.HANDOFF), edge("a", "c", Arrow.HANDOFF)]
    layout = arranged(graph(nodes, edges, ("one", "two", "three")), Options())
    assert layout.lines["ab"][-1][0] < layout.lines["ac"][-1][0]
    assert len(layout.lines["ab"]) == len(layout.lines["ac"]) == 2


def test_a_gutter_grows_for_the_text_of_a_level_arrow():
    text = (Box(150, 18),)
    nodes = [node("a"), node("b", "two")]
    lanes = ("one", "two")
    plain = arranged(graph(nodes, [edge("a", "b", Arrow.HANDOFF)], lanes))
    with_text = edge("a", "b", Arrow.HANDOFF, text)
    wide = arranged(graph(nodes, [with_text], lanes))
    assert wide.page.width > plain.page.width
    assert wide.chips == ()


def test_a_text_that_fits_nowhere_becomes_a_chip():
    text = (Box(3000, 18),)
    layout = arranged(graph([node("a"), node("b")], [edge("a", "b", labels=text)]))
    assert layout.chips == ("ab",)
    assert layout.labels["ab"].rect.width < 30


def test_a_pill_gives_way_to_an_arrow_that_ends_at_its_corner():
    wide = Box(170, 20)
    nodes = [node("a"), node("b", badge=wide)]
    layout = arranged(graph(nodes, [edge("a", "b")]), Options(fit=False))
    assert layout.badges["b"].middle[1] == layout.nodes["b"].bottom


def test_a_phase_is_as_tall_as_its_title_needs():
    plan = Graph(("one",), ("only",), (node("a"),), (), {"only": 300})
    layout = arranged(plan)
    assert layout.phases[0].end - layout.phases[0].start >= 300
