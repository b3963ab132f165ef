"""Shortcuts: from what happened and nobody denies, never from threats, plans or denied deeds."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import NamedNode, Quad, Store

from kg.graph.inferred import infer
from kg.graph.iris import Iris
from kg.graph.quads import facts_to_quads
from kg.model import Action, Actor, Asset, Claim, Facts
from ontology.terms import SHORTCUTS, Cmq, local_name
from tests.handmade import at, make_facts

IRIS = Iris()


def inferred(*many: Facts, links: tuple[Quad, ...] = ()) -> set[tuple[str, str, str]]:
    """Subject, property and object of every shortcut by local name."""
    store = Store()
    for facts in many:
        store.extend(facts_to_quads(facts, IRIS).all)
    store.extend(links)
    quads = infer(store, IRIS)
    assert {quad.graph_name for quad in quads} <= {NamedNode(IRIS.graph("inferred"))}
    assert list(quads) == sorted(quads, key=str)
    return {tuple(local_name(t.value) for t in (q.subject, q.predicate, q.object)) for q in quads}  # type: ignore[misc, union-attr]


def deed(kind: str, modality: str = "Occurred", actors: str = "fra", recipients: str = "irn", **more: str) -> Facts:
    """Facts with one action; ids of parties with spaces between."""
    action = Action("d", kind, modality, at("warned"), tuple(actors.split()), tuple(recipients.split()))
    facts = make_facts()
    claims = tuple(Claim(f"c{i}", "d", at("denied"), "irn", polarity=p) for i, p in enumerate(more.values()))
    return replace(facts, actions=(action,), claims=claims, tenures=())


def test_every_category_has_its_shortcut_from_actor_to_recipient() -> None:
    for category, shortcut in SHORTCUTS.items():
        found = inferred(deed(category))
        assert {("FRA", shortcut, "IRN"), ("FRA", "interactedWith", "IRN")} <= found
        backwards = ("IRN", shortcut, "FRA") in found
        assert backwards == (category in {"Consult", "Agree", "Cooperate"})


def test_a_subclass_counts_for_its_category() -> None:
    assert ("FRA", "assaulted", "IRN") in inferred(deed("Killing"))


def test_everybody_at_a_meeting_consulted_everybody_else() -> None:
    found = {(s, o) for s, p, o in inferred(deed("Meeting", "Ongoing", "fra isr", "irn")) if p == "consulted"}
    assert found == {(a, b) for a in ("FRA", "ISR", "IRN") for b in ("FRA", "ISR", "IRN") if a != b}


def test_what_did_not_happen_gives_nothing() -> None:
    for modality in ("Planned", "Threatened", "Requested", "Hypothetical", "Alleged", "Denied", "Uncertain"):
        assert inferred(deed("Assault", modality)) == set()


def test_what_somebody_denies_gives_nothing_and_what_is_left_open_does() -> None:
    assert inferred(deed("Assault", said="Affirms", then="Denies")) == set()
    assert inferred(deed("Assault", said="Affirms", then="LeavesOpen")) != set()


def test_a_denial_reaches_the_same_event_in_other_articles() -> None:
    one, other = deed("Assault"), deed("Assault", said="Denies")
    other = replace(other, article=replace(other.article, identifier="other"))

    def action(facts: Facts) -> NamedNode:
        quads = facts_to_quads(facts, IRIS).said
        return next(q.subject for q in quads if q.object == NamedNode(Cmq.Assault) and isinstance(q.subject, NamedNode))

    same = Quad(action(one), NamedNode(Cmq.sameEventAs), action(other), NamedNode(IRIS.graph("links")))
    assert inferred(one, other) != set()
    assert inferred(one, other, links=(same,)) == set()


def test_nobody_acts_on_himself() -> None:
    assert inferred(deed("Assault", actors="fra", recipients="fra")) == set()


def test_roles_are_held_by_those_whom_the_newest_article_names() -> None:
    def tenure(status: str, day: int) -> Facts:
        facts = make_facts(f"day{day}", day=day)
        return replace(facts, tenures=(replace(facts.tenures[0], status=status),), actions=(), claims=())

    for status, held in {"Current": 1, "Acting": 1, "New": 1, "Former": 0, "Deceased": 0}.items():
        assert len(inferred(tenure(status, 5))) == held
    assert inferred(tenure("Current", 5), tenure("Former", 6)) == set()
    assert len(inferred(tenure("Former", 5), tenure("New", 6))) == 1
    denied = replace(tenure("Current", 5), claims=(Claim("c", "t1", at("denied"), "irn", polarity="Denies"),))
    assert inferred(denied) == set()


def test_part_of_is_closed_and_not_repeated() -> None:
    ship, wing, group = (Asset(i, "AirWing", f"{i.upper()} Wing", at("FS Aramis")) for i in ("a", "b", "c"))
    bureau = Actor("bu", "GovernmentBody", "Bureau", at("Durand"), part_of="mi")
    ministry = Actor("mi", "GovernmentBody", "Ministry", at("Durand"), part_of="fra")
    facts = make_facts()
    chain = replace(
        facts,
        actors=(*facts.actors, bureau, ministry),
        assets=(replace(ship, part_of="b"), replace(wing, part_of="c"), replace(group, part_of="a")),
        actions=(), claims=(), tenures=(),
    )  # fmt: skip
    wings = {(f"{x}-wing", f"{y}-wing") for x, y in ("ac", "ba", "cb")}
    found = {(s, o) for s, p, o in inferred(chain) if p == "partOf"}
    assert found == {*wings, ("bureau", "FRA")}


def test_what_was_inferred_before_is_not_read_again() -> None:
    store = Store()
    store.extend(facts_to_quads(deed("Assault"), IRIS).all)
    first = infer(store, IRIS)
    store.extend(first)
    assert infer(store, IRIS) == first
