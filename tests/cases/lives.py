"""Live random cases until they took so many steps: ``python -m tests.cases.lives``.

Prints what was lived, and every sentence that was proved and yet broken or refused;
ends with 1 if there was one. The same seed makes the same worlds and cases again.

Each world is one random protocol under a dozen random sentences of every kind that one
case can break. Half of the worlds have deadlines, timers, duties and pauses everywhere;
the others use every construct, and open cases of a second protocol.
"""

import argparse
import sys
import time
import traceback
from collections import Counter
from random import Random

from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import engine

from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.sentences.text import print_safeguard
from tests.cases.living import PROVED, begun, bound_by, breaks, lived, verdicts
from tests.proofs.random_worlds import OTHERS, TIMED, World, sentences
from tests.proofs.timing.clockmaking import timed_protocols
from tests.strategies import make_world, small_worlds

CASES = 60
"""How many cases are lived in one world."""

LONGEST = 60
"""How many tries one case is long."""

KINDS = [*OTHERS, *(f"{kind} timed" for kind in TIMED), "different", "same_person"]
REFUSED = {"different", "same_person", "at_least_after"}
"""The kinds of which a live case refuses a breach, where it depends on people."""


class Lives:
    """What was lived so far."""

    def __init__(self) -> None:
        self.steps = self.tries = self.cases = self.worlds = 0
        self.proved: Counter[str] = Counter()

    def live(self, handbook: Handbook, data: st.DataObject) -> None:
        """Live some cases of one world, and judge each by all that is proved."""
        teller = begun(handbook).teller
        world, rules = World(handbook), []
        for kind in data.draw(st.permutations(KINDS))[:12]:
            name, _, timed = kind.partition(" ")
            rules.append(data.draw(sentences(name, world, timed=bool(timed))))
        found = list(verdicts(rules, world))
        held = {name for name, _, verdict in found if verdict in PROVED}
        kept = [
            rule
            for _, rule, verdict in found
            if verdict in PROVED
            or (verdict is Verdict.ENFORCED and rule.kind in REFUSED)
        ]
        self.worlds += 1
        self.proved.update(rule.kind for rule in kept)
        bound = bound_by(handbook, rules)
        random = Random(data.draw(st.integers(0, 2**32 - 1)))  # noqa: S311 - no secret
        for _ in range(CASES):
            life = begun(bound, teller)
            lived(life, random, held, LONGEST)
            self.cases += 1
            self.steps += life.steps
            self.tries += life.tries
            for rule in kept:
                if breaks(rule, life):
                    note(print_safeguard(rule))
                    for event, at in zip(life.story.events, life.hours, strict=True):
                        note(f"{at}: {event.name}")
                    raise AssertionError(print_safeguard(rule))


def round_of(lives: Lives, number: int, worlds: int) -> None:
    """Live in some worlds, which the number of the round says."""
    timed = timed_protocols("timers and stops, duties and powers")

    @seed(number)
    @settings(
        max_examples=worlds,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(timed if number % 2 else small_worlds().map(make_world), st.data())
    def live(handbook: Handbook, data: st.DataObject) -> None:
        lives.live(handbook, data)

    live()


def main(words: list[str]) -> int:
    """Live until so many steps were taken; go on after what is found."""
    parser = argparse.ArgumentParser(prog="python -m tests.cases.lives")
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worlds", type=int, default=40, help="of one round")
    parser.add_argument("--shrink", type=int, default=60, help="seconds")
    asked = parser.parse_args(words)
    engine.MAX_SHRINKING_SECONDS = asked.shrink
    lives, bad, number, start = Lives(), 0, asked.seed, time.monotonic()
    while lives.steps < asked.steps:
        try:
            round_of(lives, number, asked.worlds)
        except Exception:  # noqa: BLE001 - whatever goes wrong is a finding
            bad += 1
            sys.stdout.write(f"seed {number}:\n{traceback.format_exc()}\n")
        number += 1
        sys.stdout.write(
            f"{lives.steps} steps, {lives.tries} tries, {lives.cases} cases,"
            f" {lives.worlds} worlds, seeds {asked.seed} to {number - 1}, {bad} bad,"
            f" {time.monotonic() - start:.0f} s\n"
        )
        sys.stdout.flush()
    sys.stdout.write(f"proved, by kind: {dict(lives.proved.most_common())}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
