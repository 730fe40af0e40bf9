"""What the rules of the family "roles" say in Russian and Kazakh."""

from collections.abc import Mapping

from katch_protocols.findings import Wording

__all__ = ["WORDINGS"]

WORDINGS: Mapping[str, Mapping[str, Wording]] = {
    "activity-without-responsible": {
        "ru": Wording(
            saw="У '{activity}' нет `by`.",
            why="Ничью обязанность не исполнит никто.",
            fix="Добавьте `by` с ролью, которая это делает.",
        ),
        "kk": Wording(
            saw="'{activity}' әрекетінде `by` жоқ.",
            why="Иесіз міндетті ешкім орындамайды.",
            fix="Оны орындайтын рөлі бар `by` қосыңыз.",
        ),
    },
    "external-without-agreement": {
        "ru": Wording(
            saw="'{agency}' вне юрисдикции и отвечает за '{activity}' без соглашения.",
            why="Никто не может заставить его сдержать обещание ребёнку.",
            fix="Добавьте `agreement` с источником, который его обязывает.",
        ),
        "kk": Wording(
            saw=(
                "'{agency}' юрисдикциядан тыс және '{activity}' үшін келісімсіз "
                "жауап береді."
            ),
            why="Оны балаға берген уәдесін орындауға ешкім міндеттей алмайды.",
            fix="Оны міндеттейтін дереккөзі бар `agreement` қосыңыз.",
        ),
    },
    "holder-with-several-homes": {
        "ru": Wording(
            saw=(
                "'{role}' отвечает за '{activity}', но относится к нескольким "
                "ведомствам: {agencies}."
            ),
            why="Каждое может сказать, что имели в виду другое.",
            fix=(
                "Добавьте `accountable` в действие или привяжите '{role}' в каждом "
                "регионе."
            ),
        ),
        "kk": Wording(
            saw=(
                "'{role}' '{activity}' үшін жауап береді, бірақ бірнеше мекемеге "
                "жатады: {agencies}."
            ),
            why="Әр мекеме басқасы туралы айтылған дей алады.",
            fix=(
                "Әрекетке `accountable` қосыңыз немесе '{role}' рөлін әр өңірде "
                "бекітіңіз."
            ),
        ),
    },
    "more-qualified-than-people": {
        "ru": Wording(
            saw=(
                "На посту '{post}' учтено {qualified} с '{qualification}', а всего "
                "людей {people}."
            ),
            why="План рассчитывал бы на людей, которых нет.",
            fix="Исправьте `people` или `qualified`.",
        ),
        "kk": Wording(
            saw=(
                "'{post}' бекетінде '{qualification}' біліктілігі бар {qualified} "
                "адам саналған, ал барлығы {people}."
            ),
            why="Жоспар жоқ адамдарға сүйенер еді.",
            fix="`people` немесе `qualified` кілтін түзетіңіз.",
        ),
    },
    "no-accountable": {
        "ru": Wording(
            saw="За '{activity}' никто не отвечает.",
            why="Если для ребёнка что-то пойдёт не так, объяснять будет некому.",
            fix="Добавьте `held_by` в состояние или `accountable` в действие.",
        ),
        "kk": Wording(
            saw="'{activity}' үшін ешкім жауап бермейді.",
            why="Бала үшін бірдеңе дұрыс болмаса, себебін түсіндіретін ешкім жоқ.",
            fix="Күйге `held_by` немесе әрекетке `accountable` қосыңыз.",
        ),
    },
    "role-unbound": {
        "ru": Wording(
            saw="В регионе '{region}' никто не исполняет '{role}': {reason}.",
            why="У ребёнка в этом регионе нет никого для этой обязанности.",
            fix="Назначьте там ведомство для роли или договоритесь о замене.",
        ),
        "kk": Wording(
            saw="'{region}' өңірінде '{role}' рөлін ешкім атқармайды: {reason}.",
            why="Бұл өңірдегі баланың осы міндет үшін ешкімі жоқ.",
            fix=(
                "Ол жерде рөлге мекеме тағайындаңыз немесе кім алмастыратынын "
                "келісіңіз."
            ),
        ),
    },
    "two-accountable": {
        "ru": Wording(
            saw="За '{activity}' отвечают несколько: {names}.",
            why="Когда отвечают двое, не отвечает никто.",
            fix="Оставьте одного в `accountable`, остальных перенесите в `consult`.",
        ),
        "kk": Wording(
            saw="'{activity}' үшін бірнешеуі жауап береді: {names}.",
            why="Екеуі жауап берсе, ешкім жауап бермейді.",
            fix=(
                "Біреуін `accountable` ішінде қалдырыңыз, қалғанын `consult` ішіне "
                "көшіріңіз."
            ),
        ),
    },
}
