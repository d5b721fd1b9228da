"""Requests as marketers word them: what they state is said whole, once and in order, and the rest is named."""

from __future__ import annotations

import pytest

from brandkit.findings import Severity
from llm.house.other_channels import note_on_others
from llm.house.repairer import findings_of
from tests.unit.llm.house.house_builders import WRITER, a_brief, an_assignment, copy_of, ledgerline


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ("blog post about our trust. It owns the company. Every colleague has a part. Nothing changes for customers.", "Nothing changes for customers."),
        ("LinkedIn post: the app is free for students", "The app is free for students."),
        ("tweet: 40,000 freelancers now use Ledgerline! thank you all", "Thank you all."),
        ("email: Kim Osei is our new head of support, she was a teacher before, starts Monday", "She starts on Monday."),
        ("email re: holiday hours. support closed 24 Dec - 2 Jan", "Support is closed from 24 Dec to 2 Jan."),
        ("LinkedIn post: our overview for studios is live. You see who has been paid and by whom. Beta until May.", "You see who has been paid and by whom."),
        ("LinkedIn post, our new rates: Starter £9, Studio £19, both billed monthly", "Starter £9, Studio £19, both billed monthly."),
        ("press release on our Late Payment Report: 1 in 3 invoices late, average delay 11 days, survey of 900 freelancers, carried out by Pollwise", "Based on a survey of 900 freelancers, carried out by Pollwise."),
        ("press release on our Late Payment Report: 1 in 3 invoices late, average delay 11 days, survey of 900 freelancers, carried out by Pollwise", "The average delay is 11 days."),
        ("LinkedIn post for the launch of Bookkeeper view on 3 Feb 2027. It is read-only.", "Bookkeeper view launches on 3 Feb 2027."),
        ("LinkedIn post about our app now being available in Welsh", "Our app is now available in Welsh."),
        ("blog post about how to ask for a deposit. Points: agree it in the quote, a third is common, invoice it straight away, start when it is paid", "- Agree it in the quote.\n- A third is common.\n- Invoice it straight away.\n- Start when it is paid."),
        ("email about our help desk. Open all week, urgent problems: status.ledgerline.example/now", "Urgent problems: https://status.ledgerline.example/now"),
        ("email newsletter for February: 1) Bookkeeper view is here 2) meet us in Bristol on 4 March", "Bookkeeper view is here. Meet us in Bristol on 4 March."),
        ("LinkedIn: customer story - Ana Lopes, translator in Lisbon, used to write on Sundays, now takes 20 minutes", "Ana Lopes, translator in Lisbon, used to write on Sundays, now takes 20 minutes."),
        ("Email: We're sorry. On Tuesday 312 clients got two emails. We have fixed it.", "On Tuesday 312 clients got two emails."),
        ("email about quotes in the app. Out of beta on 2 March. Not in the US yet.", "Not in the US yet."),
        ("text: We've moved! New office 3 Mill Lane, Leeds. Same phone number.", "Same phone number."),
        ("LinkedIn post: invoices now in 24 languages incl. Welsh and Polish.", "Invoices are now in 24 languages, among them Welsh and Polish."),
        ("press release: Ledgerline opens in Cork. Contact press@ledgerline.example", "Contact press@ledgerline.example."),
        ("tweet about the fact that we plant a tree for every new customer", "We plant a tree for every new customer."),
        ("LinkedIn post about the budget. Mention the VAT threshold of £90,000 from April and that we'll update the app by 1 April.", "We'll update the app by 1 April."),
        ("LinkedIn post about our 7th birthday 🎂 tone fun but not silly", "We’re celebrating our 7th birthday."),
        ("email newsletter for February: 1) Bookkeeper view is here 2) meet us in Bristol on 4 March", "Here is our news for February."),
        ('email about the new "Quotes" feature: write a quote. Not in the US yet.', " Not in the US yet."),
        ("LinkedIn post: Ledgerline turned 7 this week. We started in a kitchen in Leeds.", "Ledgerline turned 7 this week."),
        ("tweet: recurring invoices are here. all plans.", "All plans."),
        ('LinkedIn post: 4 signs a client pays late. 1. they ask twice for the invoice 2. they change the scope of it 3. no purchase order 4. "next month, promise"', "They ask twice for the invoice. They change the scope of it."),
        ('LinkedIn post: 4 signs a client pays late. 1. they ask twice for the invoice 2. they change the scope of it 3. no purchase order 4. "next month, promise"', "“next month, promise”."),
        ("email newsletter: what we shipped in May - snooze for reminders - faster search is here - dark mode", "The faster search is here.\n\nAlso: dark mode."),
        ('press release: Ledgerline appoints Dr Amira Khan. "I was a freelancer for six years," says Khan.', "“I was a freelancer for six years,” says Khan."),
        ("ad about getting paid by card, mention no card needed trial", "Free for 30 days, no card needed."),
    ],
)  # fmt: skip
async def test_what_a_brief_states_stands_in_the_copy(ask: str, says: str) -> None:
    written = await WRITER.write(an_assignment(ask))

    assert says in copy_of(written.variants[0])


