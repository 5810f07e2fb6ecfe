#!/usr/bin/env python3
"""city.py: a small city on loopback: a hub on PostgreSQL, three wards on SQLite, and between them lines with a switch.

    deploy/city/city.py up [--folder F]           brings it up, prints the addresses, runs until Ctrl-C
    deploy/city/city.py status [--folder F]       what runs, and how the lines are
    deploy/city/city.py cut NAME [--folder F]     cuts a ward off: binh-tien, ba-ria, con-dao
    deploy/city/city.py mend NAME [--folder F]    its line is whole again
    deploy/city/city.py down [--folder F]         ends everything, by process id; data stay in the folder

A ward reaches the hub through its own line (line.py) and in no other way. The first start founds the hub with a demo and invites
the wards; later starts find their stores. Ports count from PORT (8080): hub, then the wards, PORT+9 the control page, PORT+10
PostgreSQL, then the lines, which stay where the first start put them. MOTCUA is the binary (default: the release build), DATA the
parent of the folder. Everything listens on 127.0.0.1. See docs/operate/run-city.md.
"""
import argparse
import asyncio
import contextlib
import json
import os
import pathlib
import pwd
import secrets
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request

import page
from line import Line, as_json, serve_http, settings

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy"))
from processes import began  # noqa: E402

# Name of the site, code and name of its unit (Reference/units.yaml).
WARDS = {
    "binh-tien": ("27373", "Phường Bình Tiên"),
    "ba-ria": ("26560", "Phường Bà Rịa"),
    "con-dao": ("26732", "Đặc khu Côn Đảo"),
}
DEMO = ("--units", "6", "--days", "14", "--per-day", "30", "--light", "2")
# What the control page offers for a line.
CHOICES = {
    "up": {"mode": "up", "delay": 0, "reset": 0},
    "cut": {"mode": "cut", "delay": 0, "reset": 0},
    "slow": {"mode": "up", "delay": 2000, "reset": 0},
    "flapping": {"mode": "up", "delay": 0, "reset": 0.2},
    "one-way": {"mode": "one-way-out", "delay": 0, "reset": 0},
}
# A proxy of the environment is not for loopback.
web = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Trouble(Exception):
    """The city cannot come up; says why."""


def say(words):
    with contextlib.suppress(OSError):  # The terminal may be gone.
        print(words, file=sys.stderr, flush=True)


def get(url, seconds=2):
    """JSON or text of a page, or None when nobody answers it."""
    try:
        with web.open(url, timeout=seconds) as answer:
            text = answer.read().decode()
            return json.loads(text) if "json" in answer.headers.get("content-type", "") else text
    except (OSError, ValueError):
        return None


