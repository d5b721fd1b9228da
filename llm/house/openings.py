"""First sentences for subjects on which a kit has no message of its own: what a thing is, said plainly."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Mapping

from brandkit.template_text import capitalised
from llm.house import english

_KINDS: Mapping[str, str] = {
    "series webinar workshop event meetup conference session training course talk morning evening breakfast lunch drinks party fair hackathon masterclass q&a demo day festival exhibition conference": "event",
    "sale offer discount deal promotion": "offer",
    "guide report ebook handbook checklist whitepaper article post interview story study playbook tips template templates case": "read",
    "survey questionnaire poll": "survey",
    "video film recording podcast episode": "watch",
    "partnership collaboration integration appointment acquisition merger funding investment round award launch opening expansion": "milestone",
    "anniversary birthday": "celebration",
    "outage incident delay downtime disruption": "trouble",
    "maintenance upgrade closure migration change move switch increase hours holiday holidays deadline": "planned",
    "price prices pricing": "terms",
    "rates fees tariffs promise guarantee pledge policy commitment": "rates",
    "news newsletter roundup round-up": "news",
}
_OPENINGS: Mapping[str, tuple[str, ...]] = {
    "event": ("Join us for {thing}.", "You’re invited to {thing}.", "Save the date for {thing}."),
    "offer": ("{Thing} {is} here.", "Have you seen {thing}?", "Here {is} {thing}."),
    "read": ("Here {is} {thing}.", "Worth a few minutes of your time: {thing}.", "New to read: {thing}."),
    "asking": (
        "Take part in {thing}.",
        "We’d like to hear from you: take part in {thing}.",
        "Have you taken part in {thing} yet?",
    ),
    "survey": ("Here is what {thing} shows.", "Let’s look at {thing}.", "What does {thing} say?"),
    "watch": (
        "Have you seen {thing} yet?",
        "Worth a few minutes of your time: {thing}.",
        "New: {thing}.",
    ),
    "milestone": ("We’re pleased to share {thing}.", "Some news: {thing}.", "Let’s talk about {thing}."),
    "celebration": (
        "We’re celebrating {thing}.",
        "Today we celebrate {thing}.",
        "A day to celebrate: {thing}.",
    ),
    "trouble": ("An update on {thing}.", "What happened with {thing}?", "We’d like to explain {thing}."),
    "planned": ("Coming up: {thing}.", "Please note: {thing}.", "Planned: {thing}."),
    "rates": ("Here {is} {thing}.", "{Thing}, at a glance.", "Have you seen {thing}?"),
    "terms": ("An update on {thing}.", "What changes about {thing}?", "News about {thing}."),
    "news": ("Here is {thing}.", "{Thing}, in short.", "What’s new? Here is {thing}."),
    "new": ("Meet {thing}.", "Have you seen {thing} yet?", "Say hello to {thing}."),
    "thing": (
        "Let’s talk about {thing}.",
        "What should you know about {thing}?",
        "A few words about {thing}.",
    ),
}
_PRESS: Mapping[str, str] = {
    "event": "{brand} invites {readers} to {thing}.",
    "new": "{brand} introduces {thing}.",
    "offer": "{brand} announces {thing}.",
    "read": "{brand} publishes {thing}.",
    "milestone": "{brand} announces {thing}.",
    "trouble": "{brand} has published an update on {thing}.",
}
_AN_APOLOGY = re.compile(r"(?:an? |our )?(?:(?:public|sincere|short|quick) )?apolog(?:y|ies)", re.IGNORECASE)
_TO_ONE_READER = re.compile(r"(?:your|you|we apologise|we(?:[’']re| are) sorry)\b", re.IGNORECASE)
_SOBER = frozenset({"trouble", "planned", "asking", "survey"})
_OURS = frozenset(
    {
        "news",
        "rates",
        "terms",
        "planned",
        "event",
        "offer",
        "survey",
        "milestone",
        "celebration",
        "read",
        "watch",
    }
)
_NOBODYS = frozenset({"holiday", "deadline"})
"""Things that are in the calendar, and not a brand's own."""
_NEW = re.compile(
    r"^(?:(?:our|the|an?|its|this|these)\s+)?(?:brand[- ])?(?:new|redesigned|updated|improved|first|latest)\b",
    re.IGNORECASE,
)
_NEWLY = re.compile(r"(?:brand-new|new|redesigned|updated|improved|first|latest)\s+[a-z]")
_SOMEONE = re.compile(
    r"(?:our|a|the) (?:new )?(?:customer|client|colleague|founder|team|member|partner|intern|chief)\b",
    re.IGNORECASE,
)
_A_LIST = re.compile(
    r"(?:the |our |my )?(?:top )?(?:\d+|two|three|four|five|six|seven|eight|ten) (?:\w+ )?"
    r"(?:mistakes|tips|ways|things|reasons|steps|lessons|rules|signs|questions|ideas|facts|myths|tools|books|examples)\b",
    re.IGNORECASE,
)
_A_NUMBER_OF = re.compile(r"^\d|^(?:some|many|all|more|most|five|ten|three|four|six|seven)\b", re.IGNORECASE)


