"""The simulator from outside: the same plan in two processes, and its checkers on stores of programs that ran."""

import json
import pathlib
import shutil
import subprocess

import pytest

from conftest import MOTCUA, ROOT, copy_store

SIMULATE = str(pathlib.Path(MOTCUA).with_name("simulate"))


def simulate(*arguments):
    return subprocess.run([SIMULATE, *arguments], capture_output=True, text=True, timeout=300)


def test_a_plan_gives_the_same_trace_in_another_process(tmp_path):
    done = simulate("--plans", "2", "--seed", "3", "--sites", "2", "--days", "1", "--dossiers", "3", "--twice", "--keep", str(tmp_path))
    assert done.returncode == 0 and "OK: 2 plans" in done.stdout, done


def test_the_checkers_read_stores_and_miss_what_is_not_there(own_server, tmp_path):
    number = own_server.receive("2.000815", accept=True)
    status, answer = own_server.call(
        "POST", f"/api/v1/dossiers/{number}/add-note", {"topic": "call", "note": "Đã gọi."}, own_server.token("counter@27373"), {"Idempotency-Key": "a-key"})
    assert status == 200, answer
    own_server.stop()
    store = copy_store(own_server.path, tmp_path / "left.sqlite").removeprefix("sqlite:")

    def told(*commands):
        file = tmp_path / "told.jsonl"
        file.write_text("".join(json.dumps({
            "command": one, "unit": "27373", "site": 0, "number": number, "isIntake": False, "isExcused": False, "isUnheard": False}) + "\n" for one in commands))
        return simulate("--read", store, "--told", str(file))

    done = told("k:counter@27373|a-key")
    assert done.returncode == 0 and "OK: 1 stores hold, 1 acknowledged acts" in done.stdout, done
    done = told("k:counter@27373|a-key", "k:counter@27373|another")
    assert done.returncode == 129 and "acknowledged fact lost: k:counter@27373|another" in done.stdout, done


def test_what_is_no_store_is_refused_and_nothing_is_made(tmp_path):
    (tmp_path / "words").write_text("no database")
    (tmp_path / "empty").touch()
    before = sorted(path.name for path in tmp_path.iterdir())
    for name in ("none.sqlite", "words", "empty", "."):
        done = simulate("--read", f"{tmp_path}/{name}")
        assert done.returncode == 64 and name in done.stderr, done
    assert simulate("--read", "").returncode == 64
    assert simulate("--read", "27373=").returncode == 64
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    done = simulate("--told", str(tmp_path / "words"), "--plans", "1", "--sites", "1", "--days", "1")
    assert done.returncode == 64 and "--read" in done.stderr, done


@pytest.mark.parametrize("patch", sorted((ROOT / "Tests" / "Canaries").glob("*.patch")), ids=lambda patch: patch.stem)
def test_a_fault_can_still_be_planted(patch):
    """`make canary` builds and hunts them; that takes too long for every run."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    done = subprocess.run(["git", "apply", "--check", str(patch)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
