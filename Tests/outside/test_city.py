"""The city's page: its numbers are the units' own, each a door, without a person's data."""

import re

import pytest

from conftest import Server, copy_store

CITY, OFFICER = "city@tp", "officer@27373"


@pytest.fixture(scope="module")
def own(founded, tmp_path_factory):
    """A server of its own: what is late is made late by a clock that goes on."""
    store = copy_store(founded / "city.sqlite", tmp_path_factory.mktemp("city") / "city.sqlite")
    with Server(store) as site:
        numbers = [site.receive("2.000815", accept=True) for _ in range(7)]
        waiting = site.receive("1.001193", accept=True)
        site.act(waiting, "request-supplement", {"papers": "giay-chung-sinh", "reason": "Mờ"}, "counter@27373")
        due = site.dossier(numbers[0], "counter@27373")["clock"]["due"]
    with Server(store, "--now", due[:10] + "T23:30:00+07:00") as site:
        yield site, numbers, waiting


def test_what_is_late_stands_on_the_map_and_behind_its_door(own, browser):
    site, numbers, waiting = own
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{site.port}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(CITY)
    page.get_by_label("Mật khẩu").fill("motcua-demo")
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Đăng nhập").click()
    assert page.url.endswith("/dieu-hanh"), "whoever looks from above begins there"
    text = page.locator("main").inner_text()
    assert "8 hồ sơ đang mở, 7 quá hạn ở 1 nơi" in text, text[:400]
    assert page.locator(".tilemap a").count() == 168
    assert "7 trong 8 hồ sơ đang mở quá hạn" in text and "Chứng thực (7)" in text, text[:900]
    with page.expect_navigation():
        page.locator('main ol a[href^="/dieu-hanh/27373?"]').click()
    rows = page.locator("tr[data-row]")
    assert sorted(row.get_attribute("data-row") for row in rows.all()) == sorted(numbers)
    # A clock that stands is nobody's lateness, and a person is nobody's number.
    assert waiting not in page.content() and "Nguyễn" not in page.locator("main").inner_text()
    with page.expect_navigation():
        rows.first.locator("a").first.click()
    assert page.locator("h1").count() == 1 and "403" not in page.title()
    context.close()


def test_only_who_sees_the_city_sees_it(own):
    site, _, _ = own
    for user, status in ((OFFICER, 403), ("admin@tp", 200), ("auditor@tp", 200), (None, 401)):
        for path in ("/dieu-hanh", "/dieu-hanh/27373"):
            token = site.token(user) if user else None
            got, head, body = site.exchange("GET", path, token=token, headers={"Accept": "text/html"})
            assert got == status or (user is None and got in (302, 303, 401)), (user, path, got)
    got, _, body = site.exchange("GET", "/dieu-hanh/99999", token=site.token(CITY), headers={"Accept": "text/html"})
    assert got == 404 and re.search("99999", body.decode())
