"""The screens of the documentation: a demo city as of one moment, looked at in headless Chromium.

`make screenshots` writes docs/screens/*.png; the outside tests take the same pictures again and hold them against these
with a tolerance (Tests/outside/test_screens.py). Nothing here is random but keys and codes.
"""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "motcua-demo"
MOMENT = "2026-11-20T10:20:00+07:00"
CARD = "079190900123|025123456|Nguyễn Thị Ánh Tuyết|15081990|Nữ|12 Hậu Giang, Phường 2, Quận 6, TP. Hồ Chí Minh|01012022"

# name, who, path, width, dark, keys or a function of the page
SCREENS = [
    ("portal", None, "/", 1280, False),
    ("portal-phone", None, "/", 360, False),
    ("procedure-phone", None, "/thu-tuc/1.001193", 360, False),
    ("file-phone", None, "/nop/1.001193", 360, False),
    ("counter", "counter@27373", "/quay", 1280, False),
    ("certification", "counter@27373", "/quay/chung-thuc", 1280, False),
    ("cash", "counter@27373", "/quay/thu-tien", 1280, False),
    ("inbox", "officer@27373", "/ho-so", 1280, False),
    ("inbox-dark", "officer@27373", "/ho-so", 1280, True),
    ("inbox-phone", "officer@27373", "/ho-so", 360, False),
    ("signing", "leader@27373", "/ho-so/ky", 1280, False),
    ("leader", "leader@27373", "/lanh-dao", 1280, False),
    ("queue-kiosk", None, "/lay-so?unit=27373", 1280, False),
    ("queue-board", None, "/lay-so/bang?unit=27373", 1920, True),
    ("queue-calling", "counter@27373", "/goi-so", 1280, False),
    ("messages", "officer@27373", "/tin-nhan", 1280, False),
    ("admin", "admin@tp", "/quan-tri", 1280, False),
    ("style", None, "/quan-tri/giao-dien", 1280, False),
    ("style-dark", None, "/quan-tri/giao-dien", 1280, True),
]


class City:
    """A served demo city as of MOMENT."""

    def __init__(self, motcua, folder, days=21, per_day=60):
        self.motcua, self.store = motcua, f"sqlite:{folder}/city.sqlite"
        env = dict(os.environ, MOTCUA_REFERENCE=str(ROOT / "Reference"), SWIFT_BACKTRACE="enable=no")
        subprocess.run(
            [motcua, "demo", "--store", self.store, "--days", str(days), "--per-day", str(per_day), "--light", "0",
             "--until", MOMENT], check=True, env=env, stderr=subprocess.DEVNULL)
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [motcua, "serve", "--store", self.store, "--listen", f"127.0.0.1:{self.port}", "--now", MOMENT],
            env=env, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                urllib.request.urlopen(self.base + "/healthz", timeout=1)
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the demo city does not answer")

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)


def look(browser, city, screen, target, full=False):
    """Takes one picture; gives how far the page reaches past its width (must be 0)."""
    name, user, path, width, dark = screen
    height = 1080 if width == 1920 else 760 if width == 360 else 860
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="vi-VN")
    try:
        page = context.new_page()
        if user:
            log_in(page, city.base, user)
        answer = page.goto(city.base + path)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        prepare(name, page)
        page.wait_for_timeout(250)
        page.screenshot(path=target, full_page=full, animations="disabled")
        return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    finally:
        context.close()


def prepare(name, page):
    """What a person would do before the picture is worth taking."""
    if name in ("inbox", "inbox-dark", "signing"):
        for key in ("j", "j", "j"):
            page.keyboard.press(key)
        page.wait_for_timeout(700)
    if name == "counter" and page.locator('[name="card"]').count():
        page.locator('[name="card"]').first.fill(CARD)
        page.keyboard.press("Enter")
        page.wait_for_load_state()


def log_in(page, base, user):
    page.goto(base + "/dang-nhap")
    page.fill("[name=user]", user)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


def main():
    from playwright.sync_api import sync_playwright

    motcua = os.environ.get("MOTCUA", str(ROOT / ".build/release/motcua"))
    target = ROOT / "docs/screens"
    target.mkdir(parents=True, exist_ok=True)
    only = set(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        print("Making a demo city …", flush=True)
        city = City(motcua, folder)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            for screen in SCREENS:
                if only and screen[0] not in only:
                    continue
                past = look(browser, city, screen, str(target / f"{screen[0]}.png"))
                print(f"{screen[0]:18} {screen[2]:28} {screen[3]} px{'  reaches %d px past its width' % past if past else ''}",
                      flush=True)
        finally:
            browser.close()
            city.end()


if __name__ == "__main__":
    main()
