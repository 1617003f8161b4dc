"""What pages say that are none: walls, errors, pages that are gone; and what reports say.

What belongs here: the expressions, for text in lower case and without blanks. What does not: where they are looked for,
and what they mean together (`walls.py`).
"""

import re
from typing import Final

_THING: Final = "(?:页面?|网页|网址|信息|文章|内容|文件|文档|资源|栏目|稿件)"
GONE: Final = re.compile(
    rf"{_THING}已?经?过期|{_THING}(?:尚|还|暂)未(?:发布|审核)|{_THING}(?:已经?|可能)?不存在|{_THING}(?:未找到|没有找到|没找到|找不到|无法找到)"
    rf"|{_THING}(?:可能)?(?:已经?被?|被)(?:删除|移除|撤销|下线)"
    r"|页面?(?:好像|已经?)?(?:走丢|丢失|跑丢|迷路|飞走)|链接已?经?失效"
    rf"|(?:找不到|无法找到|没有找到|未找到)(?:您|你|{_THING}|[该此][^。，]{{0,6}}{_THING})"
    r"|(?:page|file|object|resource|article|record)(?:was|is)?notfound|404notfound|nosuchkey"
)
MAINTENANCE: Final = re.compile(
    r"(?:网站|系统|站点|平台)(?:正在|例行)?(?:系统|升级|改版|例行)*(?:维护|升级|改版)中|系统维护"
    r"|(?:暂停|停止)(?:对外)?(?:访问|服务)|网站已?被?(?:关闭|停用|关停|暂停)|网站(?:尚?未备案|暂时无法访问)"
)
SERVER: Final = re.compile(
    r"welcometo(?:nginx|openresty|tengine)|iiswindows|itworks!|apache.{0,20}defaultpage|testpagefor"
    r"|域名(?:正在|可|已经?)?(?:出售|转让|过期|到期)|domain(?:name)?(?:is)?forsale"
)
ERROR: Final = re.compile(
    r"mysql_connect|toomanyconnections|fatalerror:|parseerror:|servererrorin|httpstatus[45]\d\d"
    r"|internalservererror|serviceunavailable|badgateway|gatewaytime-?out"
    r"|(?:系统|服务器|程序|数据库|内部)(?:发生|出现|内部|连接)?(?:异常|错误|出错|繁忙|失败)"
    r"|servicetemporarilyunavailable|badrequest|anerroroccurred|objectmoved|pagecannotbedisplayed"
)
ASKED_WRONG: Final = re.compile(
    r"(?:参数|请求)(?:有误|错误|异常|不合法)|(?:非法|无效的?|缺少)参数|(?:页面?|访问)出错"
)
"""What a page shows; its scripts may say so of a form."""
SHIELD: Final = re.compile(
    r"(?:启用|开启|支持|enable)javascript|安全验证|访问验证|人机(?:验证|校验)|滑动验证|输入验证码"
    r"|(?:访问|请求|操作)(?:的?(?:频率|次数|速度))?(?:过于?|太)(?:频繁|高|快|多)"
    r"|(?:访问|请求)[^。！!；]{0,20}被[^。，！!；]{0,10}(?:拦截|阻断|拒绝|阻止)"
    r"|(?:访问|请求|行为)(?:存在|出现|有)?异常|不合[理法]的?(?:内容|参数|请求)|安全威胁"
    r"|非法请求|疑似(?:黑客|恶意|网络)?攻击|网站防火墙|应用防火墙|创宇盾|网站卫士|安全狗|云锁"
    r"|accessdenied|requestrejected|checkingyourbrowser|justamoment\W|verifyyouarehuman"
    r"|ip(?:地址)?已?经?被?(?:封禁|封锁|屏蔽|禁止|限制|拉黑|列?加?入黑名单)|完成(?:下列|以下|下[方面]|上方|人机|安全|身份|滑[动块])*验证|设置拦截|访问被阻断"
    r"|(?<!\d)403forbidden|没有[^。，！!]{0,12}权限|无权(?:限|访问|查看)|权限不足|请先登[录陆]|尚未登[录陆]"
)
NEEDS_SCRIPTS: Final = re.compile(
    r"enablejavascript|(?:without|requires?|needs?)javascript|javascript(?:tobe|is|has|been|not|must|be)*(?:enabled|disabled"
    r"|required|turnedo)|(?:启用|开启|打开|允许|支持|需要)(?:运行)?(?:了|您?的?浏览器的?)?(?:java)?script"
    r"|(?:java)?script(?:功能|脚本)?已?被?(?:未?[启开]|禁)用"
)
"""What a page says to readers without scripts."""
LOGIN: Final = re.compile(r"登[录陆]|login|signin|身份认证|身份验证|用户认证")
A_404: Final = re.compile(r"(?<!\d)404(?!\d)")
A_REPORT: Final = re.compile(r"\d[件条次个项]|申请|主动公开|年度报告|年报|公开工作")
