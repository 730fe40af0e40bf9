"""Why a case breaks a sentence, in English, Russian and Kazakh."""

from collections.abc import Mapping

__all__ = ["WHY"]

WHY: Mapping[str, Mapping[str, str]] = {
    "never": {
        "en": "«{a}» happened, and it may never happen.",
        "ru": "произошло событие «{a}», а этого не должно быть никогда.",
        "kk": "«{a}» болды, ал ол ешқашан болмауға тиіс.",
    },
    "happened": {
        "en": "«{a}» happened.",
        "ru": "произошло событие «{a}».",
        "kk": "«{a}» болды.",
    },
    "requires": {
        "en": "«{a}» happened, and «{b}» had not happened before.",
        "ru": "произошло событие «{a}», а «{b}» до этого не было.",
        "kk": "«{a}» болды, ал оған дейін «{b}» болған жоқ.",
    },
    "requires-each": {
        "en": "«{a}» happened, and there was no new «{b}» before it.",
        "ru": "произошло событие «{a}», а нового «{b}» перед этим не было.",
        "kk": "«{a}» болды, ал оның алдында жаңа «{b}» болған жоқ.",
    },
    "not-true": {
        "en": "«{a}» happened, and this was not so: {condition}.",
        "ru": "произошло событие «{a}», а это условие не выполнено: {condition}.",
        "kk": "«{a}» болды, ал мына шарт орындалмады: {condition}.",
    },
    "unknown": {
        "en": "«{fact}» was unknown.",
        "ru": "Значение «{fact}» было неизвестно.",
        "kk": "«{fact}» мәні белгісіз болды.",
    },
    "after": {
        "en": "«{c}» happened after «{a}».",
        "ru": "событие «{c}» произошло после «{a}».",
        "kk": "«{a}» оқиғасынан кейін «{c}» болды.",
    },
    "between": {
        "en": "«{c}» happened after «{a}» and before «{b}».",
        "ru": "событие «{c}» произошло после «{a}» и до «{b}».",
        "kk": "«{c}» оқиғасы «{a}» оқиғасынан кейін, «{b}» оқиғасына дейін болды.",
    },
    "while": {
        "en": "«{c}» happened while the case was in «{state}».",
        "ru": "событие «{c}» произошло, пока дело было в состоянии «{state}».",
        "kk": "«{c}» іс «{state}» күйінде тұрғанда болды.",
    },
    "at-most": {
        "en": "«{a}» happened more than {times}.",
        "ru": "событие «{a}» произошло более {times}.",
        "kk": "«{a}» {times} артық болды.",
    },
    "excludes": {
        "en": "both «{a}» and «{b}» happened in one case.",
        "ru": "в одном деле произошло и «{a}», и «{b}».",
        "kk": "бір істе «{a}» да, «{b}» да болды.",
    },
    "ended-without": {
        "en": "the case ended without «{a}».",
        "ru": "дело завершилось без «{a}».",
        "kk": "іс «{a}» оқиғасынсыз аяқталды.",
    },
    "ended-after-without": {
        "en": "the case ended, and after «{a}» there was no «{b}».",
        "ru": "дело завершилось, а после «{a}» не было «{b}».",
        "kk": "іс аяқталды, ал «{a}» оқиғасынан кейін «{b}» болған жоқ.",
    },
    "too-late": {
        "en": "with every deadline kept, «{b}» may take {total}: {sum}.",
        "ru": "даже если соблюдены все сроки, до «{b}» может пройти {total}: {sum}.",
        "kk": "барлық мерзім сақталса да, «{b}» оқиғасына дейін {total} өтуі мүмкін: "
        "{sum}.",
    },
    "limit": {
        "en": "The limit is {limit}.",
        "ru": "Предел: {limit}.",
        "kk": "Шегі: {limit}.",
    },
    "limit-at-least": {
        "en": "The limit is {limit}, which can be as short as {least}.",
        "ru": "Предел: {limit}, самое меньшее {least}.",
        "kk": "Шегі: {limit}, ең азы {least}.",
    },
    "deadlines-of": {
        "en": "The deadlines of these states add up: {states}.",
        "ru": "Складываются сроки состояний: {states}.",
        "kk": "Мына күйлердің мерзімдері қосылады: {states}.",
    },
    "no-deadline": {
        "en": "nothing says by when the case must leave {states} towards «{b}».",
        "ru": "не указано, в какой срок дело идёт дальше к «{b}»: {states}.",
        "kk": "істің «{b}» оқиғасына қай мерзімде өтетіні көрсетілмеген: {states}.",
    },
    "dead-end": {
        "en": "no end can be reached, and nothing is possible any more.",
        "ru": "завершение недостижимо, и больше ничего не возможно.",
        "kk": "аяқтау мүмкін емес, енді ештеңе де мүмкін емес.",
    },
    "livelock": {
        "en": "the case can go on, and no end can ever be reached.",
        "ru": "дело может продолжаться, но завершение недостижимо.",
        "kk": "іс жалғаса алады, бірақ аяқталуы мүмкін емес.",
    },
    "only-adverse": {
        "en": "only an end that is bad for the child can still be reached.",
        "ru": "достижимо только завершение, плохое для ребёнка.",
        "kk": "енді тек балаға жаман аяқталу мүмкін.",
    },
    "blocked": {
        "en": "«{a}» in «{state}» is not possible, for this is not so: {condition}.",
        "ru": "«{a}» в состоянии «{state}» невозможно, условие не выполнено: "
        "{condition}.",
        "kk": "«{state}» күйінде «{a}» мүмкін емес, мына шарт орындалмаған: "
        "{condition}.",
    },
    "never-again": {
        "en": "from here on «{a}» can never happen.",
        "ru": "с этого момента «{a}» уже не может произойти.",
        "kk": "осыдан кейін «{a}» енді бола алмайды.",
    },
    "only-with": {
        "en": "«{a}» is possible here only because «{b}» happened.",
        "ru": "«{a}» здесь возможно только потому, что уже было «{b}».",
        "kk": "мұнда «{a}» тек «{b}» болғандықтан мүмкін.",
    },
    "mentions": {
        "en": "the condition of «{a}» in «{state}» asks about «{b}».",
        "ru": "условие для «{a}» в состоянии «{state}» спрашивает о «{b}».",
        "kk": "«{state}» күйіндегі «{a}» шарты «{b}» туралы сұрайды.",
    },
    "another-does": {
        "en": "«{role}» may do «{a}» too.",
        "ru": "«{a}» может выполнить и «{role}».",
        "kk": "«{a}» әрекетін «{role}» да орындай алады.",
    },
    "without-role": {
        "en": "«{by}» may do «{a}» without «{role}».",
        "ru": "«{by}» может выполнить «{a}», когда «{role}» не участвует.",
        "kk": "«{by}» «{a}» әрекетін «{role}» қатыспай-ақ орындай алады.",
    },
    "sent-elsewhere": {
        "en": "«{document}» is sent to «{to}».",
        "ru": "документ «{document}» получает «{to}».",
        "kk": "«{document}» құжатын «{to}» алады.",
    },
    "agency": {
        "en": "Agency: «{name}».",
        "ru": "Орган: «{name}».",
        "kk": "Орган: «{name}».",
    },
    "region": {
        "en": "Region: «{name}».",
        "ru": "Регион: «{name}».",
        "kk": "Өңір: «{name}».",
    },
    "nobody-can-people": {
        "en": "nobody else is there: one person must do both «{a}» and «{b}».",
        "ru": "больше никого нет: «{a}» и «{b}» выполняет один человек.",
        "kk": "басқа ешкім жоқ: «{a}» мен «{b}» әрекеттерін бір адам орындайды.",
    },
    "nobody-can-agencies": {
        "en": "no other agency is there: one must do both «{a}» and «{b}».",
        "ru": "другого органа нет: «{a}» и «{b}» выполняет один орган.",
        "kk": "басқа орган жоқ: «{a}» мен «{b}» әрекеттерін бір орган орындайды.",
    },
    "nobody-can-same": {
        "en": "nobody may do both «{a}» and «{b}».",
        "ru": "никто не может выполнить и «{a}», и «{b}».",
        "kk": "«{a}» мен «{b}» әрекеттерінің екеуін де ешкім орындай алмайды.",
    },
    "depends-on-who-people": {
        "en": "one person could do both «{a}» and «{b}»; a live case refuses it.",
        "ru": "«{a}» и «{b}» мог бы выполнить один человек; живое дело это отклонит.",
        "kk": "«{a}» мен «{b}» әрекеттерін бір адам орындай алар еді; "
        "іс оны қабылдамайды.",
    },
    "depends-on-who-agencies": {
        "en": "one agency could do both «{a}» and «{b}»; a live case refuses it.",
        "ru": "«{a}» и «{b}» мог бы выполнить один орган; живое дело это отклонит.",
        "kk": "«{a}» мен «{b}» әрекеттерін бір орган орындай алар еді; "
        "іс оны қабылдамайды.",
    },
    "depends-on-who-same": {
        "en": "«{a}» and «{b}» could be done by two people; a live case refuses it.",
        "ru": "«{a}» и «{b}» могли бы выполнить два человека; живое дело это отклонит.",
        "kk": "«{a}» мен «{b}» әрекеттерін екі адам орындай алар еді; "
        "іс оны қабылдамайды.",
    },
    "may-not-see": {
        "en": "«{agency}» is sent «{category}» and may not see it.",
        "ru": "«{agency}» получает «{category}», хотя видеть это не вправе.",
        "kk": "«{agency}» «{category}» дерегін алады, бірақ оны көруге құқығы жоқ.",
    },
    "without-consent": {
        "en": "«{category}» is passed on, and consent was not given.",
        "ru": "«{category}» передаётся, хотя согласие не получено.",
        "kk": "«{category}» беріледі, ал келісім алынбаған.",
    },
}
"""Each phrase as a template, by key and by language.

The first phrase of a reason goes on after a colon; only English titles begin it with a
capital of their own.
"""
