"""The planted faults of Tests/Canaries still fit the sources, so that `make canary` (which builds each, and hunts it) can be run any day."""

import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATCHES = sorted((ROOT / "Tests" / "Canaries").glob("*.patch"))


def test_there_is_a_fault_in_sync_in_fencing_and_in_numbering():
    assert {patch.stem for patch in PATCHES} >= {"sync", "fencing", "numbering"}


@pytest.mark.skipif(not shutil.which("git"), reason="git is not here")
@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_a_planted_fault_fits_the_sources(patch):
    done = subprocess.run(["git", "apply", "--check", str(patch)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
