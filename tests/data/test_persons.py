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
