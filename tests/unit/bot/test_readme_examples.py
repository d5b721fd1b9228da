"""What the README shows of the command line is what comes out of it."""

import re
from pathlib import Path

from typer.testing import CliRunner

from bot.cli.main import app

ROOT = Path(__file__).resolve().parents[3]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_check_in_the_readme_finds_what_the_readme_says(tmp_path: Path) -> None:
    shown = re.search(r"\$ cat post\.md\n(.*?)\$ copydesk check[^\n]*\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    post = tmp_path / "post.md"
    post.write_text(shown[1], encoding="utf-8")

    told = CliRunner().invoke(
        app, ["check", "--kit", str(ROOT / "kits/ledgerline"), "--channel", "linkedin", str(post)]
    )

    printed = told.output.replace(str(post), "post.md")
    lines = [line for line in shown[2].splitlines() if line and line != "…"]
    assert [line for line in lines if line not in printed] == []
