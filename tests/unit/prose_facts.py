"""What is read from sentences, in a short form that tests can write down."""

from collections.abc import Sequence

from flows.extract.prose import read_prose
from flows.reference import load_reference

REFERENCE = load_reference()
Facts = dict[str, int]


def facts(text: str, year: int, own_names: Sequence[str] = ()) -> Facts:
    """Indicator (and its period where it is not the year) to value."""
    found: Facts = {}
    for o in read_prose(text, (), REFERENCE, report_year=year, own_names=own_names).observations:
        assert o.where.quote == text[o.where.start : o.where.end]
        found[o.indicator_id if o.period == "year" else f"{o.indicator_id} {o.period}"] = int(o.value)
    return found
