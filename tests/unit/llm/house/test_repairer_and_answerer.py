"""The house repairer mends without harm; the house answerer quotes or says that nothing is covered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from brandkit.drafts import Part, Variant
from brandkit.passages import Passage, RankedPassage
from llm.house.answerer import NOT_COVERED, HouseAnswerer
from llm.house.repairer import HouseRepairer, findings_of, mended, weight
from tests.unit.llm.house.house_builders import an_assignment, ledgerline

_WORDS = st.sampled_from(
    ["leverage", "Smart Reminder", "ledgerline", "NOW", "users", "deadbeat", "guaranteed", "simply", "Pay today!", "free trial", "e-mail",
     "The invoice is late.", "Best app.", "Hurry!!", "Tax Pot pays", "chasing invoices", "and", "the client", "😀", "https://a.example/x", "\n\n"]
)  # fmt: skip


def _post(text: str) -> Variant:
    return Variant(parts=(Part(field="body", text=text),))


async def test_safe_fixes_are_made_and_the_rest_of_the_copy_stays() -> None:
    assignment = an_assignment("LinkedIn post about late invoices")
    variant = _post("Utilise Smart Reminders today.\n\nYour client sees them first.")

    repaired = await HouseRepairer().repair(assignment, variant, findings_of(assignment, variant))

    assert repaired.texts("body") == ("Use Smart Reminders today.\n\nYour client sees them first.",)


async def test_missing_mandatories_are_added_where_they_belong() -> None:
    assignment = an_assignment("text message about late invoices for the US market")

    bare = _post("Your reminders are ready.")

    repaired = await HouseRepairer().repair(assignment, bare, findings_of(assignment, bare))

    assert findings_of(assignment, repaired) == ()
    assert repaired.texts("body")[0].startswith("Ledgerline:")
    assert repaired.texts("body")[0].endswith("Msg & data rates may apply. Reply STOP to opt out")


async def test_a_text_over_a_hard_limit_is_cut_between_words() -> None:
    assignment = an_assignment("tweet about late invoices")
    variant = _post("Most late invoices are forgotten and not refused so send a note " * 8)

    repaired = mended(assignment, variant)

    assert "channel.x.body.length" not in {finding.rule for finding in findings_of(assignment, repaired)}
    assert variant.texts("body")[0].startswith(repaired.texts("body")[0])


@given(st.lists(_WORDS, min_size=1, max_size=14), st.sampled_from(["LinkedIn post", "tweet", "text message"]))
@settings(max_examples=80, deadline=None)
def test_repair_never_makes_anything_worse(words: list[str], channel: str) -> None:
    assignment = an_assignment(f"{channel} about late invoices")
    variant = _post(" ".join(words))
    before = findings_of(assignment, variant)

    after = findings_of(assignment, mended(assignment, variant, before))

    assert weight(after) <= weight(before)
    assert {finding.rule for finding in after if finding.severity.rank == 0} <= {
        finding.rule for finding in before
    }


def _ranked(text: str, *heading: str, score: float = 0.5) -> RankedPassage:
    return RankedPassage(
        passage=Passage(document="guide.md", version="v1", heading=heading, text=text), score=score
    )


async def test_an_answer_quotes_the_sentence_that_fits_and_cites_it() -> None:
    emoji = _ranked(
        "At most two in a post, never in place of a word. Flags and faces are not for us.",
        "Social posts",
        "Emoji",
    )
    dates = _ranked(
        "Day, month, year for the UK and the EU: 14 May 2026. No ordinal endings.",
        "Punctuation",
        "Dates and times",
    )

    answer = await HouseAnswerer().answer("How many emoji may a post have?", (emoji, dates), ledgerline())

    assert answer.covered
    assert answer.text.startswith("At most two in a post, never in place of a word.")
    assert answer.citations == (emoji.passage.id,)


async def test_an_answer_says_nothing_of_what_the_second_best_passage_is_about() -> None:
    first = _ranked("Use the percent sign with a numeral.", "Numbers", "Percentages")
    second = _ranked("A numeral stands before every percent of discount.", "Offers", "Discounts")

    answer = await HouseAnswerer().answer("numeral or word with percent?", (first, second), ledgerline())

    assert answer.text == "Use the percent sign with a numeral."
    assert answer.citations == (first.passage.id,)


async def test_the_nearest_sentence_is_quoted_even_when_it_shares_no_word_with_the_question() -> None:
    logo = _ranked("Print it in one ink. Never below 24 pixels in height.", "Logo", "Size")

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        small = [1.0 if "small" in each or "below" in each else 0.0 for each in texts]
        return np.array([[one, 1.0 - one] for one in small], dtype=np.float32)

    answer = await HouseAnswerer(embed=embed).answer("how small may the mark go", (logo,), ledgerline())

    assert answer.text == "Never below 24 pixels in height."


async def test_a_question_for_which_nothing_was_found_is_not_covered() -> None:
    answer = await HouseAnswerer().answer("What is our refund policy for podcasts?", (), ledgerline())

    assert (answer.covered, answer.text, answer.citations) == (False, NOT_COVERED, ())


def test_repair_leaves_clean_copy_alone() -> None:
    assignment = an_assignment("tweet about late invoices")
    clean = _post("Most late invoices are forgotten, not refused.")

    assert mended(assignment, clean) == clean
    assert mended(replace(assignment, passages=()), clean) == clean
