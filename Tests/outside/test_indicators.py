"""Indicators: kept, recomputed from the ledgers by the command line, and opened down to the dossiers."""

import json
import re
import subprocess

import pytest

from conftest import MOTCUA, Server, copy_store

CITY = "city@tp"


@pytest.fixture(scope="module")
def own(founded, tmp_path_factory):
    store = copy_store(founded / "city.sqlite", tmp_path_factory.mktemp("indicators") / "city.sqlite")
    with Server(store) as site:
        numbers = [site.receive("2.000815", accept=True) for _ in range(5)]
        for number in numbers[:3]:
            site.follow(number)
        token = site.token(CITY)
        all_of_it = figures(site, token)
        yield site, store, numbers, token, all_of_it


def figures(site, token, **query):
    items, cursor = [], None
    while True:
        ask = "&".join(f"{k}={v}" for k, v in {**query, **({"cursor": cursor} if cursor else {})}.items())
        status, _, body = site.exchange("GET", f"/api/v1/city/indicators?limit=500&{ask}", token=token)
        assert status == 200, body
        answer = json.loads(body)
        items += answer["items"]
        cursor = answer["next"]
        if not cursor:
            return items


def recompute(store, *more):
    done = subprocess.run(
        [MOTCUA, "indicators", "recompute", "--store", store, "--json", *more], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["items"]


def test_recompute_gives_the_rows_of_the_api(own):
    _, store, _, _, items = own
    assert items and all(item["positions"] and item["version"] >= 1 for item in items)
    assert recompute(store) == items
    on_time = {i["unit"]: i for i in items if i["definition"] == "on-time"}
    assert on_time["27373"]["denominator"] >= 3 and on_time["27373"]["value"] == 1


def test_as_of_a_past_day_is_what_was_known_then(own):
    site, store, _, token, items = own
    past = figures(site, token, asOf="2020-01-01")
    assert all(item["denominator"] == 0 for item in past), "nothing was known then"
    assert recompute(store, "--as-of", "2020-01-01") == past
    # A moment of the present day: after the first dossiers, before the last.
    moment = json.loads(site.exchange("GET", f"/api/v1/dossiers/{own[2][0]}", token=site.token("counter@27373"))[2])
    at = moment["history"][-1]["at"]
    kept = figures(site, token, asOf=at.replace("+", "%2B"))
    assert recompute(store, "--as-of", at) == kept
    assert kept != items


def test_each_number_opens_its_dossiers(own):
    site, _, _, token, items = own
    for item in items:
        if item["unit"] != "27373" or item["definition"] in ("online-procedures", "payment-procedures"):
            continue
        for part, n in (("tu", item["numerator"]), ("mau", item["denominator"])):
            path = f"/dieu-hanh/ho-so?unit=27373&chi-so={item['definition']}&phan={part}&ky={item['period']}&limit=500"
            status, _, body = site.exchange("GET", path, token=token, headers={"Accept": "text/html"})
            assert status == 200
            assert len(re.findall(r"data-row=", body.decode())) == n, (item, part)


def test_everybody_sees_public_ones_and_bad_questions_are_refused(own):
    site, _, _, token, _ = own
    status, _, body = site.exchange("GET", "/api/v1/city/indicators?definition=on-time")
    assert status == 200 and json.loads(body)["items"]
    for ask, slug in (
        ("period=2099-01", "period-ahead"), ("period=abc", "bad-period"), ("period=0001", "bad-period"),
        ("period=0001-W01", "bad-period"), ("period=2026-00", "bad-period"), ("period=0001-01-01..2026-11-27", "bad-period"), ("unit=99999", "unknown-unit"),
        ("definition=nothing", "unknown-indicator"), ("asOf=yesterday", "bad-value"), ("asOf=2099-01-01", "period-ahead"),
    ):
        status, _, body = site.exchange("GET", f"/api/v1/city/indicators?{ask}", token=token)
        assert 400 <= status < 500 and slug in body.decode(), (ask, status, body)


def test_a_definition_that_divides_by_nothing_is_refused(own):
    site, _, _, _, _ = own
    admin = site.token("admin@tp")
    new = {
        "id": "mine", "name": "Của tôi", "nameEn": "Mine", "source": "thử", "group": "watch", "event": "resolved",
        "denominator": ["early", "late"], "numerator": ["late"], "from": "2026-01-01",
    }
    def post(value, token=admin):
        return site.exchange("POST", "/api/v1/city/definitions", json.dumps(value).encode(), token=token)
    status, _, body = post(new)
    assert status == 422 and b"unsound-indicator" in body and b"denominator" in body
    assert post({**new, "denominator": ["elephant"]})[0] == 422
    assert post({**new, "denominator": ["early|late"]}, site.token(CITY))[0] == 403
    assert post({**new, "denominator": ["early|late"]})[0] == 201
    listed = json.loads(site.exchange("GET", "/api/v1/city/definitions")[2])["items"]
    assert [d["version"] for d in listed if d["id"] == "mine"] == [1]
    # A later version ends the first; days before keep it.
    assert post({**new, "denominator": ["early|late|onTime"], "from": "2025-12-31"})[0] == 422
    assert post({**new, "denominator": ["early|late|onTime"], "from": "2026-06-01"})[0] == 201
    listed = json.loads(site.exchange("GET", "/api/v1/city/definitions")[2])["items"]
    assert [(d["version"], d.get("to")) for d in listed if d["id"] == "mine"] == [(1, "2026-05-31"), (2, None)]


def test_the_overview_counts_what_the_indicators_count(own):
    site, _, numbers, token, items = own
    status, _, body = site.exchange("GET", "/api/v1/city/overview", token=token)
    assert status == 200
    lines = {line["unit"]: line for line in json.loads(body)["items"]}
    assert len(lines) == 168 and json.loads(body)["next"] is None
    found, cursor = [], ""
    while cursor is not None:
        part = json.loads(site.exchange("GET", f"/api/v1/city/overview?limit=100&cursor={cursor}", token=token)[2])
        found, cursor = found + part["items"], part["next"]
    assert [line["unit"] for line in found] == list(lines)
    mine = lines["27373"]
    assert mine["received"] >= len(numbers) and mine["early"] + mine["onTime"] + mine["late"] >= 3
    assert mine["lastHeardFrom"] and site.exchange("GET", "/api/v1/city/overview")[0] == 401
