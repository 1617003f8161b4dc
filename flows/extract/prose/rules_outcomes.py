"""Rules of what became of applications.

What belongs here: the words of an outcome in each form with the indicator that they state. What does not: how many
applications there were (`rules_applications.py`), what a rule is (`rule.py`), the language of its patterns
(`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.rule import ALWAYS, ASKED_CASES, CASES, FORM_2019, Rule

_A: Final = Section.APPLICATIONS
_REPLIED: Final = "stat.applications.replied"
RESULTS: Final = {
    "granted": (f"{_REPLIED}.granted", ALWAYS),
    "new_granted": (f"{_REPLIED}.granted", FORM_2019),
    "partly_granted": (f"{_REPLIED}.partly_granted", ALWAYS),
    "new_partly_granted": (f"{_REPLIED}.partly_granted", FORM_2019),
    "denied": (f"{_REPLIED}.denied", ALWAYS),
    "new_denied": (f"{_REPLIED}.denied", ALWAYS),
    "already_public": (f"{_REPLIED}.already_public", ALWAYS),
    "not_existing": (f"{_REPLIED}.does_not_exist", ALWAYS),
    "absent": (f"{_REPLIED}.does_not_exist", ALWAYS),
    "not_this_agency": (f"{_REPLIED}.not_this_agency", ALWAYS),
    "asked_to_amend": (f"{_REPLIED}.asked_to_amend", ALWAYS),
    "other_route": (f"{_REPLIED}.other_route", ALWAYS),
    "state_secret": (f"{_REPLIED}.denied.state_secret", FORM_2019),
    "trade_secret": (f"{_REPLIED}.denied.trade_secret", ALWAYS),
    "privacy": (f"{_REPLIED}.denied.privacy", ALWAYS),
    "safety": (f"{_REPLIED}.denied.safety_stability", FORM_2019),
    "not_information": (f"{_REPLIED}.denied.not_government_information", ALWAYS),
    "other_case": (f"{_REPLIED}.denied.other_law", FORM_2019),
}
"""Concept of a result: its indicator, and the first report year in which the form has a row of its own for it."""
# Rows of the forms since 2019 in their own words, each a cell of the column of totals.
_NEW_RESULTS: Final = {
    "new_granted": "applications.granted",
    "new_partly_granted": "applications.partly_granted",
    "not_held": "applications.unavailable.not_held",
    "needs_creation": "applications.unavailable.needs_creation",
    "still_unclear": "applications.unavailable.unclear",
    "state_secret": "applications.denied.state_secret",
    "safety": "applications.denied.safety_stability",
    "internal_affairs": "applications.denied.internal_affairs",
    "process_information": "applications.denied.process",
    "enforcement_file": "applications.denied.enforcement_file",
    "query_matter": "applications.denied.query_matter",
    "third_party": "applications.denied.third_party",
    "other_law": "applications.denied.other_law",
    "petition": "applications.not_processed.complaint",
    "repeated": "applications.not_processed.repeated",
    "publication": "applications.not_processed.publication",
    "excessive": "applications.not_processed.excessive",
    "reconfirm": "applications.not_processed.reconfirm",
    "other_handling": "applications.other",
    "not_corrected": "applications.other.not_corrected",
}
_SECRETS: Final = ("state_secret", "trade_secret", "privacy", "safety", "not_information", "other_case")
# Documents have no such property, so that these count applications by 条 too.
_NO_ATTRIBUTE: Final = frozenset(
    {"granted", "partly_granted", "denied", "not_existing", "not_this_agency", "asked_to_amend"}
)
_REASONS: Final = {
    "not_existing": "does_not_exist",
    "not_this_agency": "not_this_agency",
    "unclear": "unclear",
}


_BESIDE_GRANTED: Final = (
    "partly_granted|new_partly_granted|denied|new_denied|not_existing|not_this_agency|not_held"
)


def _results() -> tuple[Rule, ...]:
    said = "(?:filler|count|reply|colon|apiece)*"
    # 其余3件均予以公开
    edge = (
        "(?:EDGE|(?:comma|semicolon) others each filler*|(?:application|reply|results)(?:filler|count|each)*)"
    )
    reasons = " ".join(name for name in _NEW_RESULTS if not name.startswith("new_"))
    why = f"(?<![{reasons}] comma)"
    results = "|".join((*RESULTS, *_NEW_RESULTS))
    handled = "filler* (?:comma|pause)? filler* (?:new_denied|not_processed|unable)"
    said_rest = "(?:filler|count|reply|kinds|colon)*"

    def rule(
        indicator_id: str, concept: str, before: str, *, after: str = "", since: int = 0, until: int = ALWAYS
    ) -> Rule:
        return Rule(
            indicator_id,
            concept,
            before,
            ASKED_CASES if concept in _NO_ATTRIBUTE else ASKED_CASES - {"条"},
            _A,
            after=after,
            topic="application",
            # 主动公开N条, 依申请公开N条, 不予公开N条 are properties of documents.
            apart_from=("make", "produce", "reason"),
            of_all=True,
            since=since,
            until=until,
            applicant="total" if since else None,
        )

    return (
        *(rule(i, name, f"{edge}{why}({name} {said})", until=end) for name, (i, end) in RESULTS.items()),
        *(
            rule(
                i,
                name,
                f"{edge}(?:regarding (?:filler|application|matter)*)?({name} (?:{handled})? shut? {said})",
                since=FORM_2019,
            )
            for name, i in _NEW_RESULTS.items()
        ),
        # 告知其属行政查询事项,不予公开1件: what is done names the words before it as the reason.
        *(rule(i, name, f"({name} {handled} {said})", since=FORM_2019) for name, i in _NEW_RESULTS.items()),
        # 同意公开答复数 1条: only the row of the form counts by 条.
        *(
            Rule(
                i,
                name,
                f"{edge}({name} reply count colon?)",
                frozenset({"条"}),
                _A,
                topic="application",
                until=end,
            )
            for name, (i, end) in RESULTS.items()
        ),
        # 其中2件予以公开
        *(
            rule(
                i,
                name,
                "(?:comma|semicolon|pause|colon|part) filler* ()",
                until=end,
                after=f"each* {name} END",
            )
            for name, (i, end) in RESULTS.items()
        ),
        *(
            rule(
                i,
                name,
                "(?:comma|semicolon|pause|colon|part) filler* ()",
                since=FORM_2019,
                after=f"(?:each|regarding|filler)* {name} (?:new_denied|not_processed|unable)? END",
            )
            for name, i in _NEW_RESULTS.items()
        ),
        # 涉及商业秘密不同意公开1件: the reason and the reply share the number.
        *(
            rule(
                RESULTS[name][0],
                name,
                f"({name} filler* (?:comma|pause)? filler* (?:denied|new_denied) {said})",
                until=RESULTS[name][1],
            )
            for name in _SECRETS
        ),
        rule(
            f"{_REPLIED}.denied",
            "denied",
            f"(?:{'|'.join(_SECRETS)}) filler* (?:comma|pause)? (denied {said})",
        ),
        # 答复104件:公开61件,部分公开9件
        *(
            rule(
                indicator_id,
                "disclose",
                f"{before} part? filler* (disclose filler*)",
                after=after,
                since=since,
                until=until,
            )
            for indicator_id, since, until in (
                (f"{_REPLIED}.granted", 0, FORM_2019),
                ("applications.granted", FORM_2019, ALWAYS),
            )
            for before, after in (
                (
                    "(?:(?:application|reply|on_request INFO?|close) GLUE number [comma colon]|results filler* colon?)",
                    "END",
                ),
                ("(?:comma|colon|semicolon|start)", f"[comma pause semicolon] filler* (?:{_BESIDE_GRANTED})"),
            )
        ),
        # 答复24件,其中已主动公开5件
        rule(
            f"{_REPLIED}.already_public",
            "proactive",
            "(?:(?:application|reply) GLUE number comma? part?|results colon) filler* (proactive filler*)",
        ),
        # 信息不存在57件,其他8件: the last of a list of results.
        rule(
            f"{_REPLIED}.other",
            "others",
            f"(?:{results}) {said} number (?:comma|semicolon|pause) (others {said_rest})",
            after="(?=END)",
            until=FORM_2019,
        ),
        rule(f"{_REPLIED}.other", "others", "EDGE(others reply count? colon?)", until=FORM_2019),
        # 申请人逾期不补正3件,其他4件: the last row of 其他处理
        rule(
            "applications.other.rest",
            "others",
            "not_corrected GLUE not_processed? GLUE number (?:comma|semicolon|pause) (others GLUE)",
            after="(?=END)",
            since=FORM_2019,
        ),
    )


def _reasons() -> tuple[Rule, ...]:
    """否决公开的主要原因是:“信息不存在”7件: reasons that some forms of 2008 list."""
    known = "|".join(_REASONS)
    return tuple(
        Rule(
            f"{_REPLIED}.denied.{name}",
            "reason",
            f"denied filler* reason (?:filler|colon|number|comma|pause|semicolon|{known})* ({concept} GLUE)",
            CASES,
            _A,
            topic="application",
        )
        for concept, name in _REASONS.items()
    )


OUTCOME_RULES: Final = (*_results(), *_reasons())
