"""From a front page to the list, and lists that are reports themselves."""

from tests.unit.collect_portal import LIST, Nights, Portal, list_page, report_page, source_of

WAY = ["政务公开|政府信息公开", "年报|年度报告$"]


def front(site: Portal, **listing: object) -> object:
    return source_of(site, start=[site.base + "/"], listing={"way": WAY} | listing)


def test_links_are_followed_by_their_words(site: Portal, nights: Nights) -> None:
    site.pages["/"] = list_page(("/news/", "新闻"), ("/zwgk/", "政务公开"), ("/hd/", "互动交流"))
    site.pages["/zwgk/"] = list_page(("/zn.html", "指南"), (LIST, "政府信息公开年报"))
    report = nights.run(front(site))
    assert (report.status, report.counts, report.problems) == ("ok", {"new": 3}, ())
    assert site.asked("/news/") == site.asked("/hd/") == 0


def test_a_front_page_may_name_the_list_at_once(site: Portal, nights: Nights) -> None:
    site.pages["/"] = list_page(("/zwgk/", "政务公开"), (LIST, "年报"))
    report = nights.run(front(site))
    assert (report.status, report.counts) == ("ok", {"new": 3})
    # The other way is tried too: the short one is often an old link.
    assert site.asked("/zwgk/") == 1


def test_an_old_link_beside_the_way_does_no_harm(site: Portal, nights: Nights) -> None:
    site.pages["/"] = list_page(("/gone/", "年报"), ("/zwgk/", "政务公开"), ("/gone_too/", "政务公开"))
    site.pages["/zwgk/"] = list_page((LIST, "年报"))
    report = nights.run(front(site))
    assert (report.status, report.counts) == ("ok", {"new": 3})


def test_one_of_several_branches_may_lead_nowhere(site: Portal, nights: Nights) -> None:
    site.pages["/"] = list_page(
        ("/a/", "政务公开"), ("/b/", "政府信息公开"), ("http://other.example/", "政务公开")
    )
    site.pages["/a/"] = list_page(("/zn.html", "指南"))
    site.pages["/b/"] = list_page((LIST, "年报"))
    assert nights.run(front(site)).counts == {"new": 3}


def test_frames_and_pages_that_send_on_are_the_way_too(site: Portal, nights: Nights) -> None:
    site.pages["/"] = b"<html><meta http-equiv='refresh' content='0;url=/new/'></html>"
    site.pages["/new/"] = b"<frameset><frame src='/top.html'><frame src='/menu.html'></frameset>"
    site.pages["/menu.html"] = list_page(("/zwgk/", "政务公开"))
    site.pages["/zwgk/"] = list_page(("/nb/", "年报"))
    site.pages["/nb/"] = f"<p>年报</p><iframe src='{LIST}'></iframe>".encode()
    report = nights.run(front(site))
    assert (report.status, report.counts) == ("ok", {"new": 3})


def test_a_page_that_sends_on_for_ever_is_left(site: Portal, nights: Nights) -> None:
    for number in range(9):
        site.pages[f"/{number}"] = f"<meta http-equiv=refresh content='0;url=/{number + 1}'>".encode()
    report = nights.run(source_of(site, start=[site.base + "/0"]))
    assert report.status == "failed"
    assert site.asked("/4") == 0


def test_many_pages_that_give_nothing_are_told_together(site: Portal, nights: Nights) -> None:
    site.pages[LIST] = list_page(("/art/0.html", "2020年度报告"), script="var countPage = 20;")
    report = nights.run(source_of(site))
    assert report.status == "failed"
    assert len(report.problems) == 4
    assert report.problems[3] == "16 more list pages: gone (http_404)"


def test_no_way_fails_the_source(site: Portal, nights: Nights) -> None:
    site.pages["/"] = list_page(("/news/", "新闻"))
    report = nights.run(front(site))
    assert report.status == "failed"
    assert "no link leads on" in report.problems[0]


def test_the_way_counts_as_pages(site: Portal, nights: Nights) -> None:
    site.pages["/"] = list_page(*((f"/{n}/", "政务公开") for n in range(20)))
    for n in range(20):
        site.pages[f"/{n}/"] = list_page((f"/l{n}.html", "年报"))
    report = nights.run(front(site, max_pages=4))
    assert report.status == "failed"
    assert len([path for _, path, _ in site.requests if path != "/robots.txt"]) == 4


def test_a_list_by_year_whose_pages_are_the_reports(site: Portal, nights: Nights) -> None:
    for year in (2021, 2022, 2023):
        site.pages[f"/nb?fbtime={year}"] = report_page(f"样例县{year}年政府信息公开工作年度报告")
    source = source_of(
        site,
        start=[site.base + "/nb?fbtime=2022"],
        listing={"shape": "by_year", "is_report": True},
        links={},
    )
    report = nights.run(source)
    assert (report.status, report.n_links) == ("ok", 3)
    roles = {(row["url"].rpartition("=")[2], row["role"]) for row in nights.rows() if row["payload_sha256"]}
    assert {(str(year), "report") for year in (2021, 2022, 2023)} <= roles
