"""Asking the server as a stranger would, and holding what it answers against what problems must be. Used by the tests of
bad input, rights and versions."""

import json
import sqlite3

import pytest

COUNTER, OFFICER, LEADER = "counter@27373", "officer@27373", "leader@27373"
PERSON = {
    "name": "Lê Thị Huyền Trâm",
    "idNumber": "079191000777",
    "phone": "0903111222",
    "address": "3 Bà Hom, Phường Bình Tiên",
}
NUMBER_THAT_IS_NONE = "H29.273.73-991231-9999"


def problem(answer, *statuses):
    """Holds an answer against RFC 9457 and our own promises; gives it."""
    status, head, body = answer
    assert status in statuses, (status, body[:400])
    assert head["content-type"].startswith("application/problem+json"), head
    found = json.loads(body)
    assert (
        found["status"] == status and found["type"].startswith("http") and found["title"] and found["detailEn"]
    ), found
    assert any(ord(letter) > 127 for letter in found["detail"]), f"not Vietnamese: {found['detail']}"
    return found


def send(server, method, path, body=None, user=None, headers=None, raw=None, timeout=60):
    data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
    head = {"Content-Type": "application/json", **(headers or {})}
    return server.exchange(method, path, data, server.token(user) if user else None, head, timeout)


def good(server, code="2.000815", **more):
    filing = server.filing(server.procedure(code), applicant=dict(PERSON))
    filing.update(more)
    return filing


def receive(server, filing, *statuses, user=COUNTER, headers=None):
    answer = send(server, "POST", "/api/v1/dossiers", filing, user, headers)
    if statuses:
        return problem(answer, *statuses)
    assert answer[0] == 201, answer[2]
    return json.loads(answer[2])


def count(server):
    """Dossiers that were begun; what is refused leaves it as it is."""

    with sqlite3.connect(server.path) as store:
        found = store.execute("SELECT count(*) FROM entry WHERE kind = 'DossierReceived'").fetchone()[0]
    store.close()
    return found


@pytest.fixture(autouse=True)
def alive(request):
    """After every test the server still answers, and its log knows of no surprise."""
    yield
    if "server" in request.fixturenames:
        one = request.getfixturevalue("server")
        assert one.process.poll() is None, "the server died: " + one.logged()[-2000:]
        assert one.call("GET", "/healthz")[0] == 200
        assert "unexpected error" not in one.logged(), one.logged()[-2000:]
