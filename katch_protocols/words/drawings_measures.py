"""What the drawing of measures says, in en, ru and kk."""

from collections.abc import Mapping

__all__ = ["MEASURES"]

MEASURES: Mapping[str, Mapping[str, str]] = {
    "view-measures": {
        "en": "What this protocol means for one child, in the best and the worst case",
        "ru": "Что этот протокол значит для одного ребёнка: лучший и худший случай",
        "kk": "Бұл хаттама бір бала үшін нені білдіреді: ең жақсы және ең жаман жағдай",
    },
    "view-measures-no-child": {
        "en": "What this protocol means for one case, at best and at worst",
        "ru": "Что этот протокол значит для одного дела: в лучшем и в худшем случае",
        "kk": "Бұл хаттама бір іс үшін нені білдіреді: ең жақсы және ең жаман жағдай",
    },
    "or-more": {
        "en": "{least} or more",
        "ru": "{least} и более",
        "kk": "{least} және одан көп",
    },
    "in-every-case": {
        "en": "in every case",
        "ru": "в каждом деле",
        "kk": "әр істе",
    },
    "at-least-at-most": {
        "en": "at least {least}, at most {most}",
        "ru": "не меньше {least}, не больше {most}",
        "kk": "кемінде {least}, ең көбі {most}",
    },
    "no-upper-limit": {
        "en": "no upper limit",
        "ru": "верхнего предела нет",
        "kk": "жоғарғы шегі жоқ",
    },
    "no-case-ends": {
        "en": "no case comes to an end",
        "ru": "ни одно дело не завершается",
        "kk": "бірде-бір іс аяқталмайды",
    },
    "too-many": {
        "en": "too many configurations to be counted",
        "ru": "конфигураций слишком много для подсчёта",
        "kk": "санауға конфигурация тым көп",
    },
    "no-bound": {"en": "no bound", "ru": "без предела", "kk": "шегі жоқ"},
    "time-to": {
        "en": "Time to: {end}",
        "ru": "Время до: {end}",
        "kk": "Қанша уақытта: {end}",
    },
    "at-best": {
        "en": "at the longest; at best: {least}",
        "ru": "самое долгое; в лучшем случае: {least}",
        "kk": "ең ұзағы; ең жақсы жағдайда: {least}",
    },
    "only-at-best": {
        "en": "at best: {least}",
        "ru": "в лучшем случае: {least}",
        "kk": "ең жақсы жағдайда: {least}",
    },
    "how-long": {
        "en": "How long it takes if every deadline is kept",
        "ru": "Сколько это длится, если соблюдён каждый срок",
        "kk": "Әр мерзім сақталса, қанша уақыт кетеді",
    },
    "no-times": {
        "en": "No sentence of this protocol sets a time, and no milestone is reached.",
        "ru": "В этом протоколе нет условий с временем и нет важных этапов.",
        "kk": "Бұл хаттамада уақыты белгіленген талап та, маңызды кезең де жоқ.",
    },
    "measured": {"en": "What is measured", "ru": "Что измерено", "kk": "Не өлшенді"},
    "not-within-budget": {
        "en": "Not measured within the budget.",
        "ru": "Не измерено в пределах бюджета.",
        "kk": "Бюджет ішінде өлшенбеді.",
    },
    "at-least": {"en": "At least", "ru": "Не меньше", "kk": "Кемінде"},
    "at-most": {"en": "At most", "ru": "Не больше", "kk": "Ең көбі"},
    "limit": {"en": "Limit", "ru": "Предел", "kk": "Шегі"},
    "because": {"en": "Because", "ru": "Почему", "kk": "Себебі"},
    "is-kept": {"en": "kept", "ru": "соблюдён", "kk": "сақталады"},
    "is-passed": {"en": "passed", "ru": "превышен", "kk": "асып кетеді"},
    "key-best-worst": {
        "en": "from the shortest to the longest time over all cases",
        "ru": "от самого короткого до самого долгого времени по всем делам",
        "kk": "барлық іс бойынша ең қысқа уақыттан ең ұзағына дейін",
    },
    "key-no-bound": {
        "en": "no bound, for the reason beside it",
        "ru": "предела нет, причина названа рядом",
        "kk": "шегі жоқ, себебі қасында",
    },
    "key-limit": {
        "en": "limit that the safeguard sets, at its shortest",
        "ru": "предел, заданный гарантией, в самом коротком исчислении",
        "kk": "кепілдік белгілеген шек, ең қысқа есебімен",
    },
    "key-scale": {
        "en": "The scale is logarithmic.",
        "ru": "Шкала логарифмическая.",
        "kk": "Шкала логарифмдік.",
    },
}
"""The words of the view of measures, by what they are for."""
