"""What the drawings of responsibility say, in en, ru and kk."""

from collections.abc import Mapping

from katch_protocols.words.bases import BASES
from katch_protocols.words.parts import LETTERS, PARTS

__all__ = ["DUTIES"]

DUTIES: Mapping[str, Mapping[str, str]] = {
    **LETTERS,
    **PARTS,
    **BASES,
    "view-raci": {
        "en": "Who does what, who answers, who is asked and told",
        "ru": "Кто делает, кто отвечает, с кем советуются, кого извещают",
        "kk": "Кім орындайды, кім жауап береді, кіммен кеңеседі, кімге хабарлайды",
    },
    "view-handoffs": {
        "en": "Who hands the case to whom: rows hand over, columns receive",
        "ru": "Кто кому передаёт дело: строка передаёт, столбец принимает",
        "kk": "Істі кім кімге береді: жолдағы орган береді, бағандағы қабылдайды",
    },
    "view-handoff-graph": {
        "en": "Who hands the case to whom",
        "ru": "Кто кому передаёт дело",
        "kk": "Істі кім кімге береді",
    },
    "view-handoffs-no-child": {
        "en": "Who hands the case to whom: rows hand over, columns receive",
        "ru": "Кто кому передаёт дело: строка передаёт, столбец принимает",
        "kk": "Істі кім кімге береді: жол береді, баған қабылдайды",
    },
    "view-handoff-graph-no-child": {
        "en": "Who hands the case to whom",
        "ru": "Кто кому передаёт дело",
        "kk": "Істі кім кімге береді",
    },
    "acknowledge": {
        "en": "Acknowledge: {title}",
        "ru": "Подтвердить получение: {title}",
        "kk": "Алғанын растау: {title}",
    },
    "decline": {
        "en": "Decline: {title}",
        "ru": "Отклонить: {title}",
        "kk": "Қабылдамау: {title}",
    },
    "view-regions": {
        "en": "Who answers for each function in each region",
        "ru": "Кто отвечает за каждую функцию в каждом регионе",
        "kk": "Әр өңірде әр функцияға кім жауап береді",
    },
    "view-agency": {
        "en": "Card of duties",
        "ru": "Карта обязанностей",
        "kk": "Міндеттер картасы",
    },
    "view-deadlines": {
        "en": "By when each step must be done",
        "ru": "К какому сроку должен быть сделан каждый шаг",
        "kk": "Әр қадам қай мерзімге дейін жасалуы керек",
    },
    "duty": {"en": "Duty", "ru": "Обязанность", "kk": "Міндет"},
    "by-when": {"en": "By when", "ru": "Срок", "kk": "Мерзімі"},
    "phase": {"en": "Phase", "ru": "Этап", "kk": "Кезең"},
    # Handoffs.
    "hands-over": {"en": "Hands over", "ru": "Передаёт", "kk": "Береді"},
    "receives": {"en": "Receives", "ru": "Принимает", "kk": "Қабылдайды"},
    "handoff-by": {"en": "Activities", "ru": "Чем передаётся", "kk": "Қалай беріледі"},
    "and-more": {"en": "and {count} more", "ru": "и ещё {count}", "kk": "тағы {count}"},
    "key-confirmed": {
        "en": "the receiver confirms",
        "ru": "получатель подтверждает",
        "kk": "қабылдаушы растайды",
    },
    "key-count": {
        "en": "number of activities that hand over",
        "ru": "сколькими способами передаётся",
        "kk": "неше жолмен беріледі",
    },
    "no-handoffs": {
        "en": "No case passes from one agency to another here.",
        "ru": "Здесь дело не передаётся между ведомствами.",
        "kk": "Мұнда іс ведомстволар арасында берілмейді.",
    },
    # Regions.
    "function": {"en": "Function", "ru": "Функция", "kk": "Функция"},
    "region": {"en": "Region", "ru": "Регион", "kk": "Өңір"},
    "everywhere": {"en": "everywhere", "ru": "везде", "kk": "барлық жерде"},
    "whole-country": {"en": "Everywhere", "ru": "Везде", "kk": "Барлық жерде"},
    "answers-there": {
        "en": "Who answers",
        "ru": "Кто отвечает",
        "kk": "Кім жауап береді",
    },
    "what-is-missing": {
        "en": "What is missing",
        "ru": "Чего не хватает",
        "kk": "Не жетіспейді",
    },
    "held-of": {
        "en": "{held} of {all} functions held",
        "ru": "закреплено функций: {held} из {all}",
        "kk": "{all} функцияның {held} бекітілген",
    },
    "held-and-vacant": {
        "en": "{held} of {all} held; roles unfilled: {count}",
        "ru": "{held} из {all}; незамещённых ролей: {count}",
        "kk": "{all} ішінде {held}; бос рөл: {count}",
    },
    "roles-unplayed": {
        "en": "Roles that nobody plays",
        "ru": "Роли, которые никто не исполняет",
        "kk": "Ешкім атқармайтын рөлдер",
    },
    "vacant-in": {
        "en": "Nobody plays ({regions}): {roles}",
        "ru": "Никто не исполняет ({regions}): {roles}",
        "kk": "Ешкім атқармайды ({regions}): {roles}",
    },
    "key-gap-here": {
        "en": "gap: somebody who is needed is missing here",
        "ru": "пробел: здесь не хватает того, кто нужен",
        "kk": "олқылық: мұнда қажет орган жоқ",
    },
    "key-gap-everywhere": {
        "en": "gap that every region has",
        "ru": "пробел, общий для всех регионов",
        "kk": "барлық өңірге ортақ олқылық",
    },
    "key-shared": {
        "en": "several bodies answer, each for its part",
        "ru": "отвечают несколько, каждый за свою часть",
        "kk": "бірнеше орган жауап береді, әрқайсысы өз бөлігіне",
    },
    "gap-in": {
        "en": "Gap ({regions}), not filled: {roles}",
        "ru": "Пробел ({regions}), не замещено: {roles}",
        "kk": "Олқылық ({regions}), бос тұр: {roles}",
    },
    "nobody": {"en": "nobody", "ru": "никто", "kk": "ешкім"},
    # Agency.
    "little-map": {
        "en": "Where our column and our steps stand in the whole protocol",
        "ru": "Где в протоколе наша дорожка и наши шаги",
        "kk": "Хаттамада біздің жолағымыз бен қадамдарымыз қайда",
    },
    "text-hash": {"en": "text {hash}", "ru": "текст {hash}", "kk": "мәтін {hash}"},
    "must-do": {
        "en": "What we must do or answer for",
        "ru": "Что мы обязаны делать и за что отвечаем",
        "kk": "Не істеуге міндеттіміз және не үшін жауап береміз",
    },
    "done-by": {
        "en": "answers for it; done by: {who}",
        "ru": "отвечает; выполняет: {who}",
        "kk": "жауап береді; орындайды: {who}",
    },
    "comes-to-us": {
        "en": "From whom the case comes to us",
        "ru": "От кого к нам поступает дело",
        "kk": "Іс бізге кімнен келеді",
    },
    "goes-from-us": {
        "en": "To whom we hand the case on",
        "ru": "Кому мы передаём дело",
        "kk": "Істі кімге береміз",
    },
    "if-late": {
        "en": "If a deadline passes, these are told",
        "ru": "Если срок прошёл, извещаются",
        "kk": "Мерзім өтсе, хабарланады",
    },
    "at-once": {"en": "at once", "ru": "сразу", "kk": "бірден"},
    "nothing-to-do": {
        "en": "This protocol gives it no duty.",
        "ru": "Этот протокол не даёт ему обязанностей.",
        "kk": "Бұл хаттама оған міндет жүктемейді.",
    },
    "rests-on": {"en": "Basis", "ru": "Основание", "kk": "Негізі"},
    "part": {"en": "Part", "ru": "Участие", "kk": "Рөлі"},
    # Deadlines.
    "step": {"en": "Step", "ru": "Шаг", "kk": "Қадам"},
    "holder": {
        "en": "Who holds the case",
        "ru": "Кто ведёт дело",
        "kk": "Істі кім ұстайды",
    },
    "basis": {"en": "Rests on", "ru": "Основан на", "kk": "Негізделген"},
    "key-axis": {
        "en": "The scale is logarithmic; 5 working days are drawn as 7 calendar days.",
        "ru": "Шкала логарифмическая; 5 рабочих дней показаны как 7 календарных.",
        "kk": "Шкала логарифмдік; 5 жұмыс күні 7 күнтізбелік күн ретінде көрсетілген.",
    },
    "no-deadlines": {
        "en": "No step of this protocol has a deadline.",
        "ru": "Ни один шаг этого протокола не имеет срока.",
        "kk": "Бұл хаттаманың бірде-бір қадамында мерзім жоқ.",
    },
    "table-print": {
        "en": "On {paper} the text prints at {size} pt; use {larger}.",
        "ru": "На {paper} текст печатается {size} пт; возьмите {larger}.",
        "kk": "{paper} бетінде мәтін {size} пт; {larger} алыңыз.",
    },
}
"""The words of the views of responsibility, by what they are for."""
