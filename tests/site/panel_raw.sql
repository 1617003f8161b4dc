-- What evidence shows: the clean texts and the cells of their tables, a batch as the loader writes it: whole documents in
-- one file, in no order of bodies. Statements are parted by a semicolon at a line's end; what stands in braces is filled
-- in by panel.py.

copy (
    select
        document_id, reader_version,
        if(agency_name = '{named}' and report_year = {moved_year}, '新', '')
            || agency_name || report_year || '{before}' || coalesce(quote, '') || '{after}' || repeat('不公开为例外。', 400)
            as clean_text
    from dim_document
    left join (select document_id, quote from fct_disclosure where basis = 'prose' and {chosen}) using (document_id)
    where {chosen}
    order by document_id
) to '{raw}/documents/{batch}.parquet' (format parquet);

copy (
    with shown as (
        select document_id, table_index, row_index, column_index, quote, applicant, label_zh, headings
        from fct_disclosure
        inner join boxes using (indicator_id, row_index)
        where basis = 'table' and {chosen}
    ),
    printed as (
        select document_id, table_index, row_index, column_index, quote as cell_text from shown
        union all
        select distinct document_id, table_index, row_index, 0, label_zh from shown
        union all
        select distinct document_id, table_index, 0, column_index, if(applicant is null, '数量', headings[column_index])
        from shown
    )
    select *, 1 as reader_version, 1 as row_span, 1 as column_span
    from printed
    order by document_id, table_index, row_index, column_index
) to '{raw}/cells/{batch}.parquet' (format parquet);