def openings(
    slots: Mapping[str, str], *, news: bool, results: bool = False, told: bool = True
) -> tuple[str, ...]:
    """Ways to begin, from the topic in the form it has (thing, doing, asking, statement); never none.

    `results` tells a survey whose answers are in from one that still asks; not `told`, there is nothing to
    read behind the opening, and none is promised.
    """
    if slots.get("statement"):
        statement = slots["statement"]
        return (statement, f"Some news: {english.lowered(statement)}", f"Have you heard? {statement}")
    if slots.get("asking"):
        return _for_question(slots["asking"])
    if slots.get("doing"):
        return _for_doing(slots["doing"])
    if _AN_APOLOGY.fullmatch(slots.get("thing", "")):
        return ("We’re sorry.", "We apologise.", "We owe you an apology.")
    thing = owned(slots.get("thing", slots.get("topic", "")))
    kind = "read" if _A_LIST.match(thing) else kind_of(thing, news=news)
    kind = "asking" if kind == "survey" and not results else kind
    kind = "thing" if kind == "read" and not told else kind
    if kind == "new" and re.match(r"[a-z]", thing) and english.without_article(thing) == thing:
        thing = thing if english.is_plural(thing) or _A_NUMBER_OF.match(thing) else f"our {thing}"
    verb = "are" if _A_LIST.match(thing) else slots.get("is", "is")
    return tuple(
        each.format(thing=thing, Thing=capitalised(thing), **{"is": verb}) for each in _OPENINGS[kind]
    )


def press_opening(slots: Mapping[str, str], *, news: bool, brand: str, readers: str) -> str:
    """The first sentence of a release about a thing, in the third person; empty where there is no thing."""
    thing = slots.get("thing", "")
    if not thing:
        return ""
    kind = kind_of(thing, news=news)
    if not brand:
        return f"Announced today: {english.with_stop(thing)}"
    said = re.sub(r"\b(?:our|my)\b", "its", thing, flags=re.IGNORECASE)
    if english.without_article(said).lower().startswith(brand.lower()):
        return f"Announced today: {english.with_stop(said)}"
    bare = english.without_article(said) == said and not english.is_plural(said) and kind in _OURS
    form = _PRESS.get(kind, "{brand} has news about {thing}.")
    return form.format(brand=brand, thing=f"its {said}" if bare else said, readers=readers or "the public")


def _for_doing(doing: str) -> tuple[str, ...]:
    """Ways to begin with what somebody does: “thanking our team” is done, and not talked about."""
    praise = re.match(r"congratulating (?P<whom>.+)$", doing, re.IGNORECASE)
    if praise:
        well_done = f"Congratulations to {praise['whom']}."
        return (
            well_done,
            f"A moment to celebrate. {well_done}",
            f"Well done, and {english.lowered(well_done)}",
        )
    thanks = re.match(r"thanking (?P<whom>.+?)(?P<what> for .+)?$", doing, re.IGNORECASE)
    if thanks:
        thank_you = f"Thank you to {thanks['whom']}{thanks['what'] or ''}."
        return (
            thank_you,
            f"Today we say thank you. {thank_you}",
            f"A word of thanks: {english.lowered(thank_you)}",
        )
    sorry = re.match(r"apologi[sz]ing(?P<what> (?:for|to|that) .+)$", doing, re.IGNORECASE)
    if sorry:
        apology = f"We apologise{sorry['what']}."
        return (apology, f"We’re sorry. {apology}", f"We owe you an apology. {apology}")
    return (
        f"How do you go about {doing}?",
        f"Let’s talk about {doing}.",
        f"{capitalised(doing)}: where do you start?",
    )


