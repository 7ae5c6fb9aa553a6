"""The gap report: what was not possible, in heaps, without names of customers or reps."""

import pytest
from flask import Flask
from support.campaigns import FIELDS, asked, begun, make_wall
from support.lessons import form_field

from rapport.assignments.campaign import Campaign
from rapport.catalogue.shelf import shelf
from rapport.people.user import User
from rapport.progress.campaign_board import Board, board_of
from rapport.reports.gap_report import GapReport, gap_report, gap_table

Cast = dict[str, User]


@pytest.fixture
def north(app: Flask, cast: Cast) -> Campaign:
    make_wall()
    return begun(cast["mona"])


def board(campaign: Campaign, cast: Cast) -> Board:
    return board_of(campaign, cast["mona"], True, shelf())


def heaps(report: GapReport) -> dict[str, list[str]]:
    return {heap.about: [gap.request for gap in heap.gaps] for heap in report.heaps}


def test_requests_in_the_same_words_are_a_heap_and_the_largest_comes_first(north: Campaign, cast: Cast) -> None:
    asked(cast["rosa"], "Delivery on Sunday", "not possible", who="Bakery Ilse", why="Nobody drives")
    asked(cast["mona"], "A delivery before six", "not possible", why="The gate")
    asked(cast["rosa"], "Two deliveries a day", "not possible")
    asked(cast["rosa"], "Blue cups", "not possible", why="The supplier has none")
    asked(cast["rosa"], "Square lids", "not possible", why="No supplier makes them")
    asked(cast["rosa"], "A boat", "not possible")
    asked(cast["rosa"], "A delivery on Monday", "honoured")
    report = gap_report(board(north, cast))
    assert heaps(report) == {
        "Delivery": ["Two deliveries a day", "A delivery before six", "Delivery on Sunday"],
        "Supplier": ["Square lids", "Blue cups"],
    }
    assert [gap.request for gap in report.alone] == ["A boat"]
    assert report.count == 6


def test_a_reason_that_is_picked_makes_the_heaps(app: Flask, cast: Cast) -> None:
    why = form_field("reason", "choice", options=["limit too tight", "operations can’t"])
    make_wall(fields=[*FIELDS[:3], why, *FIELDS[3:]])
    campaign = begun(cast["mona"])
    asked(cast["rosa"], "A refund", "not possible", reason="limit too tight")
    asked(cast["rosa"], "A boat", "not possible", reason="operations can’t")
    asked(cast["rosa"], "A bus", "not possible", reason="operations can’t")
    asked(cast["rosa"], "A train", "not possible")
    report = gap_report(board(campaign, cast))
    assert heaps(report) == {"operations can’t": ["A bus", "A boat"], "limit too tight": ["A refund"]}
    assert [gap.request for gap in report.alone] == ["A train"]


def test_it_names_no_customer_and_no_rep(north: Campaign, cast: Cast) -> None:
    asked(cast["rosa"], "Delivery on Sunday", "not possible", who="Bakery Ilse", why="Nobody drives")
    found = board(north, cast)
    table = gap_table(found, gap_report(found), "north")
    assert [list(row) for row in table.rows] == [["", 1, "Delivery on Sunday", "Nobody drives"]]
    assert [column.title for column in table.columns] == ["About", "How often", "What was asked for", "Why not"]


def test_where_nothing_is_asked_about_the_outcome_there_are_no_gaps(app: Flask, cast: Cast) -> None:
    make_wall(fields=FIELDS[:2])
    report = gap_report(board(begun(cast["mona"]), cast))
    assert (report.heaps, report.alone, report.count) == ([], [], 0)
