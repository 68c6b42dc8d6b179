# SPDX-License-Identifier: BSD-2-Clause
"""muster ping on loopback, by TCP connections, which need no privilege: hosts, counts and lists as they are printed."""
import csv
import io
import json
import os
import re
import signal
import socket
import subprocess
import time
import unittest

MUSTER = os.environ["MUSTER"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])  # closed again: connections are refused, and the host is there


PORT = free_port()


def ping(*words, expect=0, **options):
    done = subprocess.run([MUSTER, "ping", "--tcp", PORT, "--interval", "0.01", *words], capture_output=True, text=True, timeout=60, **options)
    if done.returncode != expect:
        raise AssertionError(f"ping {' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


class Silence:
    """A port of all of 127.0.0.0/8 that answers nothing: its queue of connections is full."""

    def __enter__(self):
        self.listener = socket.socket()
        self.listener.bind(("0.0.0.0", 0))
        self.listener.listen(0)
        port = self.listener.getsockname()[1]
        self.first = socket.create_connection(("127.0.0.1", port))
        return str(port)

    def __exit__(self, *_):
        self.first.close()
        self.listener.close()


def ping_at(port, *words):
    return subprocess.run([MUSTER, "ping", "--tcp", port, *words], capture_output=True, text=True, timeout=60).stdout


class Hosts(unittest.TestCase):
    def test_ranges_leave_out_network_and_broadcast_addresses(self):
        self.assertEqual(ping("-a", "127.0.0.0/30").stdout, "127.0.0.1\n127.0.0.2\n127.0.0.3\n")
        self.assertEqual(ping("-a", "127.255.255.253-127.255.255.255").stdout, "127.255.255.253\n127.255.255.254\n")

    def test_one_such_address_among_others_is_told_and_the_others_are_asked(self):
        done = ping("-a", "127.0.0.0", "127.0.0.9", expect=1)
        self.assertEqual(done.stdout, "127.0.0.9\n")
        self.assertEqual(done.stderr, "muster ping: 127.0.0.0 is the network address of 127.0.0.0/8 on lo: no host has it\n")

    def test_names_take_ipv4_first_as_in_every_command(self):
        self.assertEqual(ping("-a", "localhost").stdout, "127.0.0.1\n")
        self.assertEqual(ping("-a", "-4", "localhost").stdout, "127.0.0.1\n")
        self.assertTrue(ping("-a", "-4", "-6", "-r", "0", "-W", "1", "localhost").stdout.startswith("127.0.0.1\n"))

    def test_two_addresses_behind_the_habitual_g_are_a_range(self):
        self.assertEqual(ping("-a", "-g", "127.0.0.4", "127.0.0.6").stdout, "127.0.0.4\n127.0.0.5\n127.0.0.6\n")
        self.assertEqual(ping("-a", "-g", "127.0.0.4/31").stdout, "127.0.0.4\n127.0.0.5\n")

    def test_hosts_come_from_files_and_standard_input(self):
        done = ping("-a", "--input", "-", input="127.0.0.3  127.0.0.5 # two of them\n\n# none\n127.0.0.8")
        self.assertEqual(done.stdout, "127.0.0.3\n127.0.0.5\n127.0.0.8\n")
        done = ping("--input", "-", input="127.0.0.3\n127.0.0.4/33\n", expect=2)
        self.assertIn("standard input line 2: ", done.stderr)
        self.assertIn("127.0.0.4/33", done.stderr)
        self.assertIn("standard input line 1: ", ping("--input", "-", input="127.0.0.1\0 127.0.0.2\n", expect=2).stderr)
        self.assertIn("line 1", ping("--input", "-", input="1" * 10000, expect=2).stderr)
        self.assertIn("no-such-file", ping("--input", "no-such-file", expect=1).stderr)


class Lists(unittest.TestCase):
    def test_silent_ones_are_listed_by_unreachable(self):
        self.assertEqual(ping("-u", "127.0.0.1", "127.0.0.2").stdout, "")

    def test_elapsed_adds_times_and_fpings_s_is_told_that_statistics_are_printed(self):
        self.assertRegex(ping("-a", "-e", "127.0.0.1", "127.0.0.2").stdout, r"^127\.0\.0\.1 \([\d.]+ ms\)\n127\.0\.0\.2 \([\d.]+ ms\)\n$")
        done = ping("-c", "1", "-s", "-q", "127.0.0.1")
        self.assertIn("1 packets transmitted, 1 received, 0% packet loss, time 0ms\n", done.stdout)
        self.assertEqual(done.stderr, "muster ping: -s: the statistics are always printed; -s BYTES is --size, as in ping(8)\n")

    def test_times_are_one_line_a_host(self):
        lines = ping("-q", "-C", "3", "127.0.0.1", "127.0.0.10").stdout.splitlines()
        self.assertEqual(len(lines), 3)
        self.assertRegex(lines[1], r"^127\.0\.0\.1  : [\d.]+ [\d.]+ [\d.]+$")
        self.assertRegex(lines[2], r"^127\.0\.0\.10 : [\d.]+ [\d.]+ [\d.]+$")

    def test_a_deadline_ends_it_and_needs_no_count(self):
        out = ping("-w", "0.3", "127.0.0.1").stdout
        sent, received = map(int, re.search(r"(\d+) packets transmitted, (\d+) received", out).groups())
        self.assertTrue(4 < sent <= 31, out)
        self.assertGreaterEqual(received, sent - 1)

    def test_timestamps_begin_each_line(self):
        lines = ping("-c", "2", "-D", "127.0.0.1").stdout.splitlines()
        for line in lines[1:3]:
            self.assertRegex(line, r"^\[\d{10}\.\d{6}\] refused by 127\.0\.0\.1 port ")

    def test_where_no_lines_are_printed_their_options_are_refused(self):
        for words in ("-q --audible", "-a --audible", "-u --audible", "-f --audible", "-f -D", "-f -O"):
            done = subprocess.run([MUSTER, "ping", *words.split(), "127.0.0.1"], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(": expected one of them\n", done.stderr)

    def test_lines_fit_80_columns(self):
        for line in ping("-c", "2", "127.255.255.250-254").stdout.splitlines():
            self.assertLessEqual(len(line), 80, line)


class NotSent(unittest.TestCase):
    """As few file descriptors as the program needs to start: there are hardly any for connections."""

    @classmethod
    def setUpClass(cls):
        for limit in range(3, 64):
            cls.limit = ["prlimit", f"--nofile={limit}"]
            if subprocess.run([*cls.limit, MUSTER, "ping", "--tcp", PORT, "-q", "-c", "1", "127.0.0.1"], capture_output=True).returncode == 0:
                return
        raise AssertionError("64 descriptors are not enough")

    def ping(self, *words):
        return subprocess.run([*self.limit, MUSTER, "ping", *words], capture_output=True, text=True, timeout=60)

    def test_a_shortage_is_waited_for(self):
        done = self.ping("--tcp", PORT, "-q", "-c", "3", "--interval", "0.02", "127.0.0.1-40")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("3 packets transmitted, 3 received, 0% packet loss, time "), 40, done.stdout)

    def test_room_of_questions_whose_time_is_up_is_used_again(self):
        with Silence() as port:
            done = self.ping("--tcp", port, "-q", "-c", "1", "--interval", "1", "-W", "0.05", "127.0.0.1-12")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stdout.count("1 packets transmitted, 0 received, 100% packet loss, time "), 12, done.stdout)

    def test_one_that_stays_is_told_and_is_no_loss(self):
        words = ["-c", "1", "--interval", "0.001", "-W", "1", "127.0.0.1-12"]
        with Silence() as port:
            done = self.ping("--tcp", port, *words)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("cannot send to 127.0.0.12: tcp_seq=1 too many open files\n", done.stdout)
            self.assertIn("--- 127.0.0.12 ping statistics ---\n0 packets transmitted, 0 received\n1 not sent (too many open files)\n", done.stdout)
            rows = list(csv.DictReader(io.StringIO(self.ping("--tcp", port, *words, "-o", "csv:-").stdout)))
            self.assertEqual({int(row["sent"]) + int(row["not_sent"]) for row in rows}, {1})
            last = rows[-1]
            self.assertEqual((last["sent"], last["loss_percent"], last["not_sent_reason"]), ("0", "", "too many open files"))
            lines = [json.loads(line) for line in self.ping("--tcp", port, *words, "-o", "ndjson:-").stdout.splitlines()]
            self.assertIn("too many open files", {line.get("reason") for line in lines if line["type"] == "not-sent"})
            self.assertIn("\n127.0.0.12 : !\n", self.ping("--tcp", port, "-q", "-C", "1", *words[2:]).stdout)


