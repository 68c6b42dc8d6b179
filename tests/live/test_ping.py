# SPDX-License-Identifier: BSD-2-Clause
"""muster ping compared with the ping of iputils, with privileges and without: hosts that answer, are silent, refuse, or forge."""
import csv
import io
import json
import pathlib
import re
import signal
import subprocess
import time
import unittest

import lab

NO_RIGHTS = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]
RANGE = pathlib.Path("/proc/sys/net/ipv4/ping_group_range")


def ping(*words, expect=0, **options):
    return lab.muster("ping", *words, expect=expect, **options)


def without_rights(*words):
    return subprocess.run([*NO_RIGHTS, lab.MUSTER, "ping", *words], capture_output=True, text=True, timeout=60)


def allow_everybody(allowed):
    RANGE.write_text("0 0" if allowed else "1 0")  # group 0 is the only one in this user namespace


def average(text):
    return float(re.search(r"rtt min/avg/max/mdev = [\d.]+/([\d.]+)/", text)[1])


class Answers(unittest.TestCase):
    def test_lines_and_blocks_are_those_that_people_know(self):
        out = ping("-c", "3", "--interval", "20ms", "10.8.0.1").stdout.splitlines()
        self.assertEqual(out[0], "PING 10.8.0.1 (10.8.0.1) 56(84) bytes of data, via raw")
        for i, line in enumerate(out[1:4], 1):
            self.assertRegex(line, rf"^64 bytes from 10\.8\.0\.1: icmp_seq={i} ttl=64 time=[\d.]+ ms$")
        self.assertEqual(out[4:6], ["", "--- 10.8.0.1 ping statistics ---"])
        self.assertRegex(out[6], r"^3 packets transmitted, 3 received, 0% packet loss, time \d+ms$")
        self.assertRegex(out[7], r"^rtt min/avg/max/mdev = [\d.]+/[\d.]+/[\d.]+/[\d.]+ ms$")

    def test_round_trips_agree_with_those_of_iputils(self):
        for host in ("127.0.0.1", "10.8.0.1"):
            for left in (2, 1, 0):  # repeat: the machine may be busy at the moment
                ours = average(ping("-q", "-c", "200", "--interval", "2ms", host).stdout)
                done = subprocess.run(["ping", "-q", "-c", "200", "-i", "0.002", host], capture_output=True, text=True, check=True)
                theirs = average(done.stdout)
                if abs(ours - theirs) < 0.25 + theirs:
                    break
                self.assertTrue(left, f"{host}: {ours} ms, ping says {theirs} ms")
            self.assertGreater(ours, 0)

    def test_a_long_run_tells_median_and_p95(self):
        out = ping("-q", "-c", "50", "--interval", "1ms", "10.8.0.1").stdout
        median, p95 = map(float, re.search(r"rtt median/p95 = ([\d.]+)/([\d.]+) ms", out).groups())
        self.assertLessEqual(median, p95)

    def test_silent_refused_and_answering_hosts_together(self):
        out = ping("-c", "2", "--interval", "50ms", "--timeout", "400ms", "10.8.0.1", "10.8.200.1", expect=1).stdout
        self.assertIn("PING 2 hosts", out)
        self.assertIn("no answer from 10.8.200.1: icmp_seq=1", out)
        self.assertIn("--- 10.8.200.1 ping statistics ---\n2 packets transmitted, 0 received, 100% packet loss, time ", out)
        refused = next(iter(lab.planned("host-unreach"))).replace("0/24", "9")
        out = ping("-c", "1", "--timeout", "2s", refused, expect=1).stdout
        self.assertIn(f"From {lab.ROUTER} icmp_seq=1 Destination Host Unreachable", out)
        self.assertIn("+1 errors, 100% packet loss", out)

    def test_a_whole_subnet_at_once(self):
        document = json.loads(ping("-q", "-c", "1", "10.8.0.0/24", "-o", "json:-").stdout)
        self.assertEqual(document["summary"], {"hosts": 256, "answered": 256, "via": "raw"})
        self.assertEqual({row["received"] for row in document["hosts"]}, {1})

    def test_it_ends_with_the_last_answer(self):
        began = time.monotonic()
        ping("-q", "-c", "1", "--timeout", "50s", "10.8.0.1")
        self.assertLess(time.monotonic() - began, 20)

    def test_names_that_do_not_resolve_are_told_and_the_others_asked(self):
        done = ping("-c", "1", "nonesuch.invalid", "10.8.0.1", expect=1)
        self.assertIn("nonesuch.invalid: ", done.stderr)
        self.assertIn("1 packets transmitted, 1 received", done.stdout)
        ping("-c", "1", "nonesuch.invalid", expect=1)

    def test_ipv6(self):
        subprocess.run(["sysctl", "-qw", "net.ipv6.conf.lo.disable_ipv6=0"], check=True)
        out = ping("-c", "2", "--interval", "20ms", "::1").stdout
        self.assertRegex(out, r"64 bytes from ::1: icmp_seq=2 ttl=64 time=")
        done = without_rights("--via", "dgram", "-c", "1", "::1") if RANGE.write_text("0 0") else None
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_reports_for_programs(self):
        out = ping("-c", "3", "--interval", "20ms", "10.8.0.1", "-o", "ndjson:-", "-o", "ping.csv").stdout
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([line["type"] for line in lines], ["reply"] * 3 + ["total", "summary"])
        self.assertEqual([line["seq"] for line in lines[:3]], [1, 2, 3])
        row = next(csv.DictReader(io.StringIO(pathlib.Path("ping.csv").read_text())))
        self.assertEqual((row["sent"], row["received"], row["loss_percent"]), ("3", "3", "0"))
        self.assertAlmostEqual(float(row["avg_ms"]), sum(line["rtt_ms"] for line in lines[:3]) / 3, places=5)

    def test_large_and_small_payloads(self):
        self.assertIn("8 bytes from 10.8.0.1", ping("-c", "1", "-s", "0", "10.8.0.1").stdout)
        self.assertIn("4008 bytes from 10.8.0.1", ping("-c", "1", "-s", "4000", "10.8.0.1").stdout)


