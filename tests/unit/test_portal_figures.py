"""The sample figures obey the forms' arithmetic, within a report and from year to year."""

from decimal import Decimal

import pytest

from flows.demo.agencies import agencies
from flows.demo.facts import FactKey, Figures
from flows.demo.figures import figures_of, usual_form
from flows.reference import load_reference
from flows.vocabulary import APPLICANTS

BODIES = agencies(40)
PEOPLE = [applicant for applicant in APPLICANTS if applicant != "total"]
SECTIONS = [(2020, "F2019"), (2023, "F2021")]


def _row(figures: Figures, row: str) -> list[Decimal]:
    return [figures[FactKey(row, applicant)] for applicant in APPLICANTS]


def _sum_of_rows(figures: Figures, rows: set[str]) -> list[Decimal]:
    return [sum(column, Decimal(0)) for column in zip(*(_row(figures, row) for row in rows), strict=True)]


@pytest.mark.parametrize(("year", "form"), SECTIONS)
def test_applications_balance_by_row_and_by_column(year, form):
    for agency in BODIES:
        figures = figures_of(1, agency, year, form)
        rows = {key.indicator_id for key in figures if key.applicant}
        outcomes = rows - {f"applications.{r}" for r in ("new", "carried_in", "outcomes", "carried_out")}
        assert _sum_of_rows(figures, outcomes) == _row(figures, "applications.outcomes")
        assert _sum_of_rows(figures, {"applications.new", "applications.carried_in"}) == _sum_of_rows(
            figures, {"applications.outcomes", "applications.carried_out"}
        )
        for row in rows:
            parts = [figures[FactKey(row, person)] for person in PEOPLE]
            assert sum(parts) == figures[FactKey(row, "total")]


@pytest.mark.parametrize(("year", "form"), SECTIONS)
def test_reviews_and_lawsuits_sum_up(year, form):
    for agency in BODIES:
        figures = figures_of(1, agency, year, form)
        for block in ("review", "litigation_direct", "litigation_after_review"):
            parts = [
                figures[FactKey(f"{block}.{part}")] for part in ("upheld", "corrected", "other", "pending")
            ]
            assert sum(parts) == figures[FactKey(f"{block}.total")]


def test_the_list_of_2014_sums_up():
    for agency in BODIES:
        figures = figures_of(1, agency, 2016, "F2014")
        for whole in (
            "applications.received",
            "applications.closed",
            "applications.replied",
            "applications.replied.denied",
            "review",
            "litigation",
            "capacity.staff",
        ):
            prefix = f"stat.{whole}."
            parts = [
                value
                for key, value in figures.items()
                if key.indicator_id.startswith(prefix) and "." not in key.indicator_id.removeprefix(prefix)
            ]
            assert len(parts) > 1
            assert sum(parts) == figures[FactKey(f"stat.{whole}")], (agency.name, whole)
        items = figures[FactKey("stat.proactive.items")]
        assert items >= figures[FactKey("stat.proactive.normative_documents")]


def test_years_that_follow_each_other_agree():
    for agency in BODIES[:20]:
        earlier, later = (figures_of(1, agency, year, "F2008") for year in (2011, 2012))
        for key, value in later.items():
            if key.period == "cumulative":
                year_key = FactKey(key.indicator_id)
                assert value == earlier[key] + later[year_key]
        earlier, later = (figures_of(1, agency, year, "F2021") for year in (2022, 2023))
        assert _row(earlier, "applications.carried_out") == _row(later, "applications.carried_in")
        block = "proactive.normative_documents"
        assert later[FactKey(f"{block}.in_force")] == (
            earlier[FactKey(f"{block}.in_force")]
            + later[FactKey(f"{block}.issued")]
            - later[FactKey(f"{block}.repealed")]
        )
        earlier, later = (figures_of(1, agency, year, "F2019") for year in (2019, 2020))
        for block in ("licensing", "penalty", "fees"):
            last, change = (f"proactive.{block}.items_last_year", f"proactive.{block}.items_change")
            assert later[FactKey(last)] == earlier[FactKey(last)] + earlier[FactKey(change)] >= 0


def test_figures_are_whole_numbers_that_no_count_makes_negative():
    for agency in BODIES:
        for year in (2012, 2016, 2020, 2023):
            for key, value in figures_of(1, agency, year, usual_form(year)).items():
                is_signed = key.indicator_id.endswith("items_change")
                is_money = key.indicator_id.endswith((".amount", ".fees", ".budget"))
                assert is_signed or value >= 0
                assert is_money or value == value.to_integral_value()


def test_many_figures_are_zero_and_bodies_differ():
    values = [v for agency in BODIES for v in figures_of(1, agency, 2023, "F2021").values()]
    share_of_zeros = values.count(Decimal(0)) / len(values)
    assert 0.6 < share_of_zeros < 0.95
    assert len({tuple(figures_of(1, agency, 2023, "F2021").values()) for agency in BODIES}) > 35


def test_the_seed_alone_decides():
    first, again, other = (figures_of(seed, BODIES[0], 2016, "F2014") for seed in (1, 1, 2))
    assert first == again != other


def test_no_body_has_the_name_of_a_real_place():
    real = load_reference().regions_by_name
    for place in ("样例市", "样东区", "样西区", "样南县", "样北县"):
        assert place not in real
    townships = [agency.name for agency in agencies(58) if "镇" in agency.name or "乡" in agency.name]
    assert townships
    for name in (*townships, *(agency.name for agency in agencies(58))):
        assert "样" in name
        tail = name.removeprefix("样例市").removesuffix("人民政府").removesuffix("办事处")[3:]
        assert tail not in real, name


def test_an_impossible_number_of_bodies_is_refused():
    with pytest.raises(ValueError, match="not 0"):
        agencies(0)
    with pytest.raises(ValueError, match="1 to"):
        agencies(10_000)
