"""A backup made while serving is restored to a new place and goes on without using a number twice."""

from conftest import Server, run


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


def test_doctor_and_demo_guard(founded):
    assert run("doctor", check=False).returncode == 0
    done = run("doctor", "--store", f"sqlite:{founded}/city.sqlite", check=False)
    assert "demo" in done.stdout
    done = run("serve", "--store", f"sqlite:{founded}/city.sqlite", "--listen", "0.0.0.0:18999", check=False)
    assert done.returncode == 2 and "loopback" in done.stderr
    assert run("verify", "--store", "sqlite:/nowhere/x.sqlite", check=False).returncode == 3
    assert run("verify", "--store", "mysql://x", check=False).returncode == 64
