-- Rows of the public marts for an invented release. Statements are parted by a semicolon at a line's end; what stands
-- in braces is filled in by panel.py.

create temp table bodies as
with counties as (
    select
        region_code, province, city, county,
        row_number() over (order by hash(region_code, 'place')) - 1 as place,
        count(*) over () as n_places
    from dim_region
    where level = 'county'
)
select
    i, if(i % 50 = 7, left(region_code, 2) || '0000', region_code) as region_code, province,
    if(i % 50 = 7, null, city) as city, if(i % 50 = 7, null, county) as county,
    lower(sha256('body' || i)[:16]) as agency_id,
    exp(hash(i, 'size') % 1000 / 1000.0 * 3.2) as size,
    ['河', '山', '平', '川', '林', '泽', '阳', '原', '溪', '岭'][1 + i % 10] as one,
    ['安', '宁', '和', '康', '乐', '兴', '盛'][1 + (i // 10) % 7] as two,
    ['水利局', '人民政府', '教育局', '财政局', '司法局', '公安局', '民政局', '统计局'][1 + (hash(i) % 8)::int] as office,
    if(i = 0, '{named}', '样' || one || two || '县' || office) as agency_name,
    if(agency_name like '%人民政府', 'government', 'department') as category
from range({n_bodies}) as numbers (i)
inner join counties on place = i % n_places;

create temp table leaves as
select form, cell_order::int as cell_order, table_name, indicator_id, nullif(applicant, '') as applicant
from read_csv('{seeds}/forms.csv', header = true, all_varchar = true)
where
    period = 'year' and form in ('F2014', 'F2019', 'F2021') and applicant is distinct from 'total'
    and not (indicator_id like '%.total' and table_name = 'remedies');

create temp table reports as
select
    i, agency_id, agency_name, category, region_code, province, city, county, size, year,
    case when year >= 2021 then 'F2021' when year >= 2019 then 'F2019' else 'F2014' end as form,
    sha256(concat_ws('|', 'document', i, year))[:32] as document_id,
    make_date(year + 1, 1, 1) + (hash(i, year) % 45)::int as published_on,
    i % 40 = 0 and year % 3 = 0 as is_broken
from bodies
cross join range({first_year}, {last_year} + 1) as years (year)
where i < 2 or hash(i, year, 'there') % 100 >= 8;

create temp table parts as
select
    i, year, cell_order, table_name, indicator_id, applicant,
    case
        when indicator_id in ('applications.new', 'applications.outcomes') then 0
        when indicator_id in ('applications.carried_in', 'applications.carried_out')
            then (hash(i, year, applicant, indicator_id) % 20 = 0)::int
        else floor(
            size
            * case
                when indicator_id = 'applications.granted' then 1.6
                when indicator_id = 'applications.partly_granted' then 0.4
                when indicator_id = 'applications.unavailable.not_held' then 0.9
                when indicator_id = 'stat.proactive.items' then 90
                when table_name = 'applications' then 0.16
                when table_name = 'remedies' then 0.12
                else 3
            end
            * case when applicant = 'natural_person' then 1.5 when applicant is null then 1 else 0.22 end
            * (hash(i, year, indicator_id, applicant) % 1000) / 500.0
        )
    end::bigint as value
from reports
inner join leaves using (form);

-- Everything adds up as the official form wants it: what was decided is the sum of its results, and what came in is
-- what was decided and what was carried out, less what was carried in.
create temp table sums as
select
    i, year, applicant,
    coalesce(sum(value) filter (where indicator_id not like 'applications.carried%'), 0)::bigint as decided,
    coalesce(sum(value) filter (where indicator_id = 'applications.carried_in'), 0)::bigint as carried_in,
    coalesce(sum(value) filter (where indicator_id = 'applications.carried_out'), 0)::bigint as carried_out
from parts
where table_name = 'applications'
group by all;

create temp table cells as
with derived as (
    select
        parts.* replace (
            case indicator_id
                when 'applications.outcomes' then decided
                when 'applications.new' then decided + carried_out - carried_in
                else value
            end as value
        )
    from parts
    left join sums using (i, year, applicant)
)
select * from derived
union all by name
select
    i, year, max(cell_order) + 1 as cell_order, table_name, indicator_id, 'total' as applicant,
    sum(value)::bigint as value
from derived
where applicant is not null
group by all;

-- Where a number stands in the invented tables: a row for each indicator, a column for each applicant.
create temp table boxes as
select
    indicator_id, label_zh, unit, row_number() over (order by indicator_id) as row_index,
    [
        'natural_person', 'legal_person.business', 'legal_person.research', 'legal_person.social',
        'legal_person.legal_service', 'legal_person.other', 'total'
    ] as applicants,
    ['自然人', '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计'] as headings
from dim_indicator;

insert into dim_agency by name
select
    agency_id, agency_name, if(i = 0, ['{alias}'], null) as other_names, 'county' as level, category, province, city,
    county, region_code, min(year) as first_year, max(year) as last_year, count(*) as n_reports
from reports
group by all;

insert into dim_document by name
select
    document_id, agency_id, agency_name, year as report_year, published_on, 'agency' as scope, form, province,
    region_code, 'https://www.example-' || i || '.gov.cn/zwgk/' || year || '.html' as url, 'invented' as source_id,
    'annual_report' as kind, true as is_counted, true as is_latest, 1 as n_addresses,
    if(i = 0 and year = {last_year}, '{title}', agency_name || year || '年政府信息公开工作年度报告') as title,
    timestamp '2026-01-01' as fetched_at, 'invented/2026.warc.gz' as warc_file, i * 1000 as warc_offset,
    sha256(document_id) as payload_sha256, sha256('text' || document_id) as text_sha256, 0 as n_copies,
    0 as n_observations, 0 as n_findings, 0 as n_repairs, 0 as n_lost, 1 as reader_version, [] as evidence
from reports;

insert into fct_disclosure by name
select
    agency_id, agency_name, region_code, year as report_year, 'agency' as scope, indicator_id, applicant,
    'year' as period, value, unit, false as is_approximate, false as is_unit_assumed, 'table' as basis, form,
    'label' as aligned_by, document_id, value::varchar as quote,
    case
        when is_broken and indicator_id = 'applications.new' and applicant = 'total' then 'contradicted'
        when table_name <> 'applications' then 'stated'
        when value = 0 then 'proved_zero'
        else 'proved'
    end as status,
    if(status = 'contradicted', 'A1', null) as contradicted_by,
    if(status = 'contradicted', 1, null) as finding_number,
    case table_name when 'applications' then 1 when 'remedies' then 2 else 0 end as table_index,
    row_index, coalesce(list_position(applicants, applicant), 1) as column_index, cell_order * 10 as span_start,
    span_start + length(quote) as span_end
from cells
inner join reports using (i, year)
inner join boxes using (indicator_id)
order by agency_id, report_year;

insert into fct_disclosure by name
select
    agency_id, agency_name, region_code, year as report_year, 'agency' as scope,
    'stat.proactive.items' as indicator_id, 'year' as period, (size * 210 + hash(i, year) % 300)::int as value,
    '条' as unit, i % 9 = 0 as is_approximate, false as is_unit_assumed, 'stated' as status, 'prose' as basis,
    document_id, '全年主动公开政府信息' || value || if(is_approximate, '余条', '条') as quote,
    length(agency_name || year || '{before}') as span_start, span_start + length(quote) as span_end
from reports
where form <> 'F2014';

insert into fct_finding by name
select
    document_id, 1 as finding_number, 'https://www.example-' || i || '.gov.cn/' as url, agency_id, agency_name,
    province, region_code, year as report_year, 'agency' as scope, 'reader' as found_by, 'A1' as rule,
    'contradiction' as severity, 'applications.new' as indicator_id, 'total' as applicant, 5 + i % 9 as left_value,
    6 + i % 9 as right_value,
    'applications.new + applications.carried_in = applications.outcomes + applications.carried_out' as identity,
    if(i = 0, '{message}', format('received and carried in are {{}}, closed and carried out are {{}}', left_value, right_value))
        as message
from reports
where is_broken;

-- As many notices as a real release has, in every region.
insert into fct_finding by name
select
    document_id, 1 + number as finding_number, 'https://www.example-' || i || '.gov.cn/' || year as url, agency_id,
    agency_name, province, region_code, year as report_year, 'agency' as scope, 'warehouse' as found_by, rule,
    'notice' as severity, message
from reports
cross join (
    values
    (1, 'D1', 'published after the legal deadline'),
    (2, 'duplicate_report', 'another report of the same body, year and scope counts'),
    (3, 'agency_conflict', 'the page names another body too')
) as notices (number, rule, message)
where i > 1 and i % 40 > 0 and hash(i, year, number) % 3 > 0;

insert into fct_agency_year by name
select
    facts.agency_id, facts.agency_name, facts.region_code, report_year, 'agency' as scope, 'county' as level,
    bodies.category, bodies.province, bodies.city, bodies.county, max(form) as form, 0 as n_facts,
    count(*) filter (where status = 'contradicted') as n_findings, max(document_id) as document_id,
    n_findings = 0 as is_balanced, make_date(report_year + 1, 1, 20) as published_on,
    {figures}
from fct_disclosure as facts
inner join bodies using (agency_id)
where applicant is null or applicant = 'total'
group by all;

update fct_agency_year set n_facts = counted.n
from (select agency_id, report_year, count(*) as n from fct_disclosure group by all) as counted
where fct_agency_year.agency_id = counted.agency_id and fct_agency_year.report_year = counted.report_year;

update fct_agency_year set
    share_granted = (applications_granted + applications_partly_granted) / nullif(applications_closed, 0),
    share_denied = applications_denied / nullif(applications_closed, 0);

insert into fct_report_coverage by name
select
    bodies.agency_id, bodies.agency_name, 'county' as level, bodies.category, bodies.province, bodies.city,
    bodies.county, bodies.region_code, years.year as report_year, document_id, 0 as n_facts,
    case
        when document_id is not null then 'published'
        when hash(bodies.i, years.year) % 9 = 0 then 'unreadable'
        else 'missing'
    end as status,
    make_date(years.year + 1, 1, 31) as due_on, reports.published_on,
    greatest(0, reports.published_on - due_on) as days_late
from bodies
cross join range({first_year}, {last_year} + 1) as years (year)
left join reports on reports.i = bodies.i and reports.year = years.year;

insert into release by name
select
    '{run_id}' as run_id, 2 as schema_version, 1 as reader_version,
    (select count(*) from dim_document) as n_documents, (select count(*) from fct_agency_year) as n_reports,
    (select count(*) from fct_disclosure) as n_facts, (select count(*) from fct_finding) as n_findings;
