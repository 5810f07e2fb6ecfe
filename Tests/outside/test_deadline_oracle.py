"""The legal clock of `motcua deadline` against a second reckoning that shares nothing with it.

This one walks day by day and minute by minute over a calendar from PyPI `holidays`, the swaps of docs/law.md §4.4 and, when
it is there, the published day-by-day calendar in ../shared. Each question is a process, so the number of cases is bounded by
time; how many were checked is printed.
"""

import csv
import datetime as dt
import json
import os
import random
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from conftest import MOTCUA, ROOT, run

holidays = pytest.importorskip("holidays", reason="PyPI holidays is not installed")

SEED = 20260101
ZONE = dt.timezone(dt.timedelta(hours=7))
SHARED = ROOT.parent / "shared/data/calendar/vn_state_office_calendar_2019_2027.csv"
HOURS = ((dt.time(7, 30), dt.time(11, 30)), (dt.time(13), dt.time(17)))
DAY = dt.timedelta(days=1)

# docs/law.md §4.4: weekdays off that are swapped, and the Saturdays worked for them.
SWAPPED_OFF = {dt.date(2024, 4, 29), dt.date(2025, 5, 2), dt.date(2026, 1, 2), dt.date(2026, 8, 31)}
SWAPPED_WORK = {dt.date(2024, 5, 4), dt.date(2025, 4, 26), dt.date(2026, 1, 10), dt.date(2026, 8, 22)}
OFF = set(holidays.country_holidays("VN", years=range(2024, 2028))) | SWAPPED_OFF


def works(day):
    return day in SWAPPED_WORK or (day.weekday() < 5 and day not in OFF)


def next_working(day):
    day += DAY
    while not works(day):
        day += DAY
    return day


def at(day, time_of_day):
    return dt.datetime.combine(day, time_of_day, ZONE)


def closing(day):
    return at(day, HOURS[-1][1])


def inside(moment):
    """Is this minute working time?"""
    return works(moment.date()) and any(a <= moment.time() < b for a, b in HOURS)


def worked_minutes(start, end):
    """Working minutes from start to end, one by one."""
    count, moment = 0, start
    while moment < end:
        count += inside(moment)
        moment += dt.timedelta(minutes=1)
    return count


def after_minutes(start, minutes):
    """The moment at which so many working minutes have passed."""
    moment = start
    while minutes > 0:
        if inside(moment):
            minutes -= 1
        elif moment.time() >= HOURS[-1][1] or not works(moment.date()):
            moment = at(moment.date() + DAY, dt.time()) - dt.timedelta(minutes=1)
        moment += dt.timedelta(minutes=1)
    return moment


def due(limit, accepted, pauses=()):
    """When a limit ends, by docs/law.md §4.2 and what is settled there."""
    unit, amount = limit["unit"], limit.get("amount")
    day = accepted.date()
    if unit in ("calendarDay", "month"):
        if unit == "month":
            year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
            end = None
            for number in (day.day, 30, 29, 28):
                try:
                    end = dt.date(year, month + 1, min(number, day.day))
                    break
                except ValueError:
                    continue
        else:
            end = day + amount * DAY
        end += sum((b.date() - a.date()).days for a, b in pauses) * DAY
        return closing(end if works(end) else next_working(end))
    cutoff = dt.time.fromisoformat(limit["cutoff"]) if limit.get("cutoff") else None
    if not works(day) or accepted.time() > HOURS[-1][1] or (cutoff and accepted.time() > cutoff):
        day = next_working(day)
        accepted = at(day, HOURS[0][0])
    if unit == "sameDay":
        end = closing(day)
    elif unit == "workingHour":
        end = after_minutes(accepted, amount * 60)
    elif unit == "workingDay":
        for _ in range(amount):
            day = next_working(day)
        end = closing(day)
    else:
        raise NotImplementedError(unit)
    paused = sum(worked_minutes(a, b) for a, b in pauses)
    return after_minutes(end, paused) if paused else end


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """A reference folder with a few definitions, in force since 2024, so that a process starts quickly: (folder, limits by unit)."""
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    folder = tmp_path_factory.mktemp("few")
    for name in ("fields.yaml", "units.yaml", "calendars"):
        (folder / name).symlink_to(ROOT / "Reference" / name)
    (folder / "procedures").mkdir()
    kinds, seen = {}, set()

    def keep(path, text):
        limits = yaml.safe_load(text).get("limits") or []
        if len(limits) != 1 or any(limits[0].get(k) for k in ("case", "channel")):
            return
        unit, key = limits[0]["unit"], (limits[0]["unit"], limits[0].get("amount"), limits[0].get("cutoff"))
        if unit == "open" or key in seen or len(kinds.get(unit, [])) >= 6:
            return
        seen.add(key)
        kinds.setdefault(unit, []).append((path.stem, limits[0]))
        (folder / "procedures" / path.name).write_text(
            text.replace('validFrom: "2025-07-01"', 'validFrom: "2024-01-01"')
        )

    monthly = 0
    for path in sorted((ROOT / "Reference/procedures").glob("*.yaml")):
        text = path.read_text()
        limits = yaml.safe_load(text).get("limits") or []
        # No real limit is in months yet; a few definitions are made so.
        if monthly < 3 and len(limits) == 1 and limits[0]["unit"] == "calendarDay":
            monthly += 1
            text = re.sub(r"amount: \d+\n    unit: calendarDay", f"amount: {monthly}\n    unit: month", text)
        keep(path, text)
    return folder, kinds


