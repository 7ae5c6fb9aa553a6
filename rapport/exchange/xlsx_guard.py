"""A look through a workbook before it is read: the library that reads it takes whatever it is given, and a few
kilobytes can unpack to gigabytes."""

import struct
import zlib
from pyexpat import ExpatError, ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from rapport.exchange.sheet import FileRefused

MOST_PARTS = 1_000
MOST_UNPACKED = 40 * 1024 * 1024
MOST = {"row": 40_000, "c": 300_000, "si": 120_000}  # rows, cells, texts
MOST_OTHERS = 50_000  # in a row: looks, links, pieces of one text
MOST_IN_A_ROW = 1_000
LONGEST_TAG = 256 * 1024
PIECE = 64 * 1024
SIGNS_OF_XML = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b" ", b"\r", b"\n", b"\t")

# Whatever Python's own reader of archives makes of a broken one.
BROKEN = (BadZipFile, EOFError, OSError, ValueError, LookupError, RuntimeError, struct.error)
TOO_LARGE = "This workbook is too large when unpacked. Please copy the people into a new one and upload that."
DAMAGED = "This workbook is damaged or cut off. Please save it anew and choose it again; nothing was changed."
PROTECTED = "This workbook is protected by a password. Please save it without one."


def look_through(archive: ZipFile) -> None:
    """Refuse what would take too long or too much memory, what is damaged, and what could refer to something outside."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(PROTECTED)
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise FileRefused(DAMAGED)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefused(TOO_LARGE)
    seen = _Count()
    for part in parts:
        _look_at(archive, part, seen)


class _Count:
    """What all parts hold together, the cells since the last row began, and whatever else came since the last cell."""

    def __init__(self) -> None:
        self.kinds = dict.fromkeys(MOST, 0)
        self.in_row = self.others = 0

    def start(self, name: str, _attributes: object) -> None:
        kind = name.rpartition(":")[2]
        self.others += 1
        if kind in MOST:
            self.others = 0
            self.kinds[kind] += 1
            self.in_row = self.in_row + 1 if kind == "c" and self.kinds["row"] else 0
            if self.kinds[kind] > MOST[kind] or self.in_row > MOST_IN_A_ROW:
                raise FileRefused(TOO_LARGE)
        elif self.others > MOST_OTHERS:
            raise FileRefused(TOO_LARGE)

    @staticmethod
    def doctype(*_: object) -> None:
        raise FileRefused("This workbook holds definitions that no spreadsheet program writes, so it is not opened.")


def _look_at(archive: ZipFile, part: ZipInfo, seen: _Count) -> None:
    parser, fed, seen.others = ParserCreate(), 0, 0
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = seen.start, seen.doctype
    try:
        with archive.open(part) as stream:
            piece = stream.read(PIECE)
            is_xml = piece.startswith(SIGNS_OF_XML)
            while piece:  # to the end, where the checksum is
                if is_xml:
                    parser.Parse(piece)
                    fed += len(piece)
                    if fed - parser.CurrentByteIndex > LONGEST_TAG:
                        raise FileRefused(TOO_LARGE)
                piece = stream.read(PIECE)
            if is_xml:
                parser.Parse(b"", True)
    except (*BROKEN, zlib.error, ExpatError) as error:
        raise error if isinstance(error, FileRefused) else FileRefused(DAMAGED) from None
