"""Letters at the corners of nodes: no text covers one."""

from itertools import combinations

from hypothesis import given, settings

from katch_protocols.drawings.layout.arrange import arranged
from katch_protocols.drawings.layout.graph import Options
from katch_protocols.drawings.layout.obstacles import letter_rooms
from tests.drawings.graphs import graphs

OPTIONS = Options(left=40, top=60)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_no_text_covers_a_letter_unless_it_is_a_chip(graph):
    layout = arranged(graph, OPTIONS)
    letters = list(letter_rooms(graph, layout.nodes, layout.hulls))
    for name, label in layout.labels.items():
        if name not in layout.chips:
            assert not any(label.rect.meets(room) for room in letters)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_the_letters_of_one_node_stand_apart(graph):
    layout = arranged(graph, OPTIONS)
    for node in graph.nodes:
        alone = {node.id: layout.nodes[node.id]}
        rooms = [*letter_rooms(_only(graph, node), alone, layout.hulls)]
        assert not any(one.meets(other) for one, other in combinations(rooms, 2))


def _only(graph, node):
    return type(graph)(graph.lanes, graph.phases, (node,), (), clusters=graph.clusters)
