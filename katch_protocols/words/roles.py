"""What ``katch roles`` says, in English, Russian and Kazakh."""

from collections.abc import Mapping

from katch_protocols.words.bases import BASES
from katch_protocols.words.parts import PARTS

__all__ = ["ROLES"]

ROLES: Mapping[str, Mapping[str, str]] = {
    **{f"roles-{key}": said for key, said in PARTS.items()},
    **BASES,
    "unknown-agency": {
        "en": "'{name}' is not the id of any agency.",
        "ru": "Органа с именем «{name}» нет.",
        "kk": "«{name}» атты орган жоқ.",
    },
    "roles-load": {
        "en": "How much rests on whom",
        "ru": "Сколько на ком лежит",
        "kk": "Кімнің мойнында қанша міндет бар",
    },
    "roles-does": {"en": "does", "ru": "делает", "kk": "орындайды"},
    "roles-answers": {"en": "answers", "ru": "отвечает", "kk": "жауапты"},
    "roles-joins": {"en": "joins", "ru": "участвует", "kk": "қатысады"},
    "roles-consulted": {"en": "asked", "ru": "советует", "kk": "кеңес береді"},
    "roles-informed": {"en": "told", "ru": "извещается", "kk": "хабарланады"},
    "roles-holds": {"en": "holds", "ru": "ведёт", "kk": "ұстайды"},
    "roles-limited": {"en": "in time", "ru": "в срок", "kk": "мерзімді"},
    "roles-confirms": {"en": "confirms", "ru": "подтверждает", "kk": "растайды"},
    "roles-functions": {
        "en": "Who answers for each function",
        "ru": "Кто отвечает за каждую функцию",
        "kk": "Әр функцияға кім жауап береді",
    },
    "roles-gap": {"en": "gap", "ru": "пробел", "kk": "олқылық"},
    "roles-shared": {"en": "shared", "ru": "делится", "kk": "бөлінген"},
    "roles-held": {"en": "held", "ru": "закреплена", "kk": "бекітілген"},
    "roles-unused": {
        "en": "no protocol needs it",
        "ru": "ни одному протоколу не нужна",
        "kk": "ешбір хаттамаға керек емес",
    },
    "roles-everywhere": {"en": "everywhere", "ru": "везде", "kk": "барлық жерде"},
    "roles-nobody": {"en": "nobody", "ru": "никто", "kk": "ешкім"},
    "roles-gaps": {"en": "Gaps", "ru": "Пробелы", "kk": "Олқылықтар"},
    "roles-overlaps": {
        "en": "Overlaps",
        "ru": "Пересечения",
        "kk": "Қайталанатын жауапкершілік",
    },
    "roles-none": {"en": "none", "ru": "нет", "kk": "жоқ"},
    "roles-missing-responsible": {
        "en": "Nobody does it: {activities}.",
        "ru": "Некому выполнить: {activities}.",
        "kk": "Орындайтын ешкім жоқ: {activities}.",
    },
    "roles-missing-accountable": {
        "en": "Nobody answers for it: {activities}.",
        "ru": "Некому отвечать: {activities}.",
        "kk": "Жауап беретін ешкім жоқ: {activities}.",
    },
    "roles-missing-with": {
        "en": "Somebody is missing beside the doer: {activities}.",
        "ru": "Не хватает участника: {activities}.",
        "kk": "Қатысушы жетіспейді: {activities}.",
    },
    "roles-missing-roles": {
        "en": "Not filled: {roles}.",
        "ru": "Не замещено: {roles}.",
        "kk": "Бос тұр: {roles}.",
    },
    "roles-disputed": {
        "en": "More than one answers for: {activities}.",
        "ru": "Отвечает больше одного: {activities}.",
        "kk": "Біреуден көп орган жауап береді: {activities}.",
    },
    "roles-duties": {
        "en": "Duties",
        "ru": "Обязанности",
        "kk": "Міндеттер",
    },
    "roles-only-in": {
        "en": "only in {regions}",
        "ru": "только: {regions}",
        "kk": "тек: {regions}",
    },
    "roles-as": {"en": "as {roles}", "ru": "роль: {roles}", "kk": "рөлі: {roles}"},
    "roles-within": {
        "en": "Within {span} ({basis}), {state}",
        "ru": "Срок {span} ({basis}), {state}",
        "kk": "Мерзімі {span} ({basis}), {state}",
    },
    "roles-by-when": {
        "en": "by when: {said}",
        "ru": "срок: {said}",
        "kk": "мерзімі: {said}",
    },
    "roles-sources": {
        "en": "Rests on: {sources}",
        "ru": "Основание: {sources}",
        "kk": "Негізі: {sources}",
    },
    "roles-no-mandate": {
        "en": "It has no mandate for this function.",
        "ru": "Полномочия на эту функцию нет.",
        "kk": "Бұл функцияға өкілеттігі жоқ.",
    },
    "roles-if-late": {
        "en": "If it is late, these are told",
        "ru": "При просрочке узнают",
        "kk": "Мерзім өтсе, мыналар біледі",
    },
    "roles-after": {
        "en": "{who} (after {span})",
        "ru": "{who} (через {span})",
        "kk": "{who} ({span} өткен соң)",
    },
    "roles-at-once": {
        "en": "{who} (at once)",
        "ru": "{who} (сразу)",
        "kk": "{who} (бірден)",
    },
    "roles-receives": {
        "en": "From whom the child's case comes",
        "ru": "От кого приходит дело ребёнка",
        "kk": "Баланың ісі кімнен келеді",
    },
    "roles-hands": {
        "en": "To whom it hands the child's case",
        "ru": "Кому передаёт дело ребёнка",
        "kk": "Баланың ісін кімге береді",
    },
    "roles-gets": {
        "en": "Documents that it gets",
        "ru": "Документы, которые получает",
        "kk": "Алатын құжаттары",
    },
    "roles-sends": {
        "en": "Documents that it sends",
        "ru": "Документы, которые направляет",
        "kk": "Жіберетін құжаттары",
    },
    "roles-confirmed": {
        "en": "the receiver confirms",
        "ru": "получатель подтверждает",
        "kk": "қабылдаушы растайды",
    },
    "roles-asked-told": {
        "en": "Asked before",
        "ru": "С ним советуются до",
        "kk": "Алдын ала кеңеседі",
    },
    "roles-told": {
        "en": "Told after",
        "ru": "Его извещают после",
        "kk": "Кейін хабарланады",
    },
    "roles-left-out": {
        "en": "Not in force on {date}: {protocols}.",
        "ru": "На {date} не действуют: {protocols}.",
        "kk": "{date} күні күшінде жоқ: {protocols}.",
    },
    "roles-nothing": {
        "en": "No protocol gives it a duty.",
        "ru": "Ни один протокол не даёт ему обязанностей.",
        "kk": "Ешбір хаттама оған міндет жүктемейді.",
    },
    "roles-raci": {
        "en": "Who does what",
        "ru": "Кто что делает",
        "kk": "Кім не істейді",
    },
}
"""The words of responsibility, by what they are for."""
