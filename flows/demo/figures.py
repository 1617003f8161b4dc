"""Which form a year's report has, and the figures that it states in it.

What belongs here: the one door to the figures. What does not: drawing them (`list_figures.py`,
`section_figures.py`) and the reports that are wrong on purpose (`catalogue.py`).
"""

from collections.abc import Callable
from typing import Final

from flows.demo.agencies import Agency
from flows.demo.facts import Figures
from flows.demo.list_figures import figures_2008, figures_2014
from flows.demo.section_figures import figures_2019, figures_2021
from flows.vocabulary import TableForm

_DRAWERS: Final[dict[TableForm, Callable[[int, Agency, int], Figures]]] = {
    "F2008": figures_2008,
    "F2014": figures_2014,
    "F2019": figures_2019,
    "F2021": figures_2021,
}


def usual_form(year: int) -> TableForm:
    """The form that reports on this year usually have."""
    if year <= 2013:
        return "F2008"
    if year <= 2018:
        return "F2014"
    return "F2019" if year <= 2020 else "F2021"


def figures_of(seed: int, agency: Agency, year: int, form: TableForm) -> Figures:
    """The figures that a report of this body and year states in tables of this form (all but `F2008B`)."""
    return _DRAWERS[form](seed, agency, year)
