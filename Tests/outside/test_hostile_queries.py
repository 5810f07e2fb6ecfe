"""Whatever stands behind an address's question mark or in its path, the server answers it and goes on: every GET address, with
every name that any page reads, given values that are empty, wrong, far, huge or of another kind. Same seed, same requests."""

import http.client
import json
import random
import re
import urllib.parse

import pytest

from conftest import ROOT, run

READ = re.compile(r'(?:text|someText\(exchange, |period|number|query\[|date|instant|choice)\(?"([a-z][A-Za-z-]*)"')
VALUES = [
    "", " ", "0", "-1", "1", "500", "99999999999999999999", "-9223372036854775808", "9223372036854775807", "1e9", "NaN", "٣", "½",
    "tp", "27373", "27373,26732", "00000", "so-noi-vu", "field:land", "on-time", "online", "satisfied", "procedures-published",
    "land", "civil-status", "1.001193", "2.000815", "9.999999", "tu", "mau", "open", "done", "tre", "custody", "counter", "%00", "\0",
    "2026", "0000", "0001", "9999", "10000", "2026-00", "2026-13", "2026-1", "2026-11", "2026-Q0", "2026-Q4", "2026-Q5", "2026-W53",
    "2026-02-30", "2026-00-10", "0000-00-00", "9999-12-31", "1970-01-01", "2099-12-31", "2026-11-27T25:61", "2026-11-27T08:30:00+99:00",
    "null", "[]", "{}", "'", "\"", "<b>", "' OR 1=1 --", "../../etc/passwd", "a" * 3000, "é" * 300, "💥", "\u202e", "ĐỖ", "H29.273.73-261127-0001",
    "H29-000000-0000", "a,b,c", ",", ";", "=", "&", "#", "10;DROP TABLE dossier",
]
ROUNDS = 3


@pytest.fixture(scope="module")
def asked(founded, tmp_path_factory):
    """A server of its own: a crash here is this test's."""
    from conftest import Server, copy_store

    folder = tmp_path_factory.mktemp("hostile")
    with Server(copy_store(founded / "city.sqlite", folder / "city.sqlite")) as one:
        one.receive("2.000815", accept=True)
        yield one


def names():
    found = set()
    for file in (ROOT / "Sources" / "Web").rglob("*.swift"):
        found |= set(READ.findall(file.read_text()))
    assert {"ky", "chi-so", "unit", "limit", "cursor"} <= found
    return sorted(found)


def test_no_question_brings_the_server_down(asked):
    chance, parameters, tried, seen = random.Random(27373), names(), 0, {}
    routes = [r["path"] for r in json.loads(run("routes", "--json").stdout) if r["method"] == "GET" and r["path"] != "/song"]
    for user in (None, "counter@27373", "leader@27373", "city@tp", "admin@tp"):
        headers = {"Authorization": "Bearer " + asked.token(user)} if user else {}
        line = http.client.HTTPConnection("127.0.0.1", asked.port, timeout=60)
        for route in routes:
            for _ in range(ROUNDS):
                path = re.sub(r"\{[a-z]+\}", lambda _: urllib.parse.quote(chance.choice(VALUES)[:200] or "-", safe=""), route)
                query = {name: chance.choice(VALUES) for name in chance.sample(parameters, chance.randint(1, 6))}
                # What most pages read stands there more often than chance has it.
                query |= {name: chance.choice(VALUES) for name in ("ky", "period", "unit", "ngay") if chance.random() < 0.5}
                address = path + "?" + urllib.parse.urlencode(query)
                try:
                    line.request("GET", address, headers=headers)
                    answer = line.getresponse()
                    answer.read()
                except (OSError, http.client.HTTPException) as error:
                    pytest.fail(f"{user}: {address}: {error!r}; {asked.logged()[-800:]}")
                seen[answer.status] = seen.get(answer.status, 0) + 1
                assert answer.status < 500, f"{user}: {address}: {answer.status}; {asked.logged()[-800:]}"
                tried += 1
        line.close()
    assert tried >= 5 * ROUNDS * len(routes) and seen[200] > 300, seen
    assert "unexpected error" not in asked.logged()
