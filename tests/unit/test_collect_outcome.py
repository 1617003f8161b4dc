"""What an answer means, case by case."""

from datetime import datetime

import pytest

from flows.archive.model import Capture, Exchange, Role
from flows.archive.warc import sha256_of
from flows.collect.fetch import Answer
from flows.collect.outcome import outcome_of
from tests.unit.collect_portal import report_page

URL = "http://county.example/art/1.html"
REPORT = report_page("样例县2020年政府信息公开工作年度报告")


def had(payload: bytes) -> Capture:
    return Capture(
        capture_id="0" * 16,
        source_id="county",
        url=URL,
        fetched_at=datetime(2026, 1, 1),  # noqa: DTZ001 - the log's times are UTC without a zone
        status=200,
        outcome="new",
        reason=None,
        role="report",
        content_type="text/html",
        etag=None,
        last_modified=None,
        payload_sha256=sha256_of(payload),
        payload_size=len(payload),
        warc_file="warc/a",
        warc_offset=0,
        run_id="run0",
    )


def page(title: str, body: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


WALL = ("blocked", "javascript_wall")
SOFT_404 = ("gone", "soft_404")
SERVER = ("blocked", "server_page")
LOGIN = ("blocked", "login_page")
ERROR = ("failed", "error_page")
CHALLENGE = ("blocked", "challenge")
VUE = (
    "<noscript><strong>We're sorry but 政府信息公开年报 doesn't work properly without JavaScript enabled. "
    "Please enable it to continue.</strong></noscript><div id=app></div><script src=/js/app.js></script>"
)
REACT = "<noscript>You need to enable JavaScript to run this app.</noscript>"
MENU = "<li>政务公开栏目名称</li><li>政府信息公开年报</li>" * 9
LINKS = "".join(f"<li><a href='/m{number}'>政务公开栏目第{number}号</a></li>" for number in range(80))


@pytest.mark.parametrize(
    ("status", "payload", "previous", "expected"),
    [
        (200, REPORT, None, ("new", None)),
        (200, REPORT, had(b"other"), ("changed", None)),
        (200, REPORT, had(REPORT), ("unchanged", None)),
        (304, b"", had(REPORT), ("unchanged", None)),
        (304, b"", None, ("failed", "not_modified_without_a_page")),
        (404, b"x", had(REPORT), ("gone", "http_404")),
        (410, b"x", None, ("gone", "http_410")),
        (403, b"x", None, ("blocked", "http_403")),
        (412, b"x", None, ("blocked", "http_412")),
        (521, b"x", None, ("blocked", "http_521")),
        (401, b"x", None, ("blocked", "http_401")),
        (429, b"x", None, ("failed", "http_429")),
        (500, b"x", had(REPORT), ("failed", "http_500")),
        (302, b"", None, ("failed", "http_302")),
        (204, b"", None, ("failed", "http_204")),
        (200, b"", had(REPORT), ("failed", "empty_page")),
        (200, b" \r\n ", None, ("failed", "empty_page")),
        (200, b"\x00\x01binary", None, ("new", None)),
    ],
)
def test_by_status(status: int, payload: bytes, previous: Capture | None, expected: object) -> None:
    assert outcome_of(Answer(URL, status, payload), previous, "report", URL) == expected


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (page("404", "<p>sorry</p>"), ("gone", "soft_404")),
        (page("提示", "<p>您访问的页面不存在</p>"), ("gone", "soft_404")),
        (page("提示", "<p>该信息已被删除</p>").decode().encode("gb18030"), ("gone", "soft_404")),
        (
            page("", "<noscript>请开启JavaScript并刷新该页</noscript><script>var a=1</script>"),
            ("blocked", "javascript_wall"),
        ),
        (page("安全验证", "<p>请拖动滑块</p>"), ("blocked", "challenge")),
        (page("用户登录", "<form><input name=u><input type='password'></form>"), ("blocked", "login_page")),
        (
            b"<html><script>document.cookie='a=b';location.reload()</script></html>",
            ("blocked", "javascript_wall"),
        ),
        (b"<script>window.location.href='/x?token=1'</script>", ("blocked", "javascript_wall")),
        (b"<script>document['cookie']='a';document.location['reload']();</script>", WALL),
        (b"<html><script>(function(){$_ts=window['$_ts'];})()</script><body></body></html>", WALL),
        (page("页面不存在", MENU * 9 + "<h1>您访问的页面不存在或已被删除</h1>"), SOFT_404),
        (page("样例县人民政府", LINKS + "<h1>您访问的页面不存在或已被删除</h1>"), SOFT_404),
        (page("提示", "抱歉，您要访问的页面已经不存在"), SOFT_404),
        (page("提示信息", "该信息已被删除或者正在审核"), SOFT_404),
        (page("出错啦", "对不起，您访问的页面走丢了"), SOFT_404),
        (page("温馨提示", "页面无法访问，资源不存在"), SOFT_404),
        (page("错误", "您所访问的信息不存在或已撤销！3秒后返回首页"), SOFT_404),
        (page("提示", "找不到您要的内容"), SOFT_404),
        (b"<html><body>Object not found</body></html>", SOFT_404),
        ("<script>alert('信息不存在');history.back();</script>".encode(), SOFT_404),
        ("<script>alert('您没有权限访问');window.close();</script>".encode(), ("blocked", "challenge")),
        (b"<script>alert('x');history.go(-1)</script>", WALL),
        (page("网站维护中", "网站升级维护中，请稍后访问"), ("blocked", "maintenance")),
        (page("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>It is installed</p>"), SERVER),
        (page("IIS7", "<img src=welcome.png>"), SERVER),
        (page("", "Warning: mysql_connect(): Too many connections in /www/conn.php"), ERROR),
        (page("", "系统发生错误"), ERROR),
        ('{"code":500,"msg":"系统异常"}'.encode(), ERROR),
        (b'{"success": false}', ERROR),
        (page("统一身份认证", "<form><input name=u><input type=password></form>"), LOGIN),
        (b"<meta http-equiv='refresh' content='0;url=/login.jsp'>", LOGIN),
        (b"<meta content='3; URL=/' http-equiv=Refresh>", ("gone", "redirected_to_front_page")),
        (page("", ""), ("failed", "empty_page")),
        (b"Not Found", SOFT_404),
        (b"404\r\n", SOFT_404),
        ("系统错误".encode("gb18030"), ERROR),
        (b"[]", ("failed", "empty_page")),
        (b" null\n", ("failed", "empty_page")),
        (page("", "<h1>503 Service Temporarily Unavailable</h1><hr>nginx"), ERROR),
        (page("403 Forbidden", "<h1>403 Forbidden</h1>"), CHALLENGE),
        (page("400 Bad Request", "<h1>400 Bad Request</h1>"), ERROR),
        (page("Error", "<h1>An error occurred.</h1><p>Please try again later.</p>"), ERROR),
        (page("Object moved", "<h2>Object moved to <a href=/e.aspx>here</a>.</h2>"), ERROR),
        (page("提示", "您的IP地址已被封禁"), CHALLENGE),
        (page("提示", "参数错误！<a href='javascript:history.back()'>返回</a>"), ERROR),
        (page("", "请完成下列验证后继续"), CHALLENGE),
        (page("政务公开", VUE), WALL),
        (page("React App", f"{REACT}<div id=root></div>"), WALL),
        (
            page(
                "政务公开",
                "<noscript>您的浏览器禁用了JavaScript，请启用JavaScript后重试</noscript><div id=app></div>",
            ),
            WALL,
        ),
        (page("政务公开", "<div id=app>加载中...</div><script src=/js/app.js></script>"), WALL),
        (page("访问拦截", "<h1>当前访问疑似黑客攻击，已被创宇盾拦截</h1><p>IP: 1.2.3.4</p>"), CHALLENGE),
        (page("提示", "您的IP访问频率过高，请稍后再试。"), CHALLENGE),
        (page("云锁", "您请求的页面包含一些不合理的内容"), CHALLENGE),
        (page("提示", "抱歉，您的访问存在异常"), CHALLENGE),
        (page("提示", "根据相关法律法规，您访问的网站已被阻止访问"), CHALLENGE),
        (page("提示", "您没有查看该信息的权限"), CHALLENGE),
        (page("样例县政府", "<a href=/>首页</a>该信息已过期"), SOFT_404),
        (page("提示信息", "您访问的文章尚未发布"), SOFT_404),
        (page("样例县OA", "用户名<input name=u>密码<input type=password><button>登录</button>"), LOGIN),
        (page("域名出售", "This domain is for sale"), SERVER),
        (b"<html><script>var arg1='A';document.cookie=arg1;" + b"a1();" * 40_000 + b"</script></html>", WALL),
    ],
)
def test_what_hides_behind_status_200(payload: bytes, expected: object) -> None:
    assert outcome_of(Answer(URL, 200, payload), None, "report", URL) == expected


