# SPDX-License-Identifier: BSD-2-Clause
"""The command line as people meet it: what it refuses and how, and that every text comes out of the tables.

Nothing here sends: every case ends before the first frame, or is a dry run.
"""
import fcntl
import os
import pathlib
import pty
import re
import struct
import subprocess
import tempfile
import termios
import unittest

MUSTER = os.environ["MUSTER"]
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
TARGET = "127.0.0.1"
ENGINE_PARTS = (("--engine", "live", "HAS_BPF"), ("--engine", "xdp", "HAS_XDP"), ("--rx", "xdp", "HAS_BPF"))


def lacks(part):
    """Whether the build was made without this part; CMake says so in the environment of the test."""
    return os.environ.get(part, "ON") != "ON"


def muster(*arguments, **options):
    return subprocess.run([MUSTER, *arguments], capture_output=True, text=True, timeout=60,
                          stdin=options.pop("stdin", subprocess.DEVNULL), **options)


def rows():
    """The rows of the option table: name, letter, the command that alone has it, whether it is an everyday one."""
    shared = "".join((SOURCE / "src/cli" / file).read_text() for file in ("probing/rows.h", "scan/rows.h", "options/options.h"))
    shared = shared.replace(" \\\n", "\n").replace("ONLY", '"scan"').replace("}\n/* clang-format on */", "}\n")
    text = (SOURCE / "src/cli/scan/options.c").read_text() + re.sub(r"\}\n\n", "},\n\n", shared)
    for row in re.finditer(r'\{ "([a-z0-9-]+)", (0|\'.\'), MST_OPT_(.*?)\},\n(?=\t[{HM\n]|\n)', text, re.S):
        only = re.search(r'\.only = "(\w+)"', row[3])
        yield row[1], row[2].strip("'") if row[2] != "0" else None, only[1] if only else None, ".everyday" in row[3]


def table():
    return [row[:3] for row in rows()]


def entries(text):
    """The options that a help text explains, and what it says of each."""
    for entry in re.finditer(r"^  (?:-.,|   ) --([a-z0-9-]+)(.*(?:\n {10}.*)*)", text, re.M):
        yield entry[1], " ".join(entry[2].split())


COMMANDS = re.findall(r"ROW\((\w+)\)", (SOURCE / "src/cli/commands.h").read_text().partition("MST_COMMANDS(ROW)")[2])

