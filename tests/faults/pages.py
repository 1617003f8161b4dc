"""Undamaged pages to damage: the portal's, forms filled with figures that all differ, and real reports.

What belongs here: making and collecting them, with what they state. What does not: damaging them
(`tests/corruption.py`) and judging what is read then (`damage.py`).

On a real page most figures are 0, and a row that slipped is not seen; so each form is filled once more with
figures that all differ and obey its identities, as markup and as text in the shapes that pages lose it to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from html import escape
from random import Random
from typing import Final, get_args

from flows.clean.payload import clean
from flows.demo.portal import Portal
from flows.extract.document import read_payload
from flows.extract.model import Observation
from flows.reference import Reference, load_reference
from flows.vocabulary import APPLICANTS, TableForm
from tests.evaluate.cases import EXAMPLES, SEEDS
from tests.unit.table_pages import Figures, Table, figures, joined, one_cell_a_line, tables

Key = tuple[str, str | None, str, str]
"""indicator_id, applicant, period, basis."""

N_BODIES: Final = 24
_TITLE: Final = "样例县人民政府{}年政府信息公开工作年度报告"
_YEARS: Final[dict[TableForm, int]] = {
    "F2008": 2010, "F2008B": 2012, "F2014": 2016, "F2019": 2020, "F2021": 2023,
}  # fmt: skip
_FLOWS: Final = {f"applications.{name}" for name in ("new", "carried_in", "outcomes", "carried_out")}
_SUMS: Final = ("stat.applications.", "stat.review", "stat.litigation", "stat.capacity.staff")
_CHAPTERS: Final = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """An undamaged page.

    Attributes:
        truth: what it states: more than one value where it contradicts itself.
        findings: rule and message of what is wrong with it before any damage.
    """

    name: str
    payload: bytes
    encoding: str
    truth: dict[Key, frozenset[Decimal]]
    findings: frozenset[tuple[str, str]]

    def stated(self, one: Observation) -> frozenset[Decimal]:
        """What the page states of the same thing; a table's row can be read as words when its table is lost."""
        by_basis = [self.truth.get((*key_of(one)[:3], basis), frozenset()) for basis in ("table", "prose")]
        return frozenset().union(*by_basis)


def key_of(one: Observation) -> Key:
    """What an observation counts, and whether a table or a sentence says it."""
    return one.indicator_id, one.applicant, one.period, one.basis


@lru_cache(maxsize=1)
def samples() -> tuple[tuple[Sample, ...], ...]:
    """All pages in groups that are tried equally often; the group of real reports is missing without them."""
    groups = (_portal(), _filled(), _real())
    return tuple(tuple(_sample(*page) for page in group) for group in groups if group)


def _portal() -> list[tuple[str, bytes]]:
    portal = Portal(n_agencies=N_BODIES)
    return [(truth.path, portal.body(truth.path)) for truth in portal.truth if truth.refusal is None]


def _real() -> list[tuple[str, bytes]]:
    return [
        (path.name, path.read_bytes())
        for folder, suffixes in ((SEEDS, {".txt"}), (EXAMPLES, {".txt", ".html"}))
        if folder.exists()
        for path in sorted(folder.iterdir())
        if path.suffix in suffixes
    ]


def _filled() -> list[tuple[str, bytes]]:
    reference = load_reference()
    pages = []
    for form in get_args(TableForm):
        made = tables(reference, form, _balanced(reference, form))
        title = _TITLE.format(_YEARS[form])
        pages += [
            (f"{form} filled, markup", _markup(title, made).encode()),
            (f"{form} filled, markup in GBK", _markup(title, made).encode("gb18030")),
            (f"{form} filled, lines", _text(title, [one_cell_a_line(table) for table in made])),
            (f"{form} filled, bars", _text(title, [joined(table, " | ") for table in made])),
            (f"{form} filled, blanks", _text(title, [joined(table, " ") for table in made])),
        ]
    return pages


def _balanced(reference: Reference, form: TableForm) -> Figures:
    """Figures that differ, while each sum is the sum of its parts: in lists, and for each applicant (A1, A2)."""
    made = figures(reference, form, Random(form))  # noqa: S311 (figures, no secrets)
    for one, applicant, period in sorted(made, key=lambda fact: -fact[0].count(".")):
        parts = [int(made[key]) for key in made if key[0].rpartition(".")[0] == one and key[2] == period]
        if parts and one.startswith(_SUMS):
            made[one, applicant, period] = str(sum(parts))
    ids = dict.fromkeys(cell.indicator_id for cell in reference.forms[form] if cell.table == "applications")
    for applicant in APPLICANTS if ids else ():
        value = {one: int(made[one, applicant, "year"]) for one in ids}
        outcomes = sum(value[one] for one in ids if one not in _FLOWS)
        new = outcomes + value["applications.carried_out"] - value["applications.carried_in"]
        made["applications.outcomes", applicant, "year"] = str(outcomes)
        made["applications.new", applicant, "year"] = str(new)
    return made


def _markup(title: str, made: Sequence[Table]) -> str:
    chapters = _CHAPTERS if len(made) > 1 else ("附表：政府信息公开情况统计表",)
    body = "".join(
        f"<p>{chapter}</p>\n{_table(table)}\n" for chapter, table in zip(chapters, made, strict=True)
    )
    head = f"<html><head><title>{title}</title></head>"
    return f"{head}\n<body><h1>{title}</h1>\n<div>{body}</div></body></html>\n"


def _table(table: Table) -> str:
    rows = (
        "".join(
            f'<td rowspan="{td.rowspan}" colspan="{td.colspan}"><p>{escape(td.text)}</p></td>' for td in row
        )
        for row in table
    )
    return "<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"


def _text(title: str, made: Sequence[str]) -> bytes:
    chapters = _CHAPTERS if len(made) > 1 else ("附表：政府信息公开情况统计表",)
    parts = [f"{chapter}\n{table}\n" for chapter, table in zip(chapters, made, strict=True)]
    return "\n".join([title, *parts]).encode()


def _sample(name: str, payload: bytes) -> Sample:
    values: dict[Key, set[Decimal]] = {}
    findings = set()
    for document in read_payload(payload):
        for one in document.observations:
            values.setdefault(key_of(one), set()).add(one.value)
        for finding in document.findings:
            findings.add((finding.rule, finding.message))
            if finding.rule == "conflicting_statements" and finding.indicator_id:
                said = {value for value in (finding.left, finding.right) if value is not None}
                for period in ("year", "cumulative"):
                    key = (finding.indicator_id, finding.applicant, period, "prose")
                    values.setdefault(key, set()).update(said)
    truth = {key: frozenset(found) for key, found in values.items()}
    return Sample(name, payload, clean(payload).encoding, truth, frozenset(findings))
