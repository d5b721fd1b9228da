"""What guideline prose states plainly becomes a rule that works; what it does not is named as such."""

import pytest

from brandkit.checking import check_text
from brandkit.entries import parse_yaml
from brandkit.kit import BrandKit
from brandkit.kit_folder import shipped_channels
from brandkit.passages import Passage
from brandkit.rules import parse
from brandkit.stated import StatedRule, Statements, is_held_already, problem_with
from retrieval.chunking import passages_of
from retrieval.prose.reading import NOTHING_EXACT, ON_CONDITION, statements
from retrieval.readers.markdown import read_markdown
from retrieval.readers.webpage import read_webpage

KIT = BrandKit(name="Acme", slug="acme", version="0", channels=shipped_channels())


def read(text: str, *heading: str, kit: BrandKit = KIT) -> Statements:
    passage = Passage(document="guide.md", version="v1", heading=heading or ("Words we use",), text=text)
    return statements([passage], kit)


def found_by(rule: StatedRule, text: str) -> list[str]:
    held = parse(parse_yaml(rule.yaml, "rule.yml"), "rule.yml", name=rule.name)
    kit = BrandKit(name="Acme", slug="acme", version="0", channels=shipped_channels(), rules=(held,))
    return [finding.match for finding in check_text(text, kit=kit)]


@pytest.mark.parametrize(
    ("stated", "wrong", "right"),
    [
        ("Use “sign in”, not “log in”.", "Please log in here.", "Please sign in here."),
        ('Say "buy" instead of "purchase".', "You can purchase it.", "You can buy it."),
        ("We prefer ‘womb’ to ‘uterus’.", "The uterus is here.", "The womb is here."),
        ("Instead of “utilise”, write “use”.", "We utilise it.", "We use it."),
        ("Do not use “leverage” or “synergy”.", "With synergy.", "With care."),
        ("We never write “leverage”, “synergy” or “world-class”.", "A world-class thing.", "A good thing."),
        ("Avoid “simply” because it talks down.", "Simply press it.", "Press it."),
        ("We write health care as two words.", "Good healthcare.", "Good health care."),
        ("“Website” is one word.", "Our web site.", "Our website."),
        ("- email, not e-mail", "Send an e-mail.", "Send an email."),
        ("- DC, not D.C.", "We met in D.C. today.", "We met in DC today."),
        ("Use buy instead of purchase, help instead of assist, and so on.", "We assist you.", "We help you."),
        ("Avoid terms that hurt: crazy, lame, or insane.", "A crazy idea.", "A bold idea."),
        ("Do not use:\n- synergy\n- low-hanging fruit", "It has synergy.", "It works."),
        ("Say everyone, folks or team, not guys.", "Hello guys.", "Hello team."),
        ("We do not call things crazy, insane, lame or crippled.", "An insane price.", "A low price."),
        ("Don’t say | Say\nutilise | use\npurchase | buy", "We utilise it.", "We use it."),
        ("Don’t say: utilise | Say: use", "We utilise it.", "We use it."),
        ("Don’t use exclamation marks.", "It is ready!", "It is ready."),
        ("Use sentence case for headings.", "# Send Your First Invoice Today", "# Send your first invoice"),
        ("Spell out numbers one to nine.", "We met 3 people.", "We met three people in 2026."),
        ("Headlines should be under 20 characters.", "# A headline that is too long", "# Short enough"),
        (
            "Keep sentences to no more than 8 words.",
            "One two three four five six seven eight nine.",
            "One two.",
        ),
        ("Avoid using an ampersand, except in “A&E”.", "Terms & conditions", "Terms and A&E"),
        ("Do not use emoji.", "It is ready 🎉", "It is ready"),
        ("Put one space between sentences.", "It is ready.  Go.", "It is ready. Go."),
        ("Never say “utilise”; say “use”.", "We utilise it.", "We use it."),
        ("Don't use “utilise”, use “use”.", "We utilise it.", "We use it."),
        ("Don’t say “log in” – say “sign in”.", "Please log in.", "Please sign in."),
        ("Avoid “utilise”. Use “use” instead.", "We utilise it.", "We use it."),
        ("Avoid “utilise”; instead, use “use”.", "We utilise it.", "We use it."),
        ("Say “use”, never “utilise”.", "We utilise it.", "We use it."),
        ("“sign in”, not “log in”", "Please log in.", "Please sign in."),
        ("“utilise” → “use”", "We utilise it.", "We use it."),
        ("Replace “utilise” with “use”.", "We utilise it.", "We use it."),
        ("“Sign in” is preferred to “log in”.", "Please log in.", "Please sign in."),
        ("We prefer “hot” (as in “hot tea”) to “torrid”.", "A torrid day.", "A hot day."),
        ("Use “buy” instead of “purchase”, “help” instead of “assist”.", "We assist you.", "We help you."),
        ("We do not call them “water tablets”.", "Take water tablets.", "Take diuretics."),
        ("Plain words instead of jargon:\n- utilise → use", "We utilise it.", "We use it."),
        ("Instead of | Use\nutilise | use", "We utilise it.", "We use it."),
        ("Don’t say | Do say | Why\nutilise | use | shorter", "We utilise it.", "We use it."),
        ("Do | Don’t\nsign in | log in\nBe warm | Be cold", "Please log in.", "Be cold."),
        ("Do not use the terms first name or forename. Instead use given name.", "Forename", "Given name"),
        ("Avoid the term non-white, or other terms of that kind.", "A non-white man", "A black man"),
        ("Avoid the Latin abbreviations eg, ie and nb.", "Fruit, eg apples", "Fruit, such as apples"),
        ("Avoid should’ve, could’ve and they’ve.", "They’ve won.", "They have won."),
        ("Do not use contractions like can’t and don’t.", "We don’t.", "We do not."),
        ("We do not use the words:\n- elderly\n- OAP", "An elderly man", "An older man"),
        ("Things to avoid: dismissive language (just, simply, etc)", "Simply go.", "Go."),
        ("Avoid link text like click here or read more.", "[Click here](https://a.b)", "Click here."),
        ("Spell out in writing the numbers from one to nine.", "We met 3 people.", "We met three."),
        ("Do not add an apostrophe to decades, i.e. 1990s.", "In the 1990’s", "In the 1990s"),
    ],
)
def test_a_plain_statement_is_a_rule_that_does_what_it_says(stated: str, wrong: str, right: str) -> None:
    rules = read(stated).rules

    assert len(rules) == 1
    assert found_by(rules[0], wrong) != []
    assert found_by(rules[0], right) == []
    assert rules[0].passage.document == "guide.md"
    assert problem_with(rules[0].yaml, rules[0].name, KIT) == ""


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("Use “terminal” when a condition is likely to lead to death.", ON_CONDITION),
        ("Avoid “free” unless the terms stand beside it.", ON_CONDITION),
        ("Write clearly and be yourself.", NOTHING_EXACT),
        ("Use digits instead of words.", NOTHING_EXACT),
        ("Do not use tables, images or video.", NOTHING_EXACT),
        ("Don’t substitute another term, such as “the aged”.", NOTHING_EXACT),
        ("Use “active voice”, not “passive voice”.", NOTHING_EXACT),
        ("Avoid the words above or below.", NOTHING_EXACT),
        ("Do not use the terms and conditions of others.", NOTHING_EXACT),
        ("Avoid the word twice.", NOTHING_EXACT),
        ("Use voice, not noise.", NOTHING_EXACT),
        ("Say “we”, not “it”.", NOTHING_EXACT),
        ("Refer to Acme as “we,” not “the firm.”", ""),
        ("Use title case for form titles and sentence case for form fields.", NOTHING_EXACT),
        ("Avoid “simply”, for example when you explain steps.", ON_CONDITION),
    ],
)
def test_what_holds_at_times_or_names_nothing_is_listed_and_no_rule(stated: str, why: str) -> None:
    read_so = read(stated)

    assert read_so.rules == ()
    assert [(each.sentence, each.why) for each in read_so.untestable] == ([(stated, why)] if why else [])