class Odd(unittest.TestCase):
    def test_duplicates_are_marked_and_counted(self):
        with lab.Responder(duplicate=1.0):
            out = ping("-c", "3", "--interval", "50ms", "10.7.0.1").stdout
        self.assertIn("(DUP!)", out)
        self.assertRegex(out, r"3 packets transmitted, 3 received, \+[23] duplicates?, 0% packet loss")

    def test_loss_is_counted(self):
        with lab.Responder(loss=0.3, seed=3):
            out = ping("-q", "-c", "60", "--interval", "5ms", "--timeout", "500ms", "10.7.0.1").stdout
        loss = float(re.search(r"([\d.]+)% packet loss", out)[1])
        self.assertTrue(20 <= loss <= 85, out)

    def test_a_changed_payload_is_an_answer_and_is_marked(self):
        code = ("import socket\ns = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))\ns.bind(('far0', 0x0800))\nprint(flush=True)\n"
                "def total(data):\n    words = sum(data[i] << 8 | data[i + 1] for i in range(0, len(data), 2))\n"
                "    while words >> 16: words = (words & 65535) + (words >> 16)\n    return ~words & 65535\n"
                "while True:\n    frame = bytearray(s.recv(2000))\n    if frame[23] != 1 or frame[34] != 8 or frame[30:34] != bytes([10, 7, 0, 9]): continue\n"
                "    frame[0:6], frame[6:12] = frame[6:12], frame[0:6]\n    frame[26:30], frame[30:34] = frame[30:34], frame[26:30]\n    frame[34] = 0\n"
                "    frame[70] ^= 1\n    frame[36:38] = b'\\0\\0'\n    frame[36:38] = total(bytes(frame[34:98])).to_bytes(2, 'big')\n    s.send(frame[:98])\n")
        with lab.Helper("python3", "-c", code) as helper:
            try:
                out = ping("-c", "2", "--interval", "50ms", "--timeout", "1s", "10.7.0.9").stdout
            finally:
                helper.process.kill()
        self.assertEqual(len(re.findall(r"^64 bytes from 10\.7\.0\.9: icmp_seq=[12] ttl=64 time=\S+ ms \(payload differs\)$", out, re.M)), 2, out)
        self.assertIn("2 packets transmitted, 2 received, +2 altered payloads, 0% packet loss", out)

    def test_a_late_answer_still_counts(self):
        with lab.Responder(delay="300-300"):
            out = ping("-c", "8", "--interval", "200ms", "--timeout", "100ms", "10.7.0.1").stdout
        self.assertIn("no answer from 10.7.0.1: icmp_seq=1", out)
        self.assertRegex(out, r"icmp_seq=\d ttl=\d+ time=[3-9]\d\d ms")

    def test_tcp_where_icmp_is_filtered(self):
        with lab.listener():
            port = min(lab.planned_ports("open"))
            out = ping("--tcp", port, "-c", "2", "--interval", "50ms", "10.8.0.1").stdout
        self.assertRegex(out, rf"connected to 10\.8\.0\.1 port {port}: tcp_seq=2 time=[\d.]+ ms")
        self.assertIn("via connect", out)
        self.assertIn("refused by 10.8.0.1 port 81", ping("--tcp", "81", "-c", "1", "10.8.0.1").stdout)
        silent = min(lab.planned_ports("silent"))
        self.assertIn("no answer", ping("--tcp", silent, "-c", "1", "--timeout", "300ms", "10.8.0.1", expect=1).stdout)

    def test_loop_goes_on_until_it_is_stopped(self):
        process = lab.start("ping", "--loop", "--interval", "20ms", "10.8.0.1")
        for line in process.stdout:
            if "icmp_seq=20 " in line:
                break
        process.send_signal(signal.SIGINT)
        out = process.communicate(timeout=20)[0]
        self.assertEqual(process.returncode, 0)
        self.assertRegex(out, r"\d+ packets transmitted, \d+ received, 0% packet loss")

    def test_who_was_held_up_does_not_ask_in_a_burst(self):
        process = lab.start("ping", "--loop", "--interval", "50ms", "10.8.0.1")
        for line in process.stdout:
            if "icmp_seq=3 " in line:
                break
        process.send_signal(signal.SIGSTOP)
        time.sleep(4)  # eighty rounds
        process.send_signal(signal.SIGCONT)
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out = process.communicate(timeout=20)[0]
        self.assertLess(int(re.search(r"(\d+) packets transmitted", out)[1]), 60)

    def test_the_live_table(self):
        with lab.Terminal(lab.MUSTER, "ping", "--loop", "--interval", "50ms", "--timeout", "300ms", "10.8.0.1", "10.8.200.1", columns=120) as terminal:
            terminal.wait_for("muster ping, via raw")
            lines = terminal.wait_for(lambda lines: any(line.startswith("10.8.200.1") and "100.0" in line and "×××" in line for line in lines))
            self.assertTrue(any(line.startswith("10.8.0.1 ") and " 0.0 " in line for line in lines))
            terminal.wait_for("1 of 2 hosts answered the last request")
            terminal.resize(50, 8)
            terminal.wait_for(lambda lines: len(lines) <= 9 and any("10.8.200.1" in line for line in lines))
            terminal.send("q")
            self.assertEqual(terminal.exit_status(), 1)
            terminal.wait_for("100% packet")


