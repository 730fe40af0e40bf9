"""Live cases of a panel never contradict the proofs, and keep every sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.cases.case import Case
from katch_protocols.cases.event import CaseEvent
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case
from katch_protocols.verbs.prove import prove
from tests.quorum import FILES, HOMES, NOW, book, person

SEATS = ("caseworker", "duty_officer", "nurse", "teacher")
CROWD = tuple(person(f"{role[:2]}{n}", role) for role in SEATS for n in range(2))
SENTENCES = (
    "decide_plan with {seat}",
    "only {seat} / clinic / school does decide_plan",
    "decide_plan and close_case by different people",
    "decide_plan and close_case by different agencies",
    "decide_plan and close_case by the same person",
)
TIED = {Need.SEPARATION, Need.AGENCY_SEPARATION, Need.BINDING, Need.ONLY}


@dataclass(frozen=True)
class World:
    """A panel, a sentence, and the role that closes a case."""

    members: tuple[str, ...]
    quorum: int
    text: str
    closer: str

    @cached_property
    def book(self) -> Handbook:
        members = ", ".join(self.members)
        roles = FILES["roles.yaml"].replace(
            "[caseworker, duty_officer, nurse, teacher]", f"[{members}]"
        )
        roles = roles.replace("quorum: 3", f"quorum: {self.quorum}")
        referral = FILES["referral.yaml"]
        return book(
            roles=roles.replace("chair: caseworker", f"chair: {self.members[0]}"),
            safeguards=f"safeguards:\n  it: {{rule: {self.text}, source: harbour_act}}",
            referral=referral.replace(
                "by: caseworker, to: closed", f"by: {self.closer}, to: closed"
            ),
        )

    @property
    def verdict(self) -> Verdict:
        return prove(self.book.protocols["referral"])["it"].verdict

    def begin(self) -> Case:
        protocol = self.book.protocols["referral"]
        case = open_case(protocol, reference="c-3", region="north", at=NOW)
        case.do("refer", by=person("po", "duty_officer"), at=NOW)
        case.do("acknowledge_refer", by=person("ch", self.members[0]), at=NOW)
        return case

    def is_kept(self, decided: CaseEvent, closed: CaseEvent | None) -> bool:
        """Tell from the log alone whether the sentence is kept."""
        seats = [self.members[0], *(seat for seat, _, _ in decided.together_with)]
        *_, last = self.text.split()
        if " with " in self.text:
            return last in seats
        if self.text.startswith("only"):
            named = {self.text.split()[1], "clinic", "school"}
            return all(not named.isdisjoint((seat, HOMES[seat])) for seat in seats)
        if closed is None:
            return True
        sat = {decided.by, *(token for _, token, _ in decided.together_with)}
        if last == "agencies":
            return closed.agency not in {HOMES[seat] for seat in seats}
        return (closed.by in sat) is (last == "person")


@st.composite
def worlds(draw: st.DrawFn) -> World:
    chair, *others = draw(st.permutations(SEATS))
    members = (chair, *others[: draw(st.integers(1, 3))])
    text = draw(st.sampled_from(SENTENCES)).format(seat=draw(st.sampled_from(SEATS)))
    quorum = draw(st.integers(2, len(members)))
    return World(members, quorum, text, draw(st.sampled_from(SEATS)))


def done(case: Case, activity: str, verdict: Verdict, **words) -> CaseEvent | None:
    """Do an activity, or see that no sentence that holds is what refuses it."""
    found = case.why_not(activity, **words)
    if found is None:
        return case.do(activity, at=NOW, **words)
    assert verdict is not Verdict.HOLDS or TIED.isdisjoint(found.needs)
    return None


def lacks_of_partners(case: Case, chair, others: Sequence) -> list[dict[str, str]]:
    words = {"by": chair, "together_with": others, "records": {"verdict": "granted"}}
    found = case.why_not("decide_plan", **words)
    unmet = found.unmet if found else ()
    return [dict(each.facts) for each in unmet if each.need is Need.PARTNER]


people = st.lists(st.sampled_from(CROWD), max_size=4)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.sampled_from(CROWD), people, st.sampled_from(CROWD))
def test_what_is_done_keeps_the_sentence_and_what_holds_is_never_refused(
    world: World, chair, others, closer
) -> None:
    case, verdict = world.begin(), world.verdict
    decided = done(
        case,
        "decide_plan",
        verdict,
        by=chair,
        together_with=others,
        records={"verdict": "granted"},
    )
    if verdict is Verdict.HOLDS and " with " in world.text:
        lacks = lacks_of_partners(case, chair, others) if decided is None else []
        # Whoever sits in every quorum is never asked for by the sentence.
        assert all("quorum" in facts for facts in lacks)
    if decided is None:
        return
    sat = [decided.by, *(token for _, token, _ in decided.together_with)]
    assert len({*sat}) == len(sat) >= world.quorum
    closed = done(case, "close_case", verdict, by=closer)
    assert world.is_kept(decided, closed)
    case.verify()
