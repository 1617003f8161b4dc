"""The arithmetic of reports: held, held on zeros, broken, or not to be known."""

from decimal import Decimal

import pytest

from flows.errors import SettingsError
from flows.extract.identities import check
from flows.extract.identity_terms import parse_side
from flows.extract.model import Balance, Observation, Where
from flows.reference import load_reference
from flows.vocabulary import APPLICANTS, Applicant, BalanceState, Period, Scope, TableForm

REFERENCE = load_reference()


def stated(
    indicator_id: str,
    value: int | str,
    *,
    form: TableForm | None = None,
    applicant: Applicant | None = None,
    period: Period = "year",
    approximate: bool = False,
    scope: Scope | None = None,
    at: int = 0,
) -> Observation:
    return Observation(
        indicator_id,
        Decimal(value),
        period,
        "件",
        "table" if form else "prose",
        Where(at, at + 1, "1"),
        applicant=applicant,
        approximate=approximate,
        scope=scope,
        form=form,
    )


def rules(observations: list[Observation]) -> list[str]:
    return [finding.rule for finding in check(observations, REFERENCE)[0]]


def states(observations: list[Observation]) -> dict[tuple[str, str], BalanceState]:
    return {(one.rule, one.instance): one.state for one in check(observations, REFERENCE)[1]}


def flow(new: int, carried_in: int, outcomes: int, carried_out: int) -> list[Observation]:
    values = {"new": new, "carried_in": carried_in, "outcomes": outcomes, "carried_out": carried_out}
    return [
        stated(f"applications.{key}", value, form="F2021", applicant="total") for key, value in values.items()
    ]


def test_flow_of_applications() -> None:
    assert states(flow(5, 1, 4, 2))["A1", "total"] == "held"
    assert states(flow(0, 0, 0, 0))["A1", "total"] == "held_on_zeros"
    assert states(flow(5, 1, 4, 2)[1:])["A1", "total"] == "not_evaluated"
    [finding], _ = check(flow(5, 1, 4, 3), REFERENCE)
    assert (finding.rule, finding.left, finding.right, finding.applicant) == ("A1", 6, 7, "total")
    assert finding.severity == "contradiction"
    assert "applications.carried_out@total 3" in finding.message


def test_outcomes_need_all_children_of_their_form() -> None:
    children = {c.indicator_id for c in REFERENCE.forms["F2021"] if c.applicant == "total"}
    parts = sorted(
        c for c in children if c.split(".")[1] not in ("new", "carried_in", "outcomes", "carried_out")
    )
    observations = [stated(part, 1, form="F2021", applicant="total") for part in parts]
    outcomes = stated("applications.outcomes", len(parts), form="F2021", applicant="total")
    assert states([*observations, outcomes])["A3", "total"] == "held"
    assert states([*observations[1:], outcomes])["A3", "total"] == "not_evaluated"
    wrong = stated("applications.outcomes", 3, form="F2021", applicant="total")
    assert "A3" in rules([*observations, wrong])


def test_applicants_add_up_to_the_total() -> None:
    row = [stated("applications.new", i, form="F2019", applicant=who) for i, who in enumerate(APPLICANTS)]
    assert rules(row) == ["A4"]
    assert states(row)["A4", "applications.new"] == "broken"
    right = [*row[:-1], stated("applications.new", 15, form="F2019", applicant="total")]
    assert rules(right) == []


def test_printed_children_only_and_periods_apart() -> None:
    observations = [
        stated("stat.applications.received", 3, form="F2008"),
        stated("stat.applications.received.online", 1, form="F2008"),
        stated("stat.applications.received.letter_or_fax", 2, form="F2008"),
        stated("stat.applications.received", 9, form="F2008", period="cumulative"),
        stated("stat.applications.received.online", 8, form="F2008", period="cumulative"),
    ]
    found = states(observations)
    assert (found["S1", "year"], found["S1", "cumulative"]) == ("held", "broken")


