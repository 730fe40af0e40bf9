"""A small protocol of an invented pier, in three languages, with sentences to break."""

from collections.abc import Mapping

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.speaking import Voice
from katch_protocols.proofs.stories import story_of
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.semantics.compile import compile_chart

__all__ = ["PIER", "Told", "tell"]

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
    after: [{limit: 30 days, to: lost}]
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
        return Voice(self.chart, self.book, language).story(story)

    @property
    def why(self) -> tuple[str, str, str]:
        """The last line in English, Russian and Kazakh."""
        return tuple(self.lines(language)[-1] for language in ("en", "ru", "kk"))


def tell(
    rule: str | None = None, text: str = PIER, files: Mapping[str, str] | None = None
) -> Told:
    """Prove one sentence, or soundness, of the pier or of another text."""
    if rule is not None:
        text += f"\nsafeguards:\n  promise: {{rule: {rule!r}}}\n"
    reading = read_texts({**_HOME, **(files or {}), "pier.yaml": text})
    assert reading.handbook is not None, reading.findings
    book = reading.handbook
    made = chart(book.protocols["pier"], book)
    assert not made.problems, made.problems
    name = "soundness" if rule is None else "promise"
    return Told(prove(made, book, only=name)[name], book, made)
