"""Who may not, who comes too late, who comes twice: rights, sessions, tracking codes, versions and keys of commands."""

import datetime
import json
import sqlite3
import threading

from asking import (
    COUNTER,
    LEADER,
    NUMBER_THAT_IS_NONE,
    PERSON,
    alive,
    count,
    good,
    problem,
    receive,
    send,
)  # noqa: F401
from conftest import PASSWORD, run

# MARK: rights


def test_without_a_session(server):
    number = receive(server, good(server))["number"]
    for method, path in (
        ("GET", f"/api/v1/dossiers/{number}"),
        ("POST", f"/api/v1/dossiers/{number}/accept"),
        ("GET", "/api/v1/inbox?unit=27373"),
        ("GET", "/api/v1/search?q=a"),
        ("GET", "/api/v1/session"),
        ("DELETE", "/api/v1/session"),
        ("POST", "/api/v1/dossiers/batch/accept"),
    ):
        for head in (
            {},
            {"Authorization": "Bearer " + "0" * 64},
            {"Authorization": "Basic YTpi"},
            {"Authorization": "Bearer"},
            {"Cookie": "motcua=" + "0" * 64},
        ):
            answer = server.exchange(
                method, path, b"{}" if method == "POST" else None, None, {"Content-Type": "application/json", **head}
            )
            problem(answer, 401)
            assert "www-authenticate" in answer[1] and PERSON["name"].encode() not in answer[2]
    receive_at_counter = send(server, "POST", "/api/v1/dossiers", good(server))
    problem(receive_at_counter, 401)


def test_another_units_dossier_is_closed_and_says_nothing(server):
    number = receive(server, good(server))["number"]
    for user in ("counter@26732", "officer@26732", "leader@so-tu-phap", "admin@tp", "officer@thue"):
        for answer in (
            send(server, "GET", f"/api/v1/dossiers/{number}", user=user),
            send(server, "POST", f"/api/v1/dossiers/{number}/accept", {}, user),
            send(server, "POST", f"/api/v1/dossiers/{number}/correct", {"name": "x", "reason": "y"}, user),
        ):
            found = problem(answer, 403)
            text = json.dumps(found, ensure_ascii=False)
            assert all(value not in text for value in PERSON.values()), found
        for path in (f"search?q={number}", f"search?q={PERSON['idNumber']}", f"search?q={PERSON['phone']}"):
            status, _, body = send(server, "GET", f"/api/v1/{path}", user=user)
            assert status == 403 or number.encode() not in body, (user, path)
        problem(send(server, "GET", "/api/v1/inbox?unit=27373", user=user), 403)
    # The right person without the right role.
    assert send(server, "POST", f"/api/v1/dossiers/{number}/accept", {}, LEADER)[0] in (403, 409)
    # The city sees it, without the person.
    status, _, body = send(server, "GET", f"/api/v1/dossiers/{number}", user="city@tp")
    assert status in (200, 403) and all(value.encode() not in body for value in PERSON.values())


def test_a_counter_cannot_file_for_another_unit(server):
    receive(server, good(server, unit="26732"), 403)
    receive(server, good(server), 403, user=LEADER)


def test_wrong_passwords_lock_an_account_for_a_while(own_server):
    user = "officer@27373"

    def log_in(password, user=user):
        return send(own_server, "POST", "/api/v1/session", {"user": user, "password": password})

    unknown = problem(log_in("x", "nobody@nowhere"), 401)
    for _ in range(4):
        assert (
            problem(log_in("wrong"), 401)["detail"] == unknown["detail"]
        ), "an unknown name and a wrong password look alike"
    assert log_in(PASSWORD)[0] == 200, "four are not five, and a good log-in counts anew"
    for _ in range(5):
        problem(log_in("wrong"), 401)
    locked = problem(log_in(PASSWORD), 401, 403, 409, 429)
    assert locked["detail"] != unknown["detail"]
    assert log_in(PASSWORD, "leader@27373")[0] == 200, "others are not locked out"
    own_server.stop()
    own_server.start()
    problem(log_in(PASSWORD), 401, 403, 409, 429)
    for body in ({}, {"user": user}, {"user": 1, "password": 2}, {"user": user, "password": None}):
        problem(send(own_server, "POST", "/api/v1/session", body), 401, 422)


def test_a_closed_session_is_closed(own_server):
    _, answer = own_server.call("POST", "/api/v1/session", {"user": LEADER, "password": PASSWORD})
    assert own_server.exchange("GET", "/api/v1/session", token=answer["token"])[0] == 200
    assert own_server.exchange("DELETE", "/api/v1/session", token=answer["token"])[0] == 200
    problem(own_server.exchange("GET", "/api/v1/session", token=answer["token"]), 401)


