"""The `copydesk` command: one line of help a command, and what each is for."""

from __future__ import annotations

import typer

from bot.cli.ask import ask
from bot.cli.audit import audit
from bot.cli.check import check
from bot.cli.demo import demo
from bot.cli.doctor import doctor
from bot.cli.draft import draft
from bot.cli.evaluate import evaluate
from bot.cli.kit import kit
from bot.cli.replay import replay
from bot.cli.rules import rules
from bot.cli.search import search
from bot.cli.serve import migrate, serve, worker
from bot.cli.waivers import waivers

app = typer.Typer(
    name="copydesk",
    help="Your brand's copy desk in Slack. Start with `copydesk demo`: it needs no Slack, GPU or network.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

_TRY, _RUN, _BRAND = "Try it", "Run it", "Use a brand kit"

app.command(rich_help_panel=_TRY)(demo)
app.command(rich_help_panel=_RUN)(serve)
app.command(rich_help_panel=_RUN)(worker)
app.command(rich_help_panel=_RUN)(migrate)
app.command(rich_help_panel=_RUN)(doctor)
app.command(rich_help_panel=_RUN)(replay)
app.add_typer(audit, name="audit", rich_help_panel=_RUN)
app.command(rich_help_panel=_BRAND)(draft)
app.command(rich_help_panel=_BRAND)(check)
app.command(rich_help_panel=_BRAND)(search)
app.command(rich_help_panel=_BRAND)(ask)
app.add_typer(kit, name="kit", rich_help_panel=_BRAND)
app.add_typer(waivers, name="waivers", rich_help_panel=_BRAND)
app.add_typer(rules, name="rules", rich_help_panel=_BRAND)
app.add_typer(evaluate, name="eval", rich_help_panel=_BRAND)


def main() -> None:
    """Run the command line."""
    app()
