"""Options that several commands of the group share."""

from __future__ import annotations

from datetime import datetime

import click

from bot.vietnam import VIETNAM

DAY = click.DateTime(["%Y-%m-%d"])

ON = click.option(
    "--on",
    type=DAY,
    default=lambda: f"{datetime.now(VIETNAM):%Y-%m-%d}",
    show_default="today",
    help="The day whose rules hold.",
)
PROVINCE = click.option(
    "--province",
    envvar="ANSINH_PROVINCE",
    help="The province, by its slug; without it only national rules apply.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")
