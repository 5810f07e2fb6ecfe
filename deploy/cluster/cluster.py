#!/usr/bin/env python3
"""cluster.py: the city's cluster on loopback, from Debian's packages: three etcd, three PostgreSQL under Patroni with synchronous
replication, HAProxy, and two `motcua serve` behind it.

    deploy/cluster/cluster.py up [--folder F] [--demo]    brings it up (about a minute), prints the address
    deploy/cluster/cluster.py status [--folder F]         who is the primary, who runs
    deploy/cluster/cluster.py kill NAME [--folder F]      kill -9: pg1 … pg3 (with its Patroni), etcd1 …, serve1 …, haproxy
    deploy/cluster/cluster.py start NAME [--folder F]     starts it again
    deploy/cluster/cluster.py down [--folder F]           ends everything, by process id; data stay in the folder

On several machines the same parts run with the same settings, one of each a machine: see docs/operate/cluster.md. Everything
here listens on 127.0.0.1; passwords are made anew for each folder and lie in it, readable for their owner only.
"""
import argparse
import contextlib
import json
import os
import pathlib
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy"))
from processes import began  # noqa: E402

NODES = (1, 2, 3)
SERVERS = (1, 2)
# Seconds: a primary that does not renew its key within TTL has lost it.
TTL, LOOP_WAIT, RETRY = 15, 2, 4


def say(words):
    print(words, file=sys.stderr, flush=True)