def test_guessing_a_tracking_code_tells_nothing(server):
    receipt = receive(server, good(server))
    number, code = receipt["number"], receipt["trackingCode"]
    assert send(server, "GET", f"/api/v1/track/{number}?code={code}")[0] == 200
    other = code[:-1] + ("A" if code[-1] != "A" else "B")
    answers = [
        problem(send(server, "GET", f"/api/v1/track/{n}?code={c}"), 404)
        for n, c in (
            (number, other),
            (NUMBER_THAT_IS_NONE, code),
            (NUMBER_THAT_IS_NONE, other),
            (number, ""),
            (number, code * 2),
        )
    ]
    answers.append(problem(send(server, "GET", f"/api/v1/track/{number}"), 404))
    assert all(found == answers[0] for found in answers), answers
    problem(send(server, "POST", f"/api/v1/track/{number}/withdraw?code={other}", {}), 404)
    problem(send(server, "POST", f"/api/v1/track/{number}/rating?code={code}", {"scores": {"access": 6}}), 409, 422)
    problem(send(server, "POST", f"/api/v1/track/{number}/accept?code={code}", {}), 404)


# MARK: versions and keys


def test_stale_version(server):
    receipt = receive(server, good(server))
    number, version = receipt["number"], receipt["version"]
    for stale in (version - 1, version + 1, 0, -1):
        problem(send(server, "POST", f"/api/v1/dossiers/{number}/accept", {}, COUNTER, {"If-Match": str(stale)}), 412)
    for garbage in ("x", "", "1.5", "99999999999999999999", '"a"'):
        problem(send(server, "POST", f"/api/v1/dossiers/{number}/accept", {}, COUNTER, {"If-Match": garbage}), 412, 422)
    status, head, body = send(server, "GET", f"/api/v1/dossiers/{number}", user=COUNTER)
    assert json.loads(body)["version"] == version and head["etag"] == f'"{version}"'
    status, _, body = send(server, "POST", f"/api/v1/dossiers/{number}/accept", {}, COUNTER, {"If-Match": head["etag"]})
    assert status == 200, body
    problem(send(server, "POST", f"/api/v1/dossiers/{number}/withdraw", {}, COUNTER, {"If-Match": head["etag"]}), 412)


def test_the_same_command_twice_has_one_effect(own_server):
    key = {"Idempotency-Key": "khóa-1".encode().decode("latin-1")}
    filing = good(own_server)

    def file(body=filing, user=COUNTER, headers=key):
        return send(own_server, "POST", "/api/v1/dossiers", body, user, headers)

    first = file()
    assert first[0] == 201
    number, before = json.loads(first[2])["number"], count(own_server)
    act = lambda body=None: send(
        own_server, "POST", f"/api/v1/dossiers/{number}/accept", body or {}, COUNTER, {"Idempotency-Key": "k2"}
    )
    accepted = act()
    assert accepted[0] == 200, accepted[2]

    def again(when):
        repeated = file()
        assert (repeated[0], json.loads(repeated[2])) == (first[0], json.loads(first[2])), when
        repeated = act()
        assert (repeated[0], json.loads(repeated[2])) == (accepted[0], json.loads(accepted[2])), when
        assert count(own_server) == before, when
        problem(file(good(own_server, quantity=2)), 422)
        problem(act({"note": "khác"}), 422)
        # Another action, or a dossier of someone else, under the same key.
        problem(
            send(own_server, "POST", f"/api/v1/dossiers/{number}/withdraw", {}, COUNTER, {"Idempotency-Key": "k2"}), 422
        )

    again("at once")
    own_server.stop()
    own_server.start()
    again("after a restart")
    own_server.stop()
    run("rebuild", "--store", own_server.store)
    own_server.start()
    again("after a rebuild")
    # The same key of somebody else is another key.
    filing["unit"] = "26732"
    assert file(filing, "counter@26732")[0] == 201 and count(own_server) == before + 1
    assert run("verify", "--store", own_server.store).returncode == 0


def entries(server):
    with sqlite3.connect(server.path) as store:
        found = store.execute("SELECT count(*) FROM entry").fetchone()[0]
    store.close()
    return found


