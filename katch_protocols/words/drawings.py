"""What a drawing says besides the titles of its protocol, in en, ru and kk."""

from collections.abc import Mapping

from katch_protocols.words.drawings_checks import CHECKS
from katch_protocols.words.drawings_dues import DUES
from katch_protocols.words.drawings_duties import DUTIES
from katch_protocols.words.drawings_measures import MEASURES

__all__ = ["DRAWINGS", "UNITS"]

DRAWINGS: Mapping[str, Mapping[str, str]] = {
    **DUTIES,
    **DUES,
    **CHECKS,
    **MEASURES,
    # Marks and choices.
    "any-step": {
        "en": "From any step",
        "ru": "С любого шага",
        "kk": "Кез келген қадамнан",
    },
    "from-steps": {
        "en": "From steps {steps}",
        "ru": "С шагов {steps}",
        "kk": "Қадамдардан: {steps}",
    },
    "from-many": {
        "en": "From {count} steps, listed below",
        "ru": "С шагов, перечисленных ниже ({count})",
        "kk": "Төменде аталған қадамдардан ({count})",
    },
    "back": {
        "en": "Back to the step where it was left",
        "ru": "Возврат к прерванному шагу",
        "kk": "Тоқтаған қадамға қайту",
    },
    "otherwise": {"en": "otherwise", "ru": "иначе", "kk": "әйтпесе"},
    "and": {"en": "and", "ru": "и", "kk": "және"},
    "or": {"en": "or", "ru": "или", "kk": "немесе"},
    "not": {"en": "not {said}", "ru": "не {said}", "kk": "{said} емес"},
    "known": {"en": "known", "ru": "известно", "kk": "белгілі"},
    "done": {"en": "done", "ru": "сделано", "kk": "орындалған"},
    "unknown": {"en": "not yet known", "ru": "ещё неизвестно", "kk": "әлі белгісіз"},
    "confirms": {"en": "confirmed", "ru": "подтверждается", "kk": "расталады"},
    "any-of": {
        "en": "any of {count}",
        "ru": "любой из {count}",
        "kk": "{count} орындаушының бірі",
    },
    "doers-by-step": {
        "en": "depends on the step",
        "ru": "зависит от шага",
        "kk": "қадамға қарай",
    },
    "fact-is": {
        "en": "“{title}”: {answer}",
        "ru": "«{title}»: {answer}",
        "kk": "«{title}»: {answer}",
    },
    "only-if": {
        "en": "only if {condition}",
        "ru": "только если {condition}",
        "kk": "тек мына жағдайда: {condition}",
    },
    "on-condition": {
        "en": "on a condition",
        "ru": "при условии",
        "kk": "шартпен",
    },
    "with": {
        "en": "with {names}",
        "ru": "вместе: {names}",
        "kk": "бірге: {names}",
    },
    "declined": {"en": "if declined", "ru": "при отказе", "kk": "бас тартылса"},
    "after": {"en": "after {span}", "ru": "через {span}", "kk": "{span} өткен соң"},
    # The key.
    "key-handoff": {
        "en": "handoff to another agency (sender's colour)",
        "ru": "передача другому ведомству (цвет отправителя)",
        "kk": "басқа ведомствоға беру (жіберушінің түсі)",
    },
    "key-handoff-several": {
        "en": "handoff by any of several agencies",
        "ru": "передача любым из нескольких ведомств",
        "kk": "бірнеше ведомствоның бірі береді",
    },
    "key-step": {
        "en": "goes on without a handoff",
        "ru": "переход без передачи",
        "kk": "тапсырусыз ауысу",
    },
    "key-return": {
        "en": "back to an earlier step",
        "ru": "возврат к прежнему шагу",
        "kk": "бұрынғы қадамға қайтару",
    },
    "key-clock": {
        "en": "moves by itself when the time is up",
        "ru": "переход сам по истечении срока",
        "kk": "мерзім өткенде өздігінен ауысады",
    },
    "key-acknowledge": {
        "en": "receiver must confirm in this time; until then the sender answers",
        "ru": "получатель подтверждает в этот срок; до того отвечает отправитель",
        "kk": "қабылдаушы осы мерзімде растайды; оған дейін жіберуші жауап береді",
    },
    "key-doer": {
        "en": "who does it, where it is not the holder alone",
        "ru": "кто выполняет, если не только ведущий",
        "kk": "жүргізуші ғана болмаса, кім орындайды",
    },
    "key-several": {
        "en": "any one of several",
        "ru": "любой из нескольких",
        "kk": "бірнешеуінің кез келгені",
    },
    "key-statutory": {
        "en": "deadline set by law",
        "ru": "срок по закону",
        "kk": "заңдағы мерзім",
    },
    "key-guidance": {
        "en": "deadline from guidance",
        "ru": "срок по рекомендации",
        "kk": "ұсынымдағы мерзім",
    },
    "key-proposed": {
        "en": "proposed deadline, to be agreed",
        "ru": "предлагаемый срок, подлежит согласованию",
        "kk": "ұсынылатын мерзім, келісілуі керек",
    },
    "key-strand": {
        "en": "strands that run side by side",
        "ru": "ветви, идущие одновременно",
        "kk": "қатар жүретін тармақтар",
    },
    "key-hull": {
        "en": "steps that belong to one state",
        "ru": "шаги внутри одного состояния",
        "kk": "бір күйге кіретін қадамдар",
    },
    "key-bar": {
        "en": "strands part, or meet again",
        "ru": "ветви расходятся или снова сходятся",
        "kk": "тармақтар ажырайды не қайта қосылады",
    },
    "key-anywhere": {
        "en": "possible from each of these steps",
        "ru": "возможно с каждого из этих шагов",
        "kk": "осы қадамдардың әрқайсысынан мүмкін",
    },
    "key-back": {
        "en": "the case goes on where it was left",
        "ru": "дело продолжается там, где было прервано",
        "kk": "іс тоқтаған жерінен жалғасады",
    },
    "key-run": {
        "en": "another protocol, drawn by itself",
        "ru": "другой протокол, показан отдельно",
        "kk": "басқа хаттама, бөлек сызылған",
    },
    "key-end": {
        "en": "the protocol ends; grey: no agency holds the case any more",
        "ru": "конец протокола; серый: дело больше никто не ведёт",
        "kk": "хаттаманың соңы; сұр: істі енді ешкім жүргізбейді",
    },
    "key-strand-end": {
        "en": "a strand ends",
        "ru": "конец ветви",
        "kk": "тармақтың соңы",
    },
    "key-outcome": {
        "en": "how it ends",
        "ru": "чем закончилось",
        "kk": "немен аяқталды",
    },
    "key-choice": {
        "en": "decided by what is on record",
        "ru": "решается по записанным сведениям",
        "kk": "жазылған мәлімет бойынша шешіледі",
    },
    "key-chip": {
        "en": "text of the arrow, in the list above",
        "ru": "текст стрелки, в списке выше",
        "kk": "бағыттама мәтіні, жоғарыдағы тізімде",
    },
    # Notes under the picture.
    "notes": {
        "en": "Also done, without moving the case",
        "ru": "Делается также, не меняя шага",
        "kk": "Қадамды өзгертпей қосымша орындалады",
    },
    "roles": {
        "en": "Who does it, and on which condition: any one of those named",
        "ru": "Кто выполняет и при каком условии: любой из названных",
        "kk": "Кім және қандай шартпен орындайды: аталғандардың кез келгені",
    },
    "arrows": {
        "en": "Texts of arrows",
        "ru": "Тексты стрелок",
        "kk": "Бағыттамалардың мәтіні",
    },
    "at-any-step": {
        "en": "any step",
        "ru": "любой шаг",
        "kk": "кез келген қадам",
    },
    # Ends.
    "protected": {"en": "protected", "ru": "защищён", "kk": "қорғалды"},
    "transferred": {"en": "passed on", "ru": "передан", "kk": "берілді"},
    "not_applicable": {
        "en": "not applicable",
        "ru": "не применимо",
        "kk": "қолданылмайды",
    },
    "adverse": {"en": "not protected", "ru": "не защищён", "kk": "қорғалмады"},
    # Foot and description.
    "version": {
        "en": "Version {version}",
        "ru": "Версия {version}",
        "kk": "{version}-нұсқа",
    },
    "draft": {"en": "draft", "ru": "проект", "kk": "жоба"},
    "enacted": {"en": "in force", "ru": "действует", "kk": "қолданыста"},
    "retired": {"en": "retired", "ru": "утратил силу", "kk": "күшін жойған"},
    "valid-from": {
        "en": "valid from {date}",
        "ru": "действует с {date}",
        "kk": "{date} бастап қолданылады",
    },
    "summary": {
        "en": "Agencies: {lanes}. Steps: {steps}. Handoffs: {handoffs}.",
        "ru": "Ведомств: {lanes}. Шагов: {steps}. Передач: {handoffs}.",
        "kk": "Ведомстволар: {lanes}. Қадамдар: {steps}. Тапсырулар: {handoffs}.",
    },
    "view-lanes": {
        "en": "Who does what, and by when",
        "ru": "Кто, что и к какому сроку делает",
        "kk": "Кім, нені және қай мерзімге дейін істейді",
    },
    "view-states": {
        "en": "States and moves",
        "ru": "Состояния и переходы",
        "kk": "Күйлер мен ауысулар",
    },
    "held-by": {
        "en": "Who holds the case at which steps",
        "ru": "Кто ведёт дело на каких шагах",
        "kk": "Істі қай қадамдарда кім жүргізеді",
    },
    "comes-from": {"en": "Comes from", "ru": "Откуда", "kk": "Қайдан"},
    "goes-to": {"en": "Goes to", "ru": "Куда", "kk": "Қайда"},
    # Warnings.
    "small-print": {
        "en": "On {paper} steps print at {step} pt and arrows at {text} pt; "
        "use {larger} or draw by phase.",
        "ru": "На {paper} шаги {step} пт, стрелки {text} пт; "
        "возьмите {larger} или чертите по этапам.",
        "kk": "{paper} бетінде қадам {step} пт, бағыттама {text} пт; "
        "{larger} алыңыз не кезең бойынша сызыңыз.",
    },
    "many-states": {
        "en": "{count} states are too many for one page; draw it phase by phase.",
        "ru": "{count} состояний не поместятся на лист; чертите по этапам.",
        "kk": "{count} күй бір бетке сыймайды; кезең-кезеңімен сызыңыз.",
    },
}
"""The words of a drawing, by what they are for."""

UNITS: Mapping[str, Mapping[str, str]] = {
    "minutes": {"en": "{amount} min", "ru": "{amount} мин", "kk": "{amount} мин"},
    "hours": {"en": "{amount} h", "ru": "{amount} ч", "kk": "{amount} сағ"},
    "days": {"en": "{amount} d", "ru": "{amount} дн.", "kk": "{amount} күн"},
    "working days": {
        "en": "{amount} work. d",
        "ru": "{amount} раб. дн.",
        "kk": "{amount} жұм. күні",
    },
    "weeks": {"en": "{amount} wk", "ru": "{amount} нед.", "kk": "{amount} апта"},
    "months": {"en": "{amount} mo", "ru": "{amount} мес.", "kk": "{amount} ай"},
}
"""A span of time, short enough for a pill; working days always say so."""
