"""Where a site is built: nothing else is ever touched, and two builds do not break each other."""

import shutil
import threading
from pathlib import Path

import pytest

from flows.errors import PublishError
from flows.site.place import MARK, mark, new_site


def _build(target: Path, words: str, *, is_own_place: bool = False) -> None:
    with new_site(target, is_own_place=is_own_place) as part:
        (part / "index.html").write_text(words)
        mark(part, "run")


def test_a_site_takes_the_place_of_an_earlier_one_and_of_an_empty_folder(tmp_path: Path) -> None:
    target = tmp_path / "there" / "site"
    target.mkdir(parents=True)
    for words in ("one", "two"):
        _build(target, words)
        assert (target / "index.html").read_text() == words
    assert {path.name for path in target.parent.iterdir()} == {"site", ".site.lock"}


@pytest.mark.parametrize("inside", ["thesis.txt", "index.html", MARK])
def test_a_folder_that_holds_something_else_is_refused_and_stays(tmp_path: Path, inside: str) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / inside).write_text("[1]")
    with pytest.raises(PublishError, match="no site of ours"):
        _build(target, "new")
    assert [path.name for path in target.iterdir()] == [inside]
    file = tmp_path / "file"
    file.write_text("words")
    with pytest.raises(PublishError, match="no site of ours"):
        _build(file, "new")
    assert file.read_text() == "words"


def test_the_data_folders_own_place_needs_no_mark(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "left.html").write_text("of an earlier version")
    _build(target, "new", is_own_place=True)
    assert not (target / "left.html").exists()


def test_the_current_folder_is_named_as_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes.txt").write_text("words")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PublishError, match="no site of ours"):
        _build(Path(), "new")
    assert (tmp_path / "notes.txt").exists()


def test_a_failed_build_leaves_the_last_site_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "site"
    _build(target, "last")
    with pytest.raises(PublishError, match="cannot be written"), new_site(target, is_own_place=False) as part:
        shutil.copy(tmp_path / "nothing", part)
    assert (target / "index.html").read_text() == "last"
    assert {path.name for path in tmp_path.iterdir()} == {"site", ".site.lock"}


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    target = tmp_path / "site"
    first_is_in, first_may_end, order = threading.Event(), threading.Event(), []

    def first() -> None:
        with new_site(target, is_own_place=False) as part:
            first_is_in.set()
            assert first_may_end.wait(30)
            mark(part, "first")
            order.append("first")

    def second() -> None:
        _build(target, "second")
        order.append("second")

    one, other = threading.Thread(target=first), threading.Thread(target=second)
    one.start()
    assert first_is_in.wait(30)
    other.start()
    other.join(0.3)
    assert other.is_alive()
    first_may_end.set()
    one.join()
    other.join()
    assert order == ["first", "second"]
    assert (target / "index.html").read_text() == "second"
