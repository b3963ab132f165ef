"""Cue words of modality (`modality_cues.tsv`): what a verb or a word beside an act says of how real it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from kg.language.clauses import clause_verbs_above
from kg.language.document import Document, Token
from kg.lexicon.tables import read_table

_HEARSAY: Final = frozenset({"report", "rumour", "rumor", "speculation"})


@cache
def cue_kinds() -> Mapping[str, str]:
    """The kind of each cue: plan, desire, doubt, ..."""
    return {row["cue"].lower(): row["kind"] for row in read_table("modality_cues.tsv")}


def cue_of(document: Document, verb: Token) -> str:
    """What a verb says of the act below it: the kind of the longest cue that it makes with the words on it."""
    beside = [kid.lower for kid in document.children(verb, "acomp", "oprd", "attr", "prt", "prep") if kid.i > verb.i]
    deeper = [
        f"{kid.lower} {k.lower}" for kid in document.children(verb, "acomp") for k in document.children(kid, "prep")
    ]
    forms = [verb.lemma, f"be {verb.lower}", *(f"{verb.lemma} {word}" for word in (*beside, *deeper))]
    cues = [*(f"{form} to" for form in reversed(forms)), *reversed(forms)]
    return next((cue_kinds()[cue] for cue in cues if cue in cue_kinds()), "")


def doubted(document: Document, head: Token) -> bool:
    """As in "it was unclear whether X attacked": whether the words around an act leave open if it happened."""
    for verb in (head, *clause_verbs_above(document, head)):
        for kid in document.children(verb, "acomp", "attr"):
            if cue_kinds().get(f"{kid.lower} whether") == "doubt":
                return True
        noun = document.head(verb)
        if verb.dep in ("acl", "ccomp") and noun.lemma in _HEARSAY and document.head(noun).lower in ("about", "on"):
            return True  # "asked about reports that X had left"
    return False


def hearsay(document: Document, head: Token) -> bool:
    """As in "reportedly attacked", "the alleged attack": whether a word on an act says that it is only told."""
    verb = head if head.pos in ("VERB", "AUX") else next(iter(clause_verbs_above(document, head)), head)
    above = next(iter(clause_verbs_above(document, head)), None)
    if head.dep == "xcomp" and above is not None and cue_of(document, above) == "doubt":
        return True
    kids = [*document.children(head), *document.children(verb)]
    return any(cue_kinds().get(kid.lower) == "doubt" for kid in kids)
