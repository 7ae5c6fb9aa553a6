"""CSV as it really comes: from Excel, Numbers or a script, in any of their encodings and with any of their separators."""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from io import StringIO

from rapport.exchange.sheet import CUT_OFF, MOST_COLUMNS, FileRefused, Sheet, sheet_of

SEPARATORS = ",;\t|"
NO_TABLE = "This is neither a workbook (.xlsx) nor a table in text (.csv). Please save it as one of them."


def read_csv(data: bytes) -> Sheet:
    text = _decoded(data)
    separator, text = _separator(text)
    is_closed = text.endswith(("\n", "\r"))
    return sheet_of(_lines(text, separator, is_closed), is_closed)


def _decoded(data: bytes) -> str:
    if encoding := _sixteen_bits(data):
        return _as_utf16(data, encoding)
    if b"\x00" in data:
        raise FileRefused(NO_TABLE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        was_fine_before = not data[: error.start].removeprefix(b"\xef\xbb\xbf").isascii()
        if error.end == len(data) and was_fine_before:
            raise FileRefused(CUT_OFF.format("it ends in the middle of a letter")) from None
    try:
        return data.decode("cp1252")  # what Excel calls plain CSV in western Europe
    except UnicodeDecodeError:
        raise FileRefused(NO_TABLE) from None


def _sixteen_bits(data: bytes) -> str:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    start = data[:200]
    if start[1::2].count(0) > len(start) // 3 and not start[::2].count(0):
        return "utf-16-le"
    return "utf-16-be" if start[::2].count(0) > len(start) // 3 and not start[1::2].count(0) else ""


def _as_utf16(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise FileRefused(CUT_OFF.format("it ends in the middle of a letter")) from None


def _separator(text: str) -> tuple[str, str]:
    """What stands between the cells of the first line; Excel also takes a line such as "sep=;" for it."""
    first, _, rest = text.lstrip("\r\n").partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) <= 5:
        return (first.strip()[4:] or "\t"), "\n" + rest
    bare = "".join(first.split('"')[::2])  # without what is quoted
    return max(SEPARATORS, key=bare.count), text


def _lines(text: str, separator: str, is_closed: bool) -> Iterator[list[str]]:
    """The cells of each line. A last one that stops before the others do, without an end, is a file that broke off."""
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    width, line, number = 0, [""], 0
    try:
        for number, line in enumerate(lines, 1):
            width = width or len(line)
            if len(line) > MOST_COLUMNS:
                raise FileRefused(f"Row {number} has more than {MOST_COLUMNS} columns: is this the right file?")
            yield line
    except csv.Error as error:
        if "unexpected end" in str(error) or "field larger" in str(error):
            raise FileRefused(CUT_OFF.format("a quotation mark is opened and never closed")) from None
        raise FileRefused(f"After row {number}, a quotation mark stands where none should be.") from None
    if not is_closed and len(line) < width:
        raise FileRefused(CUT_OFF.format("its last line stops before the others do"))
