"""Everything that a protocol can say is a feature: nothing is lost in silence."""

import pytest

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.exchange.feature_places import places
from katch_protocols.exchange.features import KEYS, Feature
from katch_protocols.exchange.known_notations import every_notation
from katch_protocols.exchange.notation import Carried, ExportInput
from katch_protocols.files.field_types.noun_schema import NounSchema
from katch_protocols.files.schemas import states
from katch_protocols.files.schemas.protocols import PROTOCOLS
from katch_protocols.words.languages import LANGUAGES
from katch_protocols.words.say import say
from tests import quorum

SHAPES: tuple[NounSchema, ...] = (PROTOCOLS.shape, states._STATE, states._ANYWHERE)


def test_every_key_of_a_protocol_a_state_and_an_activity_is_a_feature():
    assert set(KEYS) == {key.name for shape in SHAPES for key in shape.keys}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_feature_and_notation_is_said(language):
    for feature in Feature:
        assert say(f"exchange.feature-{feature}", language)
    for notation in every_notation():
        assert say(notation.title, language)
        for name in notation.differs:
            assert say(f"exchange.differs-{name}", language)


def test_every_feature_is_said_by_a_shipped_protocol():
    handbook = kp.handbook()
    charts = [chart(each, handbook) for each in handbook.protocols.values()]
    silent = {
        feature
        for feature in Feature
        if not any(places(feature, each, handbook) for each in charts)
    }
    # What only invented handbooks say is looked at where they are.
    assert silent <= {
        Feature.CHECKLISTS,
        Feature.DUTY_CLOCKS,
        Feature.POWERS,
        Feature.SIGNALS,
        Feature.PANELS,
        Feature.OPENINGS,
        Feature.WAIVERS,
    }
    panels = quorum.book()
    referral = chart(panels.protocols["referral"], panels)
    assert places(Feature.PANELS, referral, panels) == ("decide_plan", "review_plan")


def test_what_is_not_carried_is_told_by_place():
    handbook = kp.handbook()
    protocol = handbook.protocols["identification_child_tip"]
    source = ExportInput(chart(protocol, handbook), handbook, "en")
    for notation in every_notation():
        losses = {loss.name: loss for loss in notation.losses(source)}
        for feature in Feature:
            found = places(feature, source.chart, handbook)
            carried = notation.carries.get(feature, Carried.LOST)
            if not found or carried is Carried.MEANT:
                assert feature not in losses, (notation.name, feature)
            else:
                assert losses[feature].places == found
                assert losses[feature].carried is carried
