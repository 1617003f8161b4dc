"""Words that sites print around a report: menus, share bars, footers, pay-walls.

What belongs here: the vocabularies and the tests of a line or an element's class against them. What does not:
walking over markup or text.

A line is chrome only as a whole, and only where that is certain: a word of a report that also occurs in menus
stays.
"""

import re
from functools import lru_cache
from typing import Final

_MAX_FOOTER: Final = 200
_MAX_MENU: Final = 120
_MAX_HEADER: Final = 200

# Longer words stand before their beginnings: the match takes the first that fits and never goes back.
_BUTTON: Final = (
    r"打印(?:本页|此页|文章|页面|正文)?|关闭(?:本页|窗口|页面|此页)?|收藏(?:本页|此页)?|返回(?:顶部|首页|列表|上一?页)?|回到?顶部|"
    r"一键分享|分享[到至]?|转发|复制链接|微信扫一扫|微信|(?:新浪|腾讯)?微博|QQ(?:空间|好友)?|人人网|豆瓣网?|朋友圈|"
    r"查看更多|更多|网站首页|首页|设为首页|加入收藏|网站地图|无障碍(?:浏览|阅读|版|模式)?|(?:长者|长辈|关怀|适老化?)(?:版|模式)|"
    r"语音播报|繁体(?:版|中文)?|简体(?:版|中文)?|English|手机版|移动版|全真版|文字版|文件下载|登录|注册|搜索|订阅|RSS|"
    r"大号|中号|小号|放大|缩小|默认|大|中|小|我要(?:纠错|打印|分享|收藏)|纠错|听全文|相关(?:链接|文档|附件|阅读|推荐|新闻|文章)|"
    r"上传文档|下载文档|立即下载|点赞"
)
_MENU_WORD: Final = re.compile(_BUTTON, re.IGNORECASE)
_MENU: Final = re.compile(rf"(?>(?>{_BUTTON})[:：]?|[-—>»|｜/、·\[\]【】（）()\s]|<!--)++", re.IGNORECASE)
_FONT_SIZE: Final = re.compile(
    r"[【\[（(]?\s*(?<!文)(?:文字大小|字\s*[体号](?:\s*大小)?)\s*[:：]?\s*[【\[（(]?\s*"
    r"(?:(?:(?:特大|超大|默认|放大|缩小|[大中小]|A[+-]?)[\s|、/]*)+[】\]）)]{0,2}|$)"
)
_HITS: Final = re.compile(
    r"[【\[（(]?\s*(?:浏览|点击|访问|阅读|查看)(?:次数|量|数|率|人次)?\s*[:：]\s*(?:\d[\d,]*(?![\d.,万亿]))?\s*(?:人次|次)?\s*[】\]）)]?"
)
# Hit counters are cut out only of lines that say when or by whom the page was published.
_PUBLICATION: Final = re.compile(r"(?:发布|时间|日期|来源|作者|编辑|录入)\s*[:：]?")
_PAGER: Final = re.compile(
    r"[\[【<«]?\s*(?:上|下|前|后)一?[页篇条则]\s*[\]】>»]?\s*(?:[:：].*)?|第\s*\d+\s*页\s*(?:[,，/共].{0,20})?|共\s*\d+\s*页.{0,20}"
)
_SCAN: Final = re.compile(
    r".{0,6}扫一扫.{0,24}|.{0,4}(?:二维码|手机)(?:打开|查看|访问|浏览)(?:当前|此|本)页.{0,8}"
)
_CLOCK: Final = re.compile(
    r"(?:今天|现在|当前(?:时间|日期)?)?\s*(?:是|[:：])?\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*,?\s*星期[一二三四五六日天].{0,20}"
)
_FOOTER: Final = re.compile(
    r"ICP备|ICP证|公网安备|网站标识码|版权所有|Copyright|All Rights? Reserved|"
    r"建议使用.{0,20}(?:浏览器|分辨率)|最佳分辨率|"
    r"您是第.{0,12}[位个次]|Powered by|^(?:网站)?(?:主办|承办|协办|运维|技术支持|网站维护)(?:单位)?\s*[:：]",
    re.IGNORECASE,
)
# A word of a sharing site and a second one of either kind: a report may speak of 会员 and
# 侵权, of VIP文档 it does not.
_SHARING_WORD: Final = re.compile(
    r"VIP|网友上传|上传者|版权申诉|网站文档|文档贡献者|上传文档|下载本文档|下载权益|下载券|豆丁网?|道客巴巴|百度文库|原创力"
)
_SELLING_WORD: Final = re.compile(r"会员|付费|侵权|侵犯著作权|本站|退款|免费下载|下载后|积分")
_MIN_PAYWALL_WORDS: Final = 2
_SHARING_SITE: Final = re.compile(
    r"上传者\s*[:：].{0,20}|文档评论\s*(?:[(（]\d*[)）])?|实名认证|文档贡献者|\S{1,24}\s*\+\s*关注|该用户很懒.{0,12}|.{0,8}VIP精品文档.{0,4}|相关文档|"
    r"展开阅读全文|阅读全文|还剩\s*\d+\s*页未读.{0,20}|(?:共|全文共)?\s*\d+\s*字.{0,4}(?:预览|试读)|温馨提示[:：].{0,60}|"
    r"(?:如需|请)?(?:点击)?(?:下载|购买).{0,12}(?:全文|完整版|word版?).{0,12}",
    re.IGNORECASE,
)
_FILE_BADGE: Final = re.compile(r"(\.(?:docx?|pdf|wps|xlsx?|pptx?))VIP$", re.IGNORECASE)

