"""What the offline page calls kinds, verdicts and other codes, in en, ru and kk."""

from collections.abc import Mapping

from katch_protocols.words.bases import BASES
from katch_protocols.words.parts import LETTERS
from katch_protocols.words.verdicts import A_DATE, VERDICTS

__all__ = ["PAGE_CODES"]

PAGE_CODES: Mapping[str, Mapping[str, str]] = {
    **LETTERS,
    **BASES,
    # Protocols.
    "status-draft": {"en": "draft", "ru": "проект", "kk": "жоба"},
    "status-enacted": {"en": "in force", "ru": "действует", "kk": "қолданыста"},
    "status-retired": {"en": "retired", "ru": "утратил силу", "kk": "күшін жойған"},
    "outcome-protected": {
        "en": "The child is protected",
        "ru": "Ребёнок защищён",
        "kk": "Бала қорғалған",
    },
    "outcome-transferred": {
        "en": "Another protocol takes over",
        "ru": "Дальше действует другой протокол",
        "kk": "Әрі қарай басқа хаттама қолданылады",
    },
    "outcome-not_applicable": {
        "en": "This protocol does not apply",
        "ru": "Этот протокол не применяется",
        "kk": "Бұл хаттама қолданылмайды",
    },
    "outcome-adverse": {
        "en": "The child was not protected",
        "ru": "Ребёнка не защитили",
        "kk": "Бала қорғалмады",
    },
    # Agencies.
    "kind-ministry": {"en": "ministry", "ru": "министерство", "kk": "министрлік"},
    "kind-committee": {"en": "committee", "ru": "комитет", "kk": "комитет"},
    "kind-commission": {"en": "commission", "ru": "комиссия", "kk": "комиссия"},
    "kind-local_government": {
        "en": "local government",
        "ru": "местная власть",
        "kk": "жергілікті билік",
    },
    "kind-service": {"en": "service", "ru": "служба", "kk": "қызмет"},
    "kind-ngo": {"en": "NGO", "ru": "НПО", "kk": "ҮЕҰ"},
    "kind-prosecutor": {"en": "prosecutor", "ru": "прокуратура", "kk": "прокуратура"},
    "kind-court": {"en": "court", "ru": "суд", "kk": "сот"},
    "kind-international": {
        "en": "international organisation",
        "ru": "международная организация",
        "kk": "халықаралық ұйым",
    },
    "kind-advisory": {
        "en": "advisory body",
        "ru": "консультативный орган",
        "kk": "консультативтік орган",
    },
    "level-national": {
        "en": "National level",
        "ru": "Республиканский уровень",
        "kk": "Республикалық деңгей",
    },
    "level-region": {
        "en": "Regional level",
        "ru": "Областной уровень",
        "kk": "Облыстық деңгей",
    },
    "level-district": {
        "en": "District level",
        "ru": "Районный уровень",
        "kk": "Аудандық деңгей",
    },
    "external": {
        "en": "outside the state",
        "ru": "вне государства",
        "kk": "мемлекеттен тыс",
    },
    "cover-always": {
        "en": "round the clock",
        "ru": "круглосуточно",
        "kk": "тәулік бойы",
    },
    "cover-office_hours": {
        "en": "in office hours",
        "ru": "в рабочее время",
        "kk": "жұмыс уақытында",
    },
    # Findings.
    "severity-errors": {"en": "Errors", "ru": "Ошибки", "kk": "Қателер"},
    "severity-warnings": {
        "en": "Warnings",
        "ru": "Предупреждения",
        "kk": "Ескертулер",
    },
    "severity-gaps": {"en": "Gaps", "ru": "Пробелы", "kk": "Олқылықтар"},
    "severity-notes": {"en": "Notes", "ru": "Заметки", "kk": "Ескертпелер"},
    "severity-error-why": {
        "en": "These must be mended before the protocol is used.",
        "ru": "Это нужно исправить до применения протокола.",
        "kk": "Бұларды хаттаманы қолданғанға дейін түзету керек.",
    },
    "severity-warning-why": {
        "en": "These are worth a second look.",
        "ru": "Это стоит проверить ещё раз.",
        "kk": "Бұларды тағы бір қараған жөн.",
    },
    "severity-gap-why": {
        "en": "A duty is known, and nobody holds it. Agree who does.",
        "ru": "Обязанность известна, но её никто не исполняет. "
        "Договоритесь, кто будет.",
        "kk": "Міндет белгілі, бірақ оны ешкім атқармайды. Кім атқаратынын келісіңіз.",
    },
    "severity-note-why": {
        "en": "Good to know; nothing has to be done.",
        "ru": "Полезно знать; ничего делать не нужно.",
        "kk": "Білген пайдалы; ештеңе істеу қажет емес.",
    },
    # Verdicts.
    **{
        f"verdict-{code}": {
            language: forms[0].format(until=A_DATE[language])
            for language, forms in said.items()
        }
        for code, said in VERDICTS.items()
    },
    "verdict-holds-why": {
        "en": "It is kept in every case that can ever run.",
        "ru": "Соблюдается в любом возможном деле.",
        "kk": "Кез келген ықтимал істе сақталады.",
    },
    "verdict-enforced-why": {
        "en": "It depends on who acts; a live case refuses the wrong person.",
        "ru": "Зависит от того, кто действует; неподходящему лицу система откажет.",
        "kk": "Кім әрекет ететініне байланысты; жүйе сәйкес "
        "емес адамға рұқсат бермейді.",
    },
    "verdict-vacuous-why": {
        "en": "It promises nothing: no case ever puts it to the test.",
        "ru": "Ничего не обещает: ни одно дело её не проверяет.",
        "kk": "Ештеңе уәде етпейді: оны бірде-бір іс сынамайды.",
    },
    "verdict-broken-why": {
        "en": "Some case breaks it; its story is told.",
        "ru": "Есть дело, в котором это нарушается; оно рассказано.",
        "kk": "Мұны бұзатын іс бар; ол баяндалған.",
    },
    "verdict-waived-why": {
        "en": "It is broken, and somebody has signed for that until a date.",
        "ru": "Нарушается, и за это до указанной даты кто-то поручился.",
        "kk": "Бұзылады, бірақ белгілі күнге дейін біреу жауапкершілік алған.",
    },
    "verdict-not-exhausted-why": {
        "en": "There are more cases than were looked at.",
        "ru": "Случаев больше, чем удалось рассмотреть.",
        "kk": "Істер қаралғаннан көп.",
    },
}
"""Each text by key and by language."""
