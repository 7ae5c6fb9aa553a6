"""What a table of people says: its headings in any order and language, its cells, and every slip with its place."""

from datetime import date

import pytest
from support.people_files import NINA, as_text, people_csv

from rapport.exchange.headings import CALLED, names, plain
from rapport.exchange.people_file import PeopleFile, PersonRow, read_people
from rapport.exchange.sheet import FileRefused
from rapport.exchange.spreadsheet import read_spreadsheet


def read(*lines: str, separator: str = ",") -> PeopleFile:
    return read_people(read_spreadsheet(as_text([line.split(separator) for line in lines])))


def first(*lines: str) -> PersonRow:
    file = read(*lines)
    assert [str(slip) for slip in file.slips] == []
    return file.people[0]


def slips(heading: str, *cells: str) -> list[str]:
    rows = [("Name", "E-mail", heading), *(("K", f"k{number}@x.de", cell) for number, cell in enumerate(cells))]
    return [slip.sentence for slip in read_people(read_spreadsheet(as_text(rows))).slips]


def refused(*lines: str) -> str:
    with pytest.raises(FileRefused) as found:
        read(*lines)
    return str(found.value)


def test_a_row_says_what_it_says() -> None:
    rosa = read_people(read_spreadsheet(people_csv(NINA))).people[0]
    assert rosa == PersonRow(
        2,
        "nina@demo.example",
        "Nina Wolf",
        {("Field", "North"): False},
        frozenset({"rep"}),
        "mona@demo.example",
        date(2026, 12, 1),
    )


@pytest.mark.parametrize(
    "line",
    [
        "E-MAIL ADDRESS,full name",
        "email,Name",
        "Mail:,Employee name",
        "E-Mail-Adresse,Mitarbeiter",
        "courriel,Nom complet",
        "Correo electrónico,Nombre y apellidos",
    ],
)
def test_headings_are_known_in_any_case_order_and_language(line: str) -> None:
    assert first(line, "rosa@x.de,Rosa Lind").name == "Rosa Lind"


def test_first_and_last_name_may_stand_apart_or_one_alone() -> None:
    assert first("Nachname,Vorname,E-Mail", "Lind,Rosa,r@x.de").name == "Rosa Lind"
    assert first("Nombre,Email", "Rosa Lind,r@x.de").name == "Rosa Lind"


def test_no_two_columns_are_called_the_same() -> None:
    words = [plain(name) for called in CALLED.values() for name in called.split("|")]
    assert len({(names()[word], word) for word in words}) == len(set(words))
    assert all(names()[plain(called.split("|")[0])] == kind for kind, called in CALLED.items())


def test_what_means_nothing_here_is_told_and_a_slip_of_the_pen_asked_about() -> None:
    assert read("Name,E-mail,Phone", "R,r@x.de,1").headings.unused == ("C (Phone)",)
    assert refused("Name,E-mail,Maneger", "R,r@x.de,x") == (
        "Row 1, column C: “Maneger” is not known. Did you mean “Manager”?"
    )
    assert refused("Name,E-mail,Mail", "R,r@x.de,x") == (
        "Columns B and C are both for the e-mail. Please leave one out."
    )


def test_a_missing_column_refuses_the_whole_file() -> None:
    assert refused("Name,Team", "R,North").startswith("There is no column “e-mail”. The first row says: Name, Team.")
    assert refused("E-mail,Team", "r@x.de,North").startswith("There is no column “name”.")
    assert refused("Rosa,rosa@x.de", "Ravi,ravi@x.de").startswith("There is no column “name” and “e-mail”.")


def test_teams_and_their_leaders() -> None:
    rosa = first("Name,E-mail,Team", "R,r@x.de, Field  sales/North (leads); Harbour > Quay ")
    assert rosa.teams == {("Field sales", "North"): True, ("Harbour", "Quay"): False}
    assert first("Name,E-mail,Team", "R,r@x.de,–").teams == {}
    assert first("Name,E-mail,Team", "R,r@x.de,").teams is None
    assert slips("Team", "Field / / North", " / ".join("abcdefghi"), "x" * 81) == [
        "A name is missing beside the / between two teams.",
        "These are 9 teams inside each other; at most 8 can be.",
        "Please keep this under 80 characters (it has 81).",
    ]


def test_a_row_with_a_team_alone_is_a_team() -> None:
    file = read("Name,E-mail,Team", "R,r@x.de,North", ",,Field / West")
    assert (len(file.people), file.teams) == (1, [(3, ("Field", "West"))])


