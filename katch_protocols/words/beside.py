"""What is told beside the deadline of a duty, in en, ru and kk."""

from collections.abc import Mapping

__all__ = ["BESIDE"]

BESIDE: Mapping[str, Mapping[str, str]] = {
    "due": {
        "en": "{span} ({basis})",
        "ru": "{span} ({basis})",
        "kk": "{span} ({basis})",
    },
    "counted-from": {
        "en": "counted from: {event}",
        "ru": "считая от: {event}",
        "kk": "мына сәттен бастап: {event}",
    },
    "elsewhere": {
        "en": "at other steps: {spans}",
        "ru": "на других шагах: {spans}",
        "kk": "басқа қадамдарда: {spans}",
    },
    "one-of-several": {
        "en": "shared deadline",
        "ru": "общий срок",
        "kk": "ортақ мерзім",
    },
    "receiver-confirms": {
        "en": "receiver confirms: {due}",
        "ru": "получатель подтверждает: {due}",
        "kk": "қабылдаушы растайды: {due}",
    },
    "deadline-of-step": {
        "en": "deadline of the step “{step}”: {due}",
        "ru": "срок шага «{step}»: {due}",
        "kk": "«{step}» қадамының мерзімі: {due}",
    },
    "at-step": {
        "en": "at the step: {steps}",
        "ru": "на шаге: {steps}",
        "kk": "қадамда: {steps}",
    },
    "no-deadline": {"en": "no deadline", "ru": "срок не задан", "kk": "мерзімі жоқ"},
}
"""Each text by key and by language."""
