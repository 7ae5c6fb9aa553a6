"""Numbers in addresses: the ids of rows."""

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowId(IntegerConverter):
    """A number that no row can have leads nowhere: the databases would take it for a mistake of ours."""

    def __init__(self, map: Map, max: int = LARGEST) -> None:
        super().__init__(map, max=max)
