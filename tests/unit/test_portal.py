"""The sample portal as a visitor meets it: pages, lists, conditional answers, and a world that changes."""

import re
from urllib.parse import urljoin

import pytest
import requests
from lxml import html

from flows.demo.portal import Portal
from flows.settings import PROJECT_DIR
from flows.sources.registry import load_source

N_BODIES = 12
LIST = "/zwgk/xxgknb/index.html"


@pytest.fixture(scope="module")
def portal():
    with Portal(n_agencies=N_BODIES) as running:
        yield running


def _get(portal, path, **headers):
    return requests.get(portal.base_url + path, headers=headers, timeout=10)


def _walk_lists(portal):
    """Paths of all list pages by their next links, and of everything they name."""
    pages, named, url = [], [], portal.base_url + LIST
    while url:
        pages.append(url)
        tree = html.fromstring(requests.get(url, timeout=10).text)
        named += [urljoin(url, href) for href in tree.xpath("//ul[@class='list']//a/@href")]
        following = tree.xpath("//a[@class='next']/@href")
        url = urljoin(url, following[0]) if following else None
    return pages, named


def test_the_lists_lead_to_every_page_of_the_truth(portal):
    pages, named = _walk_lists(portal)
    assert [page.rsplit("/", 1)[1] for page in pages[:3]] == ["index.html", "index_2.html", "index_3.html"]
    assert len(named) == len(set(named))
    assert {report.url for report in portal.truth} <= set(named)


def test_every_page_says_that_it_is_a_sample(portal):
    for report in portal.truth:
        if report.refusal is None:
            response = _get(portal, report.path)
            codec = "gb18030" if "N05" in report.noises else "utf-8"
            text = response.content.decode(codec)
            assert "样例网站：所有机构、地名和数据均为虚构" in text
            assert "样例省样例市" in text


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    folders = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        Portal(seed, 5).write_folder(tmp_path / name)
        files = (path for path in (tmp_path / name).rglob("*") if path.is_file())
        folders.append({p.relative_to(tmp_path / name): p.read_bytes() for p in files})
    assert folders[0] == folders[1] != folders[2]
    assert len(folders[0]) > 5 * 4


def test_a_visitor_who_knows_the_page_gets_no_body(portal):
    path = portal.truth[0].path
    first = _get(portal, path)
    assert first.status_code == 200
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-None-Match": f'"other", W/{first.headers["ETag"]}'},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        again = _get(portal, path, **headers)
        assert (again.status_code, again.content) == (304, b"")
    for headers in (
        {"If-None-Match": '"other"', "If-Modified-Since": first.headers["Last-Modified"]},
        {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert _get(portal, path, **headers).content == first.content


def test_head_answers_like_get_without_a_body(portal):
    url = portal.truth[0].url
    head, get = requests.head(url, timeout=10), requests.get(url, timeout=10)
    assert head.headers["Content-Length"] == str(len(get.content))
    assert head.content == b""


def test_robots_and_the_page_it_closes(portal):
    assert "Disallow: /neibu/" in _get(portal, "/robots.txt").text
    _, named = _walk_lists(portal)
    assert sum("/neibu/" in url for url in named) == 1


def test_one_link_leads_nowhere(portal):
    _, named = _walk_lists(portal)
    dead = [url for url in named if requests.get(url, timeout=10).status_code == 404]
    assert len(dead) == 1
    assert dead[0] not in {report.url for report in portal.truth}


def test_files_that_cannot_be_read_are_there(portal):
    refused = {report.refusal: _get(portal, report.path).content for report in portal.truth if report.refusal}
    assert list(refused) == ["binary_file"]
    assert b"\x00" in refused["binary_file"]


def test_one_answer_is_empty(portal):
    _, named = _walk_lists(portal)
    empty = [url for url in named if (answer := requests.get(url, timeout=10)).ok and not answer.content]
    assert len(empty) == 1
    assert empty[0] not in {report.url for report in portal.truth}


def test_pages_that_are_no_reports_state_nothing(portal):
    others = {report.kind: report for report in portal.truth if report.kind not in ("annual_report", None)}
    assert set(others) == {"notice", "guide", "index", "work_plan"}
    assert all(not report.observations and report.agency is None for report in others.values())


def test_reports_go_on_beside_their_pages(portal):
    split = [report for report in portal.truth if report.parts]
    for report in split:
        tree = html.fromstring(_get(portal, report.path).text)
        linked = {urljoin(report.url, href) for href in tree.xpath("//div[@id='zoom']//a/@href")}
        parts = [part.url for part in report.parts]
        assert linked == set(parts)
        assert all(requests.get(url, timeout=10).status_code == 200 for url in parts)
        assert len(report.facts()) > 50
    endings = sorted(part.url.rpartition(".")[2] for report in split for part in report.parts)
    assert endings == ["docx", "html", "html", "xlsx", "xlsx"]


def test_a_mirror_repeats_one_report(portal):
    (mirror,) = [report for report in portal.truth if report.mirror_of]
    original = next(report for report in portal.truth if report.path == mirror.mirror_of)
    assert mirror.observations == original.observations
    assert mirror.path.endswith(original.path)

    def content(path):
        return re.search(r'<div class="content".*</div>', _get(portal, path).text, re.DOTALL).group()

    assert content(mirror.path) == content(original.path)


def test_the_world_changes_between_nights():
    with Portal(n_agencies=3, years=(2022, 2023)) as portal:
        old = {report.path: report for report in portal.truth}
        path, gone, untouched = list(old)[:3]
        before = _get(portal, path)
        portal.correct(path)
        after = _get(portal, path, **{"If-None-Match": before.headers["ETag"]})
        assert after.status_code == 200
        assert after.content != before.content
        assert after.headers["Last-Modified"] != before.headers["Last-Modified"]

        portal.remove(gone)
        assert _get(portal, gone).status_code == 404

        added = portal.publish(portal.agencies[0], 2024)
        with pytest.raises(ValueError, match="has published"):
            portal.publish(portal.agencies[0], 2024)
        now = {report.path: report for report in portal.truth}
        assert _get(portal, added).status_code == 200
        assert now[added].report_year == 2024
        assert gone not in now
        _, named = _walk_lists(portal)
        assert {portal.base_url + added, portal.base_url + path} <= set(named)
        assert portal.base_url + gone not in named

        changed = set(now[path].observations) - set(old[path].observations)
        assert {o.indicator_id for o in changed} == {"stat.proactive.items"}
        assert now[untouched] == old[untouched]


def test_the_portal_stops_and_starts_again():
    portal = Portal(n_agencies=1)
    url = portal.start()
    assert requests.get(url, timeout=10).status_code == 200
    portal.stop()
    portal.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=2)
    with portal:
        assert requests.get(portal.base_url, timeout=10).status_code == 200


def test_truth_of_saved_pages_is_addressed_as_they_are(tmp_path):
    portal = Portal(n_agencies=2)
    count = portal.write_folder(tmp_path)
    assert count == sum(1 for path in tmp_path.rglob("*") if path.is_file())
    for report in portal.truth_at("file://samples"):
        assert (tmp_path / report.url.removeprefix("file://samples/")).is_file()


def test_the_source_file_names_the_portal_and_its_reports(portal):
    source = load_source(PROJECT_DIR / "data" / "sources" / "sample_portal.yml")
    assert source.start == (f"http://127.0.0.1:18808{LIST}",)
    assert source.allow_private
    assert all(source.links.accept(report.url, "") for report in portal.truth)
    assert not source.links.accept(portal.base_url + LIST, "")
