"""The tense of a verb as news uses it: that of its auxiliary, or of the verb that it hangs on."""

from __future__ import annotations

from kg.language.document import Document, Token


def tense_of(document: Document, verb: Token) -> str:
    """The tag of the verb that carries the tense: the auxiliary's, else the verb's, else that of the verb above."""
    aux = document.children(verb, "aux", "auxpass")
    if any(kid.tag == "MD" for kid in aux):
        return "MD"
    if any(kid.lemma == "have" and kid.dep == "aux" for kid in aux):
        return "VBN"
    if aux:
        return aux[0].tag
    above = document.head(verb)
    if verb.tag in ("VBG", "VB") and above.i != verb.i and above.pos in ("VERB", "AUX"):
        return tense_of(document, above)
    return verb.tag