@pytest.mark.parametrize(
    ("ask", "never"),
    [
        ("LinkedIn post about our help week, warm, end with a question", "end with a question"),
        ("blog post: five things to put on an invoice: your name, the client's name, an invoice number, the due date, how to pay", "Ask us about"),
        ("blog post for new freelancers in the US about sales tax", "Meet our"),
        ("LinkedIn post: our overview for studios is live. You see who has been paid and by whom.", "8 days sooner"),
        ("LinkedIn post, our new rates: Starter £9, Studio £19", "use them for"),
        ("X thread about late payments with 5 tips", "5 tips"),
        ("blog post for new freelancers about expenses, mention that receipts are read", "in mind"),
        ("google ad: invoice app for plumbers, keywords: invoice app, plumber invoice", "eywords"),
        ("Our CEO wants a LinkedIn post about AI. He thinks invoices will write themselves", "CEO"),
        ("Write 3 LinkedIn posts about getting paid on time, one for each persona", "on time, one"),
        ('press release: Ledgerline appoints Dr Amira Khan. "I was a freelancer for six years," says Khan.', "Ruth Adeyemi"),
        ("LinkedIn post about late payments but don't mention Smart Reminders", "Smart Reminders"),
        ('email to lapsed users, subject "We miss you"? No - something less cheesy. Tell them reminders are in every plan', "miss you"),
    ],
)  # fmt: skip
async def test_what_only_says_how_to_write_or_is_not_so_stands_nowhere(ask: str, never: str) -> None:
    written = await WRITER.write(an_assignment(ask))

    assert never not in copy_of(written.variants[0])


@pytest.mark.parametrize(
    ("ask", "note"),
    [
        ("X thread about late payments with 5 tips", "You asked for “thread”: I write the text of one X post. You asked for 5 tips: tell me which"),
        ("LinkedIn carousel about setting money aside", "You asked for “carousel”: I write the text of one LinkedIn post."),
        ("LinkedIn post about our app now being available in Welsh, mention the Eisteddfod", "Of “the Eisteddfod” I know the name alone."),
    ],
)  # fmt: skip
async def test_what_cannot_be_written_is_said_beside_it(ask: str, note: str) -> None:
    written = await WRITER.write(an_assignment(ask))

    assert note in written.provenance.note


@pytest.mark.parametrize(
    "ask",
    [
        "LinkedIn post about our new video editor",
        "LinkedIn post about our webinar, mention the video",
        "blog post with three steps: ask, agree, invoice",
        "tweet about our guide with 10 tips for late invoices",
    ],
)
async def test_nothing_is_said_of_a_form_that_is_the_subject(ask: str) -> None:
    written = await WRITER.write(an_assignment(ask))

    assert "You asked for" not in written.provenance.note


@pytest.mark.parametrize(
    ("ask", "topic", "audience"),
    [
        ("Tell our US customers by text that ACH payments are live", "ACH payments are live", "US customers"),
        ("email to people who signed up but never sent an invoice. CTA send your first invoice", "sending your first invoice", "people who signed up but never sent an invoice"),
        ("Announce on LinkedIn and by email that from 1 May we close old accounts", "from 1 May we close old accounts", ""),
        ("Email to bookkeepers inviting them to our breakfast at Canal Wharf, RSVP by 10 March at https://ledgerline.example/b", "our breakfast at Canal Wharf", "bookkeepers"),
        ("X: poll - how long do you wait before you remind?", "how long do you wait before you remind?", ""),
        ("short LinkedIn post to say sorry for the typo in yesterday's newsletter", "apologising for the typo in yesterday's newsletter", ""),
        ("LinkedIn post: hot take: net 60 is rude", "net 60 is rude", ""),
        ("LinkedIn post. Not sure about what. Maybe spring?", "spring", ""),
        ("email about urgent fixes in the app", "urgent fixes in the app", ""),
        ("tweet about exports from Google Sheets for designers", "exports from Google Sheets", "designers"),
    ],
)  # fmt: skip
def test_topic_and_readers_are_heard(ask: str, topic: str, audience: str) -> None:
    brief = a_brief(ask)

    assert (brief.topic, brief.audience) == (topic, audience)


async def test_what_is_not_wanted_and_still_in_it_is_named() -> None:
    written = await WRITER.write(an_assignment("press release about Tax Pot, don't mention Leeds"))

    assert "is in it, though you did not want it" in written.provenance.note


def test_a_piece_for_a_podcast_is_no_podcast() -> None:
    kit = ledgerline()

    assert note_on_others("tweet + linkedin for our podcast ep 12 with Ama on rates", kit.channels) == ""
    assert "Audio and video" in note_on_others("tweet and podcast about rates", kit.channels)


async def test_a_text_message_without_room_for_all_keeps_its_subject_and_ends_with_the_link() -> None:
    assignment = an_assignment(
        "sms for the launch of Bookkeeper view on 3 Feb 2027. It shows a bookkeeper every invoice, read-only. "
        "Free on all plans. https://ledgerline.example/bookkeeper"
    )

    variant = (await WRITER.write(assignment)).variants[0]

    assert variant.texts("body")[0].startswith("Ledgerline: Bookkeeper view launches on 3 Feb 2027. ")
    assert "Free on all plans. ledgerline.example/bookkeeper Reply STOP" in variant.texts("body")[0]
    findings = findings_of(assignment, variant)
    assert not [each for each in findings if each.severity is Severity.ERROR]


async def test_a_subject_line_in_quotes_stands_there_and_is_said_once() -> None:
    assignment = an_assignment('email, subject "Your template is here", for people who downloaded it')

    variant = (await WRITER.write(assignment)).variants[0]

    assert assignment.brief.key_message == "Your template is here"
    assert variant.texts("subject") == ("Your template is here",)
    assert variant.texts("body")[0].count("Your template is here.") == 1
