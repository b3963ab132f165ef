"""Which date belongs to which act.

A date goes to the act it hangs on; where the parser hung it on something else, to the nearest act before
it in the sentence (after it, if it opens the sentence); before the first of several verbs, to all of them. The
date of saying is no date of what is said, nor that of a deed one of the words about it. A relative clause has its own
(`relative_dates`). What has no date of its
own may have that of its occasion (`occasions`) or of the story (`narrative`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.acts.act import Act
from kg.extract.circumstances.date_sharing import acts_about_day, acts_sharing
from kg.extract.circumstances.relative_dates import acts_around, acts_inside, date_by_antecedent, happening_of
from kg.extract.speech.speech import reporting_of
from kg.language.dates import DateMention
from kg.language.document import Document, Token

_DEADLINES = frozenset({"by", "until", "till", "through", "before", "pending"})
_BOUNDS = frozenset("the end start beginning middle close of late early mid -".split())  # "by the end of next year"
_DEADLINE_WORDS = 6  # tokens before a date among which "by the end of" lies
_RANKED = frozenset("first 1st second third only such similar".split())
_RANKED_WORDS = 12  # tokens before "since" among which "the first visit by a president" begins
_NESTED = frozenset({"advcl", "ccomp", "conj"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_ORDERING = frozenset("decision vote move ruling order announcement".split())
_OCCASION = frozenset({"at", "during", "in", "under"})
_UPHEAVALS = frozenset(
    """
    coup putsch war revolution uprising revolt rebellion mutiny raid invasion offensive attack assault bombing massacre
    crackdown operation campaign crisis conflict fighting clash takeover incursion
    """.split()
)
_MODIFYING = frozenset({"nummod", "compound", "amod", "nmod"})
_WHEREIN = frozenset({"in", "during", "amid"})
_REASONS = frozenset({"for", "over", "about"})
_LYING = frozenset("overlook border face surround link connect straddle adjoin flank ring house".split())
_TIMES = frozenset({"DATE", "TIME"})
_TIME_NOUNS = frozenset(
    "hour night morning evening afternoon day week month end start beginning half middle dawn summer spring autumn "
    "fall winter course eve midnight part minute".split()
)
_NEAR_DEED = 3  # tokens from a deed to a date right behind it; where more stands between, the date is the deed's
_ABOUT_DEEDS = frozenset({"Accuse", "Support", "Reject", "Request", "Threaten"})


def date_acts(document: Document, acts: Sequence[Act], dates: Sequence[DateMention]) -> dict[int, DateMention]:
    """The dates of acts, by the number of the act's head token."""
    found: dict[int, DateMention] = {}
    by_sentence: dict[int, list[Act]] = {}
    for act in acts:
        by_sentence.setdefault(document.sentence_of(act.head).number, []).append(act)
    owned: list[tuple[int, Act, DateMention]] = []
    shared: list[tuple[Act, DateMention]] = []
    for mention in dates:
        anchor = document.tokens_in(mention.span)[0]
        there = by_sentence.get(document.sentence_of(anchor).number, ())
        here = acts_around(document, there, anchor)
        if not here or is_deadline(document, anchor) or _is_counted_from(document, anchor):
            shared += [(act, mention) for act in acts_about_day(document, there, anchor)]
            continue
        owner = None if _is_last_of_many(document, anchor) else _owner(document, here, anchor)
        if owner is not None:
            far = _clauses_between(document, anchor, owner.head)
            owned.append((0 if _counts_from_clause(document, anchor) else far + 1, owner, mention))
        shared += [
            (act, mention) for act in acts_sharing(document, acts_inside(document, there, anchor), anchor, owner)
        ]
    for _, owner, mention in sorted(owned, key=lambda one: one[0]):
        found.setdefault(owner.head.i, mention)
    for act, mention in shared:
        found.setdefault(act.head.i, mention)
    _hand_on(by_sentence, found)
    _from_relative(document, by_sentence, found)
    _from_occasion(document, by_sentence, found)
    for head, mention in date_by_antecedent(document, acts, dates, found).items():
        found.setdefault(head, mention)
    return {act.head.i: found[act.head.i] for act in acts if act.head.i in found and not act.dropped}


def _clauses_between(document: Document, anchor: Token, head: Token) -> int:
    """How many clauses lie between a date and the act that it was given to; 0 where it hangs on the act."""
    above = [t.i for t in document.ancestors(anchor)]
    if head.i in above:
        return 0
    verbs = [t.i for t in document.ancestors(head) if t.pos in ("VERB", "AUX")]
    return next((k for k, i in enumerate(verbs, 1) if i in above), len(verbs) + 1)