@pytest.mark.parametrize(
    "stated",
    [
        "We do not use “chronic”. We do use “chronic” in the names of conditions.",
        "We use “being sick” instead of “vomiting”.\nWe use “vomiting” in phrases like “vomiting blood”.",
        "Use “Australian Government” when talking about the national one. Don’t use “Government”.",
        "Our readers are busy people who run small shops.",
        "Do | Don’t\nWrite short sentences. | Write long ones.\nBe warm | Be cold",
    ],
)
def test_a_statement_that_is_softened_later_is_no_rule(stated: str) -> None:
    assert read(stated).rules == ()


def test_an_entry_of_a_glossary_is_about_the_word_that_heads_it() -> None:
    rule = read("We use “take in”.", "A to Z", "A", "absorb").rules[0]

    assert found_by(rule, "You absorb it.") == ["absorb"]


def test_an_arrow_trades_words_only_where_something_says_so() -> None:
    assert read("- Settings → Account\n- Draft → Review", "Where to click").rules == ()


def test_words_under_a_heading_that_says_so_are_left_out() -> None:
    listed = (
        "- synergy, leverage, or other fluffy words\n- ninja (unless a real one is meant)\n- thought leader (we said it a lot)\n"
        "- utilise (use “use”)\n- Words of the trade that only experts know"
    )
    avoid, swap = read(listed, "Word list", "Words to avoid").rules

    assert found_by(avoid, "Synergy for a thought leader, a ninja.") == ["Synergy", "thought leader"]
    assert found_by(swap, "We utilise it.") == ["utilise"]
    assert read(listed, "Word list", "Words we like").rules == ()


