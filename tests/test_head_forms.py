"""Whole heads and feet as outlets and offices print them: all that is said is found, and the story is left alone."""

from __future__ import annotations

import pytest

from kg.read.metadata import read_metadata

SHORT = "The envoys met in Port Lumen on Monday.\n\nThey agreed on 5 May 2011 to meet again."
LONG = (
    "The envoys of Lumen and Umber met in the old customs house of the port on Monday and agreed, after nine hours and "
    "two adjournments, to open the harbour to ships with grain.\n\nThe mediator said that nothing had been signed."
)

Head = tuple[str, str | None, tuple[str, ...], str | None, str | None, str | None]

# head, title, authors, publisher, date, place of the dateline
HEADS: list[Head] = [
    (
        "September 21, 1983, Wednesday, PM cycle\n\nRIMBO, Sweden (AP) _ ",
        None,
        (),
        "Associated Press",
        "1983-09-21",
        "RIMBO, Sweden",
    ),
    (
        "Harbour Opened to Ships\n\nSource:Reuters Published: 2013-4-13 17:56:56\n\n",
        "Harbour Opened to Ships",
        (),
        "Reuters",
        "2013-04-13",
        None,
    ),
    (
        "Harbour Opened to Ships\n\nReuters, August 16, 2015 Adjust font size:\n\n",
        "Harbour Opened to Ships",
        (),
        "Reuters",
        "2015-08-16",
        None,
    ),
    (
        "Harbour Opened to Ships\n\nBy Jane Doe - Apr 08,2021 - Last updated at Apr 08,2021\n\n",
        "Harbour Opened to Ships",
        ("Jane Doe",),
        None,
        "2021-04-08",
        None,
    ),
    (
        "Harbour Opened to Ships\n\nPORT LUMEN (Reuters - 27th July, 2019) ",
        "Harbour Opened to Ships",
        (),
        "Reuters",
        "2019-07-27",
        "PORT LUMEN",
    ),
    (
        "Harbour Opened to Ships With Grain\n\nMarch 4, 2010 | By Jane Doe, DOD News\n\n",
        "Harbour Opened to Ships With Grain",
        ("Jane Doe",),
        "DOD News",
        "2010-03-04",
        None,
    ),
    (
        "ANALYSIS\n\nThe truce no one wanted\n\nBy Jane Doe, Diplomatic Editor\nThe Lumen Ledger\nMarch 7, 2010\n\n",
        "The truce no one wanted",
        ("Jane Doe",),
        "The Lumen Ledger",
        "2010-03-07",
        None,
    ),
    (
        "Envoys pledge to open the harbour\n\nJane Doe in Kyiv and John Roe in Warsaw\nThursday 4 March 2010\n\n",
        "Envoys pledge to open the harbour",
        ("Jane Doe", "John Roe"),
        None,
        "2010-03-04",
        None,
    ),
    (
        "Envoys pledge to open the harbour\n\nBy Jane Doe in Kyiv and John Roe in Warsaw\n4 March 2010\n\n",
        "Envoys pledge to open the harbour",
        ("Jane Doe", "John Roe"),
        None,
        "2010-03-04",
        None,
    ),
    (
        "Envoys pledge to open the harbour\n\n4 March 2010\nFrom the section Europe\n\n",
        "Envoys pledge to open the harbour",
        (),
        None,
        "2010-03-04",
        None,
    ),
    (
        "Envoys Close Talks as Shells Fall\n\nBy Jane Doe and Omar al-Roe\nDec. 8, 2010\n\nRIMBO, Sweden — ",
        "Envoys Close Talks as Shells Fall",
        ("Jane Doe", "Omar al-Roe"),
        None,
        "2010-12-08",
        "RIMBO, Sweden",
    ),
    (
        "UPDATE 2-Umber shells harbour, killing two\n\nBy Jane Doe\n\nPORT LUMEN, July 23 2010 (Meridian) - ",
        "UPDATE 2-Umber shells harbour, killing two",
        ("Jane Doe",),
        "Meridian",
        "2010-07-23",
        "PORT LUMEN",
    ),
    (
        (
            "Shells hit harbour; Lumen blames Umber\n\nBy JANE DOE and JOHN ROE\nContinental Wire\nOctober 3, 2010\n\n"
            "PORT LUMEN, Lumen (CW) — "
        ),
        "Shells hit harbour; Lumen blames Umber",
        ("Jane Doe", "John Roe"),
        "Continental Wire",
        "2010-10-03",
        "PORT LUMEN, Lumen",
    ),
    (
        (
            "WORLD\nEnvoys pledge to open the harbour\nTalks in the customs house went on until dawn\nBy Jane Doe\n"
            "Posted 3 May 2010, 14:05 GMT\n\n"
        ),
        "Envoys pledge to open the harbour",
        ("Jane Doe",),
        None,
        "2010-05-03",
        None,
    ),
    (
        (
            "EXCLUSIVE\n\nUmber hid its ships, papers show\n\nLetters seen by this paper name three harbours.\n\n"
            "By Jane Doe\nPublished: 3 May 2010\nLast updated on 5 May 2010 at 10:15\n\n"
        ),
        "Umber hid its ships, papers show",
        ("Jane Doe",),
        None,
        "2010-05-03",
        None,
    ),
    (
        "Middle East\n\nEnvoys pledge to open the harbour\n\nSunday, January 17, 2010 at 3:15 p.m. EST\n\n",
        "Envoys pledge to open the harbour",
        (),
        None,
        "2010-01-17",
        None,
    ),
    (
        "FOR IMMEDIATE RELEASE\nMarch 7, 2010\n\nLumen Names Three Ships of Umber\n\nWASHINGTON – ",
        "Lumen Names Three Ships of Umber",
        (),
        None,
        "2010-03-07",
        "WASHINGTON",
    ),
    (
        "Press Release | Office of the Spokesperson | March 7, 2010\n\nCall with the Envoy of Umber\n\n",
        "Call with the Envoy of Umber",
        ("Office of the Spokesperson",),
        None,
        "2010-03-07",
        None,
    ),
    (
        (
            "SC/9876\n7 March 2010\n\nMeetings Coverage and Press Releases\n\nSecurity Council\n6279th Meeting (AM)\n\n"
            "Council Extends Mandate of Mission in Lumen by Nine Votes\n\n"
        ),
        "Council Extends Mandate of Mission in Lumen by Nine Votes",
        (),
        "United Nations",
        "2010-03-07",
        None,
    ),
    (
        "Media Note\n\nTalks on the Harbour of Lumen\n\nOffice of the Spokesperson\nWashington, DC\nMarch 7, 2010\n\n",
        "Talks on the Harbour of Lumen",
        ("Office of the Spokesperson",),
        None,
        "2010-03-07",
        "Washington, DC",
    ),
    (
        (
            "LUMEN MINISTRY OF TRADE\nOffice of the Spokesperson\n\nFor Immediate Release\nMay 9, 2010\n2010/1893\n\n"
            "READOUT\n\nThe Minister's Meeting with the Envoy of Umber\n\n"
        ),
        "The Minister's Meeting with the Envoy of Umber",
        ("Office of the Spokesperson",),
        "LUMEN MINISTRY OF TRADE",
        "2010-05-09",
        None,
    ),
    (
        "REMARKS\n\nRemarks to the Press in Port Lumen\n\nMarch 7, 2010\n\n2:30 P.M. EST\n\n",
        "Remarks to the Press in Port Lumen",
        (),
        None,
        "2010-03-07",
        None,
    ),
    (
        "Council of the Seven Ports\nPRESS RELEASE\n318/10\n11 April 2010\n\nLumen: statement on the harbour\n\n",
        "Lumen: statement on the harbour",
        (),
        "Council of the Seven Ports",
        "2010-04-11",
        None,
    ),
    (
        (
            "Lumen Port Ministry\nPress Release | Feb. 21, 2010\nRelease Number: 20100221-02\nFOR IMMEDIATE RELEASE\n\n"
            "Navy Stops Ship of Umber off the Cape\n\nTAMPA, Fla. – "
        ),
        "Navy Stops Ship of Umber off the Cape",
        (),
        "Lumen Port Ministry",
        "2010-02-21",
        "TAMPA, Fla.",
    ),
    (
        (
            "PRESS CENTER\n\nJune 20, 2010\nCONTACT: Office of Public Affairs, (555) 010-2960\n\n"
            "Lumen Freezes Accounts of Two Firms\n\nStep Follows Arrest of a Master in Umber\n\nWASHINGTON - "
        ),
        "Lumen Freezes Accounts of Two Firms",
        (),
        None,
        "2010-06-20",
        "WASHINGTON",
    ),
    (
        "Envoys pledge to open the harbour\n\nKHARTOUM, Sudan, Jan. 5, 2010 (Meridian) -- ",
        "Envoys pledge to open the harbour",
        (),
        "Meridian",
        "2010-01-05",
        "KHARTOUM, Sudan",
    ),
    ("GENEVA, 3 March 2010 – ", None, (), None, "2010-03-03", "GENEVA"),
    ("GENEVA (3 March 2010) – ", None, (), None, "2010-03-03", "GENEVA"),
    ("WASHINGTON (Jan. 5, 2010) ", None, (), None, "2010-01-05", "WASHINGTON"),
    ("(Geneva, March 3, 2010) – ", None, (), None, "2010-03-03", "Geneva"),
    ("KABUL (Meridian, March 3, 2010) - ", None, (), "Meridian", "2010-03-03", "KABUL"),
    ("7 March 2010\n\n(Reuters) - ", None, (), "Reuters", "2010-03-07", None),
    ("Washington CNN — ", None, (), "CNN", None, "Washington"),
    (
        "New York, 14 October 2010\n\nThe harbour is open again\n\n",
        "The harbour is open again",
        (),
        None,
        "2010-10-14",
        "New York",
    ),
    (
        "The harbour is open again\n\n14 October 2010, Geneva\n\n",
        "The harbour is open again",
        (),
        None,
        "2010-10-14",
        "Geneva",
    ),
    (
        (
            "Home > World > Europe\n\nThe harbour is open again\n\nJane Doe\nHarbour Correspondent\n"
            "Published 8:47 p.m. EDT June 12, 2010\nShare this\n3 min read\n\n"
        ),
        "The harbour is open again",
        ("Jane Doe",),
        None,
        "2010-06-12",
        None,
    ),
    (
        "The harbour is open again\n\nJane Doe | Harbour Times | 12 June 2010\n\n",
        "The harbour is open again",
        ("Jane Doe",),
        "Harbour Times",
        "2010-06-12",
        None,
    ),
    (
        "The harbour is open again\n\nFrom our correspondent in Port Lumen\n\n12 June 2010\n\n",
        "The harbour is open again",
        (),
        None,
        "2010-06-12",
        None,
    ),
    (
        "The harbour is open again\n\nBy Reuters Staff\n\nJUNE 12, 2010 / 3:14 PM\n\n",
        "The harbour is open again",
        (),
        "Reuters",
        "2010-06-12",
        None,
    ),
    (
        "The harbour is open again\n\nBy The Associated Press\n\nSaturday, June 12, 2010 | 3 p.m. ET\n\n",
        "The harbour is open again",
        (),
        "Associated Press",
        "2010-06-12",
        None,
    ),
    (
        "The harbour is open again | Reuters\nAnalysis by Jane Doe\nUpdated 1405 GMT, 12 June 2010\n\n",
        "The harbour is open again",
        ("Jane Doe",),
        "Reuters",
        "2010-06-12",
        None,
    ),
    (
        "By Jane Doe\n12-Jun-2010\n\nThe harbour is open again\n\n",
        "The harbour is open again",
        ("Jane Doe",),
        None,
        "2010-06-12",
        None,
    ),
    ("13/06/2010\n\nThe harbour is open again\n\n", "The harbour is open again", (), None, "2010-06-13", None),
    (
        "Saturday, 12/06/2010\n\nThe harbour is open again\n\n",
        "The harbour is open again",
        (),
        None,
        "2010-06-12",
        None,
    ),
    (
        (
            "Ministry of Trade of the Republic of Lumen\n\nThe Spokesman's Press Conference on March 7, 2010\n\n"
            "2010/03/07\n\n"
        ),
        "The Spokesman's Press Conference on March 7, 2010",
        (),
        "Ministry of Trade of the Republic of Lumen",
        "2010-03-07",
        None,
    ),
    (
        "Will the harbour stay open?\nBy Jane Doe, in Port Lumen, for the Harbour Gazette\n12th June 2010\n\n",
        "Will the harbour stay open?",
        ("Jane Doe",),
        "Harbour Gazette",
        "2010-06-12",
        None,
    ),
    (
        "https://harbour.example/2010/06/12/open/\nThe harbour is open again\nBy our foreign staff\n\n",
        "The harbour is open again",
        (),
        None,
        "2010-06-12",
        None,
    ),
    (
        "INTERNATIONAL\n\nTHE HARBOUR IS OPEN AGAIN\n\nBY JANE DOE AND JOHN ROE\nMOSCOW/KYIV, June 12, 2010 -- ",
        "THE HARBOUR IS OPEN AGAIN",
        ("Jane Doe", "John Roe"),
        None,
        "2010-06-12",
        "MOSCOW/KYIV",
    ),
    ("The harbour is shut\n\nJane Doe, Reuters\n\n", "The harbour is shut", ("Jane Doe",), "Reuters", None, None),
    (
        "The harbour is shut\n\nBy Jane Doe\n\nPublished 10:14 AM EDT, Tue July 20, 2010\n\nKyiv, Ukraine\nCNN\n — \n",
        "The harbour is shut",
        ("Jane Doe",),
        "CNN",
        "2010-07-20",
        "Kyiv, Ukraine",
    ),
    (
        "The harbour is shut\nBy JANE DOE\nAssociated Press Writer\n\nPORT LUMEN (AP) _ ",
        "The harbour is shut",
        ("Jane Doe",),
        "Associated Press",
        None,
        "PORT LUMEN",
    ),
    (
        "The harbour is shut\n\nJane Doe\n@janedoe\nTue 20 Jul 2010 14.05 BST\nLast modified on Wed 21 Jul 2010\n\n",
        "The harbour is shut",
        ("Jane Doe",),
        None,
        "2010-07-20",
        None,
    ),
    (
        "The harbour is shut\n\nIssued on: 23/07/2010 - 10:14\nModified: 24/07/2010 - 12:00\n\n",
        "The harbour is shut",
        (),
        None,
        "2010-07-23",
        None,
    ),
    (
        "Press Statement\nJane Doe, Secretary of State\nJuly 23, 2010\n\nThe harbour is shut\n\n",
        "The harbour is shut",
        ("Jane Doe",),
        None,
        "2010-07-23",
        None,
    ),
    (
        "Statement for the Secretary-General – on Lumen\n\nNew York\n23 July 2010\n\n",
        "Statement for the Secretary-General – on Lumen",
        (),
        None,
        "2010-07-23",
        "New York",
    ),
    (
        "The harbour is shut\n\n23 Jul. 2010 - | Last updated: 24 Jul. 2010 09:10\n\nEnglish\n\n",
        "The harbour is shut",
        (),
        None,
        "2010-07-23",
        None,
    ),
    (
        "The harbour is shut\nLumen says it has proof\nJane Doe, Diplomatic Correspondent\nThe Times, July 23 2010\n\n",
        "The harbour is shut",
        ("Jane Doe",),
        "The Times",
        "2010-07-23",
        None,
    ),
    (
        "The Lumen Ledger\nJuly 23, 2010\nThe harbour is shut\nBy Jane Doe\nLUMEN — ",
        "The harbour is shut",
        ("Jane Doe",),
        "The Lumen Ledger",
        "2010-07-23",
        "LUMEN",
    ),
    (
        "The harbour is shut\nBy Jane Doe and John Roe, The Lumen Ledger (LLS)\nJul 23, 2010 Updated 2 hrs ago\n\n",
        "The harbour is shut",
        ("Jane Doe", "John Roe"),
        "The Lumen Ledger",
        "2010-07-23",
        None,
    ),
    (
        "Reuters\n\nBy Jane Doe\n\nJuly 23, 20105:03 AM GMT+2Updated 2 hours ago\n\n",
        None,
        ("Jane Doe",),
        "Reuters",
        "2010-07-23",
        None,
    ),
    ("Islamabad, July 23, 2010: ", None, (), None, "2010-07-23", "Islamabad"),
    ("CAIRO: ", None, (), None, None, "CAIRO"),
    ("Geneva - 3 March 2010. ", None, (), None, "2010-03-03", "Geneva"),
    ("GENEVA -- (March 3, 2010) ", None, (), None, "2010-03-03", "GENEVA"),
    ("Geneva, 3 March 2010 (Marinform) ", None, (), "Marinform", "2010-03-03", "Geneva"),
    (
        "The harbour is shut\n\nAgence Maritime - Geneva, March 3, 2010\n\n",
        "The harbour is shut",
        (),
        None,
        "2010-03-03",
        None,
    ),
    (
        "The harbour is shut\n\nMarinform news agency, 03.03.2010, 15:20\n\n",
        "The harbour is shut",
        (),
        None,
        "2010-03-03",
        None,
    ),
    ("MARINFORM 09.07.1992 14:30\n\nThe harbour is shut\n\n", "The harbour is shut", (), None, "1992-07-09", None),
    (
        "Harbour Press (HP), Geneva, 3 March 2010\n\nThe harbour is shut\n\n",
        "The harbour is shut",
        (),
        None,
        "2010-03-03",
        None,
    ),
    ("3 MARCH 2010 / GENEVA\n\nThe harbour is shut\n\n", "The harbour is shut", (), None, "2010-03-03", "GENEVA"),
    (
        (
            "Menu\nLeft\nView Online\nIMMEDIATE RELEASE\nReadout of the Minister's Talks With the Envoy\n"
            "March 4, 2010\n\n"
        ),
        "Readout of the Minister's Talks With the Envoy",
        (),
        None,
        "2010-03-04",
        None,
    ),
    (
        (
            "Home >\nNews & Policies >\nMarch 2010\n|\nFor Immediate Release\nOffice of the Press Secretary\n"
            "March 4, 2010\n\n"
            "Joint Statement of Lumen and Umber\n\n"
        ),
        "Joint Statement of Lumen and Umber",
        ("Office of the Press Secretary",),
        None,
        "2010-03-04",
        None,
    ),
    (
        "Envoys pledge to open the harbour\n\n  • 4 Mar. 2010 -\n  • |\n  • Last updated: 5 Mar. 2010 09:40\n\n",
        "Envoys pledge to open the harbour",
        (),
        None,
        "2010-03-04",
        None,
    ),
    (
        "● Council of the EU\n \n24/03/2010 18:35 | Press release |\n\nUmber: Council lists eight more officials\n\n",
        "Umber: Council lists eight more officials",
        (),
        "Council of the European Union",
        "2010-03-24",
        None,
    ),
    (
        "Lumen condemns attack\n\nThe press release issued by the Foreign Ministry of Lumen on 4 March 2010.\n\n",
        "Lumen condemns attack",
        (),
        "Foreign Ministry of Lumen",
        "2010-03-04",
        None,
    ),
    ("Lumen condemns attack [4 March 2010]\n\n", "Lumen condemns attack [4 March 2010]", (), None, "2010-03-04", None),
    (
        (
            "An official website of the United States Government \nHere's how you know\n\nOfficial websites use .gov\n"
            "\nA .gov website belongs to an official government organization in the United States.\n\n"
            "A lock ( lock ) or https:// means you’ve safely connected to the .gov website. Share sensitive "
            "information only on official, secure websites.\n\nImmediate Release\n\n"
            "Envoys pledge to open the harbour\n\nMarch 4, 2010\n\n"
        ),
        "Envoys pledge to open the harbour",
        (),
        None,
        "2010-03-04",
        None,
    ),
    (
        "Statement by the Prime Minister on Umber\nDelivered on:\n4 March 2010\n\n",
        "Statement by the Prime Minister on Umber",
        (),
        None,
        "2010-03-04",
        None,
    ),
    (
        "U.S. Department of State\nSecretary's Call with Minister Aho\n03/04/2010 08:01 PM EST\n\n",
        "Secretary's Call with Minister Aho",
        (),
        "U.S. Department of State",
        "2010-03-04",
        None,
    ),
    (
        "SC/9215\n\nPRESS STATEMENT ON LUMEN\n\n04/03/2010\nPress Release\n\n",
        "PRESS STATEMENT ON LUMEN",
        (),
        "United Nations",
        "2010-03-04",
        None,
    ),
    (
        "Ministry of Foreign Affairs\nRepublic of Kenya\n\nPRESS STATEMENT\n\nNairobi, 4th March 2010\n\n",
        None,
        (),
        "Ministry of Foreign Affairs, Republic of Kenya",
        "2010-03-04",
        "Nairobi",
    ),
]


