"""Long copy, many findings, emoji, right-to-left script, markup: shown whole, within every limit of Slack's."""

import pytest

from approvals import drafts
from approvals.waiver import WaiverScope
from bot.reviewing import Edit
from bot.rulings import Grounds, Target
from bot.slack.ids import parse_ref
from bot.turns import Said
from brandkit.drafts import DraftId, Part
from brandkit.findings import Severity
from tests.scenarios.workplace import (
    MARKETING,
    OMAR,
    Json,
    Workplace,
    action_in,
    actions_of,
    copy_on,
    is_ours,
    text_of,
    typed,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

FAMILY = "👩‍👩‍👧‍👦"
ARABIC = "تذكيرات الفواتير تصل في موعدها، وأنت في بيتك."
MARKUP = "<!channel> *bold* _it_ `code` <https://evil.example|click> & <@U0OMAR> ~done~ :tada:"

ODD: dict[str, str] = {
    "long": "\n\n".join(
        f"Paragraph {n}. " + "Reminders go out on the day they are due. " * 12 for n in range(40)
    ),
    "one long word": "a" * 9_000,
    "emoji": f"{FAMILY} Reminders {FAMILY} " * 400,
    "right to left": f"{ARABIC}\n\n" * 120,
    "markup": f"{MARKUP}\n" * 80,
    "fifty findings": "\n".join(
        f"Visit our web site number {n} and send an e-mail to us." for n in range(30)
    ),
}


@pytest.mark.parametrize("kind", list(ODD))
async def test_odd_copy_goes_all_the_way(work: Workplace, kind: str) -> None:
    text = ODD[kind].strip()
    root, first = await work.drafted("blog post for freelancers about Smart Reminders")
    draft = DraftId(parse_ref(value_of(first, "draft.edit")).id)
    said = Said(
        key=f"test:{kind}", team="T0DEMO", user="U0MAYA", channel=MARKETING, root=root["ts"], ts="", text=""
    )
    parts = (Part(field="title", text="A title"), Part(field="body", text=text))
    await work.desk.conversation.edit(said, draft=draft, variant=0, edit=Edit(parts=parts))

    second = await work.card(root, 2)
    await work.quiet()
    if kind in {"long", "emoji", "right to left"}:
        shown = "".join(copy_on(each) for each in thread_of(work, root) if each["ts"] >= second["ts"])
        assert squeezed(text) in squeezed(shown)
    await look_at_everything(work, second)
    edited = DraftId(parse_ref(value_of(second, "draft.edit")).id)
    review = await work.send(second)
    await with_errors_waived(work, edited)
    await work.quiet()
    await look_at_everything(work, review)
    await work.omar.click(review, "approval.approve")
    await work.shows(review, "Approved", who=work.omar)
    await work.quiet()
    assert work.sandbox.counts()["limit_violations"] == []


async def with_errors_waived(work: Workplace, draft: DraftId) -> None:
    """An approver accepts every error, as they must before it is approved."""
    async with work.desk.database.reading() as connection:
        found = await drafts.findings(connection, draft, 0)
    errors = {
        (each.rule, each.match): place for place, each in enumerate(found) if each.severity is Severity.ERROR
    }
    for place in errors.values():
        target = Target(draft=draft, number=place)
        grounds = Grounds(reason="Odd on purpose.", scope=WaiverScope.DRAFT)
        await work.desk.rulings.waive(target, grounds, by=OMAR, cause=f"test:{draft}:{place}")


async def test_nobody_is_woken_by_what_copy_says(work: Workplace) -> None:
    root, first = await work.drafted("X post for freelancers about Smart Reminders")
    await work.maya.click(first, action_in(first, "draft.edit"))
    form = await work.window(work.maya, "Edit the draft")
    box = next(str(each["block_id"]) for each in form["blocks"] if "/body/" in each["block_id"])
    await work.maya.submit(form, {box: typed("<!channel> Reminders go out. <@U0OMAR>")})

    second = await work.card(root, 2)
    assert copy_on(second) == "<!channel> Reminders go out. <@U0OMAR>"
    assert "<!channel>" not in second["text"]
    assert "<@U0OMAR>" not in second["text"]


@pytest.mark.parametrize(
    "ask",
    [
        f"X post about Smart Reminders {FAMILY}, for freelancers",
        f"LinkedIn post about “{ARABIC}”",
        "LinkedIn post about Smart Reminders, mention " + ", ".join(f"thing {n}" for n in range(60)),
        "LinkedIn post about " + "very long reminders " * 400,
        f"LinkedIn post about Smart Reminders {MARKUP}",
    ],
)
async def test_odd_requests_get_an_answer(work: Workplace, ask: str) -> None:
    root = await work.ask(ask)

    await work.wait(lambda: next(iter(answers(work, root)), None), "an answer")
    await work.quiet()
    assert "went wrong" not in "".join(map(text_of, answers(work, root)))
    assert work.sandbox.counts()["limit_violations"] == []


async def look_at_everything(work: Workplace, card: Json) -> None:
    """Open every window that the card leads to."""
    reader = work.omar if any(each.startswith("approval.") for each in actions_of(card)) else work.maya
    for name in ("why", "edit", "compare", "findings", "request_changes"):
        for action in [each for each in actions_of(card) if f".{name}" in each][:1]:
            await reader.click(card, action)
            view = await work.wait(reader.view, f"the window of {action}")
            await reader.close(view, everything=True)
    await work.home(reader)


def thread_of(work: Workplace, root: Json) -> list[Json]:
    return [each for each in work.maya.messages(MARKETING, root) if is_ours(each)]


def answers(work: Workplace, root: Json) -> list[Json]:
    return [each for each in thread_of(work, root) if "On it:" not in text_of(each)]


def value_of(card: Json, name: str) -> str:
    wanted = action_in(card, name)
    found = (
        element["value"]
        for block in card["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == wanted
    )
    return str(next(found))


def squeezed(text: str) -> str:
    """The text without white space, which may differ where it was cut."""
    return "".join(text.split())
