"""From a published number back to the words on the archived page.

What belongs here: finding the fact, and walking from it to its document, its address, the record in the archive
and the words themselves, which are read anew from the archived bytes. What does not: printing (`screens.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from duckdb import DuckDBPyConnection

from flows.archive.archive import Archive
from flows.archive.warc import sha256_of
from flows.ask.columns import Figure, figures_of_columns
from flows.ask.query import opened, shown
from flows.clean.payload import clean, unpack
from flows.errors import ArchiveError, GongkaiError, Refusal
from flows.publish.content import of_this_schema
from flows.reference import Reference
from flows.settings import Settings
from flows.warehouse import identifier, tables_in

_AROUND: Final = 60
_MOST_NAMED: Final = 12

_FACTS: Final = """
select
    facts.agency_name, facts.report_year, facts.scope, facts.indicator_id, indicators.label_zh, facts.applicant,
    facts.period, facts.value, facts.unit, facts.is_approximate, facts.status, facts.finding_number, facts.basis,
    facts.form, facts.aligned_by, facts.document_id, facts.table_index, facts.row_index, facts.column_index,
    facts.span_start, facts.span_end, facts.quote, documents.title, documents.url, documents.fetched_at,
    documents.warc_file, documents.warc_offset, documents.payload_sha256, documents.text_sha256
