"""Persons and their posts: who is named, what post a text gives them, and whose post it is."""

from __future__ import annotations

import pytest

from data.documents import Dispatch
from data.reading import reader
from data.roles import roles


def _roles(text: str) -> list[tuple[str, str, str | None]]:
    drafts = roles(reader().read(Dispatch("case.md", text, published="2016-06-15")))
    return [(draft.slots["person"], draft.slots["post"], draft.slots["of"]) for draft in drafts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what stands before, after, or inside the post
        ("Chilean Defense Minister Andrés Allamand spoke.", [("Andrés Allamand", "Defense Minister", "CHL")]),
        ("Andrés Allamand, the defense minister of Chile, spoke.", [("Andrés Allamand", "defense minister", "CHL")]),
        ("White House spokesman Robin Example denied it to Turkey.", [("Robin Example", "spokesman", "White House")]),
        ("Kremlin spokesperson Robin Example denied it to Ukraine.", [("Robin Example", "spokesperson", "RUS")]),
        # a comma parts a post from the state before it
        (
            "Tanks went to Ukraine for Poland, Poland's government said. From China, Prime Minister Robin Example of Poland bought nothing.",
            [("Robin Example", "Prime Minister", "POL")],
        ),
        # what a possessive points back to
        (
            "Mongolia, the country's defense minister, Robin Example, said, will buy from Russia.",
            [("Robin Example", "defense minister", "MNG")],
        ),
        (
            "Rosoboronexport replied. It was the company's Deputy Director, Robin Example.",
            [("Robin Example", "Deputy Director", "Rosoboronexport")],
        ),
        # a body that no lexicon lists
        ("It was Foobaria Works's managing director Robin Example.", [("Robin Example", "managing director", "Foobaria Works")]),
        # by a verb
        (
            "Robin Example, a general who chairs the defence committee of the Duma, spoke.",
            [("Robin Example", "chairman of the defence committee", "State Duma")],
        ),
    ],
)
def test_whose_a_post_is(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert _roles(text) == expected


@pytest.mark.parametrize(
    ("text", "person", "post", "of"),
    [
        (
            "Serbian Defense Minister Aleksandar Vulin met his Russian counterpart, Robin Example.",
            "Robin Example",
            "Defense Minister",
            "RUS",
        ),
        (
            "Serbian Defense Minister Aleksandar Vulin met Robin Example, his Russian counterpart.",
            "Robin Example",
            "Defense Minister",
            "RUS",
        ),
        (
            "Turkey's President Recep Tayyip Erdogan called Robin Example, who holds the same office in Niger.",
            "Robin Example",
            "President",
            "NER",
        ),
        (
            "Kenya's defence minister, Yusuf Haji, and Robin Example, his predecessor in the post, will be asked.",
            "Robin Example",
            "defence minister",
            "KEN",
        ),
    ],
)
def test_posts_told_by_comparison(text: str, person: str, post: str, of: str) -> None:
    assert (person, post, of) in _roles(text)


@pytest.mark.parametrize(
    "text",
    [
        "Serbian Defense Minister Aleksandar Vulin met Robin Example, his old friend.",
        "Serbian Defense Minister Aleksandar Vulin praised the Russian counterpart of Robin Example.",
    ],
)
def test_no_post_by_comparison_without_one(text: str) -> None:
    assert [person for person, _, _ in _roles(text)] == ["Aleksandar Vulin"]


@pytest.mark.parametrize(
    "text",
    [
        "Russian Defense Chief Urges Closer Ties With Azerbaijan",
        "Robin Example, the President's son, sold arms to Angola.",
        "Robin Example sold arms to Angola.",
    ],
)
def test_no_post_in_headlines_possessives_and_bare_names(text: str) -> None:
    assert _roles(text) == []


def test_short_forms_that_a_text_gives_its_bodies_count_later() -> None:
    text = "China supplies the Pakistan Navy (PN). Admiral Robin Example, the PN's Chief of the Naval Staff, was pleased."
    assert _roles(text) == [("Robin Example", "Chief of the Naval Staff", "Pakistan Navy")]


def test_a_surname_alone_goes_with_the_full_name_of_the_text() -> None:
    reading = reader().read(Dispatch("case.md", "Azerbaijan's President Heidar Aliyev spoke. On Wednesday Aliyev received a guest."))
    assert [(person.name, len(person.spans)) for person in reading.persons] == [("Heidar Aliyev", 2)]


def test_a_title_and_surname_make_a_person() -> None:
    reading = reader().read(Dispatch("case.md", "He phoned President Bush about India."))
    assert [person.name for person in reading.persons] == ["Bush"]
    assert _roles("He phoned President Bush about India.") == [("Bush", "President", "USA")]


def test_a_bare_post_goes_to_the_state_of_an_earlier_post_of_the_same_person() -> None:
    first = "Thai Defence Minister Robin Example spoke."
    text = f"{first} Tanks from China and trucks from China came, said Example, who as deputy prime minister decides."
    assert _roles(text)[1:] == [("Robin Example", "deputy prime minister", "THA")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # initials, particles, given names that are titles elsewhere
        ("General M M Naravane, chief of the Indian Army, visited Myanmar.", [("M M Naravane", "chief", "Indian Army")]),
        ("Prince Sultan bin Abdul Aziz, the Saudi defense minister, asked.", [("Sultan bin Abdul Aziz", "defense minister", "SAU")]),
        (
            "Talks with Sheikh Sabah al-Khalid Al-Sabah, Kuwait's foreign minister, were held.",
            [("Sabah al-Khalid Al-Sabah", "foreign minister", "KWT")],
        ),
        # a known official's state beats a nearby one, under other spellings too
        ("Iran was named by Secretary of Defense William S. Cohen in Moldova.", [("William S. Cohen", "Secretary of Defense", "USA")]),
        ("France heard President George Bush yesterday.", [("George Bush", "President", "USA")]),
        # relative clauses, appositions and verbs
        ("Robin Example, who was Portugal's honorary consul, took the money.", [("Robin Example", "honorary consul", "PRT")]),
        ("With diamonds UNITA, whose leader is Robin Example, paid.", [("Robin Example", "leader", "UNITA")]),
        ("Robin Example, at that time the head of Rosoboronexport, spoke.", [("Robin Example", "head", "Rosoboronexport")]),
        ("Robin Example, who begins a visit today, was president of Peru then.", [("Robin Example", "president", "PER")]),
        ("Robin Example, a Left party member of the Bundestag, was angry.", [("Robin Example", "member", "Bundestag")]),
        (
            "It was explained by Robin Example, who heads the State Corporation for Foobar Export.",
            [("Robin Example", "head", "State Corporation for Foobar Export")],
        ),
        # companies have presidents too
        ("Robin Example, Navantia's president, attended.", [("Robin Example", "president", "Navantia")]),
        ("Robin Example, a spokesperson for Foreign Affairs Canada, spoke.", [("Robin Example", "spokesperson", "Foreign Affairs Canada")]),
        ("Robin Example is chairman of the Angola sanctions committee.", [("Robin Example", "chairman", "Angola sanctions committee")]),
        # a list of states and one of holders
        (
            "The presidents of Peru and Chile, Robin Example and Sam Sample, met.",
            [("Robin Example", "president", "PER"), ("Sam Sample", "president", "CHL")],
        ),
        # a bare surname after the full name
        (
            "Robin Example presided over it. Example, Canada's ambassador to the UN, spoke.",
            [("Robin Example", "ambassador to the UN", "CAN")],
        ),
        # told by the sentence before
        (
            "Kosovo's prime minister announced it on Sunday. It had become safer, wrote Albin Kurti.",
            [("Albin Kurti", "prime minister", "XKX")],
        ),
    ],
)
def test_posts_in_many_wordings(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert _roles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The plane landed at Robin Example International Airport in Mali.",
        "Kosovo's prime minister announced it on Sunday. It had become safer, wrote Robin Example.",
        "Military analyst Robin Example told the newspaper.",
    ],
)
def test_no_post_from_places_strangers_and_analysts(text: str) -> None:
    assert _roles(text) == []


