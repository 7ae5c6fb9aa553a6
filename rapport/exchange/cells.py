"""What one cell of a file of people means: an address, a name, teams, roles, who leads. Raises TextRefused with one
sentence for its writer."""

import re
from collections.abc import Iterator

from rapport.exchange.headings import plain
from rapport.people.team import NAME_LIMIT as TEAM_NAME_LIMIT
from rapport.people.user import NAME_LIMIT, ROLES, tidy_email
from rapport.text import TextRefused, clean

DEEPEST = 8
MOST_TEAMS = 20  # of one person
NONE = {"-", "–", "—", "none", "keine", "keins", "aucune", "aucun", "ninguno"}
LEADS = re.compile(r"\s*\((?:leads?|leitet|dirige|lidera)\)\s*$", re.IGNORECASE)
YES = {"yes", "y", "x", "true", "1", "ja", "j", "oui", "si", "leads"}
NO = {"no", "n", "false", "0", "nein", "non"}
OPEN = {"open", "active", "not begun", "offen", "aktiv", "ouvert", "actif", "abierta", "abierto", "activo", "activa"}
CLOSED = {"closed", "inactive", "left", "geschlossen", "inaktiv", "ferme", "inactif", "cerrada", "cerrado", "inactivo"}
ROLES_CALLED = {
    "rep": "rep|reps|sales rep|sales|seller|salesperson|representative|verkaufer|verkauferin|vertrieb|aussendienst|"
    "commercial|vendeur|vendeuse|vendedor|vendedora|comercial",
    "manager": "manager|managers|team lead|team leader|lead|leader|leiter|leiterin|teamleiter|teamleiterin|"
    "fuhrungskraft|responsable|chef|jefe|jefa|gerente",
    "trainer": "trainer|trainers|trainerin|coach|formateur|formatrice|formador|formadora",
    "admin": "admin|admins|administrator|administratorin|administrateur|administrador",
}
ROLE_NAMES = {word: role for role, words in ROLES_CALLED.items() for word in words.split("|")}

Path = tuple[str, ...]


def email_in(text: str) -> str:
    return tidy_email(text.removeprefix("mailto:"))


def name_in(text: str) -> str:
    return clean(text, NAME_LIMIT, one_line=True)


def teams_in(text: str) -> dict[Path, bool]:
    """ "Field / North (leads); Harbour": each way to a team, and whether the person is marked as its leader."""
    if text.casefold() in NONE:
        return {}
    teams = dict(_ways(text))
    if len(teams) > MOST_TEAMS:
        raise TextRefused(f"These are {len(teams)} teams; at most {MOST_TEAMS} can be.")
    return teams


def _ways(text: str) -> Iterator[tuple[Path, bool]]:
    for part in re.split(r"[;\n]", text):
        bare = LEADS.sub("", part)
        names = [clean(name, TEAM_NAME_LIMIT, one_line=True) for name in re.split(r"[/>→]", bare)]
        if not part.strip():
            continue
        if not all(names):
            raise TextRefused("A name is missing beside the / between two teams.")
        if len(names) > DEEPEST:
            raise TextRefused(f"These are {len(names)} teams inside each other; at most {DEEPEST} can be.")
        yield tuple(names), bare != part


def roles_in(text: str) -> frozenset[str]:
    found = set()
    for word in re.split(r"[,;/+&\n]|\band\b|\bund\b|\bet\b", text, flags=re.IGNORECASE):
        if not word.strip():
            continue
        role = ROLE_NAMES.get(plain(word))
        if role is None:
            raise TextRefused(f"“{word.strip()[:40]}” is no role here. There are {', '.join(ROLES)}.")
        found.add(role)
    return frozenset(found)


def manager_in(text: str) -> str:
    """ "yes", "no" or an address."""
    word = plain(text)
    if word in YES or word in NO or text.casefold() in NONE:
        return "yes" if word in YES else "no"
    if "@" not in text:
        raise TextRefused("Please write the manager's e-mail address, or “yes” for somebody who leads this team.")
    return email_in(text)


def is_closed_in(text: str) -> bool:
    word = plain(text)
    if word not in OPEN and word not in CLOSED:
        raise TextRefused(f"“{text[:40]}” is neither “open” nor “closed”.")
    return word in CLOSED