class Cluster:
    def __init__(self, folder, base=56000, binary=None):
        self.folder = pathlib.Path(folder).resolve()
        self.base = base
        self.binary = str(binary or ROOT / ".build" / "release" / "motcua")
        self.bin = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.pids_file = self.folder / "pids.json"
        self.is_root = os.getuid() == 0

    # Places

    def etcd_port(self, n):
        return self.base + n

    def rest_port(self, n):
        return self.base + 20 + n

    def pg_port(self, n):
        return self.base + 30 + n

    @property
    def sql_port(self):
        return self.base + 40

    @property
    def port(self):
        return self.base + 41

    def serve_port(self, n):
        return self.base + 50 + n

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def password(self, who):
        return json.loads((self.folder / "secrets.json").read_text())[who]

    def store(self, database="motcua"):
        # A connection whose server has vanished is given up within seconds.
        return (f"postgresql://motcua:{self.password('motcua')}@127.0.0.1:{self.sql_port}/{database}"
                "?connect_timeout=3&tcp_user_timeout=5000&keepalives_idle=3&keepalives_interval=1&keepalives_count=3")

    @property
    def environment(self):
        return os.environ | {"MOTCUA_KEYS": self.store("motcua_keys"), "MOTCUA_REFERENCE": str(ROOT / "Reference")}

    # Processes

    def pids(self):
        return json.loads(self.pids_file.read_text()) if self.pids_file.exists() else {}

    def remember(self, name, pid):
        pids = self.pids()
        pids.pop(name, None)
        if pid is not None:
            pids[name] = [pid, began(pid)]
        self.pids_file.write_text(json.dumps(pids))

    def pid(self, name):
        """The process of that name; None when it has ended, also where its number is another's by now."""
        pid, when = self.pids().get(name, (None, None))
        if pid is None:
            return None
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        return pid if when is not None and began(pid) == when else None

    def runs(self, name):
        return self.pid(name) is not None

    def launch(self, name, command, as_postgres=False, environment=None):
        if as_postgres and self.is_root:
            # PostgreSQL refuses to run as root.
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        log = open(self.folder / f"{name}.log", "ab")
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=self.folder,
            env=environment or os.environ)
        log.close()
        self.remember(name, process.pid)

    def signal(self, name, how):
        pid = self.pid(name)
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)

    def postmaster(self, n):
        """The process id of a node's PostgreSQL, or None; also where the number is another process's by now."""
        data = self.folder / f"pg{n}"
        try:
            pid = int((data / "postmaster.pid").read_text().split()[0])
            return pid if str(data).encode() in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes() else None
        except (OSError, IndexError, ValueError):
            return None

    # Settings

    def settle(self):
        """Writes what the parts read. Nothing that is there is overwritten but the settings."""
        self.folder.mkdir(parents=True, exist_ok=True)
        given = self.folder / "secrets.json"
        if not given.exists():
            given.write_text(json.dumps({who: secrets.token_hex(16) for who in ("postgres", "replication", "motcua")}))
        given.chmod(0o600)
        owner = pwd.getpwnam("postgres") if self.is_root else None
        for n in NODES:
            (self.folder / f"sockets{n}").mkdir(exist_ok=True)
            file = self.folder / f"patroni{n}.yml"
            file.write_text(json.dumps(self.patroni(n), indent=1))  # JSON is YAML.
            file.chmod(0o600)
            if owner:
                for path in (file, self.folder / f"sockets{n}"):
                    os.chown(path, owner.pw_uid, owner.pw_gid)
        if owner:
            # Patroni makes the data folders here.
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self.folder.chmod(0o755)
        (self.folder / "haproxy.cfg").write_text(self.haproxy())

    def patroni(self, n):
        return {
            "scope": "motcua", "name": f"pg{n}",
            "restapi": {"listen": f"127.0.0.1:{self.rest_port(n)}", "connect_address": f"127.0.0.1:{self.rest_port(n)}"},
            "etcd3": {"hosts": [f"127.0.0.1:{self.etcd_port(m)}" for m in NODES]},
            "bootstrap": {
                "dcs": {
                    "ttl": TTL, "loop_wait": LOOP_WAIT, "retry_timeout": RETRY, "maximum_lag_on_failover": 1 << 20,
                    # Acknowledged is on two machines: without a synchronous standby nothing is acknowledged.
                    "synchronous_mode": True, "synchronous_mode_strict": True, "synchronous_node_count": 1,
                    "postgresql": {
                        "use_pg_rewind": True, "use_slots": True,
                        "parameters": {
                            "wal_level": "replica", "hot_standby": "on", "wal_log_hints": "on", "wal_keep_size": "256MB",
                            "max_wal_senders": 10, "max_replication_slots": 10, "max_connections": 60,
                            "synchronous_commit": "on", "wal_receiver_timeout": "5s", "wal_sender_timeout": "5s",
                            "wal_retrieve_retry_interval": "500ms", "shared_buffers": "64MB",
                        },
                    },
                },
                "initdb": [{"encoding": "UTF8"}, {"locale": "C"}, "data-checksums"],
                "pg_hba": ["host all all 127.0.0.1/32 scram-sha-256", "host replication replication 127.0.0.1/32 scram-sha-256"],
            },
            "postgresql": {
                "listen": f"127.0.0.1:{self.pg_port(n)}", "connect_address": f"127.0.0.1:{self.pg_port(n)}",
                "data_dir": str(self.folder / f"pg{n}"), "bin_dir": str(self.bin), "pgpass": str(self.folder / f"sockets{n}" / "pgpass"),
                "authentication": {
                    "superuser": {"username": "postgres", "password": self.password("postgres")},
                    "replication": {"username": "replication", "password": self.password("replication")},
                    "rewind": {"username": "postgres", "password": self.password("postgres")},
                },
                "parameters": {"unix_socket_directories": str(self.folder / f"sockets{n}"), "password_encryption": "scram-sha-256"},
                "remove_data_directory_on_rewind_failure": True, "remove_data_directory_on_diverged_timelines": True,
            },
        }

    def haproxy(self):
        nodes = "\n".join(
            f"    server pg{n} 127.0.0.1:{self.pg_port(n)} check port {self.rest_port(n)} on-marked-down shutdown-sessions" for n in NODES)
        servers = "\n".join(f"    server serve{n} 127.0.0.1:{self.serve_port(n)} check cookie s{n}" for n in SERVERS)
        return f"""# Written by cluster.py.
global
    maxconn 2000
defaults
    timeout connect 3s
    timeout client 1h
    timeout server 1h
# The primary, whoever it is: the others answer its check with 503.
listen sql
    mode tcp
    bind 127.0.0.1:{self.sql_port}
    option httpchk OPTIONS /primary
    http-check expect status 200
    default-server inter 1s fall 2 rise 1
{nodes}
# A reader stays with a server while it lives: what one shows once (a new password) is shown where it was made.
listen pages
    mode http
    bind 127.0.0.1:{self.port}
    option httpchk GET /healthz
    option redispatch
    retries 2
    option forwardfor
    cookie motcua_server insert indirect nocache httponly
    default-server inter 1s fall 2 rise 1
{servers}
"""

    # Up and down

    def start(self, name):
        kind, n = name.rstrip("0123456789"), int(name[-1]) if name[-1].isdigit() else 0
        if kind == "etcd":
            peers = ",".join(f"etcd{m}=http://127.0.0.1:{self.base + 10 + m}" for m in NODES)
            mine, peer = f"http://127.0.0.1:{self.etcd_port(n)}", f"http://127.0.0.1:{self.base + 10 + n}"
            self.launch(name, [
                "etcd", "--name", name, "--data-dir", str(self.folder / name), "--listen-client-urls", mine,
                "--advertise-client-urls", mine, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
                "--initial-cluster", peers, "--initial-cluster-token", "motcua", "--logger", "zap", "--log-level", "warn",
                "--heartbeat-interval", "200", "--election-timeout", "2000", "--auto-compaction-retention", "1"])
        elif kind == "pg":
            self.launch(name, ["patroni", str(self.folder / f"patroni{n}.yml")], as_postgres=True)
        elif kind == "haproxy":
            self.launch(name, ["haproxy", "-db", "-f", str(self.folder / "haproxy.cfg")])
        elif kind == "serve":
            self.launch(
                name, [self.binary, "serve", "--store", self.store(), "--listen", f"127.0.0.1:{self.serve_port(n)}", "--behind-proxy"],
                environment=self.environment)
        else:
            sys.exit(f"{name}: etcd1 … etcd3, pg1 … pg3, haproxy, serve1, serve2")

    def up(self, demo=(), seconds=180):
        for tool in ("etcd", "patroni", "haproxy"):
            if not shutil.which(tool):
                sys.exit(f"{tool} is missing: scripts/needs etcd-server patroni python3-etcd haproxy postgresql")
        if not os.access(self.binary, os.X_OK):
            sys.exit(f"{self.binary} is missing: swift build -c release --product motcua")
        self.settle()
        for n in NODES:
            self.start(f"etcd{n}")
        for n in NODES:
            self.start(f"pg{n}")
        self.start("haproxy")
        say("waiting for a primary with a synchronous standby …")
        self.wait(lambda: self.primary() and self.synchronous(), seconds, "no primary with a synchronous standby")
        self.wait(lambda: self.sql("SELECT 1") == "1", 30, "the primary cannot be reached through HAProxy")
        if not self.sql("SELECT 1 FROM pg_roles WHERE rolname = 'motcua'"):
            self.sql(f"CREATE ROLE motcua LOGIN PASSWORD '{self.password('motcua')}'")
        for database in ("motcua", "motcua_keys"):
            if not self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"):
                self.sql(f"CREATE DATABASE {database} OWNER motcua")
        # A founding that was cut short has left tables and no entry.
        has_tables = self.sql("SELECT 1 FROM pg_tables WHERE tablename = 'ledger_counter'", "motcua")
        if not has_tables or not self.sql("SELECT 1 FROM entry LIMIT 1", "motcua"):
            say("founding the store …")
            command = ["demo", *demo] if demo else ["init"]
            subprocess.run([self.binary, *command, "--store", self.store()], check=True, env=self.environment)
        for n in SERVERS:
            self.start(f"serve{n}")
        self.wait(self.answers, 60, "no server answers")

    def down(self):
        def end(names, how, seconds):
            for name in names:
                self.signal(name, how)
            until = time.monotonic() + seconds
            while any(map(self.runs, names)) and time.monotonic() < until:
                time.sleep(0.1)
        end([f"serve{n}" for n in SERVERS], signal.SIGINT, 20)
        end(["haproxy"], signal.SIGTERM, 5)
        # Before etcd: Patroni without it cannot end.
        end([f"pg{n}" for n in NODES], signal.SIGTERM, 30)
        end([f"etcd{n}" for n in NODES], signal.SIGTERM, 10)
        for n in NODES:
            pid = self.postmaster(n)
            if pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGINT)
        end(list(self.pids()), signal.SIGKILL, 5)
        for name in self.pids():
            self.remember(name, None)

    def kill(self, name):
        """kill -9; of a node its PostgreSQL first, then its Patroni."""
        if name.startswith("pg"):
            pid = self.postmaster(int(name[-1]))
            if pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.signal(name, signal.SIGKILL)
        self.wait(lambda: not self.runs(name), 10, f"{name} does not end")
        self.remember(name, None)

    # Looking

    def wait(self, done, seconds, words):
        until = time.monotonic() + seconds
        while not done():
            if time.monotonic() > until:
                raise TimeoutError(f"{words} after {seconds} s; logs are in {self.folder}")
            time.sleep(0.2)

    def members(self):
        for n in NODES:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.rest_port(n)}/cluster", timeout=2) as answer:
                    return json.loads(answer.read())["members"]
            except (OSError, ValueError, KeyError):
                continue
        return []

    def primary(self):
        """The number of the primary, or None."""
        for n in NODES:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.rest_port(n)}/primary", timeout=2) as answer:
                    if answer.status == 200:
                        return n
            except OSError:
                continue
        return None

    def synchronous(self):
        """Numbers of the standbys without which nothing is acknowledged."""
        return [int(m["name"][-1]) for m in self.members() if m.get("role") == "sync_standby"]

    def sql(self, text, database="postgres"):
        """One value of the primary through HAProxy, as text; nothing when it cannot be had."""
        done = subprocess.run(
            ["psql", "-h", "127.0.0.1", "-p", str(self.sql_port), "-U", "postgres", "-d", database, "-Atqc", text],
            capture_output=True, text=True, env=os.environ | {"PGPASSWORD": self.password("postgres"), "PGCONNECT_TIMEOUT": "3"})
        return done.stdout.strip()

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def status(self):
        for member in self.members():
            say(f"{member['name']}: {member.get('role')}, {member.get('state')}, timeline {member.get('timeline')}, lag {member.get('lag', 0)}")
        for name in sorted(self.pids()):
            say(f"{name}: {'runs' if self.runs(name) else 'is down'}")


