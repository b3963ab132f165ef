"""Dates in words are resolved against the article's date: Tuesday, 6 August 2024."""

from __future__ import annotations

import pytest

from kg.language.dates import find_dates
from kg.model import PartialDate
from tests.reading import ISSUED, parse


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The ministers met on Monday.", "2024-08-05", None),
        ("The ministers met on Tuesday.", "2024-08-06", None),
        ("The ministers met last Tuesday.", "2024-07-30", None),
        ("The ministers will meet on Friday.", "2024-08-09", None),
        ("The pact is scheduled to be signed on Thursday.", "2024-08-08", None),
        ("They spoke yesterday.", "2024-08-05", None),
        ("They will speak tomorrow.", "2024-08-07", None),
        ("Today the envoy arrived in Cairo.", "2024-08-06", None),
        ("The envoy toured Iran over the weekend.", "2024-08-03", "2024-08-04"),
        ("Rockets were fired overnight.", "2024-08-05", "2024-08-06"),
        ("The envoys spoke last evening.", "2024-08-05", None),
        ("The camp was shelled the night before last.", "2024-08-04", None),
        ("The camp was shelled two nights ago.", "2024-08-04", None),
        ("The camp was shelled on Tuesday of last week.", "2024-07-30", None),
        ("The envoys will meet next week on Friday.", "2024-08-16", None),
        ("The camp was shelled on the night of 3 to 4 May.", "2024-05-03", "2024-05-04"),
        ("The camp was shelled on 3 and 4 May.", "2024-05-03", "2024-05-04"),
        ("The camp was shelled in the night from Sunday to Monday.", "2024-08-04", "2024-08-05"),
        ("The camp was shelled between 29 April and 3 May.", "2024-04-29", "2024-05-03"),
        ("The firm shipped grain between March and June 2023.", "2023-03", "2023-06"),
        ("The firm shipped grain from November to February 2023.", "2022-11", "2023-02"),
        ("The consul was expelled on the 2nd.", "2024-08-02", None),
        ("The consul was expelled on the 14th, a diplomat said.", "2024-07-14", None),
        ("The envoys will meet on the 14th.", "2024-08-14", None),
        ("The envoys will meet on the 2nd.", "2024-09-02", None),
        ("The camp was shelled on Christmas Eve.", "2023-12-24", None),
        ("The envoys will meet on Boxing Day.", "2024-12-26", None),
        ("The pact was signed on Good Friday 1998.", "1998-04-10", None),
        ("The camp was shelled on 05.03.2024.", "2024-03-05", None),
        ("The camp was shelled on 5 May last year.", "2023-05-05", None),
        ("The camp was shelled on May 5 of last year.", "2023-05-05", None),
        ("The camp was shelled on Monday, 15 March 1999.", "1999-03-15", None),
        ("The camp was shelled on Mon., 5 Feb.", "2024-02-05", None),
        ("He was killed on July 31.", "2024-07-31", None),
        ("He was killed on 31 July 2023.", "2023-07-31", None),
        ("The treaty was signed on December 12.", "2023-12-12", None),
        ("The treaty will be signed on September 2.", "2024-09-02", None),
        ("The envoys will meet on Tuesday.", "2024-08-06", None),
        ("The envoys will meet later on Tuesday.", "2024-08-06", None),
        ("The envoy spoke later on Friday.", "2024-08-02", None),
        ("The envoys are meeting on Friday.", "2024-08-09", None),
        ("The envoys are due in Cairo on Friday.", "2024-08-09", None),
        ("The visit is scheduled for Friday.", "2024-08-09", None),
        ("The visit is set for 10 September.", "2024-09-10", None),
        ("The visit is planned for October.", "2024-10", None),
        ("The envoys would meet on Friday, she said.", "2024-08-09", None),
        ("The envoys would have met on Friday.", "2024-08-02", None),
        ("Ghana promised to halt the raids and to send a mediator on Friday.", "2024-08-09", None),
        ("The envoys will meet in three days.", "2024-08-09", None),
        ("The envoys will meet in two weeks' time.", "2024-08-20", None),
        ("The envoys will meet the day after tomorrow.", "2024-08-08", None),
        ("The envoys spoke two weeks ago.", "2024-07-23", None),
        ("The envoys spoke a week ago today.", "2024-07-30", None),
        ("The envoys spoke a fortnight ago.", "2024-07-23", None),
        ("The envoys spoke six weeks ago.", "2024-06", None),
        ("The envoys spoke 48 hours ago.", "2024-08-04", None),
        ("The camp was shelled hours ago.", "2024-08-06", None),
        ("The camp was shelled in the second week of June.", "2024-06-08", "2024-06-14"),
        ("The camp was shelled in the last week of June 2023.", "2023-06-24", "2023-06-30"),
        ("The camp was shelled between 28 March and 2 April 2023.", "2023-03-28", "2023-04-02"),
        ("The camp was shelled from December 28 to January 2, 2023.", "2022-12-28", "2023-01-02"),
        ("The camp was shelled from March to June.", "2024-03", "2024-06"),
        ("The area was held between 1975 and 1979.", "1975", "1979"),
        ("The camp was shelled last summer.", "2023", None),
        ("The camp was shelled this spring.", "2024", None),
        ("The camp will be closed next spring.", "2025", None),
        ("The camp was shelled in spring 1999.", "1999", None),
        ("The camp was shelled throughout 1999.", "1999", None),
        ("The camp was shelled as early as March.", "2024-03", None),
        ("The camp was shelled on the 14th of last month.", "2024-07-14", None),
        ("The camp was shelled overnight on Friday.", "2024-08-02", None),
        ("The camp was shelled overnight into Saturday.", "2024-08-02", "2024-08-03"),
        ("The law was passed on March 3, 2015.", "2015-03-03", None),
        ("The work was done in Jeddah on March 11th.", "2024-03-11", None),
        ("They were jailed in May 2014 in Caracas.", "2014-05", None),
        ("The war began in 2014.", "2014", None),
        ("The envoy was appointed in February.", "2024-02", None),
        ("The strike came three days ago.", "2024-08-03", None),
        ("The summit was held last month.", "2024-07", None),
        ("The summit was held last week.", "2024-07-29", "2024-08-04"),
        ("The envoys will meet next week.", "2024-08-12", "2024-08-18"),
        ("The rebels took the town last April.", "2024-04", None),
        ("The rebels took the town last October.", "2023-10", None),
        ("The rebels took the town in October last year.", "2023-10", None),
        ("Talks were held June 3-5 in Oslo.", "2024-06-03", "2024-06-05"),
    ],
)
def test_a_date_in_words_is_resolved(text: str, start: str, end: str | None) -> None:
    (found,) = find_dates(parse(text), ISSUED)
    assert found.start.isoformat() == start
    assert (found.end.isoformat() if found.end else None) == end


