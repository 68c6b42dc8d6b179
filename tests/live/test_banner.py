# SPDX-License-Identifier: BSD-2-Clause
"""scan --banner completes handshakes itself: what odd and hostile servers make of it, and which frames are sent."""
import errno
import json
import pathlib
import re
import signal
import socket
import subprocess
import time
import unittest

import lab
import player

HAS_BPF = b"live frames" in pathlib.Path(lab.MUSTER).read_bytes()
RECEIVERS = ("pcap", "xdp") if HAS_BPF else ("pcap",)
OURS = player.OURS
SOURCES = ["--source-port", f"{OURS[0]}-{OURS[-1]}"]
PORTS = 80, 5555  # one asks at once, the other one listens first
LINES = """
sysctl -qw net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.near0.disable_ipv6=0 net.ipv4.ip_local_port_range=50000\\ 60000
ip address add 2001:db8:9::1/64 dev near0 nodad
ip -6 neighbour replace 2001:db8:9::2 lladdr 02:00:00:00:00:02 dev near0 nud permanent
ip -6 route add 2001:db8:7::/48 via 2001:db8:9::2
ip -6 route add 2001:db8:77::/48 via 2001:db8:9::2
ip netns exec far sysctl -qw net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.far0.disable_ipv6=0
ip -n far address add 2001:db8:9::2/64 dev far0 nodad
ip -n far -6 neighbour replace 2001:db8:9::1 lladdr 02:00:00:00:00:01 dev far0 nud permanent
ip -n far -6 route add local 2001:db8:7::1/128 dev lo
ip -n far -6 route add blackhole 2001:db8:77::/48
"""


def spelt(text):
    """The bytes that are written so in a report."""
    return re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), (text or "").encode())


def setUpModule():
    for line in LINES.strip().splitlines():
        subprocess.run(line, shell=True, check=True)


# At the far end, and on this machine: the kernel's TCP, IPv4 and IPv6.
SERVERS = r"""
import json, socket, sys, threading
def greets(peer):
    peer.sendall(b"220 real\r\n")
def says_much(peer):
    peer.sendall(b"220 much\r\n" * 20000)
def answers(peer):
    peer.recv(4096)
    peer.sendall(b"HTTP/1.0 200 OK\r\nServer: far\r\n\r\n" + b"x" * 5000)
    peer.close()
def closes(peer):
    peer.close()
def resets(peer):
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    peer.close()
def is_silent(peer):
    kept.append(peer)
def guarded(serve, peer):
    try:
        serve(peer)
    except OSError:
        pass
def run(server, serve):
    while True:
        peer, (_, port, *_) = server.accept()
        met.append((server.getsockname()[1], port))
        threading.Thread(target=guarded, args=(serve, peer), daemon=True).start()
kept, met = [], []
for port, serve in {9601: greets, 9602: says_much, 9603: answers, 80: answers, 9604: closes, 9605: resets, 9606: is_silent}.items():
    server = socket.create_server(("::", port), family=socket.AF_INET6, backlog=1000, dualstack_ipv6=True)
    threading.Thread(target=run, args=(server, serve), daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
print(json.dumps(met))
"""
TRUTH = {9601: ("data", "220 real"), 9602: ("data", "220 much"), 9603: ("data", "HTTP/1.0 200"), 80: ("data", "HTTP/1.0 200"), 9604: ("closed", ""),
         9605: ("reset", ""), 9606: ("silent", "")}


class Case(unittest.TestCase):
    def scan(self, *words, **options):
        return lab.ask("scan", *words, "--banner", "--detect-proxies", "off", *SOURCES, **options)

    def amendments(self, report):
        """By address and port: one of each."""
        found = {}
        for row in report.lines:
            if row["type"] == "amendment":
                self.assertNotIn((row["addr"], row["port"]), found, "amended twice")
                found[row["addr"], row["port"]] = row
        return found