class City:
    def __init__(self, folder, port=8080):
        self.folder = pathlib.Path(folder).resolve()
        self.port = port
        self.binary = os.environ.get("MOTCUA") or str(ROOT / ".build" / "release" / "motcua")
        self.is_root = os.getuid() == 0
        self.running_file = self.folder / "running.json"
        self.lines = {}
        self.watchers = []
        self.is_ending = False

    # Places

    def ward_port(self, name):
        return self.port + 1 + list(WARDS).index(name)

    @property
    def page_port(self):
        return self.port + 9

    @property
    def sql_port(self):
        return self.port + 10

    def line_ports(self):
        """Where the lines listen: the invitations carry these addresses, so they stay what they were first."""
        file = self.folder / "lines.json"
        if not file.exists():
            file.write_text(json.dumps({name: self.port + 11 + n for n, name in enumerate(WARDS)}))
        return json.loads(file.read_text())

    @property
    def password(self):
        return (self.folder / "password").read_text()

    def store(self, database="motcua"):
        return f"postgresql://motcua:{self.password}@127.0.0.1:{self.sql_port}/{database}"

    def ward_store(self, folder):
        return f"sqlite:{self.folder / folder / 'motcua.sqlite'}"

    def environment(self, keys):
        """For motcua; `keys`: the hub's database of keys, which the wards are not told of."""
        return os.environ | {"MOTCUA_REFERENCE": str(ROOT / "Reference")} | ({"MOTCUA_KEYS": self.store(keys)} if keys else {})

    # Processes

    def running(self):
        """What runs by the last account: {"port": …, "processes": {name: [process id, when it began]}}."""
        try:
            return json.loads(self.running_file.read_text())
        except (OSError, ValueError):
            return {"port": self.port, "processes": {}}

    def remember(self, name, pid):
        running = self.running() | {"port": self.port}
        running["processes"].pop(name, None)
        if pid is not None:
            running["processes"][name] = [pid, began(pid)]
        fresh = self.running_file.with_suffix(".new")
        fresh.write_text(json.dumps(running))
        fresh.rename(self.running_file)

    def is_alive(self, name):
        pid, when = self.running()["processes"].get(name, (None, None))
        return when is not None and began(pid) == when

    async def launch(self, name, *command, as_postgres=False, keys=None):
        with open(self.folder / f"{name}.log", "ab") as log:
            process = await asyncio.create_subprocess_exec(
                *self.command(command, as_postgres), stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, cwd=self.folder, env=self.environment(keys))
        self.remember(name, process.pid)
        self.watchers.append(asyncio.ensure_future(self.watch(name, process)))

    async def watch(self, name, process):
        code = await process.wait()
        if not self.is_ending:
            self.remember(name, None)
            say(f"\n{name} ended by itself (code {code}). The last lines of its log:\n{self.last_lines(name)}\n")

    async def run(self, name, *command, as_postgres=False, shown=False, keys=None):
        """Runs a command to its end; what it says goes to the log, or is shown."""
        log = None if shown else open(self.folder / f"{name}.log", "ab")
        process = await asyncio.create_subprocess_exec(
            *self.command(command, as_postgres), stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, cwd=self.folder, env=self.environment(keys))
        try:
            if await process.wait() != 0:
                raise Trouble(f"{name} failed (code {process.returncode})" + ("" if shown else f":\n{self.last_lines(name)}"))
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()
            if log:
                log.close()

    def command(self, command, as_postgres):
        # PostgreSQL refuses to run as root.
        drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if as_postgres and self.is_root else []
        return [*drop, *map(str, command)]

    def last_lines(self, name, count=8):
        text = (self.folder / f"{name}.log").read_text(errors="replace")
        return "\n".join("    " + line for line in text.splitlines()[-count:]) or "    (nothing)"

    # Up

    async def up(self):
        """Runs the city until it is told to end."""
        if self.is_alive("city"):
            raise Trouble(f"it runs already: http://localhost:{self.running()['port'] + 9}/ (`down` ends it)")
        self.prepare()
        await self.end()  # What a run left behind that was killed.
        self.is_ending = False
        self.check_ports()
        life = asyncio.ensure_future(self.live())
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(how, life.cancel)
        try:
            await life
        except asyncio.CancelledError:
            say("\nĐang dừng …")
        finally:
            await self.end()
            if self.watchers:
                await asyncio.wait(self.watchers, timeout=5)
        say(f"Đã dừng. Dữ liệu ở {self.folder}")

    async def live(self):
        self.remember("city", os.getpid())
        await self.start_postgres()
        if await self.ask("SELECT 1 FROM pg_database WHERE datname = 'motcua'") != "1":
            await self.found()
        for n, (name, port) in enumerate(self.line_ports().items()):
            line = Line(name, port, ("127.0.0.1", self.port), seed=n)
            await line.open()
            self.lines[name] = line
        await self.launch(
            "hub", self.binary, "serve", "--store", self.store(), "--listen", f"127.0.0.1:{self.port}", keys="motcua_keys")
        if not await self.is_ready("hub", self.port):
            raise Trouble(f"the hub does not answer; its log is {self.folder / 'hub.log'}")
        for name in WARDS:
            await self.join(name)
            await self.launch(
                name, self.binary, "serve", "--store", self.ward_store(name), "--listen", f"127.0.0.1:{self.ward_port(name)}")
        await serve_http(self.page_port, self.answer)
        for name in WARDS:
            if not await self.is_ready(name, self.ward_port(name)):
                say(f"{name} does not answer; its log is {self.folder / name}.log")
        say(self.table())
        await asyncio.Event().wait()

    def prepare(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        if not pathlib.Path(self.binary).exists():
            raise Trouble(f"{self.binary} is missing: `make run-city` builds it")
        password = self.folder / "password"
        if not password.exists():
            password.touch(0o600)
            password.write_text(secrets.token_hex(16))
        if self.is_root:
            # PostgreSQL's user comes in and reads its password.
            self.folder.chmod(0o755)
            shutil.chown(password, "postgres", "postgres")

    def check_ports(self):
        ports = [self.port, *map(self.ward_port, WARDS), self.page_port, self.sql_port, *self.line_ports().values()]
        if len(set(ports)) < len(ports):
            raise Trouble(f"the lines listen on {sorted(self.line_ports().values())} since the first start: another PORT, please")
        for port in ports:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    raise Trouble(f"something listens on {port} already: another PORT, please")

    async def start_postgres(self):
        data = self.folder / "postgres"
        versions = {path.parent.name: path for path in pathlib.Path("/usr/lib/postgresql").glob("*/bin")}
        made = data / "PG_VERSION"
        version = made.read_text().strip() if made.exists() else max(versions, key=int, default="")
        if version not in versions:
            raise Trouble(f"PostgreSQL {version} is missing: scripts/needs postgresql")
        self.bin = versions[version]
        if not made.exists():
            say("Making a PostgreSQL …")
            making = self.folder / "postgres.making"
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir(mode=0o700)
            if self.is_root:
                shutil.chown(making, "postgres", "postgres")
            await self.run(
                "postgres", self.bin / "initdb", "-D", making, "-U", "motcua", "-A", "scram-sha-256",
                f"--pwfile={self.folder / 'password'}", "--encoding=UTF8", "--locale=C", as_postgres=True)
            making.rename(data)
        await self.launch(
            "postgres", self.bin / "postgres", "-D", data, "-c", "listen_addresses=127.0.0.1", "-c", f"port={self.sql_port}",
            "-c", "unix_socket_directories=", as_postgres=True)
        for _ in range(300):
            if await self.ask("SELECT 1") == "1":
                return
            if not self.is_alive("postgres"):
                break
            await asyncio.sleep(0.2)
        raise Trouble(f"PostgreSQL does not answer; its log is {self.folder / 'postgres.log'}")

    async def ask(self, sql):
        """One value of PostgreSQL as text; None when it cannot be had."""
        process = await asyncio.create_subprocess_exec(
            str(self.bin / "psql"), "-h", "127.0.0.1", "-p", str(self.sql_port), "-U", "motcua", "-d", "postgres", "-wAtqc", sql,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=os.environ | {"PGPASSWORD": self.password, "PGCONNECT_TIMEOUT": "3"})
        text, _ = await process.communicate()
        return text.decode().strip() if process.returncode == 0 else None

    async def found(self):
        """A hub with a demo. It gets its name when it is whole, so that a start that was cut short begins anew."""
        say("Founding the hub with a demo (some minutes; the next start is quick) …")
        for database in ("making", "making_keys"):
            await self.ask(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            await self.ask(f"CREATE DATABASE {database}")
        await self.run("demo", self.binary, "demo", "--store", self.store("making"), *DEMO, shown=True, keys="making_keys")
        naming = "ALTER DATABASE making_keys RENAME TO motcua_keys; ALTER DATABASE making RENAME TO motcua"
        for _ in range(50):
            # Connections that have just ended may still be seen for a moment.
            if await self.ask(naming) is not None:
                return
            await asyncio.sleep(0.2)
        raise Trouble(f"the hub's databases cannot be named:\n{self.last_lines('postgres')}")

    async def join(self, name):
        """Makes a ward's store by an invitation of the hub, over the ward's line; nothing where there is one."""
        if (self.folder / name).exists():
            return
        code, title = WARDS[name]
        say(f"{title} joins the hub …")
        invitation, making = self.folder / f"{name}.invitation", self.folder / f"{name}.making"
        if not invitation.exists():
            unsent = self.folder / f"{name}.unsent"
            unsent.unlink(missing_ok=True)
            await self.run(
                name, self.binary, "site", "invite", "--store", self.store(), "--site", name, "--units", code,
                "--hub", f"http://127.0.0.1:{self.lines[name].port}", "--out", unsent, keys="motcua_keys")
            unsent.rename(invitation)
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        await self.run(name, self.binary, "site", "join", invitation, "--store", self.ward_store(making.name))
        making.rename(self.folder / name)
        invitation.unlink()

    async def is_ready(self, name, port, seconds=120):
        for _ in range(seconds * 5):
            if await asyncio.to_thread(get, f"http://127.0.0.1:{port}/healthz") is not None:
                return True
            if not self.is_alive(name):
                return False
            await asyncio.sleep(0.2)
        return False

    # Down

    async def end(self):
        """Ends all that runs: wards, hub, PostgreSQL; what does not obey within half a minute is killed."""
        self.is_ending = True
        for names in (list(WARDS), ["hub"], ["postgres"]):
            await self.end_these([name for name in names if self.is_alive(name)])
        for line in self.lines.values():
            line.close()
        if not self.is_alive("city") or self.running()["processes"]["city"][0] == os.getpid():
            self.running_file.unlink(missing_ok=True)

    async def end_these(self, names, seconds=30):
        # SIGINT: PostgreSQL ends its connections, motcua signs its ledgers.
        for how in (signal.SIGINT, signal.SIGKILL):
            for name in filter(self.is_alive, names):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.running()["processes"][name][0], how)
            for _ in range(seconds * 10):
                if not any(map(self.is_alive, names)):
                    return
                await asyncio.sleep(0.1)

    def down(self):
        """Ends the city from another terminal."""
        if self.is_alive("city"):
            os.kill(self.running()["processes"]["city"][0], signal.SIGTERM)
            while self.is_alive("city"):
                time.sleep(0.1)
        asyncio.run(self.end())

    # Looking and switching

    def link(self, name):
        # Browsers keep log-ins by host and not by port: a host for each, or a log-in at one would end the one at another.
        return f"http://{name}.localhost:{self.ward_port(name)}/"

    @property
    def hub_link(self):
        return f"http://localhost:{self.port}/"

    def table(self):
        def row(what, link, who):
            return f"  {what:<24}{link:<44}{who}".rstrip()
        def people(code):
            return f"counter@{code}, officer@{code}, leader@{code}"
        wards = [row(title, self.link(name), people(code)) for name, (code, title) in WARDS.items()]
        return "\n".join([
            "", row("Công tắc đường truyền", f"http://localhost:{self.page_port}/", "cut a ward off, mend its line"),
            row("Trung tâm (hub)", self.hub_link, "city@tp, admin@tp, officer@so-noi-vu …"),
            row("Mạng lưới", f"{self.hub_link}dieu-hanh/mang-luoi", "city@tp"), *wards,
            row("Mật khẩu", "motcua-demo", ""), row("Dữ liệu", str(self.folder), ""), "  Ctrl-C dừng tất cả.", ""])

    async def state(self):
        """All that the control page shows: how each ward and its line are, and what the ward itself says of its line."""
        told = await asyncio.gather(
            *(asyncio.to_thread(get, f"http://127.0.0.1:{self.ward_port(name)}/api/v1/sites/line", 1) for name in WARDS))
        return {
            "hub": {"runs": self.is_alive("hub") and self.is_alive("postgres"), "link": self.hub_link},
            "wards": [
                {"name": name, "title": title, "code": code, "link": self.link(name), "runs": self.is_alive(name),
                 "line": self.lines[name].state(), "choice": self.choice(name), "told": said}
                for (name, (code, title)), said in zip(WARDS.items(), told)],
        }

    def choice(self, name):
        """Which of the choices a line has, or None: it was set otherwise."""
        state = self.lines[name].state()
        return next((choice for choice, wanted in CHOICES.items() if wanted.items() <= state.items() and not state["rate"]), None)

    async def answer(self, method, path, headers, body):
        name = path.strip("/")
        if method == "POST":
            given = settings(headers, body)
            if given.get("choice", "up") not in CHOICES:
                raise ValueError(f"choice is one of: {', '.join(CHOICES)}")
            self.lines[name].set(**(CHOICES[given["choice"]] | {"rate": 0} if "choice" in given else given))
            if "json" not in headers.get("content-type", ""):
                return 303, {"Location": f"/#{name}"}, ""
            return as_json(self.lines[name].state())
        if name == "state":
            return as_json(await self.state())
        if name:
            return 404, {}, "no such page\n"
        return 200, {"Content-Type": "text/html; charset=utf-8"}, page.render(await self.state())

    def switch(self, name, choice):
        """Switches a line of the city that runs, from another terminal."""
        body = json.dumps({"choice": choice}).encode()
        url = f"http://127.0.0.1:{self.running()['port'] + 9}/{name}"
        try:
            web.open(urllib.request.Request(url, body, {"Content-Type": "application/json"}), timeout=5).close()
        except urllib.error.URLError as error:
            raise Trouble(f"the city does not answer ({error.reason}): is it up?") from error
        say(f"{name}: {'cut' if choice == 'cut' else 'up'}")

    def status(self):
        if not self.is_alive("city"):
            raise Trouble("the city is down")
        state = get(f"http://127.0.0.1:{self.running()['port'] + 9}/state", 5)
        if state is None:
            raise Trouble("the city is starting or ending")
        say(f"hub: {'runs' if state['hub']['runs'] else 'is down'}  {state['hub']['link']}")
        for ward in state["wards"]:
            line = ward["line"]
            say(f"{ward['name']}: {'runs' if ward['runs'] else 'is down'}  {ward['link']}  "
                f"line: {ward['choice'] or line['mode']}, {line['bytes']['out']} bytes out, {line['bytes']['in']} in")


def main():
    options = argparse.ArgumentParser(description="A small city on loopback; see the head of this file.")
    options.add_argument("what", choices=["up", "down", "status", "cut", "mend"])
    options.add_argument("name", nargs="?", choices=list(WARDS))
    options.add_argument("--folder", default=os.path.join(os.environ.get("DATA") or ROOT / "var", "city"))
    chosen = options.parse_args()
    city = City(chosen.folder, int(os.environ.get("PORT") or 8080))
    if chosen.what in ("cut", "mend") and not chosen.name:
        options.error(f"which ward? {', '.join(WARDS)}")
    try:
        if chosen.what == "up":
            asyncio.run(city.up())
        elif chosen.what == "down":
            city.down()
        elif chosen.what == "status":
            city.status()
        else:
            city.switch(chosen.name, "cut" if chosen.what == "cut" else "up")
    except Trouble as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
