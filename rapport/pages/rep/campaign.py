"""A campaign as its team and its managers see it: how far it is, the two lists, and a kind word to each note."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from rapport import clock
from rapport.assignments.campaign import Campaign, campaign_led_by, campaign_of, state_of
from rapport.assignments.reaction import KINDS, give, take_back
from rapport.database import db
from rapport.pages.rep.blueprint import lesson_url, rep, this_rep, this_shelf
from rapport.pages.rep.campaign_note import NoteCard, cards_of
from rapport.pages.rep.entry_form import in_words
from rapport.pages.rep.wall import NOTES_A_PAGE, Part, parts_of, shapes_of
from rapport.people.team import Team
from rapport.progress.campaign_board import Board, board_of, note_of_others

NEWEST = 3


@dataclass(frozen=True)
class NoteList:
    """Some notes of one answer (all, where it is empty): the page from `first` on, of `of`."""

    answer: str
    cards: list[NoteCard]
    first: int
    of: int
    newer_url: str = ""
    older_url: str = ""

    @property
    def last(self) -> int:
        return self.first + len(self.cards) - 1


@dataclass(frozen=True)
class Bar:
    """How far a campaign is, as a bar and in words; `goal` 0 means that there is none."""

    parts: list[Part]
    notes: int
    goal: int
    unit: str

    @property
    def reached(self) -> bool:
        return bool(self.goal) and self.notes >= self.goal


@rep.get("/campaigns/<int:campaign_id>")
def campaign(campaign_id: int) -> ResponseReturnValue:
    """The page of one campaign."""
    found, leads = find_campaign(campaign_id)
    board = board_of(found, this_rep(), leads, this_shelf())
    asked = request.args.get("only", "")
    only = asked if asked == "all" or board.answers.get(asked) else ""
    zone = this_rep().zone
    today = clock.today(zone)
    return render_template(
        "rep/campaign.html",
        campaign=found,
        team=db.session.get_one(Team, found.team_id).name,
        state=state_of(found, today),
        board=board,
        bar=bar_of(board, only),
        only=only,
        page=_number(request.args),
        lists=_lists(board, only),
        hidden=board.notes - len(board.readable()),
        task_url=task_url(found),
        kinds=KINDS,
        in_words=in_words,
        today=today,
        zone=zone,
        tab="team" if leads else "today",
    )


@rep.post("/campaigns/<int:campaign_id>/notes/<uuid:root_id>/reactions")
def react(campaign_id: int, root_id: UUID) -> ResponseReturnValue:
    """Say something kind to a note, or take it back."""
    found, leads = find_campaign(campaign_id)
    line = note_of_others(found, this_rep(), leads, this_shelf(), str(root_id)) or abort(404)
    if (kind := request.form.get("give", "")) in KINDS:
        give(line.root_id, this_rep().id, kind, clock.now())
    elif (kind := request.form.get("take_back", "")) in KINDS:
        take_back(line.root_id, this_rep().id, kind)
    else:
        abort(400)
    db.session.commit()
    return redirect(f"{_address(found, request.form.get('only', ''), _number(request.form))}#note-{line.root_id}", 303)


def find_campaign(campaign_id: int) -> tuple[Campaign, bool]:
    """The campaign with this id, and whether this person leads its team; for others there is no such page."""
    if led := campaign_led_by(this_rep(), campaign_id):
        return led, True
    return campaign_of(this_rep(), campaign_id) or abort(404), False


def bar_of(board: Board, only: str = "") -> Bar:
    """The answers side by side, up to the goal."""
    goal, found = board.campaign.goal or 0, board.campaign
    answers = board.answers if board.key else {"": board.notes}
    parts = parts_of(answers, shapes_of(answers), lambda answer: f"{_address(found, answer)}#notes", only, goal)
    return Bar(parts, board.notes, goal, unit_of(board.exercise))


def plain_bar(campaign: Campaign, notes: int, unit: str) -> Bar:
    """The same where only the number of notes is known."""
    parts = parts_of({"": notes}, {"": 1}, lambda _: "", whole=campaign.goal or 0)
    return Bar(parts, notes, campaign.goal or 0, unit)


def unit_of(exercise: dict[str, Any]) -> str:
    """What its entries are called: "calls", or notes."""
    return str(exercise["unit"] or "notes")


def task_url(campaign: Campaign) -> str:
    """The way to log; empty where the exercise is not in the library any more."""
    lesson = this_shelf().by_id.get(campaign.lesson_id)
    there = lesson and any(item["key"] == campaign.exercise_key for item in lesson.exercises)
    return f"{lesson_url(lesson)}/exercises/{campaign.exercise_key}" if lesson and there else ""


def _lists(board: Board, only: str) -> list[NoteList]:
    """What was granted and what was not, as much to be seen of each; or all of one answer, a page at a time."""
    if only or not board.refused:
        return [_page(board, only)]
    found = {answer: board.readable(answer) for answer in (board.granted, board.refused)}
    cards = cards_of(board, [line for lines in found.values() for line in lines[:NEWEST]])
    return [_newest(board, answer, len(lines), cards) for answer, lines in found.items()]


def _newest(board: Board, answer: str, of: int, cards: list[NoteCard]) -> NoteList:
    more = f"{_address(board.campaign, answer)}#notes" if of > NEWEST else ""
    return NoteList(answer, [card for card in cards if card.answer == answer], 1, of, older_url=more)


def _page(board: Board, only: str) -> NoteList:
    answer = "" if only == "all" else only
    lines = board.readable(answer)
    pages = max(1, -(-len(lines) // NOTES_A_PAGE))
    number = min(_number(request.args), pages)
    first = (number - 1) * NOTES_A_PAGE
    newer, older = (f"{_address(board.campaign, only, number + step)}#notes" for step in (-1, 1))
    cards = cards_of(board, lines[first : first + NOTES_A_PAGE])
    return NoteList(answer, cards, first + 1, len(lines), newer if number > 1 else "", older if number < pages else "")


def _number(values: Any) -> int:
    """Which page of the notes is asked for."""
    return min(max(int(values.get("page", 1, type=int)), 1), 100_000)


def _address(campaign: Campaign, only: str, number: int = 1) -> str:
    asked = {**({"only": only} if only else {}), **({"page": number} if number > 1 else {})}
    return f"/campaigns/{campaign.id}{'?' if asked else ''}{urlencode(asked)}"
