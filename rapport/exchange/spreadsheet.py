"""A file that somebody chose, as a plain table; what it is is seen by what is in it, not by its name."""

from rapport.exchange.csv_sheet import NO_TABLE, read_csv
from rapport.exchange.sheet import FileRefused, Sheet
from rapport.exchange.xlsx_guard import PROTECTED
from rapport.exchange.xlsx_sheet import read_xlsx

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
LOCKED = "EncryptedPackage".encode("utf-16-le")
OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")
PAGES = (b"<!doctype", b"<html", b"<?xml", b"<table")


def read_spreadsheet(data: bytes) -> Sheet:
    """The rows of an .xlsx or .csv file. Raises FileRefused with one sentence."""
    if not data.strip():
        raise FileRefused("This file is empty. Nothing was changed.")
    if data.startswith(b"PK"):
        return read_xlsx(data)
    if data.startswith(OLD_OFFICE):
        old = "This is an old kind of workbook (.xls). Please save it as .xlsx or .csv."
        raise FileRefused(PROTECTED if LOCKED in data else old)
    if data.startswith(OTHERS) or data.lstrip(b"\xef\xbb\xbf \r\n\t")[:9].lower().startswith(PAGES):
        raise FileRefused(NO_TABLE)
    return read_csv(data)
