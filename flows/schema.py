"""The raw tables: one Arrow schema each, the single truth for Parquet, the raw DDL and the dbt sources.

What belongs here: names, types, meaning and grain of what passes between the stages. What does not: reading
and writing (`load/`), and the marts (`dbt_project/models/marts`).

Rules that hold for every table: times end in `_at` and are UTC without a zone, dates end in `_on`, hashes are
lower-case hex. No column depends on the clock but `fetched_at`, and none on the run but `run_id`. A row is
never changed after it is written; a newer `reader_version` of the same payload supersedes an older one.
"""

from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

VALUE: Final = pa.decimal128(18, 6)
"""Every stated number: up to 999,999,999,999 with six decimals, so that an amount printed in 元 with two decimals
is exact in 万元. A number outside it is a finding and no fact."""

TIMESTAMP: Final = pa.timestamp("us")

EVIDENCE: Final = pa.list_(
    pa.struct(
        [
            pa.field("field", pa.string(), nullable=False),
            pa.field("value", pa.string(), nullable=False),
            pa.field("source", pa.string(), nullable=False),
            pa.field("is_chosen", pa.bool_(), nullable=False),
            pa.field("quote", pa.string(), nullable=False),
            pa.field("span_start", pa.int32()),
            pa.field("span_end", pa.int32()),
        ]
    )
)