@pytest.mark.parametrize(
    "payload",
    [
        REPORT.replace(b"</body>", "<noscript>请开启JavaScript</noscript></body>".encode()),
        REPORT.replace(b"</body>", "<form><input type=password></form><a>登录</a></body>".encode()),
        REPORT.replace(b"</p>", "<p>原链接的页面不存在，以本页为准。</p>".encode()),
        REPORT + b"<script>document.cookie='visits=1'; eval('1')</script>",
        page("年度报告", "<iframe src='/a.pdf'></iframe><script>location.href</script>"),
        "正在建设，共有404件。".encode(),
        page("年度报告", "<p>今年主动公开404件，未收到申请。</p>"),
        page("年度报告", "<p>收到申请3件，其中信息不存在2件，已答复。</p>"),
        page("年度报告", "<p>网站升级维护中主动公开信息12条。</p>"),
        page("年度报告", LINKS + "<p>系统维护费用5万元，答复依申请公开1件，文件不存在。</p>"),
        page("年度报告", "<p>页面不存在纸质版</p><a href='/f/report.pdf'>下载</a>"),
        page("年度报告", "<a href='/f/1.pdf'>附件</a><script>document.cookie='visits=1'</script>"),
        page("年度报告", "<img src='/f/1.jpg'>"),
        page("x", "<noscript>请启用JavaScript</noscript><script>X = {'content': 'y'}; eval(X)</script>"),
        page(
            "x", "<noscript>请启用JavaScript</noscript><script>X = {t: '\\u003Cp\\u003Ey'}; eval(X)</script>"
        ),
        b'{"code": 200, "data": []}',
        "本年度未发生政府信息公开申请，无404错误。".encode(),
        REPORT.replace(b"</p>", "<p>网站曾提示参数错误、403 Forbidden，IP地址已被封禁。</p>".encode()),
        page("年度报告", "<p>403 Forbidden 的投诉收到3件，参数错误已改。</p>"),
        page(
            "年度报告",
            "<p>样例县样例局某年某月某日编制，以盖章的原件为准。</p><script>alert('参数错误')</script>",
        ),
        page("2020年", "<p>完成数据验证，部门已公布。</p>"),
        b'{"title": "x", "status": 1}',
        b'{"code": [' * 200,
        page("年度报告", "<img src='/f/1.jpg'><noscript>Please enable JavaScript to continue.</noscript>"),
        page("2020年度报告", "<input type=password><img src='/f/1.jpg'>"),
        page("x", f"<script>var text = '{'本机关已公开' * 60}';</script>"),
        page("x", "<script>var a = 1;</script>" * 8_000 + "<p>样例县样例局编制，内容以原件为准。</p>" * 200),
    ],
)
def test_a_page_with_words_is_never_taken_for_a_wall(payload: bytes) -> None:
    assert outcome_of(Answer(URL, 200, payload), None, "report", URL) == ("new", None)