def test_parts_of_parts_are_not_added() -> None:
    observations = [
        stated("stat.applications.replied", 4, form="F2014"),
        stated("stat.applications.replied.denied", 4, form="F2014"),
        stated("stat.applications.replied.denied.privacy", 4, form="F2014"),
    ]
    assert rules(observations) == []


def test_blocks_and_at_least() -> None:
    total = [
        stated(f"review.{x}", 1, form="F2019") for x in ("upheld", "corrected", "other", "pending", "total")
    ]
    assert rules(total) == ["R1"]
    shrinking = [
        stated("proactive.regulations.disclosed_total", 1, form="F2019"),
        stated("proactive.regulations.disclosed", 2, form="F2019"),
    ]
    [finding], _ = check(shrinking, REFERENCE)
    assert (finding.rule, finding.severity) == ("P1", "notice")


def test_counts_are_whole_and_not_negative() -> None:
    assert rules([stated("review.total", -1, form="F2019")]) == ["N1"]
    assert rules([stated("review.total", "1.5", form="F2019")]) == ["N1"]
    assert rules([stated("review.total", 10**40, form="F2019")]) == []
    assert rules([stated("proactive.licensing.items_change", -3, form="F2019")]) == []
    assert rules([stated("proactive.fees.amount", "-1.5", form="F2021")]) == ["N2"]
    assert rules([stated("proactive.fees.amount", "1.5", form="F2021")]) == []


def test_prose_against_table() -> None:
    table = stated("proactive.normative_documents.disclosed", 0, form="F2019")
    prose = stated("stat.proactive.normative_documents", 4)
    [finding], _ = check([table, prose], REFERENCE)
    assert (finding.rule, finding.left, finding.right) == ("C1", 4, 0)
    assert rules([table, stated("stat.proactive.normative_documents", 4, approximate=True)]) == []
    assert rules([stated("stat.review", 2, form="F2014"), stated("stat.review", 3)]) == ["C1"]
    # The list of 2008 is no form of this rule.
    assert rules([stated("stat.review", 2, form="F2008"), stated("stat.review", 3)]) == []


def test_prose_that_counts_another_scope_contradicts_nothing() -> None:
    table = stated("applications.new", 95, form="F2021", applicant="total")
    assert rules([table, stated("stat.applications.received", 17)]) == ["C1"]
    assert rules([table, stated("stat.applications.received", 17, scope="agency")]) == []


def test_a_sum_of_the_crosswalk() -> None:
    table = [
        stated("litigation_direct.total", 2, form="F2021"),
        stated("litigation_after_review.total", 3, form="F2021"),
    ]
    assert rules([*table, stated("stat.litigation", 5)]) == []
    assert rules([*table, stated("stat.litigation", 6)]) == ["C1"]
    assert states([table[0], stated("stat.litigation", 6)])["C1", "stat.litigation"] == "not_evaluated"


def test_parts_in_prose_must_stand_right_after_their_total() -> None:
    near = [stated("stat.inquiries", 9, at=10), stated("stat.inquiries.phone", 5, at=20)]
    far = [stated("stat.inquiries", 9, at=10), stated("stat.inquiries.phone", 5, at=900)]
    assert rules(near) == ["S9"]
    assert rules(far) == []


def test_a_balance_names_its_statements_left_side_first() -> None:
    observations = [stated("stat.complaints", 1), *flow(5, 1, 4, 2)]
    [balance] = [one for one in check(observations, REFERENCE)[1] if one.rule == "A1"]
    named = [observations[place].indicator_id.partition(".")[2] for place in balance.terms]
    assert named == ["new", "carried_in", "outcomes", "carried_out"]


def test_that_a_count_is_not_negative_bears_no_witness() -> None:
    assert check([stated("review.total", 3, form="F2019")], REFERENCE)[1] == [
        Balance("R1", "review", "not_evaluated", (0,))
    ]


@pytest.mark.parametrize("text", ["", "sum(applications.*", "max(review.*)", "review.total - 1", "a + + b"])
def test_terms_outside_the_language_are_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_side(text)
