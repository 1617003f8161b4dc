"""Rules of reviews, lawsuits and complaints.

What belongs here: one entry for each way to state such a count. What does not: what a rule is
(`rule.py`), the language of its patterns (`grammar.py`), applying it (`counts.py`).
"""

from typing import Final

from flows.extract.prose.headings import Section
from flows.extract.prose.other_cases import OUR_SHARE
from flows.extract.prose.rule import ALWAYS, CASES, FORM_2019, Rule

# An agency that reviews or defends cases of others counts its docket with these verbs.
_DOCKET: Final = ("accept", "docket", "handle")
# A joint number (行政复议和行政诉讼3件) belongs to neither.
_ALONE: Final = (
    "(?:(?<![conjunction pause])|(?<=number pause)|(?<=number conjunction)|(?<=number shut pause))"
)

_SUIT_WORDS: Final = ("direct_suit", "later_suit")
# Words of a result to its name, for reviews and for lawsuits.
_OLD_RESULTS: Final = (("upheld", "upheld"), ("corrected", "corrected"), ("other_result", "other"))
_NEW_RESULTS: Final = (("new_upheld", "upheld"), ("new_corrected", "corrected"), ("new_other", "other"))
_RESULTS: Final = {
    "review": _OLD_RESULTS,
    # The forms since 2019 have no row for the results of all lawsuits.
    "litigation": (*_OLD_RESULTS, *_NEW_RESULTS, ("dismissed", "upheld")),
}
_DECIDED: Final = "upheld|corrected|dismissed|other_result|pending|new_upheld|new_corrected"


def _form_rows() -> list[Rule]:
    """Cells of the forms since 2019 in their own words: 结果维持4件, 复议后起诉1件."""
    home = Section.REMEDIES
    rules = [
        Rule(
            f"{cell}.total",
            suit,
            f"({suit} shut? ABOUT (?:litigation ABOUT)?)",
            CASES,
            home,
            about="paragraph",
        )
        for suit, cell in (("direct_suit", "litigation_direct"), ("later_suit", "litigation_after_review"))
    ]
    for topic, cell, since in (
        ("review", "review", FORM_2019),
        ("direct_suit", "litigation_direct", 0),
        ("later_suit", "litigation_after_review", 0),
    ):
        results = _NEW_RESULTS if topic == "review" else (*_RESULTS["litigation"], ("pending", "pending"))
        rules += [
            Rule(
                f"{cell}.{name}",
                result,
                f"(?:EDGE|court|{topic} filler*)({result} GLUE)",
                CASES,
                home,
                topic=topic,
                about="sentence" if topic == "review" else "paragraph",
                apart_from=_DOCKET,
                since=since,
            )
            for result, name in results
        ]
    rules += [
        Rule(
            f"stat.review.{name}",
            result,
            f"EDGE({result} GLUE)",
            CASES,
            home,
            topic="review",
            about="sentence",
            apart_from=_DOCKET,
            until=FORM_2019,
        )
        for result, name in _NEW_RESULTS
    ]
    return rules


