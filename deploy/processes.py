"""What the scripts of deploy/ know of processes that they started."""

import pathlib


def began(pid):
    """When a process began, in ticks since the machine's start, so that its id is not taken for another's; None when it ended."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])
