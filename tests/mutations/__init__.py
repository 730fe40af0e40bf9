"""How many slips in a protocol a check or a proof notices: by chance, and repeatable.

``python -m tests.mutations PROTOCOL --count 200 --seed 1`` changes one thing of the
protocol at a time, as a tired drafter would: a guard or a line is dropped, a limit
doubled, a target, a role or a value exchanged. Titles, notes and safeguards are left
alone. It prints the share of changes after which a check says something at a place
where it was silent before; ``changed-since-agreed``, which guards who, whom and by
when, is counted apart. A change that says the same in other words is no slip, as
``same`` decides, and is left out. What nothing noticed is listed with its reason.
"""
