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


@pytest.mark.parametrize("wrong", [
    "--sites 0", "--sites=-1", "--sites 100000", "--days 0", "--days=-1", "--days 9223372036854775807", "--dossiers 0", "--dossiers=-1",
    "--plans=-1", "--plans x", "--seed=-1", "--plan /nowhere/plan.json", "--read x --told /nowhere/told"])
def test_nonsense_is_wrong_usage(wrong):
    done = simulate(*wrong.split())
    assert done.returncode == 64 and wrong.split()[0].split("=")[0] in done.stderr, done


def test_a_plan_that_cannot_be_played_says_what_and_where(tmp_path):
    step = {"minute": 5, "site": 1, "act": "receive", "draw": 3}
    whole = {"seed": 3, "sites": 1, "days": 1, "steps": [step]}
    file = tmp_path / "a.plan.json"

    def played(plan):
        file.write_text(plan if isinstance(plan, str) else json.dumps(plan))
        return simulate("--plan", str(file))

    assert played(whole).returncode == 0
    for wrong, word in [
            (whole | {"sites": 0}, "sites"), (whole | {"sites": -1}, "sites"), (whole | {"days": 0}, "days"),
            (whole | {"steps": [step, step | {"site": 99}]}, "step 2"), (whole | {"steps": [step | {"site": -1}]}, "step 1"),
            (whole | {"steps": [step | {"minute": -1}]}, "minute"), (whole | {"steps": [step | {"minute": 2 ** 62}]}, "minute"),
            (whole | {"steps": [step | {"act": "fly"}]}, "steps/0/act"), ({"seed": 3}, "sites"), ("{", "a.plan.json"), ("", "a.plan.json")]:
        done = played(wrong)
        assert done.returncode == 64 and word in done.stderr and "NSCocoa" not in done.stderr, (wrong, done)


def test_the_last_seed_of_all_is_followed_by_the_first(tmp_path):
    done = simulate(
        "--plans", "2", "--seed", str(2 ** 64 - 1), "--sites", "1", "--days", "1", "--dossiers", "1", "--no-losing-hub", "--keep", str(tmp_path))
    assert done.returncode == 0 and "OK: 2 plans" in done.stdout, done


@pytest.mark.parametrize("patch", sorted((ROOT / "Tests" / "Canaries").glob("*.patch")), ids=lambda patch: patch.stem)
def test_a_fault_can_still_be_planted(patch):
    """`make canary` builds and hunts them; that takes too long for every run."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    done = subprocess.run(["git", "apply", "--check", str(patch)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
