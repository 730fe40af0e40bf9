"""Small charts and stories for the tests of drawings."""

from katch_protocols.charts.build import chart
from katch_protocols.drawings.story.tell import tell
from katch_protocols.model.noun import Label
from tests.making import make_handbook, make_protocol


def story_of(plain, *others, fragments=(), facts=None):
    """Tell a protocol made from plain data; ``others`` are protocols it may run."""
    made, handbook = charted(plain, *others, fragments=fragments, facts=facts)
    return tell(made, handbook)


def charted(plain, *others, fragments=(), facts=None):
    protocol = make_protocol(plain)
    handbook = make_handbook(protocol, *others, fragments=fragments, facts=facts)
    found = chart(protocol, handbook)
    assert not found.problems
    return found, handbook


def in_three_languages(handbook):
    """Give a handbook Russian and Kazakh, so that every text is measured in each."""
    return handbook.model_copy(update={"languages": ("en", "ru", "kk")})


def moves(story):
    return [(move.source, str(move.kind), move.target) for move in story.moves]


def texts(story):
    return {
        (move.source, move.target): [duty.text.say("en") for duty in move.duties]
        for move in story.moves
    }


def label(text):
    return Label.of(en=text)