def ask(code, accepted, *more, env=None, reference=ROOT / "Reference"):
    environment = dict(os.environ, MOTCUA_REFERENCE=str(reference), SWIFT_BACKTRACE="enable=no", **(env or {}))
    return subprocess.run(
        [MOTCUA, "deadline", code, "--accepted", accepted.isoformat(), "--json", *more],
        capture_output=True,
        env=environment,
        timeout=120,
    )


def answer(code, accepted, *more, reference=ROOT / "Reference"):
    done = ask(code, accepted, *more, reference=reference)
    assert done.returncode == 0, (code, accepted, done.stderr.decode())
    return json.loads(done.stdout)


def within(seconds, jobs, work):
    """Does as many jobs as the time allows, two at a time; gives the results."""
    end = time.monotonic() + seconds
    with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        results = list(pool.map(lambda job: work(*job) if time.monotonic() < end else None, jobs))
    return [r for r in results if r is not None]


def moments(dice, count):
    """Moments of acceptance: half anywhere (also at night and on days off), half near the hard places."""
    hard = sorted(OFF | SWAPPED_WORK)
    edges = [
        (7, 29),
        (7, 30),
        (11, 30),
        (12, 15),
        (13, 0),
        (14, 59),
        (15, 0),
        (15, 1),
        (16, 59),
        (17, 0),
        (17, 1),
        (0, 0),
        (23, 59),
    ]
    for i in range(count):
        if i % 2:
            day = dt.date(2024, 1, 1) + dice.randrange(4 * 365 - 140) * DAY
            clock = dt.time(dice.randrange(24), dice.randrange(60))
        else:
            day = max(dt.date(2024, 1, 1), min(dice.choice(hard) - dice.randrange(12) * DAY, dt.date(2027, 9, 30)))
            clock = dt.time(*dice.choice(edges))
        yield at(day, clock)


def test_the_two_calendars_agree():
    """The oracle's own calendar against the published day-by-day one."""
    if not SHARED.exists():
        pytest.skip(f"{SHARED} is not here: the day-by-day calendar is not part of the repository")
    wrong = []
    with SHARED.open() as file:
        for row in csv.DictReader(file):
            day = dt.date.fromisoformat(row["date"])
            if day.year >= 2024 and works(day) != (row["is_working_day"] == "1"):
                wrong.append((row["date"], row["kind"], row["label"]))
    assert not wrong


def test_due_times_are_those_of_a_day_by_day_reckoning(few):
    reference, kinds = few
    print("\nlimits:", {unit: sorted({l.get("amount") for _, l in limits}) for unit, limits in kinds.items()})
    assert {"workingDay", "sameDay", "calendarDay"} <= set(kinds)
    dice = random.Random(SEED)
    weights = {"workingDay": 10, "sameDay": 4, "calendarDay": 5, "month": 2, "workingHour": 2}
    units = sorted(kinds)
    jobs = []
    for accepted in moments(dice, 250):
        unit = dice.choices(units, [weights[u] for u in units])[0]
        jobs.append((*dice.choice(kinds[unit]), accepted))

    def check(code, limit, accepted):
        got = dt.datetime.fromisoformat(answer(code, accepted, reference=reference)["due"])
        assert works(got.date()), f"{code} accepted {accepted} is due on a day off: {got}"
        return (
            got == (expected := due(limit, accepted)),
            limit["unit"],
            code,
            limit,
            accepted.isoformat(),
            got.isoformat(),
            expected.isoformat(),
        )

    results = within(60, jobs, check)
    wrong = [r for r in results if not r[0]]
    count = {unit: sum(r[1] == unit for r in results) for unit in units}
    print(
        f"{len(results) - len(wrong)} due times agree {count}, {len(wrong)} differ, {len(jobs) - len(results)} left out for time"
    )
    assert not wrong, wrong[:5]
    assert len(results) >= 40 and all(count.values())


