"""`python -m rapport` does what `flask up` does, without loading what only other commands need."""

import sys

from app import create_app
from rapport.commands.site import up

if __name__ == "__main__":
    try:
        site = create_app()
    except PermissionError as error:
        sys.exit(
            f"{error.filename} cannot be written to: name another folder for the data, such as `make run DATA_DIR=/tmp/rapport`."
        )
    up(site)
