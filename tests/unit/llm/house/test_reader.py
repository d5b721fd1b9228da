"""The house reader: what people type becomes a brief, or one question."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brandkit.briefs import Brief, Question
from llm.assignments import Ask
from llm.house.intents import Intent, intent_of
from llm.house.reader import HouseReader, understand
from tests.unit.llm.house.house_builders import a_brief, ledgerline


def test_a_whole_brief_is_read_from_one_sentence() -> None:
    brief = a_brief(
        "LinkedIn post for freelancers about the new invoice reminders, friendly, link to https://ledgerline.example/reminders"
    )

    assert (brief.channel, brief.topic, brief.audience, brief.tone, brief.link) == (
        "linkedin",
        "the new invoice reminders",
        "freelancers",
        "friendly",
        "https://ledgerline.example/reminders",
    )


@pytest.mark.parametrize(
    ("said", "channel"),
    [
        ("linkdin post about late payments pls", "linkedin"),
        ("tweet: estimates that turn into invoices", "x"),
        ("a post on X about late payments", "x"),
        ("emial about card payments", "email"),
        ("newsletter about card payments", "email"),
        ("Google ad about card payments", "ad"),
        ("text message to freelancers about the spring sale", "sms"),
        ("draft an article on how to follow up late invoices", "blog"),
        ("media release about our new office", "press"),
        ("write something about invoice reminders for LinkedIn, please", "linkedin"),
        ("an email about our new LinkedIn integration", "email"),
        ("<@U123> a *LinkedIn post* about late payments", "linkedin"),
    ],
)
def test_channels_are_known_by_the_names_people_use(said: str, channel: str) -> None:
    assert a_brief(said).channel == channel


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("I'd like 2 LinkedIn variants about time tracking", "variants", 2),
        ("tweet about time tracking, three options", "variants", 3),
        ("email about time tracking. Mention the free trial and the 2-minute setup, keep it formal", "must_mention", ("the free trial", "the 2-minute setup")),
        ("email about time tracking. Mention the free trial, keep it formal", "tone", "formal"),
        ("email about time tracking with a link to www.ledgerline.example/t and more", "link", "https://www.ledgerline.example/t"),
        ("email about time tracking, CTA: Book a demo", "call_to_action", "Book a demo"),
        ("email about time tracking, ask people to book a demo", "call_to_action", "book a demo"),
        ("tweet about Smart Reminders", "product", "Smart Reminders"),
        ("tweet about time tracking for the US market", "market", "us"),
        ("tweet about time tracking in German", "locale", "de"),
        ("tweet about time tracking. Key message: hours turn into invoices", "key_message", "hours turn into invoices"),
        ("Channel: email\nTopic: time tracking\nAudience: design studios", "audience", "design studios"),
        ("hey, could you please draft a LinkedIn post about time tracking? thanks!", "topic", "time tracking"),
        ("newsletter for accountants who work with freelancers about tax", "audience", "accountants who work with freelancers"),
        ("LinkedIn post about our annual report, for journalists and partner organisations", "audience", "journalists and partner organisations"),
        ("tweet: open day on 14 March for people who think about changing careers", "audience", "people who think about changing careers"),
        ("tweet: open day on 14 March for people who think about changing careers", "topic", "open day on 14 March"),
        ("tweet: new dark mode in the app, nerdy but not silly", "tone", "nerdy but not silly"),
        ("tweet: our new savings account, no emoji, no jargon", "must_mention", ()),
        ("tweet: the deadline is Friday 5 pm, no extensions", "must_mention", ("no extensions",)),
        ("tweet: free workshop series on writing plain English, six Wednesdays, starts in May", "topic", "free workshop series on writing plain English"),
        ("tweet: the outage is over and payments work again, apologise without drama", "must_mention", ()),
        ("tweet: Smart Reminders now in Spanish and French", "locale", "en-GB"),
        ("tweet congratulating Ana on winning the D&AD pencil", "channel", "x"),
        ("email for new customers: add a client, write an invoice, press send", "channel", "email"),
        ("LinkedIn post: we're looking for two engineers in Leeds", "audience", ""),
        ("LinkedIn post: we're looking for two engineers in Leeds", "topic", "we're looking for two engineers in Leeds"),
        ("search ad: Ledgerline Pay for photographers", "audience", "photographers"),
        ("email inviting bookkeepers to a breakfast on 9 February", "audience", "bookkeepers"),
        ("email inviting bookkeepers to a breakfast on 9 February", "topic", "a breakfast on 9 February"),
        ("blog post introducing Tax Pot to US freelancers", "audience", "US freelancers"),
        ("blog post introducing Tax Pot to US freelancers", "market", "us"),
        ("LinkedIn post for Sana about late payments", "audience", "Sana, the settled designer"),
        ("linkedin post 2 variants, expense tracker launch, no emojis pls, max 80 words", "must_mention", ()),
        ("linkedin post 2 variants, expense tracker launch, no emojis pls, max 80 words", "topic", "expense tracker"),
        ("3 options for a tweet saying that Friday invoices are paid sooner", "topic", "Friday invoices are paid sooner"),
        ("LinkedIn post about our time tracker?? 🚀🚀 it logs your hours", "must_mention", ("it logs your hours",)),
        ("LinkedIn post about our time tracker??", "topic", "our time tracker"),
        ("LINKEDIN POST ABOUT OUR NEW APP FOR SMART REMINDERS", "topic", "our new app for Smart Reminders"),
        ("email: remind people that their card expires", "topic", "your card expires"),
        ("sms reminder: webinar tomorrow at 6pm", "topic", "webinar tomorrow at 6pm"),
        ("email, feature announcement, invoice templates", "topic", "invoice templates"),
        ("announce on X that the iOS app is out", "topic", "the iOS app is out"),
        ("email draft. subject should be “Your invoice is ready”. Topic: paying by card", "key_message", "Your invoice is ready"),
        ("blog post on invoice numbers. Use a prefix per client. Use plain words", "must_mention", ("Use a prefix per client",)),
        ("«LinkedIn» post about “time tracking”", "topic", "time tracking"),
        ("LinkedIn post：time tracking。", "topic", "time tracking"),
    ],
)  # fmt: skip
def test_each_clause_fills_its_field(said: str, field: str, value: object) -> None:
    assert getattr(a_brief(said), field) == value


@pytest.mark.parametrize(
    ("said", "topic", "facts"),
    [
        ("LinkedIn post about our expense tracker. it scans receipts", "our expense tracker", ("it scans receipts",)),
        ("tweet re: the spring sale - 40% off until 30 April", "the spring sale", ("40% off until 30 April",)),
        ("email to customers: price is going up on 1 march. old plans stay", "price is going up on 1 March", ("old plans stay",)),
        ("sms flash sale 20% off today", "flash sale", ("20% off today",)),
        ("email about our survey: half of you waited a month", "our survey", ("half of you waited a month",)),
        ("tweet about the outage. Keep it under 200 characters. No jargon", "the outage", ()),
        ("LinkedIn: our founder Maria is speaking on Thursday about AI and invoices", "our founder Maria is speaking on Thursday about AI and invoices", ()),
        ("email about training for managers on 12 May", "training on 12 May", ()),
        ("linkedin post: dark mode is here. it's easier on the eyes at night", "dark mode is here", ("it's easier on the eyes at night",)),
        ("tweet about the winter update (bulk invoices, faster search)", "the winter update", ("bulk invoices, faster search",)),
        ("Newsletter for December: Tax Pot launch, office closed 24-27 December", "our news for December", ("Tax Pot launch, office closed 24-27 December",)),
        ("Make a LinkedIn post out of this: “We asked 2,000 freelancers. One in five turned work down.”", "We asked 2,000 freelancers", ("One in five turned work down",)),
        ("email about scheduled downtime on 3 May, invoices will still be sent", "scheduled downtime on 3 May", ("invoices will still be sent",)),
        ("email for accountants: new export to Xero. Saves about two hours a month", "new export to Xero", ("Saves about two hours a month",)),
    ],
)  # fmt: skip
def test_what_is_said_besides_the_topic_has_to_be_mentioned(
    said: str, topic: str, facts: tuple[str, ...]
) -> None:
    brief = a_brief(said)

    assert (brief.topic, brief.must_mention) == (topic, facts)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("linkdin post abt late paymnets for freelancrs", "late payments"),
        ("tweet about quiet hours, from Theo", "quiet hours, from Theo"),
        ("email about the api and the csv export", "the API and the CSV export"),
        ("tweet about what we may do in may", "what we may do in may"),
    ],
)
def test_slips_and_shorthand_are_read_as_what_was_meant(said: str, topic: str) -> None:
    assert a_brief(said).topic == topic


def test_the_words_before_a_link_are_what_the_reader_is_asked_to_do() -> None:
    brief = a_brief("tweet: we have a new guide. Read it at https://ledgerline.example/guide")

    assert (brief.call_to_action, brief.link) == ("Read it", "https://ledgerline.example/guide")


async def test_a_missing_channel_is_asked_for_with_choices() -> None:
    question = await HouseReader().read(Ask(text="something about invoice reminders", kit=ledgerline()))

    assert isinstance(question, Question)
    assert (question.missing, len(question.choices)) == ("channel", len(ledgerline().channels))


async def test_a_missing_topic_is_asked_for() -> None:
    question = await HouseReader().read(Ask(text="a LinkedIn post please", kit=ledgerline()))

    assert isinstance(question, Question)
    assert question.missing == "topic"


def test_the_answer_to_a_question_completes_the_brief() -> None:
    brief = understand(
        Ask(text="linkdin", kit=ledgerline(), earlier=("something about invoice reminders, friendly",))
    )

    assert isinstance(brief, Brief)
    assert (brief.channel, brief.topic, brief.tone) == ("linkedin", "invoice reminders", "friendly")


def test_two_channels_that_nothing_joins_are_asked_about() -> None:
    question = understand(Ask(text="turn the blog post into a tweet about expenses", kit=ledgerline()))

    assert isinstance(question, Question)
    assert question.choices == ("Blog post", "X post")


@pytest.mark.parametrize(
    "text",
    [
        "a tweet about the webinar on 3 March and an email about the price change",
        "two things: (1) a tweet about the webinar on 3 March (2) an email about the price change",
        "1. tweet about the webinar on 3 March\n2. email about the price change",
    ],
)
def test_pieces_about_different_things_are_asked_for_one_at_a_time(text: str) -> None:
    asked = understand(Ask(text=text, kit=ledgerline()))

    assert isinstance(asked, Question)
    assert [choice.removeprefix("a ").removeprefix("an ") for choice in asked.choices] == [
        "tweet about the webinar on 3 March",
        "email about the price change",
    ]
    brief = understand(Ask(text=asked.choices[1], kit=ledgerline(), earlier=(text,)))
    assert isinstance(brief, Brief)
    assert (brief.channel, brief.topic) == ("email", "the price change")


@pytest.mark.parametrize(
    "text",
    ["LinkedIn Beitrag über unsere neuen Erinnerungen für Freiberufler", "un post LinkedIn sur nos rappels"],
)
def test_a_request_in_another_language_is_asked_for_in_english(text: str) -> None:
    asked = understand(Ask(text=text, kit=ledgerline()))

    assert isinstance(asked, Question)
    assert "only in English" in asked.text
    brief = understand(Ask(text="our new reminders", kit=ledgerline(), earlier=(text,)))
    assert isinstance(brief, Brief)
    assert (brief.channel, brief.topic) == ("linkedin", "our new reminders")


def test_two_channels_that_are_joined_need_no_question() -> None:
    assert a_brief("a LinkedIn post and an email about expenses").channel == "linkedin"


def test_a_form_that_names_channel_and_topic_needs_no_question() -> None:
    form = Brief(channel=a_brief("email about x").channel, ask="", topic="late invoices")

    assert isinstance(understand(Ask(text="keep it friendly", kit=ledgerline(), defaults=form)), Brief)


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_asked_back(text: str) -> None:
    read = understand(Ask(text=text, kit=ledgerline()))

    assert isinstance(read, Brief | Question)
    if isinstance(read, Brief):
        assert read.channel in ledgerline().channels
        assert read.topic.strip()


@pytest.mark.parametrize(
    ("text", "has_draft", "intent"),
    [
        ("hi there!", False, Intent.GREETING),
        ("thanks a lot!", True, Intent.THANKS),
        ("help", False, Intent.HELP),
        ("What can you do?", False, Intent.HELP),
        ("LinkedIn post about late invoices", False, Intent.REQUEST),
        ("can you write an email about late invoices?", False, Intent.REQUEST),
        ("Do we write email with a hyphen?", False, Intent.QUESTION),
        ("Which words should we avoid?", False, Intent.QUESTION),
        ("shorter", True, Intent.REFINEMENT),
        ("can you make it a bit friendlier?", True, Intent.REFINEMENT),
        ("second variant but with the first headline", True, Intent.REFINEMENT),
        ("Are we allowed to use emoji in ads?", True, Intent.QUESTION),
        ("now write a tweet about card payments", True, Intent.REQUEST),
        ("email: add a PS about the deadline on Friday", True, Intent.REFINEMENT),
        ("add a line about the new prices to the email", True, Intent.REFINEMENT),
    ],
)
def test_messages_are_told_apart(text: str, *, has_draft: bool, intent: Intent) -> None:
    assert intent_of(text, kit=ledgerline(), has_draft=has_draft) is intent


def test_a_short_reply_to_an_open_question_is_its_answer() -> None:
    question = Question(text="Which channel?", missing="channel")

    assert intent_of("the newsletter", kit=ledgerline(), open_question=question) is Intent.ANSWER


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Instagram caption about smart reminders", "Instagram caption"),
        ("insta story about smart reminders", "Instagram"),
        ("a billboard about smart reminders", "Print"),
    ],
)
def test_a_channel_that_is_not_set_up_is_named_with_those_that_are(text: str, named: str) -> None:
    question = understand(Ask(text=text, kit=ledgerline()))

    assert isinstance(question, Question)
    assert question.text.startswith(f"“{named}” is not set up as a channel here.")
    assert all(channel.label in question.text for channel in ledgerline().channels.values())


@pytest.mark.parametrize("text", ["something about our Instagram account", "copy about smart reminders"])
def test_a_channel_in_the_topic_is_not_asked_for(text: str) -> None:
    question = understand(Ask(text=text, kit=ledgerline()))

    assert isinstance(question, Question)
    assert question.text.startswith("Which channel is the copy")
