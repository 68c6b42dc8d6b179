# SPDX-License-Identifier: BSD-2-Clause
"""The table of SECURITY.md: which rights every thread has at the moment that it reads the first byte that others wrote."""
import os
import pathlib
import re
import signal
import socket
import subprocess
import time
import unittest

import lab

CALLER = 1000
NOBODY = 65534
CAPABILITIES = {"dac_override": 1, "setgid": 6, "setuid": 7, "net_admin": 12, "net_raw": 13, "ipc_lock": 14, "sys_admin": 21,
                "perfmon": 38, "bpf": 39}
ENGINES = "net_raw net_admin bpf perfmon ipc_lock sys_admin"
TSAN = b"__tsan_init" in pathlib.Path(lab.MUSTER).read_bytes()  # starts a thread of its own in a process that was forked
VERSION = subprocess.run([lab.MUSTER, "version"], capture_output=True, text=True).stdout
SECCOMP = "without libseccomp" not in VERSION
FLEET = "without hiredis" not in VERSION


def table():
    """The rows by their first column: what is held then."""
    text = (lab.SOURCE / "SECURITY.md").read_text().partition("| run | reads |")[2]
    rows = {}
    for line in text.splitlines()[2:]:
        if not line.startswith("|"):
            break
        run, _, user, capabilities, new, sandbox = (cell.strip() for cell in line.strip("|").split("|"))
        words = ENGINES if capabilities == "engines" else capabilities.replace("none", "")
        rows[run.replace("`", "")] = {"user": user, "capabilities": set(words.split()), "nnp": new == "yes",
                                      "seccomp": sandbox == "yes" and SECCOMP}
    return rows