def test_a_pause_moves_the_due_time_by_exactly_the_paused_time(few):
    reference, kinds = few
    dice = random.Random(SEED + 1)
    jobs = []
    for _ in range(40):
        unit = dice.choice(["workingDay", "workingDay", "calendarDay"])
        code, limit = dice.choice([k for k in kinds[unit] if k[1]["amount"] >= 2])
        day = next_working(dt.date(2024, 1, 2) + dice.randrange(1200) * DAY)
        accepted = at(day, dt.time(8 + dice.randrange(8), dice.randrange(60)))
        begin = accepted + dt.timedelta(minutes=dice.randrange(1, 1400))
        pauses = [(begin, begin + dt.timedelta(minutes=dice.randrange(1, 20000)))]
        if dice.random() < 0.4:
            more = pauses[0][1] + dt.timedelta(minutes=dice.randrange(1, 3000))
            pauses.append((more, more + dt.timedelta(minutes=dice.randrange(1, 3000))))
        jobs.append((code, limit, accepted, pauses))

    def check(code, limit, accepted, pauses):
        options = [word for a, b in pauses for word in ("--pause", f"{a.isoformat()}..{b.isoformat()}")]
        got = dt.datetime.fromisoformat(answer(code, accepted, *options, reference=reference)["due"])
        expected = due(limit, accepted, pauses)
        assert got == expected, (
            code,
            limit["unit"],
            limit["amount"],
            accepted.isoformat(),
            options,
            got.isoformat(),
            expected.isoformat(),
        )
        return True

    count = len(within(20, jobs, check))
    print(f"\n{count} suspended due times agree, {len(jobs) - count} left out for time")
    assert count >= 10


def test_later_acceptance_is_never_due_earlier(few):
    reference, kinds = few
    for unit in sorted(kinds):
        start = at(dt.date(2026, 8, 20), dt.time(6))
        jobs = [(kinds[unit][0][0], start + i * dt.timedelta(hours=7, minutes=31)) for i in range(16)]
        dues = within(10, jobs, lambda code, accepted: answer(code, accepted, reference=reference)["due"])
        assert len(dues) > 5 and dues == sorted(dues)


def test_the_same_bytes_in_every_time_zone_and_language():
    accepted = at(dt.date(2026, 1, 1), dt.time(15, 1))
    answers = {
        ask("1.004873", accepted, env=env).stdout
        for env in (
            {},
            {"TZ": "UTC"},
            {"TZ": "America/New_York"},
            {"TZ": "Pacific/Kiritimati"},
            {"LC_ALL": "C"},
            {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
            {"LC_ALL": "ar_EG.UTF-8", "TZ": "Asia/Tehran"},
            {"TZ": "nonsense"},
        )
    }
    assert len(answers) == 1 and json.loads(answers.pop())["due"]
    # The same moment in another offset is the same moment.
    moved = accepted.astimezone(dt.timezone.utc)
    assert answer("1.004873", moved)["due"] == answer("1.004873", accepted)["due"]


def test_wrong_questions_are_refused_with_a_reason():
    good = ["1.001193", "--accepted", "2026-11-23T09:00:00+07:00"]
    assert run("deadline", *good).returncode == 0
    wrong = [
        ["9.999999", *good[1:]],
        ["", *good[1:]],
        ["1.001193"],
        [],
        ["1.001193", "--accepted", ""],
        ["1.001193", "--accepted", "2026-02-31T09:00:00+07:00"],
        ["1.001193", "--accepted", "2026-11-23"],
        ["1.001193", "--accepted", "2026-11-23T24:30:00+07:00"],
        ["1.001193", "--accepted", "hôm qua"],
        ["1.001193", "--accepted", "99999999999-01-01T00:00:00Z"],
        [*good, "--case", "không có"],
        [*good, "--channel", "fax"],
        [*good, "--unit", "99999"],
        [*good, "--unknown"],
        [*good, "--pause", "2026-11-23T10:00:00+07:00"],
        [*good, "--pause", "x..y"],
        [*good, "--pause", "2026-11-24T10:00:00+07:00..2026-11-23T10:00:00+07:00"],
        [*good, "--pause", "2026-11-20T10:00:00+07:00..2026-11-23T10:00:00+07:00"],
        [*good, "--supplemented", "2026-11-20T09:00:00+07:00"],
        [*good, "--supplemented", "31/02/2026"],
    ]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda arguments: run("deadline", *arguments, check=False), wrong))
    for arguments, done in zip(wrong, answers):
        assert done.returncode in (2, 64), (arguments, done.returncode, done.stdout, done.stderr)
        assert done.stdout == "" and done.stderr.strip(), arguments


@pytest.mark.parametrize("accepted", ["2031-03-03T09:00:00+07:00", "2023-03-03T09:00:00+07:00"])
def test_beyond_the_calendar_it_refuses_or_says_that_it_does_not_know(accepted):
    """A due time outside the years that the calendar covers must not look like a sure one."""
    done = run("deadline", "1.004873", "--accepted", accepted, "--json", check=False)
    assert done.returncode == 2 or any(
        word in line["vi"].lower()
        for line in json.loads(done.stdout)["lines"]
        for word in ("tạm tính", "ngoài lịch", "chưa có lịch", "không có trong lịch")
    ), done.stdout


def test_explain_speaks_vietnamese():
    text = run("deadline", "1.001193", "--accepted", "2026-11-20T15:01:00+07:00", "--explain").stdout
    for word in ("Tiếp nhận lúc 15:01 thứ Sáu 20/11/2026", "sau 15:00", "thứ Hai 23/11/2026", "Hạn trả kết quả: 17:00"):
        assert word in text, text
    assert text.splitlines()[-1] == "2026-11-23T17:00:00+07:00"
    text = run("deadline", "1.004873", "--accepted", "2026-01-01T09:00:00+07:00", "--explain").stdout
    assert "Tết Dương lịch" in text
