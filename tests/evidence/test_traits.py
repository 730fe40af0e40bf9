"""What is worked out once of steps and classes, held against lists looked at singly."""

from datetime import UTC, datetime

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.evidence.automaton.case_arrays import FOLLOWS
from katch_protocols.evidence.automaton.case_tables import case_tables
from katch_protocols.evidence.automaton.classes import classes_of
from katch_protocols.evidence.logs.events import micros
from tests.cases.harbour import book
from tests.shipped import reading

SPAN = (
    micros(datetime(2026, 1, 1, tzinfo=UTC)),
    micros(datetime(2026, 12, 1, tzinfo=UTC)),
)


def _tables():
    shipped = reading().sound()
    for handbook, name in ((book(), "referral"), (shipped, "identification_child_tip")):
        compiled = compiled_case(handbook.protocols[name], handbook)
        classes = classes_of(compiled)
        kinds = tuple(
            (each.activity, None, tuple(each.records)) for each in classes.letters
        )
        yield case_tables(compiled, classes, kinds, SPAN).arrays


def _of(starts, items, key):
    return items[starts[key] : starts[key + 1]].tolist()


def test_no_deadline_runs_unseen_after_a_step_that_is_said_to_follow() -> None:
    found = {True: 0, False: 0}
    for arrays in _tables():
        running = [
            set(_of(arrays.deadline_starts, arrays.deadline_items, here))
            for here in range(len(arrays.final))
        ]
        deadlines = arrays.deadline.tolist()
        sets = [
            set(_of(arrays.entered_starts, arrays.entered_items, effect))
            for effect in range(len(arrays.resumes))
        ]
        for here, row in enumerate(arrays.cells.tolist()):
            for after, effect, _, trait, *_ in row:
                if after < 0:
                    continue
                unseen = [
                    number
                    for number in running[after]
                    for _, own, event, duty in [deadlines[number]]
                    if duty >= 0
                    or (
                        number not in running[here]
                        and (own if event < 0 else event) not in sets[effect]
                    )
                ]
                assert bool(trait & FOLLOWS) == (not unseen)
                found[not unseen] += 1
    assert min(found.values()) > 0


def test_no_deadline_is_over_sooner_than_is_said_of_its_class() -> None:
    bounded = 0
    for arrays in _tables():
        for here, least in enumerate(arrays.least.tolist()):
            shifts = [
                min([plain] if plain >= 0 else arrays.shifts[limit].tolist())
                for number in _of(arrays.deadline_starts, arrays.deadline_items, here)
                for limit in [int(arrays.deadline[number, 0])]
                for plain in [int(arrays.plain[limit])]
            ]
            bounded += bool(shifts)
            assert least == min(shifts, default=2**62)
            assert min(shifts, default=0) >= 0
    assert bounded
