"""The pages of other programs that are parts of the site: dbt's lineage and the gate's Data Docs.

What belongs here: taking them in, so that they stay on this host and ask for nothing that is not there. What does not:
making them (`flows/build/dbt.py`, `expectations/`), and the site's own pages (`pages.py`).

    lineage/index.html     dbt's page of models, where the build left one
    quality/               the Data Docs of the release that is shown: a first page, the rules, and the newest checks of
                           the raw store and of the file, where the gate left them; they carry their own policy

Each page gets a link back to the site. What the gate said of other nights stays with the operator: those pages show
rows of what was never published, or has been taken down since.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args
from urllib.parse import unquote

from expectations.history import Suite
from flows.settings import Settings
from flows.site import policy

_HEAD: Final = "<head>"
_BODY: Final = re.compile(r"<body[^>]*>")
_STYLE: Final = "position:fixed;left:0;bottom:0;z-index:9;margin:0;padding:.3rem .8rem;background:#fff"
_WAY_BACK: Final = f'<p style="{_STYLE}"><a href="{{}}index.html" style="color:#17527a">公开 Gongkai</a></p>'
"""Both programs' pages lead nowhere else: on a phone they would be the end of the road."""
_ROW: Final = re.compile(r"<tr>(?:(?!<tr>).)*?</tr>\s*", re.DOTALL)
_CHECK: Final = re.compile(r'href="(validations/[^"]+)"')
"""A row of the gate's first page, and the check that it leads to."""
_ICON: Final = "../assets/icon.svg"
_LEFT_UNFILLED: Final = (
    # dbt ships its page with two names that nothing fills in: its icon, and, until Angular has run, the pictures of its
    # menu. A browser asks for them as they stand.
    ("${require('./assets/favicons/favicon.ico')}", _ICON),
    ('xlink:href="{{ getIcon(', 'ng-attr-href="{{ getIcon('),
)


def copy_parts(settings: Settings, run_id: str, folder: Path) -> dict[str, Any]:
    """Copy what there is for a release.

    Returns:
        `has_lineage`, `has_data_docs`, and `checked_at`: the page of this release's checks inside `quality/`, or None.
    """
    lineage = settings.warehouse_dir / run_id / "docs" / "index.html"
    if lineage.exists():
        (folder / "lineage").mkdir()
        (folder / "lineage" / "index.html").write_text(mended(lineage.read_text(encoding="utf-8")), "utf-8")
    checks = _copy_data_docs(settings.quality_dir / "docs", run_id, folder / "quality")
    return {
        "has_lineage": lineage.exists(),
        "has_data_docs": bool(checks),
        "checked_at": checks.get("release"),
    }


def _copy_data_docs(docs: Path, run_id: str, quality: Path) -> dict[Suite, str]:
    """Copy what the gate said of a release, the rules, and a first page that names no other check.

    Returns:
        The page of each checkpoint that there is, by its path inside the folder; nothing is copied where there is none.
    """
    first = docs / "index.html"
    checks = dict(_newest_checks(docs, run_id)) if first.exists() else {}
    if not checks:
        return {}
    for page in (first, *docs.glob("expectations/*.html"), *(docs / check for check in checks.values())):
        name = page.relative_to(docs)
        text = page.read_text(encoding="utf-8")
        if page == first:
            text = _ROW.sub(lambda row: row[0] if _leads_to(row[0], checks) else "", text)
        copy = quality / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(_with_way_back(text, "../" * len(name.parents)), encoding="utf-8")
    return checks


def _newest_checks(docs: Path, run_id: str) -> Iterator[tuple[Suite, str]]:
    """The last page of each checkpoint of a run, which may have been asked more than once."""
    for suite in get_args(Suite):
        pages = sorted(docs.glob(f"validations/{suite}/{run_id}/*/*.html"))
        if pages:
            yield suite, pages[-1].relative_to(docs).as_posix()


def _leads_to(row: str, checks: dict[Suite, str]) -> bool:
    """Whether a row of the first page leads to one of some checks, or to none at all."""
    check = _CHECK.search(row)
    return check is None or unquote(check[1]) in checks.values()


def mended(page: str) -> str:
    """dbt's page with a content policy, and without the names that it leaves unfilled."""
    for unfilled, filled in _LEFT_UNFILLED:
        page = page.replace(unfilled, filled)
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy.LINEAGE}">'
    return _with_way_back(page.replace(_HEAD, _HEAD + tag, 1), "../")


def _with_way_back(page: str, root: str) -> str:
    return _BODY.sub(lambda found: found[0] + _WAY_BACK.format(root), page, count=1)