class Rights(unittest.TestCase):
    def test_without_any_right_it_replies_by_a_datagram_socket_or_names_what_it_needs(self):
        """As in a container without capabilities: a ping program whose file has some cannot be started there."""
        powerless = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
        if subprocess.run([*powerless, MUSTER, "version"], capture_output=True).returncode:
            self.skipTest("only root can drop rights, and the program must be where all can reach it")
        run = subprocess.run([*powerless, MUSTER, "ping", "-c", "1", "127.0.0.1"], capture_output=True, text=True, timeout=60)
        if run.returncode:
            self.assertEqual(run.returncode, 1)
            self.assertNotIn("firewall", run.stdout + run.stderr)
            self.assertRegex(run.stderr, "pinging needs one of these|the system's ping program printed")
        else:
            self.assertIn("1 packets transmitted, 1 received", run.stdout)


class Stopped(unittest.TestCase):
    def test_what_is_under_way_counts_as_sent(self):
        with Silence() as port:
            process = subprocess.Popen([MUSTER, "ping", "--tcp", port, "-W", "30", "127.0.0.1"], stdout=subprocess.PIPE, text=True)
            process.stdout.readline()
            time.sleep(1.3)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            out = process.communicate(timeout=20)[0]
        self.assertIn("2 packets transmitted, 0 received, 100% packet loss, time ", out)
        self.assertEqual(process.returncode, 1)
        self.assertLess(time.monotonic() - began, 5)

    def test_a_deadline_does_not_wait_either(self):
        with Silence() as port:
            out = ping_at(port, "-w", "0.2", "-W", "30", "127.0.0.1")
        self.assertIn("1 packets transmitted, 0 received, 100% packet loss, time ", out)


unittest.main()