from fct_disclosure as facts
inner join dim_document as documents using (document_id)
inner join dim_indicator as indicators using (indicator_id)
where facts.agency_id = ? and facts.report_year = ? and facts.indicator_id in (select unnest(?))
order by facts.scope, list_position(?, facts.indicator_id), facts.period, facts.applicant nulls first
"""
# A broken equation names its terms, each between spaces and with its applicant: it concerns those alone.
_FINDINGS: Final = """
select rule, message, finding_number is not distinct from $contradiction as contradicts from fct_finding
where document_id = $document_id and (
    contradicts
    or (indicator_id = $indicator_id and coalesce(applicant = $applicant, true))
    or (indicator_id is null and (identity is null or found_by <> 'reader'))
    or (identity is not null and contains(message, concat(' ', $indicator_id, '@' || $applicant, ' ')))
)
order by not contradicts, rule, message
"""
_DECISIONS: Final = """
select decision, concat_ws(' ', field, value), who, decided_on, why from fct_override where document_id = ?
order by all
"""


@dataclass(frozen=True, slots=True)
class Explained:
    """One published number and the road to it.

    Attributes:
        fact: the published row with its document's columns, by name.
        contradiction: rule and message of the finding that contradicts it, or None where its status is another.
        findings: the same of what else was found wrong in its document, about it or about the whole.
        decisions: what people decided about its document: what, by whom, when and why.
        before, words, after: the text of the archived page around the number; empty where `broken` says why.
        broken: why the road ends before the page (the archive is not here, a record is damaged), or None.
        column: the column of `fct_agency_year` that was asked for, with its value in the number's scope, or None.
    """

    fact: dict[str, Any]
    contradiction: tuple[str, str] | None
    findings: tuple[tuple[str, str], ...]
    decisions: tuple[str, ...]
    before: str
    words: str
    after: str
    broken: str | None
    column: str | None = None

    @property
    def is_proved(self) -> bool:
        """Whether the words stand on the archived page at the place that the fact names."""
        return self.broken is None and self.words == self.fact["quote"]


@dataclass(frozen=True, slots=True)
class _Findings:
    """What was found wrong with one number: rule and message of what contradicts it, and of the others."""

    contradiction: tuple[str, str] | None
    others: tuple[tuple[str, str], ...]


def explain(
    settings: Settings, reference: Reference, agency: str, year: int, indicator: str
) -> tuple[Explained, ...]:
    """Every number that one body's report of one year states for one indicator, or for the figures that a column of
    `fct_agency_year` is taken from.

    Args:
        agency: the body's id, full name, name as written in a report, or known alias.
        indicator: an id of the dictionary, its official label, or a column of `fct_agency_year`.

    Raises:
        GongkaiError: nothing is published, or a file of an older schema, or no body or no indicator or no number is
            meant by the words; the message names what could be meant.
    """
    file = settings.published_file
    with of_this_schema(file, "`gongkai explain`"), opened(file) as connection:
        agency_id = _agency(connection, reference.agency_aliases.get(agency, agency))
        figures = figures_of_columns().get(indicator)
        asked = list(dict.fromkeys(one.indicator_id for one in figures or ())) or [
            _indicator(reference, indicator)
        ]
        facts = _dicts(connection, _FACTS, [agency_id, year, asked, asked])
        columns = {}
        if figures:
            facts = [fact for fact in facts if (*map(fact.get, Figure._fields),) in figures]
            columns = _column(connection, agency_id, year, indicator)
        if not facts:
            raise GongkaiError(_nothing_stated(connection, agency_id, year, asked))
        findings = [_findings(connection, fact) for fact in facts]
        decisions = {
            fact["document_id"]: tuple(_decisions(connection, fact["document_id"])) for fact in facts
        }
    texts: dict[str, str | GongkaiError] = {}
    for fact in facts:
        # The applicants' columns of one table stand on one page: it is read once.
        if fact["document_id"] not in texts:
            texts[fact["document_id"]] = _text_or_why(fact, settings)
    return tuple(
        replace(
            _explained(fact, found, decisions[fact["document_id"]], texts[fact["document_id"]]),
            column=columns.get(fact["scope"]),
        )
        for fact, found in zip(facts, findings, strict=True)
    )


def _agency(connection: DuckDBPyConnection, words: str) -> str:
    rows = connection.execute(
        """
        select agency_id, agency_name, coalesce(province, ''), coalesce(city, ''), coalesce(county, '')
        from dim_agency
        where agency_id = $words or agency_name = $words
            or agency_id in (select agency_id from dim_document where agency_as_written = $words)
        order by all
        """,
        {"words": words},
    ).fetchall()
    if len(rows) == 1:
        return str(rows[0][0])
    if rows:
        named = "; ".join(
            f"{agency_id} {''.join(dict.fromkeys(where))} {name}" for agency_id, name, *where in rows
        )
        raise GongkaiError(f"{words} can be several bodies, give one's id: {named}")
    near = connection.execute(
        "select agency_name from dim_agency where contains(agency_name, ?) order by all limit ?",
        [words, _MOST_NAMED],
    ).fetchall()
    hint = f"; did you mean {', '.join(name for (name,) in near)}?" if near else ""
    raise GongkaiError(f"no published report of {words!r}{hint}")


def _indicator(reference: Reference, words: str) -> str:
    if words in reference.indicators:
        return words
    labelled = [one.indicator_id for one in reference.indicators.values() if one.label_zh == words]
    if len(labelled) == 1:
        return labelled[0]
    near = labelled or [
        one.indicator_id
        for one in reference.indicators.values()
        if words in one.indicator_id or words in one.label_zh
    ]
    hint = (
        f"; did you mean {', '.join(near[:_MOST_NAMED])}?"
        if near
        else "; `gongkai query 'from dim_indicator'`"
    )
    raise GongkaiError(f"{words!r} is no single indicator{hint}")


def _column(connection: DuckDBPyConnection, agency_id: str, year: int, column: str) -> dict[str, str]:
    """A column of `fct_agency_year` with its value, by scope."""
    rows = connection.execute(
        f"select scope, {identifier(column)} from fct_agency_year where agency_id = ? and report_year = ?",  # noqa: S608 - the name is quoted
        [agency_id, year],
    ).fetchall()
    return {
        scope: f"{column} = {'null' if value is None else shown(value)} (scope {scope})"
        for scope, value in rows
    }


def _nothing_stated(
    connection: DuckDBPyConnection, agency_id: str, year: int, indicators: Sequence[str]
) -> str:
    years = connection.execute(
        """
        select distinct report_year from fct_disclosure
        where agency_id = ? and indicator_id in (select unnest(?))
        order by all
        """,
        [agency_id, indicators],
    ).fetchall()
    stated = (
        f"it is stated for {', '.join(str(one) for (one,) in years)}" if years else "it is stated for no year"
    )
    return f"no published number: {', '.join(indicators)} of {year}; {stated}"


def _findings(connection: DuckDBPyConnection, fact: Mapping[str, Any]) -> _Findings:
    asked = {name: fact[name] for name in ("document_id", "indicator_id", "applicant")}
    rows = connection.execute(_FINDINGS, {**asked, "contradiction": fact["finding_number"]}).fetchall()
    first = next(((rule, message) for rule, message, contradicts in rows if contradicts), None)
    others = dict.fromkeys((rule, message) for rule, message, contradicts in rows if not contradicts)
    return _Findings(first, tuple(others))


def _decisions(connection: DuckDBPyConnection, document_id: str) -> Iterator[str]:
    # A release that is older than the table has none.
    if "fct_override" in tables_in(connection):
        for decision, what, who, decided_on, why in connection.execute(_DECISIONS, [document_id]).fetchall():
            yield f"{' '.join((decision, what)).strip()}, by {who}, {decided_on}: {why}"


def _dicts(connection: DuckDBPyConnection, sql: str, values: Sequence[object]) -> list[dict[str, Any]]:
    result = connection.execute(sql, values)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _explained(
    fact: dict[str, Any],
    findings: _Findings,
    decisions: tuple[str, ...],
    text: str | GongkaiError,
) -> Explained:
    if isinstance(text, GongkaiError):
        return Explained(fact, findings.contradiction, findings.others, decisions, "", "", "", str(text))
    start, end = fact["span_start"], fact["span_end"]
    return Explained(
        fact,
        findings.contradiction,
        findings.others,
        decisions,
        text[max(0, start - _AROUND) : start],
        text[start:end],
        text[end : end + _AROUND],
        None,
    )


def _text_or_why(fact: dict[str, Any], settings: Settings) -> str | GongkaiError:
    """The text that the fact points into, or why it cannot be had."""
    try:
        return _archived_text(fact, settings)
    except (ArchiveError, Refusal) as error:
        return error


def _archived_text(fact: dict[str, Any], settings: Settings) -> str:
    """The clean text that the fact points into, made anew from the archived bytes.

    Raises:
        ArchiveError, Refusal: the bytes are not there, are damaged, or no text made of them is the fact's.
    """
    if not settings.archive_dir.exists():
        raise ArchiveError(f"the archive is not here: {settings.archive_dir}")
    with Archive(settings.archive_dir, settings.remote) as archive:
        payload = archive.payload(fact["warc_file"], fact["warc_offset"], fact["payload_sha256"])
        known = archive.captures.first_copy(fact["payload_sha256"])
    content_type = known.content_type if known else None
    for text in _texts(payload, content_type, fact["url"]):
        if sha256_of(text.encode()) == fact["text_sha256"]:
            return text
    raise ArchiveError(
        "the archived bytes give another text today: the reader has changed since this release"
    )


def _texts(payload: bytes, content_type: str | None, url: str) -> Iterator[str]:
    members = unpack(payload, content_type=content_type, url=url)
    if members is None:
        yield clean(payload, content_type=content_type, url=url).text
        return
    for name, member in members:
        yield from _texts(member, None, name)


def place(fact: dict[str, Any]) -> str:
    """Where the number stands, for people: its cell, or its words."""
    if fact["table_index"] is None:
        return f"in prose, characters {fact['span_start']} to {fact['span_end']} of the clean text"
    return (
        f"table {fact['table_index'] + 1}, row {fact['row_index'] + 1}, column {fact['column_index'] + 1} "
        f"(form {fact['form']}, matched by {fact['aligned_by']})"
    )


def stated(fact: dict[str, Any]) -> str:
    """The value with its unit and what is said of it."""
    about = "about " if fact["is_approximate"] else ""
    of = [
        fact["applicant"],
        "since 2008" if fact["period"] == "cumulative" else None,
        f"scope {fact['scope']}",
    ]
    return f"{about}{shown(fact['value'])} {fact['unit']} ({', '.join(one for one in of if one)})"


def when(moment: datetime) -> str:
    """A time of the archive, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"
