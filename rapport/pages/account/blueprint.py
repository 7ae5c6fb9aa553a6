"""The pages of one's account. Most of them are for people who are not signed in, so each page names its own guard."""

from flask import Blueprint

bp = Blueprint("account", __name__)
