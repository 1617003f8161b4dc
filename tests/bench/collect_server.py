"""A quick loopback web server in a process of its own, for the benches of the collector.

`/p/<n>.html` is a page of some 100 KB on any host name: generated text and markup of the kind that government
pages have, so that it compresses as they do. Every page differs from every other. Nothing else is there.
"""

import asyncio
import random
import re
import sys
from functools import cache

PAGE_BYTES = 100_000
N_BODIES = 64
"""Bodies that are generated; the pages are these, each with a head of its own."""

_WORDS = (
    "信息公开", "主动公开", "依法申请", "政府网站", "政务服务", "行政许可", "行政处罚", "规范性文件",
    "本机关", "本年度", "收到申请", "予以公开", "部分公开", "不予公开", "行政复议", "行政诉讼",
    "结果维持", "结果纠正", "尚未审结", "存在问题", "改进措施", "重点领域", "公开目录", "公开指南",
    "解读回应", "政策文件", "监督保障", "平台建设", "公众参与", "办理答复", "较上年增长", "共计公布",
    "全面推进", "深入落实", "及时更新", "规范有序", "持续优化", "按时办结",
)  # fmt: skip
_ROW = '<tr style="height:{0}px"><td class="c{1}" colspan="{2}"><p class="MsoNormal">{3}</p></td><td>{4}</td></tr>\n'
_ITEM = '<li class="nav-item"><a href="/col/col{0}/index.html" title="{1}"><span>{1}</span></a></li>\n'
_PARAGRAPH = '<p style="text-indent:2em;line-height:{0}em">{1}</p>\n'
_REQUEST = re.compile(rb"GET (\S+) HTTP/1\.1\r\n.*?\r\n\r\n", re.DOTALL)


@cache
def body(number: int) -> bytes:
    """One of the bodies."""
    draw = random.Random(number)  # noqa: S311 (pages, not secrets)

    def words(at_most: int) -> str:
        said = "".join(draw.choice(_WORDS) for _ in range(draw.randint(1, at_most)))
        return f"{said}{draw.randint(0, 99_999)}件"

    parts: list[str] = []
    size = 0
    while size < PAGE_BYTES:
        kind = draw.random()
        if kind < 0.4:
            parts.append(
                _ROW.format(draw.randint(20, 60), draw.randint(1, 9), draw.randint(1, 4), words(4), words(1))
            )
        elif kind < 0.7:
            parts.append(_ITEM.format(draw.randint(1, 99_999), words(2)))
        else:
            parts.append(_PARAGRAPH.format(draw.randint(1, 3), "，".join(words(4) for _ in range(12)) + "。"))
        size += len(parts[-1].encode())
    return "".join(parts).encode() + b"</body></html>"


def page(number: int) -> bytes:
    """The page of a number."""
    title = f"样例县第{number}号政府信息公开工作年度报告"
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body>\n".encode() + body(
        number % N_BODIES
    )


class _Connection(asyncio.Protocol):
    """One connection: requests are answered in order, each after the latency."""

    def __init__(self, latency: float) -> None:
        self._latency = latency
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while found := _REQUEST.match(self._waiting):
            self._waiting = self._waiting[found.end() :]
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._answer, found[1])
            else:
                self._answer(found[1])

    def _answer(self, path: bytes) -> None:
        if self._transport.is_closing():
            return
        named = re.fullmatch(rb"/p/(\d+)\.html", path)
        content = page(int(named[1])) if named else b"nothing here"
        status = b"200 OK" if named else b"404 Not Found"
        head = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
        self._transport.write(head % (status, len(content)) + content)


async def _serve(latency: float) -> None:
    for number in range(N_BODIES):
        body(number)
    server = await asyncio.get_running_loop().create_server(
        lambda: _Connection(latency), "127.0.0.1", 0, backlog=512
    )
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
