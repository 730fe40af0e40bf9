"""What a comparison of two versions says, in English, Russian and Kazakh."""

from collections.abc import Mapping

from katch_protocols.words.changes_written import WRITTEN

__all__ = ["CHANGES"]

CHANGES: Mapping[str, Mapping[str, str]] = {
    **WRITTEN,
    # For an agency: its duties.
    "duty": {
        "en": "«{what}»: {said}.",
        "ru": "«{what}»: {said}.",
        "kk": "«{what}»: {said}.",
    },
    "part-added": {"en": "now {parts}", "ru": "теперь {parts}", "kk": "енді {parts}"},
    "part-removed": {
        "en": "no longer {parts}",
        "ru": "больше не {parts}",
        "kk": "енді жоқ: {parts}",
    },
    "in-regions": {
        "en": "{said} (in: {regions})",
        "ru": "{said} (регионы: {regions})",
        "kk": "{said} (өңірлер: {regions})",
    },
    "part-responsible": {"en": "does it", "ru": "выполняет", "kk": "орындайды"},
    "part-accountable": {"en": "answers", "ru": "отвечает", "kk": "жауап береді"},
    "part-with": {"en": "takes part", "ru": "участвует", "kk": "қатысады"},
    "part-consulted": {
        "en": "is asked before",
        "ru": "даёт совет до",
        "kk": "алдын ала кеңес береді",
    },
    "part-informed": {
        "en": "is told after",
        "ru": "извещается после",
        "kk": "кейін хабардар болады",
    },
    "lost-responsible": {"en": "does it", "ru": "выполняет", "kk": "орындау"},
    "lost-accountable": {"en": "answers", "ru": "отвечает", "kk": "жауап беру"},
    "lost-with": {"en": "takes part", "ru": "участвует", "kk": "қатысу"},
    "lost-consulted": {
        "en": "is asked before",
        "ru": "даёт совет до",
        "kk": "алдын ала кеңес беру",
    },
    "lost-informed": {
        "en": "is told after",
        "ru": "извещается после",
        "kk": "кейін хабардар болу",
    },
    # Its deadlines.
    "deadline-added": {
        "en": "«{state}»: new deadline, {after}.",
        "ru": "«{state}»: новый срок — {after}.",
        "kk": "«{state}»: жаңа мерзім — {after}.",
    },
    "deadline-removed": {
        "en": "«{state}»: no deadline any more; it was {before}.",
        "ru": "«{state}»: срока больше нет; был {before}.",
        "kk": "«{state}»: мерзім енді жоқ; бұрын {before} еді.",
    },
    "deadline-changed": {
        "en": "«{state}»: deadline {before} becomes {after}.",
        "ru": "«{state}»: срок был {before}, стал {after}.",
        "kk": "«{state}»: мерзім {before} еді, енді {after}.",
    },
    "term": {
        "en": "{span} ({basis})",
        "ru": "{span} ({basis})",
        "kk": "{span} ({basis})",
    },
    "term-from": {
        "en": "{span} ({basis}), counted from «{event}»",
        "ru": "{span} ({basis}), считая от «{event}»",
        "kk": "{span} ({basis}), санау басы «{event}»",
    },
    "term-from-entry": {
        "en": "{span} ({basis}), counted from entry",
        "ru": "{span} ({basis}), считая от входа",
        "kk": "{span} ({basis}), санау басы кірген сәт",
    },
    # What it hands on and receives.
    "hands-added": {
        "en": "Now hands the case to {whom}: «{what}».",
        "ru": "Теперь передаёт дело; кому: {whom}. «{what}».",
        "kk": "Енді істі тапсырады; кімге: {whom}. «{what}».",
    },
    "hands-removed": {
        "en": "No longer hands the case to {whom}: «{what}».",
        "ru": "Больше не передаёт дело; кому: {whom}. «{what}».",
        "kk": "Енді істі тапсырмайды; кімге: {whom}. «{what}».",
    },
    "receives-added": {
        "en": "Now receives the case from {whom}: «{what}».",
        "ru": "Теперь принимает дело; от кого: {whom}. «{what}».",
        "kk": "Енді істі қабылдайды; кімнен: {whom}. «{what}».",
    },
    "receives-removed": {
        "en": "No longer receives the case from {whom}: «{what}».",
        "ru": "Больше не принимает дело; от кого: {whom}. «{what}».",
        "kk": "Енді істі қабылдамайды; кімнен: {whom}. «{what}».",
    },
    "acknowledged": {
        "en": "«{what}», {sender} to {receiver}: now acknowledged.",
        "ru": "«{what}», {sender} — {receiver}: теперь с подтверждением.",
        "kk": "«{what}», {sender} — {receiver}: енді расталады.",
    },
    "unacknowledged": {
        "en": "«{what}», {sender} to {receiver}: no longer acknowledged.",
        "ru": "«{what}», {sender} — {receiver}: больше без подтверждения.",
        "kk": "«{what}», {sender} — {receiver}: енді расталмайды.",
    },
    "sends-added": {
        "en": "Now sends «{paper}» to {whom}: «{what}».",
        "ru": "Теперь направляет «{paper}»; кому: {whom}. «{what}».",
        "kk": "Енді «{paper}» жібереді; кімге: {whom}. «{what}».",
    },
    "sends-removed": {
        "en": "No longer sends «{paper}» to {whom}: «{what}».",
        "ru": "Больше не направляет «{paper}»; кому: {whom}. «{what}».",
        "kk": "Енді «{paper}» жібермейді; кімге: {whom}. «{what}».",
    },
    "gets-added": {
        "en": "Now receives «{paper}» from {whom}: «{what}».",
        "ru": "Теперь получает «{paper}»; от кого: {whom}. «{what}».",
        "kk": "Енді «{paper}» алады; кімнен: {whom}. «{what}».",
    },
    "gets-removed": {
        "en": "No longer receives «{paper}» from {whom}: «{what}».",
        "ru": "Больше не получает «{paper}»; от кого: {whom}. «{what}».",
        "kk": "Енді «{paper}» алмайды; кімнен: {whom}. «{what}».",
    },
    "data-added": {
        "en": "Now learns from «{paper}»: {data}.",
        "ru": "Теперь узнаёт из «{paper}»: {data}.",
        "kk": "Енді «{paper}» құжатынан біледі: {data}.",
    },
    "data-removed": {
        "en": "No longer learns from «{paper}»: {data}.",
        "ru": "Больше не узнаёт из «{paper}»: {data}.",
        "kk": "Енді «{paper}» құжатынан білмейді: {data}.",
    },
    # Behaviour.
    "same": {
        "en": "The same cases are possible as before.",
        "ru": "Возможны те же дела, что и раньше.",
        "kk": "Бұрынғыдай істер болуы мүмкін.",
    },
    "not exhausted": {
        "en": "No difference found, but not every case was looked at ({compared}).",
        "ru": "Различий не найдено, но просмотрены не все дела ({compared}).",
        "kk": "Айырма табылмады, бірақ барлық іс қаралған жоқ ({compared}).",
    },
    "not compared": {
        "en": "What cases can do was not compared: a version means nothing yet.",
        "ru": "Ход дел не сравнивался: одна из версий пока не имеет смысла.",
        "kk": "Істердің барысы салыстырылмады: бір нұсқаның әзірге мағынасы жоқ.",
    },
    "case-added": {
        "en": "Possible now, not before: {steps}.",
        "ru": "Теперь возможно, раньше нет: {steps}.",
        "kk": "Енді мүмкін, бұрын мүмкін емес еді: {steps}.",
    },
    "case-removed": {
        "en": "Possible before, not now: {steps}.",
        "ru": "Раньше было возможно, теперь нет: {steps}.",
        "kk": "Бұрын мүмкін еді, енді мүмкін емес: {steps}.",
    },
    "step-by": {
        "en": "{number}) {who}: «{what}»",
        "ru": "{number}) {who}: «{what}»",
        "kk": "{number}) {who}: «{what}»",
    },
    "step-clock": {
        "en": "{number}) time passes: «{state}», {span}",
        "ru": "{number}) проходит время: «{state}», {span}",
        "kk": "{number}) уақыт өтеді: «{state}», {span}",
    },
    "step-end": {
        "en": "{number}) the case is complete: {outcome}",
        "ru": "{number}) дело завершено: {outcome}",
        "kk": "{number}) іс аяқталды: {outcome}",
    },
    "recorded": {
        "en": "{said} («{fact}» is «{value}»)",
        "ru": "{said} («{fact}» — «{value}»)",
        "kk": "{said} («{fact}» — «{value}»)",
    },
    # Headings and counts.
    "head-agencies": {
        "en": "What changes for whom",
        "ru": "Что и для кого меняется",
        "kk": "Кім үшін не өзгереді",
    },
    "head-behaviour": {
        "en": "What cases can do",
        "ru": "Как могут идти дела",
        "kk": "Істер қалай жүруі мүмкін",
    },
    "head-written": {
        "en": "What is written differently",
        "ru": "Что написано иначе",
        "kk": "Не басқаша жазылған",
    },
    "nothing": {
        "en": "Nothing changes.",
        "ru": "Ничего не меняется.",
        "kk": "Ештеңе өзгермейді.",
    },
    "handbook": {"en": "The handbook", "ru": "Сборник", "kk": "Жинақ"},
    "meaningless": {
        "en": "Compared only as written, see 'katch check': {protocols}.",
        "ru": "Сравнено только написанное, см. «katch check»: {protocols}.",
        "kk": "Тек жазылғаны салыстырылды, «katch check» қараңыз: {protocols}.",
    },
    "counts": {
        "en": "Agencies concerned: {agencies}. Places written differently: {written}.",
        "ru": "Затронуто органов: {agencies}. Мест, написанных иначе: {written}.",
        "kk": "Қатысты органдар: {agencies}. Басқаша жазылған жерлер: {written}.",
    },
}
"""The words of a comparison, by what they are for."""
