"""From an article's bytes to its facts: the stages in order. Read this first.

    read_article       bytes -> Article (text unaltered; date, publisher, authors)     kg.read
    split_blocks       paragraphs                                                      kg.language.blocks
    analyse            tokens, heads, entities of the model                            kg.language.analyser
    find_dates         dates, resolved against the article's                           kg.language.dates
    find_title_phrases words of titles, by the lexicon alone                           kg.extract.offices.title_phrases
    find_names         gazetteer, patterns, then the model's entities as typed         kg.extract.names.names
    gather_entities    who is the same as whom by name                                 kg.extract.names.entities
    refer_bodies       "the foreign ministry", "the Council"                           kg.extract.reference.bodies
    read_letterhead    who issues an official text, and who speaks in it               kg.extract.reference.letterhead
    find_titles        titles of office, for whom, and how they are held               kg.extract.offices.titles
    find_bearers       who bears them, where the name stands beside                    kg.extract.offices.bearers
    unite_surnames     surnames and bodies told of by two names are one                kg.extract.names.entities
    find_headships     offices told by a verb: "X, who heads the alliance"             kg.extract.offices.headships
    place_in_countries of which state who is, where readers are meant to know          kg.extract.offices.countries
    refer_own_offices  "Prime Minister Holm's office": a body of its own               kg.extract.reference.own_offices
    reparse            heads again, each name with its title seen as one word          kg.language.analyser
    resolve            pronouns, titles alone, "the two leaders"                       kg.extract.reference.coreference
    own_titles         of whom they are, where a pronoun or the context says so        kg.extract.offices.owners
    find_utterances    quotations, reported clauses, turns, with their speakers        kg.extract.speech.utterances
    find_assets        ships, aircraft, missiles, bases, bunkers                       kg.extract.things.assets
    find_triggers      words that describe an action                                   kg.extract.acts.matching
    fill_frames        who does it to whom, and what it is about                       kg.extract.acts.frames
    end_acts           "stop firing" is a retreat                                      kg.extract.acts.reversals
    find_demands       "X must stop ..." said by another: a request                    kg.extract.acts.demands
    find_encounters    "in a telephone call, X urged Y": they talked                   kg.extract.acts.encounters
    find_compliance    what is asked or promised and would be giving way               kg.extract.acts.compliance
    link_contents      which acts are asked, promised, alleged in which                kg.extract.acts.contents
    inherit_parties    the asked do what is asked of them                              kg.extract.acts.inherited
    carry_out          an ordered strike is told as done                               kg.extract.acts.orders
    claim_deeds        who claims responsibility for a deed did it                     kg.extract.modality.stances
    complete_acts      parties that are said elsewhere                                 kg.extract.acts.completion
    judge_modality     occurred, planned, asked, threatened, doubted                   kg.extract.modality.modality
    vow_blows          "our forces will strike" threatens; find_complaints: who blames kg.extract.acts.complaints
    clear_acts         what is no act of its own is not told                           kg.extract.acts.clearing
    find_opponents     against whom, where the article leaves that to its readers      kg.extract.parties.opponents
    find_stances       who confirms, denies or leaves open what others tell            kg.extract.modality.stances
    ask_judge          a second opinion on type and parties, where a judge is set      kg.extract.acts.judge
    operate_assets     whose things are, by the act they are told in                   kg.extract.things.asset_acts
    freeze_actions     attribution, date, place, repeated mentions, confidence         kg.extract.acts.actions
    tenures_of         who holds which office                                          kg.extract.offices.roles
    settle_capitals    "Tehran urged" is Iran, "in Tehran" the city                    kg.extract.reference.capitals
    link_facts         which Wikidata item each thing is, or that none is found        kg.link.resolve

The folders of `kg.extract`: `names` (what is named, who is the same as whom), `offices` (titles, bearers), `reference`
(what stands for whom), `speech` (what is said, by whom), `things` (material), `acts` (triggers, frames, actions),
`parties` (who and to whom), `modality` (whether it happened), `circumstances` (when and where).

The facts then become quads (`kg.graph`) and go into the store (`kg.store`); `kg.build` does that for many
articles. Everything here is a function of the article, the lexicons and the three seams (analyser, entity
typer, type judge): no clock, no state between articles, and no network but where a judge is set that needs it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kg.errors import ReadError
from kg.extract import freeze
from kg.extract.acts.actions import freeze_actions
from kg.extract.acts.clearing import clear_acts
from kg.extract.acts.complaints import find_complaints, vow_blows
from kg.extract.acts.completion import complete_acts, speak_for_own_side
from kg.extract.acts.compliance import find_compliance, soften_asked
from kg.extract.acts.contents import link_contents
from kg.extract.acts.demands import find_demands
from kg.extract.acts.encounters import find_encounters
from kg.extract.acts.frames import fill_frames
from kg.extract.acts.inherited import blame_doers, hand_on_threats, inherit_parties
from kg.extract.acts.judge import TypeJudge, ask_judge
from kg.extract.acts.matching import find_triggers
from kg.extract.acts.orders import carry_out
from kg.extract.acts.reversals import end_acts
from kg.extract.modality.modality import judge_modality
from kg.extract.modality.stances import claim_deeds, find_stances
from kg.extract.names.entities import gather_entities, unite_bodies, unite_surnames
from kg.extract.names.names import find_names
from kg.extract.names.typer import EntityTyper, LabelTyper
from kg.extract.names.units import name_units
from kg.extract.offices.bearers import find_bearers
from kg.extract.offices.countries import place_in_countries
from kg.extract.offices.headships import find_headships
from kg.extract.offices.owners import own_titles
from kg.extract.offices.roles import affiliate_bearers, tenures_of
from kg.extract.offices.title_phrases import find_title_phrases
from kg.extract.offices.titles import after_merges, find_titles
from kg.extract.parties.opponents import find_opponents
from kg.extract.parties.parties import Parties
from kg.extract.parties.targets import find_victims
from kg.extract.reference.bodies import refer_bodies
from kg.extract.reference.capitals import settle_capitals
from kg.extract.reference.context import desk_of
from kg.extract.reference.coreference import resolve
from kg.extract.reference.genre import issuer_of
from kg.extract.reference.issuers import issuers_of
from kg.extract.reference.letterhead import read_letterhead, with_letterhead
from kg.extract.reference.own_offices import refer_own_offices
from kg.extract.speech.speech import first_person
from kg.extract.speech.utterances import find_utterances
from kg.extract.things.asset_acts import operate_assets
from kg.extract.things.assets import find_assets
from kg.judge import load_judge
from kg.language.analyser import Analyser, SpacyAnalyser
from kg.language.blocks import Block, split_blocks
from kg.language.dates import find_dates
from kg.lexicon.entities import Entities, load_entities
from kg.lexicon.holders import Holders, load_holders
from kg.lexicon.triggers import Triggers, load_triggers
from kg.link.gazetteer import Gazetteer, open_gazetteer
from kg.link.resolve import link_facts
from kg.model import Article, Facts
from kg.read.article import read_article
from kg.read.text import MAX_BYTES
from kg.settings import Settings
from kg.version import fingerprint

MAX_PARAGRAPH: Final = 100_000
"""Characters of a paragraph: the parser takes about 1 GB of memory for as many, and prose has a few thousand."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The loaded stages: reading an article with it is a pure function of the file's bytes.

    `version` changes with the code, the lexicons and what stands behind the seams; `model` names the language
    model; a file larger than `max_bytes` is refused.
    """

    analyser: Analyser
    typer: EntityTyper
    entities: Entities
    holders: Holders
    triggers: Triggers
    gazetteer: Gazetteer
    version: str
    model: str
    judge: TypeJudge | None = None
    max_bytes: int = MAX_BYTES

    def read(self, path: Path) -> Facts:
        """The facts of one article file; raises ReadError where it cannot be read as text."""
        return self.extract(read_article(path, self.max_bytes))

    def extract(self, article: Article) -> Facts:
        """The facts of an article that was read; none for an empty body."""
        blocks = split_blocks(article)
        _check_length(article, blocks)
        if not blocks:
            return Facts(article)
        lexicon = self.entities
        document = self.analyser.analyse(article.text, blocks)
        dates = find_dates(document, article.issued)

        phrases = find_title_phrases(document, lexicon)
        names = find_names(document, phrases, lexicon, self.typer, self.holders)
        cast = gather_entities(document, names, lexicon)
        cast.desk = desk_of(article, lexicon)
        refer_bodies(document, cast, lexicon)
        letterhead = read_letterhead(article, cast, lexicon)
        titles = find_bearers(document, cast, find_titles(document, cast, phrases, lexicon), lexicon)
        unite_surnames(cast)
        unite_bodies(document, cast)
        titles = (*after_merges(cast, titles), *find_headships(document, cast))
        affiliate_bearers(cast, titles, lexicon)
        titles = place_in_countries(cast, titles, lexicon, self.holders, article.issued)
        refer_own_offices(document, cast, titles)
        document = self.analyser.reparse(document, name_units(document, cast, titles, dates, lexicon))
        cast.document = document
        home = cast.entities.get(issuer_of(article, document, cast, titles, lexicon) or "")
        titles, groups = resolve(document, cast, titles, self.holders, article.issued, self.triggers.persons, home)
        titles = own_titles(document, cast, titles, lexicon, home)
        affiliate_bearers(cast, titles, lexicon)

        parties = Parties(document, cast, groups, titles, lexicon, self.triggers)
        utterances = find_utterances(document, cast, parties, blocks, article.title)
        publisher = issuer_of(article, document, cast, titles, lexicon)
        author = letterhead.author and cast.now(letterhead.author)
        issuers = issuers_of(article, document, parties, lexicon, publisher, utterances)
        first_person(cast, utterances, document, groups, issuers, author)
        parties.voice, parties.issuers = author, issuers
        assets = find_assets(document, cast, names, lexicon)
        parties.operators = {t.i: asset.operator for asset in assets if asset.operator for t in asset.heads}

        matches = find_triggers(document, parties, self.triggers, frozenset(lexicon.assets))
        acts = fill_frames(document, parties, matches, utterances)
        acts = end_acts(document, parties, acts)
        acts += find_demands(document, parties, utterances, acts)
        acts += find_encounters(document, parties, acts)
        acts += find_compliance(document, acts)
        link_contents(document, acts)
        inherit_parties(acts)
        speak_for_own_side(cast, acts, utterances)
        carry_out(acts)
        claim_deeds(document, parties, acts)
        complete_acts(document, parties, acts, utterances)
        hand_on_threats(acts)
        soften_asked(cast, acts)
        judge_modality(document, acts)
        vow_blows(document, cast, acts, utterances)
        clear_acts(document, cast, acts)
        acts += find_complaints(document, parties, acts, utterances)
        find_opponents(document, cast, acts)
        find_victims(document, parties, acts)
        stances = find_stances(document, parties, acts)
        blame_doers(acts)
        if self.judge is not None:
            notes = ask_judge(document, cast, acts, self.judge)
            article = replace(article, warnings=(*article.warnings, *notes))
        operate_assets(document, cast, acts, assets, lexicon)
        actions, claims = freeze_actions(document, cast, acts, utterances, dates, assets, article, stances)
        tenures = with_letterhead(tenures_of(document, cast, titles, actions, lexicon), letterhead, cast)
        statements = freeze.statements_of(document, utterances, dates, actions)
        frozen_assets = freeze.assets_of(document, cast, assets)
        located = [*(action.place for action in actions), *(asset.located_in for asset in frozen_assets)]
        settle_capitals(cast, parties.capitals, actions, statements, located)

        used = freeze.used_ids(actions, tenures, utterances, (claim.source for claim in claims), cast, assets)
        actors, places = freeze.actors_of(document, cast, used), freeze.places_of(document, cast)
        kept = {a.id for a in actors} | {p.id for p in places} | {s.id for s in frozen_assets}
        facts = Facts(
            article=article,
            sentences=tuple(sentence.span for sentence in document.sentences),
            actors=actors,
            places=places,
            tenures=tenures,
            assets=frozen_assets,
            actions=actions,
            claims=claims,
            statements=statements,
            mentions=freeze.mentions_of(document, cast, assets, kept),
        )
        return replace(facts, linking=link_facts(facts, self.gazetteer))


def _check_length(article: Article, blocks: tuple[Block, ...]) -> None:
    """Refuse what the parser could not hold. Raises ReadError."""
    longest = max((block.span.end - block.span.start for block in blocks), default=0)
    if longest > MAX_PARAGRAPH:
        raise ReadError(
            f"{article.identifier}: a paragraph has {longest:,} characters, more than the {MAX_PARAGRAPH:,} that can "
            "be parsed; break the text into paragraphs, or see whether it is an article at all."
        )


def load_pipeline(settings: Settings) -> Pipeline:
    """Load what the settings name, and the gazetteer, once.

    Raises MissingDependencyError where the model is not installed, UsageError for a judge that cannot be asked,
    StoreError where the gazetteer cannot be made.
    """
    entities, judge, gazetteer = load_entities(), load_judge(settings), open_gazetteer()
    analyser, typer = SpacyAnalyser(settings.model), LabelTyper(entities)
    behind = [analyser.name, typer.name, gazetteer.version, *([judge.name] if judge else [])]
    version = fingerprint("\n".join(behind))
    return Pipeline(
        analyser,
        typer,
        entities,
        load_holders(),
        load_triggers(),
        gazetteer,
        version,
        analyser.name,
        judge,
        settings.max_bytes,
    )
