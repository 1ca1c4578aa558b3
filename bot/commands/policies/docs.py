"""`ansinh policies docs`: write the pages about the rules, or see whether they are up to date."""

from __future__ import annotations

from pathlib import Path

import click

from policies import load_ruleset
from policies.pages import pages


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("docs") / "policies",
    show_default=True,
    help="Where the pages are.",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if stale.")
def docs(folder: Path, *, only_check: bool) -> None:
    """Make a page of documentation for each scheme from the parameters."""
    stale = [
        path
        for name, text in pages(load_ruleset()).items()
        if not _holds(path := folder / f"{name}.md", text)
        and (only_check or path.write_text(text, encoding="utf-8"))
    ]
    for path in stale:
        click.echo(f"{path} {'is stale' if only_check else 'written'}")
    raise SystemExit(1 if stale and only_check else 0)


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
