"""What is said in threads, private words and App Home: short, whole, within limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import limits
from bot.slack.ids import Action, Kind, Ref, split_action
from bot.slack.views.assets import assets_message, beyond_title
from bot.slack.views.decisions import (
    decision_message,
    refusal_message,
    reminder_message,
)
from bot.slack.views.guidelines import progress_message, result_message
from bot.slack.views.home import home_state, home_view, searched
from bot.slack.views.models import (
    AskedQuestion,
    AssetLine,
    AssetResults,
    DecisionNews,
    DocumentLine,
    DocumentProgress,
    DraftLine,
    Failure,
    GuidelineProgress,
    GuidelineResult,
    Guidelines,
    Home,
    HomeState,
    IndexProgress,
    QueueLine,
    Reminder,
    Standing,
    Status,
    Step,
    StepState,
    VersionLine,
    Work,
)
from bot.slack.views.work import chosen_answer, failure_message, question_message, work_message
from brandkit.briefs import Question
from tests.unit.bot.slack_views.samples import (
    AD,
    LINKEDIN,
    NOW,
    a_draft,
    assert_openable,
    assert_postable,
    buttons,
    later,
    objects,
    shown,
    statuses,
    texts,
    unhurried,
)

# ---- at work ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("LinkedIn post", "On it: drafting a LinkedIn post…"),
        ("X post", "On it: drafting an X post…"),
        ("Email", "On it: drafting an email…"),
        ("SMS", "On it: drafting an SMS…"),
        ("Blog post", "On it: drafting a blog post…"),
        ("Press release", "On it: drafting a press release…"),
        ("Google search ad", "On it: drafting a Google search ad…"),
    ],
)
def test_the_desk_says_at_once_what_it_is_at(label: str, told: str) -> None:
    assert work_message(Work(channel=replace(AD, label=label))).text == told


def test_steps_are_shown_with_how_far_each_is() -> None:
    steps = (
        Step(text="Reading the brief", state=StepState.DONE),
        Step(text="Drafting", state=StepState.RUNNING),
    )

    assert "● Reading the brief\n◐ Drafting" in shown(
        work_message(Work(channel=LINKEDIN, steps=steps)).blocks
    )


@unhurried
@given(texts, st.lists(texts, max_size=12))
def test_no_word_on_the_way_exceeds_a_limit(text: str, many: list[str]) -> None:
    question = Question(text=text, missing="channel", choices=tuple(many))
    ref = Ref(kind=Kind.REQUEST, id="r1")
    steps = tuple(Step(text=each) for each in many)
    for message in (
        work_message(Work(channel=LINKEDIN, change=text, steps=steps, partial_text=text)),
        question_message(AskedQuestion(request="r1", question=question)),
        question_message(AskedQuestion(request="r1", question=question, answer=text, answered_by="U1")),
        failure_message(Failure(code="E-7F3A", happened=text, next_step=text, retry=ref)),
        refusal_message(text),
    ):
        assert_postable(message)


def test_a_question_offers_its_choices_and_the_pressed_one_is_the_answer() -> None:
    question = Question(text="Which channel?", missing="channel", choices=("LinkedIn & X", "Email"))

    message = question_message(AskedQuestion(request="r1", question=question))

    pressed = next(each for each in objects(message.blocks) if each.get("action_id") == "request.answer#0")
    assert chosen_answer(pressed) == "LinkedIn & X"
    assert pressed["value"] == "request:r1:v0"
    assert split_action(pressed["action_id"]) == (Action.REQUEST_ANSWER, (0,))


def test_an_answered_question_has_no_buttons() -> None:
    question = Question(text="Which channel?", missing="channel", choices=("Email",))

    message = question_message(
        AskedQuestion(request="r1", question=question, answer="Email", answered_by="U1")
    )

    assert buttons(message.blocks) == {}
    assert "Answered by <@U1>" in shown(message.blocks)


def test_a_failure_gives_a_code_and_offers_another_try_only_where_that_is_safe() -> None:
    failure = Failure(code="E-7F3A", happened="The model is away.", next_step="I will try again by myself.")

    assert "Code E-7F3A" in shown(failure_message(failure).blocks)
    assert buttons(failure_message(failure).blocks) == {}
    assert "Try again" in buttons(
        failure_message(replace(failure, retry=Ref(kind=Kind.REQUEST, id="r1"))).blocks
    )


# ---- decisions -------------------------------------------------------------------------------


@unhurried
@given(statuses)
def test_no_news_of_a_decision_exceeds_a_limit(status: Status) -> None:
    news = DecisionNews(
        draft=a_draft(), channel=LINKEDIN, status=status, request_link="https://x.example/p", asset="as1"
    )

    assert_postable(decision_message(news))


def test_the_requester_hears_who_decided_what_and_why() -> None:
    status = Status(standing=Standing.REJECTED, by="U2APP", at=NOW, reason="We do not promise dates.")

    told = shown(decision_message(DecisionNews(draft=a_draft(), channel=LINKEDIN, status=status)).blocks)

    assert "*Rejected* by <@U2APP>" in told
    assert "We do not promise dates." in told


@pytest.mark.parametrize(("late", "told"), [(False, "*Decide by*"), (True, "*Late:* was due")])
def test_who_is_reminded_reads_of_what_until_when_and_where(late: bool, told: str) -> None:  # noqa: FBT001
    reminder = Reminder(
        draft=a_draft(),
        channel=LINKEDIN,
        requester="U1ASK",
        due_at=NOW,
        late=late,
        card_link="https://x.example/card",
    )

    message = reminder_message(reminder)

    assert_postable(message)
    assert "*Waits for your decision* · asked by <@U1ASK>" in shown(message.blocks)
    assert told in shown(message.blocks)
    assert "https://x.example/card" in str(message.blocks)


# ---- guidelines and assets -------------------------------------------------------------------


@unhurried
@given(st.lists(st.tuples(texts, texts), max_size=30), st.one_of(st.none(), st.integers(1, 99)))
def test_no_word_on_guidelines_exceeds_a_limit(pairs: list[tuple[str, str]], version: int | None) -> None:
    documents = tuple(
        DocumentProgress(name=name, stage="embedding", done=3, total=9, problem=why) for name, why in pairs
    )

    assert_postable(progress_message(GuidelineProgress(documents=documents)))
    assert_postable(
        result_message(
            GuidelineResult(
                version=version,
                added=tuple((name, 12) for name, _ in pairs),
                refused=tuple(pairs),
                by="U1",
            )
        )
    )


def test_a_new_version_waits_for_its_activation() -> None:
    message = result_message(GuidelineResult(version=3, documents=2, passages=40, added=(("voice.pdf", 40),)))

    assert buttons(message.blocks) == {"Activate": "guidelines:v3:v3", "Discard": "guidelines:v3:v3"}


def test_an_active_version_has_nothing_left_to_press() -> None:
    assert buttons(result_message(GuidelineResult(version=3, state="active")).blocks) == {}


def test_a_refused_file_says_why_and_that_nothing_changed() -> None:
    message = result_message(GuidelineResult(version=None, refused=(("locked.pdf", "It is encrypted."),)))

    assert "nothing changed" in message.text
    assert "It is encrypted." in message.text
    assert "locked.pdf" in shown(message.blocks)


def asset_lines(count: int, title: str = "Reminders") -> tuple[AssetLine, ...]:
    return tuple(
        AssetLine(
            id=f"as{number}",
            title=title,
            channel_label="Blog & news",
            approved_by="U1",
            approved_at=NOW,
            snippet=title,
        )
        for number in range(count)
    )


@unhurried
@given(texts, texts, st.integers(0, 30))
def test_no_list_of_assets_exceeds_a_limit(query: str, title: str, count: int) -> None:
    assert_postable(assets_message(AssetResults(query=query, lines=asset_lines(count, title), total=count)))


@pytest.mark.parametrize(
    ("title", "texts", "snippet"),
    [
        ("Ledgerline shows…", ["Ledgerline shows how much", "More"], "More"),
        ("Ledgerline shows…", ["Ledgerline shows how much"], "…how much"),
        (
            "The invoice went out. You know, because you’ve looked twice…",
            [
                "The invoice went out. You know, because you’ve looked twice today.\n\nWe watch the date.",
                "#Tag",
            ],
            "We watch the date.",
        ),
        ("Paid on time", ["Paid on time", "Here is how."], "Here is how."),
        ("Paid on time", ["Another subject", "Paid on time"], "Another subject"),
        ("Paid on time", ["Paid on time"], ""),
    ],
)
def test_what_follows_a_title_begins_with_a_sentence_where_there_is_one(
    title: str, texts: list[str], snippet: str
) -> None:
    assert beyond_title(title, texts) == snippet


def test_a_search_without_result_says_what_to_try() -> None:
    assert "No asset for “xyz”. Try fewer words." in shown(
        assets_message(AssetResults(query="xyz", lines=(), total=0)).blocks
    )


# ---- App Home --------------------------------------------------------------------------------


def a_home(text: str = "Invoice reminders", count: int = 40, **changes: object) -> Home:
    fields: dict[str, object] = {
        "user": "U1",
        "brand": text,
        "now": NOW,
        "drafts": tuple(
            DraftLine(
                draft=f"d{n}",
                number=n + 1,
                topic=f"{text} {n}",
                channel_label="Blog & news",
                at=NOW,
                status=Status(standing=list(Standing)[n % 8], reason=text),
                link="" if n % 2 else "https://x.example/p",
            )
            for n in range(count)
        ),
        "queue": tuple(
            QueueLine(
                approval=f"a{n}",
                version=1,
                topic=f"Ask {n}",
                channel_label="Email",
                requester="U2",
                due_at=later(n - 3) if n % 7 else None,
                errors=n % 3,
            )
            for n in range(count)
        ),
        "guidelines": Guidelines(
            versions=tuple(
                VersionLine(version=n, state="draft", documents=9, passages=900, by="U3", at=NOW)
                for n in range(count, 0, -1)
            ),
            documents=tuple(
                DocumentLine(
                    name=f"{text}{n}", kind="pdf", passages=9, pages=3, uploaded_by="U3", uploaded_at=NOW
                )
                for n in range(count)
            ),
            before=count,
            archived=(f"Old {text}",),
            questions=count,
            stale=count,
            proposed=count,
            demoted=count,
            indexing=IndexProgress(answering=text, coming=text, done=count, total=count + 1),
        ),
        "waivers": count,
        "assets": AssetResults(query=text, lines=asset_lines(min(count, 12), text), total=count),
    }
    return Home(**(fields | changes))  # type: ignore[arg-type]


@unhurried
@given(texts, st.integers(0, 60), st.integers(-2, 9))
def test_no_home_exceeds_a_limit(text: str, count: int, page: int) -> None:
    state = HomeState(drafts=page, queue=page, assets=page, documents=page, query=text)

    assert_openable(home_view(a_home(text, count, state=state, notice=text, degraded=text)))


@pytest.mark.parametrize("page", [0, 1, 2])
def test_a_full_home_leaves_nothing_out(page: int) -> None:
    state = HomeState(drafts=page, queue=page, assets=page, documents=page, query="x")

    blocks = home_view(a_home(state=state, notice="x", degraded="y"))["blocks"]

    assert len(blocks) <= limits.VIEW_BLOCKS
    assert "There is more than fits here." not in shown(blocks)
    assert "Archived: Old" in shown(blocks[-1:])
    assert "waivers in force" in shown(blocks)
    assert "Being indexed with" in shown(blocks)


def test_an_admin_sees_how_far_another_embedding_model_is() -> None:
    coming = IndexProgress(answering="minilm", coming="bge-small", done=1_200, total=3_400)

    told = shown(home_view(a_home(guidelines=Guidelines(indexing=coming)))["blocks"])

    assert "Being indexed with bge-small: 1,200 of 3,400 passages. Until all are, minilm answers." in told
    gone = replace(coming, answering="")
    assert "The model before it is gone" in shown(
        home_view(a_home(guidelines=Guidelines(indexing=gone)))["blocks"]
    )
    assert "Being indexed" not in shown(home_view(a_home(guidelines=Guidelines()))["blocks"])


def test_pages_are_counted_while_a_document_is_read() -> None:
    documents = (
        DocumentProgress(name="book.pdf", stage="reading", done=7, total=40),
        DocumentProgress(name="voice.md", stage="reading", done=1, total=1),
        DocumentProgress(name="", stage="embedding", done=128, total=300),
    )

    told = shown(progress_message(GuidelineProgress(documents=documents)).blocks)

    assert "Reading 2 documents" in told
    assert "reading, page 7 of 40" in told
    assert "voice.md\n · reading\n" in told
    assert "all documents\n · learning its passages, 128 of 300" in told


def test_a_marketer_sees_drafts_and_assets_only() -> None:
    told = shown(home_view(a_home(queue=None, guidelines=None))["blocks"])

    assert "Your drafts" in told
    assert "Asset library" in told
    assert "Waiting for you" not in told
    assert "Upload guidelines" not in told


def test_an_approver_sees_the_nearest_deadline_first_and_what_is_late() -> None:
    queue = (
        QueueLine(
            approval="a2", version=1, topic="Later", channel_label="Email", requester="U2", due_at=later(5)
        ),
        QueueLine(
            approval="a1", version=1, topic="Late", channel_label="Email", requester="U2", due_at=later(-1)
        ),
        QueueLine(approval="a3", version=1, topic="Some day", channel_label="Email", requester="U2"),
    )

    told = shown(home_view(a_home(queue=queue))["blocks"])

    assert told.index("Late\n") < told.index("Later\n") < told.index("Some day")
    assert "*late:* was due" in told


def test_every_draft_is_reachable_by_paging() -> None:
    home = a_home("Topic", 20)

    told = "".join(
        shown(home_view(replace(home, state=HomeState(drafts=page)))["blocks"]) for page in range(3)
    )

    assert all(f"Topic {number}\n" in told for number in range(20))


def test_home_remembers_its_pages_and_its_search() -> None:
    state = HomeState(drafts=2, queue=1, assets=3, documents=1, query="reminders & <x>")

    view = home_view(a_home(state=state))

    assert home_state(view["private_metadata"]) == state


@pytest.mark.parametrize("kept", ["", "null", "[]", '{"drafts":"x"}', "not json"])
def test_a_home_that_cannot_be_read_starts_at_its_first_pages(kept: str) -> None:
    assert home_state(kept) == HomeState()


def test_the_search_box_gives_back_what_was_typed() -> None:
    view = home_view(a_home(state=HomeState(query="reminders")))
    box = next(block for block in view["blocks"] if block["type"] == "input")

    assert box["dispatch_action"] is True
    assert searched({box["block_id"]: {box["element"]["action_id"]: {"value": " reminders "}}}) == "reminders"
