"""Four nights of news on invented bodies and the builds after them, each of which begins with the one before: made once
for all tests that look into them (`conftest.py`)."""

import random
from dataclasses import dataclass, replace

from flows.build.dbt import BuildReport, run_build
from flows.compare.compare import compare_and_append
from flows.extract.model import Document, Observation
from flows.load.overrides import COLUMNS, overrides_table
from flows.load.store import RawStore
from flows.reference import load_reference
from flows.settings import Settings
from tests.copies import reports
from tests.warehouse import doubts
from tests.warehouse.synthetic_raw import Page, captures, fact, load, report

SITE = "https://www.yunxi.gov.cn"
COUNTY = "云溪县人民政府"
OTHERS = tuple(f"云溪县{name}局" for name in ("财政", "教育", "民政", "水利", "审计"))


def _applications(new: int, carried_in: int, carried_out: int) -> list[Observation]:
    rows = {"new": new, "carried_in": carried_in, "carried_out": carried_out}
    return [fact(f"applications.{name}", value, applicant="total") for name, value in rows.items()]


def _report(agency: str, year: int, *facts: Observation, text: str = "", **more: str) -> Document:
    return report(agency, year, *facts, text=text or f"{agency}{year}", **more)


def _page(name: str, document: Document, night: int) -> Page:
    return Page(f"{SITE}/{name}.htm", [document], night=night)


def _of_office(reviews: int) -> list[Observation]:
    return [fact("review.total", reviews), fact("stat.review", reviews, basis="prose")]


def _first_night() -> list[Page]:
    """Three years of a county, offices that nobody touches, a report with an annex."""
    years = [
        _page(str(year), _report(COUNTY, year, *_applications(10, year - 2020, year - 2019)), 0)
        for year in (2020, 2021, 2022)
    ]
    quiet = [
        _page(
            f"{n}-{year}",
            _report(agency, year, *_of_office(n)),
            0,
        )
        for n, agency in enumerate(OTHERS)
        for year in range(2017, 2022)
    ]
    return [*years, *quiet, *_with_annex("附件", 4, 0)]


def _with_annex(text: str, value: int, night: int, page_text: str = "卫生局报告", **more: str) -> list[Page]:
    document = _report("云溪县卫生局", 2022, fact("review.total", 3), text=page_text)
    page = _page("wsj", document, night)
    facts = fact("review.total", value), fact("stat.review", 6)
    annex = _report("云溪县卫生局", 2022, *facts, text=text, **more)
    part = replace(annex, part_of=document.document_id)
    return [Page(f"{SITE}/wsj.docx", [part], night, parent=page), page]


def _second_night() -> list[Page]:
    """A new body, a new year, a corrected year whose neighbour now disagrees, a mirror that disagrees, a report on a
    system that states the body's own figure, one that nobody can place, a page that cannot be read."""
    system = _report(
        OTHERS[1], 2021, fact("review.total", 8), fact("review.upheld", 1, scope="agency"), scope="system"
    )
    return [
        _page("new", _report("云溪县林业局", 2021, fact("review.total", 1)), 1),
        _page("2023", _report(COUNTY, 2023, *_applications(5, 9, 0)), 1),
        _page("2021", _report(COUNTY, 2021, *_applications(10, 1, 7), text="更正"), 1),
        Page("https://copy.example/0", [_report(OTHERS[0], 2020, fact("review.total", 9), text="转载")], 1),
        _page("system", system, 1),
        _page("nobody", replace(_report("云溪县司法局", 2108, fact("review.total", 1))), 1),
        Page(f"{SITE}/empty.htm", [], night=1, refusal="empty_file"),
        *_with_annex("附件（更正）", 5, 1),
    ]


def _third_night() -> list[Page]:
    """The correction is taken back, a page now says what another body says, the mirror is given up, the year that
    could not be right is mended; a page on which people have decided is corrected, and its annex, read with it anew,
    is another document."""
    return [
        _page("2021", _report(COUNTY, 2021, *_applications(10, 1, 2)), 2),
        _page("0-2021", _report(OTHERS[2], 2019, fact("review.total", 5)), 2),
        Page("https://copy.example/0", [_report(OTHERS[0], 2020, kind="news", text="新闻")], 2),
        _page("nobody", _report("云溪县司法局", 2018, fact("review.total", 1)), 2),
        _page("again", _report(OTHERS[3], 2020, *_of_office(3)), 2),
        *_with_annex("附件（更正）", 5, 2, page_text="卫生局报告（更正）", kind="work_summary"),
    ]


