"""Cutting compilations of model texts into their members."""

import json
from pathlib import Path

import pytest

from flows.extract.compilation import is_compilation_title, member_title, promised, split_members

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

OPENING = "今年以来，我们在上级的指导下扎实推进各项工作，公开的内容不断充实，形式不断完善，成效逐步显现出来。"
SECTION = "成立了领导小组，明确了责任人员，建立健全了审核、发布、监督等各项制度，定期检查并通报结果。"


def member(n_sections: int, opening: str = OPENING) -> list[str]:
    lines = [opening] if opening else []
    for numeral in "一二三四"[:n_sections]:
        lines += [f"{numeral}、加强领导", SECTION]
    return lines


def test_members_begin_at_the_opening_before_a_numbering_that_restarts() -> None:
    lines = ["政务公开工作总结(通用3篇)", *member(3), *member(2), *member(4)]
    members = split_members("\n".join(lines))
    assert [m.start_line for m in members] == [2, 9, 14]


def test_members_cover_the_text_from_the_first_to_the_last_line() -> None:
    text = "\n".join(["政务公开工作总结(精选2篇)", *member(2), *member(2)])
    first, second = split_members(text)
    assert text[first.start : first.end].split("\n")[0] == OPENING
    assert text[first.end] == "\n"
    assert second.start == first.end + 1
    assert second.end == len(text)


def test_a_member_without_opening_begins_at_its_first_section() -> None:
    closing = "总之，今年的工作取得了一定的成绩，但与上级的要求相比还有差距，今后我们将继续努力把工作做好。"
    lines = ["工作总结(2篇)", *member(2), closing, *member(3, opening="")]
    assert [m.start_line for m in split_members("\n".join(lines))] == [2, 8]


def test_a_list_that_is_announced_is_no_new_member() -> None:
    plan = ["下一步工作打算：", "一、继续组织学习", SECTION, "二、继续完善制度", SECTION]
    lines = ["工作总结(2篇)", *member(2), *plan, *member(2)]
    assert [m.start_line for m in split_members("\n".join(lines))] == [2, 12]


@pytest.mark.parametrize("heading", ["工作总结 篇{}", "范文{}：", "【第{}篇】", "政务公开工作总结范文 篇{}"])
def test_headings_that_count_the_members_are_followed(heading: str) -> None:
    lines = ["政务公开工作总结范文"]
    for numeral in "一二三":
        lines += [heading.format(numeral), *member(2)]
    assert [m.start_line for m in split_members("\n".join(lines))] == [2, 8, 14]


def test_the_promised_number_decides_between_two_ways() -> None:
    # The headings are the outline of one member; the title promises what the numbering gives.
    lines = ["工作总结(通用3篇)", "范文一", *member(2), "范文二", *member(2), *member(2)]
    assert len(split_members("\n".join(lines))) == 3


def test_what_follows_the_last_member_is_no_part_of_it() -> None:
    text = "\n".join(["工作总结(2篇)", *member(2), *member(2), "【工作总结】相关文章：", "政务公开工作计划"])
    assert not text[split_members(text)[-1].start : split_members(text)[-1].end].endswith("工作计划")


def test_one_text_is_no_compilation() -> None:
    assert split_members("\n".join(["某局2015年政府信息公开工作年度报告", *member(4)])) == ()
    assert split_members("") == ()


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("2024年政务公开年度工作总结(通用14篇)", 14),
        ("政务公开工作总结精选十篇", 10),
        ("信息公开工作总结（十二篇）", 12),
        ("政务公开工作汇报(3篇)", 3),
        ("政务公开工作总结汇编15篇", 15),
        ("2015年政府信息公开工作年度报告", None),
        ("发布解读稿件7篇", None),
    ],
)
def test_the_number_that_a_title_promises(title: str, count: int | None) -> None:
    assert promised(title) == count
    assert is_compilation_title(title) is (count is not None)


def test_the_real_compilation_is_cut_as_a_careful_reader_cuts_it() -> None:
    expected_file = SHARED / "seeds" / "expected.json"
    if not expected_file.exists():
        pytest.skip("the folder of real examples (../shared) is not here")
    expected = next(e for e in json.loads(expected_file.read_text("utf-8")) if "member_start_lines" in e)
    text = (expected_file.parent / expected["file"]).read_text("utf-8")
    assert [m.start_line for m in split_members(text)] == expected["member_start_lines"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"【第二篇】\n{OPENING}", "第二篇"),
        (f"政务公开工作总结 篇1：\n{OPENING}", "政务公开工作总结 篇1"),
        (OPENING, None),
        ("一、加强领导\n" + SECTION, None),
    ],
)
def test_the_title_of_a_member_is_its_heading_and_never_its_first_sentence(
    text: str, title: str | None
) -> None:
    assert member_title(text) == title
