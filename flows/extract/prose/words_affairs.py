"""Words of inquiries, remedies, money, responses and means; see `vocabulary.py`."""

from collections.abc import Mapping
from typing import Final

AFFAIRS: Final[Mapping[str, str]] = {
    # inquiries
    "inquiry": "咨询 询问",
    "naught": ("零申请 零案件 零发生 零受理 零复议 零诉讼 零投诉 零举报 零收费"),
    "answer_call": "接听",
    "host": "接待",
    "column": "政府信息公开专栏 信息公开专栏 政务公开专栏 政府信息公开栏目 信息公开栏目",
    "visits": "访问量 页面访问量 访问次数 访问人次 访问总量 总访问量 点击量 浏览量",
    # remedies
    "review": (
        "行政复议 复议 行政复议申请 复议申请 行政复议案件 复议案件 行政复议案 复议案 行政复议事项 "
        "行政复议事件"
    ),
    "litigation": "行政诉讼 诉讼 行政诉讼案件 行政诉讼案 诉讼案件 诉讼案 行政诉讼事项 行政诉讼事件",
    "appeal": "申诉 行政申诉 申述 行政申述",
    "complaint": "举报 投诉 投诉举报 举报投诉 举报、投诉 投诉、举报",
    "settled": "审结 已审结 已全部审结 全部审结 均已审结",
    "direct_suit": "未经复议直接起诉 未经行政复议直接起诉 直接起诉",
    "later_suit": "复议后起诉 复议后提起诉讼 经复议后起诉",
    "docket": "审理 承办 代理 出庭 立案 受案",
    # who decides a review or a suit
    "court": "法院 人民法院 复议机关 复议机构",
    "cause": "引发 引起 导致 引致 造成 不服",
    "upheld": "维持 维持决定 予以维持 维持具体行政行为 维持原行政行为 作出维持决定",
    "new_upheld": "结果维持",
    "dismissed": "驳回原告诉讼请求 驳回诉讼请求 驳回原告诉求",
    "corrected": "被依法纠错 纠错 被纠错 纠正 依法纠错 予以纠正",
    "new_corrected": "结果纠正",
    "other_result": "其他情形 其它情形",
    "new_other": "其他结果 其它结果",
    "pending": "尚未审结 未审结 正在办理 正在办理中 正在审理 正在审理中 审理中 办理中",
    "occur": "发生 出现 产生 存在 提起 被提起 涉及 被申请",
    # money
    "free": "免费提供 均免费提供 全部免费提供 不收取费用 不收取任何费用",
    "charge": "收取 收缴",
    "fee": "收费 收费金额 收取费用",
    "fee_kind": "成本费 成本费用 检索费 复制费 邮寄费 工本费 检索 复制 复印 邮寄费用 复印费 检索费用 复制费用",
    "expense": "费用",
    "processing_fee": ("信息处理费 政府信息处理费 政府信息公开信息处理费 信息公开信息处理费 信息公开处理费"),
    "waiver": "减免 免除",
    "actual_spending": "实际支出 经费实际支出",
    "spending": "支出 开支 费用支出 经费支出",
    "budget": "专项经费 专项经费投入 专项工作经费",
    # response, training, capacity
    "respond": "回应 回应了",
    "attention": "公众关注 社会关注 群众关注 关注 重大 关切 社会关切 公众关切",
    "hot": "热点 舆情 重大舆情 热点问题 舆情热点 热点舆情 关注热点 社会热点 政务舆情",
    "press": "新闻发布会 发布会",
    "head": "主要负责同志 主要负责人 主要领导",
    "attend": "参加 参与 出席",
    "interview": "在线访谈 网站在线访谈 网上在线访谈",
    "interpretation": "政策解读 解读",
    "article": "稿件 材料 文章 稿",
    "hold": "召开 举办 组织 开展 组织召开 组织开展 组织举办",
    "work": "工作 专题 推进",
    "meeting": "会议 专题会议 工作会议 推进会 专题会",
    "course": "培训班",
    "train": "培训 参加培训 接受培训 受训 参训 培训人员 参训人员",
    "staff": "工作人员 人员",
    "reporter": "信息员 联络员",
    "full_time": "专职 全职",
    "part_time": "兼职",
    "bare_column": "专栏",
    "mixed_time": "专兼职 专(兼)职 专、兼职 兼(专)职 兼专职",
    "equip": "配备 配有 配置 安排 明确 落实 现有 确定 指定",
    "engage": "从事 负责 承担",
    "set_up": "设立 设置 建立 设有 开设 建有 建成",
    "office": "专门机构",
    "work_office": "工作机构 工作办公室",
    "reading_point": (
        "查阅点 公共查询点 信息公开查询点 信息查询点 政府信息查询点 公共查阅点 信息查阅点 政府信息查阅点 "
        "政府信息公开查阅点 信息公开查阅点 政府信息公开查询点 查阅场所 信息查阅场所 公共查阅场所"
    ),
    "reading_room": (
        "公共查阅室接待 查阅室接待 公共查阅点接待 查阅点接待 公共查阅点接待查询 公共查阅场所接待 查阅场所接待"
    ),
}