class Absent(unittest.TestCase):
    """A subnet of this link with two live hosts: frames for the others wait for ARP, in the send buffer."""

    @classmethod
    def setUpClass(cls):
        for words in ("ip address add 10.9.200.1/27 dev near0", "ip -n far address add 10.9.200.5/27 dev far0", "ip -n far address add 10.9.200.9/27 dev far0",
                      "sysctl -qw net.ipv4.neigh.near0.retrans_time_ms=300"):
            subprocess.run(words.split(), check=True)

    @classmethod
    def tearDownClass(cls):
        subprocess.run("ip address del 10.9.200.1/27 dev near0".split(), check=True)

    def check(self, text, sent):
        for host in ("10.9.200.1", "10.9.200.5", "10.9.200.9"):
            self.assertIn(f"--- {host} ping statistics ---\n{sent} packets transmitted, {sent} received, 0% packet loss, time ", text)
        self.assertNotIn("not sent", text)
        self.assertEqual(text.count("ping statistics"), 30)  # without network and broadcast address
        self.assertNotIn("10.9.200.0 ", text)
        self.assertNotIn("10.9.200.31 ", text)

    def test_live_hosts_have_no_loss_for_those_that_are_absent(self):
        self.check(ping("-q", "-c", "40", "-i", "0.02", "-W", "0.5", "10.9.200.0/27", expect=1).stdout, 40)

    def test_nor_where_the_send_buffer_is_everybodys(self):
        allow_everybody(True)
        done = without_rights("--via", "dgram", "-q", "-c", "60", "-i", "0.02", "-W", "0.5", "10.9.200.0/27")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.check(done.stdout, 60)

    def test_absent_ones_are_unreachable_as_iputils_counts_them(self):
        out = ping("-c", "1", "10.9.200.7", expect=1).stdout
        self.assertIn("From 10.9.200.1 icmp_seq=1 Destination Host Unreachable\n", out)
        self.assertIn("1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms\n", out)

    def test_alive_and_unreachable_are_lists(self):
        self.assertEqual(ping("-a", "-r", "1", "-i", "0.2", "-W", "0.5", "10.9.200.0/28", expect=1).stdout, "10.9.200.1\n10.9.200.5\n10.9.200.9\n")
        self.assertEqual(ping("-u", "-r", "0", "-W", "0.5", "10.9.200.4-6", expect=1).stdout, "10.9.200.4\n10.9.200.6\n")


