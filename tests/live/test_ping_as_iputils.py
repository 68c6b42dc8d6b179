# SPDX-License-Identifier: BSD-2-Clause
"""muster ping beside the ping of iputils: the same options, and the same words where scripts look for them."""
import pathlib
import re
import signal
import subprocess
import time
import unittest

import lab


def muster(*words):
    return subprocess.run([lab.MUSTER, "ping", *words], capture_output=True, text=True, timeout=60)


def iputils(*words):
    return subprocess.run(["ping", "-n", *words], capture_output=True, text=True, timeout=60)


def plain(text):
    """Without times, and what only one of them prints."""
    text = re.sub(r"(bytes of data)(, via \w+|\.)\n", r"\1\n", text)
    text = re.sub(r"no answer from .*\n|rtt median.*\n|, pipe \d+|, ipg/ewma.*? ms", "", text)
    return re.sub(r"\d+\.\d+ ms|\d+ms|(\d\.\d+/?)+ ms", "N", text).strip()


class AsIputils(unittest.TestCase):
    def same(self, *words, interval="0.2", code=0):
        ours, theirs = muster("--interval", interval, *words), iputils("-i", interval, *words)
        self.assertEqual(plain(ours.stdout), plain(theirs.stdout))
        self.assertEqual((ours.returncode, theirs.returncode), (code, code))
        return ours.stdout

    def test_replies_and_statistics(self):
        self.same("-c", "2", "10.8.0.1")
        self.same("-c", "2", "-q", "-D", "-t", "9", "-Q", "0x10", "-s", "16", "-M", "want", "-I", "near0", "10.8.0.1")
        self.same("-c", "2", "-q", "-I", "10.9.255.1", "-s", "3000", "-M", "dont", "10.8.0.1")
        self.same("-c", "3", "-W", "0.3", "-O", "10.8.200.1", code=1)

    def test_requests_leave_with_what_the_options_say(self):
        capture = lab.Capture("sent.pcap", "icmp[0] == 8")
        for words in (["-Q", "0x10", "10.8.0.1"], ["-M", "dont", "-t", "7", "10.8.0.1"], ["-M", "do", "10.8.0.1"], ["-b", "-t", "9", "-I", "near0", "224.0.0.1"]):
            muster("-q", "-c", "1", "-W", "0.2", *words)
        data, at, seen = pathlib.Path(capture.end()).read_bytes(), 24, []
        while at < len(data):
            header = data[at + 16 + 14:]  # of IPv4: type of service, don't fragment, time to live
            seen.append((header[1], header[6] >> 6, header[8]))
            at += 16 + int.from_bytes(data[at + 8:at + 12], "little")
        self.assertEqual(seen, [(16, 1, 64), (0, 0, 7), (0, 1, 64), (0, 1, 9)])

    def test_count_and_deadline_together_want_so_many_replies(self):
        self.same("-c", "2", "-w", "5", "10.8.0.1")
        out = muster("-c", "2", "-w", "0.7", "--interval", "0.2", "10.8.200.1")
        self.assertIn("4 packets transmitted, 0 received", out.stdout)
        self.assertEqual(out.returncode, 1)

    def test_an_error_ends_a_ping_with_a_deadline(self):
        out = self.same("-w", "3", "10.8.132.1", code=1)
        self.assertIn("1 packets transmitted, 0 received, +1 errors, 100% packet loss", out)
        self.same("-c", "5", "-w", "3", "10.8.132.1", code=1)

    def test_adaptive_and_flood_send_as_answers_come(self):
        for words in (["-A", "-q"], ["-f"]):
            out = muster(*words, "-c", "50", "10.8.0.1")
            self.assertIn("50 packets transmitted, 50 received", out.stdout)
            self.assertLess(int(re.search(r"time (\d+)ms", out.stdout)[1]), 2000)
        self.assertIn(50 * ".\b \b" + "\n---", out.stdout)
        self.assertIn("\n" + 20 * "." + "\n", muster("-f", "-c", "20", "-W", "0.1", "10.8.200.1").stdout)
        done = subprocess.run(["setpriv", "--reuid=1", "--clear-groups", lab.MUSTER, "ping", "-f", "10.8.0.1"], capture_output=True, text=True)
        if done.returncode != 127 and "setpriv" not in done.stderr:  # user 1 exists where the user namespace has it
            self.assertIn("--flood without --interval is for root", done.stderr)

    def test_sigquit_prints_a_line_and_goes_on(self):
        process = lab.start("ping", "-c", "3", "--interval", "0.4", "10.8.0.1")
        for _ in range(3):
            process.stdout.readline()
        process.send_signal(signal.SIGQUIT)
        out, err = process.communicate(timeout=20)
        self.assertRegex(err, r"^2/2 packets, 0% loss, min/avg/ewma/max = [\d.]+/[\d.]+/[\d.]+/[\d.]+ ms\n$")
        self.assertIn("3 packets transmitted, 3 received", out)

    def test_broadcast_addresses_need_b_and_are_told_as_such(self):
        lab.far("sysctl", "-qw", "net.ipv4.icmp_echo_ignore_broadcasts=0").communicate()
        self.same("-c", "1", "-b", "10.9.255.3")
        self.same("-c", "1", "-b", "-I", "near0", "255.255.255.255")
        self.assertIn("64 bytes from 10.9.255.2: icmp_seq=1", muster("-c", "1", "-b", "-I", "near0", "224.0.0.1").stdout)
        subprocess.run("ip route add broadcast 10.8.77.255 dev near0".split(), check=True)
        for addr, what in (("10.9.255.3", "the broadcast address of 10.9.255.0/30 on near0"), ("10.8.77.255", "a broadcast address by this machine's routes"),
                           ("255.255.255.255", "the broadcast address of every link"), ("224.0.0.1", "a multicast address")):
            done = lab.muster("ping", "-c", "1", addr, expect=2)
            self.assertIn(f"muster ping: {addr} is {what}: no host has it; --broadcast (-b) pings it, and every host there may answer\n", done.stderr)

    def test_short_payloads_without_a_time_are_answers_by_the_systems_ping(self):
        out = muster("--via", "system", "-c", "2", "-s", "8", "--interval", "0.2", "10.8.0.1")
        self.assertEqual(plain(out.stdout), plain(iputils("-c", "2", "-i", "0.2", "-s", "8", "10.8.0.1").stdout))
        self.assertEqual(out.returncode, 0)
        self.assertIn("10.8.0.1 : ? ?\n", muster("--via", "system", "-q", "-C", "2", "-s", "8", "--interval", "0.2", "10.8.0.1").stdout)