def held(pid):
    """Of each thread of a process: what the table tells."""
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            text = (task / "status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue  # a thread that has ended
        status = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
        permitted = int(status["CapPrm"], 16)
        names = {name for name, bit in CAPABILITIES.items() if permitted >> bit & 1}
        rest = permitted & ~sum(1 << bit for bit in CAPABILITIES.values())
        found.append({"users": set(status["Uid"].split()), "capabilities": names | ({hex(rest)} if rest else set()),
                      "nnp": status["NoNewPrivs"] == "1", "seccomp": status["Seccomp"] == "2", "bounding": int(status["CapBnd"], 16),
                      "groups": set(status["Groups"].split())})
    return found


def children(pid):
    return [int(word) for task in pathlib.Path(f"/proc/{pid}/task").iterdir() for word in (task / "children").read_text().split()]


def wait_until(what, seconds=20):
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            raise AssertionError("it did not come to this")
        time.sleep(0.01)


def has_socket(pid):
    """A process that has a packet socket or a raw one, open and ready: it waits for its first frame."""
    inodes = set()
    for path in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            inodes |= set(re.findall(r"^socket:\[(\d+)\]$", os.readlink(path)))
        except FileNotFoundError:
            pass  # closed meanwhile
    text = "".join(pathlib.Path(f"/proc/{pid}/net/{kind}").read_text() for kind in ("packet", "raw", "icmp"))
    return bool(inodes & set(re.findall(r"\b\d+\b", text)))


def setUpModule():
    os.chmod(".", 0o777)
    try:
        os.chown(".", CALLER, CALLER)
    except OSError:
        raise unittest.SkipTest("only one user in this namespace") from None
    for command in ("ip link add g0 type veth peer name g1", "ip address add 10.44.0.1/24 dev g0", "ip link set g0 up",
                    "ip link set g1 up", "ip route add 10.45.0.0/24 via 10.44.0.9"):
        subprocess.run(command.split(), check=True)
    pathlib.Path("/proc/sys/net/ipv6/conf/g0/disable_ipv6").write_text("0")
    pathlib.Path("resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:5 attempts:1\n")
    subprocess.run(["mount", "--bind", "resolv.conf", "/etc/resolv.conf"], check=True)
    wait_until(lambda: "tentative" not in subprocess.run("ip -6 address show dev g0".split(), capture_output=True, text=True).stdout)


class Case(unittest.TestCase):
    def start(self, *words, sudo=True):
        environment = dict(os.environ, SUDO_UID=str(CALLER), SUDO_GID=str(CALLER)) if sudo else os.environ
        process = lab.start(*words, env=environment, stdout=subprocess.DEVNULL)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        process.kill()
        process.communicate(timeout=20)

    def check(self, run, pid):
        row = table()[run]
        threads = held(pid)
        for thread in threads:
            self.assertEqual(thread["users"], {str(CALLER)}, run)
            self.assertEqual(thread["capabilities"], row["capabilities"], run)
            self.assertEqual(thread["nnp"], row["nnp"], run)
            self.assertEqual(thread["seccomp"], row["seccomp"], run)
            if row["nnp"]:
                self.assertEqual(thread["bounding"], 0, run)
        return threads

    # ---- what holds its first byte back

    def by_fifo(self, run, *words):
        """FILE is a named pipe: it is read from when somebody has opened it, and nothing was written."""
        path = pathlib.Path(f"fifo-{len(list(pathlib.Path().iterdir()))}")
        os.mkfifo(path)
        os.chmod(path, 0o666)
        process = self.start(*[str(path) if word == "FILE" else word for word in words])
        with open(path, "w"):  # when the other end is open
            time.sleep(0.1)
            self.check(run, process.pid)

    def by_silence(self, run, *words):
        """Nobody answers: whatever is there waits for its first frame."""
        process = self.start(*words)
        wait_until(lambda: has_socket(process.pid) and all(t["nnp"] == table()[run]["nnp"] for t in held(process.pid)))
        time.sleep(0.3)
        self.check(run, process.pid)
        return process

    def by_syn(self, run, *words):
        """Nobody answers: a socket waits for a connection (state 02 in /proc/net/tcp)."""
        process = self.start(*words)
        wait_until(lambda: re.search(r"^ *\d+: \S+ \S+ 02 ", pathlib.Path("/proc/net/tcp").read_text(), re.M))
        self.check(run, process.pid)

    def by_child(self, run, *words):
        process = self.start(*words)
        wait_until(lambda: any(has_socket(child) and held(child)[0]["nnp"] for child in children(process.pid)))
        time.sleep(0.1)
        for child in children(process.pid):
            if not TSAN:
                self.check(run, child)
        for thread in held(process.pid):  # which waits for it
            self.assertLessEqual(thread["capabilities"], set(ENGINES.split()))
            self.assertEqual(thread["users"], {str(CALLER)})

    def by_server(self, run, *words):
        """The process that answers over HTTP, from its first answer on."""
        if "--metrics" in lab.muster("version").stdout:
            return  # built without it
        process = self.start(*words)

        def answers():
            with socket.socket() as client:
                client.settimeout(5)
                if client.connect_ex(("127.0.0.1", 9750)):
                    return False
                client.sendall(b"GET / HTTP/1.0\r\n\r\n")
                return client.recv(100)
        wait_until(answers)
        self.check(run, children(process.pid)[0])

    def by_journal(self, run, *words, child=False):
        """FILE is a journal that takes a moment to be read: looked at while it is open."""
        path = pathlib.Path("rights.journal")
        if not path.exists():
            subprocess.run([lab.BUILD / "tools/journal", path, "200000", "sweep", "127.0.0.0/14"], check=True, stdout=subprocess.DEVNULL)
            os.chmod(path, 0o666)
        for _ in range(50):
            process = self.start(*[str(path) if word == "FILE" else word for word in words])
            while process.poll() is None:
                try:
                    for pid in children(process.pid) if child else [process.pid]:
                        if any(os.readlink(fd).endswith(path.name) for fd in pathlib.Path(f"/proc/{pid}/fd").iterdir()):
                            self.check(run, pid)
                            return
                except (FileNotFoundError, ProcessLookupError):
                    pass  # it has ended meanwhile, or a descriptor is closed
        self.fail("it never had the journal open")

    def by_name_server(self, run, *words):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
            server.bind(("127.0.0.1", 53))
            server.settimeout(20)
            process = self.start(*words)
            server.recvfrom(512)
            self.check(run, process.pid)

    def by_connection(self, run, *words):
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(20)
            process = self.start(*words, "127.0.0.1", "-p", str(server.getsockname()[1]))
            connection, _ = server.accept()
            with connection:
                self.check(run, process.pid)


    def by_store(self, run, *words):
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(20)
            process = self.start(*words, f"redis://127.0.0.1:{server.getsockname()[1]}")
            connection, _ = server.accept()
            with connection:
                connection.settimeout(20)
                connection.recv(1)  # of the first command: its answer would come next
                self.check(run, process.pid)


class Table(Case):
    def test_every_row(self):
        local = ("-I", "g0", "-6")
        rows = {
            "sweep -i FILE": lambda run: self.by_fifo(run, "sweep", "-i", "FILE"),
            "sweep -i FILE --engine packet --rx pcap":
                lambda run: self.by_fifo(run, "sweep", "-i", "FILE", "--engine", "packet", "--rx", "pcap"),
            "sweep NAME": lambda run: self.by_name_server(run, "sweep", "held.test"),
            "sweep behind a gateway": lambda run: self.by_child(run, "sweep", "10.45.0.1"),
            "sweep --local": lambda run: self.by_child(run, "sweep", "--local", *local),
            "sweep, scan": lambda run: (self.by_silence(run, "sweep", "10.7.0.1", "--timeout", "3s"),
                                        self.by_silence(run, "scan", "10.7.0.1", "-p", "9", "--timeout", "3s", "-o", "a.csv")),
            "scan --engine connect": lambda run: self.by_syn(run, "scan", "10.7.0.1", "-p", "9", "--engine", "connect", "-o", "s.csv"),
            "sweep -i FILE --engine connect": lambda run: self.by_fifo(run, "sweep", "-i", "FILE", "--engine", "connect"),
            "sweep --resolve": lambda run: self.by_name_server(run, "sweep", "10.8.0.1", "--resolve"),
            "scan --service, --banner": lambda run: (self.by_connection(run, "scan", "--banner"), self.by_connection(run, "scan", "--service")),
            "sweep --dry-run -w -i FILE": lambda run: self.by_fifo(run, "sweep", "--dry-run", "-w", "dry.pcap", "-i", "FILE"),
            "resume FILE": lambda run: self.by_journal(run, "resume", "FILE", "--no-such", child=True),
            "resume, status FILE": lambda run: self.by_journal(run, "status", "FILE"),
            "replay": lambda run: self.by_fifo(run, "replay", "FILE"),
            "listen, capture": lambda run: (self.by_silence(run, "listen", "-I", "g0", "-o", "l.json", "-f", "tcp"),
                                            self.by_silence(run, "capture", "-I", "g0", "-w", "c.pcap", "tcp")),
            "listen -r FILE": lambda run: self.by_fifo(run, "listen", "-r", "FILE"),
            "capture -r FILE": lambda run: self.by_fifo(run, "capture", "-r", "FILE"),
            "ping -i FILE": lambda run: self.by_fifo(run, "ping", "-i", "FILE"),
            "ping": lambda run: self.by_silence(run, "ping", "-c", "9", "10.7.0.1"),
            "ping --via system": self.ping_via_system,
            "route -i FILE": lambda run: self.by_fifo(run, "route", "-i", "FILE"),
            "watch": lambda run: self.by_silence(run, "watch", "10.7.0.1", "--timeout", "3s", "--state", "w.db"),
            "watch --on-change": lambda run: self.by_silence(run, "watch", "10.7.0.1", "--timeout", "3s", "--on-change", "true"),
            "watch --metrics ADDRESS": lambda run: self.by_server(run, "watch", "10.7.0.1", "--timeout", "3s", "--metrics", "127.0.0.1:9750"),
            "fleet work": lambda run: self.by_store(run, "fleet", "work"),
            "fleet work --engine live --no-sandbox": lambda run: self.by_store(run, "fleet", "work", "--engine", "live", "--no-sandbox"),
            "fleet work --engine xdp --no-sandbox": lambda run: self.by_store(run, "fleet", "work", "--engine", "xdp", "--no-sandbox"),
            "fleet else": lambda run: self.by_store(run, "fleet", "status"),
        }
        self.assertEqual(list(rows), list(table()))
        if not FLEET:
            rows = {run: by for run, by in rows.items() if not run.startswith("fleet ")}
        for run, by in rows.items():
            with self.subTest(run):
                by(run)
            self.doCleanups()  # an earlier run would ask the name server again

    def ping_via_system(self, run):
        process = self.start("ping", "--via", "system", "-c", "9", "10.7.0.1", "-o", "p.csv")
        wait_until(lambda: children(process.pid))
        self.check(run, process.pid)


class Root(Case):
    """Without sudo."""

    def look(self, *words):
        process = self.start(*words, sudo=False)
        wait_until(lambda: has_socket(process.pid) and held(process.pid)[0]["nnp"])
        time.sleep(0.2)
        return held(process.pid)

    def test_it_stays_root_for_its_journal_without_any_capability(self):
        for thread in self.look("sweep", "10.7.0.1", "--timeout", "3s"):
            self.assertEqual((thread["users"], thread["capabilities"], thread["bounding"], thread["seccomp"]), ({"0"}, set(), 0, SECCOMP))

    def test_it_becomes_nobody_without_files(self):
        for words in (["sweep", "10.7.0.1", "--timeout", "3s", "--no-journal"], ["listen", "-I", "g0"], ["ping", "10.7.0.1"]):
            for thread in self.look(*words):
                self.assertEqual((thread["users"], thread["capabilities"], thread["groups"]), ({str(NOBODY)}, set(), {str(NOBODY)}), words)
                self.assertEqual((thread["bounding"], thread["seccomp"]), (0, SECCOMP), words)
        for thread in self.look("watch", "10.7.0.1", "--timeout", "3s"):
            self.assertEqual((thread["users"], thread["capabilities"]), ({str(NOBODY)}, {"net_raw"}))

    def test_a_list_of_roots_is_read_before(self):
        path = pathlib.Path("roots.txt")
        path.write_text("10.7.0.1\n")
        path.chmod(0o600)
        for thread in self.look("sweep", "-i", str(path), "--timeout", "3s", "--no-journal"):
            self.assertEqual((thread["users"], thread["capabilities"]), ({str(NOBODY)}, set()))

    def test_it_stays_root_for_its_files_with_the_right_to_them_alone(self):
        for thread in self.look("sweep", "10.7.0.1", "--timeout", "3s", "-o", "root.csv"):
            self.assertEqual((thread["users"], thread["capabilities"], thread["seccomp"]), ({"0"}, {"dac_override"}, SECCOMP))

    def test_without_the_sandbox_it_is_said(self):
        done = lab.muster("sweep", "-v", "--no-sandbox", "10.8.0.1")
        self.assertIn("sandbox: none, because of --no-sandbox\n", done.stderr)
        self.assertNotIn("sandbox:", lab.muster("sweep", "-q", "--no-sandbox", "10.8.0.1").stderr)


class Working(Case):
    """Runs go on to their end in the sandbox, and write what they are asked to."""

    def test_each_command(self):
        story = str(lab.SOURCE / "tests/data/stories/sweep.pcapng")
        runs = (["sweep", "10.8.0.0/29", "--all", "-o", "s.csv", "-o", "s.json", "-o", "s.ndjson"],
                ["scan", "10.8.0.1-3", "-p", "1-50", "--discover", "-o", "p.csv", "--record", "p.pcapng"],
                ["scan", "10.8.0.1-3", "-p", "1-50", "--engine", "packet", "--rx", "pcap", "--lanes", "2"],
                ["scan", "10.8.0.1-3", "-p", "1-50", "--rx", "xdp", "-v"],
                ["sweep", "--local", "-I", "near0"],
                ["ping", "-c", "2", "-i", "0.05", "10.8.0.1", "-o", "p.json"],
                ["ping", "--tcp", "9", "-c", "2", "-i", "0.05", "10.8.0.1"],
                ["watch", "10.8.0.1", "--rounds", "3", "--every", "200ms", "--state", "r.db", "-o", "w.ndjson"],
                ["watch", "--report", "r.db"],
                ["replay", "p.pcapng", "-o", "again.csv"],
                ["capture", "-r", story, "-w", "q.pcap"],
                ["listen", "-r", story, "-o", "hosts.csv"],
                ["listen", "--once", "300ms", "-I", "near0"],
                ["ifaces", "-o", "i.json"], ["route", "10.8.0.1"],
                ["watch", "10.8.0.1", "--rounds", "2", "--every", "200ms", "--metrics", "m.prom"])
        for sudo in (True, False):
            for words in runs if sudo else runs[::4]:
                with self.subTest(words=words, sudo=sudo):
                    environment = dict(os.environ, SUDO_UID=str(CALLER), SUDO_GID=str(CALLER)) if sudo else os.environ
                    force = [] if words[0] in ("watch",) and "--report" in words or "-o" not in words and "-w" not in words else ["--force"]
                    done = subprocess.run([lab.MUSTER, *words, *force], env=environment, capture_output=True, text=True, timeout=60,
                                          stdin=subprocess.DEVNULL)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertNotIn("does not allow", done.stderr)
        self.assertEqual({os.stat(name).st_uid for name in ("p.csv", "r.db", "i.json", "hosts.csv", "m.prom")}, {CALLER})

    def test_signals_and_requests(self):
        process = self.start("sweep", "10.7.0.0/24", "--rate", "20", "-o", "cut.csv", "--force")
        wait_until(lambda: has_socket(process.pid) and held(process.pid)[0]["nnp"])
        time.sleep(0.5)
        process.send_signal(signal.SIGUSR1)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=30), 130)
        self.assertTrue(pathlib.Path("cut.csv").exists())


if __name__ == "__main__":
    lab.main()
