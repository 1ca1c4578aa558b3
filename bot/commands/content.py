"""`ansinh content`: what the assistant says, checked before a citizen reads it."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

import click

from bot import conversation
from bot.content.check import check_content
from bot.content.check_faq import Scene
from bot.content.errors import ContentError
from bot.content.findings import Finding
from bot.content.load import load_content, own_texts
from bot.content.usage import used_texts
from bot.settings import CONTENT_DIR, PROVINCE
from bot.vietnam import VIETNAM
from policies import load_ruleset


@click.group()
def command() -> None:
    """Look after what the assistant says."""


@command.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    envvar="ANSINH_CONTENT_DIR",
    default=CONTENT_DIR,
    show_default=True,
    help="The folder of what the assistant says.",
)
@click.option(
    "--province",
    envvar="ANSINH_PROVINCE",
    default=PROVINCE,
    show_default=True,
    help="The province served.",
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=lambda: f"{datetime.now(VIETNAM):%Y-%m-%d}",
    show_default="today",
    help="The day for which figures are computed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(folder: Path, province: str, on: datetime, *, as_json: bool) -> None:
    """Find what is wrong with the content; exit with 1 where anything must be put right."""
    version, findings = _findings(folder, province, on)
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        report = {
            "ok": not errors,
            "version": version,
            "findings": [finding.as_json() for finding in findings],
        }
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo(f"{errors} errors, {len(findings) - errors} warnings")
    raise SystemExit(1 if errors else 0)


def _findings(folder: Path, province: str, on: datetime) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the version of the content, where it loads, and what is wrong with it."""
    try:
        content = load_content(folder)
    except ContentError as error:
        file = Path(os.path.relpath(error.file, folder)).as_posix()
        return None, (Finding("error", file, error.key, error.reason),)
    names = {key.partition(".")[0] for key in content.texts}
    used = used_texts(Path(conversation.__path__[0]), names)
    own = {locale: own_texts(folder.resolve().parent / locale) for locale in content.translations}
    scene = Scene(load_ruleset(), on.date(), province)
    return content.version, check_content(content, scene, used, own)