class NotSent(unittest.TestCase):
    def check(self, why, *words):
        for method in (["--via", "raw"], ["--via", "dgram"]):
            out = ping(*method, "-c", "2", "-i", "0.02", *words, "10.8.0.1", expect=1).stdout
            self.assertIn(f"icmp_seq=1 {why}\n", out)
            self.assertIn(f"0 packets transmitted, 0 received\n2 not sent ({why})\n", out)
            self.assertIn("2 packets transmitted, 2 received, 0% packet loss, time ", out)
            self.assertLessEqual(max(map(len, out.splitlines())), 80)

    def test_routes_and_firewalls_are_reasons(self):
        allow_everybody(True)
        self.check("no route to it", "192.0.2.1")
        subprocess.run("ip route add unreachable 10.6.0.0/16".split(), check=True)
        subprocess.run(["nft", "add table ip own; add chain ip own out { type filter hook output priority 0; }; add rule ip own out ip daddr 10.8.0.77 drop"],
                       check=True)
        try:
            self.check("an unreachable route", "10.6.0.1")
            self.check("a firewall here forbids it", "10.8.0.77")
        finally:
            subprocess.run("nft delete table ip own".split(), check=True)
            subprocess.run("ip route del unreachable 10.6.0.0/16".split(), check=True)

    def test_frames_that_a_queue_drops_are_sent_again(self):
        subprocess.run("tc qdisc replace dev near0 root tbf rate 64kbit burst 300 limit 300".split(), check=True)
        try:
            out = ping("-q", "-c", "20", "-i", "0.005", "-W", "2", "10.8.0.1").stdout
        finally:
            subprocess.run("tc qdisc replace dev near0 root pfifo limit 10000".split(), check=True)
        self.assertIn("20 packets transmitted, 20 received, 0% packet loss, time ", out)

    def test_stopped_before_the_first_time_out(self):
        process = lab.start("ping", "-W", "30", "10.8.200.1")
        process.stdout.readline()
        time.sleep(1.3)
        process.send_signal(signal.SIGINT)
        out = process.communicate(timeout=20)[0]
        self.assertIn("2 packets transmitted, 0 received, 100% packet loss, time ", out)
        self.assertEqual(process.returncode, 1)

    def test_link_local_addresses_take_the_only_interface(self):
        subprocess.run("sysctl -qw net.ipv6.conf.lo.disable_ipv6=0 net.ipv6.conf.near0.disable_ipv6=0".split(), check=True)
        subprocess.run("ip address add fe80::9/64 dev near0 nodad".split(), check=True)
        try:
            done = lab.muster("ping", "-c", "1", "fe80::9", expect=2)  # also where only one link is possible
            self.assertIn("expected the interface behind it, as in fe80::9%near0; there are: near0", done.stderr)
            self.assertIn("PING fe80::9%near0", ping("-c", "1", "fe80::9%near0").stdout)
            subprocess.run("ip link add twin0 type veth peer name twin1".split(), check=True)
            subprocess.run("sysctl -qw net.ipv6.conf.twin0.disable_ipv6=0".split(), check=True)
            subprocess.run("ip address add fe80::8/64 dev twin0 nodad".split(), check=True)
            for name in ("twin0", "twin1"):
                subprocess.run(["ip", "link", "set", name, "up"], check=True)
            for words in (["ping", "-c", "1"], ["sweep", "--dry-run"], ["route"]):
                done = lab.muster(*words, "fe80::9", expect=2)
                self.assertRegex(done.stderr, r"expected the interface behind it, as in fe80::9%(near|twin)0; there are: .*near0.*")
            self.assertIn("fe80::9%near0", ping("-c", "1", "-I", "near0", "fe80::9").stdout)
        finally:
            subprocess.run("ip link del twin0".split(), check=False)
            subprocess.run("sysctl -qw net.ipv6.conf.near0.disable_ipv6=1".split(), check=True)


