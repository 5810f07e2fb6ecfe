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
