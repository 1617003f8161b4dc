"""Figures that look like a total of disclosure and are none: what each has, what was checked, other work, other
bodies. Beside each stands what must still be read."""

import pytest

from flows.extract.prose import read_prose
from tests.unit.prose_facts import REFERENCE, Facts, facts

ITEMS, WEBSITE = "stat.proactive.items", "stat.proactive.by_channel.website"
WECHAT = "stat.proactive.by_channel.wechat"
READERS = "stat.inquiries.reading_room"
RECEIVED, CLOSED = "stat.applications.received", "stat.applications.closed"
REPLIED = "stat.applications.replied"
STAFF, POINTS = "stat.capacity.staff", "stat.capacity.reading_points"
FEES = "stat.applications.fees"
SHOWN = "二、主动公开政府信息情况\n"
ASKED = "三、依申请公开政府信息情况\n"
MEANS = "四、机构建设和保障情况\n"
MONEY = "五、政府信息公开收费及减免情况\n"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("每万人公开信息12条。", {}),
        ("人均公开信息12条。", {}),
        ("户均公开信息12条。", {}),
        ("每季度公开信息90条。", {}),
        ("单日最高公开信息120条。", {}),
        ("每季度更新一次,公开信息90条。", {ITEMS: 90}),
        ("我局向最高人民法院等公开信息90条。", {ITEMS: 90}),
        ("删除公开信息33条。", {}),
        ("整改错误公开信息12条。", {}),
        ("纠正公开信息5条。", {}),
        ("保密审查公开信息500条。", {}),
        ("抽查公开信息500条。", {}),
        ("督促各科室公开信息20条。", {}),
        ("通报未及时公开信息3条。", {}),
        ("撤销公开信息5条。", {}),
        ("撤下已公开信息32条。", {}),
        ("补录历史公开信息560条。", {}),
        ("对公开政府信息320条逐条审查。", {}),
        ("对外公开政府信息320条,逐条审查。", {ITEMS: 320}),
        ("一人公开信息320条。", {}),
        ("明确专职人员一人,公开信息320条。", {ITEMS: 320}),
        ("公开信息320条的工作人员获得表彰。", {}),
        ("公开信息320条的情况如下。", {ITEMS: 320}),
        ("主动公开政府信息320条×2个平台。", {}),
        ("微信公众号发布信息360条,其中转载240条,原创120条,公开政府信息80条。", {WECHAT: 360}),
        ("微信公众号发布信息360条,其中原创120条,全年公开政府信息80条。", {WECHAT: 360, ITEMS: 80}),
        ("审核后公开信息120条。", {ITEMS: 120}),
        ("加强督促指导,全年公开信息20条。", {ITEMS: 20}),
        ("严格执行审查制度公开信息20条。", {ITEMS: 20}),
        ("在县政府网站公开信息32条,在局门户网站公开126条。", {}),
        (
            "主动公开政府信息158条,在县政府网站公开信息32条,在局门户网站公开信息126条。",
            {ITEMS: 158},
        ),
        ("主动公开政府信息158条,在局门户网站公开信息126条。", {ITEMS: 158, WEBSITE: 126}),
    ],
)
def test_items(sentence: str, expected: Facts) -> None:
    assert facts(SHOWN + sentence, 2017) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("窗口受理1230件,办结1228件。", {}),
        ("行政许可申请受理1230件,办结1228件。", {}),
        ("公共服务事项受理3600件。", {}),
        ("受理不动产登记申请2560件。办结2550件。", {}),
        ("受理事项1230件,办结1228件。", {}),
        ("平台收到来信230件,其中部分公开15件,予以公开200件。", {}),
        ("受理群众求助230件,办结230件。", {}),
        ("受理12件,办结12件。", {RECEIVED: 12, CLOSED: 12}),
        ("窗口收到政府信息公开申请5件,办结5件。", {RECEIVED: 5, CLOSED: 5}),
        (
            "收到政府信息公开申请12件。其中窗口受理3件,网上受理9件。办结12件。",
            {RECEIVED: 12, f"{RECEIVED}.online": 9, CLOSED: 12},
        ),
        ("受理政府信息公开事项5件,办结5件。", {CLOSED: 5}),
        ("收到申请5件。按期答复5件,逾期答复0件。", {RECEIVED: 5, REPLIED: 5}),
        ("共收到申请5件,超期答复0件。", {RECEIVED: 5}),
        ("共收到申请5件,超过时限答复1件。", {RECEIVED: 5}),
        ("共收到申请5件,超时办结1件。", {RECEIVED: 5}),
        ("收到申请12件,补正后受理10件。", {RECEIVED: 12}),
        ("收到申请12件,受理12件,答复11件。", {RECEIVED: 12, REPLIED: 11}),
        ("本年度共收到申请8件,各镇街收到86件。", {RECEIVED: 8}),
        ("各镇街收到申请120件。", {}),
    ],
)
def test_applications(sentence: str, expected: Facts) -> None:
    assert facts(ASKED + sentence, 2017) == expected


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("全系统共收到申请120件,其中局机关收到33件。", "system"),
        ("全局及下属单位共收到申请120件。", "system"),
        ("我局机关和所属各单位共收到申请120件。", "system"),
        ("全局共收到申请120件。", None),
        ("我局及时处理,收到申请120件。", None),
    ],
)
def test_whose_applications(sentence: str, scope: str | None) -> None:
    read = read_prose(ASKED + sentence, (), REFERENCE, report_year=2017).observations
    assert [(int(o.value), o.scope) for o in read] == [(120, scope)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("配备政府信息公开专兼职人员各1名。", {}),
        ("每镇设立查阅点1个。", {}),
        ("各镇各设立政府信息查阅点1个。", {}),
        ("各单位明确1名政府信息公开专职人员。", {}),
        ("每个科室确定1名信息员,各单位明确1名专职人员。", {}),
        ("各镇配备政府信息公开专职人员1名、兼职人员2名。", {}),
        ("设立政府信息查阅点3个。", {POINTS: 3}),
        ("在各镇设立政府信息查阅点共12个。", {POINTS: 12}),
        ("明确1名专职人员负责政府信息公开。", {f"{STAFF}.full_time": 1}),
        (
            "配备政府信息公开专职、兼职人员各1名。",
            {f"{STAFF}.full_time": 1, f"{STAFF}.part_time": 1},
        ),
    ],
)
def test_staff_and_places(sentence: str, expected: Facts) -> None:
    assert facts(MEANS + sentence, 2017) == expected


@pytest.mark.parametrize(
    "sentence", ["收取检索费、复制费共计12,500元。", "收取检索费、复制费、邮寄费12500元。"]
)
def test_kinds_of_fees(sentence: str) -> None:
    read = read_prose(MONEY + sentence, (), REFERENCE, report_year=2017).observations
    assert [(o.indicator_id, str(o.value)) for o in read] == [(FEES, "1.25")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("县档案馆(政府信息查阅点)接待查阅1260人次,复印档案3200页。", {}),
        ("县档案馆设政府信息查阅点,接待查阅政府信息120人次,复印档案3200页。", {READERS: 120}),
        ("县档案馆政府信息公开查阅点接待查阅120人次。", {READERS: 120}),
    ],
)
def test_who_comes_for_archives(sentence: str, expected: Facts) -> None:
    assert facts(sentence, 2016) == expected
