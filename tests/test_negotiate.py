"""Content negotiation: quality values, specificity, the server's order between equals, and refusals."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import NotAcceptableError
from server.negotiate import GRAPH_OFFERS, HTML, RESULT_OFFERS, by_name, choose, media_types, parse_accept, quality_of

JSON = "application/sparql-results+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/*", "text/csv"),
        ("application/json", "application/json"),
        ("APPLICATION/SPARQL-Results+XML", "application/sparql-results+xml"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "text/tab-separated-values"),
        ("text/csv; q=0.5 , */*; q=0.1", "text/csv"),
        ("text/csv;header=present", "text/csv"),
        ("*/*, application/sparql-results+json;q=0", "application/json"),
        ("application/*;q=0.2, text/csv;q=0.1, application/xml;q=0.9", "application/xml"),
        ("text/turtle, application/json;q=0.1", "application/json"),
        ("nonsense, text/csv", "text/csv"),
        ("text/csv;q=1.0001, application/xml;q=0.3", "application/xml"),
    ],
)
def test_the_best_quality_wins_and_ties_go_to_the_servers_order(accept: str | None, expected: str) -> None:
    assert choose(accept, RESULT_OFFERS).media_type == expected


def test_a_browser_gets_html_and_curl_gets_data() -> None:
    assert choose(BROWSER, (*RESULT_OFFERS, HTML)) is HTML
    assert choose("*/*", (*RESULT_OFFERS, HTML)).name == "json"


@pytest.mark.parametrize("accept", ["image/png", "text/html", "*/*;q=0", "text/csv;q=0", "bad"])
def test_a_refusal_names_every_type_that_there_is(accept: str) -> None:
    with pytest.raises(NotAcceptableError) as caught:
        choose(accept, RESULT_OFFERS)
    assert all(offer.media_type in str(caught.value) for offer in RESULT_OFFERS)
    assert caught.value.http_status == 406


def test_csv_and_tsv_say_their_charset() -> None:
    sent = {offer.name: offer.content_type for offer in RESULT_OFFERS}
    assert sent["csv"] == "text/csv; charset=utf-8"
    assert sent["tsv"] == "text/tab-separated-values; charset=utf-8"


def test_short_names() -> None:
    assert by_name("rdfxml", GRAPH_OFFERS).media_type == "application/rdf+xml"
    with pytest.raises(NotAcceptableError, match="ttl, nt, jsonld, rdfxml"):
        by_name("csv", GRAPH_OFFERS)


def test_names_are_listed_once() -> None:
    assert media_types(GRAPH_OFFERS).count("application/json") == 1


def test_a_long_header_is_read_in_part() -> None:
    assert len(parse_accept("text/csv," * 5000)) <= 64


_TYPES = st.sampled_from(sorted({o.media_type for o in (*RESULT_OFFERS, HTML)} | {"*/*", "text/*", "image/png"}))
_HEADERS = st.lists(st.tuples(_TYPES, st.integers(0, 10)), min_size=1, max_size=6).map(
    lambda pairs: ", ".join(f"{kind};q={q / 10:g}" for kind, q in pairs)
)


@given(_HEADERS)
def test_no_other_offer_is_wanted_more(accept: str) -> None:
    ranges = parse_accept(accept)
    qualities = {offer: quality_of(ranges, offer.media_type) for offer in RESULT_OFFERS}
    if max(qualities.values()) == 0:
        with pytest.raises(NotAcceptableError):
            choose(accept, RESULT_OFFERS)
    else:
        assert qualities[choose(accept, RESULT_OFFERS)] == max(qualities.values()) > 0


@given(st.text(max_size=200))
def test_any_header_is_survived(accept: str) -> None:
    with suppress(NotAcceptableError):
        assert choose(accept, RESULT_OFFERS) in RESULT_OFFERS
