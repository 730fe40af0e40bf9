"""The laws of every layout, on random graphs (what a reader relies on)."""

from itertools import combinations, pairwise

from hypothesis import given, settings

from katch_protocols.drawings.layout.arrange import arranged
from katch_protocols.drawings.layout.graph import NodeShape, Options, Rect
from tests.drawings.graphs import graphs

OPTIONS = Options(left=40, top=60)
FEW = settings(max_examples=20, deadline=None)
HULLS = settings(max_examples=40, deadline=None)


def segments(layout):
    for edge, points in layout.lines.items():
        for one, other in pairwise(points):
            yield edge, one, other


def around(one, other):
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return Rect(left, top, right - left, bottom - top)


def on_border(rect, shape, point):
    x, y = point
    if shape in {NodeShape.CARD, NodeShape.BAR}:
        on_side = x in {rect.x, rect.right} and rect.y <= y <= rect.bottom
        on_top = y in {rect.y, rect.bottom} and rect.x <= x <= rect.right
        return on_side or on_top
    # Slanted and round ends lie inside the rectangle, but outside its heart.
    heart = rect.grown(-min(rect.height / 2, 20.5))
    inside = rect.x <= x <= rect.right and rect.y <= y <= rect.bottom
    touches = x in {rect.x, rect.right} or y in {rect.y, rect.bottom}
    in_heart = heart.x < x < heart.right and heart.y < y < heart.bottom
    return touches or (inside and not in_heart)


@FEW
@given(graphs())
def test_every_node_stands_inside_its_lane_and_its_phase(graph):
    layout = arranged(graph, OPTIONS)
    lanes = {band.id: band for band in layout.lanes}
    phases = {band.id: band for band in layout.phases}
    for node in graph.nodes:
        rect = layout.nodes[node.id]
        if node.shape is not NodeShape.BAR:
            assert lanes[node.lane].start <= rect.x
            assert rect.right <= lanes[node.lane].end
        assert phases[node.phase].start <= rect.y
        assert rect.bottom <= phases[node.phase].end


@FEW
@given(graphs())
def test_no_two_nodes_overlap(graph):
    layout = arranged(graph, OPTIONS)
    for one, other in combinations(layout.nodes.values(), 2):
        assert not one.meets(other)


@FEW
@given(graphs())
def test_every_arrow_is_level_or_upright_and_ends_on_the_borders_of_its_nodes(graph):
    layout = arranged(graph, OPTIONS)
    shape = {node.id: node.shape for node in graph.nodes}
    for edge in graph.edges:
        points = layout.lines[edge.id]
        for one, other in pairwise(points):
            assert one[0] == other[0] or one[1] == other[1]
        for name, point in ((edge.source, points[0]), (edge.target, points[-1])):
            assert on_border(layout.nodes[name], shape[name], point)


@FEW
@given(graphs())
def test_no_arrow_runs_through_a_node_of_others(graph):
    layout = arranged(graph, OPTIONS)
    ends = {edge.id: {edge.source, edge.target} for edge in graph.edges}
    for edge, one, other in segments(layout):
        for name, rect in layout.nodes.items():
            if name not in ends[edge]:
                assert not rect.grown(-0.5).meets(around(one, other).grown(0.1))


@FEW
@given(graphs())
def test_no_two_arrows_run_on_top_of_one_another(graph):
    layout = arranged(graph, OPTIONS)
    for (edge, *one), (other, *two) in combinations(segments(layout), 2):
        if edge == other:
            continue
        first, second = around(*one), around(*two)
        across = min(first.right, second.right) - max(first.x, second.x)
        down = min(first.bottom, second.bottom) - max(first.y, second.y)
        both_level = first.height == second.height == 0
        both_upright = first.width == second.width == 0
        if both_level and abs(first.y - second.y) < 1:
            assert across <= 2
        if both_upright and abs(first.x - second.x) < 1:
            assert down <= 2


