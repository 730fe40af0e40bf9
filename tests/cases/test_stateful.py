"""Whatever is tried, in whatever order, by whomever: the log stays clean.

The judge below reads the plain record only and shares no code with ``cases``: it knows
the handbook's rules in its own words.
"""

import json
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.errors import ActivityRefusedError, UnknownNameError
from tests.cases.harbour import NOW, begin, book

PROTOCOL = book().protocols["referral"]

HOLDERS = {
    "officer": {"police"},
    "chief": {"police"},
    "worker": {"office"},
    "judge": {"office", "police"},
    "child": {None},
}
"""Who holds a role in the east; the carer's agency changes on the first of April."""

BY = {
    "assess": {"officer", "worker"},
    "send": {"worker"},
    "acknowledge_send": {"carer"},
    "decline_send": {"carer"},
    "end_danger": {"officer"},
    "hearing.hear": {"worker", "officer"},
    "hearing.rule_on": {"worker", "judge"},
    "place": {"worker", "officer"},
    "review": {"judge", "officer"},
}
WITH = {"end_danger": ["worker"], "hearing.hear": ["child"], "place": ["child"]}
ENDS = {"place", "clock(assessed, 30 days)"}
APRIL = datetime.fromisoformat("2026-03-31T19:00:00+00:00")

PEOPLE = {
    f"p{number}": Actor(
        f"p{number}", roles=roles, agency=agency, region=region, qualified=trained
    )
    for number, (roles, agency, region, trained) in enumerate(
        [
            (["officer"], "police", "east", ["interviewing"]),
            (["worker"], "office", "east", ["interviewing"]),
            (["worker", "judge"], "office", None, ["interviewing"]),
            (["officer", "judge"], "police", "east", []),
            (["carer"], "office", "east", []),
            (["carer"], "shelter", "east", []),
            (["worker", "carer", "judge"], "office", "west", ["interviewing"]),
            (["worker"], "police", "east", ["interviewing"]),
            (["child"], None, "east", []),
            ([], None, "east", []),
        ]
    )
}
# The second person once more, as another system writes them and with other roles; and
# somebody whose roles the handbook does not all know.
PEOPLE["P1"] = Actor("P1", roles=["judge"], agency="office", region=None)
PEOPLE["p10"] = Actor(
    "p10", roles=["worker", "head_of_garage"], agency="office", region="east"
)
people = st.sampled_from(list(PEOPLE.values()))
instants = st.sampled_from([timedelta(hours=hours) for hours in (-1, 0, 1, 800)])


def judge_record(record):
    """Say what is wrong with a record, by the rules of this handbook."""
    wrong = []
    line = {key: record[key] for key in ("case", "pin", "region", "version")}
    previous = _hash({**line, "at": record["opened"]})
    last, ended, lent, done = record["opened"], False, [], []
    for event in record["events"]:
        if event["previous"] != previous or event["at"] < last or ended:
            wrong.append(("chain, time or end", event))
        previous, last = _hash(event), event["at"]
        ended = event["activity"] in ENDS
        if event["kind"] == "stand_in":
            lent.append(event)
            event_ok = _holds(event["by"], event["role"], event)
            event_ok &= event["role"] in PEOPLE[event["by"]].roles
            wrong += [] if event_ok else [("lent what is not one's own", event)]
        if event["kind"] == "activity":
            wrong += [(why, event) for why in _person(event, lent, done)]
            done.append(event)
    if previous != record["head"]:
        wrong.append(("head", record["head"]))
    return wrong


def _hash(plain):
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _holds(token, role, event):
    person, at = PEOPLE[token], datetime.fromisoformat(event["at"])
    carers = {"office"} if at < APRIL else {"shelter"}
    holders = {**HOLDERS, "carer": carers}
    here = person.region in {None, "east"}
    return here and person.agency in holders[role]


def _person(event, lent, done):
    act, role, token = event["activity"], event["role"], event["by"]
    if role not in BY[act] or not _holds(token, role, event):
        yield "not of the role"
    if role not in PEOPLE[token].roles and not any(
        each["to"].lower() == token.lower()
        and each["role"] == role
        and each["by"] == event.get("for")
        and each["at"] <= event["at"] < each["until"]
        for each in lent
    ):
        yield "neither own role nor lent"
    if act == "assess" and "interviewing" not in PEOPLE[token].qualified:
        yield "not trained"
    others = event.get("with", [])
    if [each[0] for each in others] != WITH.get(act, []):
        yield "not everybody is there"
    if token.lower() in {each[1].lower() for each in others}:
        yield "takes part twice"
    yield from _sentences(event, done)


def _sentences(event, done):
    act, who = event["activity"], _persons(event)
    for other in done:
        theirs = _persons(other)
        pair = {act, other["activity"]}
        if pair == {"hearing.hear", "hearing.rule_on"} and who & theirs:
            yield "separation"
        if pair == {"assess", "place"} and event["by"].lower() != other["by"].lower():
            yield "binding"
        if pair == {"assess", "review"} and event["agency"] == other["agency"]:
            yield "agencies"
    if act == "send" and event["agency"] != "office":
        yield "only the office sends"


