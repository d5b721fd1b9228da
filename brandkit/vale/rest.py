"""reStructuredText as HTML, by the same program that Vale asks: docutils with its oldest HTML writer."""

from __future__ import annotations

import regex
from docutils.core import publish_string

_SETTINGS = {
    "output_encoding": "unicode",
    "input_encoding": "unicode",
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    "file_insertion_enabled": False,
    "embed_stylesheet": False,
    "toc_backlinks": False,
    "footnote_backlinks": False,
    "sectnum_xform": False,
    "_disable_config": True,
}
_CODE = regex.compile(r"\.\. (?:raw|code(?:-block)?):: *(?:[\w-]+)?(?:\s+:\w+:.*)*")
_SPHINX = regex.compile(r".. (?:glossary|contents)::")
_START, _END = "<body>\n", "\n</body>"


def rest_to_html(text: str) -> str:
    """The body of the HTML; mistakes in the markup are passed over, and no other file is read."""
    plain = _CODE.sub("::", _SPHINX.sub(".. code::", text))
    page = str(publish_string(plain, writer="html4css1", settings_overrides=_SETTINGS))
    start, end = page.find(_START), page.rfind(_END)
    return page[start + len(_START) : end] if 0 <= start < end else page
