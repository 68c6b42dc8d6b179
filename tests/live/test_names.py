# SPDX-License-Identifier: BSD-2-Clause
"""Host names beside verdicts: those given as targets, and those of a name server (--resolve), also hostile and slow ones."""
import json
import pathlib
import signal
import subprocess
import time
import unittest

import lab
import lan

DNS, HOST, OTHER = 1, 2, 3


def reverse(addr):
    return ".".join(reversed(addr.split("."))) + ".in-addr.arpa"


def records(*words, expect=0):
    out = lab.muster(*words, "-q", "-o", "ndjson:-", expect=expect).stdout
    return [json.loads(line) for line in out.splitlines()]


def rows(*words, expect=0):
    lab.muster(*words, "--force", "-o", "names.csv", expect=expect)
    return {row["addr"]: row["name"] for row in lab.read_csv("names.csv")}


class Served(unittest.TestCase):
    def setUp(self):
        self.server = lan.start_in(lan.name(DNS), "dnsmasq", "--no-daemon", "--no-resolv", "--no-hosts", "--pid-file=", "--user=root",
                                   "--local=/test/", f"--host-record=web.test,{lan.ipv4(HOST)}", f"--host-record=www.test,{lan.ipv4(HOST)}",
                                   f"--ptr-record={reverse(lan.ipv4(OTHER))},other-one.test")
        self.addCleanup(lan.end, self.server)
        lan.until(lambda: "w" in lan.run_in(lan.name(DNS), "sh", "-c", f"dig +short +time=1 +tries=1 @{lan.ipv4(DNS)} -x {lan.ipv4(HOST)} || true"),
                  "the name server answers")

    def test_names_that_were_asked_stay_with_their_verdict(self):
        self.assertEqual(rows("sweep", "web.test,www.test", lan.ipv4(OTHER)), {lan.ipv4(HOST): "web.test www.test", lan.ipv4(OTHER): ""})
        table = lab.muster("scan", "web.test", "-p", "81", "--all").stdout
        self.assertRegex(table, rf"ADDRESS +NAME +PORT.*\n{lan.ipv4(HOST)} +web.test +81 +closed")

    def test_names_without_an_address_are_told_and_the_others_asked(self):
        pathlib.Path("list.txt").write_text("web.test\n" + "".join(f"no{i}.test\n" for i in range(300)))
        began = time.monotonic()
        run = lab.muster("sweep", "-i", "list.txt", "-q", expect=1)
        self.assertLess(time.monotonic() - began, 10)
        self.assertIn(lan.ipv4(HOST), run.stdout)
        self.assertIn('list.txt line 2: target "no0.test": no IPv4 or IPv6 address', run.stderr)
        self.assertIn("295 more names have no address", run.stderr)
        self.assertEqual(records("sweep", "-i", "list.txt", expect=1)[-1]["unresolved"], 300)
        lab.muster("sweep", "--strict", "-i", "list.txt", expect=2)

    def test_watch_tells_them_in_lines_and_events(self):
        lines = lab.muster("watch", "-q", "--rounds", "1", "--every", "3s", "web.test,www.test", lan.ipv4(4)).stdout
        self.assertIn(f"{lan.ipv4(4)} is inactive", lines)
        lines = lab.muster("watch", "-q", "--all", "--rounds", "1", "--every", "3s", "web.test,www.test", lan.ipv4(OTHER)).stdout
        self.assertIn(f"{lan.ipv4(HOST)} (web.test www.test) is alive", lines)
        self.assertIn(f"{lan.ipv4(OTHER)} is alive", lines)

    def test_reverse_names_are_there_at_the_end(self):
        found = rows("sweep", "--resolve", lan.ipv4(HOST), lan.ipv4(OTHER), lan.ipv4(4))
        self.assertIn(found[lan.ipv4(HOST)], ("web.test", "www.test"))
        self.assertEqual(found[lan.ipv4(OTHER)], "other-one.test")
        self.assertNotIn(lan.ipv4(4), found)  # down

    def test_a_stream_has_them_as_records_before_the_summary(self):
        found = records("sweep", "--resolve", lan.ipv4(HOST), lan.ipv4(OTHER))
        self.assertEqual([record["type"] for record in found[-3:]], ["name", "name", "summary"])
        self.assertEqual({record["addr"] for record in found if record["type"] == "name"}, {lan.ipv4(HOST), lan.ipv4(OTHER)})

    def test_a_name_that_was_asked_is_kept(self):
        self.assertEqual(rows("sweep", "--resolve", "web.test"), {lan.ipv4(HOST): "web.test"})


# Answers every reverse query with a name that contains a terminal's control sequences.
HOSTILE = """
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("0.0.0.0", 53))
print("ready", flush=True)
while True:
    asked, to = s.recvfrom(512)
    end = asked.index(b"\\0", 12) + 5
    name = b"\\x0devil\\x1b[2J\\",\\n\\xff\\0"
    s.sendto(asked[:2] + b"\\x85\\x80\\0\\1\\0\\1\\0\\0\\0\\0" + asked[12:end] + b"\\xc0\\x0c\\0\\x0c\\0\\1\\0\\0\\0\\x3c\\0" + bytes([len(name)]) + name, to)
"""