def _remedies() -> tuple[Rule, ...]:
    home = Section.REMEDIES
    rules: list[Rule] = []
    for remedy in ("review", "litigation"):
        total = f"stat.{remedy}"
        rules += [
            Rule(
                total,
                remedy,
                f"{_ALONE}({remedy} ABOUT)",
                CASES | {"次"},
                home,
                about="sentence",
                apart_from=_DOCKET,
                unless=(
                    "others",
                    "upheld",
                    "corrected",
                    "newly",
                    *(_SUIT_WORDS if remedy == "litigation" else ()),
                ),
                bare=True,
            ),
            Rule(
                total,
                remedy,
                "((?:occur|receive) GLUE)",
                CASES,
                home,
                after=f"WHOSE {remedy}(?![conjunction pause])",
                about="sentence",
                apart_from=_DOCKET,
            ),
        ]
        # 行政复议12件,其中涉及政府信息公开的2件
        rules.append(
            Rule(
                total,
                remedy,
                f"{remedy} ABOUT number ({OUR_SHARE} (?:{remedy} GLUE)?)",
                CASES,
                home,
                apart_from=("accept", "docket"),
            )
        )
        rules += [
            Rule(
                f"{total}.{name}",
                result,
                f"(?:EDGE|unknown|court|public|{remedy})(?:each|filler|results)*"
                f"({result} GLUE (?:conjunction dismissed GLUE|{remedy} GLUE)?)",
                CASES,
                home,
                topic=remedy,
                about="sentence",
                apart_from=_DOCKET,
            )
            for result, name in _RESULTS[remedy]
        ]
        # 维持9件、其他2件: the last of a list of results.
        rules.append(
            Rule(
                f"{total}.other",
                "others",
                f"(?:{_DECIDED}) GLUE number (?:comma|pause|semicolon) (others GLUE)",
                CASES,
                home,
                after="END",
                topic=remedy,
                about="sentence",
                apart_from=_DOCKET,
            )
        )
    rules += _form_rows()
    rules += [
        # 行政复议1件,结果维持
        Rule(
            f"{cell}.{name}",
            result,
            f"({remedy} (?:filler* litigation)? ABOUT)",
            CASES,
            home,
            # 维持具体行政行为或者驳回原告诉讼请求4件 has its own number.
            after=f"comma (?:filler|each|results)* {result} (?=comma|semicolon|open|shut|gap|$)",
            unless=_SUIT_WORDS if remedy == "litigation" else (),
            about="sentence",
            apart_from=_DOCKET,
            since=since,
            until=until,
        )
        for remedy, cell, names, since, until in (
            ("direct_suit", "litigation_direct", _RESULTS["litigation"], 0, ALWAYS),
            ("later_suit", "litigation_after_review", _RESULTS["litigation"], 0, ALWAYS),
            ("review", "stat.review", _OLD_RESULTS, 0, ALWAYS),
            ("review", "stat.review", _NEW_RESULTS, 0, FORM_2019),
            ("review", "review", _NEW_RESULTS, FORM_2019, ALWAYS),
            ("litigation", "stat.litigation", (*_OLD_RESULTS, *_NEW_RESULTS), 0, ALWAYS),
        )
        for result, name in names
    ]
    pending = "comma filler* pending END"
    rules += [
        Rule(
            "review.pending",
            "review",
            "(review ABOUT)",
            CASES,
            home,
            after=pending,
            about="sentence",
            apart_from=_DOCKET,
        ),
        Rule(
            "review.pending",
            "pending",
            "EDGE(pending GLUE)",
            CASES,
            home,
            topic="review",
            about="sentence",
            apart_from=_DOCKET,
        ),
        Rule(
            "stat.appeals",
            "appeal",
            f"{_ALONE}(appeal ABOUT)",
            CASES,
            home,
            about="sentence",
            apart_from=_DOCKET,
            bare=True,
        ),
        Rule(
            "stat.complaints",
            "complaint",
            "(disclosure (?:filler|matter|public|work|occur)* complaint ABOUT)",
            CASES,
            home,
            bare=True,
            apart_from=_DOCKET,
        ),
        Rule(
            "stat.complaints",
            "complaint",
            # 七、举报投诉2件: a row of the list of 2014.
            "foreign (complaint count? GLUE)",
            CASES,
            home,
            about="company",
            apart_from=_DOCKET,
        ),
        # 举报投诉0件。 alone: the same row.
        Rule(
            "stat.complaints",
            "complaint",
            "^start (?:foreign|semicolon)?(complaint count? GLUE)",
            CASES,
            home,
            after="(?=semicolon$|$)",
            about="company",
            apart_from=_DOCKET,
        ),
        # 行政复议数量0件、行政诉讼数量0件、举报投诉数量0件: rows of the list of 2014.
        Rule(
            "stat.complaints",
            "complaint",
            "litigation count number (?:pause|comma|semicolon)(complaint count)",
            CASES,
            home,
            apart_from=_DOCKET,
        ),
        Rule(
            "stat.complaints",
            "complaint",
            # 行政复议、行政诉讼、举报投诉共3件 is the sum of all.
            "(?:review|litigation).*(?:comma|semicolon|pause)(?<![appeal review litigation] pause)"
            "((?:receive filler*)? complaint count? GLUE)",
            CASES,
            home,
            about="sentence",
            apart_from=_DOCKET,
        ),
        Rule(
            "stat.complaints_handled",
            "appeal",
            "((?:receive|accept) appeal (?:pause|conjunction) complaint GLUE)",
            CASES,
            home,
        ),
    ]
    return tuple(rules)


REMEDY_RULES: Final = _remedies()
