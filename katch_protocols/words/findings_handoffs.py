"""What the rules of the family "handoffs" say in Russian and Kazakh."""

from collections.abc import Mapping

from katch_protocols.findings import Wording

__all__ = ["WORDINGS"]

WORDINGS: Mapping[str, Mapping[str, Wording]] = {
    "consent-fact-missing": {
        "ru": Wording(
            saw=(
                "'{document}' содержит '{data}', нужно согласие, но факта `consent`"
                " со значением `given` нет."
            ),
            why="Нельзя узнать, согласился ли ребёнок.",
            fix="Объявите факт `consent` со значениями given и refused.",
        ),
        "kk": Wording(
            saw=(
                "'{document}' құжатында келісімді қажет ететін '{data}' бар, бірақ "
                "`given` мәні бар `consent` фактісі жоқ."
            ),
            why="Баланың келіскенін ешкім біле алмайды.",
            fix="given және refused мәндері бар `consent` фактісін жариялаңыз.",
        ),
    },
    "handover-to-other-holder": {
        "ru": Wording(
            saw=(
                "'{activity}' передаёт дело '{receiver}', а '{state}' ведёт '{holder}'."
            ),
            why="Кто говорит «ребёнок у меня», не тот, кто отвечает за него дальше.",
            fix="Передайте дело '{holder}' или измените, кто ведёт '{state}'.",
        ),
        "kk": Wording(
            saw=(
                "'{activity}' істі '{receiver}' рөліне тапсырады, ал '{state}' "
                "күйін '{holder}' ұстайды."
            ),
            why="«Бала менде» дейтін адам бала үшін кейін жауап беретін адам емес.",
            fix=(
                "'{holder}' рөліне тапсырыңыз немесе '{state}' күйін ұстаушыны "
                "өзгертіңіз."
            ),
        ),
    },
    "handover-without-limit": {
        "ru": Wording(
            saw="У передачи '{activity}' нет срока.",
            why="Если получатель молчит, никто об этом не узнает.",
            fix="Добавьте `within` в передачу.",
        ),
        "kk": Wording(
            saw="'{activity}' тапсыруында мерзім жоқ.",
            why="Қабылдаушы үндемесе, ешкімге хабарланбайды.",
            fix="Тапсыруға `within` қосыңыз.",
        ),
    },
    "handover-without-to": {
        "ru": Wording(
            saw="'{activity}' передаёт дело, но у него нет `to`.",
            why="Получатель подтвердил бы дело, которое остаётся на месте.",
            fix="Добавьте `to` с состоянием, которое примет получатель.",
        ),
        "kk": Wording(
            saw="'{activity}' істі тапсырады, бірақ онда `to` жоқ.",
            why="Қабылдаушы орнында қалған істі растар еді.",
            fix="Қабылдаушы ұстайтын күйі бар `to` қосыңыз.",
        ),
    },
    "missing-acknowledgement": {
        "ru": Wording(
            saw=(
                "'{activity}' переводит дело от {sender} к {receiver}, и подтверждать "
                "получение никто не обязан."
            ),
            why=(
                "Между двумя ведомствами, которые полагаются друг на друга, ребёнок"
                " теряется."
            ),
            fix="Добавьте `handover` для роли каждого, кто принимает, и срок.",
        ),
        "kk": Wording(
            saw=(
                "'{activity}' істі {sender} мекемесінен {receiver} мекемесіне "
                "өткізеді, алғанын растау міндеті жоқ."
            ),
            why="Бір-біріне сенген екі мекеменің арасында бала жоғалады.",
            fix="Қабылдайтын әр мекеменің рөліне мерзімі бар `handover` қосыңыз.",
        ),
    },
    "sends-missing-document": {
        "ru": Wording(
            saw="'{activity}' отправляет '{document}', которого может ещё не быть.",
            why="Получатель ждёт бумагу о ребёнке, которую никто не написал.",
            fix="Создайте '{document}' раньше или добавьте его в `needs`.",
        ),
        "kk": Wording(
            saw=(
                "'{activity}' әрекеті сол кезде болмауы мүмкін '{document}' құжатын"
                " жібереді."
            ),
            why="Қабылдаушы бала туралы ешкім жазбаған қағазды күтеді.",
            fix="'{document}' құжатын бұрын жасаңыз немесе `needs` ішіне қосыңыз.",
        ),
    },
    "sends-without-consent": {
        "ru": Wording(
            saw=(
                "'{activity}' передаёт '{data}' в '{document}', когда согласия "
                "может не быть."
            ),
            why="Передаётся то, чем ребёнок не соглашался делиться.",
            fix=(
                "Добавьте `when: consent is given` или отправьте документ без '{data}'."
            ),
        ),
        "kk": Wording(
            saw=(
                "'{activity}' келісім болмауы мүмкін кезде '{document}' құжатында "
                "'{data}' деректерін береді."
            ),
            why="Баланың бөлісуге келіспегені бөлісіледі.",
            fix=(
                "`when: consent is given` қосыңыз немесе '{data}' жоқ құжат жіберіңіз."
            ),
        ),
    },
}