@pytest.mark.parametrize("story", [SHORT, LONG], ids=["short lines", "long lines"])
@pytest.mark.parametrize(("head", "title", "authors", "publisher", "date", "place"), HEADS)
def test_heads(
    head: str,
    title: str | None,
    authors: tuple[str, ...],
    publisher: str | None,
    date: str | None,
    place: str | None,
    story: str,
) -> None:
    text = head + story
    metadata = read_metadata(text)
    assert text[metadata.body.start : metadata.body.end] == story
    assert (metadata.title, metadata.authors, metadata.publisher) == (title, authors, publisher)
    assert (metadata.issued and metadata.issued.isoformat()) == date
    assert (metadata.dateline and text[metadata.dateline.start : metadata.dateline.end]) == place


@pytest.mark.parametrize(
    ("foot", "authors", "publisher"),
    [
        ("Jane Doe contributed reporting from Sana, Yemen.", ("Jane Doe",), None),
        (
            "Jane Doe reported from Kyiv, and John Roe from Warsaw. Ann Poe contributed reporting.",
            ("Jane Doe", "John Roe", "Ann Poe"),
            None,
        ),
        ("___\n\nContinental Wire writer Jane Doe in Port Lumen contributed to this report.", ("Jane Doe",), None),
        ("Additional reporting by Jane Doe in Port Lumen", ("Jane Doe",), None),
        (
            "(Reporting by Jane Doe and John Roe in Kyiv; Writing by Ann Poe; Editing by Max Moe)",
            ("Jane Doe", "John Roe", "Ann Poe"),
            None,
        ),
        ("— With assistance by Jane Doe and John Roe", ("Jane Doe", "John Roe"), None),
        ("With reporting by Jane Doe.", ("Jane Doe",), None),
        ("Source: Reuters", (), "Reuters"),
        ("(AFP, Reuters)", (), None),
        ("ab/cde (AFP, Reuters)", (), None),
        ("With AFP and Reuters", (), None),
        ("The Associated Press contributed to this report.", (), None),
        ("# # #", (), None),
        ("-30-", (), None),
        ("###\n\nMedia contact:\nJane Doe\n+1 555 010 0199\npress@harbour.example", (), None),
        ("© 2010 Harbour Times", (), "Harbour Times"),
        ("Copyright 2010 AP. All rights reserved.", (), "Associated Press"),
        ("For more information, visit www.harbour.example.", (), None),
        ("For information media. Not an official record.", (), None),
        ("Press office - General Secretariat of the Seven Ports", (), None),
        (
            (
                "Related news\n\nUmber calls ships home\nLumen votes on the harbour\n\nSources\n\n"
                'Jane Doe. "Ships called home". Harbour Times, March 6, 2010\n"Lumen votes". Port Radio, March 5, 2010'
            ),
            (),
            None,
        ),
        ("Share this:\nFacebook | Twitter | Email\n\nRead more: Why the harbour matters", (), None),
        ("Topics\nLumen\nUmber\nHarbours", (), None),
        ("ENDS\n\nNotes to editors:\n1. Lumen joined the Seven Ports in 1931.", (), None),
    ],
)
def test_feet(foot: str, authors: tuple[str, ...], publisher: str | None) -> None:
    story = LONG + "\n\n" + LONG
    text = f"7 March 2010\n\n{story}\n\n{foot}\n"
    metadata = read_metadata(text)
    assert text[metadata.body.start : metadata.body.end] == story
    assert (metadata.authors, metadata.publisher) == (authors, publisher)


