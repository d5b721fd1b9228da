"""Makes a wheel that holds a distribution's name and version, and nothing else.

    python -m serving.name_wheel FOLDER NAME VERSION      prints the path of the wheel

Some builds carry a package under another distribution name; code that looks its own version up by
the usual name then fails. Installing such a wheel beside the build answers the look-up.
"""

from __future__ import annotations

import base64
import hashlib
import sys
import zipfile
from pathlib import Path


def make_name_wheel(folder: Path, name: str, version: str) -> Path:
    """Write the wheel into `folder` and return its path; `name` and `version` in normalised form."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nSummary: A name.\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: serving\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = _record(files, info)
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def _record(files: dict[str, str], info: str) -> str:
    rows = [f"{path},sha256={_digest(text)},{len(text)}" for path, text in files.items()]
    return "\n".join([*rows, f"{info}/RECORD,,", ""])


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


if __name__ == "__main__":
    sys.stdout.write(f"{make_name_wheel(Path(sys.argv[1]), sys.argv[2], sys.argv[3])}\n")
