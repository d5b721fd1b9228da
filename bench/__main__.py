"""`make bench`: run every measurement, or those that are named.

python -m bench                  all of them
python -m bench retrieval_speed  one of them
python -m bench --list           what there is
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Give 0 when every measurement ran, 1 when one failed, 2 for a name that there is not."""
    known = {path.stem: path for path in sorted(FOLDER.glob("*.py")) if not path.stem.startswith("_")}
    if arguments == ["--list"]:
        for name, path in known.items():
            print(f"{name:<20} {_about(path)}")
        return 0
    unknown = [name for name in arguments if name not in known]
    if unknown:
        print(f"There is no measurement {', '.join(unknown)}. There are: {', '.join(known)}.")
        return 2
    failed = [name for name in arguments or known if not _ran(name, known[name])]
    if failed:
        print(f"Did not run to its end: {', '.join(failed)}")
    return 1 if failed else 0


def _ran(name: str, path: Path) -> bool:
    """Each in a process of its own, so that none warms the next one up."""
    print(f"== {name}: {_about(path)}", flush=True)
    command = [sys.executable, "-m", f"bench.{name}"]
    return subprocess.run(command, cwd=FOLDER.parent, check=False).returncode == 0  # noqa: S603 - our own


def _about(path: Path) -> str:
    document = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return document.partition("\n")[0]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