class Hostile(unittest.TestCase):
    def test_a_hostile_name_reaches_no_terminal(self):
        server = lan.start_in(lan.name(DNS), "python3", "-c", HOSTILE)
        self.addCleanup(lan.end, server)
        server.stdout.readline()
        run = lab.muster("sweep", "--resolve", lan.ipv4(HOST), "-o", "text:-", "--force", "-o", "hostile.csv", "-o", "hostile.ndjson")
        for text in (run.stdout, pathlib.Path("hostile.csv").read_text(), pathlib.Path("hostile.ndjson").read_text()):
            self.assertNotIn("\x1b", text)
            self.assertNotIn("evil\n", text)
        self.assertEqual(len(lab.read_csv("hostile.csv")), 1)


# The first three questions get SERVFAIL, all others 127.0.0.9.
LATE = """
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("0.0.0.0", 53))
print("ready", flush=True)
count = 0
while True:
    asked, to = s.recvfrom(512)
    count += 1
    end = asked.index(b"\\0", 12) + 5
    if count <= 3:
        s.sendto(asked[:2] + b"\\x81\\x82\\0\\1\\0\\0\\0\\0\\0\\0" + asked[12:end], to)
    else:
        s.sendto(asked[:2] + b"\\x81\\x80\\0\\1\\0\\1\\0\\0\\0\\0" + asked[12:end] + b"\\xc0\\x0c\\0\\1\\0\\1\\0\\0\\0\\x3c\\0\\4\\x7f\\0\\0\\x09", to)
"""


class Away(unittest.TestCase):
    """No name server listens, or one has no answer for a moment: no mistake of the command line."""

    def test_it_is_told_and_is_no_mistake_of_the_command_line(self):
        began = time.monotonic()
        commands = [lab.start(*words, "web.test") for words in (["sweep", "--dry-run"], ["ping", "-c", "1"], ["route"],
                                                                ["scan", "-p", "80", "--dry-run", "--strict"])]
        for command in commands:
            self.assertIn("no name server answered, also when asked again", command.communicate(timeout=60)[1])
            self.assertEqual(command.returncode, 1)
        self.assertLess(time.monotonic() - began, 12)

    def test_a_moment_is_waited_out(self):
        server = lan.start_in(lan.name(DNS), "python3", "-c", LATE)
        self.addCleanup(lan.end, server)
        server.stdout.readline()
        self.assertIn("127.0.0.9", lab.muster("sweep", "--dry-run", "web.test").stdout)


# Answers each A question after a delay: nameN.test and nameN.sub.test have 127.1.N; all others do not exist. It prints the names.
MANY = """
import collections, select, socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
s.bind(("0.0.0.0", 53))
print("ready", flush=True)
delay, waiting = float(sys.argv[1]), collections.deque()
while True:
    if select.select([s], [], [], max(0, waiting[0][0] - time.monotonic()) if waiting else None)[0]:
        asked, to = s.recvfrom(512)
        end = asked.index(b"\\0", 12) + 5
        label = asked[13:13 + asked[12]].decode()
        print(label, len(asked), flush=True)
        head = asked[:2] + b"\\x81\\x83\\0\\1\\0\\0\\0\\0\\0\\0" + asked[12:end]
        if label.startswith("name") and b"\\4test\\0" in asked and asked[end - 3] == 1:
            number = int(label[4:] or 0)
            head = asked[:2] + b"\\x81\\x80\\0\\1\\0\\1\\0\\0\\0\\0" + asked[12:end] + b"\\xc0\\x0c\\0\\1\\0\\1\\0\\0\\0\\x3c\\0\\4" + bytes((127, 1, number >> 8, number & 255))
        waiting.append((time.monotonic() + delay, head, to))
    while waiting and waiting[0][0] <= time.monotonic():
        s.sendto(waiting[0][1], waiting.popleft()[2])
"""


def mounted(test, path, text):
    """The file has this text until the test ends; it was mounted over, so the machine's own stays as it is."""
    made = pathlib.Path(path.replace("/", "_"))
    made.write_text(text)
    subprocess.run(["mount", "--bind", made, path], check=True)
    test.addCleanup(subprocess.run, ["umount", path])