@pytest.mark.parametrize(
    "story",
    [
        "Jane Doe reported from Kyiv that the harbour had been closed.",
        "Jane Doe, the mediator, contributed money to the harbour and left.",
        "Background\n\nThe harbour was built in 1931.",
        "Sources\n\nTwo people who were in the room said that nothing had been signed. They asked not to be named.",
        "The minister read more: a letter of nine pages.",
        "“We ask for more information,” she said.",
        "Contact was lost at dawn.",
        "With Reuters the talks broke down.",
        "Related talks went on in Umber.",
        "Q: Is the harbour open?\n\nA: It is. Ships may pass.",
    ],
)
def test_the_end_of_a_story_is_never_taken_for_a_foot(story: str) -> None:
    text = f"7 March 2010\n\n{LONG}\n\n{story}"
    metadata = read_metadata(text)
    assert text[metadata.body.start : metadata.body.end] == f"{LONG}\n\n{story}"
    assert metadata.authors == ()


@pytest.mark.parametrize(
    ("head", "story"),
    [
        (
            "7 March 2010\n\n",
            "QUESTION: Is the harbour open?\n\nMR. ROE: It is. Ships may pass.\n\nQUESTION: Since when?",
        ),
        ("The harbour is open again\n\n", "Talks in Kyiv went on.\n\nBy Monday the ships had left. Nobody saw them."),
        ("7 March 2010\n\n", "World leaders met.\n\n8 March 2010 was the day they parted."),
        ("7 March 2010\n\n", "The following is attributable to the spokesman:\n\nThe envoys met."),
        (
            "The harbour is open again\n\n",
            "Washington, which has no harbour, agreed.\n\nLumen, Umber and others did not.",
        ),
        ("By Jane Doe\n7 March 2010\n\n", "“It is over,” he said.\n\nThen he left."),
        *(
            (head, opening + " " + LONG)
            for head in ("", "The Harbour Is Shut\n\n")
            for opening in (
                "Lumen, Umber and Kyiv agreed on Monday.",
                "Kyiv: a city at war, and tired of it.",
                "BERLIN: city of spies. He lived there.",
                "New York (and not Geneva) was chosen.",
                "Damascus (Syria) - the city is quiet.",
                "Jerusalem - the holy city - is quiet.",
                "(Moscow) has agreed, he said.",
                "Jane Doe, Secretary of State, met the envoy.",
                "By Jane Doe's account the ships left.",
                "Statement by statement, the envoy gave in.",
                "Press release 12 was false, he said.",
                "Monday, May 3, 2010, was quiet.",
                "3 p.m. on May 3, 2010 was the deadline.",
                "Published on 3 May 2010, the report names three.",
                "Posted to Kyiv, Jane Doe wrote home.",
                "Photo: the harbour.",
                "Update: the ships left.",
            )
        ),
    ],
)
def test_the_story_begins_with_its_first_sentence(head: str, story: str) -> None:
    metadata = read_metadata(head + story)
    assert (head + story)[metadata.body.start : metadata.body.end] == story
    assert metadata.authors == (("Jane Doe",) if head.startswith("By") else ())