def test_two_spellings_without_marks_are_read_under_their_own_heading_alone() -> None:
    assert found_by(read("Use adviser --- not advisor.", "Spelling", "Adviser").rules[0], "An advisor.")
    assert read("Use adviser --- not advisor.", "Spelling", "People").rules == ()
    softened = "Use program, not programme. Use programme in names of laws."
    assert read(softened, "Spelling", "Program").rules == ()


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("Say *sign in*, not *log in*.", "Please log in."),
        ("We prefer **people** or __folks__ to **users**.", "Our users"),
        ("Don't say `log in`, say `sign in`.", "Please log in."),
        ("Use _buy_ instead of _purchase_, _help_ instead of _assist_, and so on.", "We assist you."),
        ("Never use the terms *synergy* or *leverage*.", "With synergy."),
        ("Avoid **jargon**, and never use *italics*.", ""),
        ("Use **active voice**, not **passive voice**.", ""),
    ],
)
def test_words_set_apart_by_emphasis_are_named(written: str, wrong: str) -> None:
    document = read_markdown(f"# Words\n\n{written}\n").document(name="guide.md", kind="markdown")
    passages = passages_of(document, version="v1")
    rules = statements(passages, KIT).rules

    assert [bool(found_by(rule, wrong)) for rule in rules] == [True] * bool(wrong)


def test_emphasis_in_a_web_page_names_words_too() -> None:
    page = "<h1>Words</h1><p>Say <em>sign in</em>, not <b>log in</b>. Avoid <i>jargon</i> <b> </b>today.</p>"
    document = read_webpage(page).document(name="guide.html", kind="html")

    assert document.sections[0].text == "Say “sign in”, not “log in”. Avoid jargon today."
    (rule,) = statements(passages_of(document, version="v1"), KIT).rules
    assert found_by(rule, "Please log in.") == ["log in"]


def test_emphasis_that_names_no_word_leaves_no_trace() -> None:
    outline = read_markdown("# Words\n\nUse *plain* words, ` ` and **never** shout.\n")

    assert outline.document(name="guide.md", kind="markdown").sections[0].text == (
        "Use plain words, and never shout."
    )


def test_an_entry_that_says_no_more_than_not_to_use_it_is_a_rule() -> None:
    rule = read("Don't use.\nWe have another name for it now.", "Word list", "A", "agentless").rules[0]

    assert found_by(rule, "An agentless set-up.") == ["agentless"]
    assert read("Don't use it.\nIt is fine only in code.", "Word list", "A", "agentless").rules == ()
    assert read("Don't use.", "Agents", "Set-up").rules == ()
    assert read("Do not use:\n- agents with no name at all", "Word list", "A", "agentless").rules == ()


def test_what_the_kit_finds_already_is_not_proposed() -> None:
    rule = read("Use “sign in”, not “log in”.").rules[0]
    held = parse(parse_yaml(rule.yaml, "own.yml"), "own.yml")
    kit = BrandKit(name="Acme", slug="acme", version="0", channels=shipped_channels(), rules=(held,))

    assert is_held_already(rule.yaml, rule.name, kit)
    assert read("Use “sign in”, not “log in”.", kit=kit).rules == ()


def test_the_same_statement_read_twice_is_one_rule() -> None:
    text = "Use “sign in”, not “log in”."

    assert len(read(f"{text}\n{text}").rules) == 1


def test_a_rule_whose_examples_do_not_hold_is_refused_with_words() -> None:
    broken = "extends: existence\nmessage: No.\ntokens: [synergy]\nexamples: {good: [All good.], bad: [Nothing.]}\n"

    assert "does not find its bad example “Nothing.”" in problem_with(broken, "broken", KIT)
    assert "is not a kind of rule" in problem_with("extends: nonsense\n", "broken", KIT)
    assert "at least one bad and one good" in problem_with(
        "extends: existence\nmessage: No.\ntokens: [a]\n", "b", KIT
    )


def test_a_rule_whose_pattern_never_ends_is_refused_and_not_left_out_of_every_check() -> None:
    slow = (
        "extends: existence\nmessage: No.\nnonword: true\ntokens: ['(?:a|a)*b(?!.)z', 'never']\n"
        f"examples:\n  bad: [never]\n  good: ['{'a' * 40} bz']\n"
    )

    assert "takes too long" in problem_with(slow, "slow", KIT)
    assert problem_with(slow.replace("a" * 40, "short"), "slow", KIT) == ""


@pytest.mark.parametrize(
    "line", ["review_by: 2026-02-31", "max: !!int many", f"tokens: {'[' * 900}{']' * 900}"]
)
def test_values_that_yaml_cannot_make_are_refused_with_words(line: str) -> None:
    assert "cannot be read" in problem_with(f"extends: existence\n{line}\n", "odd", KIT)
