"""The headings of a file of people: what each column is for, however it is called, and in whatever order they stand."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from rapport.exchange.sheet import FileRefused, Row, letter

# The first of each is what our own files say; the others are what people and their other programs say.
CALLED = {
    "e-mail": "E-mail|email|e-mail address|email address|mail|mail address|work email|address|"
    "E-Mail-Adresse|Mailadresse|adresse e-mail|adresse mail|courriel|correo|correo electrónico",
    "name": "Name|full name|person|employee|employee name|rep|sales rep|Mitarbeiter|Mitarbeiterin|Person|"
    "vollständiger Name|nom complet|nom et prénom|prénom et nom|nombre completo|nombre y apellidos",
    "first name": "First name|given name|forename|Vorname|prénom|nombre",
    "last name": "Last name|surname|family name|Nachname|Familienname|nom|nom de famille|apellido|apellidos",
    "team": "Team|teams|team path|team name|group|department|unit|Gruppe|Abteilung|équipe|service|equipo|departamento",
    "role": "Role|roles|job role|Rolle|Rollen|Funktion|rôle|rôles|fonction|rol|roles|función",
    "manager": "Manager|manager's e-mail|manager e-mail|manager mail|line manager|team lead|team leader|leader|lead|leads|"
    "reports to|supervisor|boss|Vorgesetzter|Vorgesetzte|Führungskraft|Teamleiter|Teamleitung|Leitung|Chef|"
    "responsable|supérieur|gérant|jefe|gerente|encargado",
    "start date": "Start date|start|starts on|starting date|first day|joined|joining date|hire date|hired|entry date|"
    "Eintritt|Eintrittsdatum|Startdatum|Beginn|erster Tag|date d'entrée|date d'embauche|date de début|"
    "fecha de inicio|fecha de alta|fecha de ingreso|fecha de entrada",
    "leave": "Leave|leave dates|days away|away|holiday|holidays|vacation|absence|absences|time off|Urlaub|Abwesenheit|"
    "Abwesenheiten|abwesend|congé|congés|absent|vacances|vacaciones|ausencia|ausencias",
    "account": "Account|account status|status|Konto|compte|statut|cuenta|estado",
}
ALIKE = 0.75


@dataclass(frozen=True)
class Headings:
    """Which column each kind of thing stands in; `unused` names those that mean nothing here."""

    columns: dict[str, int]
    titles: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def are_teams_only(self) -> bool:
        return "team" in self.columns and "e-mail" not in self.columns

    def place(self, kind: str) -> str:
        """ "column C (e-mail)"; for a column that is not there, what it would be called."""
        column = self.columns.get(kind)
        return kind if column is None else f"column {letter(column)} ({kind})"


def read_headings(row: Row) -> Headings:
    """Raises FileRefused when a column is missing, there twice, or misspelt."""
    columns: dict[str, int] = {}
    unused = []
    for column, title in enumerate(row.cells):
        kind = names().get(plain(title))
        if kind in columns:
            first = letter(columns[kind])
            raise FileRefused(f"Columns {first} and {letter(column)} are both for the {kind}. Please leave one out.")
        if kind:
            columns[kind] = column
        elif title:
            unused.append(f"{letter(column)} ({title[:60]})")
            _ask_about(row.number, title, column, columns)
    _refuse_missing(columns, row)
    return Headings(columns, row.cells, tuple(unused))


@cache
def names() -> dict[str, str]:
    """Every known way to write a heading, and what it means."""
    return {plain(name): kind for kind, words in CALLED.items() for name in words.split("|")}


def plain(title: str) -> str:
    """ "Manager’s E-Mail:" → "manager s e mail": without case, accents and signs."""
    bare = unicodedata.normalize("NFKD", title.casefold().replace("ß", "ss"))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def _ask_about(row: int, title: str, column: int, known: dict[str, int]) -> None:
    """A misspelt heading would be a column that is silently not read."""
    alike = get_close_matches(plain(title), names(), n=1, cutoff=ALIKE)
    if alike and names()[alike[0]] not in known:
        meant = CALLED[names()[alike[0]]].split("|")[0]
        raise FileRefused(f"Row {row}, column {letter(column)}: “{title[:60]}” is not known. Did you mean “{meant}”?")


def _refuse_missing(columns: dict[str, int], row: Row) -> None:
    if set(columns) == {"team"}:
        return
    has_name = columns.keys() & {"name", "first name", "last name"}
    missing = [word for word, there in (("name", has_name), ("e-mail", "e-mail" in columns)) if not there]
    if missing:
        found = ", ".join(title[:30] for title in row.cells[:6] if title)
        lost = " and ".join(f"“{word}”" for word in missing)
        raise FileRefused(f"There is no column {lost}. The first row says: {found}. Nothing was changed.")