def main():
    options = argparse.ArgumentParser(description="The city's cluster on loopback; see the head of this file.")
    options.add_argument("what", choices=["up", "down", "status", "kill", "start"])
    options.add_argument("name", nargs="?")
    options.add_argument("--folder", default=str(ROOT / "var" / "cluster"))
    options.add_argument("--base", type=int, default=56000, help="first of the ports")
    options.add_argument("--binary", help="motcua (default: the release build)")
    options.add_argument("--demo", action="store_true", help="a store that is founded here gets a week of a demo")
    chosen = options.parse_args()
    cluster = Cluster(chosen.folder, chosen.base, chosen.binary)
    if chosen.what == "up":
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", cluster.port)) == 0:
                sys.exit(f"something listens on {cluster.port} already: `down` first, or another --base")
        cluster.up(demo=["--days", "7"] if chosen.demo else ())
        cluster.status()
        print(cluster.url)
    elif chosen.what == "down":
        cluster.down()
    elif chosen.what == "status":
        cluster.status()
    else:
        if not chosen.name:
            sys.exit("which one? etcd1 … etcd3, pg1 … pg3, haproxy, serve1, serve2")
        cluster.kill(chosen.name) if chosen.what == "kill" else cluster.start(chosen.name)


if __name__ == "__main__":
    main()
