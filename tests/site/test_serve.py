"""The server to look at the site with: any request is answered by the rules, and with the policy of its page."""

import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from expectations.offline import TEMPLATES
from flows.site import policy
from flows.site.serve import make_server


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[HTTPConnection]:
    (tmp_path / "index.html").write_text("0123456789", encoding="utf-8")
    (tmp_path / "quality").mkdir()
    (tmp_path / "quality" / "index.html").write_text("checks", encoding="utf-8")
    with make_server(tmp_path, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        asking = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
        yield asking
        asking.close()
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=2-5", 206, "2345"),
        ("bytes=7-99", 206, "789"),
        ("bytes=-3", 206, "789"),
        ("bytes=-99", 206, "0123456789"),
        ("bytes=5-2", 200, "0123456789"),
        ("bytes=-0", 200, "0123456789"),
        ("bytes=99-", 200, "0123456789"),
        (f"bytes={'9' * 5000}-", 200, "0123456789"),
        ("bytes=-", 200, "0123456789"),
    ],
)
def test_a_range_is_served_only_where_it_holds_a_byte(
    connection: HTTPConnection, asked: str, status: int, body: str
) -> None:
    connection.request("GET", "/index.html", headers={"Range": asked})
    answer = connection.getresponse()
    assert (answer.status, answer.read().decode()) == (status, body)
    first = "0123456789".index(body)
    stated = f"bytes {first}-{first + len(body) - 1}/10" if status == 206 else None
    assert answer.headers["Content-Range"] == stated


@pytest.mark.parametrize("path", ["/a%00b", "/%ff", "/%ed%a0%80", "/nothing", f"/{'a' * 5000}"])
def test_an_address_that_no_file_can_have_is_not_found(connection: HTTPConnection, path: str) -> None:
    for method in ("GET", "HEAD"):
        connection.request(method, path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 404


def test_the_gates_pages_may_run_nothing_by_their_own_word_and_the_servers(
    connection: HTTPConnection,
) -> None:
    connection.request("GET", "/quality/index.html")
    answer = connection.getresponse()
    answer.read()
    assert answer.headers["Content-Security-Policy"] == policy.QUALITY + policy.FRAMES
    assert "script" not in policy.QUALITY
    assert f'content="{policy.QUALITY}"' in (TEMPLATES / "gate_page.j2").read_text(encoding="utf-8")
