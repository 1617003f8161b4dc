"""The site on the command line: `site build`, `site serve` and `site assets`."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.shared import DataFolder, console
from flows.settings import settings_of

app = typer.Typer(help="The static site of the current release.", no_args_is_help=True)


@app.command()
def build(
    out: Annotated[
        Path | None,
        typer.Option(help="Where it shall lie; in the data folder if not given.", file_okay=False),
    ] = None,
    data: DataFolder = None,
) -> None:
    """Build the site of the current release; the last one stays until the new one is whole."""
    settings = settings_of(data)
    from flows.reference import load_reference
    from flows.site.build import build_site

    report = build_site(settings, load_reference(), out)
    megabytes = report.n_bytes / 1_000_000
    console.print(
        f"{report.folder}: {report.n_files:,} files, {megabytes:,.1f} MB, in {report.seconds:.1f} s",
        highlight=False,
        soft_wrap=True,
    )
    if not report.has_console:
        console.print("without the SQL console: `make site-assets` fetches its programs", highlight=False)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="The port on this machine; 0 takes a free one.")] = 8080,
    folder: Annotated[
        Path | None, typer.Option(help="Another built site.", exists=True, file_okay=False)
    ] = None,
    data: DataFolder = None,
) -> None:
    """Show the built site on this machine until it is stopped (Ctrl-C)."""
    settings = settings_of(data)
    from flows.site.build import site_dir
    from flows.site.serve import make_server

    with make_server(folder or site_dir(settings), port) as server:
        console.print(f"http://127.0.0.1:{server.server_address[1]}/", highlight=False)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.print("stopped", highlight=False)


@app.command()
def assets() -> None:
    """Fetch the programs of the SQL console from pinned, hashed packages (needs npm); once."""
    from flows.site.vendor import fetch_assets

    console.print(f"the SQL console's programs lie in {fetch_assets()}", highlight=False, soft_wrap=True)
