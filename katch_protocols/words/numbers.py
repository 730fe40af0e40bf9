"""What the measures of a protocol say: counts, times, and why there is no bound."""

from collections.abc import Mapping

__all__ = ["NUMBERS"]

NUMBERS: Mapping[str, Mapping[str, str]] = {
    "size": {
        "en": "States: {states}. Activities: {activities}.",
        "ru": "Состояний: {states}. Действий: {activities}.",
        "kk": "Күй саны: {states}. Әрекет саны: {activities}.",
    },
    "handoffs": {
        "en": "Different handoffs between agencies: {number}.",
        "ru": "Разных передач между ведомствами: {number}.",
        "kk": "Ведомстволар арасындағы әртүрлі тапсыру саны: {number}.",
    },
    "handoffs-a-case": {
        "en": "Handoffs in one case",
        "ru": "Передач в одном деле",
        "kk": "Бір істегі тапсыру саны",
    },
    "how-often": {
        "en": "«{what}», times in one case",
        "ru": "«{what}», раз в одном деле",
        "kk": "«{what}», бір істе неше рет",
    },
    "not-measured": {
        "en": "«{what}» is not measured: no activity or state here counts as it.",
        "ru": "«{what}» не измеряется: здесь ничто этим не считается.",
        "kk": "«{what}» өлшенбейді: мұнда оған әрекет те, күй де саналмайды.",
    },
    "agencies": {
        "en": "Agencies that the child meets",
        "ru": "Сколько ведомств встречает ребёнок",
        "kk": "Бала неше ведомствомен кездеседі",
    },
    "range": {
        "en": "{what}: at least {best}, at most {worst}.",
        "ru": "{what}: самое меньшее {best}, самое большее {worst}.",
        "kk": "{what}: ең азы {best}, ең көбі {worst}.",
    },
    "range-endless": {
        "en": "{what}: at least {best}, no upper limit.",
        "ru": "{what}: самое меньшее {best}, верхнего предела нет.",
        "kk": "{what}: ең азы {best}, жоғарғы шегі жоқ.",
    },
    "not-counted": {
        "en": "{what}: too many configurations to be counted.",
        "ru": "{what}: конфигураций слишком много для подсчёта.",
        "kk": "{what}: санауға конфигурация тым көп.",
    },
    "round": {
        "en": "This round can be gone again and again: {steps}.",
        "ru": "Этот круг можно проходить снова и снова: {steps}.",
        "kk": "Бұл айналым қайта-қайта жүруі мүмкін: {steps}.",
    },
    "span-name": {
        "en": "From «{a}» to «{b}»",
        "ru": "От «{a}» до «{b}»",
        "kk": "«{a}» басталып «{b}» болғанша",
    },
    "span": {
        "en": "{span}: shortest {least}, longest {most}.",
        "ru": "{span}: быстрее всего {least}, дольше всего {most}.",
        "kk": "{span}: ең қысқасы {least}, ең ұзағы {most}.",
    },
    "span-endless": {
        "en": "{span}: shortest {least}, longest without limit.",
        "ru": "{span}: быстрее всего {least}, дольше всего без предела.",
        "kk": "{span}: ең қысқасы {least}, ең ұзағында шек жоқ.",
    },
    "span-not-counted": {
        "en": "{span}: too many configurations to be reckoned.",
        "ru": "{span}: конфигураций слишком много для расчёта.",
        "kk": "{span}: есептеуге конфигурация тым көп.",
    },
    "not-reckoned": {
        "en": "not reckoned",
        "ru": "не рассчитано",
        "kk": "есептелмеген",
    },
    "at-once": {"en": "at once", "ru": "сразу", "kk": "бірден"},
    "never-comes": {
        "en": "it never comes",
        "ru": "не наступает",
        "kk": "ешқашан болмайды",
    },
    "made-of": {
        "en": "Made of: {sum}.",
        "ru": "Складывается из: {sum}.",
        "kk": "Мыналардан құралады: {sum}.",
    },
    "not-longer": {
        "en": "No case takes longer; perhaps none takes so long.",
        "ru": "Дольше не длится ни одно дело; возможно, и столько не длится.",
        "kk": "Ешбір іс бұдан ұзақ емес; мұнша созылмауы да мүмкін.",
    },
    "without": {
        "en": "Counted as long as «{event}» does not happen.",
        "ru": "Считается, пока не наступило «{event}».",
        "kk": "«{event}» болмаған кезде ғана есептеледі.",
    },
    "no-clock": {
        "en": "No deadline runs in {states}.",
        "ru": "Срок не идёт здесь: {states}.",
        "kk": "Мына күйде мерзім жүрмейді: {states}.",
    },
    "rounds-of": {
        "en": "A case can go round for ever, every deadline kept: {states}.",
        "ru": "Дело может ходить по кругу, соблюдая каждый срок: {states}.",
        "kk": "Барлық мерзім сақталса да, іс айналып жүре береді: {states}.",
    },
    "ends-without": {
        "en": "A case can end without it: {states}.",
        "ru": "Дело может завершиться без этого: {states}.",
        "kk": "Іс онсыз да аяқталуы мүмкін: {states}.",
    },
}
"""Each phrase as a template, by key and by language."""
