"""Generated reports of invented bodies, model texts, and copies of them with a known part changed: what finding
copies is measured with.

The words are drawn so that two reports say like things about like matters, as real ones do, but seldom in the
same sentence. Every report also prints the phrases that all bodies print, and a table.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flows.extract.document import read_payload
from flows.extract.model import Document, Identity
from tests.evaluate.cases import SEEDS
from tests.warehouse.synthetic_raw import report, sha256

SENTENCES_IN_A_REPORT: Final = 24

_SYLLABLES: Final = "云松柏溪岭沙泉岩湖霞枫桂荷兰菊竹梅樟槐柳青白赤金银玉石川原谷峰冈坪塘湾洲浦桥亭寨堡屯"
_OFFICES: Final = (
    "财政局",
    "水利局",
    "教育局",
    "民政局",
    "审计局",
    "林业局",
    "司法局",
    "统计局",
    "商务局",
    "应急管理局",
)
_WHO: Final = (
    "{we}主要负责同志", "{we}政务公开领导小组", "{we}办公室", "{we}各科室", "各股室负责人", "{we}分管领导", "专班人员",
    "政策法规科", "{we}信息中心", "驻窗口工作人员", "{we}党组", "{we}新闻发言人", "各村（社区）", "下属事业单位",
    "信息员队伍", "机关纪委", "热线平台值班人员", "法律顾问", "档案室", "网站管理员",
)  # fmt: skip
_HOW: Final = (
    "按季度召开调度会", "采取以会代训的方式", "结合主题教育", "对照上级测评指标", "围绕重点工作安排", "通过问卷和走访",
    "依托融媒体平台", "利用集市日和农闲时节", "以清单化方式", "会同相关单位", "借助第三方机构", "坚持问题导向",
    "按照分级分类原则", "打破科室界限", "逐条逐项", "先易后难", "主动对接媒体", "立足岗位职责", "通过视频连线",
    "利用节假日前后", "依据权责清单", "参考兄弟单位经验", "在广泛征求意见的基础上", "严把时间节点",
    "把群众评价作为标尺", "拿出专门经费", "抽调业务骨干", "运用大数据手段", "分片包干", "以老带新",
)  # fmt: skip
_DID: Final = (
    "梳理完善", "集中整改", "重新修订", "全面排查", "分批公布", "及时更新", "深入解读", "统一规范", "动态调整",
    "重点督办", "公开征集", "跟踪回访", "系统整理", "组织评议", "编印发放", "归并优化", "提前预告", "定期抽查",
    "补充上传", "逐级审核", "汇总分析", "清理归档", "专题研究", "现场演示", "如实通报", "对外承诺", "滚动播出",
    "对口帮扶", "建账销号", "交叉检查",
)  # fmt: skip
_WHAT: Final = (
    "惠农补贴发放名册", "义务教育招生划片方案", "保障性住房分配结果", "行政处罚裁量基准", "河道采砂许可事项",
    "小型水库除险加固进度", "财政预决算和三公经费", "政府采购合同备案", "城乡低保复核名单", "食品抽检不合格批次",
    "安全生产隐患台账", "环境空气质量月报", "土地征收补偿标准", "国有企业负责人薪酬", "就业技能培训班次",
    "公共文化场馆开放时间", "医保异地结算流程", "农村饮水工程水质", "公交线路调整方案", "老旧小区改造计划",
    "森林防火责任分区", "残疾人两项补贴标准", "乡村振兴项目库", "公务员招录公告", "重大决策听证记录",
    "规范性文件目录", "建设工程招标信息", "疫苗接种点分布", "养老机构等级评定", "高标准农田建设图斑",
    "退役士兵安置办法", "电商扶持奖励细则", "殡葬服务收费项目", "校外培训白名单", "供热企业服务承诺",
    "住房公积金年报", "种粮大户申报条件", "防汛物资储备情况", "涉企收费目录", "社会救助热线号码",
)  # fmt: skip
_RESULT: Final = (
    "有效方便了办事群众", "得到上级通报表扬", "减少了重复咨询", "缩短办理时间近{n}天", "发现并改正错漏{n}处",
    "群众满意度有所上升", "全年点击量达到{n}次", "形成长效做法{n}条", "带动{n}个单位参与", "没有出现泄密问题",
    "收集建议{n}条并逐一答复", "避免了信息滞后", "解决了内容交叉的毛病", "为企业节省跑动{n}趟", "填补了栏目空白",
    "使老年人也能看得懂", "做到了有据可查", "提高了部门协同水平", "让监督有了抓手", "赢得了媒体好评",
    "培训骨干{n}人次", "编发简报{n}期", "处理积压件{n}件", "印制手册{n}册", "在季度测评中位次前移",
    "整改完成率明显提高", "覆盖了全部行政村", "初步形成了品牌", "为明年打下了基础", "受到代表委员肯定",
)  # fmt: skip
_STOCK: Final = (
    "根据《中华人民共和国政府信息公开条例》的规定，编制{name}{year}年政府信息公开工作年度报告。",
    "{year}年，{we}坚持以习近平新时代中国特色社会主义思想为指导，坚持以公开为常态、不公开为例外。",
    "{year}年，{we}主动公开政府信息{n}条，收到政府信息公开申请{n}件，均已按期答复。",
    "{year}年，未发生因政府信息公开引起的行政复议和行政诉讼案件。",
    "{we}政府信息公开工作虽然取得了一定成绩，但与群众的期望相比还存在一定差距。",
    "下一步，{we}将进一步加大政府信息公开力度，不断提高政府信息公开工作水平。",
)
_SWAPS: Final = (
    ("及时", "迅速"), ("完善", "健全"), ("全面", "逐项"), ("公布", "发布"), ("提高", "提升"), ("形成", "建立"),
    ("办事", "来访"), ("整改", "纠正"), ("组织", "安排"), ("平台", "渠道"), ("方案", "办法"), ("重点", "着力"),
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """A generated report before it is written down: who, when, and its own sentences with open places."""

    agency: str
    county: str
    region_code: str
    year: int
    sentences: tuple[str, ...]
    seed: int

    @property
    def text(self) -> str:
        """As printed: the figures differ from report to report."""
        draw = random.Random(self.seed)  # noqa: S311 - made-up data, not a secret
        opening, *stock = _STOCK
        lines = [
            f"{self.agency}{self.year}年政府信息公开工作年度报告",
            opening,
            *stock[:2],
            "一、工作开展情况",
        ]
        paragraph = len(self.sentences) // 4 or 1
        lines += [
            "".join(self.sentences[at : at + paragraph]) for at in range(0, len(self.sentences), paragraph)
        ]
        lines += ["二、收到和处理政府信息公开申请情况", "本列数据\t自然人\t法人\t总计"]
        lines += [
            f"{label}\t{draw.randrange(40)}\t{draw.randrange(9)}\t{draw.randrange(60)}"
            for label in (
                "一、本年新收政府信息公开申请数量",
                "二、上年结转政府信息公开申请数量",
                "（一）予以公开",
            )
        ]
        lines += ["三、存在的主要问题及改进情况", *stock[2:]]
        return "\n".join(lines).format_map(_Places(draw, self))

    @property
    def document(self) -> Document:
        """As the reader would give it."""
        return report(
            self.agency,
            self.year,
            text=self.text,
            county=self.county,
            region_code=self.region_code,
            category="department",
        )


class _Places(dict[str, object]):
    def __init__(self, draw: random.Random, report: Report) -> None:
        super().__init__(name=report.agency, year=report.year, we="我局")
        self._draw = draw

    def __getitem__(self, key: str) -> object:
        return self._draw.randrange(2, 900) if key == "n" else super().__getitem__(key)


def sentence(draw: random.Random) -> str:
    """A sentence of its own; two of them have a clause in common now and then."""
    ways = (
        "{who}{how}，{did}{what}，{result}。",
        "{how}，{who}对{what}{did}，{result}。",
        "一年来，{what}由{who}{did}，{how}，{result}。",
        "{who}{how}{did}{what}和{more}，{result}。",
    )
    parts = {"who": _WHO, "how": _HOW, "did": _DID, "what": _WHAT, "more": _WHAT, "result": _RESULT}
    chosen = {name: draw.choice(words) for name, words in parts.items()}
    return draw.choice(ways).format(**chosen)


def reports(n: int, *, seed: int = 1) -> list[Report]:
    """Distinct reports of distinct bodies."""
    draw = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    made = []
    for number in range(n):
        county = _county(draw)
        made.append(
            Report(
                agency=county + draw.choice(_OFFICES),
                county=county,
                region_code=f"{100000 + number}",
                year=2015 + draw.randrange(8),
                sentences=tuple(sentence(draw) for _ in range(SENTENCES_IN_A_REPORT)),
                seed=seed * 1_000_003 + number,
            )
        )
    return made


def copy_of(source: Sequence[str], year: int, changed: float, *, seed: int) -> Report:
    """Another body's report of a later year with the same sentences, of which a part is replaced or reworded;
    every figure and name is its own."""
    draw = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    own = list(source)
    for index in draw.sample(range(len(own)), round(changed * len(own))):
        own[index] = sentence(draw) if draw.random() < 0.5 else _reworded(own[index], draw)
    (body,) = reports(1, seed=seed)
    return replace(body, year=year, sentences=tuple(own), region_code=f"{500000 + seed % 400000}")


def member(sentences: Sequence[str], number: int) -> Document:
    """A member text of a compilation: names are masked, as such texts do."""
    text = "".join(sentences).replace("{we}", "我局").replace("{n}", "xx")
    identity = Identity(kind="template_member", title=text[:30], excluded_because="a model text")
    return Document(
        document_id=sha256(f"member {number} {text}")[:32],
        text_sha256=sha256(text),
        text=text,
        identity=identity,
        form=None,
        member_of="c" * 32,
        member_start=number,
    )


def real_texts() -> list[Document]:
    """The documents of the real texts beside the repository, where they are there."""
    found = {}
    for path in sorted(SEEDS.glob("*.txt")):
        for document in read_payload(path.read_bytes(), content_type="text/plain"):
            found[document.document_id] = document
    return list(found.values())


def _reworded(words: str, draw: random.Random) -> str:
    """Some words are others, and the clauses change places."""
    for before, after in draw.sample(_SWAPS, len(_SWAPS)):
        words = words.replace(before, after)
    clauses = words.rstrip("。").split("，")
    draw.shuffle(clauses)
    return "，".join(clauses) + "。"


def _county(draw: random.Random) -> str:
    return "".join(draw.sample(_SYLLABLES, 2)) + draw.choice("县区市")
