"""Labels by the compiled loop and by the plain search: the same, in that order."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen
from katch_protocols.proofs.kinds.pattern import SlotReader
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing import label_search, worst_labels
from katch_protocols.proofs.timing.label_search import late_labels, latest_label
from katch_protocols.proofs.timing.timed_exploration import Extent, set_stage
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.proofs.timing.timed_sentences import from_to
from katch_protocols.proofs.timing.worst_labels import (
    UNBOUNDED,
    TimeLabel,
    TimeLabels,
    TooManyLabelsError,
)
from katch_protocols.semantics import kernels
from katch_protocols.semantics.kernels import Loops
from tests.proofs.timing.clockmaking import hours, spans, timed_protocols
from tests.proofs.timing.test_worst_case import names, seldom, stage_of
from tests.semantics.compiled import compiled_loops, using
from tests.shipped import reading

HOUR = 60


@contextmanager
def searching(found: Loops | None) -> Iterator[None]:
    """Search by these loops, or by the plain search alone; room must be made often."""
    with using(found), patch.object(label_search, "_ROOM", 1):
        yield


class Later:
    """Has the loops once it was asked so often."""

    def __init__(self, times: int) -> None:
        self.times = times

    def after(self, steps: int) -> Loops | None:
        assert steps >= 0
        self.times -= 1
        return compiled_loops() if self.times < 0 else None


def found_by(
    module: Loops | None, stage: Stage, limit: Duration, beyond: int, cap: int
) -> tuple[TimeLabel | None, TimeLabel | None, list[TimeLabel]]:
    """Return the latest beside a limit, the latest of all with a cap, the late ones."""
    where = np.arange(len(stage.explored)) % 3 > 0
    with searching(module):
        return (
            latest_label(TimeLabels(stage, limit, beyond), beyond=beyond),
            latest_label(TimeLabels(stage, cap=cap), beyond=UNBOUNDED - 1),
            [*late_labels(TimeLabels(stage, cap=cap), beyond, where)],
        )


@seldom(60)
@given(
    timed_protocols("timers and duties and stops")
    | timed_protocols("timers and duties and stops, calendar"),
    st.data(),
)
def test_the_loop_finds_the_labels_of_the_plain_search(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(early), label="from")
    then = data.draw(st.sampled_from(every), label="to")
    study = ProofSession(found, Holders(handbook))
    question = from_to(
        SlotReader(AfterThen(event=first, later=then), study), first, then
    )
    sight = data.draw(st.sampled_from(Extent), label="sight")
    stage = stage_of(study, question, sight)
    beyond = data.draw(st.integers(1, 9), label="beyond") * HOUR
    limit = data.draw(st.just(hours(beyond // HOUR)) | spans(), label="limit")
    try:
        told = [
            found_by(module, stage, limit, beyond, 12 * HOUR)
            for module in (None, compiled_loops())
        ]
    except TooManyLabelsError:  # of these another test is
        assume(condition=False)
        raise
    assert told[0] == told[1]
    # What the plain search has begun goes on by the loop, whenever that is there.
    portion = data.draw(st.integers(1, 4), label="portion")
    where = np.arange(len(stage.explored)) % 3 > 0
    for times in range(1, 4):
        with (
            patch.object(label_search, "_PORTION", portion),
            patch.object(kernels, "_LOADER", Later(times)),
        ):
            found_late = late_labels(TimeLabels(stage, cap=12 * HOUR), beyond, where)
            assert [*found_late] == told[0][2]
            with patch.object(kernels, "_LOADER", Later(times)):
                latest = latest_label(TimeLabels(stage, limit, beyond), beyond=beyond)
            assert latest == told[0][0]


@seldom(60)
@given(timed_protocols("timers and duties and stops"), st.data())
def test_late_labels_are_those_of_all_that_are_late_there(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(early), label="from")
    then = data.draw(st.sampled_from(every), label="to")
    study = ProofSession(found, Holders(handbook))
    reader = SlotReader(AfterThen(event=first, later=then), study)
    stage = stage_of(study, from_to(reader, first, then), Extent.SLICE)
    above = data.draw(st.integers(0, 9), label="above") * HOUR
    there = data.draw(st.sets(st.integers(0, len(stage.explored) - 1)), label="there")
    where = np.zeros(len(stage.explored), np.bool_)
    where[list(there)] = True
    try:
        labels = [*TimeLabels(stage, cap=12 * HOUR).search()]
    except TooManyLabelsError:
        assume(condition=False)
        raise
    late = [one for one in labels if above < one.due < UNBOUNDED and where[one.place]]
    with searching(None):
        assert [*late_labels(TimeLabels(stage, cap=12 * HOUR), above, where)] == late


def shipped() -> Stage:
    handbook = reading().sound()
    found = chart(handbook.protocols["partner_selection"], handbook)
    study = ProofSession(found, Holders(handbook))
    rule = AfterThen(event="advice_open", later="assess_applications")
    question = from_to(SlotReader(rule, study), rule.event, rule.later)
    return set_stage(study, question, Extent.WHOLE)


def test_too_many_labels_are_too_many_for_both() -> None:
    stage = shipped()
    every = len([*TimeLabels(stage).search()])
    for module in (None, compiled_loops()):
        for most in (every, every - 1):
            with (
                searching(module),
                patch.object(worst_labels, "MAX_LABELS", most),
                patch.object(label_search, "MAX_LABELS", most),
            ):
                if most == every:
                    assert latest_label(TimeLabels(stage), beyond=UNBOUNDED) is not None
                    continue
                with pytest.raises(TooManyLabelsError):
                    latest_label(TimeLabels(stage), beyond=UNBOUNDED)