def is_deadline(document: Document, anchor: Token) -> bool:
    """As in "by Friday", "until the end of May": the day up to which something is to be, not that of an act."""
    first = max(anchor.i - _DEADLINE_WORDS, 0)
    before = document.tokens[first : anchor.i]
    while before and before[-1].lower in _BOUNDS:
        before = before[:-1]
    return bool(before) and before[-1].lower in _DEADLINES and before[-1].dep != "agent"


def _is_counted_from(document: Document, anchor: Token) -> bool:
    """As in "their first talks since 2011", "the worst raid since May": when the one before was, not this one."""
    near = document.tokens[max(anchor.i - 1, 0) : anchor.i + 1]
    since = next((t for t in near if t.lower == "since"), None)
    if since is None or since.dep == "mark":
        return False
    sentence = document.sentence_of(anchor)
    before = document.tokens[max(since.i - _RANKED_WORDS, sentence.first) : since.i]
    return any(t.lower in _RANKED or t.tag in ("JJS", "RBS") for t in before)


def _counts_from_clause(document: Document, anchor: Token) -> bool:
    """As in "two days after the envoy had left": the clause's own day."""
    unit = document.head(anchor)
    mark = document.tokens[unit.i + 1] if unit.i + 1 < len(document.tokens) else None
    return unit.lemma == "day" and mark is not None and mark.dep == "mark" and mark.head == unit.head


def _outside(document: Document, anchor: Token) -> Token:
    """Of "on Friday, two days after X had left, Y said": Friday is a day of Y's, wherever the parser hung it."""
    verb = next((t for t in document.ancestors(anchor) if t.pos == "VERB"), None)
    if verb is None or anchor.i > verb.i or _counts_from_clause(document, anchor):
        return anchor
    counted = (kid for kid in document.children(verb, "npadvmod") if kid.lemma == "day" and kid.i > anchor.i)
    from_clause = any(_counts_from_clause(document, number) for kid in counted for number in document.children(kid))
    return verb if from_clause else anchor


def _is_last_of_many(document: Document, anchor: Token) -> bool:
    """As in "has often done so, most recently on 3 May": the day of one time among many."""
    before = [t.lower for t in document.tokens[max(anchor.i - 3, 0) : anchor.i]]
    return before[-2:] == ["most", "recently"] or before[:2] == ["most", "recently"]


def _hand_on(by_sentence: Mapping[int, Sequence[Act]], found: dict[int, DateMention]) -> None:
    """The date of a deed that is told again in its sentence ("the attack of 3 May, in which two were killed")."""
    for here in by_sentence.values():
        for again in (act for act in here if act.dropped and act.head.i in found):
            same = (
                act for act in here if act.category == again.category and not act.dropped and act.head.i > again.head.i
            )
            act = next(same, None)
            if act is not None:
                found.setdefault(act.head.i, found[again.head.i])


def _from_relative(document: Document, by_sentence: Mapping[int, Sequence[Act]], found: dict[int, DateMention]) -> None:
    """As in "an attack on the ship X, which was hit on 3 May": the clause about what was attacked tells the day."""
    for here in by_sentence.values():
        for act in here:
            if act.verbal or act.head.i in found:
                continue
            below = {t.i for t in document.subtree(act.head)}
            again = (a for a in here if a.head.dep == "relcl" and a.head.i in below and a.category == act.category)
            dated = next((a for a in again if a.head.i in found), None)
            if dated is not None:
                found[act.head.i] = found[dated.head.i]


def _from_occasion(document: Document, by_sentence: Mapping[int, Sequence[Act]], found: dict[int, DateMention]) -> None:
    """As in "At talks held in May, X agreed", "Under a pact signed in 2013, X promised": that day is the main act's."""
    for here in by_sentence.values():
        heads = {act.head.i: act for act in here}
        for act in here:
            preposition = document.head(document.head(act.head))
            main = heads.get(preposition.head)
            opens = act.head.dep == "acl" and preposition.lower in _OCCASION and act.head.i in found
            if main is not None and opens and main.head.i > act.head.i and main.head.tag == "VBD":
                found.setdefault(main.head.i, found[act.head.i])


