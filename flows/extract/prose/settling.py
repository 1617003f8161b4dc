"""What several sentences state of one indicator: one fact, several, or a contradiction.

What belongs here: choosing among statements. What does not: making them (`counts.py`, `items.py`, `zeros.py`).
"""

from collections.abc import Iterable, Iterator, Sequence

from flows.extract.prose.statement import Statement
from flows.vocabulary import Applicant, Period

_Key = tuple[str, Applicant | None, Period]


def resolved(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Statements that mean a total take its place where no other sentence states it."""
    totals = {(s.indicator_id, s.period) for s in statements}
    for statement in statements:
        if statement.instead and (statement.instead, statement.period) not in totals:
            yield statement._replace(indicator_id=statement.instead, instead="")
        elif statement.indicator_id:
            yield statement


def grouped(statements: Iterable[Statement]) -> Iterable[list[Statement]]:
    groups: dict[_Key, list[Statement]] = {}
    for s in statements:
        groups.setdefault((s.indicator_id, s.applicant, s.period), []).append(s)
    return groups.values()


def settled(group: list[Statement]) -> tuple[list[Statement], Statement | None]:
    """The statements to keep, and one that contradicts the others.

    Equal ones are one. Of different ones the first at home is kept, unless another at home contradicts it;
    then none is. The same count of one body and of its whole system are two facts.
    """
    values = {s.value for s in group}
    if len(values) == 1:
        return [next((s for s in group if s.is_at_home), group[0])], None
    scopes = {s.scope: s for s in reversed(group)}
    if None not in scopes and len(scopes) == len(values) == len({(s.scope, s.value) for s in group}):
        return list(scopes.values()), None
    at_home = [s for s in group if s.is_at_home] or group
    other = next(s for s in group if s.value != at_home[0].value)
    is_settled = all(s.value == at_home[0].value for s in at_home)
    return at_home[:1] if is_settled else [], other
