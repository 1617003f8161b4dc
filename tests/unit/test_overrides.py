"""People's decisions: what the file may say, which rows are in force, the bodies that they name, and quarantine."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.durable import write_through
from flows.errors import GongkaiError, SettingsError
from flows.load.overrides import COLUMNS, Decision, add_decision, decisions_in_force, overrides_table
from flows.load.quarantine import kept_out, let_out, put_in
from flows.load.store import RawStore
from flows.reference import load_reference
from flows.schema import OVERRIDES
from flows.settings import PROJECT_DIR, Settings, make_settings
from tests.warehouse.synthetic_raw import Page, fact, load, report

ONE, OTHER = "0" * 32, "1" * 32
PAYLOAD = "a" * 64
DAY = date(2026, 3, 2)


def _file(folder: Path, *rows: str) -> Path:
    path = folder / "overrides.csv"
    path.write_text("\n".join((",".join(COLUMNS), *rows)) + "\n", encoding="utf-8")
    return path


def _row(decision: str, document: str = ONE, field: str = "", value: str = "", **more: str) -> str:
    said = {"url": "", "payload_sha256": "", "who": "w", "decided_on": "2026-03-02", "why": "seen"} | more
    return ",".join(
        (
            decision,
            document,
            said["url"],
            said["payload_sha256"],
            field,
            value,
            said["who"],
            said["decided_on"],
            said["why"],
        )
    )


def test_the_file_of_the_house_is_right() -> None:
    overrides_table(PROJECT_DIR / "data" / "overrides.csv", load_reference())


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert overrides_table(tmp_path / "overrides.csv", load_reference()).num_rows == 0


def test_the_later_decision_on_a_matter_counts_and_a_withdrawn_one_does_not(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        _row("quarantine"),
        _row("set", field="report_year", value="2020"),
        _row("set", field="report_year", value="2021"),
        _row("withdraw"),
        _row("quarantine", OTHER),
        _row("accept", "", "documents_kept", "20260301T183000Z"),
        _row("accept", "", "documents_kept", "20260302T183000Z"),
        _row("accept", field="count_not_negative"),
        _row("withdraw", field="count_not_negative"),
    )
    held = [
        (line, one.decision, one.document_id, one.value) for line, one in decisions_in_force(path).items()
    ]
    assert held == [
        (4, "set", ONE, "2021"),
        (6, "quarantine", OTHER, ""),
        (7, "accept", "", "20260301T183000Z"),
        (8, "accept", "", "20260302T183000Z"),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (_row("delete"), "decision 'delete' is none of"),
        (_row("quarantine", who=""), "who and why must be given"),
        (_row("quarantine", why=" "), "who and why must be given"),
        (_row("quarantine", decided_on="2.3.2026"), "decided_on '2.3.2026' is no day"),
        (_row("quarantine", "abc"), "document_id 'abc' is not 32 hex digits"),
        (_row("quarantine", ""), "quarantine needs a document_id"),
        (_row("quarantine", field="agency"), "field 'agency' cannot be given to quarantine"),
        (_row("quarantine", url="http://x.invalid/"), "url and payload_sha256 are given together"),
        (_row("quarantine", url="u", payload_sha256="12"), "payload_sha256 '12' is not 64 hex digits"),
        (_row("set", field="scope", value="agency"), "it can be agency or report_year"),
        (_row("set", field="report_year", value="1999"), "value '1999' is no report year"),
        (_row("set", field="report_year", value="2027"), "value '2027' is no report year"),
        (_row("set", field="agency", value="财政局"), "is not the full name of one body"),
        (_row("set", field="agency", value="999999 财政局"), "999999 is no division"),
        (_row("accept", field="a rule"), "field 'a rule' is no name of a rule"),
        (_row("accept", "", "facts_kept", "yesterday"), "value 'yesterday' is no release"),
        (_row("withdraw"), "there is nothing to withdraw"),
        ("quarantine,,", "9 columns are needed"),
        (_row("quarantine") + ",more", "9 columns are needed"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(row: str, words: str, tmp_path: Path) -> None:
    path = _file(tmp_path, _row("quarantine", OTHER), row)
    with pytest.raises(SettingsError, match="line 3: ") as refused:
        overrides_table(path, load_reference())
    assert words in str(refused.value)


def test_all_wrong_rows_are_named_at_once(tmp_path: Path) -> None:
    path = _file(tmp_path, _row("delete"), _row("quarantine"), _row("quarantine", "abc"))
    with pytest.raises(SettingsError, match=r"line 2: .*; line 4: "):
        decisions_in_force(path)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text("document,why\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="line 1: the columns must be decision,document_id"):
        decisions_in_force(path)


@pytest.mark.parametrize(
    ("written", "name", "code", "level", "category"),
    [
        ("北京市人民政府", "北京市人民政府", "110000", "province", "government"),
        ("110105 审计局", "北京市朝阳区审计局", "110105", "county", "department"),
        ("北京市朝阳区审计局", "北京市朝阳区审计局", "110105", "county", "department"),
    ],
)
def test_a_body_is_named_and_placed_as_the_reader_does(
    written: str, name: str, code: str, level: str, category: str, tmp_path: Path
) -> None:
    path = _file(tmp_path, _row("set", field="agency", value=written))
    (row,) = overrides_table(path, load_reference()).to_pylist()
    assert (row["agency_name"], row["region_code"]) == (name, code)
    assert (row["level"], row["category"], row["province"]) == (level, category, "北京市")


def test_a_decision_is_added_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "data" / "overrides.csv"
    right = Decision("quarantine", ONE, "", "", "", "", "w", "2026-03-02", '说"不全", 只有一半\n第二行')
    add_decision(path, right, load_reference())
    before = path.read_bytes()
    with pytest.raises(SettingsError, match="nothing to withdraw"):
        add_decision(
            path, Decision("withdraw", OTHER, "", "", "", "", "w", "2026-03-02", "y"), load_reference()
        )
    assert path.read_bytes() == before
    assert {one.name for one in path.parent.iterdir()} == {path.name, f".{path.name}.lock"}
    assert list(decisions_in_force(path).values()) == [right]


_ADDS = """
import sys
from pathlib import Path
from flows.load.overrides import Decision, add_decision
from flows.reference import load_reference
reference = load_reference()
print("ready", flush=True)
sys.stdin.readline()
for number in map(int, sys.argv[2:]):
    about = f"{number:032x}"
    add_decision(Path(sys.argv[1]), Decision("quarantine", about, *[""] * 4, "w", "2026-03-02", "seen"), reference)