def _random_night(night: int, seed: int) -> list[Page]:
    """News of any kind on any of the bodies and years, in any order: figures, scopes, kinds and addresses."""
    dice = random.Random(seed)  # noqa: S311 - the same night every time

    def figures() -> list[Observation]:
        indicators = (
            "review.total",
            "review.upheld",
            "stat.review",
            "proactive.fees.amount",
            "stat.complaints",
        )
        return [
            fact(
                indicator,
                dice.choice((0, 0, 1, 7, 10**6)),
                basis="prose" if indicator.startswith("stat") else "table",
                scope=dice.choice((None, None, "agency")),
            )
            for indicator in dice.sample(indicators, dice.randrange(len(indicators)))
        ]

    def page(number: int) -> Page:
        agency, year = dice.choice((COUNTY, *OTHERS)), dice.randrange(2016, 2025)
        kind = dice.choice(("annual_report", "annual_report", "annual_report", "work_summary", "news"))
        scope = dice.choice((None, "system", "agency"))
        document = _report(agency, year, *figures(), text=f"第{number}篇", kind=kind, scope=scope)
        # Some at addresses that held another body's report, some new, some at a mirror.
        name = dice.choice((f"{dice.randrange(5)}-{dice.randrange(2017, 2022)}", str(year), f"r{number}"))
        host = dice.choice((SITE, SITE, "https://copy.example"))
        return Page(f"{host}/{name}.htm", [document], night)

    return list({one.url: one for one in map(page, range(8))}.values())


def _decide(settings: Settings, *rows: tuple[str, str, str, str]) -> None:
    """Put decisions (decision, document, field, value) in the place of those that stood."""
    lines = [
        f"{kind},{document},,,{field},{value},w,2026-03-02,seen" for kind, document, field, value in rows
    ]
    settings.overrides_file.write_text("\n".join((",".join(COLUMNS), *lines)) + "\n", encoding="utf-8")
    RawStore(settings).replace_overrides(overrides_table(settings.overrides_file, load_reference()))


def _decisions() -> list[list[tuple[str, str, str, str]]]:
    """Of the nights after the first: a report left out, one for another year, one with its annex for another body;
    then the first let in again, and a finding on it accepted; then what the corrected page said before left out."""
    quiet = _report(OTHERS[4], 2020, *_of_office(4)).document_id
    early = _report(OTHERS[4], 2017, *_of_office(4)).document_id
    page = _with_annex("附件", 4, 0)[1].documents[0].document_id
    moved = ("set", page, "agency", "110105 审计局")
    of_2016 = ("set", early, "report_year", "2016")
    return [
        [("quarantine", quiet, "", ""), of_2016, moved],
        [of_2016, moved, ("accept", quiet, "count_not_negative", ""), *doubts.decided_late()],
        [of_2016, ("quarantine", page, "", ""), *doubts.decided_last()],
    ]


def _copied() -> tuple[Page, Page]:
    """A report, and one that takes some of its sentences from it."""
    earlier, own = (
        replace(reports(1, seed=seed)[0], region_code="430721", year=2016 + seed) for seed in (1, 7)
    )
    copy = replace(own, sentences=(*own.sentences[:6], *earlier.sentences[:12]))
    return _page("earlier", earlier.document, 0), _page("copy", copy.document, 2)


@dataclass(frozen=True)
class Nights:
    """The data folder, and the builds from the first night on."""

    settings: Settings
    built: list[BuildReport]


def run_nights(settings: Settings) -> Nights:
    """A build from nothing, and nights after it."""
    earlier, copy = _copied()
    news = [
        [*_first_night(), earlier, *doubts.first_night()],
        [*_second_night(), *doubts.second_night()],
        [*_third_night(), copy],
        [*_random_night(3, seed=20260104), *doubts.last_night()],
    ]
    answers: list[list[Page]] = [[], doubts.withdrawn(), [], []]
    decisions = [[], *_decisions()]
    built = []
    for number, (pages, asked_again, decided) in enumerate(zip(news, answers, decisions, strict=True)):
        load(settings, pages, run_id=str(number)).append_captures(captures(asked_again))
        compare_and_append(settings, str(number))
        _decide(settings, *decided)
        built.append(run_build(settings, f"2026010{number + 1}T183000Z"))
    return Nights(settings, built)