def test_the_same_command_of_administration_twice_has_one_effect(own_server):
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()
    day = lambda ahead: (today + datetime.timedelta(days=ahead)).isoformat()
    ask = lambda method, path, body=None: own_server.call(
        method, path, body, own_server.token("city@tp" if "/city/o" in path or "/city/p" in path else "admin@tp"), {"Idempotency-Key": "k" + path}
    )
    off = [{"date": day(i), "name": "Nghỉ", "provisional": False} for i in range(1, 12)]
    calendar = {"version": "thu-2", "from": f"{today.year}-01-01", "to": f"{today.year + 1}-12-31", "work": [], "off": off}
    due = receive(own_server, good(own_server, accept=True))["number"]
    definition = json.loads(own_server.exchange("GET", "/api/v1/city/definitions")[2])["items"][0]
    asked = [
        ("POST", "/api/v1/rights", {"user": "officer@27373", "role": "leader", "unit": "26732", "from": f"{day(0)}T00:00:00+07:00"}),
        ("POST", "/api/v1/accounts", {"user": "moi", "name": "Người Mới", "password": "mat-khau-thu-1"}),
        ("POST", "/api/v1/calendars", calendar),
        ("POST", "/api/v1/units/27373/calendar", {"calendar": "thu-2"}),
        ("POST", "/api/v1/city/definitions", {**definition, "from": day(1)}),
        ("POST", "/api/v1/city/offers", {"department": "vpdk-dat-dai", "field": "dat-dai", "officers": 2, "from": day(1), "days": 5}),
        ("POST", "/api/v1/city/postings", {"user": "officer@vpdk-dat-dai", "unit": "27373", "field": "chung-thuc", "from": day(1), "to": day(3)}),
    ]
    first = [ask(*line) for line in asked]
    assert all(status in (200, 201) for status, _ in first), first
    assert due in first[3][1]["moved"]
    offer, posting = first[5][1]["id"], first[6][1]["id"]
    asked += [
        ("DELETE", f"/api/v1/rights/officer@27373/{first[0][1]['id']}"),
        ("POST", f"/api/v1/city/offers/{offer}/withdraw"),
        ("POST", f"/api/v1/city/postings/{posting}/end"),
    ]
    first += [ask(*line) for line in asked[7:]]
    assert all(status in (200, 201) for status, _ in first), first

    def again(when):
        before = entries(own_server)
        assert [ask(*line) for line in asked] == first, when
        assert entries(own_server) == before, when
        # The key does not say the password to who has the ledger; who it is for must be the same.
        assert ask("POST", "/api/v1/accounts", {**asked[1][2], "password": "mat-khau-khac-2"}) == first[1], when
        assert ask("POST", "/api/v1/accounts", {**asked[1][2], "name": "Người Khác"})[0] == 422, when

    again("at once")
    own_server.stop()
    run("rebuild", "--store", own_server.store)
    own_server.start()
    again("after a rebuild")
    assert run("verify", "--store", own_server.store).returncode == 0


def test_wrong_keys(server):
    for key in ("x" * 201, "a#b", "a|b", ""):
        assert receive(server, good(server), 422, headers={"Idempotency-Key": key})["field"] == "Idempotency-Key"


def test_a_refused_command_may_be_sent_again_under_its_key(server):
    head = {"Idempotency-Key": "first-refused"}
    receive(server, good(server, quantity=-1), 422, headers=head)
    receive(server, good(server), headers=head)


def at_once(work, count):
    """Runs work(i) in so many threads that begin together; gives the answers."""
    barrier, answers = threading.Barrier(count), [None] * count

    def one(i):
        barrier.wait()
        answers[i] = work(i)

    threads = [threading.Thread(target=one, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_actions_on_the_same_version_one_wins(server):
    server.token(COUNTER)
    for _ in range(5):
        receipt = receive(server, good(server, "1.001193"))
        number, head = receipt["number"], {"If-Match": str(receipt["version"])}
        bodies = [("accept", {}), ("refuse", {"reason": "Không thuộc thẩm quyền"}), ("withdraw", {})] * 4
        answers = at_once(
            lambda i: send(server, "POST", f"/api/v1/dossiers/{number}/{bodies[i][0]}", bodies[i][1], COUNTER, head),
            len(bodies),
        )
        won = [a for a in answers if a[0] == 200]
        assert len(won) == 1, [(a[0], a[2][:200]) for a in answers]
        for answer in answers:
            if answer[0] != 200:
                problem(answer, 409, 412)
        assert server.dossier(number, COUNTER)["version"] == json.loads(won[0][2])["version"]


def test_the_same_key_at_once_has_one_effect(server):
    filing, before = good(server), count(server)
    answers = at_once(
        lambda i: send(server, "POST", "/api/v1/dossiers", filing, COUNTER, {"Idempotency-Key": "together"}), 10
    )
    assert {a[0] for a in answers} == {201} and len({a[2] for a in answers}) == 1
    assert count(server) == before + 1


def test_numbers_at_once_are_all_different(server):
    filing = good(server)
    answers = at_once(lambda i: json.loads(send(server, "POST", "/api/v1/dossiers", filing, COUNTER)[2])["number"], 40)
    assert len(set(answers)) == 40


def test_a_revoked_right_ends_at_once(server):
    """Posted to another unit by the administrator, then called back: the very next request is refused."""
    admin, posted = server.token("admin@tp"), "officer@so-noi-vu"
    number = server.receive("1.004873", accept=True)
    path = f"/api/v1/dossiers/{number}"
    assert server.call("GET", path, token=server.token(posted))[0] == 403
    right = {"user": posted, "role": "officer", "unit": "27373", "ground": "posting", "fields": ["ho-tich"],
             "to": "2099-01-01T00:00:00+07:00"}
    status, answer = server.call("POST", "/api/v1/rights", right, admin)
    assert status == 201, answer
    assert server.call("GET", path, token=server.token(posted))[0] == 200
    ended, said = server.call("DELETE", f"/api/v1/rights/{posted}/{answer['id']}", token=admin)
    assert ended == 200, said
    assert server.call("GET", path, token=server.token(posted))[0] == 403
    assert server.act(number, "complete-step", {}, posted)[0] == 403
    assert server.call("POST", "/api/v1/rights", {**right, "fields": ["zzz"]}, admin)[0] == 422
