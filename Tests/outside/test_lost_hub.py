"""The hub's disk is lost and an old backup put in its place: what it had told a ward comes back from there."""

import shutil
import signal

import pytest

from browsing import NAME
from conftest import Server, run
from netting import QUICK, Net, at, level, papers, picture, somebody, sound, upload, wait

UNIT = "26732"
CLERK = f"counter@{UNIT}"
SCAN = picture(300_000)


@pytest.fixture(scope="module")
def net(tmp_path_factory):
    one = Net(tmp_path_factory.mktemp("lost"))
    yield one
    one.end()


@pytest.fixture(scope="module")
def story(net):
    """(ward, then all after the backup: filed online at the hub, returned at the ward, taken over by a department; how they
    stood at the hub)."""
    ward = net.join("con-dao", UNIT)
    level(net, ward)
    run("backup", "--store", net.hub.store, f"{net.folder}/old.sqlite")
    status, filed = net.hub.call("POST", "/api/v1/dossiers", net.hub.filing(
        net.hub.procedure("1.001193"), UNIT, channel="online", applicant=somebody()))
    assert status == 201, filed
    online = filed["number"]
    wait(lambda: at(ward, online, CLERK))
    here = ward.receive(QUICK, UNIT, accept=True)
    attached = {"uploads": [{"upload": upload(ward, SCAN, CLERK), "paper": None}]}
    assert ward.call("POST", f"/api/v1/dossiers/{here}/papers", attached, ward.token(CLERK))[0] in (200, 201)
    wait(lambda: papers(net.hub, here, CLERK) == [SCAN])
    wait(lambda: ward.call("GET", "/api/v1/sites/line")[1]["waiting"]["papers"] == 0)
    ward.follow(here, UNIT)
    # What the department writes the ward keeps, with its proof.
    handed = ward.receive("1.013831", UNIT, accept=True)
    status, answer = ward.act(handed, "hand-over", {"unit": "vpdk-dat-dai"}, CLERK)
    assert status == 200, answer
    level(net, ward)
    officer = "officer@vpdk-dat-dai"
    status, answer = net.hub.act(handed, "take-over", {}, officer)
    assert status == 200, answer
    level(net, ward)
    wait(lambda: at(ward, handed, CLERK)["custody"]["unit"] == "vpdk-dat-dai")
    assert at(net.hub, online, CLERK)["applicant"]["name"] == NAME
    before = {number: at(net.hub, number) for number in (online, here, handed)}
    # The machine is gone with its disk; the same port answers again, from the backup.
    net.hub.stop()
    place = net.folder / "new"
    place.mkdir()
    run("restore", f"{net.folder}/old.sqlite", "--store", f"sqlite:{place}/hub.sqlite")
    port, net.hub = net.hub.port, Server(f"sqlite:{place}/hub.sqlite")
    net.hub.port = port
    net.hub.start()
    level(net, ward, 90)
    return ward, online, here, handed, before


def test_what_the_hub_had_told_the_ward_is_there_again(net, story):
    ward, online, here, handed, before = story
    for number in (online, here, handed):
        wait(lambda: at(net.hub, number))
        now = at(net.hub, number)
        assert now["status"] == before[number]["status"] and now["custody"] == before[number]["custody"], number
        assert [line["kind"] for line in now["history"]] == [line["kind"] for line in before[number]["history"]], number
    # The name of who filed at the hub was known there alone, and to the ward that it was told to.
    assert wait(lambda: at(net.hub, online, CLERK)["applicant"].get("name")) == NAME


def test_the_papers_that_the_hub_had_confirmed_are_there_again(net, story):
    ward, _, here, _, _ = story
    wait(lambda: papers(net.hub, here, CLERK) == [SCAN], 30)
    wait(lambda: ward.call("GET", "/api/v1/sites/line")[1]["waiting"]["papers"] == 0)


def test_work_goes_on_and_no_number_is_given_twice(net, story):
    ward, online, here, handed, _ = story
    status, answer = net.hub.act(handed, "add-note", {"note": "Tiếp tục thẩm định."}, "officer@vpdk-dat-dai")
    assert status == 200, answer
    status, filed = net.hub.call("POST", "/api/v1/dossiers", net.hub.filing(
        net.hub.procedure("1.001193"), UNIT, channel="online", applicant=somebody()))
    assert status == 201 and filed["number"] not in (online, here, handed), filed
    level(net, ward)
    wait(lambda: at(ward, filed["number"], CLERK))
    assert len(at(ward, handed, CLERK)["history"]) == len(at(net.hub, handed)["history"])