def _owner(document: Document, acts: Sequence[Act], anchor: Token) -> Act | None:
    if _names_a_year(anchor):
        return _of_years_deed(document, {act.head.i: act for act in acts}, anchor)
    return _act_of(document, acts, _outside(document, anchor))


def _act_of(document: Document, acts: Sequence[Act], anchor: Token) -> Act | None:
    """The one of a sentence's acts that a date's first token belongs to."""
    here = {act.head.i: act for act in acts}
    used = {token.i: act for act in here.values() for token in act.match.used}
    by_token: Mapping[int, Act] = {**used, **here}
    reason = False
    if (anchor.dep == "poss" and anchor.head not in by_token) or _is_of_a_thing(document, anchor, by_token):
        return None
    for above in document.ancestors(anchor):
        reason = reason or (above.pos == "NOUN" and above.i < anchor.i and above.i not in by_token)
        reason = reason or (above.lower in _REASONS and above.dep == "prep" and anchor.i - above.i > 1)
        if above.i in used and above.i not in here and used[above.i].category in _ABOUT_DEEDS:
            return None
        if above.i in by_token:
            if reason and by_token[above.i].category in _ABOUT_DEEDS:
                return None
            act = _nearer(by_token[above.i], here, anchor)
            return None if _is_standing_word(act, anchor) else act
        if above.lemma in _ORDERING and above.i < anchor.i:
            ordered = [kid for kid in document.children(above, "acl") if kid.i in here]
            if ordered:
                return here[ordered[0].i]
        if above.dep == "acl" and above.tag == "VBG" and above.lemma in _LYING:
            continue  # "shelled the hills overlooking the town on Monday"
        if above.pos in ("VERB", "AUX") and above.dep != "pobj":  # in "at the crossing on Monday" it is a noun
            return happening_of(document, above, by_token, anchor) or _beside(document, above, here, anchor)
    return _beside(document, anchor, here, anchor)


def _names_a_year(anchor: Token) -> bool:
    """As in "the 2015 accord": a year before the noun that it belongs to."""
    return len(anchor.text) == 4 and anchor.text.isdigit() and anchor.head > anchor.i and anchor.dep in _MODIFYING


def _of_years_deed(document: Document, here: Mapping[int, Act], year: Token) -> Act | None:
    """As in "the 1975 invasion", "seized power in a 2001 coup"; who breaks "the 2015 accord" did not do so in 2015."""
    noun = document.head(year)
    while noun.dep in _MODIFYING and noun.head > noun.i:
        noun = document.head(noun)
    if noun.i in here:
        return None if here[noun.i].verbal else here[noun.i]
    preposition = document.head(noun)
    if noun.lemma not in _UPHEAVALS or preposition.lower not in _WHEREIN:
        return None
    verb = document.head(preposition)
    return here.get(verb.i)


def _is_of_a_thing(document: Document, anchor: Token, by_token: Mapping[int, Act]) -> bool:
    """As in "broke the accord of August 1982": the date of a thing that is no act, nor what an act brings about."""
    of = document.head(anchor)
    noun = document.head(of)
    if of.lower != "of" or anchor.dep != "pobj" or noun.pos != "NOUN" or noun.i in by_token or noun.ent in _TIMES:
        return False
    if noun.lemma in _TIME_NOUNS or noun.lemma in _ORDERING:
        return False
    above = document.head(noun)
    return above.i not in by_token or by_token[above.i].category != "Agree"


def _is_standing_word(act: Act, anchor: Token) -> bool:
    """As in "welcomes the landing yesterday": words in the present tense are of no day behind their object."""
    present = act.verbal and act.head.tag in ("VBZ", "VBP")
    return present and act.category in _ABOUT_DEEDS and anchor.i - act.head.i > 1


def _nearer(act: Act, here: Mapping[int, Act], anchor: Token) -> Act:
    """A participle between the governing act and the date has the better right to it ("..., killing ten on Monday")."""
    between = [a for a in here.values() if act.head.i < a.head.i < anchor.i]
    participles = [a for a in between if a.verbal and a.head.dep in ("advcl", "pcomp")]
    if participles:
        return participles[-1]
    deeds = [a for a in between if not a.verbal and a.wrapper is act and a.head.dep in ("dobj", "pobj", "nsubjpass")]
    if act.category in _ABOUT_DEEDS and deeds and anchor.i - deeds[-1].head.i > _NEAR_DEED:
        return deeds[-1]
    return act


