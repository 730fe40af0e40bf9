"""A small protocol of an invented pier, in three languages, with sentences to break."""

from collections.abc import Mapping

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.telling.formatter import ProtocolWording
from katch_protocols.telling.proof_report import story_of

__all__ = ["CHANGES", "PIER", "Told", "pier_book", "tell", "why"]

PIER = """
protocol: pier
title: {en: Pier, ru: Причал, kk: Айлақ}
facts:
  danger:
    title: {en: Danger, ru: Опасность, kk: Қауіп}
    values:
      present: {en: Present, ru: Есть, kk: Бар}
      absent: {en: Absent, ru: Нет, kk: Жоқ}
documents:
  letter: {title: {en: Letter, ru: Письмо, kk: Хат}, contains: [health]}
initial: seen
states:
  seen:
    title: {en: Child seen, ru: Ребёнок замечен, kk: Бала байқалды}
    held_by: guard
    within: {limit: 3 hours}
    activities:
      look:
        title: {en: Look, ru: Осмотреть, kk: Қарау}
        by: [guard, nurse]
        records: [danger]
        to: talk
      hurry: {title: {en: Hurry, ru: Поспешить, kk: Асығу}, by: guard, to: talk}
  talk:
    title: {en: Talk, ru: Беседа, kk: Әңгіме}
    held_by: guard
    within: {limit: 5 working days}
    activities:
      ask:
        title: {en: Ask, ru: Спросить, kk: Сұрау}
        by: guard
        produces: [letter]
        sends: {letter: [nurse]}
      care: {title: {en: Care, ru: Помочь, kk: Көмектесу}, by: nurse, to: safe}
    after:
      30 days: lost
  safe:
    title: {en: Safe, ru: В безопасности, kk: Қауіпсіз}
    final: true
    outcome: protected
  lost:
    title: {en: Lost, ru: Потерян, kk: Жоғалды}
    final: true
    outcome: adverse
"""

_HOME = {
    "handbook.yaml": """
handbook: harbour
title: {en: Harbour, ru: Гавань, kk: Айлақ}
languages: [en, ru, kk]
timezone: Asia/Almaty
data:
  health: {title: {en: Health, ru: Здоровье, kk: Денсаулық}, consent: true}
""",
    "agencies.yaml": """
agencies:
  watch:
    title: {en: Harbour watch, ru: Портовая служба, kk: Айлақ қызметі}
    kind: service
    level: district
  clinic:
    title: {en: Clinic, ru: Клиника, kk: Емхана}
    kind: service
    level: district
""",
    "roles.yaml": """
roles:
  guard: {title: {en: Guard, ru: Дежурный, kk: Кезекші}, agency: watch}
  nurse: {title: {en: Nurse, ru: Медсестра, kk: Мейірбике}, agency: clinic}
""",
}


_NO_CLOCK = "    after:\n      30 days: lost\n", ""
_NO_DEADLINE = "    within: {limit: 5 working days}\n", ""
CHANGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "": (),
    "no clock": (_NO_CLOCK,),
    "clock alone": (_NO_DEADLINE,),
    "no deadline": (_NO_CLOCK, _NO_DEADLINE),
    "nobody looks": (("        records: [danger]\n", ""),),
    "care waits for a question": (("to: safe}", "to: safe, when: done ask}"),),
    "care may wait for a question": (
        ("to: safe}", "to: safe, when: done ask or danger is known}"),
    ),
    "care waits for danger": (("to: safe}", "to: safe, when: danger is present}"),),
    "care waits for danger for ever": (
        ("to: safe}", "to: safe, when: danger is present}"),
        _NO_CLOCK,
    ),
}
"""Other piers: what is replaced, and by what."""


class Told:
    """What was proved, and the story in the three languages."""

    def __init__(self, proof: Proof, book: Handbook, made: Chart) -> None:
        self.proof, self.book, self.chart = proof, book, made

    def lines(self, language: str) -> tuple[str, ...]:
        """Return the lines of the story in one language."""
        case = self.proof.counterexample
        assert case is not None
        bound = {**self.chart.safeguards, **self.book.safeguards}
        found = bound.get(self.proof.safeguard)
        rule = None if found is None else found.rule
        story = story_of(case, compile_chart(self.chart), rule)
        return ProtocolWording(self.chart, self.book, language).story(story)


def pier_book(
    rules: Mapping[str, str], text: str = PIER, files: Mapping[str, str] | None = None
) -> Handbook:
    """Return the handbook of the pier, or of another text, with some promises."""
    promised = (f"  {name}: {{rule: {rule!r}}}" for name, rule in rules.items())
    if rules:
        text += "\n".join(["\nsafeguards:", *promised, ""])
    reading = read_texts({**_HOME, **(files or {}), "pier.yaml": text})
    assert not reading.findings, reading.findings
    assert reading.handbook is not None
    return reading.handbook


def tell(
    rule: str | None = None, text: str = PIER, files: Mapping[str, str] | None = None
) -> Told:
    """Prove one sentence, or soundness, of the pier or of another text."""
    book = pier_book({} if rule is None else {"promise": rule}, text, files)
    made = chart(book.protocols["pier"], book)
    assert not made.problems, made.problems
    name = "soundness" if rule is None else "promise"
    return Told(prove(made, book, only=name)[name], book, made)


def why(heading: str) -> tuple[str, ...]:
    """Return the last line in English, Russian and Kazakh.

    ``heading`` is a sentence, or *soundness*, and after a slash how the pier differs.
    """
    rule, _, name = heading.partition(" / ")
    text = PIER
    for old, new in CHANGES[name]:
        assert old in text
        text = text.replace(old, new)
    told = tell(None if rule == "soundness" else rule, text)
    return tuple(told.lines(language)[-1] for language in ("en", "ru", "kk"))
