"""Bad input everywhere: it gets a clear refusal, never a fault, and what is stored stays as it was."""

import json
import unicodedata
from urllib.parse import quote

import pytest

from asking import COUNTER, NUMBER_THAT_IS_NONE, PERSON, alive, count, good, problem, receive, send  # noqa: F401

# MARK: bodies


def test_ten_megabytes_of_name(server):
    filing = good(server, applicant={**PERSON, "name": "Ă" * 5_000_000})
    problem(send(server, "POST", "/api/v1/dossiers", filing, COUNTER), 413, 422)
    # Just under what a body may be, far over what a name may be.
    found = receive(server, good(server, applicant={**PERSON, "name": "Ă" * 900_000}), 422, 413)
    assert len(json.dumps(found)) < 5000, "the refusal does not send it back"
    receive(server, good(server, applicant={**PERSON, "name": "x" * 5000}), 422)
    problem(
        send(server, "POST", "/api/v1/session", {"user": "a" * 1_000_000, "password": "b" * 900_000}), 401, 413, 422
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"1",
        b'"x"',
        b"{]",
        b'{"unit": "27373",}',
        b"\x00",
        b'{"unit": NaN}',
        b"\xff\xfe{\x00}\x00",
        b'{"unit": "27373", "procedure": "2.000815", "channel": "counter", "applicant": {"name": "\xc3\x28", "idNumber": "1"}}',
        b'{"unit": "\xed\xa0\x80"}',
        b'{"unit": "\\ud800"}',
        b'{"applicant": 5}',
        b'{"papers": {"id": 1}}',
        b"unit=27373&procedure=2.000815",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"form": ' + b"[" * 400 + b"]" * 400 + b"}",
        b'{"form": {"a": ' + b"[" * 5000 + b"]" * 5000 + b"}}",
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_bodies_that_are_not_what_is_asked_for(server, raw):
    before = count(server)
    problem(send(server, "POST", "/api/v1/dossiers", raw=raw, user=COUNTER), 400, 413, 422)
    assert count(server) == before


def test_actions_with_bodies_that_are_not_what_is_asked_for(server):
    number = receive(server, good(server))["number"]
    for raw in (b"[]", b"{", b"5", b"\xff", b'{"note": {"a": 1}}', b"[" * 20_000):
        problem(send(server, "POST", f"/api/v1/dossiers/{number}/accept", raw=raw, user=COUNTER), 400, 422)
    problem(send(server, "POST", f"/api/v1/dossiers/{number}/accept", {"bogus": 1}, COUNTER), 422)
    problem(send(server, "POST", "/api/v1/dossiers/batch/accept", {"numbers": []}, COUNTER), 422)
    problem(send(server, "POST", "/api/v1/dossiers/batch/accept", {"numbers": "x"}, COUNTER), 422)
    problem(send(server, "POST", "/api/v1/dossiers/batch/accept", {"numbers": [number] * 501}, COUNTER), 422)
    status, _, body = send(
        server, "POST", "/api/v1/dossiers/batch/accept", {"numbers": [number, NUMBER_THAT_IS_NONE, number]}, COUNTER
    )
    lines = json.loads(body)["items"]
    assert (
        status == 200
        and [line["done"] for line in lines] == [True, False, False]
        and lines[1]["refusal"]["status"] == 404
    )


# MARK: what a filing says


def test_unknown_things_are_named(server):
    before = count(server)
    cases = {
        "case": {"case": "khong-co"},
        "channel": {"channel": "fax"},
        "papers": {"papers": [{"id": "khong-co"}]},
        "form.khongCo": {"form": {"khongCo": "x"}},
        "receivedAt": {"receivedAt": "2026-02-31T09:00:00+07:00"},
        "quantity": {"quantity": -1},
        "applicant.name": {"applicant": {**PERSON, "name": ""}},
        "applicant.idNumber": {"applicant": {**PERSON, "idNumber": ""}},
        "applicant.phone": {"applicant": {**PERSON, "phone": "not a phone"}},
        "applicant.email": {"applicant": {**PERSON, "email": "no address"}},
        "resultChannel": {"resultChannel": "pigeon"},
        "applicant.type": {"applicant": {**PERSON, "type": "robot"}},
    }
    for field, change in cases.items():
        found = receive(server, good(server, "1.001193", **change), 422)
        assert found.get("field") == field, (field, found)
    for change in ({"unit": "99999"}, {"procedure": "9.999999"}, {"pickUpUnit": "99999"}, {"competentAgency": "99999"}):
        receive(server, good(server, "1.001193", **change), 404, 422)
    for key in ("unit", "procedure", "channel", "applicant"):
        filing = good(server)
        del filing[key]
        assert receive(server, filing, 422)["field"] == key
    assert count(server) == before


@pytest.mark.parametrize(
    "when",
    [
        "2026-02-31T09:00:00+07:00",
        "2026-13-01T09:00:00+07:00",
        "2026-04-31T09:00:00+07:00",
        "2025-02-29T09:00:00+07:00",
        "2099-01-01T09:00:00+07:00",
        "1970-01-01T00:00:00Z",
        "0000-00-00T00:00:00Z",
        "-2026-01-01T00:00:00Z",
        "9999-12-31T23:59:59+00:00",
        "2026-11-16T25:00:00+07:00",
        "2026-11-16T09:00:00+99:00",
        "hôm qua",
        "1763951400",
        "99999999999999999999-01-01T00:00:00Z",
    ],
)
def test_times_that_do_not_exist_or_cannot_be(server, when):
    # Long ago no procedure was in force, which is as good a reason.
    assert receive(server, good(server, receivedAt=when), 404, 422)["field"] in ("receivedAt", "procedure")


def test_dates_of_the_form(server):
    for code in server.procedures():
        procedure = server.procedure(code)
        date = next((f for f in procedure["form"] if f["type"] == "date" and not f.get("cases")), None)
        if date and "counter" in procedure["channels"]:
            break
    for value in (
        "2026-02-31",
        "31/02/2026",
        "2026-2-1x",
        "0000-00-00",
        "99999-01-01",
        "x" * 10_000,
        "2026-02-31T00:00:00Z",
    ):
        filing = good(server, code)
        filing["form"] = {**filing["form"], date["name"]: value}
        assert receive(server, filing, 422)["field"] == f"form.{date['name']}", value


BIG = [
    "-1",
    -1,
    0,
    9223372036854775807,
    -9223372036854775808,
    "9223372036854775807",
    "99999999999999999999",
    10**25,
    "1e400",
    "1.5",
    "٣",
    "0x10",
    "",
    " 7 ",
]


@pytest.mark.parametrize("value", BIG, ids=str)
@pytest.mark.parametrize("name", ["pages", "copies"])
def test_numbers_of_the_form(server, name, value):
    """Pages times copies are priced: no product may run over."""
    filing = good(server)
    filing["form"] = {**filing["form"], name: value}
    status, _, body = send(server, "POST", "/api/v1/dossiers", {**filing, "accept": True}, COUNTER)
    assert status in (201, 422), body[:300]
    if status == 201:
        dossier = server.dossier(json.loads(body)["number"], COUNTER)
        assert 0 <= dossier["payment"]["due"] < 10**12, (value, dossier["payment"])
        assert value in (0, "", " 7 "), f"{value!r} was taken as {dossier['form'][name]!r}"


@pytest.mark.parametrize("value", [-1, 0, 1001, 2**31, 2**63 - 1, -(2**63), 10**20, 1.5, "3", True, None], ids=str)
def test_counts_of_a_filing(server, value):
    before = count(server)
    answers = [
        send(server, "POST", "/api/v1/dossiers", good(server, quantity=value), COUNTER),
        send(server, "POST", "/api/v1/dossiers", good(server, papers=[{"id": "ban-chinh", "copies": value}]), COUNTER),
    ]
    for status, head, body in answers:
        assert (status == 422) or (status == 201 and value is None), (status, body[:300])
    assert count(server) == before + sum(a[0] == 201 for a in answers)


def test_a_paper_named_twice(server):
    receive(server, good(server, papers=[{"id": "ban-chinh"}, {"id": "ban-chinh"}]), 422)


# MARK: text


def test_decomposed_text_is_stored_composed_and_found(server):
    name = "Đỗ Hữu Nghĩa Hiệp"
    filing = good(
        server,
        applicant={
            **PERSON,
            "name": unicodedata.normalize("NFD", name),
            "address": unicodedata.normalize("NFD", "Hẻm Cầu Kè"),
        },
    )
    assert filing["applicant"]["name"] != name
    number = receive(server, filing)["number"]
    applicant = server.dossier(number, COUNTER)["applicant"]
    assert applicant["name"] == name and applicant["address"] == "Hẻm Cầu Kè"
    for words in (name, unicodedata.normalize("NFD", name), "do huu nghia hiep", "HIỆP nghĩa", "Đỗ Hữu Ngh"):
        _, _, body = send(server, "GET", f"/api/v1/search?q={quote(words)}", user=COUNTER)
        assert number in [line["number"] for line in json.loads(body)["items"]], words


NASTY = [
    "Robert'); DROP TABLE dossier;--",
    '" OR 1=1 --',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{7*7}} ${7*7} %s %n",
    '=HYPERLINK("http://x")',
    "../../etc/passwd",
    "$1 ?1 :a @b",
    "👩🏽 𠀀 🇻🇳",
    "%00 %2e%2e",
    'a\\b\\"c',
    "Null",
    "undefined",
    "أحمد",
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_text_comes_back_as_it_was(server, text):
    filing = good(server, applicant={**PERSON, "name": text, "address": text})
    filing["form"] = {**filing["form"], "documentName": text}
    number = receive(server, filing)["number"]
    status, head, body = send(server, "GET", f"/api/v1/dossiers/{number}", user=COUNTER)
    dossier = json.loads(body)
    assert head["content-type"].startswith("application/json") and head["x-content-type-options"] == "nosniff"
    assert (dossier["applicant"]["name"], dossier["applicant"]["address"], dossier["form"]["documentName"]) == (
        text,
    ) * 3
    status, _, body = send(server, "GET", f"/api/v1/search?q={quote(text)}", user=COUNTER)
    assert status == 200
    for where in (
        "inbox?unit=27373&field=",
        "inbox?unit=27373&holder=",
        "procedures?q=",
        "procedures?field=",
        "units/",
        "procedures/",
        "dossiers/",
    ):
        assert send(server, "GET", f"/api/v1/{where}{quote(text, safe='')}", user=COUNTER)[0] in (
            200,
            403,
            404,
            422,
        ), where


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\nb", "\x1b[31mred", "a\u202eb", "\ufeffa", "\u200b", "   ", "\ufffe", "a\x7fb"], ids=repr
)
def test_control_characters_in_a_name_are_refused_or_cleaned(server, text):
    status, head, body = answer = send(
        server, "POST", "/api/v1/dossiers", good(server, applicant={**PERSON, "name": text}), COUNTER
    )
    if status != 201:
        problem(answer, 422)
        return
    name = server.dossier(json.loads(body)["number"], COUNTER)["applicant"]["name"]
    assert name.strip() and not any(unicodedata.category(letter) == "Cc" for letter in name), repr(name)


@pytest.mark.parametrize(
    "q",
    [
        "",
        "%00",
        "%ff%fe",
        "%",
        "%25",
        "_",
        "'",
        "%22",
        "a" * 5000,
        "%F0%9F%98%BA",
        "*",
        "~",
        "H29.",
        "H29.273.73-",
        "2.000815",
        "0903111222",
        "%E1%BA",
    ],
)
def test_search_takes_anything(server, q):
    status, _, body = send(server, "GET", f"/api/v1/search?q={q}", user=COUNTER)
    assert status == 200, body
    json.loads(body)


# MARK: numbers, routes, methods, lists


@pytest.mark.parametrize(
    "number",
    [
        NUMBER_THAT_IS_NONE,
        "99999999999999999999",
        "H29.273.73-261123-99999999999999999999",
        "H29.273.73-261199-0001",
        "..%2F..%2Fetc%2Fpasswd",
        "%2e%2e",
        "%00",
        "%ff",
        "H29.273.73-261123-0001%27%20OR%201=1--",
        "-1",
        "%F0%9F%98%BA",
        "x" * 4000,
        "%20",
        "null",
    ],
)
def test_numbers_that_are_none(server, number):
    problem(send(server, "GET", f"/api/v1/dossiers/{number}", user=COUNTER), 404, 422)
    problem(send(server, "POST", f"/api/v1/dossiers/{number}/accept", {}, COUNTER), 404, 422)
    problem(send(server, "GET", f"/api/v1/track/{number}?code=ABCDEFGH"), 404, 422)


def test_unknown_action_is_404(server):
    number = receive(server, good(server))["number"]
    for action in ("fly", "accept%20", "ACCEPT", "%00", "..", "x" * 3000):
        problem(send(server, "POST", f"/api/v1/dossiers/{number}/{action}", {}, COUNTER), 404)


def test_unknown_routes_and_wrong_methods_are_problems(server):
    for path in (
        "/api/v1/nothing",
        "/api/v2/dossiers",
        "/api/v1",
        "/api/v1/../../etc/passwd",
        "/api/v1/dossiers/a/b/c/d",
        "/.git/config",
        "/%00",
        "/api/v1/units/a/b",
    ):
        problem(server.exchange("GET", path), 404)
    for method, path in (
        ("DELETE", "/api/v1/dossiers"),
        ("GET", "/api/v1/dossiers"),
        ("PUT", "/api/v1/units"),
        ("PATCH", f"/api/v1/dossiers/{NUMBER_THAT_IS_NONE}"),
        ("POST", "/api/v1/units"),
        ("DELETE", "/healthz"),
        ("POST", "/api/v1/openapi.json"),
    ):
        answer = server.exchange(method, path, b"{}" if method != "GET" else None)
        problem(answer, 405)


def test_lists_refuse_wrong_limits_and_cursors(server):
    for limit in ("0", "501", "-1", "x", "99999999999999999999", "", "1.5"):
        for path in ("inbox?unit=27373", "search?q=a", "procedures?q=a"):
            found = problem(send(server, "GET", f"/api/v1/{path}&limit={limit}", user=COUNTER), 422)
            assert found["field"] == "limit"
    for cursor in ("x", "1", ".", "99999999999999999999.H29", "a.b", "%00", "", "1." + "y" * 3000):
        status, _, body = answer = send(server, "GET", f"/api/v1/inbox?unit=27373&cursor={cursor}", user=COUNTER)
        if cursor.startswith("1.") and status == 200:
            continue  # a place after which one may go on, although nothing stands there
        assert problem(answer, 422)["field"] == "cursor", cursor
    problem(send(server, "GET", "/api/v1/inbox?unit=27373&state=flying", user=COUNTER), 422)
