"""An asset as a file: Markdown to read and paste from, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from approvals.assets import Asset
from approvals.audit_entry import spelled
from approvals.packing import pack
from brandkit.briefs import Brief
from brandkit.drafts import Part

Name = Callable[[str], str]

_TOLD_ELSEWHERE = frozenset({"passages", "kit_version", "guideline_version"})
_BRIEF_LINES = (
    ("Asked", "ask"),
    ("Topic", "topic"),
    ("Audience", "audience"),
    ("Objective", "objective"),
    ("Key message", "key_message"),
    ("Tone", "tone"),
    ("Call to action", "call_to_action"),
    ("Link", "link"),
    ("Must mention", "must_mention"),
    ("Product", "product"),
    ("Market", "market"),
    ("Language", "locale"),
    ("Follow-ups", "instructions"),
)


def exported(asset: Asset, form: str) -> str:
    """An asset as the text of a file, as `md` or as `json`."""
    return export_markdown(asset) if form == "md" else export_json(asset)


def export_json(asset: Asset) -> str:
    """The whole asset, times in ISO 8601 UTC; the same asset always gives the same text."""
    plain = {
        "id": asset.id,
        "title": asset.title,
        "brand": asset.brand,
        "channel": asset.channel,
        "parts": pack(tuple[Part, ...], asset.parts),
        "content_hash": asset.content_hash,
        "state": asset.state.value,
        "approval": asset.approval,
        "draft": asset.draft,
        "number": asset.number,
        "variant": asset.variant,
        "brief": pack(Brief, asset.brief),
        "requester": asset.requester,
        "approved_by": asset.approved_by,
        "approved_at": spelled(asset.approved_at),
        "guideline_version": asset.guideline_version,
        "kit_version": asset.kit_version,
        "provenance": asset.provenance,
    }
    return json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def export_markdown(asset: Asset, *, name: Callable[[str], str] = str) -> str:
    """The copy first, field by field in fences so that it is pasted unchanged, then how it came to be.

    `name` turns a person's id into what they are called; without it the ids are shown.
    """
    return "\n".join(_lines(asset, name)) + "\n"


def _lines(asset: Asset, name: Name) -> Iterator[str]:
    yield f"# {_inline(asset.title)}"
    yield ""
    when = _moment(asset.approved_at.isoformat())
    who = _inline(name(asset.approved_by))
    yield f"{asset.channel} · version {asset.number} · approved by {who} on {when}"
    yield ""
    yield "## Copy"
    for part in asset.parts:
        yield from _part(asset, part)
    yield from _brief(asset.brief)
    yield from _writing(asset)
    yield from _findings(asset.provenance["findings"], name)
    yield from _passages(asset.provenance["passages"])
    yield from _sign_offs(asset, name)


def _part(asset: Asset, part: Part) -> Iterator[str]:
    several = sum(other.field == part.field for other in asset.parts) > 1
    fence = _fence(part.text)
    yield ""
    yield f"### {part.field.replace('_', ' ').capitalize()}{f' {part.index + 1}' if several else ''}"
    yield ""
    yield f"{fence}text"
    yield part.text
    yield fence


def _brief(brief: Brief) -> Iterator[str]:
    yield from _heading("Brief")
    plain = pack(Brief, brief)
    for label, name in _BRIEF_LINES:
        value = plain[name]
        text = "; ".join(value) if isinstance(value, list) else value
        if text:
            yield f"- {label}: {_inline(text)}"


def _writing(asset: Asset) -> Iterator[str]:
    yield from _heading("Versions")
    for version in asset.provenance["versions"]:
        change = f": {_inline(version['change'])}" if version["change"] else ""
        yield f"- Version {version['number']} by {version['writer']}, {_moment(version['at'])}{change}"
    yield from _heading("Writer")
    for name, value in asset.provenance["writer"].items():
        if name not in _TOLD_ELSEWHERE and value not in ("", None, [], 0):
            yield f"- {name.replace('_', ' ').capitalize()}: {_inline(_flat(value))}"
    yield f"- Kit version: {asset.kit_version or 'not recorded'}"
    yield f"- Guideline version: {asset.guideline_version or 'not recorded'}"


def _findings(findings: list[dict[str, Any]], name: Name) -> Iterator[str]:
    yield from _heading("Findings that remained")
    if not findings:
        yield "None."
    waived = sum((finding.get("aside") or {}).get("kind") == "waived" for finding in findings)
    if waived:
        yield f"Waived: {waived} of {len(findings)}."
        yield ""
    for finding in findings:
        where = f" in {finding['field'].replace('_', ' ')}" if finding["field"] else ""
        yield f"- {finding['severity']}{where}: {_inline(finding['message'])} ({finding['rule']})"
        if finding.get("aside"):
            yield f"  - {_aside(finding['aside'], name)}"


def _aside(aside: dict[str, Any], name: Name) -> str:
    deed = "Waived" if aside["kind"] == "waived" else "Dismissed as a false alarm"
    until = f" until {_moment(aside['until'])}" if aside["until"] else ""
    reach = f" for this {aside['scope']}" if aside["scope"] else ""
    return f"{deed}{reach}{until} by {_inline(name(aside['by']))}: {_inline(aside['reason'])}"


def _passages(passages: list[dict[str, Any]]) -> Iterator[str]:
    yield from _heading("Guideline passages")
    if not passages:
        yield "None was found for this brief."
    for passage in passages:
        place = f", {_inline(passage['place'])}" if passage["place"] else ""
        use = "cited" if passage["cited"] else "given"
        mark = f"{passage['version']}, {use}, sha256 {passage['text_hash']}"
        yield f"- {_inline(passage['document'])}{place} ({mark})"
        yield f"  > {_inline(passage['text'])}"


def _sign_offs(asset: Asset, name: Name) -> Iterator[str]:
    yield from _heading("Sign-offs")
    for sign_off in asset.provenance["sign_offs"]:
        reason = f": {_inline(sign_off['reason'])}" if sign_off["reason"] else ""
        decision = sign_off["decision"].replace("_", " ")
        yield f"- {_inline(name(sign_off['by']))}: {decision}, {_moment(sign_off['at'])}{reason}"
    yield f"- Requested by {_inline(name(asset.requester))}"
    if asset.provenance["author"] != asset.requester:
        yield f"- Last edited by {_inline(name(asset.provenance['author']))}"
    yield f"- Content hash (SHA-256): `{asset.content_hash}`"
    audit = asset.provenance["audit"]
    yield f"- Decision log: entry {audit['seq']}, `{audit['hash']}`"


def _heading(title: str) -> tuple[str, str, str]:
    return ("", f"## {title}", "")


def _fence(text: str) -> str:
    """Longer than any run of backticks inside, so that the copy cannot end its own fence."""
    longest = max((len(run) for run in text.replace("\n", " ").split() if set(run) == {"`"}), default=0)
    while "`" * max(3, longest) in text:
        longest = max(3, longest) + 1
    return "`" * max(3, longest)


def _inline(text: str) -> str:
    """One line, with the characters that Markdown would read as its own escaped."""
    line = " ".join(text.split())
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in line)


def _flat(value: object) -> str:
    """Lists of names and values, as the decoding settings are, on one line."""
    if not isinstance(value, list):
        return str(value)
    inner = [" ".join(map(str, item)) if isinstance(item, list) else str(item) for item in value]
    return "; ".join(inner)


def _moment(spelled_at: str) -> str:
    at = datetime.fromisoformat(spelled_at).astimezone(UTC)
    return f"{at.day} {at:%B %Y} at {at:%H:%M} UTC"
