"""Where the square of each province-level unit lies: a map that draws no boundary.

What belongs here: code, short names, letters, column and row of 34 squares. What does not: any figure.
"""

from typing import Final

TILES: Final = (
    ("23", "黑龙江", "Heilongj.", "HL", 8, 0),
    ("65", "新疆", "Xinjiang", "XJ", 1, 1),
    ("15", "内蒙古", "In. Mongolia", "NM", 5, 1),
    ("22", "吉林", "Jilin", "JL", 8, 1),
    ("62", "甘肃", "Gansu", "GS", 2, 2),
    ("64", "宁夏", "Ningxia", "NX", 4, 2),
    ("11", "北京", "Beijing", "BJ", 6, 2),
    ("12", "天津", "Tianjin", "TJ", 7, 2),
    ("21", "辽宁", "Liaoning", "LN", 8, 2),
    ("63", "青海", "Qinghai", "QH", 2, 3),
    ("61", "陕西", "Shaanxi", "SN", 4, 3),
    ("14", "山西", "Shanxi", "SX", 5, 3),
    ("13", "河北", "Hebei", "HE", 6, 3),
    ("37", "山东", "Shandong", "SD", 7, 3),
    ("54", "西藏", "Tibet", "XZ", 1, 4),
    ("51", "四川", "Sichuan", "SC", 3, 4),
    ("50", "重庆", "Chongq.", "CQ", 4, 4),
    ("41", "河南", "Henan", "HA", 5, 4),
    ("34", "安徽", "Anhui", "AH", 6, 4),
    ("32", "江苏", "Jiangsu", "JS", 7, 4),
    ("31", "上海", "Shanghai", "SH", 8, 4),
    ("53", "云南", "Yunnan", "YN", 3, 5),
    ("52", "贵州", "Guizhou", "GZ", 4, 5),
    ("42", "湖北", "Hubei", "HB", 5, 5),
    ("36", "江西", "Jiangxi", "JX", 6, 5),
    ("33", "浙江", "Zhejiang", "ZJ", 7, 5),
    ("45", "广西", "Guangxi", "GX", 4, 6),
    ("43", "湖南", "Hunan", "HN", 5, 6),
    ("35", "福建", "Fujian", "FJ", 6, 6),
    ("71", "台湾", "Taiwan", "TW", 8, 6),
    ("46", "海南", "Hainan", "HI", 3, 7),
    ("82", "澳门", "Macao", "MO", 4, 7),
    ("44", "广东", "Guangd.", "GD", 5, 7),
    ("81", "香港", "Hong K.", "HK", 6, 7),
)
"""Code of two digits, short name in Chinese (official names begin with it) and in English, letters of GB/T 2260 (for
small screens in English), column, row."""
