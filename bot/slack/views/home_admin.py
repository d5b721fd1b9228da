"""The admin's part of App Home: versions of the guidelines, and the documents in force."""

from __future__ import annotations

from bot.slack.ids import Action, Kind, Ref
from bot.slack.views.blocks import (
    Element,
    actions,
    are_you_sure,
    button,
    context,
    divider,
    header,
    moment,
    note,
    person,
    plain_button,
    say,
    section,
    words,
)
from bot.slack.views.guidelines import (
    activate_button,
    diff_button,
    discard_button,
    shadow_button,
    version_ref,
)
from bot.slack.views.home_lists import page_of, turn
from bot.slack.views.models import Block, DocumentLine, Guidelines, HomeState, IndexProgress, VersionLine
from brandkit.amounts import counted

_VERSIONS = 4
_NAME = 200
_STATES = {"draft": "ready to activate", "active": "active", "archived": "archived"}


def admin_blocks(guidelines: Guidelines, state: HomeState) -> list[Block]:
    """What is in force, what could be, and the way to change it."""
    return [
        divider(),
        header("Guidelines"),
        *actions(_what_to_do(guidelines)),
        *actions(_what_waits(guidelines)),
        *_indexing(guidelines.indexing),
        *_versions(guidelines),
        *_documents(guidelines, state),
    ]


def _what_to_do(guidelines: Guidelines) -> list[Element]:
    upload = plain_button("Upload guidelines", Action.GUIDELINES_UPLOAD, tone="primary")
    trial = plain_button("Test a question", Action.GUIDELINES_TEST)
    active = next((each for each in guidelines.versions if each.state == "active"), None)
    if guidelines.before is None or active is None:
        return [upload, trial]
    restore = f"Restore version {guidelines.before}"
    told = (
        f"Version {guidelines.before} is in force again at once. "
        f"Version {active.version} stays in the list, and you can activate it again."
    )
    sure = are_you_sure(f"{restore}?", told, "Restore")
    ref = version_ref(active.version)
    return [upload, trial, button(restore, Action.GUIDELINES_RESTORE, ref, confirm=sure)]


def _what_waits(guidelines: Guidelines) -> list[Element]:
    """Windows on what the owner of the guidelines should know, with how much there is."""
    rules = [
        plain_button(f"Rules that lost their voice: {guidelines.demoted}", Action.RULES_STANDING),
        plain_button(f"Proposed rules: {guidelines.proposed}", Action.PROPOSALS),
    ]
    active = next((each for each in guidelines.versions if each.state == "active"), None)
    if active is None:
        return rules
    ref = version_ref(active.version)
    return [
        button(f"Open questions: {guidelines.questions}", Action.GUIDELINES_QUESTIONS, ref),
        button(f"Stale copy: {guidelines.stale}", Action.GUIDELINES_STALE, ref),
        button("What to look at", Action.GUIDELINES_TROUBLES, ref),
        *rules,
    ]


def _indexing(progress: IndexProgress | None) -> list[Block]:
    """While the passages are indexed with another embedding model."""
    if progress is None:
        return []
    told = f"Being indexed with {progress.coming}: {progress.done:,} of {counted(progress.total, 'passage')}."
    until = (
        f"Until all are, {progress.answering} answers."
        if progress.answering
        else "The model before it is gone, so it answers already."
    )
    return [context(words(f"{told} {until}", _NAME))]


def _versions(guidelines: Guidelines) -> list[Block]:
    if not guidelines.versions:
        return [note("No guidelines yet. Upload the first document: drafts will rest on it.")]
    shown = [block for each in guidelines.versions[:_VERSIONS] for block in _version(each)]
    hidden = len(guidelines.versions) - _VERSIONS
    return [*shown, *([note(f"and {counted(hidden, 'older version')}")] if hidden > 0 else [])]


def _version(line: VersionLine) -> list[Block]:
    size = f"{counted(line.documents, 'document')}, {counted(line.passages, 'passage')}"
    by = f" · by {person(line.by)}" if line.by else ""
    at = f" · {moment(line.at)}" if line.at else ""
    told = f"*Version {line.version}* · {_STATES.get(line.state, 'archived')} · {size}{by}{at}"
    return [section(say(told)), *actions(_pressed(line))]


def _pressed(line: VersionLine) -> list[Element]:
    if line.state == "draft":
        return [activate_button(line.version), shadow_button(line.version), discard_button(line.version)]
    again = [activate_button(line.version)] if line.state == "archived" else []
    return [*again, *([diff_button(line.version)] if line.version > 1 else [])]


def _documents(guidelines: Guidelines, state: HomeState) -> list[Block]:
    if not guidelines.documents:
        return []
    lines, page, pages = page_of(guidelines.documents, state.documents)
    shown = [block for each in lines for block in _document(each)]
    late = sum(each.overdue for each in guidelines.documents)
    overdue = f" · {counted(late, 'review')} overdue" if late else ""
    title = note(f"*Documents in force: {len(guidelines.documents)}*{overdue}")
    gone = (
        [context(words(f"Archived: {', '.join(guidelines.archived)}", _NAME))] if guidelines.archived else []
    )
    return [title, *shown, *turn(Action.HOME_DOCUMENTS_PAGE, page, pages), *gone]


def _document(line: DocumentLine) -> list[Block]:
    pages = f"{counted(line.pages, 'page')} · " if line.pages is not None else ""
    by = f" · uploaded by {person(line.uploaded_by)}" if line.uploaded_by else ""
    at = f" · {moment(line.uploaded_at)}" if line.uploaded_at else ""
    told = f"{pages}{counted(line.passages, 'passage')}{by}{at}"
    edit = button("Edit", Action.GUIDELINES_DOCUMENT, Ref(kind=Kind.GUIDELINES, id=line.id))
    name = section(words(line.name, _NAME), edit if line.id else None)
    return [name, context(words(line.kind, 30), say(told), *_cared(line))]


def _cared(line: DocumentLine) -> list[Element]:
    """Owner, review date and what it is for, where anybody said so; then what could not be read of it."""
    late = " (overdue)" if line.overdue else ""
    parts = (
        f"Owner: {line.owner}" if line.owner else "",
        f"Review by {line.review_by:%d %b %Y}{late}" if line.review_by else "",
        f"Only for {', '.join(line.scope)}" if line.scope else "",
        *line.notes,
    )
    told = " · ".join(filter(None, parts))
    return [words(told, _NAME)] if told else []