def _beside(document: Document, verb: Token, here: Mapping[int, Act], anchor: Token) -> Act | None:
    """The act nearest before a date that hangs on no act; the first one after a date that opens its clause."""
    if _dates_saying(document, verb, anchor) or _dates_telling(document, verb, here):
        return None
    verb = _finite(document, verb)
    if _is_clause_of_its_own(document, verb):
        here = _inside(document, verb, here) or _fronted(document, verb, here, anchor)
    elif anchor.i > verb.i:
        here = _but_later_clauses(document, verb, here)
    before = [i for i in here if i < anchor.i and not _closed(document, i, anchor.i)]
    if before:
        return here[max(before)]
    only = next(iter(here.values())) if len(here) == 1 else None
    if only is not None and only.head.dep != "relcl" and anchor.dep != "poss":
        return only
    after = [i for i in here if i > anchor.i and here[i].head.dep != "relcl"]
    return here[min(after)] if after and _opens(document, anchor) else None


def _finite(document: Document, verb: Token) -> Token:
    """The verb that an infinitive completes: "is expected to meet", "let a lorry pass"."""
    while verb.dep == "xcomp" or (verb.dep == "ccomp" and verb.tag == "VB" and document.head(verb).lemma == "let"):
        verb = document.head(verb)
    return verb


def _is_clause_of_its_own(document: Document, verb: Token) -> bool:
    """Whether a verb that tells of no act has a clause to itself, so that its date is no act's outside of it."""
    if verb.pos not in ("VERB", "AUX"):
        return False
    relative = verb.dep in ("relcl", "acl")
    return relative or (verb.dep in _NESTED and bool(document.children(verb, *_SUBJECTS, "mark")))


def _but_later_clauses(document: Document, verb: Token, here: Mapping[int, Act]) -> Mapping[int, Act]:
    """The acts without those of clauses joined to a dated one that have a subject of their own."""
    later = [kid for kid in document.children(verb, "conj") if document.children(kid, *_SUBJECTS)]
    below = {t.i for kid in later for t in document.subtree(kid)}
    return {i: act for i, act in here.items() if i not in below}


def _inside(document: Document, verb: Token, here: Mapping[int, Act]) -> dict[int, Act]:
    below = {t.i for t in document.subtree(verb)}
    return {i: act for i, act in here.items() if i in below}


def _fronted(document: Document, verb: Token, here: Mapping[int, Act], anchor: Token) -> dict[int, Act]:
    """As in "At talks held in Oslo in May, X agreed", "Under an accord signed in 2013, X agreed": the main act."""
    noun = document.head(verb)
    preposition = document.head(noun)
    main = document.head(preposition)
    if verb.dep != "acl" or noun.dep != "pobj" or main.i < anchor.i or main.i not in here:
        return {}
    return {main.i: here[main.i]}


def _dates_saying(document: Document, verb: Token, anchor: Token) -> bool:
    """As in "said on Monday", "on Monday told", "on Monday X said that ...": no date of what is said."""
    if verb.pos != "VERB" or reporting_of(document, verb) is None:
        return False
    if any(document.children(kid, "pcomp") for kid in document.children(verb, "prep") if kid.lower == "by"):
        return False  # "answered on Monday by firing rockets"
    if anchor.i > verb.i:
        return not any(t.pos in ("VERB", "AUX") for t in document.tokens[verb.i + 1 : anchor.i])
    subject = document.child(verb, "nsubj", "nsubjpass")
    reported = any(kid.i > verb.i for kid in document.children(verb, "ccomp"))
    return subject is not None and (subject.i < anchor.i or reported)


def _dates_telling(document: Document, verb: Token, here: Mapping[int, Act]) -> bool:
    """As in "yesterday held a news conference to announce that ...": the date of what was held to tell of the rest."""
    telling = [
        kid for kid in document.children(verb, "xcomp", "advcl") if kid.tag == "VB" and reporting_of(document, kid)
    ]
    told = {t.i for kid in telling for t in document.subtree(kid)}
    return bool(told) and all(i in told for i in here)


def _closed(document: Document, start: int, end: int) -> bool:
    """Whether a quotation or a semicolon stands between two tokens."""
    return any(token.text in ("”", '"', ";") for token in document.tokens[start:end])


def _opens(document: Document, anchor: Token) -> bool:
    first = document.sentence_of(anchor).first
    return anchor.i - first <= 2 or document.tokens[anchor.i - 2].text == ","
