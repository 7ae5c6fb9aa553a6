"""`python -m rapport` does what `flask up` does, without loading what only other commands need."""

import sys

from app import create_app
from rapport.commands.site import up
from rapport.config import SettingRefused

if __name__ == "__main__":
    try:
        site = create_app()
    except SettingRefused as refusal:
        sys.exit(str(refusal))
    except OSError as error:
        sys.exit(
            f"{error.filename} cannot be written to: name another folder for the data, such as `make run DATA_DIR=/tmp/rapport`."
        )
    up(site)
