"""Which sentence about order the past of a case breaks, told in another version.

Each sentence is its own small automaton, that of its proof; sentences about people and
``A at least D after B`` are asked of each step where the past is told.
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.retelling import Retelling
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.holders import Holders
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import OnlyDoes, TakesPart
from katch_protocols.proofs.automata.product_automaton import BROKEN, OFF
from katch_protocols.proofs.automata.situation import SentenceReading, Situation
from katch_protocols.proofs.kinds.pattern import Pattern
from katch_protocols.proofs.kinds.patterns import PATTERNS, pattern
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.semantics.events import UndefinedError

__all__ = ["OrderSentence", "broken_order", "order_sentences"]


class OrderSentence(Struct, frozen=True):
    """A sentence about order; ``waived`` is until when it is set aside."""

    safeguard: Id
    pattern: Pattern
    waived: datetime | None


def order_sentences(compiled: CompiledCase) -> tuple[OrderSentence, ...]:
    """Return the sentences about order that bind a protocol."""
    return tuple(_found(compiled))


def _found(compiled: CompiledCase) -> Iterator[OrderSentence]:
    chart, handbook = compiled.chart, compiled.handbook
    study = ProofSession(chart, Holders(handbook))
    waivers = compiled.protocol.waivers
    for name, safeguard in binding_safeguards(chart, handbook).items():
        rule = safeguard.rule
        if type(rule) not in PATTERNS or isinstance(rule, OnlyDoes | TakesPart):
            continue
        try:
            made = pattern(rule, study)
        except UndefinedError:
            continue  # it names what the protocol does not have; a rule reports it
        waiver = waivers.get(name)
        calendar = compiled.clocks.calendar
        until = None if waiver is None else calendar.midnight_after(waiver.until)
        yield OrderSentence(name, made, until)


def broken_order(
    retelling: Retelling, sentences: tuple[OrderSentence, ...]
) -> tuple[int, Id] | None:
    """Return the first event that breaks a sentence, and the sentence."""
    broken = (_broken(retelling, each) for each in sentences)
    found = [each for each in broken if each is not None]
    return min(found, default=None, key=lambda each: each[0])


def _broken(retelling: Retelling, sentence: OrderSentence) -> tuple[int, Id] | None:
    """Read the past step by step: the activity, then each state that it enters."""
    automaton, slots = sentence.pattern.automaton, sentence.pattern.slots
    table, state = retelling.compiled.table, automaton.states[0]
    word, entered = retelling.begun
    given = dict(retelling.state.given)
    now, nowhere = Situation(table, word, given), Situation(table, 0, given)
    state = automaton.read(
        state, SentenceReading(slots, entered, nowhere, nowhere, None).letters
    )
    for step in retelling.steps:
        if state == OFF:
            return None
        after = now.changed(step.row)
        reading = SentenceReading(slots, step.happened, now, after, step.row)
        state = automaton.read(state, reading.letters)
        if state == BROKEN:
            at = retelling.state.log[step.number].at
            if sentence.waived is None or at >= sentence.waived:
                return step.number, sentence.safeguard
            state = automaton.states[0]
        after.word = step.after
        now = after
    return None
