"""What the parts of a protocol are called in a comparison, in en, ru and kk."""

from collections.abc import Mapping

__all__ = ["FIELDS"]

FIELDS: Mapping[str, Mapping[str, str]] = {
    "field-version": {"en": "version", "ru": "версия", "kk": "нұсқасы"},
    "field-status": {"en": "status", "ru": "статус", "kk": "мәртебесі"},
    "field-use": {
        "en": "fragments used",
        "ru": "используемые фрагменты",
        "kk": "қолданылатын үзінділер",
    },
    "field-phases": {"en": "phase", "ru": "этап", "kk": "кезең"},
    "field-documents": {"en": "document", "ru": "документ", "kk": "құжат"},
    "field-initial": {
        "en": "where it begins",
        "ru": "где начинается",
        "kk": "неден басталады",
    },
    "field-states": {"en": "state", "ru": "состояние", "kk": "күй"},
    "field-activities": {"en": "activity", "ru": "действие", "kk": "әрекет"},
    "field-waivers": {"en": "waiver", "ru": "отступление", "kk": "шегініс"},
    "field-reason": {
        "en": "reason demanded",
        "ru": "требуется мотив",
        "kk": "уәж талап етіледі",
    },
    "field-until": {"en": "until", "ru": "до", "kk": "дейін"},
    "field-phase": {"en": "phase", "ru": "этап", "kk": "кезең"},
    "field-held_by": {
        "en": "who answers for the child",
        "ru": "кто отвечает за ребёнка",
        "kk": "бала үшін кім жауап береді",
    },
    "field-function": {"en": "function", "ru": "функция", "kk": "функция"},
    "field-within": {"en": "deadline", "ru": "срок", "kk": "мерзім"},
    "field-within-limit": {"en": "deadline", "ru": "срок", "kk": "мерзім"},
    "field-within-basis": {
        "en": "basis of the deadline",
        "ru": "основание срока",
        "kk": "мерзімнің негізі",
    },
    "field-within-source": {
        "en": "sources of the deadline",
        "ru": "источники срока",
        "kk": "мерзімнің дереккөздері",
    },
    "field-within-from": {
        "en": "event that starts the clock",
        "ru": "событие, с которого идёт срок",
        "kk": "мерзім басталатын оқиға",
    },
    "field-escalate_to": {
        "en": "who is told of a breach",
        "ru": "кого извещают о нарушении срока",
        "kk": "мерзім бұзылғанда кімге хабарланады",
    },
    "field-after": {
        "en": "what the clock does",
        "ru": "что происходит по времени",
        "kk": "уақыт өткенде не болады",
    },
    "field-parallel": {"en": "strand", "ru": "ветвь", "kk": "тармақ"},
    "field-done": {
        "en": "where it leads when complete",
        "ru": "куда ведёт по завершении",
        "kk": "аяқталғанда қайда апарады",
    },
    "field-decide": {"en": "decision", "ru": "решение", "kk": "шешім"},
    "field-runs": {
        "en": "protocol that runs inside",
        "ru": "протокол, идущий внутри",
        "kk": "ішінде жүретін хаттама",
    },
    "field-then": {
        "en": "where its end leads",
        "ru": "куда ведёт его конец",
        "kk": "оның соңы қайда апарады",
    },
    "field-final": {"en": "end", "ru": "конец", "kk": "соңы"},
    "field-outcome": {"en": "outcome", "ru": "исход", "kk": "нәтижесі"},
    "field-on_pause": {
        "en": "clocks while paused",
        "ru": "сроки во время перерыва",
        "kk": "үзілістегі мерзімдер",
    },
    "field-by": {"en": "who does it", "ru": "кто выполняет", "kk": "кім орындайды"},
    "field-together_with": {
        "en": "who takes part",
        "ru": "кто участвует",
        "kk": "кім қатысады",
    },
    "field-accountable": {
        "en": "who answers for it",
        "ru": "кто отвечает",
        "kk": "кім жауап береді",
    },
    "field-consult": {
        "en": "who is asked before",
        "ru": "с кем советуются до",
        "kk": "кіммен алдын ала кеңеседі",
    },
    "field-inform": {
        "en": "who is told after",
        "ru": "кого извещают после",
        "kk": "кейін кімге хабарланады",
    },
    "field-counts_as": {
        "en": "counts as",
        "ru": "считается как",
        "kk": "нені білдіреді деп саналады",
    },
    "field-qualified": {
        "en": "training demanded",
        "ru": "требуемая квалификация",
        "kk": "талап етілетін біліктілік",
    },
    "field-when": {"en": "condition", "ru": "условие", "kk": "шарт"},
    "field-needs": {
        "en": "documents needed",
        "ru": "нужные документы",
        "kk": "қажет құжаттар",
    },
    "field-produces": {
        "en": "documents made",
        "ru": "создаваемые документы",
        "kk": "жасалатын құжаттар",
    },
    "field-records": {
        "en": "facts stated",
        "ru": "что записывается",
        "kk": "жазылатын фактілер",
    },
    "field-sets": {
        "en": "fact set",
        "ru": "устанавливаемый факт",
        "kk": "белгіленетін факт",
    },
    "field-forgets": {
        "en": "facts made unknown",
        "ru": "что становится неизвестным",
        "kk": "белгісіз болатын фактілер",
    },
    "field-sends": {
        "en": "who is sent",
        "ru": "кому направляется",
        "kk": "кімге жіберіледі",
    },
    "field-reasons": {"en": "reason", "ru": "мотив", "kk": "уәж"},
    "field-to": {"en": "where it leads", "ru": "куда ведёт", "kk": "қайда апарады"},
    "field-from": {
        "en": "states in which it is possible",
        "ru": "где возможно",
        "kk": "қай күйлерде мүмкін",
    },
    "field-handover": {"en": "handover", "ru": "передача", "kk": "тапсыру"},
    "field-handover-to": {
        "en": "receiver of the handover",
        "ru": "получатель при передаче",
        "kk": "тапсыру қабылдаушысы",
    },
    "field-handover-within": {
        "en": "time to acknowledge",
        "ru": "срок подтверждения",
        "kk": "растау мерзімі",
    },
    "field-handover-basis": {
        "en": "basis of the time to acknowledge",
        "ru": "основание срока подтверждения",
        "kk": "растау мерзімінің негізі",
    },
    "field-handover-source": {
        "en": "sources of the handover",
        "ru": "источники передачи",
        "kk": "тапсырудың дереккөздері",
    },
    "field-handover-decline": {
        "en": "where it leads when declined",
        "ru": "куда ведёт отказ",
        "kk": "бас тартқанда қайда апарады",
    },
    "field-waivers-reason": {"en": "reason", "ru": "мотив", "kk": "уәж"},
    "field-waivers-by": {
        "en": "who waives",
        "ru": "кто разрешает отступление",
        "kk": "шегініске кім рұқсат береді",
    },
}
"""The parts, by the key that a file writes; ``PARENT-KEY`` where that tells more."""
