"""A backup made while serving is restored to a new place and goes on without using a number twice."""

import shutil
import sqlite3

import pytest

from conftest import Server, copy_store, run


def test_backup_while_serving_and_restore(own_server, tmp_path):
    numbers = [own_server.receive("1.001193", accept=True) for _ in range(3)]
    backup = tmp_path / "backup.sqlite"
    run("backup", "--store", own_server.store, str(backup))
    later = own_server.receive("1.001193", accept=True)
    assert run("backup", "--store", own_server.store, str(backup), check=False).returncode == 3, "nothing is overwritten"

    place = f"sqlite:{tmp_path}/new/city.sqlite"
    run("restore", str(backup), "--store", place)
    assert run("verify", "--store", place).returncode == 0
    restored = Server(place).start()
    try:
        for number in numbers:
            assert restored.dossier(number, "counter@27373")["applicant"]["name"] == "Nguyễn Thị Ửng"
        fresh = restored.receive("1.001193", accept=True)
        assert fresh not in numbers + [later]
        # The later epoch numbers in the longer series: receiver index, epoch 2, own counter.
        assert len(fresh.rsplit("-", 1)[1]) == 9 and fresh.rsplit("-", 1)[1][3:5] == "02"
    finally:
        restored.stop()


def test_each_restore_from_one_backup_goes_on_in_an_epoch_of_its_own(own_server, tmp_path):
    own_server.receive("1.001193", accept=True)
    backup = tmp_path / "backup.sqlite"
    run("backup", "--store", own_server.store, str(backup))
    given = []
    for time in (1, 2):
        place = f"sqlite:{tmp_path}/{time}/city.sqlite"
        run("restore", str(backup), "--store", place)
        restored = Server(place).start()
        try:
            given.append(restored.receive("1.001193", accept=True))
        finally:
            restored.stop()
    # Lost again within the minute: the numbers and places of the first time are not those of the second.
    assert [number.rsplit("-", 1)[1][3:5] for number in given] == ["02", "03"], given


def test_a_backup_put_in_a_stores_place_by_hand_is_not_served(own_server, tmp_path):
    before = own_server.receive("1.001193", accept=True)
    backup = tmp_path / "backup.sqlite"
    run("backup", "--store", own_server.store, str(backup))
    assert sorted(path.name for path in tmp_path.glob("backup*")) == ["backup.sqlite", "backup.sqlite.keys", "backup.sqlite.papers"]
    later = own_server.receive("1.001193", accept=True)
    place = tmp_path / "place"
    place.mkdir()
    for ending in ("", ".keys", ".papers"):
        shutil.copy(f"{backup}{ending}", f"{place}/city.sqlite{ending}")
    store = f"sqlite:{place}/city.sqlite"
    for command in (["serve", "--listen", "127.0.0.1:1"], ["bundle", "import", str(backup)]):
        refused = run(*command, "--store", store, check=False)
        assert refused.returncode == 3 and "--in-place" in refused.stderr, refused
    assert run("verify", "--store", store).returncode == 0, "it may be looked at"
    assert "epochs raised" in run("restore", "--in-place", "--store", store).stdout
    with Server(store) as restored:
        assert restored.receive("1.001193", accept=True) not in (before, later)


def test_a_restore_that_was_cut_short_is_not_served_and_can_be_run_again(own_server, tmp_path):
    own_server.receive("1.001193", accept=True)
    backup, place = tmp_path / "backup.sqlite", f"sqlite:{tmp_path}/new/city.sqlite"
    run("backup", "--store", own_server.store, str(backup))
    run("restore", str(backup), "--store", place)
    # As `kill -9` between the copy and the end leaves it.
    (tmp_path / "new/city.sqlite.restoring").touch()
    refused = run("verify", "--store", place, check=False)
    assert refused.returncode == 3 and "cut short" in refused.stderr, refused.stderr
    assert "epochs raised" in run("restore", str(backup), "--store", place).stdout
    assert run("verify", "--store", place).returncode == 0
    assert run("restore", str(backup), "--store", place, check=False).returncode == 3, "nothing is overwritten"


