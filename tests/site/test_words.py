"""The site's words: the same in both languages, and there for everything that a release can say."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from expectations.documents import DOCUMENT_RULES
from expectations.drift import DRIFT_RULES
from expectations.facts import FACT_RULES
from flows.publish.changes import ChangedReport, Changes, Count
from flows.publish.notes import release_notes
from flows.reference import load_reference
from flows.settings import PROJECT_DIR
from flows.site import words
from flows.site.notes import blocks_of
from flows.site.pages import examples
from flows.site.words import LANGUAGES, lookup, rules, translated, words_of

_HAN = re.compile(r"[\u4e00-\u9fff]")


def test_both_languages_have_the_same_words() -> None:
    def keys(words: object, above: str = "") -> set[str]:
        if not isinstance(words, dict):
            return {above}
        return {key for name, inner in words.items() for key in keys(inner, f"{above}/{name}")}

    assert keys(words_of("zh")) == keys(words_of("en"))


def test_every_word_that_a_page_asks_for_is_there() -> None:
    folder = Path(words.__file__).parent
    sources = [*folder.glob("assets/*.js"), *folder.glob("templates/*.html")]
    asked = {
        key for file in sources for key in re.findall(r"""\bt\(["']([\w/]*\w)["']""", file.read_text("utf-8"))
    }
    assert len(asked) > 100
    for language in LANGUAGES:
        for key in asked:
            assert isinstance(lookup(language, key), str)
            assert "{'" not in lookup(language, key), f"{key} is a group of words"


def test_every_rule_of_a_finding_has_its_name() -> None:
    readers = "\n".join(
        file.read_text("utf-8")
        for stage in ("clean", "extract", "load")
        for file in (PROJECT_DIR / "flows" / stage).rglob("*.py")
    )
    models = "\n".join(
        file.read_text("utf-8") for file in (PROJECT_DIR / "dbt_project" / "models").rglob("*.sql")
    )
    named = {
        *(one.identity_id for one in load_reference().identities),
        *re.findall(r"'([a-z_]+)' as rule\b", models),
        *re.findall(r"""[Ff]inding\(\s*(?:rule=)?["']([a-z]+_[a-z_]+)["']""", readers),
        *re.findall(r"""(?:Refusal|Apart)\(\s*["']([a-z_]+)["']""", readers),
    }
    assert len(named) > 60
    assert sorted(named - rules().keys()) == []
    for name, said in rules().items():
        assert set(said) == {"zh", "en", "says"}, name
        assert _HAN.search(said["zh"]), name
        assert not _HAN.search(said["en"]), name


@pytest.mark.parametrize(
    "sentence",
    [
        *(rule.says for rule in (*FACT_RULES, *DOCUMENT_RULES, *DRIFT_RULES)),
        *(one["question"] for one in examples()),
    ],
)
def test_what_the_gate_and_the_analyses_ask_is_known_in_chinese(sentence: str) -> None:
    said = translated("zh", sentence)
    assert said != sentence, "say it in flows/site/words/sentences.yml"
    assert _HAN.search(said)
    assert translated("en", sentence) == sentence


def test_a_figure_of_a_sentence_is_kept_and_an_unknown_sentence_stays() -> None:
    assert translated("zh", "at least 97% as many facts as in the last release").endswith("97%")
    assert translated("zh", "at least 97% as many pigs as in the last release").startswith("at least")


def test_the_notes_of_a_release_are_read_in_both_languages() -> None:
    changes = Changes(
        reports=(
            ChangedReport("new", "样河安县水利局", 2024, "unstated", "https://www.example.gov.cn/<b>|"),
            ChangedReport("withdrawn", "样河安县教育局", 2023, "agency", None),
        ),
        facts={"new": 1200, "changed": 0, "withdrawn": 3},
        years=(Count("2024", 10, 11),),
        provinces=(Count(None, 5, 6),),
        rules=(Count("A1", 2, 1),),
    )
    rule = next(rule for rule in DOCUMENT_RULES if rule.name == "tables_balanced_as_usual")
    remark = f"{rule.name}: {rule.says}: does not hold, observed 85.00%"
    text = release_notes("20260102T000000Z", "20260101T000000Z", changes, [remark])
    english, chinese = (blocks_of(text, language) for language in ("en", "zh"))
    assert [block["kind"] for block in english] == [block["kind"] for block in chinese]
    assert [block["text"] for block in english if block["kind"] == "heading"][:2] == [
        "Reports that are new",
        "Reports that are withdrawn",
    ]
    assert english[1]["items"] == [
        "Reports: 1 new, 0 corrected, 0 restated, 0 read anew, 1 withdrawn.",
        "Facts: 1,200 new, 0 changed, 3 withdrawn.",
    ]
    assert chinese[1]["items"] == [
        "报告：新增 1，更正 0，文字有变而数字未变 0，重新读取 0，撤下 1。",
        "数字：新增 1,200，改变 0，撤下 3。",
    ]
    tables = [block["rows"] for block in chinese if block["kind"] == "table"]
    assert tables[0] == [["", "之前", "现在", "变化"], ["2024", "10", "11", "+1"]]
    assert tables[1][1][0] == "未说明"
    assert chinese[3]["items"] == ["样河安县水利局 2024，范围未说明, https://www.example.gov.cn/<b>|"]
    assert chinese[-1]["items"] == [
        "与往常一样，可核对的报告中至少 90% 的表格勾稽成立：不成立，观察值 85.00%"
    ]
    for block in chinese:
        assert _HAN.search(str(block)), block


def test_whatever_shows_the_notes_of_a_release_finds_no_markup_in_the_words_of_a_site() -> None:
    evil = (
        "<img src=x onerror=alert(1)> [read](javascript:alert(1)) ![t](http://b.example/t.png) <http://b.example> "
        "`code` **bold** | cell \\[x](http://c.example) \\ &lt;"
    )
    said = "http://a.example/~who/_x_?a_b=1&c=2"
    changes = Changes(
        reports=(ChangedReport("new", evil, 2024, "unstated", said),),
        facts={"new": 1, "changed": 0, "withdrawn": 0},
        years=(),
        provinces=(Count(evil, 5, 6),),
        rules=(),
    )
    text = release_notes("20260102T000000Z", "20260101T000000Z", changes, [f"a_rule: {evil}"])
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inside = {one.type for token in tokens for one in (token, *(token.children or ()))}
    assert inside & {"html_block", "html_inline", "link_open", "image", "code_inline", "strong_open"} == set()
    assert sum(token.type == "td_open" for token in tokens) == 4
    assert said in text
    blocks = blocks_of(text, "en")
    assert [block["items"] for block in blocks if block["kind"] == "list"][1:] == [
        [f"{evil} 2024, unstated, {said}"],
        [f"a_rule: {evil}"],
    ]
    assert [block["rows"][1] for block in blocks if block["kind"] == "table"] == [[evil, "5", "6", "+1"]]