def _let_us_look(asking: str) -> bool:
    """Whether a question topic tells what it asks: “how reminders save evenings”, and not “how to save …”."""
    return english.asked(asking).startswith("Do you know")


def _for_question(asking: str) -> tuple[str, ...]:
    question = english.asked(asking)
    if _let_us_look(asking):
        look = f"Let’s look at {asking}."
        return (look, f"Ever wondered {asking}?", f"Let’s talk about {asking}.")
    if english.is_question(asking):
        return (question, f"A fair question: {english.lowered(question)}", f"{question} Let’s look at it.")
    return (question, f"Ever wondered {asking}?", f"Let’s talk about {asking}.")


def kind_of(thing: str, *, news: bool) -> str:
    """What kind of thing a topic is, by its head noun; anything called new is new."""
    found = _kind_by_name(thing)
    if not found and _SOMEONE.match(thing):
        return "new"
    return found or ("new" if _NEW.search(thing) or news else "thing")


def _kind_by_name(thing: str) -> str:
    head = english.head_noun(thing).lower()
    return next(
        (kind for words, kind in _KINDS.items() if {head, head.removesuffix("s")} & set(words.split())), ""
    )


def owned(thing: str) -> str:
    """“Black Friday sale” → “our Black Friday sale”: a thing of ours that came without an article."""
    if not thing or _A_NUMBER_OF.match(thing) or english.without_article(thing) != thing:
        return thing
    kind = _kind_by_name(thing)
    if not kind and _NEWLY.match(thing):
        return f"the {thing}"
    if english.head_noun(thing).lower() in _NOBODYS:
        return thing
    return f"our {thing}" if kind in _OURS and not english.is_plural(thing) else thing


_QUESTIONS: Mapping[str, str] = {
    "event": "Will you be there?",
    "read": "What would you add?",
    "survey": "Does this match your experience?",
    "watch": "What did you take from it?",
    "news": "Which of these matters most to you?",
    "new": "What would you use {it} for?",
    "thing": "What would you like to know about {it}?",
    "trouble": "If something still looks wrong, tell us.",
}


def closing_question(slots: Mapping[str, str], *, news: bool) -> str:
    """A question to end a post with, so that somebody answers."""
    if slots.get("doing", "").startswith("congratulat"):
        return "Leave a kind word in the comments."
    if slots.get("doing", "").startswith("thank"):
        return "What should we do next? Tell us in the comments."
    if slots.get("asking") or slots.get("doing"):
        asking = slots.get("asking", "")
        how = slots.get("doing") or (asking.lower().startswith("how") and not _let_us_look(asking))
        return "What has worked for you?" if how else "What do you think?"
    if slots.get("statement"):
        return "Any questions? Ask us in the comments."
    them = slots.get("them", "it")
    kind = kind_of(slots.get("thing", ""), news=news)
    return _QUESTIONS.get(kind, "Any questions? Ask us in the comments.").format(it=them)


def is_sober(slots: Mapping[str, str], *, news: bool) -> bool:
    """Whether the subject leaves no room for a line about the brand: trouble, an apology, thanks, a survey."""
    doing = slots.get("doing", "").lower()
    thing = slots.get("thing", "")
    return (
        doing.startswith(("apologi", "thank", "congratulat"))
        or bool(_AN_APOLOGY.fullmatch(thing))
        or bool(thing and kind_of(owned(thing), news=news) in _SOBER)
        or bool(_TO_ONE_READER.match(slots.get("statement", "")))
    )


def details_heading(slots: Mapping[str, str], *, news: bool) -> str:
    """The heading over the facts of a longer piece."""
    kind = kind_of(slots.get("thing", ""), news=news) if slots.get("thing") else ""
    return {"event": "The details", "new": "What it does" if slots.get("it") == "it" else "What they do"}.get(
        kind, "What to know"
    )
