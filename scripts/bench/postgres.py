"""postgres.py: a PostgreSQL of the bench's own: loopback, in a folder, durable (fsync), ended by process id."""
import os
import pathlib
import signal
import socket
import subprocess
import time


class Postgres:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.bin = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @staticmethod
    def there():
        return any(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))

    def url(self, database):
        return f"postgresql://motcua@127.0.0.1:{self.port}/{database}"

    def own(self, *command):
        """PostgreSQL refuses to run as root."""
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command] if os.getuid() == 0 else list(command)

    def __enter__(self):
        self.folder.mkdir(parents=True)
        if os.getuid() == 0:
            subprocess.run(["chown", "postgres", str(self.folder)], check=True)
            for parent in self.folder.parents:
                if parent.stat().st_uid == 0 and parent != pathlib.Path("/tmp") and str(parent).startswith("/tmp/"):
                    parent.chmod(0o711)
        data = str(self.folder / "data")
        subprocess.run(
            self.own(str(self.bin / "initdb"), "-D", data, "-A", "trust", "-U", "motcua", "--locale=C", "-E", "UTF8"),
            check=True, stdout=subprocess.DEVNULL)
        self.process = subprocess.Popen(
            self.own(
                str(self.bin / "postgres"), "-D", data, "-c", "listen_addresses=127.0.0.1", "-c", f"port={self.port}", "-c",
                f"unix_socket_directories={self.folder}", "-c", "shared_buffers=256MB"),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(150):
            if subprocess.run([str(self.bin / "pg_isready"), "-h", "127.0.0.1", "-p", str(self.port), "-q"]).returncode == 0:
                return self
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL was not ready within 15 s")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)

    def make(self, database):
        subprocess.run(
            [str(self.bin / "createdb"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "motcua", database], check=True)