def test_both_stores_are_sound(net, story):
    level(net, story[0])
    sound(net.hub, story[0])


def test_a_disk_that_is_put_back_without_a_word_is_noticed(tmp_path):
    """An image of the machine, or a copy of its files: no `restore` told the store that it is an older one."""
    net = Net(tmp_path)
    try:
        ward = net.join("con-dao", UNIT)
        level(net, ward)
        files = lambda: [path for path in tmp_path.glob("hub.sqlite*") if path.is_file()]
        net.hub.stop()
        (tmp_path / "image").mkdir()
        for path in files():
            shutil.copy(path, tmp_path / "image" / path.name)
        net.hub.start()
        net.hub.tokens.clear()
        file = lambda name: net.hub.call("POST", "/api/v1/dossiers", net.hub.filing(
            net.hub.procedure("1.001193"), UNIT, channel="online", applicant={**somebody(), "name": name}))[1]["number"]
        first = file("Người Thứ Nhất")
        wait(lambda: at(ward, first, CLERK))
        level(net, ward)
        ward.stop()
        net.hub.stop(signal.SIGKILL)
        for path in files():
            path.unlink()
        for path in (tmp_path / "image").iterdir():
            shutil.copy(path, tmp_path / path.name)
        net.hub.start()
        net.hub.tokens.clear()
        # Before the ward is heard of nobody can know: the number is given again, at a place that has been told of.
        second = file("Người Thứ Hai")
        assert second == first
        ward.start()
        contests = lambda server, user: server.call("GET", "/api/v1/contests?limit=500", token=server.token(user))[1]["items"]
        found = wait(lambda: contests(net.hub, "city@tp"), 60)
        assert {item["kind"] for item in found} == {"old-backup"} and first in {item["about"] for item in found}, found
        level(net, ward, 90)
        third = file("Người Thứ Ba")
        assert third not in (first, second)
        wait(lambda: at(ward, third, CLERK), 60)
        assert wait(lambda: at(ward, first, CLERK))["history"] == at(net.hub, first, CLERK)["history"]
        sound(net.hub, ward)
    finally:
        net.end()


def test_a_ward_that_the_restored_hub_has_never_heard_of_is_invited_anew(tmp_path):
    """The backup is from before the ward joined, and both went on writing the unit's ledger until it was invited again."""
    net = Net(tmp_path)
    try:
        run("backup", "--store", net.hub.store, f"{tmp_path}/old.sqlite")
        ward = net.join("con-dao", UNIT)
        told = [ward.receive(QUICK, UNIT, accept=True) for _ in range(3)]
        level(net, ward)
        net.hub.stop(signal.SIGKILL)
        (tmp_path / "new").mkdir()
        run("restore", f"{tmp_path}/old.sqlite", "--store", f"sqlite:{tmp_path}/new/hub.sqlite")
        port, net.hub = net.hub.port, Server(f"sqlite:{tmp_path}/new/hub.sqlite")
        net.hub.port = port
        net.hub.start()
        wait(lambda: ward.line()["isRefused"] if "isRefused" in ward.line() else not ward.line()["isUp"])
        at_hub = net.hub.receive(QUICK, UNIT, accept=True, applicant=somebody())
        told.append(ward.receive(QUICK, UNIT, accept=True))
        invitation = net.invite("con-dao", UNIT, ward.wire.address)
        ward.stop()
        joined = run("site", "join", str(invitation), "--store", ward.store)
        ward.start()
        told += [ward.receive(QUICK, UNIT, accept=True), at_hub]
        level(net, ward, 90)
        for number in told:
            assert at(net.hub, number, CLERK)["history"] == at(ward, number, CLERK)["history"], number
        found = net.hub.call("GET", "/api/v1/contests?limit=500", token=net.hub.token("city@tp"))[1]["items"]
        assert "old-backup" in {item["kind"] for item in found}, (found, joined.stdout)
        sound(net.hub, ward)
    finally:
        net.end()
