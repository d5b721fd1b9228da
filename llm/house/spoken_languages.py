"""Whether a request is in English, which is all that reading by rules can take apart."""

from __future__ import annotations

import re

from llm.house.clause_patterns import URL

_OTHERS_LISTED = """
    über für und der das den dem ist nicht unsere unser unseren mit ein eine einen von vom zum zur wir
    bitte alle ab neue neuen neuer kunden preise beim sind wird werden auf
    sur nos notre pour les des une avec dans est nous vous du aux et le votre ce
    cette nouveaux nouvelle nouveau tous toutes
    sobre para nuestros nuestras nuestro nuestra una con los las del el por y
    il gli della delle dei nostri nostra nostro per su sul nuovi
    het een voor onze ons naar nieuwe
    uma nosso nossa nossos os dos com novo nova
    och våra vår för att nya ett vores til
"""
_OTHERS = frozenset(_OTHERS_LISTED.split())
_ENGLISH_LISTED = "the a an of for to and our we you with about on in is are that it this by at from"
_ENGLISH = frozenset(_ENGLISH_LISTED.split())
_LATIN = re.compile(r"[a-z\u00c0-\u024f]", re.IGNORECASE)
_MOSTLY = 0.5
_ENOUGH = 2


def is_in_english(text: str) -> bool:
    """Whether the small words of a request, outside its quotations, are English; short ones pass."""
    bare = re.sub(r"“[^”]*”", " ", URL.sub(" ", text)).lower()
    letters = re.findall(r"[^\W\d_]", bare)
    if letters and len([each for each in letters if _LATIN.match(each)]) < _MOSTLY * len(letters):
        return False
    words = re.findall(r"[^\W\d_]+", bare)
    others = len([word for word in words if word in _OTHERS])
    return others < _ENOUGH or others <= len([word for word in words if word in _ENGLISH])
