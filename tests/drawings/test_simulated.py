"""What is drawn of a simulation is told in the words of its answer."""

from types import SimpleNamespace

from katch_protocols.drawings.simulated.times import SimulatedTimes
from katch_protocols.model.simulations import Estimate


def test_a_bar_tells_a_time_with_the_digits_of_the_answer() -> None:
    times = SimulatedTimes(SimpleNamespace(languages=("en", "ru")))
    found = Estimate(mean=28.9 * 24, low=25.6 * 24, high=32.3 * 24, runs=9)
    assert times._said(found).texts == {
        "en": "29 d (26 to 32)",
        "ru": "29 дн. (от 26 до 32)",
    }
