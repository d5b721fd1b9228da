"""How people phrase the clauses of an ask: one pattern each for links, mentions, tones and so on."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from collections.abc import Mapping

GAP = "¦"
"""Stands where a clause was taken out, so that its neighbours do not run together."""

URL = re.compile(r"(?:https?://|www\.)[^\s<>“”¦]+|(?<![\w@.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|co|app|dev|example|uk|eu|de|gov|edu)(?:/[^\s<>“”¦]*)?", re.IGNORECASE)  # fmt: skip
LINK_CUE = re.compile(
    r"(?:\b(?:and|with|please|including|it should)\s+)*(?:\b(?:(?:updates|details|more|info)(?=(?: are| is)? (?:on|at|here))|links?|linking|pointing|point|send(?:ing)? (?:people|them|readers)|"
    r"driv(?:e|ing) (?:people|traffic|readers|them)|url|landing page|(?:[\w-]+ )?(?:page|website|form|sign-up)(?=\s*:?\s*$))\b(?:\s+(?:back|it|on|is|are|here|them))?(?:\s+(?:to|at|on|is))?\s*[:=]?|→|->)\s*$",
    re.IGNORECASE,
)
STEP_TO_LINK = re.compile(
    r"(?:^|(?<=[.,;!?\n¦–—-]))\s*(?P<step>(?:try|see|read|book|sign up|register|join|get|find|learn|download|apply|save|start|watch|shop|buy|"
    r"visit|check|take|claim|explore|discover|meet|listen|reserve|rsvp|choose|order|request|subscribe|donate|vote|reply|add)\b[^.,;:!?\n¦]{0,40}?)\s*(?::|→|->|\bat\b|\bhere:?)?\s*$",
    re.IGNORECASE,
)
NAMED_LINK = re.compile(
    r"(?<=[.,;\n¦])\s*(?:and\s+)?(?P<name>[a-z][\w’'-]*(?: [\w’'-]+){0,3}):\s*$", re.IGNORECASE
)
"""“…, urgent problems: https://…”: a link that comes with its name."""
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a couple of": 2, "couple of": 2, "a few": 3, "several": 3, "some": 3, "both": 2}  # fmt: skip
MOST_VARIANTS = 6
PIECES = re.compile(
    r"\b(?P<count>[2-6]|two|three|four|five|six|a couple of|a few)\s+(?:different\s+)?"
    r"(?:(?:linkedin|x|google|search|blog|text|press|email)\s+){0,2}"
    r"(?:posts|tweets|emails|newsletters|ads|messages|articles|releases|(?<=\w )(?:variants|versions|options))\b",
    re.IGNORECASE,
)
VARIANTS = re.compile(
    r"(?:\b(?:and|in|with|give (?:me|us)|please|i need|we need|show me)\s+)*\b(?P<count>\d{1,2}|one|two|three|four|five|six|a couple of|couple of|a few|several|some)"
    r"\s+(?:different\s+|alternative\s+|a/b\s+|ab\s+)?(?:variants?|variations?|options?|versions?|alternatives|takes|ideas|drafts)\b(?:\s+(?:of|for)\b)?(?:\s+please)?",
    re.IGNORECASE,
)
END = r"(?=\s*(?:$|[.;!?](?:\s|$)|\n|¦))"
MENTION = re.compile(
    r"(?:\b(?:and|also|please|it|which|that|to|should|must|needs? to|be sure to|make sure (?:to|it|you|we|that it)|don[’']t forget to|remember to|has to|with a)\s+)*"
    rf"\b(?:mention(?:s|ing)?|includ(?:e|es|ing)|highlight(?:s|ing)?|reference|must[- ]haves?|must[- ]mention)\b(?:\s+(?:that(?= )|also))?\s*:?\s*(?P<what>.+?){END}",
    re.IGNORECASE,
)
CTA = re.compile(
    r"(?:\b(?:and|with|the|a|our|use|using|please)\s+)*\b(?:cta|call[- ]to[- ]action|button)\b(?:\s+(?:is|should be|saying|says|to|of|text|that says))*\s*[:=–—-]?\s*"
    r"(?:“(?P<quoted>[^”]+)”|(?P<words>[^,.;!?\n¦]+?)(?=\s*(?:$|[,.;!?\n¦])))"
    r"|(?:\b(?:and|to)\s+)*\b(?:ask(?:ing)?|get(?:ting)?|invit(?:e|ing)(?! \w+ to (?:our|the|an?|my|this)\b)|encourag(?:e|ing)|tell(?:ing)?|urg(?:e|ing)|nudg(?:e|ing)|prompt(?:ing)?)\s+(?:them|people|readers|everyone|users|customers|clients|freelancers|subscribers)\s+to\s+"
    r"(?P<asked>[^,.;!?\n¦]+?)(?=\s*(?:$|[,.;!?\n¦]|\band\b))"
    r"|(?:^|(?<=[,.;¦\n])\s*)(?:and\s+)?(?P<known>(?:sign up|book a (?:demo|call)|start (?:a|your|the|their) free trial|download (?:it|the app|the guide)|register|subscribe|get in touch|contact us|learn more|find out more|read more|try it (?:for )?free)(?: [a-z]+){0,3})(?=\s*(?:$|[,.;!?\n¦]))",
    re.IGNORECASE,
)
KEY = re.compile(
    rf"(?:\b(?:and|the|our|with)\s+)*\b(?:key message|main (?:point|message)|core message|(?:the )?message(?= is\b|\s*:)|takeaway|subject line|subject(?= (?:should|must|has to) be|,? “[^”]+”(?!\?))|saying that|say that|to say that|the point is that)\b(?:\s+(?:is|should be|must be|has to be|being)(?: that)?)?\s*[:=]?\s*(?P<what>“[^”]+”(?=\s*(?:$|[,.;!?\n¦]))|.+?{END})",
    re.IGNORECASE,
)
GOAL = re.compile(
    r"(?:\b(?:with the|the|our|and)\s+)*\b(?:goal|objective|aim|purpose)\b(?:\s+(?:is|being|of))?(?:\s+to)?\s*[:=]?\s*(?P<what>[^,.;!?\n¦]+?)(?=\s*(?:$|[,.;!?\n¦]))"
    r"|\b(?P<drive>to (?:drive|increase|boost|grow|raise|get more|win|generate)\s+[^,.;!?\n¦]+?)(?=\s*(?:$|[,.;!?\n¦]|\b(?:about|for)\b))",
    re.IGNORECASE,
)
TONES = [
    "friendly",
    "fun",
    "warm",
    "playful",
    "casual",
    "informal",
    "formal",
    "professional",
    "serious",
    "witty",
    "funny",
    "humorous",
    "light-hearted",
    "lighthearted",
    "upbeat",
    "cheerful",
    "calm",
    "reassuring",
    "confident",
    "bold",
    "direct",
    "plain",
    "straightforward",
    "simple",
    "clear",
    "honest",
    "human",
    "conversational",
    "relaxed",
    "energetic",
    "enthusiastic",
    "excited",
    "inspiring",
    "inspirational",
    "motivational",
    "empathetic",
    "kind",
    "gentle",
    "caring",
    "respectful",
    "polite",
    "sober",
    "neutral",
    "factual",
    "informative",
    "educational",
    "helpful",
    "practical",
    "urgent",
    "crisp",
    "punchy",
    "snappy",
    "short",
    "brief",
    "concise",
    "long",
    "detailed",
    "sincere",
    "apologetic",
    "grateful",
    "celebratory",
    "optimistic",
    "modest",
    "understated",
    "quirky",
    "cheeky",
    "elegant",
    "premium",
    "technical",
    "approachable",
    "personable",
    "authoritative",
    "encouraging",
    "thoughtful",
    "matter-of-fact",
    "nerdy",
    "geeky",
    "silly",
    "dramatic",
    "salesy",
    "pushy",
    "down-to-earth",
    "no-nonsense",
    "jargon-free",
]
TONE_WORD = rf"(?:{'|'.join(sorted(map(re.escape, TONES), key=len, reverse=True))})"
DEGREE = r"(?:(?:very|quite|slightly|more|less|a bit|a little|super|really|rather|fairly|not too|not|but not|but not too|nice and|keep it)\s+)*"
TONE_LIST = rf"{DEGREE}{TONE_WORD}(?:(?:\s*,\s*(?:and |but )?|\s+and\s+|\s+but\s+|/|\s+yet\s+|\s*&\s*){DEGREE}{TONE_WORD})*"
TONE = re.compile(
    rf"(?:\b(?:and|with|in|use|using)\s+)*(?:\b(?:an?|our|the)\s+)?\b(?:tone|voice|style)\b(?:\s+of voice)?(?:\s+(?:is|should be|of))?\s*[:=]?\s*(?P<after>{TONE_LIST})\b"
    rf"|(?:\b(?:and|with|in|keep(?:ing)?|make|making)\s+)*(?:\b(?:an?|it|things|the tone|that|sound(?:ing)?)\s+)*\b(?P<list>{TONE_LIST})\b(?P<tail>(?:\s+(?:tone|voice|style|manner|way|vibe|feel)(?: of voice)?)?)",
    re.IGNORECASE,
)
MARKETS: Mapping[str, str] = {
    "uk": r"UK|U\.K\.|GB|United Kingdom|Great Britain|Britain|British|England",
    "us": r"(?-i:US)|U\.S\.A?\.?|USA|United States|American?|the States",
    "eu": r"(?-i:EU)|European Union|Europe(?:an)?",
    "de": r"Germany|German|DACH",
    "fr": r"France|French",
    "es": r"Spain|Spanish",
    "au": r"Australian?|AU",
    "ca": r"Canada|Canadian|(?-i:CA)",
    "ie": r"Ireland|Irish",
    "in": r"India|Indian",
}
LANGUAGES: Mapping[str, str] = {"german": "de", "french": "fr", "spanish": "es", "italian": "it", "dutch": "nl", "portuguese": "pt", "polish": "pl", "swedish": "sv", "danish": "da", "british english": "en-GB", "uk english": "en-GB", "american english": "en-US", "us english": "en-US", "english": "en"}  # fmt: skip
CONTRAST = re.compile(
    r"(?:(?<=^)|(?<=[,.;:!?\n¦–—-])|(?<=[,.;:!?\n¦–—-]\s))(?P<tone>[a-z-]+,? but (?:not|never)(?: too| overly)? [a-z-]+)(?=\s*(?:$|[,.;:!?\n¦]))",
    re.IGNORECASE,
)
"""“nerdy but not silly” on its own is how to say it, whatever the words."""
ABOUT = re.compile(
    r"\b(?:about(?! (?:\d|a hundred|half|twice|one|two|three|four|five|six|seven|eight|nine|ten)\b)|announcing|announce|introducing|introduce|promoting|promote|sharing|showcasing|regarding|re:|covering|explaining|explain|celebrating|celebrate|on the topic of|on the subject of|topic\s*(?:[:=]|is\b)|subject\s*(?:[:=]|is\b)|answering(?: the question)?:?|"
    r"(?:remind|tell|inform|warn|notify)(?:ing)? (?:(?:our|all|the|your) (?:[\w-]+ ){0,2})?(?:people|everyone|them|readers|users|customers|clients|freelancers|subscribers|members)(?:\s*¦)?(?: that| about)?|"
    r"invit(?:ing|ation|e)(?: (?:people|everyone|them|readers|users|customers|freelancers))? (?:to|for)(?= our| the| an?\b| my| this)|"
    r"to launch|launching|(?:for )?the launch of(?= .+ (?:on|in) (?:\d|January|February|March|April|May|June|July|August|September|October|November|December))|for the launch of|on(?= how| why| what| the| our| getting| [a-z]+ing\b))(?!(?<=\w)\w)\s*(?P<what>.+?)"
    rf"{END}",
    re.IGNORECASE,
)
FILLER = re.compile(
    r"\b(?:a|an|some|something|anything|new|quick|another|nice|great|copy|content|post|posts|piece|text|draft|intro|message|update|announcement|us|me|we|i|need|want|same|but|again|following|below|things|"
    r"can|you|write|make|create|please|the|for|on|to|with|of|about|it|this|that|and|in|do|one|tone|style|voice|campaign|marketing|social|media|is|be|should|go|out)\b|[^\w\s]",
    re.IGNORECASE,
)
LINES: Mapping[str, str] = {
    "channel": "channel", "format": "channel", "platform": "channel", "topic": "topic", "about": "topic", "subject": "topic",
    "audience": "audience", "target": "audience", "target audience": "audience", "for": "audience", "to": "audience", "who": "audience", "what": "topic", "tone": "tone", "voice": "tone",
    "link": "link", "url": "link", "cta": "call_to_action", "call to action": "call_to_action", "mention": "mention",
    "must mention": "mention", "key points": "mention", "points": "mention", "details": "mention", "facts": "mention", "include": "mention", "key message": "key_message", "message": "key_message",
    "objective": "objective", "goal": "objective", "market": "market", "variants": "variants", "product": "product",
}  # fmt: skip
LABELLED = re.compile(
    rf"(?:^|(?<=[.;\n]))[ \t]*(?:[-*–•][ \t]*)?(?P<key>{'|'.join(sorted(map(re.escape, LINES), key=len, reverse=True))})[ \t]*:(?!//)"
    r"[ \t]*(?P<value>[^\n]+?)(?=[ \t]*(?:$|\n|[.;](?:\s|$)))",
    re.IGNORECASE,
)
PAGE = re.compile(
    r"(?:\b(?:and|with an?|please)\s+)*\blink(?:ing)?\s+(?:it\s+)?to\s+(?P<page>(?:the|our|a)\s+[\w\s-]+?(?:page|guide|form|site|website|post|article|blog|demo))"
    r"(?=\s*(?:$|[,.;!?\n¦]))",
    re.IGNORECASE,
)
