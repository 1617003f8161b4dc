"""A small built file with invented agencies, in the columns of the marts: what the tests of the gate and of
publishing stand on."""

from pathlib import Path

from flows.warehouse import connect

N_AGENCIES = 12
YEARS = (2022, 2023)
FACTS_A_REPORT = 5

_DDL = """
create table dim_agency (
    agency_id varchar, agency_name varchar, level varchar, category varchar, region_code varchar);
create table dim_indicator (
    indicator_id varchar, label_zh varchar, unit varchar, dimension varchar, largest_plausible bigint);
create table dim_document (
    document_id varchar, url varchar, kind varchar, title varchar, agency_id varchar, agency_name varchar,
    report_year smallint, scope varchar, form varchar, is_counted boolean, excluded_because varchar,
    fetched_at timestamp, payload_sha256 varchar, n_observations integer);
create table fct_disclosure (
    agency_id varchar, agency_name varchar, region_code varchar, report_year smallint, scope varchar,
    indicator_id varchar, applicant varchar, period varchar, value decimal(18, 6), unit varchar,
    basis varchar, form varchar, aligned_by varchar, document_id varchar, table_index integer,
    row_index integer, column_index integer, span_start integer, span_end integer, quote varchar);
create table fct_agency_year (
    agency_id varchar, agency_name varchar, province varchar, report_year smallint, scope varchar, form varchar,
    is_balanced boolean, n_findings integer, document_id varchar);
create table fct_finding (
    document_id varchar, url varchar, found_by varchar, rule varchar, severity varchar, message varchar);
create table fct_override (
    decision varchar, stated_document_id varchar, document_id varchar, field varchar, value varchar,
    who varchar, decided_on date, why varchar);
create table release (run_id varchar, schema_version integer);
comment on column fct_disclosure.value is 'exact value';
"""

_ROWS = """
insert into dim_indicator values
    ('applications.new', '本年新收政府信息公开申请数量', '件', 'applicant', 10000000),
    ('stat.proactive.items', '主动公开政府信息数', '条', '', 1000000000),
    ('proactive.fees.amount', '行政事业性收费本年收费金额', '万元', '', 100000000),
    ('proactive.licensing.items_change', '行政许可本年增/减', '项', '', 1000000),
    ('stat.proactive.electronic_full_text_rate', '全文电子化率', '%', '', 100);

create temp table agencies as
select number, format('a{:02d}', number) as agency_id, format('样本{}县人民政府', number) as agency_name
from range($n_agencies) as numbered (number);

create temp table reports as
select *, format('d{:02d}-{}', number, report_year) as document_id
from agencies, (values (2022), (2023)) as years (report_year);

create temp table stated as
select * from (values
    (0, 'applications.new', 'natural_person', 10, 0, '件', 'table'),
    (1, 'applications.new', 'total', 12, 0, '件', 'table'),
    (2, 'stat.proactive.items', null, 100, 0, '条', 'prose'),
    (3, 'proactive.fees.amount', null, 1, 0.5, '万元', 'table'),
    (4, 'proactive.licensing.items_change', null, -3, 0, '项', 'table')
) as facts (place, indicator_id, applicant, least, part, unit, basis);

insert into dim_agency select agency_id, agency_name, 'county', 'government', '999901' from agencies;

insert into dim_document select
    document_id, format('http://sample.invalid/{}.html', document_id), 'annual_report',
    format('{}{}年政府信息公开工作年度报告', agency_name, report_year), agency_id, agency_name, report_year,
    'agency', 'F2021', true, null, timestamp '2026-01-01', 'payload-' || document_id, 5
from reports;

insert into fct_agency_year select
    agency_id, agency_name, '样本省', report_year, 'agency', 'F2021', true, 0, document_id
from reports;

insert into fct_disclosure select
    agency_id, agency_name, '999901', report_year, 'agency', indicator_id, applicant, 'year',
    least + part + if(least > 1, number, 0) as figure, unit, basis,
    if(basis = 'table', 'F2021', null), if(basis = 'table', 'label', null), document_id,
    if(basis = 'table', 0, null), if(basis = 'table', place, null), if(basis = 'table', 1, null),
    5, 5 + length(figure::varchar), figure::varchar
from reports, stated;

drop table stated;
drop table reports;
drop table agencies;
"""


def build_marts(path: Path, run_id: str = "20260101T000000Z", n_agencies: int = N_AGENCIES) -> Path:
    """Write a sound built file: every agency reports every year, and each report states five facts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with connect(path) as database:
        database.execute(_DDL)
        database.execute(_ROWS.replace("$n_agencies", str(n_agencies)))
        database.execute("insert into release values (?, 1)", [run_id])
    return path


def plant(path: Path, *statements: str) -> Path:
    """Spoil a built file."""
    with connect(path) as database:
        for statement in statements:
            database.execute(statement)
    return path
