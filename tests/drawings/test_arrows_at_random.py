"""Whatever is drafted: an arrow says a handoff where the answer tells one."""

from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.drawings.story.nouns import MoveKind
from katch_protocols.drawings.story.tell import tell
from katch_protocols.duties.parties import home_of
from katch_protocols.graphs.handoffs import HandoffWays
from tests.duties.dressed import dressed

SOME = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@SOME
@given(dressed())
def test_no_arrow_hands_over_what_the_answer_does_not(made):
    """A protocol that runs inside is one box, in the lane of whoever is written there.

    What a signal or the clock brings is no handoff of a body to the answer.
    """
    handbook = made.handbook
    for name in ("first", "second"):
        found = chart(handbook.protocols[name], handbook)
        if any(node.running is not None for node in found.nodes):
            continue
        ways = HandoffWays(found).among(lambda role: (home_of(role, handbook),))
        known = {(each.sender, each.receiver) for each in ways}
        story = tell(found, handbook)
        for move in story.moves:
            target = story.step[move.target]
            if move.kind is MoveKind.HANDOFF and target.is_held:
                drawn = {(sender, target.lane) for sender in move.senders}
                assert drawn & known, (move.source, move.target)