@pytest.mark.parametrize(
    ("text", "date", "warned"),
    [
        ("LUMEN, July 23 (Meridian) - " + LONG + "\n\n© 2010 Meridian", "2010-07-23", "copyright line"),
        ("Thursday, July 23\n\n" + LONG + "\n\n© 2010 Meridian", None, "No date"),  # a Friday in 2010
        ("LUMEN, July 23 (Meridian) - " + LONG + "\n\n© 2008-2010 Meridian", None, "No date"),
        ("The Press Conference of March 7, 2010\n\nLUMEN, March 8 - " + LONG, "2010-03-08", "the title"),
        ("The Day the Harbour Fell: March 7, 1931\n\nLUMEN, July 8 - " + LONG, None, "No date"),
        ("05/06/2010\n\nLUMEN, June 5 - " + LONG, "2010-06-05", '"05/06/2010"'),
        ("05/06/2010\n\n" + LONG, "2010", "two ways"),
        ("Thursday 24 August\n\n" + LONG, None, "no year"),
    ],
)
def test_a_missing_year_is_taken_from_head_or_foot_only(text: str, date: str | None, warned: str) -> None:
    metadata = read_metadata(text)
    assert (metadata.issued and metadata.issued.isoformat()) == date
    assert warned in metadata.warnings[0]