class Played(Case):
    """Servers that player.py plays."""

    def check(self, first, rx):
        count = len(player.SCRIPTS)
        with lab.Helper(lab.sys.executable, lab.SOURCE / "tests/live/player.py") as helper:
            report = self.scan(self.range_of(first, count), "-p", ",".join(map(str, PORTS)), "--service-timeout", "3s", "--timeout", "2s", "--rx", rx)
            connections = json.loads(helper.end())
        told = self.amendments(report)
        for index, (script, speaks, banner) in enumerate(player.SCRIPTS):
            for port in PORTS:
                with self.subTest(script=script.__name__, port=port, rx=rx):
                    addr = self.address(first, index)
                    ours, others = self.connections_of(connections, addr, port)
                    self.assertEqual(len(ours), 1, "\n\n".join(self.story(c) for c in connections if (c["addr"], c["port"]) == (addr, port)))
                    self.assertEqual(ours[0]["wrong"], [], self.story(ours[0]))
                    row = told[addr, port]
                    self.assertEqual((row["speaks"], spelt(row["banner"])), (speaks, banner), self.story(ours[0]))
                    if script is not player.syn_amid:  # which the kernel answers
                        self.check_frames(ours[0], script, resets=0 if speaks == "reset" or script is player.forgotten else 1)
                    if speaks in ("data", "closed", "reset"):  # of a silence it may not be sure, nor of a RST after a loss
                        self.assertEqual(len(others), int(script is player.forgotten), "connections of the kernel")

    def connections_of(self, connections, addr, port):
        """Those of muster and those of the kernel. What answers another SYN for the same question is reset at once."""
        here = [c for c in connections if (c["addr"], c["port"]) == (addr, port)]
        ours = [c for c in here if c["ours"] in OURS and [segment["flags"] for segment in c["heard"][1:2]] != [player.RST]]
        return ours, [c for c in here if c["ours"] not in OURS]

    def address(self, first, index):
        return socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, first)[:15] + bytes([index])) if ":" in first else f"{first[:-1]}{index}"

    def range_of(self, first, count):
        return f"{first}-{count - 1}" if "." in first else f"{first}/{128 - (count - 1).bit_length()}"

    def story(self, connection):
        base, lines = connection["heard"][0], []
        for segment in connection["heard"]:
            lines.append(f"{segment['at'] - base['at']:.3f} flags {segment['flags']:02x} seq +{player.number(segment['seq'] - base['seq'])} "
                         f"ack +{player.number(segment['ack'] - player.FIRST)} stamps {segment['stamps']} {segment['payload'][:20]!r}")
        return "\n".join(lines)

    def check_frames(self, connection, script, resets):
        syn, *others = connection["heard"]
        if script is player.late_syn_ack:
            self.assertEqual({segment["flags"] for segment in others[-3:]}, {player.RST}, self.story(connection))
            others = others[:-3]
        if script is player.lost_reset:
            self.assertEqual(others[-1]["flags"], player.RST, self.story(connection))
            others = others[:-1]
        story = self.story(connection)
        self.assertEqual(syn["flags"], player.SYN)
        self.assertTrue(all(segment["good"] for segment in connection["heard"]), "checksums")
        ends = [segment for segment in others if segment["flags"] & player.RST]
        self.assertEqual(len(ends), resets, story)
        if resets:
            self.assertIs(others[-1], ends[0], "something after the RST\n" + story)
        self.assertEqual({bool(segment["flags"] & player.ACK) for segment in others}, {True}, story)
        self.assertEqual({segment["stamps"] is not None for segment in others}, {connection["stamps"]}, "timestamps\n" + story)
        windows = {segment["window"] for segment in others if not segment["flags"] & player.RST}
        self.assertEqual(windows, {1536 >> 7 if connection["stamps"] else 1536}, "room for one segment\n" + story)
        openings = {(segment["seq"], segment["payload"]) for segment in others if segment["payload"]}
        self.assertLessEqual(len(openings), 1, story)
        end = player.number(syn["seq"] + 1 + max([len(text) for _, text in openings], default=0))
        for segment in others:
            self.assertIn(segment["seq"], (player.number(syn["seq"] + 1), end), story)

    def test_over_ipv4(self):
        for rx in RECEIVERS:
            self.check("10.7.1.0", rx)

    def test_over_ipv6(self):
        for rx in lab.sized(RECEIVERS[:1], RECEIVERS):
            self.check("2001:db8:77::", rx)


