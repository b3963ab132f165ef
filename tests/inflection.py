"""Forms of English words for generated sentences: past tense, participles, plural.

Regular words follow the rules of spelling; the irregular verbs that the lexicons use stand below.
"""

from __future__ import annotations

_VOWELS = "aeiou"
_IRREGULAR = {
    line.split()[0]: (line.split()[1], line.split()[-1])
    for line in """
    be was been
    beat beat beaten
    begin began begun
    bend bent
    beset beset
    bid bid
    blow blew blown
    break broke broken
    bring brought
    broadcast broadcast
    browbeat browbeat browbeaten
    build built
    burst burst
    buy bought
    cast cast
    come came come
    cut cut
    dig dug
    do did done
    draw drew drawn
    drive drove driven
    fall fell fallen
    feed fed
    feel felt
    fight fought
    find found
    flee fled
    fly flew flown
    forbid forbade forbidden
    foresee foresaw foreseen
    forgive forgave forgiven
    forgo forwent forgone
    freeze froze frozen
    get got
    give gave given
    go went gone
    greenlight greenlighted
    grow grew grown
    hang hanged
    have had
    hit hit
    hold held
    keep kept
    lay laid
    lead led
    leave left
    lend lent
    let let
    lie lay lain
    lose lost
    make made
    meet met
    ought ought
    override overrode overridden
    overrun overran overrun
    oversee oversaw overseen
    overthrow overthrew overthrown
    pay paid
    put put
    quit quit
    rebuild rebuilt
    resell resold
    reset reset
    retake retook retaken
    ring rang rung
    rise rose risen
    run ran run
    see saw seen
    seek sought
    sell sold
    send sent
    set set
    shake shook shaken
    shed shed
    shoot shot
    show showed shown
    shut shut
    sing sang sung
    sink sank sunk
    sit sat
    slay slew slain
    speak spoke spoken
    spend spent
    split split
    spread spread
    spring sprang sprung
    stand stood
    steal stole stolen
    stick stuck
    strike struck
    swear swore sworn
    sweep swept
    take took taken
    tear tore torn
    tell told
    thrust thrust
    throw threw thrown
    undercut undercut
    undertake undertook undertaken
    underwrite underwrote underwritten
    undo undid undone
    unfreeze unfroze unfrozen
    unwind unwound
    win won
    wind wound
    withdraw withdrew withdrawn
    withhold withheld
    withstand withstood
    write wrote written
    """.strip().splitlines()
}
_DOUBLED = frozenset(
    """
    abet abhor admit allot bar beg blur bog bug cap chat clap commit compel concur confer curb deter dim dispel drop
    drub equip expel extol fan fit flog grab grip gun hop impel incur jam jog lag lap log map mar nab nod occur outbid
    outlet overlap patrol permit pin plan plot plug prefer prod prop propel quip ram readmit rebel rebut refer regret
    remit repel rid rig rip rob rub scrap scrub shelve ship shrug shun skip slam slap slip snap snub spar spot spur
    stab step stir stop strap strip submit swap tap top transfer transmit transship trap trim unban unplug unwrap ban
    veto wrap zap crossplan enrol fulfil instal instil distil appal airdrop tag pat tip gag prep bid war quell rebut
    wag net outwit recap refit format sever bat kidnap worship program handicap backstop
    """.split()
) - frozenset("shelve veto curb quell sever format".split())
_PLURALS = {"man": "men", "woman": "women", "person": "people", "foot": "feet", "medium": "media", "child": "children"}
_UNCHANGED = ("craft", "forces", "series", "corps", "barracks", "headquarters")


def past(verb: str) -> str:
    """The past tense of a verb: "withdrew"."""
    return _IRREGULAR[verb][0] if verb in _IRREGULAR else _regular(verb)


def participle(verb: str) -> str:
    """The past participle of a verb: "withdrawn"."""
    return _IRREGULAR[verb][1] if verb in _IRREGULAR else _regular(verb)


def gerund(verb: str) -> str:
    """The present participle of a verb: "withdrawing"."""
    if verb in _DOUBLED or (
        verb in _IRREGULAR and verb[-1] in "tngm" and verb[-2] in _VOWELS and verb[-3] not in "aeou"
    ):
        return f"{verb}{verb[-1]}ing"
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    return f"{verb}ing"


def _regular(verb: str) -> str:
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ed"
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


def plural(noun: str) -> str:
    """The plural of a noun, or of the last word of a phrase: "air bases", "policemen"."""
    *before, word = noun.split(" ")
    return " ".join((*before, _plural(word)))


def _plural(word: str) -> str:
    ending = next(
        (single for single in _PLURALS if word == single or (single in ("man", "woman") and word.endswith(single))),
        None,
    )
    if ending is not None:
        return word.removesuffix(ending) + _PLURALS[ending]
    if word.endswith(_UNCHANGED):
        return word
    if word.endswith(("s", "sh", "ch", "x", "z")) and not word.endswith(("arch", "ach")):
        return f"{word}es"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}s"