@FEW
@given(graphs())
def test_no_label_covers_anything_unless_it_is_a_chip(graph):
    layout = arranged(graph, OPTIONS)
    labels = {
        name: label.rect
        for name, label in layout.labels.items()
        if name not in layout.chips
    }
    for name, rect in labels.items():
        assert not any(rect.meets(other) for other in layout.nodes.values())
        assert not any(rect.meets(other) for other in layout.badges.values())
        for edge, one, other in segments(layout):
            if edge != name:
                assert not rect.meets(around(one, other).grown(0.1))
    for one, other in combinations(labels.values(), 2):
        assert not one.meets(other)


def contains(outer, inner):
    return (
        outer.x <= inner.x
        and inner.right <= outer.right
        and outer.y <= inner.y
        and inner.bottom <= outer.bottom
    )


@HULLS
@given(graphs())
def test_a_hull_holds_its_own_nodes_in_one_phase_and_no_others(graph):
    layout = arranged(graph, OPTIONS)
    phases = {band.id: band for band in layout.phases}
    for cluster in graph.clusters:
        hull = layout.hulls.get(cluster.id)
        if hull is None:
            continue
        for name, rect in layout.nodes.items():
            if name in cluster.nodes:
                assert contains(hull, rect)
            else:
                assert not hull.meets(rect)
        band = phases[graph.node[cluster.nodes[0]].phase]
        assert band.start <= hull.y
        assert hull.bottom <= band.end


@HULLS
@given(graphs())
def test_two_hulls_stand_apart_or_one_holds_the_other_with_its_title(graph):
    layout = arranged(graph, OPTIONS)
    whole = {
        name: (hull, layout.tabs[name].rect) for name, hull in layout.hulls.items()
    }
    for (one, tab), (other, under) in combinations(whole.values(), 2):
        assert not tab.meets(under)
        held = contains(one, other) and contains(one, under)
        assert held or not any(a.meets(b) for a in (one, tab) for b in (other, under))


@HULLS
@given(graphs())
def test_a_title_sits_on_its_hull_and_covers_no_node_label_or_pill(graph):
    layout = arranged(graph, OPTIONS)
    assert set(layout.tabs) == set(layout.hulls)
    labels = [
        label.rect for name, label in layout.labels.items() if name not in layout.chips
    ]
    for name, tab in layout.tabs.items():
        hull = layout.hulls[name]
        assert tab.rect.bottom == hull.y
        assert hull.x <= tab.rect.x
        assert tab.rect.right <= hull.right
        for rect in (*layout.nodes.values(), *layout.badges.values(), *labels):
            assert not tab.rect.meets(rect)


@HULLS
@given(graphs())
def test_no_text_covers_the_upper_or_lower_edge_of_a_hull_unless_it_is_a_chip(graph):
    layout = arranged(graph, OPTIONS)
    for name, label in layout.labels.items():
        for hull in layout.hulls.values():
            if name not in layout.chips and hull.meets(label.rect):
                assert hull.y <= label.rect.y
                assert label.rect.bottom <= hull.bottom


@FEW
@given(graphs())
def test_every_labelled_arrow_shows_its_text_or_a_chip(graph):
    layout = arranged(graph, OPTIONS)
    assert set(layout.labels) == {edge.id for edge in graph.edges if edge.labels}


@FEW
@given(graphs())
def test_everything_stays_on_the_page(graph):
    layout = arranged(graph, OPTIONS)
    page = layout.page
    for label in layout.labels.values():
        if label.rect.width > page.width:
            continue
        assert page.x <= label.rect.x
        assert label.rect.right <= page.right
    for points in layout.lines.values():
        for x, y in points:
            assert page.x <= x <= page.right
            assert page.y <= y <= page.bottom


@FEW
@given(graphs())
def test_the_same_graph_gives_the_same_layout(graph):
    assert arranged(graph, OPTIONS) == arranged(graph, OPTIONS)