_TITLE_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:art(?:icle)?|con(?:tent)?|news|detail|info|show|xl|text|main|page|big)[_-]?)?"
    r"(?:title|biaoti|bt|tit)\d?(?:$|[\s_-])",
    re.IGNORECASE,
)
_CRUMB_CLASS: Final = re.compile(
    r"bread-?crumb|(?:^|[\s_-])(?:crumbs?|location|position|dqwz|wz|place|weizhi|local|curpos\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:bd|j|js|jia)?(?:share|shares|share(?:btn|button)\w*|fenxiang|print|printer|pager?|pages|paging|pagination|fanye|footer?|"
    r"copyright|nav|navs|navbar|daohang|menu|menus|sidebar|toolbar|tools|related|xiangguan|recommend|qrcode|ewm|erweima|"
    r"font-?size|zihao|comment|comments|login|search|sousuo|friendlinks?|yqlj|weather|tianqi|calendar|gotop|backtop|"
    r"floats?|banner|ads?|guanggao|wza|accessib\w*|bottom|copy|popup|modal|dialog|mask)(?:[\s_\d-]|$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_title_class(names: str) -> bool:
    """Whether class names and id say that an element holds the title of an article."""
    return _TITLE_CLASS.search(names) is not None


@lru_cache(maxsize=4096)
def is_crumb_class(names: str) -> bool:
    """Whether class names and id say that an element prints the site columns over the page."""
    return _CRUMB_CLASS.search(names) is not None


@lru_cache(maxsize=4096)
def is_chrome_class(names: str) -> bool:
    """Whether class names and id say: share bar, pager, menu, footer. A hint only."""
    return _CLASS.search(names) is not None


def is_footer(text: str) -> bool:
    """Whether words are those of a site's footer (licence numbers, copyright, hosting body)."""
    return _FOOTER.search(text) is not None


def is_chrome_line(line: str) -> bool:
    """Whether a whole line belongs to the site and not to the document."""
    if len(line) <= _MAX_MENU and (
        (_MENU.fullmatch(line) and _MENU_WORD.search(line))
        or _PAGER.fullmatch(line)
        or _SCAN.fullmatch(line)
        or _CLOCK.fullmatch(line)
        or _SHARING_SITE.fullmatch(line)
    ):
        return True
    if len(line) <= _MAX_FOOTER and is_footer(line):
        return True
    sharing = set(_SHARING_WORD.findall(line))
    return bool(sharing) and len(sharing | set(_SELLING_WORD.findall(line))) >= _MIN_PAYWALL_WORDS


def without_buttons(line: str) -> str:
    """A line without the font size switch, hit counter and file badge that stand in it."""
    if len(line) > _MAX_HEADER:
        return line
    # Hardly any line has such a word, which is quick to see.
    line = _FONT_SIZE.sub("", line) if "字" in line else line
    line = _FILE_BADGE.sub(r"\1", line) if line[-3:].upper() == "VIP" else line
    return (_HITS.sub("", line) if _PUBLICATION.search(line) else line).strip()
