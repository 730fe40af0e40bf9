"""What is left out of a proof changes no verdict: slices, and what sentences share."""

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, reject, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.proofs.abstraction.slice_graph import (
    SliceGraph,
    narrowed,
    slice_graph,
)
from katch_protocols.proofs.abstraction.slice_walk import walk
from katch_protocols.proofs.abstraction.slicing import slice_product
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import (
    Automaton,
    Watcher,
    broken,
    watch,
)
from katch_protocols.proofs.kinds.patterns import pattern
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.semantics.events import ChartEvent, UndefinedError
from katch_protocols.semantics.explore import explore
from katch_protocols.semantics.layout import lay_out
from katch_protocols.sentences.text import parse_safeguard, print_safeguard
from tests.proofs.random_worlds import (
    ALL_KINDS,
    OTHERS,
    random_worlds,
    sentences,
)
from tests.semantics.compiled import compiled_loops, using
from tests.semantics.small import handbook, protocol


def told(answer: Answer) -> tuple[Verdict, int | None]:
    story = answer.counterexample
    return answer.verdict, None if story is None else len(story.rows)


@pytest.mark.parametrize("kind", ALL_KINDS)
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(data=st.data())
def test_slices_and_shared_graphs_change_no_verdict(
    kind: str, data: st.DataObject
) -> None:
    world = data.draw(random_worlds())
    rule = data.draw(sentences(kind, world))
    note(print_safeguard(rule))
    study = world.study
    plain = prove_sentence(rule, replace(study, sliced=False, shared=False))
    assume(plain.verdict is not Verdict.NOT_EXHAUSTED)
    own = prove_sentence(rule, study)
    apart = prove_sentence(rule, replace(study, shared=False))
    assert told(own) == told(apart) == told(plain)
    if own.counterexample is None:
        assert own.configurations == apart.configurations
    assert told(prove_sentence(rule, replace(study, sliced=False))) == told(plain)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_slice_made_of_what_is_known_is_the_slice_that_is_explored(
    data: st.DataObject,
) -> None:
    study = data.draw(random_worlds()).study
    assume(not study.is_vast and study.whole.exhausted)
    table = study.table
    cone = data.draw(st.sampled_from([field.mask for field in table.fields]))
    size = -1
    while size != cone:
        size = cone
        for row in table.rows:
            cone |= row.mask if row.clear & cone else 0
    known = narrowed(study.whole, cone, limit=study.limit)
    plain = slice_graph(table, cone, limit=study.limit)
    assert known is not None
    assert plain is not None
    assert edges(known) == edges(plain)
    by_loops = []
    for found in (None, compiled_loops()):
        with using(found):
            by_loops.append(narrowed(study.whole, cone, limit=study.limit))
    one, other = by_loops
    assert one is not None
    assert other is not None
    for part in ("starts", "targets", "rows"):
        assert getattr(one, part).tolist() == getattr(other, part).tolist(), part
    assert one.explored.every_word() == other.explored.every_word()
    assert one.initial == other.initial == 0


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_known_of_a_table_slices_a_product_as_looking_at_every_row_does(
    data: st.DataObject,
) -> None:
    world = data.draw(random_worlds())
    kind = data.draw(st.sampled_from(list(OTHERS)))
    rule = data.draw(sentences(kind, world))
    note(print_safeguard(rule))
    try:
        found = pattern(rule, world.study)
    except UndefinedError:
        reject()
    watcher = Watcher(found.automaton, found.slots)
    table = world.study.table_for(watcher.asks)
    whole = watch(table, watcher)
    masks = [field.mask for field in table.fields]
    seeds = [whole.field.mask, *data.draw(st.lists(st.sampled_from(masks)))]
    letters = sorted({each for letters in whole.read for each in letters})
    keep = data.draw(st.sampled_from([None, *letters]))
    quick = slice_product(whole, seeds, keep=keep)
    plain = slice_product(replace(whole, made_of=None), seeds, keep=keep)
    assert quick == plain
    # Which rows those of the slice came from: equal ones are not the same.
    assert [*map(id, quick.base)] == [*map(id, plain.base)]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_walk_over_the_graph_of_a_slice_finds_what_exploring_finds(
    data: st.DataObject,
) -> None:
    world = data.draw(random_worlds())
    assume(not world.study.is_vast)
    rule = data.draw(sentences(data.draw(st.sampled_from(list(OTHERS))), world))
    note(print_safeguard(rule))
    try:
        found = pattern(rule, world.study)
    except UndefinedError:
        reject()
    watcher = Watcher(found.automaton, found.slots)
    table = world.study.table_for(watcher.asks)
    whole = watch(table, watcher)
    product = slice_product(whole, [whole.field.mask], keep=found.trigger)
    until = broken(product) if data.draw(st.booleans()) else []
    graph = world.study.graph(table, product.cone & ~product.field.mask)
    assert graph is not None
    walked = walk(graph, product, limit=world.study.limit, until=until)
    plain = explore(product.table, limit=world.study.limit, until=until)
    assert walked.exhausted == plain.exhausted
    assert sorted(walked.every_word()) == sorted(plain.every_word())
    if walked.exhausted:
        assert walked.fired.tolist() == plain.fired.tolist()
    # Rows are the graph's by what they ask and do, whether or not they are the same.
    rows = [replace(row) for row in product.table.rows]
    copied = replace(product, table=replace(product.table, rows=tuple(rows)))
    again = walk(graph, copied, limit=world.study.limit, until=until)
    assert again.via.tolist() == walked.via.tolist()
    assert again.words.tolist() == walked.words.tolist()