# What is typed, and what the sentence must name.
REFUSED = [
    (["sweep", "--rate", "10q", TARGET], ["--rate 10q", "expected", "10k", "max"]),
    (["sweep", "--rate", "0", TARGET], ["--rate 0"]),
    (["sweep", "--rate", "-5", TARGET], ["--rate -5"]),
    (["sweep", "--rate=1e3", TARGET], ["--rate 1e3"]),
    (["sweep", "--rate", "abc", TARGET], ["--rate abc"]),
    (["sweep", "--rate"], ["--rate needs a value", "PPS"]),
    (["sweep", "--rate=", TARGET], ["--rate"]),
    (["sweep", "--retires", "3", TARGET], ["--retires", "did you mean --retries?"]),
    (["sweep", "--excl", "a", TARGET], ["--excl", "did you mean --exclude?"]),
    (["sweep", "--zzzzzz", TARGET], ["--zzzzzz: no such option"]),
    (["sweep", "-rate", "3", TARGET], ["-rate", "did you mean --rate?"]),
    (["sweep", "-z", TARGET], ["-z: no such option"]),
    (["sweep", "-qz", TARGET], ["-z: no such option"]),
    (["sweep", "--all=yes", TARGET], ["--all=yes", "no value"]),
    (["sweep", "-p", "22", TARGET], ["--ports belongs to scan"]),
    (["sweep", "--discover", TARGET], ["--discover belongs to scan"]),
    (["scan", "--down", "-p", "22", TARGET], ["--down belongs to sweep"]),
    (["sweep"], ["no targets", "--local for your own network"]),
    (["scan", TARGET], ["no ports to probe", "-p 22"]),
    (["scan", TARGET, "--only-open-of", "x.csv"], [TARGET, "--only-open-of", "expected no targets"]),
    (["scan", "-p", "22", "--only-open-of", "x.csv"], ["--only-open-of", "--ports others"]),
    (["scan", "-i", "x", "--only-open-of", "x.csv"], ["--only-open-of", "--input its addresses"]),
    (["sweep", "--only-open-of", "x.csv"], ["--only-open-of belongs to scan"]),
    (["scan", "--only-open-of", "/etc/passwd"], ["/etc/passwd", "none of the formats"]),
    (["scan", TARGET, "-p", "22-21x"], ["22-21x"]),
    (["scan", TARGET, "-p", "65536"], ["65536"]),
    (["scan", TARGET, "-p", "22", "--exclude-ports", "1-100"], ["--exclude-ports removed all"]),
    (["scan", TARGET, "-p", "22", "--probe", "icmp"], ["--probe icmp", "--discover"]),
    (["sweep", "--probe", "icmp", "--source-port", "40000", TARGET], ["--source-port", "icmp has no ports"]),
    (["sweep", "--probe", "timestamp", "--source-port", "40000", TARGET], ["--source-port", "timestamp has no ports"]),
    (["sweep", "--retries", "0", "--source-port", "40000", TARGET], ["--source-port", "icmp has no ports"]),
    (["sweep", "--retries", "0", "--probe", "icmp/syn:443", TARGET], ["--probe icmp/syn:443", "--retries 0", "expected no /syn:443"]),
    (["sweep", "--probe", "icmp/syn:1/syn:2", TARGET], ["--probe", "/syn:2", "at most one /"]),
    (["scan", "-U", "-p", "53", "--detect-proxies", "on", TARGET], ["--detect-proxies", "on", "UDP"]),
    (["sweep", "--arp-rate", "2k", "--max-rate", "1k", TARGET], ["--arp-rate 2000 is above --max-rate 1000"]),
    (["sweep", "--gateway-mac", "02:00:00:00:00", TARGET], ["--gateway-mac 02:00:00:00:00", "02:42:ac:11:00:02"]),
    (["sweep", "--probe", "syn:1", "--source-port", "9-8", TARGET], ["--source-port 9-8"]),
    (["sweep", "--all", "--down", TARGET], ["--all and --down"]),
    (["sweep", "--all", "--state", "up", TARGET], ["--all and --state"]),
    (["sweep", "-q", "-v", TARGET], ["--quiet and --verbose"]),
    (["sweep", "--state", "open", TARGET], ["--state open", "unreachable"]),
    (["scan", "-p", "1", "--state", "open,shut", TARGET], ["--state shut", "filtered"]),
    (["sweep", "--progress", "xml", TARGET], ["--progress xml", "expected plain or json"]),
    (["sweep", "--expect", "open", TARGET], ["--expect open", "expected up or any"]),
    (["scan", "-p", "80", "--expect", "up", TARGET], ["--expect up", "expected open or any"]),
    (["sweep", "--dry-run", "--expect", "up", TARGET], ["--dry-run", "--expect"]),
    (["sweep", "--write", "x.pcap", TARGET], ["--write x.pcap", "--dry-run"]),
    (["sweep", "--dry-run", "--progress", "json", TARGET], ["--progress", "dry run"]),
    (["sweep", "--force", TARGET], ["--force", "no file"]),
    (["sweep", "--lanes", "0", TARGET], ["--lanes 0", "from 1 to 64, or auto"]),
    (["sweep", "--lanes", "65", TARGET], ["--lanes 65"]),
    (["sweep", "--cpus", "0-", TARGET], ["--cpus 0-", "such as 0-3,8", "out of 0"]),
    (["scan", "-p", "1", "--cpus", "0,1023", TARGET], ["--cpus 0,1023", "no CPU 1023", "some of 0"]),
    (["sweep", "--dry-run", "--cpus", "x", TARGET], ["--cpus x", "such as 0-3,8"]),
    (["sweep", "--retries", "11", TARGET], ["--retries 11", "from 0 to 10"]),
    (["sweep", "--timeout", "61s", TARGET], ["--timeout 61s", "1ms to 60s"]),
    (["sweep", "--timeout", "1x", TARGET], ["--timeout 1x"]),
    (["sweep", "--max-time", "0", TARGET], ["--max-time 0"]),
    (["sweep", "--ttl", "256", TARGET], ["--ttl 256"]),
    (["scan", "-p", "1", "--syn-options", "bsd", TARGET], ["--syn-options bsd", "linux, windows or mss"]),
    (["scan", "-U", "-p", "53", "--syn-options", "mss", TARGET], ["--syn-options mss", "no SYN is sent", "syn:PORT"]),
    (["sweep", "--retries", "0", "--syn-options", "linux", TARGET], ["--syn-options linux", "no SYN is sent"]),
    (["watch", "--syn-options", "mss", "--probe", "icmp", TARGET], ["--syn-options mss", "no SYN is sent"]),
    (["sweep", "--seed", "0x", TARGET], ["--seed 0x"]),
    (["sweep", "--seed", "18446744073709551616", TARGET], ["--seed 18446744073709551616"]),
    (["sweep", "--shard", "6/5", TARGET], ["--shard 6/5", "K/N"]),
    (["sweep", "--shard", "0/5", TARGET], ["--shard 0/5"]),
    (["sweep", "--sample", "101%", TARGET], ["--sample 101%"]),
    (["sweep", "--until-missed", "0", TARGET], ["--until-missed 0"]),
    (["sweep", "--until-missed", "100%", TARGET], ["--until-missed 100%", "less than"]),
    (["sweep", "--max", "0", TARGET], ["--max 0"]),
    (["sweep", "--fields", "addr,colour", TARGET], ["colour", "addr, port"]),
    (["sweep", "--no-header", "-o", "json:-", TARGET], ["--no-header", "csv", "no header"]),
    (["sweep", "--csv-crlf", TARGET], ["--csv-crlf", "csv:-"]),
    (["sweep", "--fields", "addr", "-o", "list:-", TARGET], ["--fields", "csv, json"]),
    (["sweep", "--stream", "-o", "json:-", TARGET], ["--stream", "at the end"]),
    (["sweep", "--order", "arrival", "-o", "ndjson:-", TARGET], ["--order", "csv, json"]),
    (["sweep", "--order", "up", TARGET], ["--order up", "address or arrival"]),
    (["sweep", "--order", "address", "--stream", TARGET], ["--stream", "--order"]),
    (["sweep", "-o", "hostport:-", TARGET], ["hostport:-", "list"]),
    (["sweep", "-o", "x.pdf", TARGET], ["x.pdf", "hostport", ".list"]),
    (["ifaces", "--no-header"], ["--no-header", "csv:-"]),
    (["route", "--csv-crlf", "-o", "json:-", TARGET], ["--csv-crlf", "csv:-"]),
    (["watch", "--csv-crlf", TARGET], ["--csv-crlf", "--report"]),
    (["sweep", "10.0.0.0/33"], ["10.0.0.0/33"]),
    (["sweep", "10.0.0.300"], ["10.0.0.300"]),
    (["sweep", "--exclude", "127.0.0.0/33", TARGET], ["127.0.0.0/33"]),
    (["sweep", "--exclude", "127.0.0.0/8", TARGET], ["exclu"]),
    (["sweep", "-i", "-", "--exclude-file", "-"], ["standard input", "once"]),
    (["sweep", "--", "-x"], ["-x"]),
    (["ping"], ["no host to ping"]),
    (["ping", "--loop", "-c", "3", TARGET], ["--loop", "--count"]),
    (["ping", "--via", "pigeon", TARGET], ["--via pigeon", "dgram"]),
    (["ping", "--tcp", "0", TARGET], ["--tcp 0", "65535"]),
    (["ping", "--tcp", "80", "--via", "raw", TARGET], ["--tcp", "--via"]),
    (["ping", "--tcp", "80", "-s", "9", TARGET], ["--size", "--tcp"]),
    (["ping", "-c", "0", TARGET], ["--count 0"]),
    (["ping", "-s", "65508", TARGET], ["--size 65508", "65507"]),
    (["ping", "--interval", "1us", TARGET], ["--interval 1us", "1ms"]),
    (["ping", "10.0.0.300"], ["10.0.0.300", "expected 10.0.2.2"]),
    (["ping", "127.0.0.0"], ["127.0.0.0 is the network address of 127.0.0.0/8 on lo", "no host has it"]),
    (["ping", "127.255.255.255"], ["127.255.255.255 is the broadcast address of 127.0.0.0/8 on lo"]),
    (["ping", "224.0.0.1"], ["multicast"]),
    (["ping", "fe80::1%nosuch"], ["fe80::1%nosuch", "no interface nosuch", "lo"]),
    (["ping", "-r", "3", "-c", "3", TARGET], ["--count", "--retries", "one of them"]),
    (["ping", "-r", "3", "--loop", TARGET], ["--loop", "--retries", "one of them"]),
    (["ping", "-C", "3", "-c", "3", TARGET], ["--times", "--count", "one of them"]),
    (["ping", "-C", "3", "--loop", TARGET], ["--times", "--loop", "one of them"]),
    (["ping", "-C", "10001", TARGET], ["--times 10001", "from 1 to 10000"]),
    (["ping", "-a", "-u", TARGET], ["--alive and --unreachable", "one of them"]),
    (["ping", "-a", "-C", "3", TARGET], ["--alive", "--times", "one of them"]),
    (["ping", "-w", "0", TARGET], ["--deadline 0", "1ms"]),
    (["ping", "-t", "256", TARGET], ["-t 256", "from 1 to 255"]),
    (["ping", "--tcp", "1", "-I", "nosuch", TARGET], ["--interface nosuch", "no such interface", "muster ifaces"]),
    (["ping", "--tcp", "1", "-I", "192.0.2.7", TARGET], ["--source-ip 192.0.2.7", "address of this machine"]),
    (["ping", "-I", "127.0.0.1", "--source-ip", "127.0.0.1", TARGET], ["--interface 127.0.0.1", "--source-ip 127.0.0.1", "one of them"]),
    (["ping", "--source-ip", "eth0", TARGET], ["--source-ip eth0", "address of this machine"]),
    (["ping", "--source-ip", "::1", TARGET], ["source ::1", TARGET, "IPv4"]),
    (["ping", "--input", "-", "--input", "-"], ["standard input", "once"]),
    (["ping", "--input", "-"], ["no host to ping", "empty"]),
    (["ping", ""], ['""']),
    (["ping", "10.0.0.0/33"], ["10.0.0.0/33"]),
    (["ifaces", "--ipv6"], ["--ipv6", "--ip too"]),
    (["ifaces", "--ip", "lo", "eth0"], ["--ip", "2 interfaces are named"]),
    (["ifaces", "--ip", "-o", "x.csv"], ["--ip", "--output"]),
    (["ifaces", "--force"], ["--force", "no file"]),
    (["ifaces", "-o", "x.pdf"], ["x.pdf"]),
    (["ifaces", "--upp"], ["--upp", "did you mean --up?"]),
    (["watch"], ["no targets"]),
    (["watch", "--every", "10ms", TARGET], ["--every 10ms", "from 50ms to 604800s"]),
    (["watch", "--every", "soon", TARGET], ["--every soon", "a time such as"]),
    (["watch", "--all", "--changes", TARGET], ["--all and --changes"]),
    (["watch", "--rounds", "0", TARGET], ["--rounds 0", "at least 1"]),
    (["watch", "--confirm", "0", TARGET], ["--confirm 0", "from 1 to 100"]),
    (["watch", "--discover", TARGET], ["--discover", "without --ports"]),
    (["watch", "--exclude-ports", "1", TARGET], ["--exclude-ports", "without --ports"]),
    (["watch", "--on-change-time", "1s", TARGET], ["--on-change-time", "without --on-change"]),
    (["watch", "--on-change-jobs", "65", "--on-change", "true", TARGET], ["--on-change-jobs 65", "from 1 to 64"]),
    (["watch", "--flap", "4", TARGET], ["--flap 4", "such as 4/10m"]),
    (["watch", "--flap", "33/10m", TARGET], ["--flap 33/10m", "1 to 32 changes"]),
    (["watch", "--parent", "10.0.3.0/24", TARGET], ["--parent 10.0.3.0/24", "targets=address"]),
    (["watch", "--parent", "10.0.3.0/24=router", TARGET], ["--parent 10.0.3.0/24=router", "targets=address"]),
    (["watch", "--on-change", "say 'it", TARGET], ["--on-change say 'it", "every quote closed"]),
    (["watch", "--on-change", "  ", TARGET], ["--on-change", "a program"]),
    (["watch", "--on-change", "/tmp/", TARGET], ["--on-change /tmp/", "no such program"]),
    (["watch", "--on-change", "id; env", TARGET], ["--on-change id; env", "no shell", "sh -c"]),
    (["listen", "--max-events", "3"], ["--max-events", "without --output"]),
    (["watch", "-p", "22", "--probe", "icmp", TARGET], ["--probe icmp", "--discover"]),
    (["watch", "-q", "-v", TARGET], ["--quiet and --verbose"]),
    (["watch", "--shard", "1/2", TARGET], ["--shard: no such option"]),
    (["watch", "--engine", "live", TARGET], ["--engine: no such option"]),
    (["watch", "--report", "x.db", TARGET], ["--report", "no targets", TARGET]),
    (["watch", "--report", "x.db", "--every", "1s"], ["--every", "--report sends nothing"]),
    (["watch", "--report", "x.db", "--force"], ["--force", "no file"]),
    (["watch", "--report", str(SOURCE / "README.md")], ["README.md", "expected a state file of muster watch"]),
    (["swep", TARGET], ["swep", "did you mean sweep?"]),
    (["--bogus"], ["--bogus"]),
    (["help", "swep"], ["swep"]),
    (["help", "--all"], ["--all", "a command", "help sweep --all"]),
    (["help", "sweep", "scan"], ["scan", "one command"]),
    (["version", "3"], ["version", "3"]),
    (["sweep", TARGET, "--trace-frames", "5"], ["--trace-frames means nothing without --trace"]),
    (["sweep", TARGET, "--record-size", "5M"], ["--record-size means nothing without --record"]),
    (["replay", "record.pcapng", "--trace-frames", "5"], ["--trace-frames means nothing without --trace"]),
    (["sweep", TARGET, "--force"], ["--force: there is no file to overwrite"]),
]