class Many(unittest.TestCase):
    """All names are asked at the same time, and answered as getaddrinfo would."""

    def serve(self, delay):
        server = lan.start_in(lan.name(DNS), "python3", "-c", MANY, str(delay))
        self.addCleanup(lan.end, server)
        server.stdout.readline()
        return server

    def test_thousands_of_names_take_a_moment(self):
        self.serve(0.05)
        count = 2000
        pathlib.Path("many.txt").write_text("".join(f"name{i}.test\n" for i in range(count)))
        began = time.monotonic()
        planned = lab.muster("sweep", "--dry-run", "-i", "many.txt")
        self.assertLess(time.monotonic() - began, 8)  # one after the other: 100 s
        self.assertIn(f"{count:,}  addresses", planned.stdout)
        began = time.monotonic()
        pinged = lab.muster("ping", "-c", "1", "-a", *(f"name{i}.test" for i in range(1, 200)), expect=0)
        self.assertLess(time.monotonic() - began, 8)
        self.assertEqual(pinged.stdout.split()[:3], ["127.1.0.1", "127.1.0.2", "127.1.0.3"])

    def test_a_silent_name_server_ends_all_names_together(self):
        lan.nft(lan.name(DNS), "table ip d {\n chain i {\n  type filter hook input priority 0\n  udp dport 53 drop\n }\n}\n")
        self.addCleanup(lan.run_in, lan.name(DNS), "nft", "delete", "table", "ip", "d")
        mounted(self, "/etc/hosts", "127.0.0.77 known.test\n")
        pathlib.Path("many.txt").write_text("".join(f"name{i}.test\n" for i in range(3000)) + "known.test\n")
        began = time.monotonic()
        swept = lab.start("sweep", "-i", "many.txt", "--dry-run")
        pinged = lab.start("ping", "-c", "1", "name1.test", "name2.test", "known.test")
        out, err = swept.communicate(timeout=60)
        self.assertIn("127.0.0.77", out)
        self.assertIn("no name server answered, also when asked again", err)
        self.assertIn("looking up host names", err)
        out, err = pinged.communicate(timeout=60)
        self.assertIn("64 bytes from 127.0.0.77", out)
        self.assertEqual(pinged.returncode, 1)
        self.assertLess(time.monotonic() - began, 12)

    def test_a_signal_ends_it_at_once(self):
        self.serve(30)
        swept = lab.start("sweep", "--dry-run", "name1.test")
        time.sleep(0.5)
        began = time.monotonic()
        swept.send_signal(signal.SIGINT)
        swept.communicate(timeout=60)
        self.assertLess(time.monotonic() - began, 1)
        self.assertNotEqual(swept.returncode, 0)

    def test_search_domains_and_the_order_of_sources_are_those_of_the_c_library(self):
        server = self.serve(0)
        mounted(self, "/etc/resolv.conf", f"nameserver {lan.ipv4(DNS)}\nsearch none.invalid test\n")
        mounted(self, "/etc/nsswitch.conf", "hosts: files mdns4_minimal [NOTFOUND=return] myhostname dns\n")
        mounted(self, "/etc/hosts", "127.0.0.5 localhost name7.test\n")
        planned = lab.muster("sweep", "--dry-run", "name3", "name4.sub", "name7.test", "localhost").stdout
        self.assertIn("3  addresses", planned)
        for addr in ("127.1.0.3", "127.1.0.4", "127.0.0.5"):
            self.assertIn(addr, planned)
        server.terminate()
        asked = server.stdout.read()
        self.assertIn("name3 ", asked)
        self.assertNotIn("name7", asked)  # the hosts file comes first


class Links(unittest.TestCase):
    def test_a_name_of_a_link_local_address_needs_its_link(self):
        pathlib.Path("hosts").write_text("fe80::77 far.test\n127.0.0.1 localhost\n")
        subprocess.run("ip link add twin0 type veth peer name twin1; ip link add pair0 type veth peer name pair1; for i in twin0 twin1 pair0 pair1; do"
                       " sysctl -qw net.ipv6.conf.$i.disable_ipv6=0; ip link set $i up; ip address add fe80::${#i}/64 dev $i nodad; done",
                       shell=True, check=True)
        self.addCleanup(subprocess.run, "ip link del twin0; ip link del pair0", shell=True)
        subprocess.run(["mount", "--bind", "hosts", "/etc/hosts"], check=True)
        self.addCleanup(subprocess.run, ["umount", "/etc/hosts"])
        for words in (["sweep", "--dry-run"], ["scan", "-p", "80", "--dry-run"], ["ping", "-c", "1"], ["route"], ["watch", "--rounds", "1", "--every", "3s"]):
            for name in ("far.test", "fe80::77"):
                done = lab.muster(*words, name, expect=2)
                self.assertRegex(done.stderr, r"fe80::77 is a link-local address, and does not tell on which link: expected .*; there are: .*twin0")
        self.assertIn("PING far.test (fe80::77%twin0)", lab.muster("ping", "-c", "1", "-W", "1", "-I", "twin0", "far.test", expect=1).stdout)


class Unserved(unittest.TestCase):
    def test_a_silent_name_server_costs_two_seconds(self):
        lan.nft(lan.name(DNS), "table ip d {\n chain i {\n  type filter hook input priority 0\n  udp dport 53 drop\n }\n}\n")
        began = time.monotonic()
        self.assertEqual(rows("sweep", "--resolve", lan.ipv4(HOST), lan.ipv4(OTHER)), {lan.ipv4(HOST): "", lan.ipv4(OTHER): ""})
        self.assertLess(time.monotonic() - began, 6)


def setUpModule():
    lan.build(3)
    pathlib.Path("resolv.conf").write_text(f"nameserver {lan.ipv4(DNS)}\n")
    # Of this test's own mount namespace.
    subprocess.run(["mount", "--bind", "resolv.conf", "/etc/resolv.conf"], check=True)


if __name__ == "__main__":
    lab.main()
