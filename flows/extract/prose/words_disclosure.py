"""Words of what is disclosed, and through which channel; see `vocabulary.py`."""

from collections.abc import Mapping
from typing import Final

_YEARS_BEFORE: Final = ("上一年", "上一年度", "上年", "上年度")
DISCLOSURE: Final[Mapping[str, str]] = {
    # proactive disclosure
    "proactive": "主动公开 主动公布 主动公开发布 主动向社会公开 主动对外公开 主动向社会公布 主动公示 主动公开文件",
    "disclose": (
        "公开 公布 公开发布 公开公布 发布公开 对外公开 向社会公开 向社会公布 依法公开 新公开 公开公示"
    ),
    "publish": ("发布 刊载 刊登 刊发 登载 推送 发布推送 推送发布 编发 对外发布 主动发布 主动推送 上传 推文"),
    "government_information": (
        "政府信息 政务信息 政务公开信息 政府公开信息 政府信息公开信息 信息公开信息 政府类信息 "
        "政府政务信息 政府(务)信息 政府资讯 政务资讯 政府信息资讯"
    ),
    "information": "信息",
    "make": "制发 制定 制定发布 制定并发布 制定出台 制定印发 出台 新制定 新制发 新出台 印发 印发实施 制定实施",
    "produce": "制作 新制作",
    "repeal": "废止 清理废止 清理后废止 宣布废止 予以废止",
    "amend": "修改 修订",
    "in_force": "现行有效 目前有效",
    "clean_up": "失效 清理 保留",
    "still_valid": "继续有效 继续有效的",
    "normative": "行政规范性文件 规范性文件",
    "regulation": "规章 政府规章 部门规章",
    "penalty_decisions": "行政处罚处理决定 行政处罚本年处理决定 行政处罚决定",
    "licensing": "行政许可 行政许可事项",
    # Rows of the form of 2019 whose first column is the number of projects of the year before.
    **{
        concept: " ".join(f"{row}{year}项目{count}" for year in _YEARS_BEFORE for count in ("", "数", "数量"))
        for concept, row in (
            ("licensing_items", "行政许可"),
            ("other_items", "其他对外管理服务事项"),
            ("penalty_items", "行政处罚"),
            ("coercion_items", "行政强制"),
        )
    },
    "fee_items": " ".join(
        f"行政事业性收费{year}项目{count}" for year in ("", *_YEARS_BEFORE) for count in ("", "数", "数量")
    ),
    "punishment": "行政处罚",
    "coercion": "行政强制",
    "other_services": "其他对外管理服务事项 其他对外管理服务事项处理决定 其他对外管理服务事项本年处理决定",
    "procurement": "政府集中采购 政府集中采购项目 集中采购项目",
    "purchase": "采购项目 政府采购项目",
    "purchase_sum": "采购金额 采购总金额 采购总额",
    "admin_fees": "行政事业性收费 行政事业性收费本年收费 行政事业性收费收费",
    "row_total": "对外公开总数量 对外公开总数",
    "licensing_decisions": "行政许可处理决定 行政许可本年处理决定 行政许可决定",
    "coercion_decisions": "行政强制处理决定 行政强制本年处理决定 行政强制决定 行政强制措施决定",
    "service_items": "服务类信息",
    "electronic": "全文电子化率 全文电子化 全文电子化的 电子化率 电子化 电子化的",
    # channels
    "website": (
        "政府网 政府网上 政务网 公众信息网 政务信息网 政府信息网 政府在线 政府在线网站 人民政府网 "
        "人民政府网站 政府网站 政务网站 局网站 部门网站 本局网站 我局网站 委网站 厅网站 办网站 "
        "单位网站 机关网站 政府官网 总局网站 分局网站 支队网站 总队网站 中心网站 管委会网站 政府信息网站 政务公开网站"
    ),
    "own_site": "官网 官方网站",
    "bare_site": "网站",
    "portal": "门户网站 门户网 政府门户网站 政府门户网 政务门户网站",
    "hub": "学校网站 校园网 校园网站 我校网站 学院网站 医院网站 我院网站 政府信息公开目录 信息公开目录",
    "platform": (
        "政府信息公开平台 信息公开平台 政务公开平台 政府信息平台 政务信息平台 政府信息公开系统 政府信息公开统一平台 "
        "政府信息公开网络平台"
    ),
    "hub_site": "政府信息公开网 信息公开网 政府信息公开网站 信息公开网站 政务公开网",
    "weibo": "政务微博 官方微博 微博 政府微博 新浪微博 官方政务微博 新浪政务微博 腾讯微博",
    "wechat": (
        "政务微信 政务微信公众号 公众号 微信公众号 微信公众平台 官方微信 官方微信公众号 微信平台 微信 政府微信 "
        "订阅号 微信订阅号 服务号 微信服务号 官方公众号 政务公众号 微信公众账号 微信公共平台"
    ),
    "gazette": "政府公报 公报",
    "other_means": "其他方式 其它方式 其他渠道 其它渠道 其他形式 其它形式 其他途径",
    "venue": (
        "政务服务网 新媒体 政务新媒体 抖音 抖音号 公告栏 公示栏 公开栏 宣传栏 政务公开栏 电视 "
        "报刊 报纸 广播 媒体 客户端 今日头条 头条号 电子显示屏 显示屏 手机报 简报 短信 手机短信 "
        "档案馆 图书馆 电子屏 报社 日报 微视频 视频号 微信群 微信视频号 快手 网格群 新闻媒体 "
        "村务公开栏 大喇叭 明白纸 宣传单"
    ),
    "any_means": (
        "各种渠道 多种渠道 各类渠道 各种形式 多种形式 多种方式 各种方式 多渠道 等形式 等方式 等渠道 "
        "等途径 各种途径 多种途径 不同渠道和方式 不同渠道 不同方式 各种渠道和方式 多种渠道和方式"
    ),
    "means": "通过 利用 依托 借助 运用 在 于 经 以 采用 采取",
}