def test_a_product_whose_rows_read_something_else_is_sliced_by_these() -> None:
    study = strands(2)
    watcher = Watcher(Automaton(("",), {}), ())
    whole = watch(study.table, watcher)
    marked = replace(whole, read=tuple(("x",) for _ in whole.read))
    assert slice_product(whole, [], keep="x").base == ()
    assert slice_product(marked, [], keep="x").base == whole.base


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_sentence_that_asks_nothing_new_sees_the_protocols_own_words(
    data: st.DataObject,
) -> None:
    world = data.draw(random_worlds())
    rule = data.draw(sentences(data.draw(st.sampled_from(list(OTHERS))), world))
    try:
        found = pattern(rule, world.study)
    except UndefinedError:
        reject()
    asks = Watcher(found.automaton, found.slots).asks
    study = world.study
    assert study.table_for(asks).fields == lay_out(study.chart, asks).fields


def edges(graph: SliceGraph) -> tuple[bytes, set[tuple[bytes, int, bytes]]]:
    """Return the first configuration, and each step with the row that makes it."""
    words = [word.tobytes() for word in graph.explored.words]
    found = zip(graph.sources, graph.rows, graph.targets, strict=True)
    return words[graph.initial], {
        (words[source], int(row), words[target]) for source, row, target in found
    }


def strands(count: int) -> ProofSession:
    """Three steps in each of several strands; the case never leaves them."""
    inside = {
        f"p{n}": {
            "initial": f"s{n}_0",
            "states": {
                f"s{n}_{m}": {"activities": {f"a{n}_{m}": {"to": f"s{n}_{m + 1}"}}}
                for m in range(3)
            }
            | {f"s{n}_3": {}},
        }
        for n in range(count)
    }
    book = handbook(protocol(initial="all", states={"all": {"parallel": inside}}))
    return ProofSession(chart(book.protocols["p"], book), Holders(book))


def test_what_a_sentence_does_not_see_is_not_looked_at() -> None:
    study = strands(8)
    answer = prove_sentence(parse_safeguard("a1_2 requires a1_0"), study)
    assert (answer.verdict, answer.configurations) == (Verdict.HOLDS, 4)


def test_sentences_of_one_slice_share_its_graph() -> None:
    study = strands(3)
    for text in ("a1_2 requires a1_0", "a1_1 requires a1_0", "never a1_2 unless a1_0"):
        prove_sentence(parse_safeguard(text), study)
    assert len(study._graphs) == 1


@pytest.mark.parametrize(
    ("watched", "moves", "kept"),
    [
        # What reads and moves the automaton is its own; the next alike stands for all.
        (("a",), True, ["a", "a", "b"]),
        (("b",), True, ["a", "b", "b"]),
        (("a", "b"), True, ["a", "a", "c"]),
        # What moves nothing looks as the others do: the first of all stays.
        (("a",), False, ["a"]),
        (("b",), False, ["a"]),
        (("c",), False, ["a"]),
    ],
)
def test_of_rows_that_look_alike_the_first_stands_for_all(
    watched: tuple[str, ...], *, moves: bool, kept: list[str]
) -> None:
    activities = {name: {"to": "t"} for name in "abc"}
    states = {"s": {"activities": activities}, "t": {}}
    book = handbook(protocol(initial="s", states=states))
    study = ProofSession(chart(book.protocols["p"], book), Holders(book))
    slots = tuple(Slot("x", ChartEvent.doing(name)) for name in watched)
    automaton = Automaton(("0", "1"), {("0", "x"): "1"} if moves else {})
    whole = watch(study.table, Watcher(automaton, slots))
    for product in (whole, replace(whole, made_of=None)):
        sliced = slice_product(product, [field.mask for field in study.table.fields])
        assert [row.activity for row in sliced.base] == kept
