"""flask people import: the picture of what a file of people would change, and doing it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from zoneinfo import available_timezones

import click

from rapport import clock
from rapport.commands.waiting import Waiting
from rapport.database import db
from rapport.exchange.people_apply import Applying
from rapport.exchange.people_change import Plan, plan
from rapport.exchange.people_file import PeopleFile, read_people
from rapport.exchange.present import Present, read_present
from rapport.exchange.sheet import FileRefused
from rapport.exchange.spreadsheet import read_spreadsheet

SHOWN = 20
SLIPS_SHOWN = 200


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--others-left", is_flag=True, help="People who are not in this file have left: close their accounts.")
@click.option("--leaving", type=int, help="How many accounts are to be closed, to say that it is meant.")
@click.option("--zone", default="UTC", show_default=True, help="Where new people live until they say otherwise.")
def import_people(file: Path, dry_run: bool, others_left: bool, leaving: int | None, zone: str) -> None:
    """Add and change people and teams by an .xlsx or .csv FILE."""
    if zone not in available_timezones():
        raise click.UsageError(f"There is no time zone {zone}; one is Europe/Berlin.")
    try:
        read = read_people(read_spreadsheet(file.read_bytes()))
        present = read_present()
        found = plan(read, present, others_left)
    except FileRefused as refused:
        raise click.ClickException(str(refused)) from None
    _refuse_slips(read)
    _show(found, read)
    if dry_run or found.is_empty:
        db.session.rollback()
        click.echo("Nothing was changed." if found.size or found.new_teams else "There is nothing to change.")
        return
    if found.leaving and leaving != len(found.leaving):
        raise click.ClickException(
            f"{_accounts(len(found.leaving))} would be closed. Add --leaving {len(found.leaving)} if that is meant; "
            "nothing was changed."
        )
    _apply(found, present, zone)


def _apply(found: Plan, present: Present, zone: str) -> None:
    waiting = Waiting("Changing people")
    for done in Applying(found, present, None, zone, "command line", clock.now()).parts():
        db.session.commit()
        waiting.count(done, found.size)
    waiting.clear()
    click.echo("Done.")


def _refuse_slips(read: PeopleFile) -> None:
    if not read.slips:
        return
    for slip in sorted(read.slips, key=lambda slip: slip.row)[:SLIPS_SHOWN]:
        click.echo(str(slip), err=True)
    if len(read.slips) > SLIPS_SHOWN:
        click.echo(f"… and {len(read.slips) - SLIPS_SHOWN:,} more.", err=True)
    count = len(read.slips)
    raise click.ClickException(
        f"{count:,} {'cell needs' if count == 1 else 'cells need'} mending. Nothing was changed."
    )


def _show(found: Plan, read: PeopleFile) -> None:
    """What the page shows: who is new, who changes and how, who goes."""
    if read.headings.unused:
        click.echo(f"Not used: column {', '.join(read.headings.unused)}.")
    _list("New teams", [" / ".join(way) for way in found.new_teams])
    _list("Added", [f"{one.name} <{one.email}>" for one in found.added])
    changed = ((one.email, "; ".join(difference.words for difference in one.differences())) for one in found.changed)
    _list("Changed", [f"{email}: {words}" for email, words in changed])
    _list("Closed", [f"{one.name} <{one.email}>" for one in found.leaving])
    _list(
        "In the file, but closed here (write “open” in the column “account”)", [one.email for one in found.still_closed]
    )
    click.echo(f"Unchanged: {found.unchanged:,}")


def _list(title: str, lines: Sequence[str]) -> None:
    if lines:
        click.echo(f"{title}: {len(lines):,}")
        _echo(f"  {line}" for line in lines[:SHOWN])
        if len(lines) > SHOWN:
            click.echo(f"  … and {len(lines) - SHOWN:,} more")


def _echo(lines: Iterable[str]) -> None:
    click.echo("\n".join(lines))


def _accounts(count: int) -> str:
    return f"{count:,} account" + "s" * (count != 1)