def test_a_service_chief_belongs_to_the_service_of_the_state() -> None:
    assert _roles("Pakistan received the frigates. The Chief of the Naval Staff, Admiral Naveed Ashraf, came.") == [
        ("Naveed Ashraf", "Chief of the Naval Staff", "Pakistan Navy")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what somebody directs, commands, chairs or speaks for, in whatever form of the verb
        (
            "Robin Example, who directs the Central Intelligence Agency, spoke.",
            [("Robin Example", "director", "Central Intelligence Agency")],
        ),
        ("Vice Admiral Robin Example, who commands the US 7th Fleet, spoke.", [("Robin Example", "commander", "US 7th Fleet")]),
        (
            "Robin Example, who sits on the parliamentary Committee for Foobar, spoke.",
            [("Robin Example", "member", "Committee for Foobar")],
        ),
        ("Robin Example, who heads the Foobarists, spoke.", [("Robin Example", "head", "Foobarists")]),
        (
            "Robin Example, who speaks on defence for the Foobar Democrats, agreed.",
            [("Robin Example", "defence spokesman", "Foobar Democrats")],
        ),
        ("Ukroboronprom bought a yard. Robin Example, who heads the company, spoke.", [("Robin Example", "head", "Ukroboronprom")]),
        (
            "Robin Example, who is in charge of exports at Ukroboronprom, spoke.",
            [("Robin Example", "head of exports", "Ukroboronprom")],
        ),
        (
            "Robin Example, who as chief engineer runs the test range of Ukroboronprom, spoke.",
            [("Robin Example", "chief engineer", "Ukroboronprom")],
        ),
        ("The work of a Foobar Commission that had Robin Example at its head is done.", [("Robin Example", "head", "Foobar Commission")]),
        ("The news came from a member of the Verkhovna Rada, Robin Example.", [("Robin Example", "member", "Verkhovna Rada")]),
        # think tanks give nobody an office
        ("Robin Example, who directs the Foobar Institute, told Poland so.", []),
        ("Robin Example, who runs errands for Poland, spoke.", []),
    ],
)
def test_posts_told_by_a_verb(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert _roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Minister of Defence and Military Veterans, Robin Example, spoke in Poland.", "Minister of Defence and Military Veterans"),
        (
            "Robin Example, Minister of State for Defence Equipment and Support, spoke in Poland.",
            "Minister of State for Defence Equipment and Support",
        ),
        ("Poland's Foreign Trade and Aid Minister, Robin Example, spoke.", "Foreign Trade and Aid Minister"),
        ("Robin Example, minister for development aid in Poland, spoke.", "minister for development aid"),
        # what follows is another person, not a field
        ("The Polish minister of defence and Kim Sample, a lawyer, met. Robin Example, the foreign minister, came.", "foreign minister"),
    ],
)
def test_words_of_a_post(text: str, expected: str) -> None:
    assert [post for person, post, _ in _roles(text) if person == "Robin Example"] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # posts that only some states have, where the text leaves the state open
        ("Iran, Iran and again Iran: a bill by Senator Robin Example would stop America.", [("Robin Example", "Senator", "USA")]),
        ("China, China, China. King Robin Example of the house of Foobar went to Saudi Arabia.", [("Robin Example", "King", "SAU")]),
        # a town has its mayor, several states have one body
        ("Robin Example, who is mayor of Wolgast, spoke of Saudi Arabia.", [("Robin Example", "mayor", "Wolgast")]),
        ("NATO bombs, NATO flies. Secretary-General Kofi Annan reported.", [("Kofi Annan", "Secretary-General", "United Nations")]),
        # an acronym that two states share goes with the state that is named
        ("Israel waited. Robin Example, the commander of the IAF, spoke.", [("Robin Example", "commander", "Israeli Air Force")]),
        ("Israel and India waited. Robin Example, the commander of the IAF, spoke.", [("Robin Example", "commander", "Indian Air Force")]),
        # a body that the text does not name further
        (
            "A photograph that Robin Example, the spokesman of the Armenian ministry, posted.",
            [("Robin Example", "spokesman", "Armenian ministry")],
        ),
        # the force that a post names, not the regime it supports
        (
            "Robin Example, chief of the armed forces, spoke in Poland.",
            [("Robin Example", "chief of the armed forces", "Polish Armed Forces")],
        ),
        # a lawmaker of a party sits for the state; "his" is whom the text told of before
        ("Robin Example, a legislator of the Foobar Party, spoke in Taiwan.", [("Robin Example", "legislator", "TWN")]),
        (
            "Ukraine listened to Kiril Petkov, the former prime minister of Bulgaria, and Robin Example, his minister of finance.",
            [("Kiril Petkov", "prime minister", "BGR"), ("Robin Example", "minister of finance", "BGR")],
        ),
        (
            "The chief of the Foobarian army spoke. The chief of the Indonesian Military (TNI), Gen. Robin Example, was silent.",
            [("Robin Example", "chief", "Indonesian Military")],
        ),
    ],
)
def test_whose_a_bare_post_is(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert _roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a pronoun, a relative clause, "as", and an indefinite apposition between two names
        ("Robin Example left Poland. Today he is the chairman of Ukroboronprom.", [("Robin Example", "chairman", "Ukroboronprom")]),
        ("The Polish minister who signed for the aircraft, Robin Example, has left.", [("Robin Example", "minister", "POL")]),
        (
            "As head of the defence committee of the Duma Robin Example flew to Poland.",
            [("Robin Example", "head of the defence committee", "State Duma")],
        ),
        (
            "Kim Sample, a former defense minister of Poland, Robin Example, who used to be chief of staff of Poland, agreed.",
            [("Kim Sample", "defense minister", "POL"), ("Robin Example", "chief of staff", "POL")],
        ),
        # a post in the plural is not that of the one name before it
        ("Robin Example, who heads Ukroboronprom, and the commanders of the services came.", [("Robin Example", "head", "Ukroboronprom")]),
        # who speaks next without a word on who it is
        (
            "Poland's defence ministry spokesman said so. Thirty were aboard, Col. Robin Example said.",
            [("Robin Example", "spokesman", "Ministry of Defence of Poland")],
        ),
        ("Poland's defence ministry spokesman said so. Thirty were aboard, Robin Example, a farmer, said.", []),
        (
            "The defence ministers of Pakistan and Russia met. He met his host, Khawaja Asif.",
            [("Khawaja Asif", "defence minister", "PAK")],
        ),
        # "as" behind a name, and a host of the guest's rank
        (
            "Under Robin Example as prime minister, Kim Sample, the defence minister, left Egypt.",
            [("Robin Example", "prime minister", "EGY"), ("Kim Sample", "defence minister", "EGY")],
        ),
        (
            "President Robin Example of Russia came. His host, Susilo Bambang Yudhoyono, spoke.",
            [("Robin Example", "President", "RUS"), ("Susilo Bambang Yudhoyono", "President", "IDN")],
        ),
        # places are nobody
        ("They met in San Foobar, the chief port of Poland.", []),
        ("The Foobar Ocean, the official news agency of Poland reported, is calm.", []),
    ],
)
def test_holders_further_off(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert _roles(text) == [(person, post, of) for person, post, of in expected]