@dataclass(frozen=True, slots=True)
class RawTable:
    """One raw table.

    Attributes:
        name: its name in the schema `raw`.
        grain: what one row is.
        key: columns that are unique together, null being a value like any other; a row whose key is there
            already is not written again.
        schema: Arrow fields; a field's metadata `description` explains it.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    schema: pa.Schema


def _field(name: str, kind: pa.DataType, description: str, *, nullable: bool = False) -> "pa.Field[Any]":
    return pa.field(name, kind, nullable=nullable, metadata={"description": description})


def _optional(name: str, kind: pa.DataType, description: str) -> "pa.Field[Any]":
    return _field(name, kind, description, nullable=True)


CAPTURES: Final = RawTable(
    "captures",
    "one fetch of one address",
    ("capture_id",),
    pa.schema(
        [
            _field("capture_id", pa.string(), "16 hex digits of SHA-256 over source, address and time"),
            _field("source_id", pa.string(), "the source (data/sources) whose rules led to the address"),
            _field("url", pa.string(), "the address asked, or file:// and the path inside a folder source"),
            _field("fetched_at", TIMESTAMP, "when it was asked (UTC)"),
            _optional("status", pa.int16(), "HTTP status, null where no answer came"),
            _field("outcome", pa.string(), "new, changed, unchanged, gone, blocked, refused or failed"),
            _optional("reason", pa.string(), "why it was blocked, refused or failed"),
            _field("role", pa.string(), "report (read for facts), list (read for links) or robots"),
            _optional("content_type", pa.string(), "Content-Type as answered"),
            _optional("etag", pa.string(), "ETag as answered"),
            _optional("last_modified", pa.string(), "Last-Modified as answered"),
            _optional("payload_sha256", pa.string(), "SHA-256 of the payload after transfer decoding"),
            _optional("payload_size", pa.int64(), "bytes of the payload"),
            _optional("warc_file", pa.string(), "WARC file that holds the payload, relative to data/archive"),
            _optional("warc_offset", pa.int64(), "byte offset of the record in that file"),
            _field("run_id", pa.string(), "the run that asked"),
            _optional(
                "linked_from", pa.string(), "the report page whose link led here, null for what is listed"
            ),
        ]
    ),
)

READINGS: Final = RawTable(
    "readings",
    "one payload at one address, with the page that links it, read by one version of the reader",
    # A payload that the archive held damaged is refused, and read once it is whole again.
    ("payload_sha256", "url", "reader_version", "parent_sha256", "outcome"),
    pa.schema(
        [
            _field("payload_sha256", pa.string(), "the payload that was read"),
            _field("url", pa.string(), "the address it came from: it helps to know the body"),
            _field("reader_version", pa.int32(), "version of the reader"),
            _field("outcome", pa.string(), "read or refused"),
            _optional("reason", pa.string(), "code of the refusal (empty_file, binary_file, too_large, ...)"),
            _optional("detail", pa.string(), "what was found, for people"),
            _field("n_documents", pa.int32(), "documents found in it"),
            _field("source_id", pa.string(), "the source it was captured for"),
            _field("run_id", pa.string(), "the run that read it"),
            _optional("parent_sha256", pa.string(), "payload of the report page that links it, read with it"),
        ]
    ),
)

DOCUMENTS: Final = RawTable(
    "documents",
    "one distinct clean text of one body (a page, an annex, a member of a compilation)",
    ("document_id", "reader_version"),
    pa.schema(
        [
            _field("document_id", pa.string(), "32 hex digits of SHA-256 over text, body and year"),
            _field("reader_version", pa.int32(), "version of the reader"),
            _field("text_sha256", pa.string(), "SHA-256 of the clean text"),
            _field("kind", pa.string(), "annual_report, work_summary, template_compilation, notice, ..."),
            _optional("title", pa.string(), "title in simplified characters"),
            _field("clean_text", pa.string(), "the text that every span points into"),
            _optional("agency_as_written", pa.string(), "name of the body as the report writes it"),
            _optional("agency_name", pa.string(), "full name of the body"),
            _optional("level", pa.string(), "state, province, prefecture, county or township"),
            _optional("category", pa.string(), "government, department, subdistrict_office, ..."),
            _optional("province", pa.string(), "province, autonomous region or municipality"),
            _optional("city", pa.string(), "prefecture-level city; the municipality for its own counties"),
            _optional("county", pa.string(), "county, district or county-level city"),
            _optional("region_code", pa.string(), "6 digits, 9 for a township of today's list"),
            _optional("report_year", pa.int16(), "the year reported on"),
            _optional("published_on", pa.date32(), "publication date that the page states"),
            _optional(
                "scope", pa.string(), "agency (the body alone), system (with its subordinates), or null"
            ),
            _optional("form", pa.string(), "forms of its tables joined by +, or prose"),
            _optional("excluded_because", pa.string(), "why it states no facts"),
            _optional("member_of", pa.string(), "document_id of the compilation it was cut from"),
            _optional("member_start", pa.int32(), "line of the compilation at which it begins"),
            _field("evidence", EVIDENCE, "for and against each identity field, strongest first"),
            _field("n_repairs", pa.int32(), "repairs made in cleaning"),
            _field("n_lost", pa.int32(), "characters lost for good"),
            _field("run_id", pa.string(), "the run that read it first"),
            _optional("n_observations", pa.int32(), "its rows in observations, null where it was not noted"),
            _optional("n_findings", pa.int32(), "its rows in findings, null where it was not noted"),
        ]
    ),
)

DOCUMENT_SOURCES: Final = RawTable(
    "document_sources",
    "one document found in one payload at one address",
    ("document_id", "payload_sha256", "url", "reader_version", "parent_sha256"),
    pa.schema(
        [
            _field("document_id", pa.string(), "the document"),
            _field("payload_sha256", pa.string(), "the payload that holds it"),
            _field("url", pa.string(), "the address of that payload"),
            _field("reader_version", pa.int32(), "version of the reader"),
            _field("ordinal", pa.int32(), "0 for the page itself, 1.. for members in it"),
            _field("run_id", pa.string(), "the run that found it"),
            _optional("parent_sha256", pa.string(), "payload of the report page that it was read with"),
        ]
    ),
)

DOCUMENT_LINKS: Final = RawTable(
    "document_links",
    "one relation of two documents",
    ("document_id", "relation", "other_document_id", "reader_version"),
    pa.schema(
        [
            _field("document_id", pa.string(), "the document that stands in the relation"),
            _field("relation", pa.string(), "member_of, part_of or same_as"),
            _field("other_document_id", pa.string(), "the document it stands in relation to"),
            _field("reader_version", pa.int32(), "version of the reader"),
            _optional("share", pa.float32(), "part of the figures that both print, 0 to 1 (same_as)"),
            _field("run_id", pa.string(), "the run that found it"),
        ]
    ),
)

DOCUMENT_SIGNATURES: Final = RawTable(
    "document_signatures",
    "one document as it is compared with others; documents without prose of a report have none",
    ("document_id", "reader_version"),
    pa.schema(
        [
            _field("document_id", pa.string(), "the document"),
            _field("reader_version", pa.int32(), "version of the reader"),
            _field(
                "span_starts", pa.list_(pa.int32()), "where each compared sentence begins in the clean text"
            ),
            _field("span_ends", pa.list_(pa.int32()), "where it ends"),
            _field("lengths", pa.list_(pa.int32()), "its characters without figures, names and punctuation"),
            _field(
                "sentence_keys",
                pa.list_(pa.int64()),
                "MinHash keys, as many for each sentence, in their order",
            ),
            _field("document_keys", pa.list_(pa.int64()), "MinHash keys of the whole text"),
            _field("run_id", pa.string(), "the run that compared it"),
        ]
    ),
)

DOCUMENT_OVERLAPS: Final = RawTable(
    "document_overlaps",
    "one document whose prose stands nearly in a model text, or in another body's report that is not later",
    ("document_id", "other_document_id", "reader_version"),
    pa.schema(
        [
            _field("document_id", pa.string(), "the document whose sentences are meant"),
            _field("other_document_id", pa.string(), "the document in which they stand too"),
            _field("reader_version", pa.int32(), "version of the reader"),
            _field(
                "sentences", pa.list_(pa.int32()), "numbers of those sentences (document_signatures), 0-based"
            ),
            _field("share", pa.float32(), "their part of all its compared characters, 0 to 1"),
            _field("run_id", pa.string(), "the run that compared the two"),
        ]
    ),
)

COMMON_SENTENCES: Final = RawTable(
    "common_sentences",
    "one key of sentences that more than so many bodies print",
    ("sentence_key", "n_bodies", "reader_version"),
    pa.schema(
        [
            _field("sentence_key", pa.int64(), "a key of document_signatures"),
            _field("n_bodies", pa.int32(), "the number of bodies that was passed"),
            _field("reader_version", pa.int32(), "version of the reader"),
            _field("run_id", pa.string(), "the run in which it was passed"),
        ]
    ),
)

CELLS: Final = RawTable(
    "cells",
    "one cell of one table of one document",
    ("document_id", "table_index", "row_index", "column_index", "reader_version"),
    pa.schema(
        [
            _field("document_id", pa.string(), "the document"),
            _field("reader_version", pa.int32(), "version of the reader"),
            _field("table_index", pa.int32(), "0-based table of the document"),
            _field("row_index", pa.int32(), "0-based row of its dense grid"),
            _field("column_index", pa.int32(), "0-based column of its dense grid"),
            _field("row_span", pa.int32(), "rows it covers"),
            _field("column_span", pa.int32(), "columns it covers"),
            _field("span_start", pa.int32(), "where its text begins in the clean text"),
            _field("span_end", pa.int32(), "where its text ends in the clean text"),
            _field("cell_text", pa.string(), "its text"),
        ]
    ),
)

OBSERVATIONS: Final = RawTable(
    "observations",
    "one stated number",
    ("document_id", "observation_index", "reader_version"),
    pa.schema(
        [
            _field("document_id", pa.string(), "the document that states it"),
            _field("reader_version", pa.int32(), "version of the reader"),
            _field(
                "observation_index", pa.int32(), "0-based, in reading order; what cannot be held leaves a gap"
            ),
            _field("indicator_id", pa.string(), "what it counts (dictionary)"),
            _optional("applicant", pa.string(), "natural_person, legal_person.*, total"),
            _field("period", pa.string(), "year, or cumulative (since 2008)"),
            _field("value", VALUE, "exact value in the dictionary's unit"),
            _field("unit", pa.string(), "the dictionary's unit"),
            _field("is_approximate", pa.bool_(), "近, 约, 余, 多 or the like is printed with it"),
            _field("is_unit_assumed", pa.bool_(), "no unit is printed where the form needs one"),
            _optional("scope", pa.string(), "agency or system, where stated for this number"),
            _field("basis", pa.string(), "table or prose"),
            _optional("form", pa.string(), "form of the table"),
            _optional("aligned_by", pa.string(), "label or order: how the cell was matched with the form"),
            _optional("table_index", pa.int32(), "table of the document"),
            _optional("row_index", pa.int32(), "row of its dense grid"),
            _optional("column_index", pa.int32(), "column of its dense grid"),
            _field("span_start", pa.int32(), "where the printed words begin in the clean text"),
            _field("span_end", pa.int32(), "where they end"),
            _field("quote", pa.string(), "the printed words"),
        ]
    ),
)

FINDINGS: Final = RawTable(
    "findings",
    "one thing wrong or odd in one document",
    ("document_id", "finding_index", "reader_version"),
    pa.schema(
        [
            _field("document_id", pa.string(), "the document"),
            _field("reader_version", pa.int32(), "version of the reader"),
            _field("finding_index", pa.int32(), "0-based"),
            _field("rule", pa.string(), "identity of identities.csv, or the name of a reader's rule"),
            _field("severity", pa.string(), "contradiction, notice, damage or refusal"),
            _field("message", pa.string(), "one sentence for people"),
            _optional("indicator_id", pa.string(), "the fact concerned"),
            _optional("applicant", pa.string(), "its applicant column"),
            _optional("left_value", VALUE, "left side of a broken identity"),
            _optional("right_value", VALUE, "right side of it"),
            _optional("table_index", pa.int32(), "table concerned"),
            _optional("row_index", pa.int32(), "row concerned"),
            _optional("column_index", pa.int32(), "column concerned"),
            _optional("span_start", pa.int32(), "where the words concerned begin in the clean text"),
            _optional("span_end", pa.int32(), "where they end"),
            _optional("quote", pa.string(), "the words concerned"),
        ]
    ),
)

BALANCES: Final = RawTable(
    "balances",
    "one equation of identities.csv, in one of its instances, held against one document",
    ("document_id", "balance_index", "reader_version"),
    pa.schema(
        [
            _field("document_id", pa.string(), "the document"),
            _field("reader_version", pa.int32(), "version of the reader"),
            _field("balance_index", pa.int32(), "0-based"),
            _field("rule", pa.string(), "identity of identities.csv"),
            _field(
                "instance", pa.string(), "what it is repeated for: an applicant, indicator, block or period"
            ),
            _field("state", pa.string(), "held, held_on_zeros, broken or not_evaluated (a term is missing)"),
            _field(
                "observation_indexes", pa.list_(pa.int32()), "the statements it is made of, left side first"
            ),
        ]
    ),
)

OVERRIDES: Final = RawTable(
    "overrides",
    "one decision of a person that is in force (data/overrides.csv)",
    ("line",),
    pa.schema(
        [
            _field("line", pa.int32(), "line of the file, 1 being its header"),
            _field("decision", pa.string(), "quarantine, set or accept"),
            _optional("document_id", pa.string(), "the document decided on, null for a rule as a whole"),
            _optional("url", pa.string(), "address at which it was found, where the file gives it"),
            _optional(
                "payload_sha256", pa.string(), "payload in which it was found, where the file gives it"
            ),
            _optional("field", pa.string(), "agency or report_year (set), or the rule (accept)"),
            _optional("value", pa.string(), "what was set, or the release against which a rule was accepted"),
            _optional("agency_name", pa.string(), "full name of the body that was set"),
            _optional("level", pa.string(), "its level"),
            _optional("category", pa.string(), "its category"),
            _optional("province", pa.string(), "its province"),
            _optional("city", pa.string(), "its prefecture-level city"),
            _optional("county", pa.string(), "its county"),
            _optional("region_code", pa.string(), "its division"),
            _optional("report_year", pa.int16(), "the report year that was set"),
            _field("who", pa.string(), "who decided"),
            _field("decided_on", pa.date32(), "when"),
            _field("why", pa.string(), "why"),
        ]
    ),
)

RAW_TABLES: Final[tuple[RawTable, ...]] = (
    CAPTURES,
    READINGS,
    DOCUMENTS,
    DOCUMENT_SOURCES,
    DOCUMENT_LINKS,
    DOCUMENT_SIGNATURES,
    DOCUMENT_OVERLAPS,
    COMMON_SENTENCES,
    CELLS,
    OBSERVATIONS,
    FINDINGS,
    BALANCES,
    OVERRIDES,
)