class Rights(unittest.TestCase):
    def test_datagram_sockets_for_the_groups_that_may(self):
        allow_everybody(True)
        done = without_rights("-c", "2", "--interval", "50ms", "10.8.0.1")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("via dgram", done.stdout)
        self.assertIn("icmp_seq=2 ttl=64", done.stdout)
        refused = next(iter(lab.planned("host-unreach"))).replace("0/24", "9")
        self.assertIn(f"From {lab.ROUTER} icmp_seq=1 Destination Host Unreachable", without_rights("-c", "1", refused).stdout)

    def test_the_systems_ping_program(self):
        allow_everybody(True)
        line = (f"cp /usr/bin/ping plain; mount --bind plain /usr/bin/ping; exec {' '.join(NO_RIGHTS)} {lab.MUSTER} ping --via system -c 2 "
                "--interval 200ms 10.8.0.1 10.8.0.2")  # a ping without privileges, because some machines give none here
        done = subprocess.run(["unshare", "-m", "sh", "-c", line], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("via system", done.stdout)
        self.assertEqual(done.stdout.count("2 packets transmitted, 2 received, 0% packet loss"), 2)

    def system_ping(self, version, lines, *words, expect=0):
        """What muster makes of a ping program that prints this for -V, and these lines for all else."""
        pathlib.Path("stub").write_text(f"#!/bin/sh\nif [ \"$1\" = -V ]; then cat <<'E'\n{version}\nE\nelse cat <<'E'\n{lines}\nE\nfi\n")
        line = (f"chmod 755 stub; mount --bind stub /usr/bin/ping; exec {lab.MUSTER} ping --via system --interval 20ms --timeout 200ms "
                f"{' '.join(words)} 10.8.0.1")
        done = subprocess.run(["unshare", "-m", "sh", "-c", line], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_the_ping_programs_of_inetutils_and_busybox(self):
        head, end = "PING 10.8.0.1 (10.8.0.1): 56 data bytes\n", "\n--- 10.8.0.1 ping statistics ---\n2 packets transmitted, 2 packets received, 0% packet loss"
        out = self.system_ping("ping (GNU inetutils) 2.4", head + "64 bytes from 10.8.0.1: icmp_seq=0 ttl=64 time=0.034 ms\n"
                               "64 bytes from 10.8.0.1: icmp_seq=1 ttl=64 time=0.035 ms" + end, "-c", "2")
        self.assertIn("icmp_seq=1 ttl=64 time=0.034 ms\n", out)
        self.assertIn("2 packets transmitted, 2 received, 0% packet loss", out)
        out = self.system_ping("ping: invalid option -- 'V'\nBusyBox v1.35.0 (Debian) multi-call binary.", head +
                               "64 bytes from 10.8.0.1: seq=1 ttl=64 time=0.034 ms\n" + end, "-c", "2")  # the first is lost
        self.assertIn("icmp_seq=2 ttl=64 time=0.034 ms\n", out)
        self.assertIn("2 packets transmitted, 1 received, 50% packet loss", out)

    def test_marks_of_the_ping_program_are_understood(self):
        head, end = "PING 10.8.0.1 (10.8.0.1) 56(84) bytes of data.\n", "\n--- s ---\n2 packets transmitted, 2 received, 0% packet loss, time 20ms"
        out = self.system_ping("ping from iputils 20221126", head + "60 bytes from 10.8.0.1: icmp_seq=1 ttl=64 (truncated)" + end, "-c", "1")
        self.assertRegex(out, r"(?m)^60 bytes from 10\.8\.0\.1: icmp_seq=1 ttl=64 \(truncated\)$")
        self.assertIn("1 packets transmitted, 1 received, +1 altered payloads, 0% packet loss", out)
        out = self.system_ping("ping from iputils 20221126", head + "64 bytes from 10.8.0.1: icmp_seq=1 ttl=64 time=1795860698011 ms\n"
                               "wrong data byte #16 should be 0x10 but was 0x0\n#16\t0 0 0 0\n" + end, "-c", "1")
        self.assertRegex(out, r"(?m)^64 bytes from 10\.8\.0\.1: icmp_seq=1 ttl=64 \(payload differs\)$")
        out = self.system_ping("ping from iputils 20221126", head + "64 bytes from 10.8.0.9: icmp_seq=1 ttl=64 time=0.04 ms (DIFFERENT ADDRESS!)" + end,
                               "-c", "1", "-o", "ndjson:-")
        self.assertIn('"other_address":true', out)
        out = self.system_ping("ping from iputils 20221126", head + "From 10.8.0.9 icmp_seq=1 Time to live exceeded" + end, "-c", "1", expect=1)
        self.assertIn("From 10.8.0.9 icmp_seq=1 Time to live exceeded\n", out)

    def test_a_ping_program_that_is_not_understood_is_no_loss(self):
        out = self.system_ping("ping: invalid option -- 'V'\nsee 'fping -h' for usage information", "", "-c", "1", expect=1)
        self.assertIn("/usr/bin/ping is fping, whose output muster does not read: expected the ping of iputils, GNU inetutils or BusyBox", out)
        out = self.system_ping("pong", "reply from 10.8.0.1: ttl=64 time<1ms", "-c", "2", expect=1)
        self.assertIn("0 packets transmitted, 0 received\n2 not sent (its answers are not understood)", out)
        self.assertIn("the system's ping program printed: reply from 10.8.0.1: ttl=64 time<1ms", out)
        out = self.system_ping("pong", "ping: I have no idea", "-c", "1", expect=1)
        self.assertIn("1 not sent (the ping program has ended)", out)
        self.assertIn("printed: ping: I have no idea", out)
        out = self.system_ping("pong", "ping: permission denied (are you root?)", "-c", "1", expect=1)
        self.assertEqual(out, 'muster ping: /usr/bin/ping may not send either: it prints "ping: permission denied (are you root?)"\n')

    def test_with_none_of_them_it_says_what_to_do(self):
        allow_everybody(False)
        done = without_rights("--via", "raw", "-c", "1", "10.8.0.1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("CAP_NET_RAW", done.stderr)
        done = without_rights("--via", "dgram", "-c", "1", "10.8.0.1")
        self.assertIn("ping_group_range", done.stderr)
        hidden = f"mount --bind /dev/null /usr/bin/ping; exec {' '.join(NO_RIGHTS)} {lab.MUSTER} ping -c 1 10.8.0.1"
        done = subprocess.run(["unshare", "-m", "sh", "-c", hidden], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1, done.stdout)
        for word in ("setcap", "sysctl", "iputils-ping", "--tcp"):
            self.assertIn(word, done.stderr)
        self.assertEqual((done.stdout, done.stderr.count("\n")), ("", 1))  # one sentence, and no statistics

    def test_is_it_up(self):
        self.assertEqual(subprocess.run(f"{lab.MUSTER} ping -q -c1 10.8.0.1 >/dev/null && echo up", shell=True, capture_output=True).stdout, b"up\n")
        self.assertEqual(subprocess.run(f"{lab.MUSTER} ping -q -c1 --timeout 300ms 10.8.200.1 >/dev/null && echo up", shell=True,
                                        capture_output=True).stdout, b"")


lab.main()
