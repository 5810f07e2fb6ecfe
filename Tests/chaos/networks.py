"""Networks of their own for a hub and wards on one machine: `ip netns` and veth pairs, and between them lines that can be spoilt.

    desk (this network)          10.77.N.1 ── 10.77.N.2      each host: people at its counter
    line (a namespace)         10.77.100+N.2 ── 10.77.100+N.1   each host: its end of the line

N is 0 for the hub, 1… for the wards. Nothing is forwarded: a ward reaches the hub only through its relay (deploy/city/line.py) in
the namespace of the line. A link that is set down swallows what is sent, as a dead cable does.
"""
import os
import shutil
import subprocess
import sys

from conftest import ROOT, Server

RELAY_PORT, CONTROL_PORT, PORT = 9000, 9100, 8080


def why_not():
    """Why there can be no networks here; nothing when there can."""
    if os.getuid() != 0:
        return "networks of their own need root"
    if not shutil.which("ip"):
        return "ip is not installed (apt-get install -y --no-install-recommends iproute2)"
    tried = subprocess.run(["ip", "netns", "add", f"mc{os.getpid()}t"], capture_output=True, text=True)
    subprocess.run(["ip", "netns", "del", f"mc{os.getpid()}t"], capture_output=True)
    return tried.stderr.strip() or None


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)


class Networks:
    def __init__(self, hosts):
        self.tag, self.relays = f"mc{os.getpid()}", None
        self.spaces = []
        try:
            self.line = self.space("line")
            self.hosts = [self.space(name) for name in hosts]
            for n, host in enumerate(self.hosts):
                self.pair(n, host, "d", None, f"10.77.{n}")
                self.pair(n, host, "l", self.line, f"10.77.{100 + n}")
        except BaseException:
            self.end()
            raise

    def space(self, name):
        space = f"{self.tag}-{name}"
        ip("netns", "add", space)
        self.spaces.append(space)
        ip("-n", space, "link", "set", "lo", "up")
        return space

    def pair(self, n, host, kind, other, network):
        """A cable between a host and the desk or the line: the host's end is .2 at the desk, .1 at the line."""
        near, far = f"{self.tag}{kind}{n}", f"{kind}0"
        ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", host)
        ends = [([], near, "1"), (["-n", host], far, "2")]
        if other:
            ip("link", "set", near, "netns", other)
            ends = [(["-n", other], near, "2"), (["-n", host], far, "1")]
        for where, name, last in ends:
            ip(*where, "addr", "add", f"{network}.{last}/24", "dev", name)
            ip(*where, "link", "set", name, "up")

    def lay_lines(self, seed):
        lines = [
            f"w{n}=10.77.{100 + n}.2:{RELAY_PORT}:10.77.100.1:{PORT}" for n in range(1, len(self.hosts))]
        self.relays = subprocess.Popen(
            ["ip", "netns", "exec", self.line, sys.executable, str(ROOT / "deploy/city/line.py"), *lines, "--control", str(CONTROL_PORT),
             "--seed", str(seed)])

    def spoil(self, n, **state):
        """Sets the line of ward `n`; what is not given is as on a good day."""
        said = "&".join(f"{key}={value}" for key, value in {"mode": "up", "delay": 0, "rate": 0, "reset": 0, **state}.items())
        ask = f"import urllib.request as u; u.urlopen('http://127.0.0.1:{CONTROL_PORT}/w{n}', {said.encode()!r}, 10).read()"
        subprocess.run(["ip", "netns", "exec", self.line, sys.executable, "-c", ask], check=True, capture_output=True)

    def unplug(self, n, is_out):
        """Pulls a host's cable to the line, or puts it back."""
        ip("-n", self.hosts[n], "link", "set", "l0", "down" if is_out else "up")

    def hub_address(self, n):
        """Where ward `n` reaches the hub."""
        return f"http://10.77.{100 + n}.2:{RELAY_PORT}"

    def end(self):
        if self.relays:
            self.relays.terminate()
            self.relays.wait(10)
        for space in self.spaces:
            subprocess.run(["ip", "netns", "del", space], capture_output=True)


class Host(Server):
    """A server in a network of its own."""

    def __init__(self, networks, n, store, unit=None):
        super().__init__(store, "--allow-demo-beyond-loopback")
        self.n, self.unit, self.port = n, unit, PORT
        self.host, self.listens = f"10.77.{n}.2", "0.0.0.0"
        self.before = ("ip", "netns", "exec", networks.hosts[n])
