"""Further wordings of known things: three ways to say each, and three sentences that only look like it."""

import pytest

from flows.extract.prose import read_prose
from tests.unit.prose_facts import REFERENCE, Facts, facts

ITEMS = "stat.proactive.items"
CHANNEL = "stat.proactive.by_channel"
RECEIVED = "stat.applications.received"
REPLIED = "stat.applications.replied"
CLOSED = "stat.applications.closed"
REVIEW, LITIGATION, COMPLAINTS = "stat.review", "stat.litigation", "stat.complaints"
FEES = "stat.applications.fees"
NEW, CAME, LEFT = "applications.new", "applications.carried_in", "applications.carried_out"

WORDINGS: dict[str, list[tuple[int, str, Facts]]] = {
    "numerals of accounts and short tens": [
        (2012, "主动公开政府信息壹拾贰条。", {ITEMS: 12}),
        (2012, "主动公开政府信息廿三条。", {ITEMS: 23}),
        (2012, "主动公开政府信息三〇五条。", {ITEMS: 305}),
        (2012, "主动公开政府信息壹仟零贰拾条。", {ITEMS: 1020}),
        (2012, "主动公开政府信息12万6千条。", {ITEMS: 126000}),
        (2012, "主动公开政府信息百余条。", {ITEMS: 100}),
        (2012, "主动公开政府信息近千条。", {ITEMS: 1000}),
        (2012, "主动公开政府信息二十来条。", {ITEMS: 20}),
        (2012, "设政府信息公开查阅点一处。", {"stat.capacity.reading_points": 1}),
        (2012, "主动公开政府信息数百余条。", {}),
        (2012, "主动公开政府信息几千条。", {}),
        (2012, "主动公开政府信息1万5万条。", {}),
        (2012, "政府信息公开队伍个人先进。", {}),
        (2012, "主动公开政府信息百条以上便民措施。", {}),
    ],
    "what a figure grew to": [
        (2016, "主动公开政府信息增长至180条。", {ITEMS: 180}),
        (2016, "主动公开政府信息比上年减少20条,为180条。", {ITEMS: 180}),
        (2016, "主动公开信息数较2015年增加356条,增幅21%,达到2051条。", {ITEMS: 2051}),
        (2016, "2016年主动公开政府信息从上年的1.2万条增长至1.5万条。", {ITEMS: 15000}),
        (2016, "主动公开政府信息力争增长至180条。", {}),
        (2016, "计划主动公开政府信息增长至180条。", {}),
        (2016, "主动公开政府信息比上年减少20条。", {}),
    ],
    "a site's share beside that of another channel": [
        (
            2022,
            "通过门户网站主动公开信息120条,微信公众号发布62条。",
            {f"{CHANNEL}.website": 120, f"{CHANNEL}.wechat": 62},
        ),
        (
            2022,
            "在政府网站主动公开各类信息58条,微信公众号推送121条。",
            {f"{CHANNEL}.website": 58, f"{CHANNEL}.wechat": 121},
        ),
        (
            2022,
            "微博发布40条,在政府网站主动公开信息58条。",
            {f"{CHANNEL}.website": 58, f"{CHANNEL}.weibo": 40},
        ),
        # All that is government information, and a part of what the site shows.
        (
            2022,
            "通过门户网站主动公开政府信息120条,微信公众号发布信息62条。",
            {ITEMS: 120, f"{CHANNEL}.wechat": 62},
        ),
        (2022, "通过门户网站主动公开信息120条,其中微信公众号62条。", {ITEMS: 120, f"{CHANNEL}.wechat": 62}),
        (2022, "通过门户网站主动公开信息120条,走访群众62人。", {ITEMS: 120}),
        (
            2016,
            "政务微博、微信公开政府信息分别为856条和1023条。",
            {f"{CHANNEL}.weibo": 856, f"{CHANNEL}.wechat": 1023},
        ),
        (2012, "通过信息公开平台主动公开气象信息56条。", {ITEMS: 56}),
        # What is left of accounts that no form counts is no other channel of a form.
        (2023, "政务新媒体发布信息413条,其中微信165条,其他248条。", {f"{CHANNEL}.wechat": 165}),
        (2014, "在全年公开的1568条政府信息中,规划计划15条。", {ITEMS: 1568}),
    ],
    "entries of a list in one line": [
        (
            2015,
            "1.政府公报公开政府信息数 条 0 2.政府网站公开政府信息数 条 198 3.政务微博公开政府信息数 条 7",
            {f"{CHANNEL}.gazette": 0, f"{CHANNEL}.website": 198, f"{CHANNEL}.weibo": 7},
        ),
        # A row without a value has none, and the number of the next entry is not it.
        (2015, "4.政务微信公开政府信息数 条 5.其他方式公开政府信息数 条 6", {f"{CHANNEL}.other": 6}),
        (
            2015,
            "1.新闻发布会2次;2.政府网站在线访谈1次;3.政策解读稿件8篇。",
            {
                "stat.response.press_conferences": 2,
                "stat.response.online_interviews": 1,
                "stat.response.policy_interpretations": 8,
            },
        ),
        (2015, "2.政府网站公开政府信息数 条 198 205 3.政务微博公开政府信息数 条", {}),
    ],
    "why a request was denied": [
        (
            2023,
            "收到政府信息公开申请2件,不予公开1件,属于行政执法案卷;予以公开1件。",
            {
                RECEIVED: 2,
                f"{REPLIED}.denied": 1,
                "applications.denied.enforcement_file": 1,
                "applications.granted": 1,
            },
        ),
        (
            2009,
            "受理政府信息公开申请2件,不予公开1件,属个人隐私;信息不存在1件。",
            {
                RECEIVED: 2,
                f"{REPLIED}.denied": 1,
                f"{REPLIED}.denied.privacy": 1,
                f"{REPLIED}.does_not_exist": 1,
            },
        ),
        (
            2022,
            "收到政府信息公开申请3件,予以公开2件,不予处理1件(属信访类申请)。",
            {RECEIVED: 3, "applications.granted": 2, "applications.not_processed.complaint": 1},
        ),
        (2022, "收到政府信息公开申请2件,不予公开2件,均引起行政复议。", {RECEIVED: 2, f"{REPLIED}.denied": 2}),
        (2022, "行政执法案卷评查1件,属于行政执法案卷。", {}),
        (2022, "受理信访举报投诉1件(属信访类)。", {}),
    ],
    "the only one": [
        (2024, "新收政府信息公开申请1件,为自然人申请,予以公开。", {NEW: 1, "applications.granted": 1}),
        (
            2017,
            "收到网上依申请公开1件,已按时办结并答复,属于已主动公开范围。",
            {RECEIVED: 1, f"{RECEIVED}.online": 1, f"{REPLIED}.already_public": 1},
        ),
        (
            2022,
            "收到政府信息公开申请1件,申请人为自然人,因本机关不掌握相关政府信息,已依法答复。",
            {RECEIVED: 1, "applications.unavailable.not_held": 1},
        ),
        (2010, "受理政府信息公开申请5件,申请方式均为当面递交。", {RECEIVED: 5, f"{RECEIVED}.in_person": 5}),
        (
            2010,
            "累计受理政府信息公开申请15件,其中2010年受理3件,均为网上申请。",
            {f"{RECEIVED} cumulative": 15, RECEIVED: 3, f"{RECEIVED}.online": 3},
        ),
        (2024, "新收政府信息公开申请2件,为自然人申请,予以公开。", {NEW: 2}),
        (2024, "受理行政许可申请1件,为自然人申请,已发证。", {}),
        (2024, "收到政府信息公开申请1件,已建议申请人查阅网站予以公开内容。", {RECEIVED: 1}),
    ],
    "all outcomes": [
        (
            2019,
            "共收到政府信息公开申请88件。办理结果:予以公开52件,部分公开5件,不予公开4件,无法提供21件,总计82件。",
            {
                RECEIVED: 88,
                "applications.granted": 52,
                "applications.partly_granted": 5,
                f"{REPLIED}.denied": 4,
                "applications.outcomes": 82,
            },
        ),
        # The parts do not make the total.
        (
            2019,
            "共收到政府信息公开申请88件。办理结果:予以公开52件,部分公开5件,不予公开4件,总计82件。",
            {
                RECEIVED: 88,
                "applications.granted": 52,
                "applications.partly_granted": 5,
                f"{REPLIED}.denied": 4,
            },
        ),
        (
            2019,
            "新收政府信息公开申请5件(均为自然人),其中:予以公开3件,部分公开1件,不予公开1件(属于国家秘密)。",
            {
                NEW: 5,
                "applications.granted": 3,
                "applications.partly_granted": 1,
                f"{REPLIED}.denied": 1,
                "applications.denied.state_secret": 1,
            },
        ),
        (
            2022,
            "收到政府信息公开申请8件,予以公开4件,申请人逾期不补正3件,其他1件。",
            {
                RECEIVED: 8,
                "applications.granted": 4,
                "applications.other.not_corrected": 3,
                "applications.other.rest": 1,
            },
        ),
        (
            2022,
            "收到政府信息公开申请8件,予以公开4件,走访企业3家,其他1件。",
            {RECEIVED: 8, "applications.granted": 4},
        ),
    ],
    "requests by other verbs": [
        (2014, "本年度办理政府信息公开申请5件。", {RECEIVED: 5}),
        (2014, "全年办理依申请公开14件。", {RECEIVED: 14}),
        (2022, "共受理办结政府信息公开申请31件。", {RECEIVED: 31, CLOSED: 31}),
        (2013, "共有公民、法人和其他组织向我局申请公开政府信息23件。", {RECEIVED: 23}),
        (2011, "受理政府信息公开书面申请2件,网上申请1件,共3件。", {RECEIVED: 3, f"{RECEIVED}.online": 1}),
        (2022, "收到政府信息公开申请15件,办理政府信息公开申请14件。", {RECEIVED: 15}),
        (2022, "办理低保申请5件。", {}),
        (2022, "受理政务服务事项申请86件,网上申请32件,当面申请54件。", {}),
        (2022, "办理政府信息公开申请12件,其中上年结转1件、本年新收11件。", {CAME: 1, NEW: 11}),
    ],
    "none": [
        (2022, "没有收到当面、邮寄、网络等任何形式的政府信息公开申请。", {RECEIVED: 0}),
        (
            2022,
            "未收到政府信息公开申请及因政府信息公开引发的行政复议、行政诉讼。",
            {RECEIVED: 0, REVIEW: 0, LITIGATION: 0},
        ),
        (
            2018,
            "没有发生依申请公开政府信息的情况,亦未因此发生行政复议、诉讼及收费。",
            {RECEIVED: 0, REVIEW: 0, LITIGATION: 0, FEES: 0},
        ),
        (2022, "未新收政府信息公开申请,没有上年结转和结转下年度的申请。", {NEW: 0, CAME: 0, LEFT: 0}),
        (2019, "规范性文件制发数为0件。", {"stat.normative_documents.made": 0}),
        (2022, "除网上申请外,未收到其他政府信息公开申请。", {}),
        (2022, "未收到政府信息公开申请引发的败诉案件。", {}),
        (2018, "未因此发生行政复议、诉讼费用。", {}),
    ],
    "reviews and suits": [
        (2016, "受理政府信息公开申请5件,行政复议1件,行政诉讼0件。", {RECEIVED: 5, REVIEW: 1, LITIGATION: 0}),
        (
            2019,
            "因政府信息公开引起的未经复议直接起诉的行政诉讼1件,结果维持。",
            {"litigation_direct.total": 1, "litigation_direct.upheld": 1},
        ),
        (
            2024,
            "因政府信息公开引起的复议后起诉案件1件,尚未审结。",
            {"litigation_after_review.total": 1, "litigation_after_review.pending": 1},
        ),
        (2017, "因信息公开行政复议1件,结果为维持。", {REVIEW: 1, "stat.review.upheld": 1}),
        (2023, "信息公开工作受到投诉举报0件次,被申请复议0件次。", {COMPLAINTS: 0, REVIEW: 0}),
        (2024, "新收行政复议案件368件;收到政府信息公开申请14件。", {RECEIVED: 14}),
        (2016, "受理行政许可申请20件,行政复议12件。", {}),
        (2016, "代理行政复议12件,政府信息公开申请2件。", {RECEIVED: 2}),
    ],
    "sums of money and visitors": [
        (2010, "依申请提供政府信息,共收取检索费、复制费168元。", {FEES: 0}),
        (2025, "政府信息处理费收取金额为0元。", {"applications.processing_fees": 0}),
        (2010, "公共查阅室共接待市民154人次。", {"stat.inquiries.reading_room": 154}),
        (
            2010,
            "接受公众关于政府信息公开的咨询76人次,其中电话咨询51人次。",
            {"stat.inquiries": 76, "stat.inquiries.phone": 51},
        ),
        (2010, "新增依申请公开政府信息目录12条。", {"stat.applications.catalogue_items": 12}),
        (2011, "依申请提供政府信息共收取复印费用10000元,减免复印费12元。", {FEES: 1, f"{FEES}_waived": 12}),
        (
            2024,
            "发布政策解读48篇(图文解读32篇、视频解读16篇)。",
            {"stat.response.policy_interpretations": 48},
        ),
        (2012, "政府信息查阅中心接待查阅218人次。", {"stat.inquiries.reading_room": 218}),
        (2010, "收取检索费20元,复制费12元。", {}),
        (2010, "设公共查阅室,服务大厅接待市民154人次。", {}),
        (2010, "至2010年底编制依申请公开目录信息86条。", {}),
    ],
    "the year of schools": [
        (2012, "2011年9月1日至2012年8月31日,学院主动公开信息518条。", {ITEMS: 518}),
        (2011, "2011年9月1日至2012年8月31日,学院主动公开信息518条。", {ITEMS: 518}),
        (2013, "2011年9月1日至2012年8月31日,学院主动公开信息518条。", {}),
        (2012, "2011年9月1日至2012年6月30日,学院主动公开信息518条。", {}),
        (2012, "2010年9月1日至2012年8月31日,学院主动公开信息518条。", {}),
    ],
    "calls and visitors, each by its own way": [
        (
            2009,
            "全年接听咨询电话420个,现场接待咨询65人次。",
            {"stat.inquiries.phone": 420, "stat.inquiries.in_person": 65},
        ),
        (
            2012,
            "主动公开政府信息38条。群众来电咨询1100余次。现场接待340人次。",
            {ITEMS: 38, "stat.inquiries.phone": 1100, "stat.inquiries.in_person": 340},
        ),
        (
            2012,
            "公开政府信息958条。咨询电话2300个,网上咨询416条。",
            {ITEMS: 958, "stat.inquiries.phone": 2300, "stat.inquiries.online": 416},
        ),
        (2012, "主动公开政府信息38条。接受群众来电来访咨询300人次。", {ITEMS: 38, "stat.inquiries": 300}),
        (2012, "主动公开政府信息38条。现场接待参观340人次。", {ITEMS: 38}),
        (2012, "12315热线接听咨询电话4200个。", {}),
        (2012, "宣传活动现场接待咨询65人次。", {}),
        (2012, "主动公开政府信息38条。网上公开416条。", {ITEMS: 38}),
    ],
    "visitors of a reading place": [
        (
            2011,
            "县档案馆作为政府信息公开查阅场所,接待查档利用2655人次,其中查阅政府公开信息81人次。",
            {"stat.inquiries.reading_room": 81},
        ),
        (
            2011,
            "设政府信息公开查阅点3个,查阅政府信息120人次。",
            {"stat.capacity.reading_points": 3, "stat.inquiries.reading_room": 120},
        ),
        (2011, "县图书馆为政府信息公开查阅点,共查阅政府信息20人次。", {"stat.inquiries.reading_room": 20}),
        (2011, "县档案馆接待查档利用2655人次,其中查阅婚姻档案81人次。", {}),
        (2011, "政府信息公开查阅点3个,提供信息120条。", {"stat.capacity.reading_points": 3}),
        (2011, "县图书馆查阅图书8100人次。", {}),
    ],
    # The form counts them under 其他方式, but a report that does not say so may count posts, reports or sheets.
    "what no official channel shows": [
        (
            2013,
            "共主动公开政府信息96条。通过政府网站公开88条,通过报纸、电视等公开8条。",
            {ITEMS: 96, f"{CHANNEL}.website": 88},
        ),
        (2016, "公开信息94条,通过显示屏、宣传栏公开30条次。", {ITEMS: 94}),
        (2013, "公布信息15条,在《样例日报》刊登3条。", {ITEMS: 15}),
        (2013, "公开信息15条,通过报纸等其他方式公开3条。", {ITEMS: 15, f"{CHANNEL}.other": 3}),
    ],
    "a site called by its own name": [
        (2009, "共在“中国样例”网公开信息59条。", {f"{CHANNEL}.website": 59}),
        (2009, "我局通过“样例科技网”公开信息1024条。", {f"{CHANNEL}.website": 1024}),
        (2009, '通过"样例统计信息网"公开政府信息102条。', {f"{CHANNEL}.website": 102}),
        (2009, "在“中国政府采购网”公开信息59条。", {}),
        (2009, "在样例资讯网公开信息59条。", {}),
        (2009, "通过“样例在线”栏目公开信息9条。", {}),
        (2009, "在“样例”新闻网公开信息9条。", {}),
    ],
    "all years and the year": [
        (
            2013,
            "样例镇历年累计公开政府信息263条,其中2013年71条。",
            {f"{ITEMS} cumulative": 263, ITEMS: 71},
        ),
        (
            2012,
            "2012年主动公开政府信息67812条,累计289450条。",
            {ITEMS: 67812, f"{ITEMS} cumulative": 289450},
        ),
        (
            2012,
            "2012年全市主动公开政府信息812条,历年累计共2894条。",
            {ITEMS: 812, f"{ITEMS} cumulative": 2894},
        ),
        (2012, "2012年主动公开政府信息812条,累计89条。", {ITEMS: 812}),
        (2012, "2012年主动公开政府信息812条,累计点击8900次。", {ITEMS: 812}),
        (2012, "2012年主动公开政府信息812条,累计培训8900人次。", {ITEMS: 812}),
        (2012, "扶贫信息公开263条,其中2012年71条。", {}),
    ],
    "requests whose parts add up": [
        (
            2018,
            "收到申请13件:网络7件,信函6件。",
            {RECEIVED: 13, f"{RECEIVED}.online": 7, f"{RECEIVED}.letter": 6},
        ),
        (
            2018,
            "共收到申请61件,比上年增长4.1倍,其中网络52件,信函7件,当面2件。",
            {
                RECEIVED: 61,
                f"{RECEIVED}.online": 52,
                f"{RECEIVED}.letter": 7,
                f"{RECEIVED}.in_person": 2,
            },
        ),
        (
            2016,
            "办理申请5件,按时办结4件,延期办结1件。",
            {CLOSED: 5, f"{CLOSED}.on_time": 4, f"{CLOSED}.extended": 1},
        ),
        (2020, "全年新收和上年结转政府信息公开申请共16件。", {}),
        (2020, "上年结转、本年新收政府信息公开申请共16件。", {}),
        (2020, "上年结转1件、本年新收政府信息公开申请15件。", {NEW: 15}),
        (2016, "收到政府信息公开申请2件:均为信函。", {RECEIVED: 2, f"{RECEIVED}.letter": 2}),
        (2018, "收到申请13件:网络7件,信函5件。", {}),
        (2018, "公开政府信息47条。民政窗口收到申请80件:网络50件,信函30件。", {ITEMS: 47}),
        (2018, "收到低保申请13件:网络7件,信函6件。", {}),
        (2018, "收到行政复议申请13件:网络7件,信函6件。", {}),
        (2018, "收到申请13件:网络7件,当面6件。", {}),
        (2016, "办理信访事项5件,按时办结4件,延期办结1件。", {}),
    ],
    "complaints and catalogues in a list": [
        (
            2017,
            "公开政府信息47条;收到举报投诉0件;依申请公开信息收取费用0元。",
            {ITEMS: 47, COMPLAINTS: 0, FEES: 0},
        ),
        (2013, "没有信息公开申请及举报。", {RECEIVED: 0, COMPLAINTS: 0}),
        (2018, "没有信息公开申请、行政复议和行政诉讼。", {RECEIVED: 0, REVIEW: 0, LITIGATION: 0}),
        (
            2010,
            "主动公开政府信息65条,依申请公开目录7条。",
            {ITEMS: 65, "stat.applications.catalogue_items": 7},
        ),
        (2017, "公开政府信息47条;收到举报投诉1183件。", {ITEMS: 47}),
        (2017, "收到消费投诉举报0件。", {}),
        (2017, "公开政府信息47条。收到12315投诉举报0件。", {ITEMS: 47}),
        (2010, "主动公开政府信息65条,编制依申请公开目录7条。", {ITEMS: 65}),
        (2010, "编制依申请公开目录7条。", {}),
    ],
    "results in two words": [
        (
            2022,
            "信息公开被申请行政复议11件,其中驳回维持7件,撤销纠错1件,其他3件。",
            {REVIEW: 11, "stat.review.upheld": 7, "stat.review.corrected": 1, "stat.review.other": 3},
        ),
        (
            2018,
            "收到政府信息公开申请11件,告知通过其他途径11件。",
            {RECEIVED: 11, f"{REPLIED}.other_route": 11},
        ),
        (
            2023,
            "因政府信息公开行政复议结果维持1件,结果纠正0件。",
            {"review.upheld": 1, "review.corrected": 0},
        ),
        (
            2009,
            "政府信息公开申请、复议、诉讼、收费均为零。",
            {RECEIVED: 0, REVIEW: 0, LITIGATION: 0, FEES: 0},
        ),
        (2018, "审理行政复议案件11件,驳回维持7件,撤销纠错1件。", {}),
        (2016, "信息公开行政复议、行政诉讼、举报投诉共3件。", {}),
        (2016, "没有因信息公开行政复议引发的行政诉讼。", {LITIGATION: 0}),
        (2016, "没有信息公开申请及举报引发的行政复议。", {REVIEW: 0}),
        (2016, "没有因信息公开引发的行政复议、行政诉讼和举报。", {REVIEW: 0, LITIGATION: 0, COMPLAINTS: 0}),
        (2022, "制发和废止行政规范性文件3件。", {}),
        (
            2022,
            "制发行政规范性文件3件、废止1件。",
            {"proactive.normative_documents.issued": 3, "proactive.normative_documents.repealed": 1},
        ),
        (2021, "依法行政:行政复议决定驳回维持7件。", {}),
        (2018, "告知群众通过其他途径反映问题11件。", {}),
    ],
    "rows of the form of 2019": [
        (2019, "规章制定数为0。", {"proactive.regulations.made": 0}),
        (
            2019,
            "主动公开73条政府信息。行政许可上一年项目0项,处理决定0件。采购项目2个,采购金额31万元。",
            {
                ITEMS: 73,
                "proactive.licensing.items_last_year": 0,
                "proactive.licensing.decisions": 0,
                "proactive.procurement.items": 2,
                "proactive.procurement.amount": 31,
            },
        ),
        (
            2019,
            "其他对外管理服务事项上一年项目数量74项,本年减少6项,处理决定2980件。",
            {"proactive.other_services.items_last_year": 74, "proactive.other_services.decisions": 2980},
        ),
        (
            2020,
            "规章本年新制作数量0,本年新公开数量0,对外公开总数量3。",
            {
                "proactive.regulations.made": 0,
                "proactive.regulations.disclosed": 0,
                "proactive.regulations.disclosed_total": 3,
            },
        ),
        (
            2020,
            "行政处罚上一年项目数量120项,处理决定数量35件;行政许可处理决定2件,其他对外管理服务事项14件。",
            {
                "proactive.penalty.items_last_year": 120,
                "proactive.penalty.decisions": 35,
                "proactive.licensing.decisions": 2,
                "proactive.other_services.decisions": 14,
            },
        ),
        (2019, "行政事业性收费项目3项,收费总金额12万元。", {"proactive.fees.amount": 12}),
        (2019, "政府集中采购项目为0。", {"proactive.procurement.items": 0}),
        # Fees of the body's services are none for information.
        (2012, "政府信息公开目录列出行政事业性收费项目3项,收费总金额12万元。", {}),
        (2019, "主动公开政府信息73条。完成政府采购项目37个,预算金额4208万元。", {ITEMS: 73}),
        (2019, "采购项目2个,采购金额31万元。", {}),
        (2019, "行政许可上一年项目数量12项,本年办结30件。", {"proactive.licensing.items_last_year": 12}),
        (2019, "本年制定规章制度3件。", {}),
    ],
    "a site's share that another channel's follows": [
        (
            2022,
            "通过政府网站主动公开政府信息320条,通过其他方式(微信)公开40条。",
            {f"{CHANNEL}.website": 320, f"{CHANNEL}.other": 40},
        ),
        (
            2022,
            "在县政府门户网站主动公开政府信息320条,其他40条。",
            {f"{CHANNEL}.website": 320, f"{CHANNEL}.other": 40},
        ),
        (
            2022,
            "通过政府网站主动公开政府信息320条。通过微信公众号公开40条。",
            {f"{CHANNEL}.website": 320, f"{CHANNEL}.wechat": 40},
        ),
        (
            2022,
            "通过政府网站主动公开政府信息320条,其中微信公众号公开40条。",
            {ITEMS: 320, f"{CHANNEL}.wechat": 40},
        ),
        (2022, "通过政府网站主动公开政府信息320条,其他事项40件。", {ITEMS: 320}),
        (
            2022,
            "通过政府网站主动公开政府信息320条。\n\n通过微信公众号公开40条。",
            {ITEMS: 320, f"{CHANNEL}.wechat": 40},
        ),
    ],
    "a part of the year, its whole, and what came since": [
        (2019, "季度公开政府信息60条,全年累计公开政府信息240条。", {ITEMS: 240}),
        (2019, "疫情期间主动公开政府信息60条。", {}),
        (2019, "新《条例》施行后,共收到政府信息公开申请6件。", {}),
        (2021, "新修订的《条例》实施以来,共收到政府信息公开申请6件。", {}),
        (2021, "修订后的《政府信息公开条例》施行以来,主动公开政府信息60条。", {}),
        (2020, "新冠肺炎疫情防控期间,主动公开政府信息60条。", {}),
        (2008, "新《条例》施行后,共收到政府信息公开申请6件。", {RECEIVED: 6}),
        (2019, "新《条例》施行后,我局认真学习,2019年收到政府信息公开申请6件。", {RECEIVED: 6}),
        (2020, "疫情期间加强公开,全年主动公开政府信息60条。", {ITEMS: 60}),
        (2020, "实行季度通报制度,主动公开政府信息60条。", {ITEMS: 60}),
        (2019, "2019年公开政府信息60条,累计公开政府信息240条。", {ITEMS: 60, f"{ITEMS} cumulative": 240}),
    ],
    "what has gathered on a site": [
        (2019, "网站共存有主动公开政府信息1380条。", {}),
        (2019, "网站留存主动公开政府信息1380条。", {}),
        (2019, "平台现存公开政府信息1380条。", {}),
        (2019, "网站现存有效目录,主动公开政府信息138条。", {ITEMS: 138}),
        (2019, "主动公开政府信息138条,存量较大。", {ITEMS: 138}),
        (2019, "主动公开政府信息138条,网站存有1380条。", {ITEMS: 138}),
    ],
    "one way of asking that is denied": [
        (2019, "全年未收到书面政府信息公开申请,口头咨询8次。", {"stat.inquiries": 8}),
        (2019, "未收到书面政府信息公开申请,网上申请3件。", {f"{RECEIVED}.online": 3}),
        (2019, "没有收到书面的政府信息公开申请,当面申请2件。", {f"{RECEIVED}.in_person": 2}),
        (2019, "未收到书面或口头政府信息公开申请。", {RECEIVED: 0}),
        (2019, "未收到书面政府信息公开申请。", {RECEIVED: 0}),
        (2019, "未收到任何形式的书面政府信息公开申请,也无口头申请。", {RECEIVED: 0}),
    ],
}


