"""The service is a case in memory over HTTP: on random protocols, step by step.

The same acts, most allowed and some not, by random people at random times, are asked of
both. What either answers is what the other does: states, refusals, duties, histories.
"""

import json
from datetime import UTC, datetime, timedelta
from random import Random

from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.errors import ActivityRefusedError, BoundError, ProtocolError
from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.service import System, create_app
from katch_protocols.service.answers import event_item, form_body
from katch_protocols.verbs.reading import handbook as shipped
from tests.interpreter import UnendingError
from tests.service.conftest import Now
from tests.stores.test_same_as_memory import NARROW
from tests.stores.walks import Step, next_step, people
from tests.strategies import small_handbooks

STEPS = 6
SHIPPED = "referral_and_assistance"
SYSTEM = System("registry-1")
WRONG = ({"d": "yes"}, {"d": "no"}, {"d": "maybe"}, {"x": "y"}, {})


class World:
    """A service, the people whom its host knows, and a case in both."""

    def __init__(self, book, store, known, chance, protocol="first"):
        self.book, self.store, self.chance = book, store, chance
        self.crowd, self.known = people(book), known
        self.known.update(self.crowd)
        self.number = 0
        app = create_app(store, self.identify)
        self.client = TestClient(app)
        region = next(iter(book.regions), None)
        body = {"protocol": protocol, "region": region}
        opened = self.client.post("/cases", json=body, headers=self.by("registry-1"))
        assert opened.status_code == 201, opened.text
        self.reference = opened.json()["reference"]
        found = store.case(self.reference).view()
        self.memory = kp.open_case(
            book.protocols[protocol],
            reference=self.reference,
            region=region,
            at=found.opened,
            handbook=book,
            salt=found.salt,
            by=SYSTEM.token,
        )

    def identify(self, request):
        name = request.headers.get("X-Who")
        return SYSTEM if name == SYSTEM.token else self.known.get(name)

    def by(self, who, key=None, **more):
        if key is None:
            self.number += 1
            key = f"made-{self.number}"
        return {"X-Who": who, "Idempotency-Key": key, "Accept-Language": "en", **more}

    def get(self, path, who):
        answer = self.client.get(
            f"/cases/{self.reference}{path}", headers={"X-Who": who}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def tried(self):
        """Draw what somebody may try, whether that is allowed or not."""
        state = self.memory.view()
        names = list(state.compiled.activities) or ["nothing"]
        words = {"by": self.chance.choice([*self.crowd.values()])}
        words["records"] = self.chance.choice(WRONG)
        if self.chance.random() < 0.3:
            words["together_with"] = self.chance.sample([*self.crowd.values()], 2)
        if self.chance.random() < 0.2:
            words["role"] = self.chance.choice([*self.book.roles, "nobody-knows"])
        return Step("do", self.chance.choice(names), words)

    def ask(self, step, key, **headers):
        """Ask the service for a step."""
        words = dict(step.words)
        who = words.pop("by", SYSTEM)
        others = words.pop("together_with", ())
        self.known.update({each.token: each for each in others})
        body = {name: value for name, value in words.items() if value}
        if others:
            body["together_with"] = [each.token for each in others]
        kind = "activities" if step.verb == "do" else "signals"
        return self.client.post(
            f"/cases/{self.reference}/{kind}/{step.name}",
            json=body,
            headers=self.by(who.token, key, **headers),
        )


def compare(world):
    """Ask both for all that can be asked, and find the same."""
    memory, now = world.memory, world.store._steps.clock.now
    case = world.get("", "registry-1")
    assert case["version"] == memory.version
    assert case["states"] == list(memory.now.states)
    assert case["facts"] == dict(memory.now.facts)
    assert case["is_complete"] == memory.is_complete
    late = memory.overdue(now)
    due = [(e.state, e.activity, e.at.isoformat()) for e in (*late, *memory.due(now))]
    assert [(e["state"], e["activity"], e["at"]) for e in case["due"]] == due
    assert [e["is_overdue"] for e in case["due"]] == [
        place < len(late) for place in range(len(due))
    ]
    wakes = memory.next_alarm
    assert case["next_alarm"] == (None if wakes is None else wakes.isoformat())
    events = world.get("/events", "registry-1")["events"]
    pairs = enumerate(memory.events)
    told = [event_item(each, n).model_dump(mode="json") for n, each in pairs]
    assert (len(events), json.dumps(events)) == (len(told), json.dumps(told))
    some = world.chance.sample([*world.crowd.values()], 4)
    for who in some:
        found = world.get("/possible", who.token)["activities"]
        assert found == list(memory.possible(who, at=now))
    activities = memory.view().compiled.activities
    for name in list(activities)[:3]:
        if activities[name].is_signal:
            continue
        who = world.chance.choice([*world.crowd.values()])
        asked = world.get(f"/activities/{name}/form", who.token)
        told = form_body(memory.form(name, by=who, at=now))
        assert asked == told.model_dump(mode="json")


def taken(step, case, at, key):
    """Take a step in memory; return the event, or why there is none."""
    by = {"by": SYSTEM.token} if step.verb == "signal" else {}
    try:
        return step.take(case, at=at, key=key, **by)
    except kp.KatchError as error:
        return error


def take(world, step, number):
    """Take a step in both; the same comes of it."""
    memory, clock = world.memory, world.store._steps.clock
    before, key = memory.version, f"key-{number}"
    stale = world.ask(step, key, **{"If-Match": f'"{before + 7}"'})
    if step.verb != "tell" and stale.status_code < 500:
        assert stale.status_code in {400, 404, 412, 422}, stale.text
    answer = world.ask(step, key)
    if "urn:katch:problem:protocol" in answer.text:
        reject()  # it opens a case that comes to no rest
    event = taken(step, memory, clock.now, key)
    if isinstance(event, ActivityRefusedError):
        assert answer.status_code == 422, (answer.text, step)
        told, refusal = answer.json(), event.refusal
        assert told["said"] == list(refusal.said["en"])
        needs = [str(each.need) for each in refusal.unmet]
        assert ([each["need"] for each in told["unmet"]], memory.version) == (
            needs,
            before,
        )
        return
    if isinstance(event, kp.KatchError):
        assert answer.status_code in {400, 404}, (answer.text, step)
        return
    assert answer.status_code == 200, (answer.text, step)
    done = answer.json()
    assert done["event"]["at"] == event.to_json(0)["at"]
    assert answer.headers["ETag"] == f'"{memory.version}"'
    again = world.ask(step, key)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == done
    other = Step(step.verb, step.name, {**step.words, "records": {"zz": "zz"}})
    assert world.ask(other, key).status_code == 409


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_handbooks(), st.integers(0, 2**32 - 1))
def test_a_random_case_goes_over_http_as_in_memory(book, seed):
    chance = Random(seed)  # noqa: S311 - drawn again from its seed
    if most_configurations(chart(book.protocols["first"], book)) > NARROW:
        reject()
    clock, known = Now(), {}
    with kp.open_store("sqlite://", book, clock=clock, actors=known.get) as store:
        try:
            # What is opened by nobody is opened by no service.
            region = next(iter(book.regions), None)
            store.open_case("first", region=region)
            world = World(book, store, known, chance)
        except (UnendingError, BoundError, ProtocolError):
            reject()
        walk(world, clock)
        assert store.verify()


def walk(world, clock):
    """Take steps in both, and compare them after each."""
    compare(world)
    chance, memory = world.chance, world.memory
    for number in range(STEPS):
        clock.now += timedelta(hours=chance.choice((0, 1, 30, 400)))
        step = world.tried() if chance.random() < 0.4 else None
        memory.advance(clock.now)
        step = step or next_step(memory, world.crowd, chance)
        if step is None or step.verb == "tell":
            continue
        take(world, step, number)
        if memory.version == world.get("", "registry-1")["version"]:
            compare(world)


def test_a_shipped_protocol_goes_over_http_as_in_memory():
    book, clock, known = shipped(), Now(), {}
    clock.now = datetime(2026, 11, 2, 6, tzinfo=UTC)
    with kp.open_store("sqlite://", book, clock=clock, actors=known.get) as store:
        walk(World(book, store, known, Random(1), SHIPPED), clock)  # noqa: S311 - its seed is told
        assert store.verify()