@pytest.mark.parametrize(
    "text",
    [
        "The parties may take steps in the coming days.",
        "The war has lasted ten years.",
        "Theresa May met the chancellor.",
        "About 2000 soldiers crossed the river.",
        "Prices rose 12 percent.",
        "The March 3 Movement grew.",
        "They met on the 14th floor.",
        "The 3 March Square was empty.",
        "The army killed ten men in three days.",
        "The camp was shelled last winter.",
        "The envoys spoke 36 hours ago.",
    ],
)
def test_what_names_no_date_gives_none(text: str) -> None:
    assert find_dates(parse(text), ISSUED) == ()


def test_without_an_article_date_only_absolute_dates_are_read() -> None:
    found = find_dates(parse("On Monday he recalled the treaty of March 3, 2015."), None)
    assert [mention.start for mention in found] == [PartialDate(2015, 3, 3)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The town fell on Friday. It was retaken a day later.", "2024-08-03"),
        ("The town fell on Friday. It had been shelled a day earlier.", "2024-08-01"),
        ("The town fell on Friday. Two days later the envoy left.", "2024-08-04"),
        ("The town fell on Friday. The next day the envoy left.", "2024-08-03"),
        ("The town fell on Friday. The envoy had left the previous evening.", "2024-08-01"),
        ("The town fell on Friday. The envoy left the same day.", "2024-08-02"),
        ("The town fell on Friday. Later that night the envoy left.", "2024-08-02"),
        ("The town fell on Friday. An hour later the envoy left.", "2024-08-02"),
        ("The town fell on Friday. The gate was blown up shortly after 9 a.m.", "2024-08-02"),
        ("The town fell in 2014. It was retaken the following March.", "2015-03"),
        ("The town fell on 15 March 1999. It was retaken the following Thursday.", "1999-03-18"),
        ("The town fell on 15 March 1999. It had been shelled the previous Monday.", "1999-03-08"),
        ("The town fell on 15 March 1999. The envoy left that Friday.", "1999-03-19"),
        ("The town fell in May 2014. The envoy left later that month.", "2014-05"),
        ("The town fell in May 2014. The envoy left the next year.", "2015"),
        ("The town fell in November 2014. It was retaken three months later.", "2015-02"),
        ("The town fell in November 2014. It had been rebuilt the previous month.", "2014-10"),
        ("The town fell in March 2014. It was retaken the following May.", "2014-05"),
        ("The envoy left. He had come a day earlier.", "2024-08-05"),
        ("The town fell on Friday, two days after the envoy had left it.", "2024-07-31"),
        ("The town fell on Friday.\n\nGhana held a vote in 2019. Nine days later the envoy left.", "2019"),
    ],
)
def test_a_story_counts_from_the_day_before(text: str, day: str) -> None:
    assert find_dates(parse(text), ISSUED)[-1].start.isoformat() == day


def test_a_story_counts_from_nothing_far_away() -> None:
    text = "The town fell on Friday. " + "It rained. " * 9 + "The envoy left the same day."
    assert len(find_dates(parse(text), ISSUED)) == 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The visit follows an arrest on July 11.", "2024-07-11"),
        ("They welcomed a plan to send troops to Togo in October.", "2024-10"),
        ("They welcomed a plan to send troops to Togo in January.", "2025-01"),
    ],
)
def test_a_day_without_a_tense_is_the_nearest(text: str, day: str) -> None:
    assert find_dates(parse(text), ISSUED)[-1].start.isoformat() == day
