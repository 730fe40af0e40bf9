"""Where every deadline is kept, no random case takes longer than what is proved."""

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.errors import KatchError
from katch_protocols.evidence.simulations import bounds
from katch_protocols.evidence.simulations.planning import IfKept, Planned, planned
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Arrivals, Run, Scenario
from tests.evidence.simulations.test_compiled import cut
from tests.evidence.simulations.test_lived_again import scenarios


@pytest.fixture(autouse=True)
def _few_days_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def short(asked: Scenario, book: Handbook, *, if_kept: int = IfKept.NO) -> Planned:
        made = planned(asked, book, if_kept=if_kept)
        return replace(made, plan=cut(made.plan, 30))

    monkeypatch.setattr(bounds, "planned", short)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(scenarios(), st.booleans())
def test_no_random_case_takes_longer_than_is_proved(
    drawn: tuple[Scenario, Handbook], last: bool
) -> None:
    asked, book = drawn
    few = Arrivals(thousandths=2_000, period="week")
    run = Run(years=1, begins="2025-01-06", runs=2)
    calm = asked.model_copy(update={"run": run, "arrivals": few})
    try:
        found = bounds.bounds_if_kept(calm, book, last=last)
    except KatchError:
        reject()
    assert [each for each in found if not each.holds] == []