"""


def test_decisions_that_several_processes_add_at_one_moment_are_all_kept(tmp_path: Path) -> None:
    path = _file(tmp_path)
    (tmp_path / f".{path.name}.part").write_text("left by a process that died", encoding="utf-8")
    shares = [[str(number) for number in range(first, first + 8)] for first in (100, 200, 300, 400)]
    adding = [
        subprocess.Popen(
            [sys.executable, "-c", _ADDS, str(path), *share],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=PROJECT_DIR,
        )
        for share in shares
    ]
    for process in adding:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    for process in adding:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    assert [process.wait() for process in adding] == [0] * len(adding)
    for process in adding:
        process.communicate()
    held = {one.document_id for one in decisions_in_force(path).values()}
    assert held == {f"{int(number):032x}" for share in shares for number in share}


def test_what_an_editor_saves_while_a_decision_is_added_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path, _row("quarantine"))
    by_hand = iter([_row("quarantine", "2" * 32)])

    def written_while_an_editor_saves(part: Path, content: bytes) -> None:
        write_through(part, content)
        for row in by_hand:
            path.write_text(f"{path.read_text(encoding='utf-8')}{row}\n", encoding="utf-8")

    monkeypatch.setattr("flows.load.overrides.write_through", written_while_an_editor_saves)
    right = Decision("quarantine", OTHER, "", "", "", "", "w", "2026-03-02", "y")
    add_decision(path, right, load_reference())
    assert [one.document_id for one in decisions_in_force(path).values()] == [ONE, "2" * 32, OTHER]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(data_dir=tmp_path)


def test_a_document_goes_into_quarantine_and_out_again(settings: Settings) -> None:
    document = report()
    store = load(settings, [Page("http://www.yunxi.gov.cn/1.htm", [document])])
    reference = load_reference()
    put_in(settings, reference, document.document_id, who="w", on=DAY, why="half a page")
    with pytest.raises(GongkaiError, match=r"already: w, .*: half a page"):
        put_in(settings, reference, document.document_id, who="v", on=DAY, why="once more")
    (one,) = kept_out(settings)
    assert (one.document_id, one.why, one.decided_on) == (document.document_id, "half a page", "2026-03-02")
    assert one.what == document.identity.title
    (decision,) = decisions_in_force(settings.overrides_file).values()
    assert decision.url == "http://www.yunxi.gov.cn/1.htm"
    before = store.content_fingerprint()
    store.replace_overrides(overrides_table(settings.overrides_file, reference))
    assert store.content_fingerprint() != before
    let_out(settings, reference, document.document_id, who="w", on=DAY, why="it is whole")
    assert kept_out(settings) == ()
    store.replace_overrides(overrides_table(settings.overrides_file, reference))
    assert store.content_fingerprint() == before
    with pytest.raises(GongkaiError, match="is not in quarantine"):
        let_out(settings, reference, document.document_id, who="w", on=DAY, why="again")


def test_the_command_keeps_out_lists_and_lets_in(settings: Settings) -> None:
    document = report()
    load(settings, [Page("http://www.yunxi.gov.cn/1.htm", [document])])

    def said(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, ["quarantine", *words, "--data", str(settings.data_dir)])
        assert result.exit_code == code, result.output
        return " ".join(result.output.split())

    assert "give the reason" in said(document.document_id, code=2)
    assert "is kept out" in said(document.document_id, "--why", "half a page", "--who", "Li")
    assert f"{document.document_id} {document.identity.title} http" in said()
    assert "Li, " in said()
    assert "is let in again" in said(document.document_id, "--release", "--why", "whole", "--who", "Li")
    assert said() == ""


def test_copies_at_other_addresses_are_named_and_kept_out_with_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_OPERATOR", "the editors")
    figures = [fact("review.total", 4), fact("review.upheld", 4)]
    one = report("云溪县财政局", 2022, *figures, text="财政局报告")
    mirror = report("云溪县财政局", 2022, *figures, text="转载：财政局报告")
    nobody = report(None, 2022, *figures, text="财政局报告")
    corrected = report("云溪县财政局", 2022, fact("review.total", 7), text="财政局报告（更正）")
    others = [report("云溪县财政局", 2021, *figures), report("云溪县水利局", 2022, *figures)]
    documents = [one, mirror, nobody, corrected, *others]
    load(
        settings,
        [Page(f"http://www.yunxi.gov.cn/{n}.htm", [document]) for n, document in enumerate(documents)],
    )

    def said(*words: str) -> str:
        words = (
            "quarantine",
            one.document_id,
            "--why",
            "a take-down",
            *words,
            "--data",
            str(settings.data_dir),
        )
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    named = said()
    assert (
        f"{mirror.document_id} 转载：财政局报告 http://www.yunxi.gov.cn/1.htm would take its place: the same figures"
        in named
    )
    assert (
        f"{nobody.document_id} 财政局报告 http://www.yunxi.gov.cn/2.htm would take its place: the same text"
        in named
    )
    assert (
        f"{corrected.document_id} 财政局报告（更正） http://www.yunxi.gov.cn/3.htm would take its place: the same"
        in named
    )
    assert [one.document_id for one in kept_out(settings)] == [one.document_id]
    assert not any(other.document_id in named for other in others)
    # The document is left out already, and its copies are not.
    kept = said("--with-copies")
    assert kept.count("is kept out too") == 2
    assert {one.document_id for one in kept_out(settings)} == {
        one.document_id,
        mirror.document_id,
        nobody.document_id,
    }
    assert {one.who for one in kept_out(settings)} == {"the editors"}
    again = said("--with-copies")
    assert mirror.document_id not in again
    assert corrected.document_id in again


def test_what_was_never_read_cannot_be_kept_out(settings: Settings) -> None:
    for _ in ("no store", "an empty store"):
        with pytest.raises(GongkaiError, match=f"no document {ONE} was read"):
            put_in(settings, load_reference(), ONE, who="w", on=DAY, why="y")
        RawStore(settings)
    assert not settings.overrides_file.exists()


def test_decisions_are_replaced_and_kept_as_they_are(settings: Settings) -> None:
    store = RawStore(settings)
    table = overrides_table(
        _file(settings.data_dir, _row("quarantine", url="u", payload_sha256=PAYLOAD)), load_reference()
    )
    for _ in range(2):
        store.replace_overrides(table)
        assert store.counts()["overrides"] == 1
    store.replace_overrides(OVERRIDES.schema.empty_table())
    assert store.counts()["overrides"] == 0