# What is found only when a socket was opened, which needs rights: where packages are built there are none.
REFUSED_BY_SOCKETS = [
    (["ping", "-I", "nosuch", TARGET], ["--interface nosuch", "no such interface", "muster ifaces"]),
    (["ping", "-I", "192.0.2.7", TARGET], ["--source-ip 192.0.2.7", "address of this machine"]),
]
if os.geteuid() == 0:
    REFUSED += REFUSED_BY_SOCKETS


class Refusals(unittest.TestCase):
    def test_what_is_not_understood_is_named_on_stderr_with_exit_2_and_nothing_on_stdout(self):
        for arguments, words in REFUSED:
            with self.subTest(arguments=arguments):
                run = muster(*arguments)
                self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
                for word in words:
                    self.assertIn(word, run.stderr)
                self.assertRegex(run.stderr.splitlines()[-1], r"^try: \S*muster .*--help$")
                self.assertEqual(len(run.stderr.splitlines()), 2, "one sentence, and where help is")

    def test_an_engine_that_this_build_lacks_is_refused_with_what_it_needs(self):
        for option, name, part in ENGINE_PARTS:
            with self.subTest(option=option, name=name):
                run = muster("sweep", "--dry-run", option, name, TARGET)
                self.assertEqual(run.returncode, 1 if lacks(part) else 0, run.stderr)
                if lacks(part):
                    self.assertIn(f"{option} {name}: this muster was built without it: it needs", run.stderr)
                    self.assertIn("(Debian: apt install ", run.stderr)

    def test_no_command_prints_the_commands_on_stderr(self):
        run = muster()
        self.assertEqual((run.returncode, run.stdout), (2, ""))
        self.assertIn("sweep", run.stderr)

    def test_a_bad_line_of_a_file_is_named_with_its_number(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("127.0.0.1\n# fine\n127.0.0.2/40\n")
            file.flush()
            for arguments in (["-i", file.name], [TARGET, "--exclude-file", file.name]):
                run = muster("sweep", "--dry-run", *arguments)
                self.assertEqual((run.returncode, run.stdout), (2, ""))
                self.assertIn(file.name, run.stderr)
                self.assertRegex(run.stderr, r"\b3\b")

    def test_a_file_that_is_not_there_is_exit_1(self):
        run = muster("sweep", "-i", "/nonexistent/targets")
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("/nonexistent/targets", run.stderr)


class Forms(unittest.TestCase):
    """Every way to write the same thing, told apart by what a dry run says."""

    def plan(self, *arguments, **options):
        run = muster(arguments[0], "--dry-run", *arguments[1:], **options)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def test_long_short_joined_and_clustered_forms_mean_the_same(self):
        forms = (["-p", "22,80"], ["-p22,80"], ["--ports", "22,80"], ["--ports=22,80"], ["-vp22,80"], ["-p22", "-p80"])
        plans = {self.plan("scan", "--seed", "7", TARGET, *form) for form in forms}
        self.assertEqual(len(plans), 1, plans)

    def test_options_and_targets_may_be_mixed(self):
        mixed = self.plan("scan", "127.0.0.1", "-p", "22", "127.0.0.3", "--seed=7")
        ordered = self.plan("scan", "-p", "22", "--seed", "7", "--", "127.0.0.1", "127.0.0.3")
        self.assertEqual(mixed, ordered)

    def test_the_last_of_a_single_value_wins(self):
        twice = self.plan("sweep", "--seed", "1", "--seed", "2", "127.0.0.0/28", "--rate", "1", "--rate", "20k")
        self.assertEqual(twice, self.plan("sweep", "--seed", "2", "127.0.0.0/28", "--rate=20000"))
        self.assertNotEqual(twice, self.plan("sweep", "--seed", "1", "127.0.0.0/28", "--rate=20000"))

    def test_a_seed_in_hexadecimal_is_the_same_number(self):
        self.assertEqual(self.plan("sweep", "--seed", "0xff", "127.0.0.0/28"),
                         self.plan("sweep", "--seed", "255", "127.0.0.0/28"))

    def test_exclude_repeats(self):
        plan = self.plan("sweep", "127.0.0.1-8", "--exclude", "127.0.0.1", "--exclude", "127.0.0.3-4")
        self.assertRegex(plan, r"\b5  addresses")

    def test_what_other_editors_add_to_a_file_is_skipped_or_named(self):
        mark = b"\xef\xbb\xbf"
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "list")
            for words in (["sweep", "--dry-run", "-q", "-i"], ["sweep", "--dry-run", "-q", "127.0.0.0/30", "--exclude-file"],
                          ["ping", "--tcp", "1", "-c", "1", "-q", "--input"]):
                path.write_bytes(mark + b"127.0.0.1\r\n")
                done = subprocess.run([MUSTER, *words, path], capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, 0, done.stderr)
                for line, named in ((mark + b"127.0.0.1", '"<U+FEFF byte order mark>127.0.0.1"'), ("127.0.0.1\u200b".encode(), "<U+200B zero width space>")):
                    path.write_bytes(b"# a list\n" + line)
                    done = subprocess.run([MUSTER, *words, path], capture_output=True, text=True, timeout=60)
                    self.assertEqual(done.returncode, 2)
                    self.assertIn(f"{path} line 2: ", done.stderr)
                    self.assertIn(named, done.stderr)
                path.write_bytes("127.0.0.1\n".encode("utf-16"))
                done = subprocess.run([MUSTER, *words, path], capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, 2)
                self.assertIn("line 1: the file is UTF-16; expected UTF-8 or ASCII", done.stderr)
            path.write_bytes(mark + b'53 "x"\r\n')
            done = subprocess.run([MUSTER, "scan", "--udp", "-p", "53", "--dry-run", "--payloads", path, "127.0.0.1"], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run([MUSTER, "sweep", "--rate", "10k\u00a0", "127.0.0.1"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertIn("10k<U+00A0 no-break space>", done.stderr)

    def test_the_time_that_closed_udp_ports_may_take_is_estimated_by_what_hosts_report(self):
        said = " ".join(self.plan("scan", "--udp", "-p", "1-401", "127.0.0.1").split())
        self.assertRegex(said, r"6 min 35 s if all 401 UDP ports of a host are closed: Linux reports one a second \(over IPv6 .*: 39\.5 s\)")
        for words in (("--udp", "-p", "1-6"), ("-p", "1-401"), ("--udp", "-p", "1-401", "--rate", "1k")):
            self.assertNotIn("are closed", self.plan("scan", *words, "127.0.0.1"), words)

    def test_what_syns_hold_is_shown_where_there_are_any(self):
        for words, shown in (((), "MSS, SACK permitted, timestamps, window scale 7, as Linux sends them; time to live 64"),
                             (("--syn-options", "windows"), "MSS, window scale 8, SACK permitted, as Windows sends them; time to live 128"),
                             (("--syn-options=windows", "--ttl", "9"), "as Windows sends them; time to live 9"),
                             (("--syn-options", "mss"), "SYN options MSS alone; time to live 64")):
            said = " ".join(self.plan("scan", "-p", "1", "127.0.0.1", *words).split())
            self.assertIn(shown, said)
        self.assertIn("SYN options", self.plan("sweep", "127.0.0.1"))
        for words in (("scan", "-U", "-p", "1"), ("sweep", "--retries", "0"), ("sweep", "--probe", "icmp,ack:80")):
            self.assertNotIn("SYN options", self.plan(*words, "127.0.0.1"), words)

    def test_targets_come_from_standard_input(self):
        with tempfile.TemporaryFile("w+") as file:
            file.write("127.0.0.1 127.0.0.2 # two\n127.0.0.2\n")
            file.seek(0)
            self.assertRegex(self.plan("sweep", "-i", "-", stdin=file), r"\b2  addresses")


class Texts(unittest.TestCase):
    def test_the_table_is_found(self):
        self.assertGreater(len(list(table())), 25)
        self.assertIn(("ports", "p", "scan"), table())

    def test_help_of_a_command_has_its_options_and_no_others(self):
        for command in ("sweep", "scan"):
            text = muster("help", command, "--all").stdout
            self.assertEqual(text, muster(command, "--help", "--all").stdout)
            self.assertEqual(text, muster(command, "-h", "--all").stdout)
            for name, letter, only in table():
                with self.subTest(command=command, option=name):
                    lead = f"-{letter}, --{name}" if letter else f"    --{name}"
                    row = re.search(rf"^  {re.escape(lead)}(?: [A-Za-z/]+)?(?:  |$)", text, re.M)
                    (self.assertTrue if only in (None, command) else self.assertFalse)(row)

    def test_short_help_has_the_everyday_options_after_the_examples_and_says_where_the_others_are(self):
        for command in ("sweep", "scan"):
            text = muster(command, "--help").stdout
            self.assertEqual(text, muster("help", command).stdout)
            self.assertEqual(text, muster(command, "-h").stdout)
            own = [name for name, _, only, everyday in rows() if everyday and only in (None, command)]
            self.assertEqual(sorted(name for name, _ in entries(text)), sorted(own))
            self.assertTrue(10 <= len(own) <= 18, own)
            self.assertLess(text.index("Examples"), text.index("Everyday options:"))
            self.assertIn(f"{MUSTER} help {command} --all shows every option", " ".join(text.split()))

    def test_a_command_with_few_options_shows_all_at_once(self):
        for command in ("route", "listen", "capture", "ifaces", "bench", "help", "version"):
            text = muster("help", command).stdout
            self.assertEqual(text, muster("help", command, "--all").stdout)
            self.assertIn("\nExit codes:\n", text)

    def test_help_tells_the_defaults(self):
        told = dict(entries(muster("help", "sweep", "--all").stdout))
        for name, default in (("rate", "auto"), ("retries", "1"), ("timeout", "auto"), ("lanes", "auto"), ("probe", "icmp/syn:443,ack:80,timestamp"),
                              ("engine", "auto"), ("interface", "as the routing table says")):
            self.assertTrue(told[name].endswith(f"(default: {default})"), told[name])

    def test_help_is_in_plain_words_and_says_nothing_twice(self):
        for command in COMMANDS:
            text = " ".join(muster("help", command, "--all").stdout.split())
            self.assertEqual(re.findall(r"\b(?:whom?|nobody|everybody|somebody|otherwise)\b", text), [], command)
            for name, meaning in entries(muster("help", command, "--all").stdout):
                self.assertLessEqual(meaning.count("(default"), 1, name)
                self.assertLessEqual(meaning.count("may be repeated"), 1, name)

    def test_help_fits_eighty_columns_and_loses_no_word(self):
        path = f"{pathlib.Path(MUSTER).parent}:{os.environ['PATH']}" # the program's path may be longer than a line
        for arguments in ([], ["fields"], *([c] for c in COMMANDS), *([c, "--all"] for c in COMMANDS)):
            if arguments == ["fields"]:
                run = muster("sweep", "--fields", "help", env=dict(os.environ, PATH=path))
            else:
                run = muster("help", *arguments, env=dict(os.environ, PATH=path))
            self.assertEqual((run.returncode, run.stderr), (0, ""))
            for line in run.stdout.splitlines():
                self.assertLessEqual(len(line), 80, line)
                self.assertEqual(line, line.rstrip())

    def test_help_uses_a_wider_terminal_up_to_120_columns(self):
        plain = muster("help", "sweep", "--all").stdout
        for columns, widest in ((60, 60), (100, 100), (200, 120)):
            near, far = pty.openpty()
            fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            process = subprocess.Popen([MUSTER, "help", "sweep", "--all"], stdout=far, stderr=far, close_fds=True)
            os.close(far)
            text = b""
            try:
                while chunk := os.read(near, 65536):
                    text += chunk
            except OSError: # the other end is closed
                pass
            os.close(near)
            self.assertEqual(process.wait(timeout=60), 0)
            self.assertEqual(text.decode().split(), plain.split())
            lengths = [len(line) for line in text.decode().splitlines() if not line.startswith(("  muster ", "Examples"))]
            self.assertTrue(widest - 12 < max(lengths) <= widest, (columns, max(lengths)))

    def test_advice_names_the_program_as_it_can_be_called(self):
        folder = pathlib.Path(MUSTER).parent
        cases = (({}, MUSTER, MUSTER), ({"PATH": f"/nonexistent:{folder}"}, "muster", "muster"),
                 ({"PATH": f"/nonexistent:{folder}"}, MUSTER, "muster"), ({"PATH": "/bin"}, MUSTER, MUSTER))
        for environment, called, told in cases:
            for arguments in (["sweep", "--no-such-thing"], ["no-such-command"]):
                run = subprocess.run([called, *arguments], capture_output=True, text=True,
                                     executable=MUSTER, env=dict(os.environ, **environment))
                self.assertRegex(run.stderr.splitlines()[-1], rf"^try: {re.escape(told)} (sweep )?--help$")

    def test_completion_offers_commands_options_and_values(self):
        def complete(*words):
            line = " ".join(f"'{word}'" for word in words)
            script = f'. "$1"; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _muster; echo "${{COMPREPLY[@]}}"'
            run = subprocess.run(["bash", "-c", script, "bash", file.name], capture_output=True, text=True)
            self.assertEqual(run.stderr, "")
            return run.stdout.split()

        with tempfile.NamedTemporaryFile("w") as file:
            file.write(muster("help", "bash").stdout)
            file.flush()
            self.assertEqual(complete("muster", "sw"), ["sweep"])
            for command in ("sweep", "scan"):
                own = {f"--{name}" for name, _, only in table() if only in (None, command)}
                self.assertEqual(set(complete("muster", command, "--")), own)
            self.assertIn("lo", complete("muster", "scan", "--interface", ""))
            self.assertEqual(complete("muster", "scan", "--seed", ""), [])
            self.assertIn("man", complete("muster", "help", ""))
            self.assertIn("--all", complete("muster", "help", "--"))

    def test_fields_help_explains_every_field(self):
        run = muster("scan", "--fields", "help")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        for field in "addr port proto state reason rtt_ms ttl attempts time".split():
            self.assertRegex(run.stdout, rf"(?m)^  {field} +\w")

    def test_version_has_one_source(self):
        version = re.search(r'"(.*)"', (SOURCE / "include/muster/version.h").read_text())[1]
        for arguments in (["version"], ["--version"]):
            self.assertEqual(muster(*arguments).stdout.splitlines()[0], f"muster {version}")

    def test_version_and_ifaces_name_the_engines_that_this_build_lacks_and_no_other(self):
        for arguments, line in ((["version"], "no {} {}: this muster was built without it"), (["ifaces", "-v", "lo"], " {} {}: this muster was built without it")):
            printed = muster(*arguments).stdout
            for option, name, part in ENGINE_PARTS:
                with self.subTest(arguments=arguments, option=option, name=name):
                    (self.assertIn if lacks(part) else self.assertNotIn)(line.format(option, name), printed)

    def test_a_reader_that_left_is_exit_0_and_silence(self):
        for arguments in (["help"], ["help", "man"], ["help", "bash"], ["help", "scan"], ["version"], ["scan", "--help"], ["sweep", "--fields", "help"],
                          ["ifaces"], ["ifaces", "-o", "csv:-"], ["route", TARGET], ["route", TARGET, "-o", "json:-"],
                          ["sweep", "--dry-run", "127.0.0.0/8"], ["sweep", "--dry-run", "-w", "-", "127.0.0.0/16"]):
            with self.subTest(" ".join(arguments)):
                reader, writer = os.pipe()
                os.close(reader)
                ended = subprocess.run([MUSTER, *arguments], stdout=writer, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, timeout=60)
                os.close(writer)
                self.assertEqual((ended.returncode, ended.stderr), (0, ""))

    def test_help_that_cannot_be_written_is_exit_1(self):
        for arguments in (["--help"], ["sweep", "--help"], ["help", "man"], ["scan", "--fields", "help"]):
            with open("/dev/full", "w") as full:
                run = subprocess.run([MUSTER, *arguments], stdout=full, stderr=subprocess.PIPE, text=True)
            self.assertEqual(run.returncode, 1)
            self.assertIn("standard output", run.stderr)


if __name__ == "__main__":
    unittest.main()
