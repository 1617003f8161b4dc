"""Which pairs of documents are worth comparing, and which sentences too many bodies print.

What belongs here: questions over the keys of all signatures, asked of the raw tables in SQL. What does not:
deciding about a pair (`pairs.py`), and writing what was decided (`compare.py`).

What many bodies print is nobody's. Once a key is common it stays so, however the archive grows; and two documents
are a pair as long as their keys are not common. So loading in any order finds at least the pairs that are found
when everything is loaded at once, and the warehouse leaves out what became common later.
"""

from collections.abc import Sequence
from typing import Final

import duckdb
import pyarrow as pa

from flows.compare.pairs import LEAST_SENTENCES, LEAST_SHARE, Signed
from flows.compare.signatures import SENTENCE, Signature
from flows.compare.texts import MODEL_KINDS, Text
from flows.compare.waiting import KINDS, TEXT_COLUMNS

COMMON_IN_REPORTS: Final = 50
"""A sentence that more bodies print was not taken from another body's report."""
COMMON_IN_MODELS: Final = 500
"""A sentence that more bodies print was not even taken from a model text."""
BOUNDS: Final = (10, 20, COMMON_IN_REPORTS, COMMON_IN_MODELS)
"""Numbers of bodies that are noted when a sentence passes them: a small archive needs the smaller ones."""

_SIGNED: Final = """
create temp view signed as
select document_id, span_starts, span_ends, lengths, sentence_keys, document_keys, false as is_new
from raw.document_signatures
where reader_version = {version}
union all
select document_id, span_starts, span_ends, lengths, sentence_keys, document_keys, true
from incoming
"""
_BODIES: Final = """
create temp table bodies as
select
    document_id,
    row_number() over (order by document_id) as document,
    list_contains($models, kind) as is_model,
    agency_name,
    left(region_code, 6) as region_code,
    report_year,
    agency_name || '|' || coalesce(left(region_code, 6), '') as body,
    agency_name is null or region_code is null or report_year is null as is_vague
from raw.documents
where reader_version = $version and list_contains($kinds, kind)
"""
# What new documents share with any. What nearly everybody prints is left out first: it would be most of it.
_HELD: Final = """
create temp table held as
with sentences as (
    select
        document_id,
        is_new,
        lengths,
        unnest(sentence_keys) as key,
        (generate_subscripts(sentence_keys, 1) - 1) // $bands as sentence
    from signed
)
select
    key,
    document,
    sentence,
    lengths[sentence + 1] as n_characters,
    is_new,
    is_model,
    agency_name,
    region_code,
    body
from sentences
semi join (select unnest(sentence_keys) as key from incoming) as asked using (key)
anti join (
    select sentence_key as key from raw.common_sentences where reader_version = $version and n_bodies = $bound
) as common using (key)
inner join bodies using (document_id)
"""
_NEWLY_COMMON: Final = """
create temp table newly_common as
with counted as (
    select key as sentence_key, count(distinct body) as bodies from held where not is_model group by key
)
select sentence_key, bounds.n_bodies
from counted
inner join (select unnest($bounds) as n_bodies) as bounds on counted.bodies > bounds.n_bodies
anti join (select sentence_key, n_bodies from raw.common_sentences where reader_version = $version) as known
    using (sentence_key, n_bodies)
"""
_COMMON: Final = """
create temp table common as
select sentence_key as key, n_bodies from newly_common
union all
select sentence_key, n_bodies from raw.common_sentences where reader_version = $version
"""
# Sentences of one that share an uncommon key with the other, said of both.
_SHARED: Final = """
create temp table shared as
with of_reports as (
    select
        one.document as one,
        one.sentence as sentence_of_one,
        one.n_characters as length_of_one,
        other.document as other,
        other.sentence as sentence_of_other,
        other.n_characters as length_of_other
    from held as one
    inner join held as other
        on
            one.key = other.key
            and (one.agency_name <> other.agency_name or one.region_code <> other.region_code)
    anti join (from common where n_bodies = $in_reports) as common on one.key = common.key
    where
        one.is_new and not one.is_model and not other.is_model
        and one.agency_name is not null and other.agency_name is not null
),

of_models as (
    select
        one.document as one,
        one.sentence as sentence_of_one,
        one.n_characters as length_of_one,
        other.document as other,
        other.sentence as sentence_of_other,
        other.n_characters as length_of_other
    from held as one
    inner join held as other on one.key = other.key
    anti join (from common where n_bodies = $in_models) as common on one.key = common.key
    where one.is_model and not other.is_model and (one.is_new or other.is_new)
),

alike as (
    from of_reports union all from of_models
)

select one as document, other as other_document, sentence_of_one as sentence, length_of_one as n_characters
from alike
union
select other, one, sentence_of_other, length_of_other
from alike
"""
_PAIRS: Final = """
with lengths as (
    select document, list_sum(lengths) as n_characters
    from signed
    inner join bodies using (document_id)
),

copied as (
    select document, other_document
    from shared
    inner join lengths using (document)
    group by document, other_document
    having
        count(*) >= $least_sentences
        and sum(shared.n_characters) / any_value(lengths.n_characters) >= $least_share
),

copies as (
    select one.document_id as one, other.document_id as other
    from copied
    inner join bodies as one on copied.document = one.document
    inner join bodies as other on copied.other_document = other.document
),

reports as (
    select document_id, is_new, document_keys, is_vague, agency_name, region_code, report_year
    from signed
    inner join bodies using (document_id)
    where not is_model
),

of_one_body as (
    select one.document_id as one, other.document_id as other
    from reports as one
    inner join reports as other using (agency_name, region_code, report_year)
    where one.is_new and one.document_id <> other.document_id
),

texts as (
    select document_id, is_new, is_vague, unnest(document_keys) as key from reports
),

of_like_texts as (
    select one.document_id as one, other.document_id as other
    from texts as one
    inner join texts as other on one.key = other.key and (one.is_vague or other.is_vague)
    where one.is_new and one.document_id <> other.document_id
)

select distinct least(one, other) as one, greatest(one, other) as other
from (from copies union all from of_one_body union all from of_like_texts)
order by all
"""


