"""Rules on documents and agency-years: what was read, how well, and that no agency-year is there twice.

What belongs here: rules on one release's documents and reports. What does not: rules on single facts
(`facts.py`) and comparisons with the last release (`drift.py`).
"""

from typing import Final, get_args

from expectations.facts import SCOPES
from expectations.rules import Rule, accepted_words, no_rows, share
from flows.vocabulary import KINDS, Category, Level

# The three shares are first estimates, set well above what the sample reports and the labelled real ones show: real
# pages are scans, stubs, damaged, and printed with sums that do not add up. Tighten them with each good night.
MOST_UNREADABLE_PAGES: Final = 0.2
MOST_SILENT_REPORTS: Final = 0.3
MOST_DAMAGED_DOCUMENTS: Final = 0.1
FEWEST_BALANCED_TABLES: Final = 0.7
USUAL_BALANCED_TABLES: Final = 0.9

_REPORTS: Final = "select count(*) from dim_document where kind = 'annual_report'"
_BALANCED: Final = share(
    "select count(*) from fct_agency_year where is_balanced",
    "select count(*) from fct_agency_year where is_balanced is not null",
)
_UNBALANCED_ROWS: Final = """select agency_name, report_year, scope, form, n_findings, document_id
    from fct_agency_year where not is_balanced"""
_NO_DOCUMENT: Final = "null::varchar"

DOCUMENT_RULES: Final[tuple[Rule, ...]] = (
    no_rows(
        "agency_year_unique",
        "critical",
        "one row per agency, year and scope in fct_agency_year",
        """select y.agency_name, y.report_year, y.scope, y.document_id
        from fct_agency_year as y
        join (
            select agency_id, report_year, scope from fct_agency_year
            group by agency_id, report_year, scope having count(*) > 1
        ) as twice
            on y.agency_id = twice.agency_id and y.report_year = twice.report_year
            and y.scope is not distinct from twice.scope""",
    ),
    no_rows(
        "agency_year_has_document",
        "critical",
        "the document of every agency-year is in dim_document",
        """select agency_name, report_year, scope, document_id
        from fct_agency_year anti join dim_document using (document_id)""",
    ),
    no_rows(
        "document_unique",
        "critical",
        "one row per document in dim_document",
        """select document_id, count(*) as n_rows, min(title) as title
        from dim_document group by document_id having count(*) > 1""",
    ),
    no_rows(
        "document_has_page",
        "critical",
        "every document has its address and the hash of its archived bytes",
        "select document_id, title from dim_document where url is null or url = '' or payload_sha256 is null",
    ),
    no_rows(
        "finding_has_document",
        "critical",
        "the document of every finding is in dim_document",
        """select rule, message, url, document_id
        from fct_finding anti join dim_document using (document_id)
        where document_id is not null""",
    ),
    accepted_words("dim_document", "kind", KINDS, may_be_null=False),
    accepted_words("dim_document", "scope", SCOPES, may_be_null=True),
    accepted_words("dim_agency", "level", get_args(Level), may_be_null=True, document=_NO_DOCUMENT),
    accepted_words("dim_agency", "category", get_args(Category), may_be_null=True, document=_NO_DOCUMENT),
    Rule(
        "pages_unreadable",
        "warning",
        f"at most {MOST_UNREADABLE_PAGES:.0%} of the pages could not be read",
        "select rule, message, url, document_id from fct_finding where found_by = 'refusal'",
        measure=share(
            "select count(*) from broken", "select (select count(*) from broken) + count(*) from dim_document"
        ),
        at_most=MOST_UNREADABLE_PAGES,
    ),
    Rule(
        "reports_silent",
        "warning",
        f"at most {MOST_SILENT_REPORTS:.0%} of the annual reports state no fact",
        """select title, agency_name, report_year, excluded_because, document_id from dim_document
        where kind = 'annual_report' and n_observations = 0""",
        measure=share("select count(*) from broken", _REPORTS),
        at_most=MOST_SILENT_REPORTS,
    ),
    Rule(
        "documents_damaged",
        "warning",
        f"at most {MOST_DAMAGED_DOCUMENTS:.0%} of the documents lost characters or are garbled",
        """select document_id, min(message) as message, count(*) as n_damages
        from fct_finding where severity = 'damage' and document_id is not null group by document_id""",
        measure=share("select count(*) from broken", "select count(*) from dim_document"),
        at_most=MOST_DAMAGED_DOCUMENTS,
    ),
    Rule(
        "tables_balanced",
        "warning",
        f"the tables of at least {FEWEST_BALANCED_TABLES:.0%} of the reports that can be checked add up",
        _UNBALANCED_ROWS,
        measure=_BALANCED,
        at_least=FEWEST_BALANCED_TABLES,
    ),
    Rule(
        "tables_balanced_as_usual",
        "info",
        f"as usual, the tables of at least {USUAL_BALANCED_TABLES:.0%} of the reports that can be checked add up",
        _UNBALANCED_ROWS,
        measure=_BALANCED,
        at_least=USUAL_BALANCED_TABLES,
    ),
)