@pytest.mark.parametrize(
    ("kind", "year", "text", "expected"),
    [(kind, *case) for kind, cases in WORDINGS.items() for case in cases],
    ids=lambda case: str(case)[:40],
)
def test_wording(kind: str, year: int, text: str, expected: Facts) -> None:
    assert facts(text, year) == expected


BUREAU = ("云溪县水务局",)
COUNTY = ("云溪县人民政府",)
ASKED = "收到政府信息公开申请"


@pytest.mark.parametrize(
    ("own_names", "text", "expected"),
    [
        # A body rules the clauses and sentences after it, until another subject stands.
        (BUREAU, f"县政府{ASKED}320件,答复318件;县林业局收到3件,答复3件,被提起行政复议2件。", {}),
        (BUREAU, f"市水务局全年{ASKED}320件。其中,网上申请300件,答复318件。", {}),
        (BUREAU, f"县林业局公开政府信息30条,{ASKED}4件,结转1件。", {}),
        (BUREAU, f"县水文站,全年主动公开政府信息60条,{ASKED}2件。", {}),
        (BUREAU, f"县林业局在县政府网站公开政府信息30条,{ASKED}2件。", {}),
        (BUREAU, f"县林业局{ASKED}4件,答复4件。我局{ASKED}2件,答复2件。", {RECEIVED: 2, REPLIED: 2}),
        (BUREAU, f"县林业局{ASKED}4件。我局高度重视。全年{ASKED}2件。", {RECEIVED: 2}),
        (BUREAU, f"县林业局{ASKED}4件,县水务局{ASKED}2件,答复2件。", {RECEIVED: 2, REPLIED: 2}),
        (BUREAU, f"县林业局{ASKED}4件。\n\n全年{ASKED}2件。", {RECEIVED: 2}),
        (BUREAU, f"县政府召开会议部署公开工作,全年{ASKED}2件,答复2件。", {RECEIVED: 2, REPLIED: 2}),
        (BUREAU, "报县政府备案,主动公开政府信息60条。", {ITEMS: 60}),
        (BUREAU, f"县政务服务大厅受理办件30件,{ASKED}2件。", {RECEIVED: 2}),
        (COUNTY, f"县政府{ASKED}320件,答复318件。", {RECEIVED: 320, REPLIED: 318}),
        (COUNTY, f"{ASKED}12件,其中县林业局5件、县水务局7件,答复12件。", {RECEIVED: 12, REPLIED: 12}),
        # What a government's site shows is not its bureau's.
        (BUREAU, "县政府门户网站共发布信息3210条,其中我局发布120条。", {f"{CHANNEL}.website": 120}),
        (BUREAU, "县政府门户网站发布信息3210条,我局供稿120条。", {}),
        (BUREAU, "2019年,县人民政府网站发布政务信息3210条。", {}),
        (BUREAU, "我局在县政府门户网站发布信息120条。", {f"{CHANNEL}.website": 120}),
        (BUREAU, "局网站发布信息120条。", {f"{CHANNEL}.website": 120}),
        (COUNTY, "县政府门户网站发布信息3210条。", {f"{CHANNEL}.website": 3210}),
    ],
)
def test_whose_figures_follow(own_names: tuple[str, ...], text: str, expected: Facts) -> None:
    assert facts(text, 2019, own_names) == expected


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        (f"我县各部门{ASKED}320件,答复318件,引发行政复议5件。", ["system"] * 3),
        (f"全县{ASKED}320件,答复318件。", ["system"] * 2),
        (f"全局系统共{ASKED}45件,其中局机关15件。", ["system"]),
        (f"全局及下属单位{ASKED}45件,答复45件。", ["system"] * 2),
        (f"全局{ASKED}45件,答复45件。", [None] * 2),
        (f"全局系统梳理目录,{ASKED}45件。", [None]),
        (f"各部门高度重视,{ASKED}45件,答复45件。", [None] * 2),
        (f"全县{ASKED}320件,县本级{ASKED}12件。", ["system", "agency"]),
    ],
)
def test_whose_scope_follows(text: str, scopes: list[str | None]) -> None:
    reading = read_prose(text, (), REFERENCE, report_year=2019)
    assert [one.scope for one in reading.observations][: len(scopes)] == scopes


def test_a_body_that_rules_leaves_one_finding_for_each_figure() -> None:
    text = f"县林业局{ASKED}4件,答复4件,结转1件。"
    reading = read_prose(text, (), REFERENCE, report_year=2019, own_names=BUREAU)
    assert reading.observations == ()
    assert [(f.rule, f.indicator_id) for f in reading.findings] == [
        ("of_other_bodies", RECEIVED),
        ("of_other_bodies", REPLIED),
        ("of_other_bodies", LEFT),
    ]