class Real(Case):
    """Servers by the kernel's TCP."""

    def check(self, report, addr):
        told = self.amendments(report)
        self.assertEqual(set(told), {(addr, port) for port in TRUTH})
        for port, (speaks, begin) in TRUTH.items():
            row = told[addr, port]
            self.assertEqual((row["speaks"], (row["banner"] or "")[:len(begin)]), (speaks, begin), row)
            self.assertEqual(bool(begin), bool(row["banner"]), row)

    def scan_all(self, addr, *words, **options):
        return self.scan(addr, "-p", ",".join(map(str, TRUTH)), "--service-timeout", "2s", *words, **options)

    def servers(self):
        return lab.Helper(lab.sys.executable, "-c", SERVERS)

    def start_here(self):
        process = subprocess.Popen([lab.sys.executable, "-c", SERVERS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        process.stdout.readline()
        return process

    def check_met(self, met):
        """Ports that said something to muster have no connection of the kernel."""
        for port, (speaks, _) in TRUTH.items():
            if speaks == "data":
                self.assertEqual({ours in OURS for theirs, ours in met if theirs == port}, {True}, f"{port}: {met}")

    def test_over_ipv4_and_ipv6(self):
        for rx in RECEIVERS:
            for addr in "10.8.0.1", "2001:db8:7::1":
                with self.subTest(rx=rx, addr=addr), self.servers() as servers:
                    report = self.scan_all(addr, "--rx", rx, "--per-host", "100")
                    self.check(report, addr)
                    self.assertEqual(report.count("malformed"), 0, "segments that came as one")
                    self.check_met(json.loads(servers.end()))

    def test_at_the_loopback(self):
        for addr in "127.0.0.1", "::1":
            with self.subTest(addr=addr):
                servers = self.start_here()
                try:
                    self.check(self.scan_all(addr, "--per-host", "100"), addr)
                finally:
                    met = servers.communicate()[0]
                self.check_met(json.loads(met))

    def test_at_a_link_local_address(self):
        subprocess.run("ip -n far address add fe80::7/64 dev far0 nodad; ip address add fe80::8/64 dev near0 nodad", shell=True, check=True)
        with self.servers() as servers:
            report = self.scan_all("fe80::7%near0", "--rx", "pcap", "--per-host", "100")
            self.check(report, next(addr for addr, _ in report.final))
            self.check_met(json.loads(servers.end()))

    def test_few_at_a_host_at_once(self):
        """Those that find no room are left to the kernel."""
        with self.servers():
            self.check(self.scan_all("10.8.0.1", "--per-host", "1"), "10.8.0.1")

    def test_hosts_that_are_discovered_first(self):
        """What answers a SYN that only looks for hosts is reset by muster: the kernel does not see it."""
        with lab.Helper(lab.sys.executable, "-c", SERVERS), Watched() as watched:
            report = self.scan_all("10.8.0.1", "--discover", "--probe", "syn:80", "--per-host", "100")
            frames = watched.frames()
        self.check(report, "10.8.0.1")
        asked = [ours for ours, theirs, flags in frames if theirs == 80 and flags == "S"]
        ended = {ours for ours, theirs, flags in frames if theirs == 80 and "R" in flags}
        self.assertGreaterEqual(len(asked), 2, frames)
        self.assertEqual(set(asked), ended, frames)

    def test_without_the_right_to_make_tables(self):
        """Connections of the kernel, the same results, and a line that tells it."""
        with self.servers() as servers:
            words = ["scan", "10.8.0.1", "-p", ",".join(map(str, TRUTH)), "--service-timeout", "2s", "--banner", "--detect-proxies", "off", *SOURCES]
            done = subprocess.run(["setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin", lab.MUSTER, *words, "--rx", "pcap", "--all", "--force", "-o",
                                   "without.ndjson"], capture_output=True, text=True, timeout=60)
            met = json.loads(servers.end())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("banners by connections of the kernel, one more for each open port: ", done.stderr)
        self.check(lab.Report("without.ndjson"), "10.8.0.1")
        self.assertEqual({ours in OURS for _, ours in met}, {False}, met)

    def test_a_record(self):
        """Handshakes are left to the kernel; what was recorded is told again."""
        with self.servers() as servers:
            self.check(self.scan_all("10.8.0.1", "--rx", "pcap", "--record", "run.pcapng"), "10.8.0.1")
            met = json.loads(servers.end())
        self.assertEqual({ours in OURS for _, ours in met}, {False}, met)
        again = lab.muster("replay", "run.pcapng", "-o", "ndjson:-").stdout.splitlines()
        self.assertEqual({json.loads(line)["port"] for line in again if '"result"' in line}, set(TRUTH))


class Watched:
    """Segments that muster sends: (our port, their port, flags as tcpdump tells them)."""

    def __enter__(self):
        self.process = lab.far("tcpdump", "-Z", "root", "-U", "--immediate-mode", "-lni", "far0", "-Q", "in", "tcp and src portrange "
                               f"{OURS[0]}-{OURS[-1]}", stderr=subprocess.PIPE)
        for line in self.process.stderr:
            if "listening on" in line:
                return self
        raise AssertionError("tcpdump did not start")

    def frames(self):
        time.sleep(0.5)
        self.process.send_signal(signal.SIGINT)
        text = self.process.communicate(timeout=20)[0]
        return [(int(found[1]), int(found[2]), found[3]) for found in re.finditer(r"\.(\d+) > [0-9a-f.:]+\.(\d+): Flags \[(\S+?)\]", text)]

    def __exit__(self, *_):
        self.process.kill()


def tables():
    return subprocess.run(["nft", "list", "tables"], check=True, capture_output=True, text=True).stdout


def wait_until(good, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if good():
            return True
        time.sleep(0.02)
    return False


class Guarded(Case):
    """The table of nftables that keeps the kernel from answering, while a scan waits for silent servers."""

    def setUp(self):
        servers = lab.Helper(lab.sys.executable, "-c", SERVERS)
        self.addCleanup(servers.end)

    def start(self, *words):
        run = lab.start("scan", "10.8.0.1", "-p", "9601,9606", "--banner", "--service-timeout", "5s", "--detect-proxies", "off", *SOURCES, "--force", *words)
        self.addCleanup(run.communicate)
        self.addCleanup(run.kill)
        self.assertTrue(wait_until(lambda: f"muster_{run.pid}" in tables()), "no table")
        return run

    def test_it_is_gone_after_any_end(self):
        for how in None, signal.SIGINT, signal.SIGTERM, signal.SIGKILL:
            with self.subTest(how=how):
                began = time.monotonic()
                run = self.start("-o", "ended.ndjson")
                if how:
                    time.sleep(0.5)
                    run.send_signal(how)
                run.communicate(timeout=30)
                if how:
                    self.assertLess(time.monotonic() - began, 4)
                self.assertTrue(wait_until(lambda: "muster" not in tables(), 2), tables())

    def test_an_interrupt_reports_what_was_found(self):
        run = self.start("-o", "found.ndjson", "--journal", "found.journal")
        time.sleep(1)
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=30)
        self.assertEqual(run.returncode, 130)
        self.assertEqual({row["port"]: row["speaks"] for row in self.amendments(lab.Report("found.ndjson")).values()}, {9601: "data"})

    def test_two_scans_at_once(self):
        first = self.start("-o", "first.ndjson")
        second = self.start("-o", "second.ndjson", "--journal", "second.journal")
        for run, path in (first, "first.ndjson"), (second, "second.ndjson"):
            run.communicate(timeout=40)
            self.assertEqual(run.returncode, 0)
            self.assertEqual({row["port"]: row["speaks"] for row in self.amendments(lab.Report(path)).values()}, {9601: "data", 9606: "silent"})

    def test_ports_of_this_machine_stay_reachable(self):
        """Who listens at one of our source ports, at all addresses or at one, or is connected from one."""
        for rx in RECEIVERS:
            for bound in "", "10.9.255.1":
                with self.subTest(rx=rx, bound=bound), socket.create_server((bound, 40500)) as server:
                    server.settimeout(5)
                    run = self.start("--rx", rx, "-o", "reachable.ndjson")
                    asking = lab.far(lab.sys.executable, "-c", "import socket; print(socket.create_connection(('10.9.255.1', 40500), 5).recv(99))")
                    peer, _ = server.accept()
                    peer.sendall(b"reached")
                    self.assertIn("reached", asking.communicate(timeout=10)[0])
                    peer.close()
                    self.assertTrue(self.is_refused(40502))
                    with socket.socket() as ours:
                        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                        ours.settimeout(5)
                        ours.bind(("10.9.255.1", 40501))
                        ours.connect(("10.8.0.1", 9601))
                        self.assertEqual(ours.recv(99), b"220 real\r\n")
                    run.kill()
                    run.communicate()

    def test_connections_of_others_behind_this_machine_go_on(self):
        """What comes back for a translated connection has this machine's address until it is translated back: no socket has its port."""
        for line in ("ip netns add behind", "ip link add in0 type veth peer name out0 netns behind", "ip address add 10.9.253.1/30 dev in0", "ip link set in0 up",
                     "ip -n behind address add 10.9.253.2/30 dev out0", "ip -n behind link set out0 up", "ip -n behind route add 10.8.0.0/16 via 10.9.253.1",
                     "sysctl -qw net.ipv4.ip_forward=1"):
            subprocess.run(line, shell=True, check=True)
        for undo in "ip netns del behind", "nft delete table ip hides":
            self.addCleanup(subprocess.run, undo, shell=True, check=True)
        subprocess.run(["nft", "table ip hides { chain c { type nat hook postrouting priority 100; oifname near0 masquerade; }; }"], check=True)
        for port, rx in zip((40503, 40504), RECEIVERS):
            with self.subTest(rx=rx):
                run = self.start("--rx", rx, "-o", "behind.ndjson")
                code = f"import socket; print(socket.create_connection(('10.8.0.1', 9601), 5, ('10.9.253.2', {port})).recv(99))"
                asked = subprocess.run(["nsenter", "--net=/run/netns/behind", lab.sys.executable, "-c", code], capture_output=True, text=True, timeout=20)
                self.assertIn("220 real", asked.stdout, asked.stderr)
                run.kill()
                run.communicate()

    def is_refused(self, port):
        code = f"import socket; print(socket.socket().connect_ex(('10.9.255.1', {port})))"
        return int(lab.far(lab.sys.executable, "-c", code).communicate(timeout=20)[0]) == errno.ECONNREFUSED


class Many(Case):
    def test_thousands_of_banners_of_junk(self):
        """Each is told as it is; none is told twice, none is lost."""
        with lab.Helper(lab.sys.executable, lab.SOURCE / "tests/live/player.py") as helper:
            report = self.scan(f"10.7.2.0/{lab.sized(26, 23)}", "-p", "6001-6020", "--per-host", "255", "--service-timeout", "5s", "--timeout", "2s", "--rate", "1k", seconds=200)
            helper.end()
        told = self.amendments(report)
        self.assertEqual(len(told), lab.sized(64, 512) * 20)
        wrong = [key for key, row in told.items() if spelt(row["banner"]) != player.junk(socket.inet_aton(key[0]))[:256]]
        self.assertEqual(wrong, [])


class Resumed(Case):
    def test_a_run_that_was_killed_has_the_rows_of_one_that_was_not(self):
        with lab.Helper(lab.sys.executable, "-c", SERVERS):
            words = ["scan", "10.8.0.0/27", "-p", ",".join(map(str, TRUTH)), "--banner", "--service-timeout", "2s", "--detect-proxies", "off", *SOURCES, "--all"]
            lab.muster(*words, "--journal", "whole.journal", "-o", "whole.csv")
            for after in lab.sized((0.3,), (0, 0.3, 0.9, 2.2)):
                with self.subTest(after=after):
                    journal = f"killed{after}.journal"
                    run = lab.start(*words, "--journal", journal, "-o", f"killed{after}.csv")
                    self.assertTrue(wait_until(lambda: pathlib.Path(journal).exists() and pathlib.Path(journal).stat().st_size))
                    time.sleep(0.1 + after)
                    run.kill()
                    run.communicate()
                    for _ in range(3):
                        again = lab.start("resume", journal, "--force")
                        time.sleep(0.4)
                        again.kill()
                        again.communicate()
                    lab.muster("resume", journal, "--force")
                    self.assertEqual(self.rows(journal), self.rows("whole.journal"))
                    self.assertEqual(len(lab.read_csv(f"killed{after}.csv")), 32 * len(TRUTH))

    def rows(self, journal):
        found = {}
        for line in lab.muster("report", journal, "-o", "ndjson:-", "--all").stdout.splitlines():
            row = json.loads(line)
            if row["type"] != "summary":
                found[row["addr"], row["port"]] = row["state"], row["reason"], row["speaks"], row["banner"], row["service"]
        return found


if __name__ == "__main__":
    lab.main()