class Errors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for line in ("ip link add t0 mtu 1280 type veth peer name t1", "ip link set t0 up", "ip link set t1 up", "ip address add 10.60.0.1/24 dev t0",
                     "ip route add 10.61.0.0/24 via 10.9.255.1", "sysctl -qw net.ipv4.conf.all.send_redirects=1 net.ipv4.conf.far0.send_redirects=1"):
            lab.far(*line.split()).communicate()
        subprocess.run("ip route add 10.60.0.0/15 via 10.9.255.2".split(), check=True)

    def test_fragmentation_needed_tells_the_mtu(self):
        for method in ("raw", "system"):
            out = muster("--via", method, "-c", "2", "--interval", "0.2", "-W", "0.5", "-M", "do", "-s", "1400", "10.60.0.9").stdout
            if method == "raw":
                self.assertIn("From 10.9.255.2 icmp_seq=1 Frag needed and DF set (mtu = 1280)\n", out)
            self.assertIn("larger than the route takes (mtu = 1280)\n", out)

    def test_a_redirect_is_told_and_is_no_error(self):
        out = muster("-c", "1", "-W", "0.5", "10.61.0.9").stdout
        self.assertIn("From 10.9.255.2: icmp_seq=1 Redirect Host(New nexthop: 10.9.255.1)\n", out)
        self.assertIn("1 packets transmitted, 0 received, 100% packet loss", out)

    def test_a_redirect_of_ipv6_is_told(self):
        near, far = "fe80::1", "fe80::2"
        for line in ("sysctl -qw net.ipv6.conf.far0.disable_ipv6=0 net.ipv6.conf.all.forwarding=1", f"ip -6 address add {far}/64 dev far0 nodad",
                     "ip -6 route add 2001:db8:60::/64 dev far0", f"ip -6 route add 2001:db8:61::/64 via {near} dev far0"):
            lab.far(*line.split()).communicate()
        for line in ("sysctl -qw net.ipv6.conf.near0.disable_ipv6=0", f"ip -6 address add {near}/64 dev near0 nodad",
                     "ip -6 address add 2001:db8:60::1/64 dev near0 nodad", f"ip -6 route add 2001:db8:61::/64 via {far} dev near0"):
            subprocess.run(line.split(), check=True)
        out = muster("-c", "1", "-W", "0.5", "2001:db8:61::9").stdout
        self.assertIn(f"From {far}%near0: icmp_seq=1 Redirect(New nexthop: {near}%near0)\n", out)


lab.main()