def hop(url: str) -> Exchange:
    return Exchange(url, "GET / HTTP/1.1", (), "HTTP/1.1 302 Found", ())


@pytest.mark.parametrize(
    ("reached", "expected"),
    [
        ("http://county.example/", ("gone", "redirected_to_front_page")),
        ("http://county.example/index.shtml", ("gone", "redirected_to_front_page")),
        ("http://county.example/error/404.html", ("gone", "soft_404")),
        ("http://county.example/sso/login?next=/art/1.html", ("blocked", "login_page")),
        ("http://county.example/content/post_1.html", ("new", None)),
    ],
)
def test_where_a_redirect_leads(reached: str, expected: object) -> None:
    answer = Answer(reached, 200, REPORT, redirects=(hop(URL),))
    assert outcome_of(answer, None, "report", URL) == expected


@pytest.mark.parametrize(("is_refused", "outcome"), [(True, "refused"), (False, "failed")])
def test_a_problem_on_the_way_is_named(is_refused: bool, outcome: str) -> None:
    answer = Answer(URL, 200, REPORT, problem="too_large", is_refused=is_refused)
    assert outcome_of(answer, had(REPORT), "report", URL) == (outcome, "too_large")


@pytest.mark.parametrize("role", ["robots"])
def test_robots_are_not_judged_by_their_words(role: Role) -> None:
    assert outcome_of(Answer(URL, 200, page("404", "")), None, role, URL) == ("new", None)


@pytest.mark.timeout(10)
def test_hostile_markup_is_judged_in_time() -> None:
    for piece in (b"<script", b"<noscript>", b"<!--", b"<", b"<title", b"<input type", b"<style>"):
        outcome_of(Answer(URL, 200, piece * (60_000 // len(piece))), None, "report", URL)
    outcome_of(Answer(URL, 200, b"<script " * 120_000 + b"</script"), None, "report", URL)


@pytest.mark.parametrize("status", [400, 405, 429, 456, 503])
def test_a_shield_may_have_a_status_of_its_own(status: int) -> None:
    shield = page(str(status), "很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。")
    assert outcome_of(Answer(URL, status, shield), None, "report", URL) == CHALLENGE
    error = page(str(status), "<h1>Method Not Allowed</h1>")
    assert outcome_of(Answer(URL, status, error), None, "report", URL) == ("failed", f"http_{status}")
    assert outcome_of(Answer(URL, status, shield), None, "robots", URL) == ("failed", f"http_{status}")
