"""The pages of other programs that are parts of the site: dbt's lineage and the gate's Data Docs.

What belongs here: taking them in, so that they stay on this host and ask for nothing that is not there. What does not:
making them (`flows/build/dbt.py`, `expectations/`), and the site's own pages (`pages.py`).

    lineage/index.html     dbt's page of models, where the build left one
    quality/               the Data Docs of the last nights, where the gate left them; they carry their own policy

Each page gets a link back to the site.
"""

import re
import shutil
from pathlib import Path
from typing import Any, Final

from flows.settings import Settings
from flows.site import policy

_HEAD: Final = "<head>"
_BODY: Final = re.compile(r"<body[^>]*>")
_STYLE: Final = "position:fixed;left:0;bottom:0;z-index:9;margin:0;padding:.3rem .8rem;background:#fff"
_WAY_BACK: Final = f'<p style="{_STYLE}"><a href="{{}}index.html" style="color:#17527a">公开 Gongkai</a></p>'
"""Both programs' pages lead nowhere else: on a phone they would be the end of the road."""
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
    docs = settings.quality_dir / "docs"
    has_docs = (docs / "index.html").exists()
    if has_docs:
        shutil.copytree(docs, folder / "quality")
        for page in (folder / "quality").rglob("*.html"):
            depth = len(page.relative_to(folder).parents) - 1
            text = _with_way_back(page.read_text(encoding="utf-8"), "../" * depth)
            page.write_text(text, encoding="utf-8")
    checked = sorted(docs.glob(f"validations/release/{run_id}/*/*.html"))
    return {
        "has_lineage": lineage.exists(),
        "has_data_docs": has_docs,
        "checked_at": checked[-1].relative_to(docs).as_posix() if checked else None,
    }


def mended(page: str) -> str:
    """dbt's page with a content policy, and without the names that it leaves unfilled."""
    for unfilled, filled in _LEFT_UNFILLED:
        page = page.replace(unfilled, filled)
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy.PART}">'
    return _with_way_back(page.replace(_HEAD, _HEAD + tag, 1), "../")


def _with_way_back(page: str, root: str) -> str:
    return _BODY.sub(lambda found: found[0] + _WAY_BACK.format(root), page, count=1)
