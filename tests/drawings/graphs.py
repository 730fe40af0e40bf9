"""Random layout graphs: any lanes, phases, shapes, strands, arrows and labels."""

from hypothesis import strategies as st

from katch_protocols.drawings.layout.graph import (
    Arrow,
    Box,
    Cluster,
    Edge,
    Graph,
    LayoutNode,
    NodeShape,
)

WIDTH = 180.0


@st.composite
def nodes(draw, number, lanes, phases):
    shape = draw(st.sampled_from((*([NodeShape.CARD] * 5), *NodeShape)))
    height = (
        8.0 if shape is NodeShape.BAR else draw(st.sampled_from((40.0, 54.0, 72.0)))
    )
    strand = draw(st.sampled_from((None, None, "one", "two")))
    badge = draw(st.sampled_from((None, Box(61.3, 20.0), Box(110.0, 20.0))))
    return LayoutNode(
        f"n{number:02}",
        draw(st.sampled_from(lanes)),
        draw(st.sampled_from(phases)),
        Box(WIDTH, height),
        shape,
        None if shape is NodeShape.BAR else badge,
        strand,
        None if strand is None else "strands",
    )


@st.composite
def labels(draw):
    text = draw(st.integers(0, 40))
    if not text:
        return ()
    widths = (7.0 * text, 3.6 * text + 8, 2.0 * text + 20)
    return tuple(
        Box(round(width, 1), 18.5 + 15.5 * place) for place, width in enumerate(widths)
    )


@st.composite
def clusters(draw, found):
    """Draw composites: some nodes of one phase, and perhaps some of those again."""
    made, left = [], list(found)
    for number in range(draw(st.integers(0, 2))):
        phase = draw(st.sampled_from(found)).phase
        inside = [n for n in left if n.phase == phase and draw(st.integers(0, 3))]
        left = [n for n in left if n not in inside]
        for depth in range(draw(st.integers(1, 3))):
            inner = inside[depth:]
            if len(inner) > 1:
                tabs = (Box(150.4, 22.0), Box(80.2, 37.6))
                names = tuple(n.id for n in inner)
                made.append(Cluster(f"c{number}{depth}", names, tabs))
    return tuple(made)


@st.composite
def graphs(draw, most_nodes=9, most_edges=13):
    lanes = tuple(f"lane{place}" for place in range(draw(st.integers(1, 5))))
    phases = tuple(f"phase{place}" for place in range(draw(st.integers(1, 3))))
    count = draw(st.integers(1, most_nodes))
    found = [draw(nodes(number, lanes, phases)) for number in range(count)]
    edges = []
    for number in range(draw(st.integers(0, most_edges)) if count > 1 else 0):
        source = draw(st.integers(0, count - 1))
        target = draw(st.integers(0, count - 2))
        target += target >= source
        ends = found[source], found[target]
        arrow = draw(st.sampled_from((Arrow.STEP, Arrow.STEP, Arrow.RETURN)))
        if arrow is Arrow.STEP and ends[0].lane != ends[1].lane:
            arrow = Arrow.HANDOFF
        name = f"e{number:02}"
        edges.append(Edge(name, ends[0].id, ends[1].id, arrow, draw(labels())))
    framed = draw(clusters(found))
    return Graph(lanes, phases, tuple(found), tuple(edges), clusters=framed)