def test_a_store_that_was_put_back_by_other_means_goes_on_in_a_new_epoch(own_server, tmp_path):
    first = own_server.receive("1.001193", accept=True)
    assert run("restore", "--in-place", "--store", own_server.store, check=False).returncode == 3, "its server runs"
    own_server.stop()
    assert run("restore", "--store", own_server.store, check=False).returncode != 0
    assert run("restore", "x", "--in-place", "--store", own_server.store, check=False).returncode != 0
    assert "epochs raised" in run("restore", "--in-place", "--store", own_server.store).stdout
    own_server.start()
    fresh = own_server.receive("1.001193", accept=True)
    assert fresh != first and fresh.rsplit("-", 1)[1][3:5] == "02", fresh


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("part, spoil", [
    ("", lambda whole: whole[:len(whole) // 2]), ("", lambda whole: whole[:700]), ("", lambda whole: b"no database"), ("", lambda whole: b""),
    (".keys", lambda whole: b"no keys"), (".keys", lambda whole: whole[:4096]), (".papers", lambda whole: whole[:len(whole) // 2]),
    (".keys", None)])
def test_a_bad_backup_is_refused_before_anything_is_touched(founded, tmp_path, part, spoil):
    backup = tmp_path / "backup.sqlite"
    run("backup", "--store", f"sqlite:{founded}/city.sqlite", str(backup))
    spoiled = tmp_path / f"backup.sqlite{part}"
    if spoil:
        spoiled.write_bytes(spoil(spoiled.read_bytes()))
    else:
        spoiled.unlink()
    before = names(tmp_path)
    done = run("restore", str(backup), "--store", f"sqlite:{tmp_path}/new/city.sqlite", check=False)
    assert done.returncode == 3 and spoiled.name in done.stderr, done
    assert names(tmp_path) == before


def test_a_backup_with_the_keys_of_another_store_is_refused(founded, tmp_path):
    run("init", "--store", f"sqlite:{tmp_path}/other.sqlite")
    backup = tmp_path / "backup.sqlite"
    run("backup", "--store", f"sqlite:{founded}/city.sqlite", str(backup))
    (tmp_path / "backup.sqlite.keys").unlink()
    run("backup", "--store", f"sqlite:{tmp_path}/other.sqlite", str(tmp_path / "second"))
    (tmp_path / "second.keys").rename(tmp_path / "backup.sqlite.keys")
    before = names(tmp_path)
    done = run("restore", str(backup), "--store", f"sqlite:{tmp_path}/new/city.sqlite", check=False)
    assert done.returncode == 3 and "not those of this store" in done.stderr, done
    assert names(tmp_path) == before


@pytest.mark.parametrize("command", [
    ["verify"], ["rebuild"], ["serve", "--listen", "127.0.0.1:18998"], ["doctor"], ["init"], ["export", "ledger", "--unit", "27373"],
    ["site", "list"], ["restore", "--in-place"]], ids=lambda command: command[0])
def test_nothing_is_made_beside_what_is_no_store(tmp_path, command):
    (tmp_path / "passwd").write_text("root:x:0:0:root:/root:/bin/bash\n" * 40)
    (tmp_path / "folder").mkdir()
    with sqlite3.connect(tmp_path / "else.sqlite") as one:
        one.execute("CREATE TABLE somebody (name TEXT)")
    one.close()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    for name in ("passwd", "folder", "else.sqlite"):
        done = run(*command, "--store", f"sqlite:{tmp_path}/{name}", check=False)
        assert done.returncode == 3 and name in done.stderr + done.stdout, done
    assert names(tmp_path) == sorted([*before, "folder"])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("command", [["verify"], ["rebuild"], ["serve", "--listen", "127.0.0.1:18997"], ["init"]], ids=lambda command: command[0])
def test_a_store_without_its_keys_gets_no_others(founded, tmp_path, command):
    store = copy_store(founded / "city.sqlite", tmp_path / "city.sqlite")
    (tmp_path / "city.sqlite.keys").unlink()
    done = run(*command, "--store", store, check=False)
    assert done.returncode == 3 and "the keys are not those of this store" in done.stderr and not done.stdout, done
    assert "city.sqlite.keys" not in names(tmp_path)


def test_doctor_and_demo_guard(founded):
    assert run("doctor", check=False).returncode == 0
    done = run("doctor", "--store", f"sqlite:{founded}/city.sqlite", check=False)
    assert "demo" in done.stdout
    done = run("serve", "--store", f"sqlite:{founded}/city.sqlite", "--listen", "0.0.0.0:18999", check=False)
    assert done.returncode == 2 and "loopback" in done.stderr
    assert run("verify", "--store", "sqlite:/nowhere/x.sqlite", check=False).returncode == 3
    assert run("verify", "--store", "mysql://x", check=False).returncode == 64
