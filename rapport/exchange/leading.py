"""Who leads which team, by what a file says: a mark, a "yes", the role of a manager, or somebody else's row."""

from collections import defaultdict

from rapport.exchange.cells import Path
from rapport.exchange.people_file import PeopleFile, PersonRow
from rapport.exchange.present import Present

Teams = dict[int, dict[Path, bool]]  # by the number of the row: the teams it names, as they are spelt here
Led = dict[str, dict[Path, bool]]  # by address


def leaders(file: PeopleFile, teams: Teams, present: Present) -> Led:
    """True for each team that a person leads by this file, False for those of which it says that they do not."""
    led: Led = defaultdict(dict)
    for row in file.people:
        led[row.email].update(_by_own_row(row, teams.get(row.number, {}), present))
    own = {email: dict(ways) for email, ways in led.items()}
    for row in file.people:
        if "@" in row.manager and row.manager != row.email:
            for way in _led_by_manager(row, teams.get(row.number), own, file):
                led[row.manager][way] = True
    return led


def _by_own_row(row: PersonRow, teams: dict[Path, bool], present: Present) -> dict[Path, bool]:
    there = present.people.get(row.email)
    if row.manager == "no":
        return dict.fromkeys([*teams, *(there.teams if there and row.teams is None else ())], False)
    says_yes = row.manager in ("yes", row.email)
    becomes_manager = bool(row.roles and "manager" in row.roles) and not (there and "manager" in there.roles)
    becomes_manager = becomes_manager and not any(teams.values())
    leads = there.teams if there else {}
    return {
        way: True for way, marked in teams.items() if says_yes or marked or becomes_manager or leads.get(way, False)
    }


def _led_by_manager(row: PersonRow, teams: dict[Path, bool] | None, own: Led, file: PeopleFile) -> list[Path]:
    """The manager leads the team of the row; of somebody who leads it themselves, the team above."""
    if teams is None:
        file.slip(row.number, "manager", "Please also say which team, in the column “team”.")
        return []
    ways = []
    for way in teams:
        leads_it = own[row.email].get(way, False)
        if leads_it and len(way) == 1:
            file.slip(
                row.number,
                "manager",
                f"{row.email} leads {way[0]}, which has no team above it that {row.manager} could lead.",
            )
        else:
            ways.append(way[:-1] if leads_it else way)
    return ways