class Question:
    """What is asked of the raw tables about a batch of new signatures.

    Args:
        connection: the raw store, with nothing else done on it.
        incoming: rows of `document_signatures` that are not in the store yet.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, incoming: pa.Table, *, reader_version: int
    ) -> None:
        self._connection = connection
        self._version = {"version": reader_version}
        connection.register("arrow_rows", incoming)
        connection.execute("create temp table incoming as from arrow_rows")
        connection.execute(_SIGNED.format(version=int(reader_version)))
        connection.execute(_BODIES, self._version | {"kinds": KINDS, "models": sorted(MODEL_KINDS)})
        connection.execute(_HELD, self._version | {"bands": SENTENCE.bands, "bound": COMMON_IN_MODELS})
        connection.execute(_NEWLY_COMMON, self._version | {"bounds": list(BOUNDS)})
        connection.execute(_COMMON, self._version)
        in_kinds = {"in_reports": COMMON_IN_REPORTS, "in_models": COMMON_IN_MODELS}
        connection.execute(_SHARED, in_kinds)

    def newly_common(self) -> list[tuple[int, int]]:
        """Keys that became common with these documents, with the number of bodies that was passed."""
        return self._connection.execute("from newly_common order by all").fetchall()

    def common(self, bound: int) -> frozenset[int]:
        """All keys of sentences that more than `bound` bodies print."""
        rows = self._connection.execute("select key from common where n_bodies = $bound", {"bound": bound})
        return frozenset(key for (key,) in rows.fetchall())

    def pairs(self) -> list[tuple[str, str]]:
        """Pairs of documents, at least one of them new, that may be mirrors or copies; the lesser id first."""
        least = {"least_sentences": LEAST_SENTENCES, "least_share": LEAST_SHARE}
        return self._connection.execute(_PAIRS, least).fetchall()

    def documents(self, ids: Sequence[str]) -> list[Signed]:
        """Documents with their signatures, new or old."""
        rows = self._connection.execute(
            f"""
            select lengths, list_zip(span_starts, span_ends), sentence_keys, document_keys, {TEXT_COLUMNS}
            from raw.documents
            inner join signed using (document_id)
            where reader_version = $version and list_contains($ids, document_id)
            order by document_id
            """,  # noqa: S608 - names of columns
            self._version | {"ids": list(ids)},
        ).fetchall()
        return [
            Signed(
                Text(*text),
                Signature(
                    spans=tuple((span[0], span[1]) for span in spans),
                    lengths=tuple(lengths),
                    sentence_keys=tuple(
                        tuple(keys[at : at + SENTENCE.bands]) for at in range(0, len(keys), SENTENCE.bands)
                    ),
                    document_keys=tuple(document_keys),
                ),
            )
            for lengths, spans, keys, document_keys, *text in rows
        ]