def _persons(event):
    """Return everybody who counts as having acted; capitals tell nobody apart."""
    return {token.lower() for token in (event["by"], event.get("for")) if token}


def _done(case, name, words):
    """Return the event, or ``None`` where it was refused with reasons."""
    try:
        return case.do(name, **words)
    except UnknownNameError:
        return None
    except ActivityRefusedError as error:
        refusal = error.refusal
    assert refusal.unmet
    assert all(refusal.say(language) for language in ("en", "ru", "kk"))
    return None


class AnyoneTriesAnything(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.case = begin()
        self.at = NOW

    @rule(
        name=st.sampled_from([*BY, "hear", "rule_on", "clock(assessed, 30 days)", "x"]),
        by=people,
        others=st.lists(people, max_size=2),
        stated=st.sampled_from([(), ("danger", "absent"), ("danger", "present")]),
        more=st.sampled_from([(None, 0), (None, 1), ("yearly", 0)]),
    )
    def tries(self, name, by, others, stated, more):
        reason, behind = more
        words = {"by": by, "at": self.at, "together_with": others, "reason": reason}
        words["records"] = dict([stated] if stated else [])
        self._try(name, words, self.case.version - behind)

    @rule(by=people, data=st.data(), hours=st.sampled_from([0, 1, 30, 400]))
    def does_what_is_possible(self, by, data, hours):
        self.at += timedelta(hours=hours)
        names = self.case.possible(by=by, at=self.at) or self.case.possible()
        if not names:
            return
        name = data.draw(st.sampled_from(names))
        needed = {*WITH.get(name, [])}
        others = [each for each in PEOPLE.values() if needed & each.roles][:1]
        words = {"by": by, "at": self.at, "together_with": others}
        words["records"] = {"danger": "absent"} if name == "assess" else {}
        words["reason"] = "yearly" if name == "review" else None
        self._try(name, words, self.case.version)

    def _try(self, name, words, version):
        """Do it; it is refused with reasons and changes nothing, or it was allowed."""
        case, before = self.case, self.case.snapshot()
        stale = version != case.version
        try:
            allowed = case.why_not(name, **words) is None
        except UnknownNameError:
            allowed = False
        event = _done(case, name, {**words, "expected_version": version})
        if event is None:
            assert case.snapshot() == before
            assert stale or not allowed
        else:
            assert allowed
            assert not stale
            assert event is case.events[-1]

    @rule(by=people, deputy=people, role=st.sampled_from([*HOLDERS, "carer"]))
    def lends(self, by, deputy, role):
        until = self.at + timedelta(hours=30)
        words = {"by": by, "deputy": deputy.token, "role": role, "at": self.at}
        with suppress(ActivityRefusedError):
            self.case.stand_in(until=until, **words)

    @rule(by=people, later=instants)
    def asks_what_is_possible(self, by, later):
        """Whoever is told that something is possible is not refused it, nor reverse."""
        case, at = self.case, max(NOW, self.at + later)
        for words in ({}, {"by": by}, {"at": at}, {"by": by, "at": at}):
            told = set(case.possible(**words))
            allowed = {name for name in BY if case.why_not(name, **words) is None}
            assert told == allowed
        assert case.possible(by, at=lambda: at) == case.possible(
            by, at=max(at, case.last)
        )

    @rule(by=people, deputy=people, role=st.sampled_from([*HOLDERS, "carer"]))
    def lends_by_the_clock(self, by, deputy, role):
        """A clock of the host's that goes back refuses nobody for the time."""
        words = {"by": by, "deputy": deputy.token, "role": role}
        until = max(self.at, self.case.last) + timedelta(hours=30)
        refusal = None
        try:
            self.case.stand_in(until=until, at=lambda: NOW, **words)
        except ActivityRefusedError as error:
            refusal = error.refusal
        assert refusal is None or "time" not in refusal.needs

    @rule(days=st.sampled_from([1, 14, 40]))
    def waits(self, days):
        self.at += timedelta(days=days)
        self.case.advance(self.at)

    @rule()
    def is_put_away_and_taken_up(self):
        """From here on the restored case is the case: it must behave the same."""
        record = json.loads(json.dumps(self.case.snapshot()))
        again = Case.restore(PROTOCOL, record)
        assert again.possible() == self.case.possible()
        assert again.due(self.at) == self.case.due(self.at)
        assert again.wakes_at == self.case.wakes_at
        for person in PEOPLE.values():
            ours = self.case.possible(by=person, at=self.at)
            assert again.possible(by=person, at=self.at) == ours
        self.case = again

    @invariant()
    def the_log_is_clean(self):
        record = json.loads(json.dumps(self.case.snapshot()))
        assert judge_record(record) == []
        self.case.verify()


TestAnyoneTriesAnything = AnyoneTriesAnything.TestCase
TestAnyoneTriesAnything.settings = settings(max_examples=30, stateful_step_count=25)


def test_the_judge_itself_sees_what_is_wrong():
    case = begin()
    words = {"at": NOW, "records": {"danger": "absent"}}
    case.do("assess", by=PEOPLE["p0"], **words)
    record = case.snapshot()
    assert judge_record(record) == []
    record["events"][0]["by"] = "p9"
    assert {why for why, _ in judge_record(record)} >= {"not of the role", "head"}