@pytest.mark.parametrize(
    "words", ["rep; trainer", "Sales Rep + Coach", "Trainer/Vertrieb", "Verkäuferin und Trainerin"]
)
def test_roles_in_many_words(words: str) -> None:
    assert first("Name,E-mail,Rolle", f"R,r@x.de,{words}").roles == {"rep", "trainer"}


def test_who_leads_is_yes_no_or_an_address() -> None:
    file = read("Name,E-mail,Reports to", "A,a@x.de,Ja", "B,b@x.de,no", "C,c@x.de,A@X.de", "D,d@x.de,-")
    assert [one.manager for one in file.people] == ["yes", "no", "a@x.de", "no"]
    assert slips("Manager", "Mona Adler", "mona@") == [
        "Please write the manager's e-mail address, or “yes” for somebody who leads this team.",
        "This does not look like an e-mail address.",
    ]


class TestDays:
    @pytest.mark.parametrize(
        "text",
        ["2026-12-24", "24.12.2026", "24. 12. 2026", "24/12/2026", "12/24/2026", "2026/12/24", "2026-12-24 00:00"],
    )
    def test_one_day_in_many_hands(self, text: str) -> None:
        assert first("Name,E-mail,Start date", f"R,r@x.de,{text}").starts_on == date(2026, 12, 24)

    def test_one_clear_day_tells_how_the_others_are_meant(self) -> None:
        file = read("Name,E-mail,Eintritt", "A,a@x.de,03/04/2026", "B,b@x.de,24/12/2026")
        assert [one.starts_on for one in file.people] == [date(2026, 4, 3), date(2026, 12, 24)]
        file = read("Name,E-mail,Hire date", "A,a@x.de,03/04/2026", "B,b@x.de,12/24/2026")
        assert [one.starts_on for one in file.people] == [date(2026, 3, 4), date(2026, 12, 24)]

    def test_what_cannot_be_told_is_asked_about(self) -> None:
        assert slips("Start date", "03/04/2026", "soon", "2026-02-30", "24.12.26", "1026-01-01") == [
            "03/04/2026 could be two different days: please write it as 2026-12-24.",
            "“soon” is not a day: please write it as 2026-12-24.",
            "There is no 2026-02-30 in the calendar.",
            "“24.12.26” is not a day: please write it as 2026-12-24.",
            "1026-01-01 is too far away to be meant.",
        ]

    def test_leave_has_a_first_and_a_last_day(self) -> None:
        christmas = (date(2026, 12, 24), date(2027, 1, 2))
        for text in (
            "2026-12-24 to 2027-01-02",
            "24.12.2026 – 02.01.2027",
            "24.12.2026 bis 2.1.2027",
            "2026-12-24–2027-01-02",
        ):
            assert first("Name,E-mail,Leave", f"R,r@x.de,{text}").leave == (christmas,)
        both = first("Name,E-mail,Leave", "R,r@x.de,2026-12-24 to 2027-01-02; 2027-02-01").leave
        assert both == (christmas, (date(2027, 2, 1), date(2027, 2, 1)))
        assert slips("Leave", "2027-01-02 to 2026-12-24", "2026-01-01 to 2027-12-31", "2026-01-01 to 2026-01-02 to 2026-01-03") == [
            "“2027-01-02 to 2026-12-24” ends before it begins.",
            "“2026-01-01 to 2027-12-31” is longer than a year.",
            "“2026-01-01 to 2026-01-02 to 2026-01-03” has too many days: please write 2026-12-24 to 2027-01-02.",
        ]  # fmt: skip


def test_every_slip_has_its_row_and_column() -> None:
    file = read("Name,E-mail,Account,Role", "A,a@,shut,king", "B,,,", "C,c@x.de,,", "D,C@x.de,,", "E,e@x.de,,,stray")
    assert [str(slip) for slip in file.slips] == [
        "row 2, column B (e-mail): This does not look like an e-mail address.",
        "row 2, column D (role): “king” is no role here. There are rep, manager, trainer, admin.",
        "row 2, column C (account): “shut” is neither “open” nor “closed”.",
        "row 3, column B (e-mail): Please give an e-mail address: it says who this is.",
        "row 5, column B (e-mail): c@x.de stands in row 4 already.",
        "row 6, column E: There is no heading above this.",
    ]
