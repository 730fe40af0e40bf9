"""Which events have happened, beside the steps that lead there; made once for all."""

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.safeguards import AfterThen
from katch_protocols.proofs.kinds.pattern import SlotReader
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.marked_table import marked_table
from katch_protocols.proofs.timing.timed_exploration import Extent, set_stage
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.proofs.timing.timed_sentences import from_to
from katch_protocols.semantics.events import event_of
from tests.shipped import reading

PROTOCOL = "identification_child_tip"


def study() -> ProofSession:
    handbook = reading().sound()
    return ProofSession(
        chart(handbook.protocols[PROTOCOL], handbook), Holders(handbook)
    )


def asked(session: ProofSession, first: str, then: str, sight: Extent) -> Stage:
    reader = SlotReader(AfterThen(event=first, later=then), session)
    return set_stage(session, from_to(reader, first, then), sight)


def test_a_configuration_tells_what_happened_on_the_way_there() -> None:
    stage = asked(study(), "note_absence", "alert", Extent.SLICE)
    events = {name: event_of(stage.chart, name) for name in stage.memory.events}
    assert events
    base = {id(row): at for at, row in enumerate(stage.product.table.rows)}
    start = {
        name
        for name, event in events.items()
        if not event.nodes.isdisjoint(stage.table.entered)
    }
    for place in range(0, len(stage.explored), 97):
        rows = (stage.base(base[id(row)]) for row in stage.explored.path(place))
        on_the_way = [
            name
            for row in rows
            for name, event in events.items()
            if event.positions(row)
        ]
        assert stage.happened(place) == start.union(on_the_way)


def test_questions_that_see_the_same_share_the_graph_of_their_slice() -> None:
    session = study()
    stages = [
        asked(session, *names, sight)
        for names in (("note_absence", "alert"), ("confirm_negative", "alert"))
        for sight in (Extent.SLICE, Extent.WHOLE)
    ]
    cones = {stage.product.cone & ~stage.product.field.mask for stage in stages}
    assert len(session._graphs) == len(cones) == 1


def test_without_events_it_is_the_same_table() -> None:
    timed = study().timed_table(())
    marked = marked_table(timed, ())
    assert marked.table is timed.table
    assert marked.happened.marks == (frozenset(),)
    assert marked is marked_table(timed, ())
