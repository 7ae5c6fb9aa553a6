"""What a program and all that it has started use, as Linux counts it."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """`pid` and all its descendants."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(_fields(stat)[1])
        except OSError:  # it has ended meanwhile
            continue
    found = [pid]
    for member in found:
        found += [child for child, parent in parents.items() if parent == member]
    return found


def cpu_seconds(pids: list[int]) -> float:
    """Processor time so far, in the program and in the system for it."""
    fields = [_fields(Path(f"/proc/{pid}/stat")) for pid in pids]
    return sum(int(own[11]) + int(own[12]) for own in fields) / TICKS


def megabytes(pids: list[int]) -> float:
    """Proportional set size: pages that processes share are counted once."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _fields(stat: Path) -> list[str]:
    """What stands behind the program's name, which may hold blanks: state, parent, …"""
    return stat.read_text().rpartition(")")[2].split()
