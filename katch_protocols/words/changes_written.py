"""What a comparison says of a place that is written differently, in en, ru and kk."""

from collections.abc import Mapping

from katch_protocols.words.changes_fields import FIELDS

__all__ = ["WRITTEN"]

WRITTEN: Mapping[str, Mapping[str, str]] = {
    **FIELDS,
    "written-changed": {
        "en": "{field}: was {before}, is now {after}.",
        "ru": "{field}: было {before}, стало {after}.",
        "kk": "{field}: бұрын {before}, енді {after}.",
    },
    "written-added": {
        "en": "{field} is new: {after}.",
        "ru": "{field} — новое: {after}.",
        "kk": "{field} — жаңа: {after}.",
    },
    "written-removed": {
        "en": "{field} is gone: {before}.",
        "ru": "{field} — больше нет: {before}.",
        "kk": "{field} — енді жоқ: {before}.",
    },
    "written-moved": {
        "en": "«{name}» moved from {before} to {after}.",
        "ru": "«{name}» теперь в другом месте: было {before}, стало {after}.",
        "kk": "«{name}» орны ауысты: бұрын {before}, енді {after}.",
    },
    "written-top": {
        "en": "the top of the protocol",
        "ru": "верхний уровень протокола",
        "kk": "хаттаманың жоғарғы деңгейі",
    },
    "written-same-words": {
        "en": "{field}: in the same words, but {before} becomes {after}.",
        "ru": "{field}: слова те же, но вместо {before} теперь {after}.",
        "kk": "{field}: сөзі сол күйі, бірақ {before} орнына енді {after}.",
    },
    "written-listed": {
        "en": "{field}: {said}.",
        "ru": "{field}: {said}.",
        "kk": "{field}: {said}.",
    },
    "written-more": {
        "en": "added {names}",
        "ru": "добавлено: {names}",
        "kk": "қосылды: {names}",
    },
    "written-less": {
        "en": "removed {names}",
        "ru": "убрано: {names}",
        "kk": "алынды: {names}",
    },
    "written-of": {
        "en": "{field} «{name}»",
        "ru": "{field} «{name}»",
        "kk": "{field} «{name}»",
    },
    "written-resume": {
        "en": "back to «{state}» as it was left",
        "ru": "возврат в «{state}», как было",
        "kk": "«{state}» күйіне тоқтаған жерінен",
    },
    "written-line": {
        "en": "if {condition}: {target}",
        "ru": "если {condition}: {target}",
        "kk": "егер {condition}: {target}",
    },
    "written-otherwise": {
        "en": "otherwise: {target}",
        "ru": "иначе: {target}",
        "kk": "әйтпесе: {target}",
    },
    "written-timer": {
        "en": "after {span}: {target}",
        "ru": "через {span}: {target}",
        "kk": "{span} өткен соң: {target}",
    },
    "written-in-language": {
        "en": "«{text}» ({language})",
        "ru": "«{text}» ({language})",
        "kk": "«{text}» ({language})",
    },
    "written-actor": {
        "en": "whoever does it",
        "ru": "кто выполняет",
        "kk": "орындаған тараптың өзі",
    },
    "written-yes": {
        "en": "yes",
        "ru": "да",
        "kk": "иә",
    },
    "field-title": {"en": "title", "ru": "название", "kk": "атауы"},
    "field-short": {"en": "short name", "ru": "краткое название", "kk": "қысқа атауы"},
    "field-note": {"en": "note", "ru": "примечание", "kk": "ескертпе"},
    "field-id": {"en": "id", "ru": "идентификатор", "kk": "идентификаторы"},
    "field-languages": {"en": "languages", "ru": "языки", "kk": "тілдер"},
    "field-timezone": {"en": "time zone", "ru": "часовой пояс", "kk": "уақыт белдеуі"},
    "field-holidays": {
        "en": "calendar of holidays",
        "ru": "календарь праздников",
        "kk": "мереке күнтізбесі",
    },
    "field-functions": {"en": "function", "ru": "функция", "kk": "функция"},
    "field-qualifications": {
        "en": "qualification",
        "ru": "квалификация",
        "kk": "біліктілік",
    },
    "field-measured": {
        "en": "what is measured",
        "ru": "что измеряется",
        "kk": "не өлшенеді",
    },
    "field-data": {"en": "kind of data", "ru": "вид данных", "kk": "деректер түрі"},
    "field-escalation": {
        "en": "who is told of a breach",
        "ru": "кого извещают о нарушении срока",
        "kk": "мерзім бұзылғанда кімге хабарланады",
    },
    "field-facts": {"en": "fact", "ru": "факт", "kk": "факт"},
    "field-questions": {
        "en": "open question",
        "ru": "открытый вопрос",
        "kk": "ашық сұрақ",
    },
    "field-agencies": {"en": "agency", "ru": "орган", "kk": "орган"},
    "field-roles": {"en": "role", "ru": "роль", "kk": "рөл"},
    "field-sources": {"en": "source", "ru": "источник", "kk": "дереккөз"},
    "field-safeguards": {"en": "safeguard", "ru": "гарантия", "kk": "кепілдік"},
    "field-regions": {"en": "region", "ru": "регион", "kk": "өңір"},
    "field-fragments": {"en": "fragment", "ru": "фрагмент", "kk": "үзінді"},
    "field-protocols": {"en": "protocol", "ru": "протокол", "kk": "хаттама"},
    "field-kind": {"en": "kind", "ru": "вид", "kk": "түрі"},
    "field-level": {"en": "level", "ru": "уровень", "kk": "деңгейі"},
    "field-part_of": {"en": "part of", "ru": "входит в", "kk": "құрамында"},
    "field-mandates": {"en": "mandate for", "ru": "полномочие на", "kk": "өкілеттігі"},
    "field-may_see": {
        "en": "data that it may see",
        "ru": "данные, доступные органу",
        "kk": "көре алатын деректері",
    },
    "field-external": {
        "en": "outside the jurisdiction",
        "ru": "вне юрисдикции",
        "kk": "юрисдикциядан тыс",
    },
    "field-agreement": {"en": "agreement", "ru": "соглашение", "kk": "келісім"},
    "field-source": {"en": "sources", "ru": "источники", "kk": "дереккөздер"},
    "field-valid_from": {
        "en": "in force from",
        "ru": "действует с",
        "kk": "күшіне енетін күні",
    },
    "field-valid_to": {
        "en": "in force until",
        "ru": "действует по",
        "kk": "күші тоқтайтын күні",
    },
    "field-agency": {"en": "agency", "ru": "орган", "kk": "орган"},
    "field-interprets": {
        "en": "interprets for the child",
        "ru": "переводит ребёнку",
        "kk": "балаға аударады",
    },
    "field-cite": {"en": "reference", "ru": "реквизиты", "kk": "деректемесі"},
    "field-url": {"en": "address", "ru": "адрес", "kk": "мекенжайы"},
    "field-read": {
        "en": "text was read",
        "ru": "текст прочитан",
        "kk": "мәтіні оқылған",
    },
    "field-rule": {"en": "sentence", "ru": "формулировка", "kk": "тұжырымы"},
    "field-binds": {
        "en": "protocols that it binds",
        "ru": "протоколы, которые связывает",
        "kk": "міндеттейтін хаттамалары",
    },
    "field-posts": {"en": "post", "ru": "пост", "kk": "орын"},
    "field-people": {"en": "people", "ru": "людей", "kk": "адам саны"},
    "field-cover": {
        "en": "hours of duty",
        "ru": "часы дежурства",
        "kk": "кезекшілік уақыты",
    },
    "field-unbound": {
        "en": "why nobody holds it",
        "ru": "почему роль не замещена",
        "kk": "рөл неге бос",
    },
    "field-oversight": {"en": "oversight", "ru": "надзор", "kk": "қадағалау"},
    "field-consent": {
        "en": "needs consent",
        "ru": "требует согласия",
        "kk": "келісім қажет",
    },
    "field-contains": {
        "en": "data inside",
        "ru": "данные внутри",
        "kk": "ішіндегі деректер",
    },
    "field-values": {"en": "value", "ru": "значение", "kk": "мәні"},
    "field-initially": {
        "en": "value at the start",
        "ru": "значение в начале",
        "kk": "бастапқы мәні",
    },
    "field-about": {
        "en": "whom it concerns",
        "ru": "кого касается",
        "kk": "кімге қатысты",
    },
}
"""How a change is said, and the parts of a handbook beside its protocols."""
