"""Words of applications and their results; see `vocabulary.py`."""

from collections.abc import Mapping
from itertools import product
from typing import Final


def _joined(*parts: str) -> str:
    """All words made of one piece of each part; `-` is the empty piece."""
    pieces = [[piece.replace("-", "") for piece in part.split()] for part in parts]
    return " ".join("".join(word) for word in product(*pieces))


_NEXT_YEAR: Final = "下年 下年度 下一年 下一年度 次年 次年度 明年 来年"
_LAST_YEAR: Final = "上年 上年度 上一年 上一年度 去年 去年度 往年 以前年度 历史"
_THIS_BODY: Final = (
    "本机关 本行政机关 本部门 本单位 本级 本局 本镇 本乡 本委 本办 本街道 我机关 我局 我县 我区 我市 我镇 我乡 我部 "
    "我委 我厅 我办 我院 我校 我街道 我单位"
)
_WITHIN_ITS_REACH: Final = (
    "公开 公开范围 公开职责 公开职责范围 公开职权范围 职责 职权 职能 职责范围 职权范围 职能范围 信息公开范围 "
    "政府信息公开范围 职责权限范围 职责权限 掌握范围 管辖范围 掌握 制作"
)
APPLICATIONS: Final[Mapping[str, str]] = {
    # applications
    "disclosure": "政府信息公开 信息公开 政务公开 政务信息公开 政府信息依申请公开 信息依申请公开",
    "on_request": "依申请公开 依申请 依法申请公开",
    "catalogue": (
        "依申请公开信息目录 依申请公开政府信息目录 依申请公开目录信息 依申请公开目录 依申请公开类信息目录"
    ),
    "application": "申请 申请件 申请案件 申请事项 申请公开 申请公开件 申请公开事项",
    "matter": "事项 事宜 案件 案 事件 件 事务 业务 要求 请求 "
    + _joined("要求 请求", _THIS_BODY, "公开 提供"),
    "receive": ("共收 收到和处理 收到 接收 接到 接收到 接受 收到了 接获 接收了 收悉 收到并处理 收到及处理"),
    "accept": "受理 受理了 登记",
    "newly": "新收 本年新收 本年度新收 今年新收 当年新收 新收到 本年新收到 本年度新收到 新收申请数",
    "regarding": "因 因为 针对 对 关于 由 从 就 向",
    "submit": "提出 递交 提交 寄送 寄来 寄交 送交 发来 发送 投递",
    "public": (
        "公民 法人 其他组织 其它组织 社会组织 群众 市民 公众 社会公众 自然人 当事人 人民群众 居民 村民 "
        "企业 单位 个人 申请人 原告"
    ),
    "reply": (
        "答复 已答复 已经答复 回复 书面答复 予以答复 已予答复 答复完毕 已答复完毕 答复完成 办理答复 "
        "已办理答复 作出答复 已作出答复 做出答复 作出书面答复 予以书面答复"
    ),
    "close": (
        "办结 已办结 已经办结 全部办结 已全部办结 办理完毕 办理完成 办理完结 处理完毕 处理完成 处理完结 "
        "办结完毕 已办理完毕 已办 办毕 已办毕"
    ),
    "close_on_time": "按时办结 按期办结 依法按时办结 如期办结 按时限办结",
    "reply_on_time": "按期答复 按时答复 如期答复 按时限答复",
    "close_late": "延期办结 延期答复 延长期限办结 延长期限答复 延期后办结",
    "carried_out": " ".join(
        (
            _joined(
                "结转 转结 结转至 结转到 结转入 转入 转至 转到 转 顺延至 顺延到",
                _NEXT_YEAR,
                "- 继续办理 办理 继续处理",
            ),
            _joined("结转 转结 结转至 结转到", "今后 以后", "年度"),
        )
    ),
    "carry": "结转",
    "none_carried_in": _joined(_LAST_YEAR, "- 亦 也 均 并", "无 没有 未 未有", "结转"),
    "none_carried_out": "无需结转 不需结转 不需要结转 没有需要结转 无须结转",
    "carried_in": " ".join(
        (_joined(_LAST_YEAR, "结转 转结 转入 转来 遗留 留存"), _joined("结转 承接", _LAST_YEAR)),
    ),
    "handle": "继续办理 办理",
    "reason": "原因 主要原因 理由",
    "unclear": "申请内容不明确",
    "results": "结果 办理结果 答复结果 处理结果 答复情况 答复类型 答复类别 办理类型 处理决定 处理类型",
    "outcomes": "办理结果总计 本年度办理结果总计 办理结果合计 本年度办理结果",
    "granted": "同意公开 同意提供 同意",
    "partly_granted": "同意部分公开",
    "denied": "不同意公开 否决公开 不同意",
    # the rows of the form of 2019
    "new_granted": "予以公开",
    "new_partly_granted": "部分公开 予以部分公开",
    "new_denied": "不予公开 不予以公开",
    "not_public": "未公开 不公开 免予公开 不宜公开 应公开 拟公开 预公开 未主动公开",
    "already_public": (
        "属于已主动公开范围 已主动公开范围 属于主动公开范围 属于已主动公开 属于主动公开 属主动公开范围 "
        "已主动公开的 已经主动公开的 已主动公开 主动公开范围 主动公开范围内 属于已公开信息"
    ),
    "not_existing": "信息不存在 政府信息不存在 申请信息不存在 申请的信息不存在 所申请信息不存在",
    "absent": "不存在",
    "not_this_agency": " ".join(
        (
            _joined("不属于 不属 不在 非", _THIS_BODY, _WITHIN_ITS_REACH),
            _joined("不属于 不属", _THIS_BODY),
            "不由本机关公开 不由本行政机关公开 非本机关 非本行政机关",
        )
    ),
    "asked_to_amend": " ".join(
        (
            _joined(
                "告知 要求 通知",
                "- 其 申请人",
                "- 作出",
                "更改补充 更改、补充 更改和补充 补正 补充更正 补正材料",
            ),
            "作出补正告知 补正告知 发出补正通知 作出更改补充 书面告知补正",
        )
    ),
    "other_route": _joined(
        "告知 告知其 告知申请人", "通过其他途径 通过其它途径 通过其他渠道 其他途径", "办理 获取 查询 解决"
    ),
    "state_secret": "涉及国家秘密 属于国家秘密 国家秘密 涉及国家机密 涉密",
    "safety": (
        "危及国家安全、公共安全、经济安全和社会稳定 危及三安全一稳定 危及社会稳定 影响社会稳定 "
        "危及国家安全 危及公共安全"
    ),
    "not_information": " ".join(
        (
            _joined("不是 不属 不属于 非", "《条例》 条例", "所指 所称 规定的", "政府信息 的政府信息"),
            "不属于政府信息 不属政府信息 非政府信息 不是政府信息",
        )
    ),
    "other_case": "法律法规规定的其他情形",
    "trade_secret": "涉及商业秘密 属于商业秘密 商业秘密",
    "privacy": "涉及个人隐私 属于个人隐私 个人隐私",
    # rows of the forms since 2019
    "not_held": (
        "本机关不掌握相关政府信息 本机关不掌握 无法提供(本机关不掌握相关政府信息) 不掌握 "
        "不掌握相关政府信息 本机关不掌握相关信息 本机关不掌握该政府信息 本单位不掌握 我局不掌握 "
        "由其他机关掌握 由其他行政机关掌握 信息由其他机关掌握"
    ),
    "needs_creation": (
        "没有现成信息需要另行制作 没有现成信息需另行制作 没有现成信息、需要另行制作 "
        "没有现成信息,需要另行制作 没有现成信息"
    ),
    "still_unclear": "补正后申请内容仍不明确 补正后仍不明确 经补正后仍不明确 经补正仍不明确",
    "internal_affairs": "属于三类内部事务信息 三类内部事务信息 属于内部事务信息 内部事务信息",
    "process_information": "属于四类过程性信息 四类过程性信息 属于过程性信息 过程性信息",
    "enforcement_file": "属于行政执法案卷 属于行政执法案卷信息 行政执法案卷",
    "query_matter": "属于行政查询事项 属行政查询事项 行政查询事项",
    "third_party": "保护第三方合法权益",
    "other_law": "其他法律行政法规禁止公开",
    "petition": (
        "信访举报投诉类申请 信访举报投诉类 信访、举报、投诉类申请 信访投诉举报类申请 信访投诉类 "
        "信访投诉类申请 信访举报投诉事项"
    ),
    "repeated": "重复申请",
    "publication": "要求提供公开出版物",
    "excessive": "无正当理由大量反复申请",
    "reconfirm": "要求行政机关确认或重新出具已获取信息",
    "other_handling": "其他处理 其它处理 其他方式处理",
    "not_corrected": "逾期不补正 无正当理由逾期不补正 申请人无正当理由逾期不补正 申请人逾期不补正",
    "unable": "无法提供",
    "not_processed": "不予处理 不再处理 不予答复",
    "form_result": "信访举报投诉 补正 不明确",
    "in_person": "当面 现场 到场 亲自上门 窗口当面 现场当面",
    "come": "来访 来人 上门",
    "fax": "传真 传真件",
    "online": (
        "网上 网络 互联网 在线 线上 互联网渠道 网络渠道 网络平台 网上平台 网申 平台网络 网站提交 互联网平台"
    ),
    "letter": (
        "信函 信件 书信 邮寄申请 邮政申请 邮寄方式申请 邮寄提交 挂号信 邮寄信函 信函邮寄 信函寄送 邮政信函"
    ),
    "mail": "邮寄 邮政寄送 快递 邮政快递 特快专递 EMS EMS邮寄 邮政特快 邮递",
    "email": "电子邮件 电子邮箱 电邮 邮件 邮箱提交 邮件申请 电子信箱 电子信件",
    "phone": "电话",
    "call_in": "来电 来电话",
    "other_method": "来信 窗口 口头",
    "way": "方式 形式 渠道 途径",
}
