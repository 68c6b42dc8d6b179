# SPDX-License-Identifier: BSD-2-Clause
"""Every command in every format with text from outside that holds every class of byte: an interface's name, file names, words of the
command line, names and strings heard on a link. No output steers a terminal; Python's readers of CSV and JSON get the text back.

COMMANDS has a row for every command of `muster help`; formats come from muster's own list: a new command, format or field fails here
until it is tried.
"""
import csv
import io
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import unicodedata
import unittest
import xml.etree.ElementTree

import lab

sys.path.insert(0, str(lab.SOURCE / "tests"))
import frames as f  # noqa: E402

# One of each: a formula, ESC, quote, backslash, BEL, DEL, C1, invalid UTF-8, text direction. The kernel takes all but blanks, / and :.
NAME = b"=\x1b\"\\\x07\x7f\xc2\x9b\xff\xe2\x80\xae,"
SHOWN = NAME.decode("utf-8", "replace")
HEARD = [b"=1+1|'a'!A0", b"+1", b"-1", b"@a", b"\x1b[2Jx", b"a\"b\\c", b"\x9b31m", b"\xff", "\u202eevil".encode(), b"a\nb", b"\ta", b"\ra", b"\x7f"]

SETUP = [
    [b"ip", b"link", b"add", b"name", NAME, b"type", b"veth", b"peer", b"name", b"other0"],
    [b"sysctl", b"-qw", b"net.ipv6.conf.all.disable_ipv6=0", b"net.ipv6.conf.default.disable_ipv6=0"],
    [b"ip", b"address", b"add", b"10.66.0.1/29", b"dev", NAME],
    [b"ip", b"link", b"set", b"other0", b"up"],
    [b"ip", b"link", b"set", NAME, b"up"],
    [b"ip", b"-6", b"address", b"add", b"fe80::66/64", b"dev", NAME, b"nodad"],
]
QUICK = [b"--timeout", b"50ms", b"--retries", b"0"]

COMMANDS = {
    "sweep": [b"10.66.0.1-2", b"fe80::1%" + NAME, b"--all", b"-v", *QUICK],
    "scan": [b"10.66.0.1-2", b"fe80::66%" + NAME, b"-p", b"80", b"--all", b"-v", *QUICK],
    "ping": [b"-c", b"1", b"-W", b"100ms", b"10.66.0.1", b"fe80::66%" + NAME],
    "watch": [b"10.66.0.1-2", b"--rounds", b"1", b"-v", *QUICK],
    "listen": [b"-r", b"heard.pcap"],
    "capture": [b"-r", b"heard.pcap", b"-e"],
    "ifaces": [b"-v"],
    "route": [b"-v", b"10.66.0.2", b"fe80::1%" + NAME],
    "report": [b"run.ndjson", b"--fields", b"addr,state,name"],
    "merge": [b"run.ndjson", b"run.ndjson.old"],
    "diff": [b"run.ndjson.old", b"run.ndjson"],
}
ELSEWHERE = {"bench": "makes networks of its own", "resume": "test_resume.py", "status": "test_resume.py", "help": "prints its own text", "version": "prints its own text",
             "fleet": "its store is tried by test_fleet.py and a fuzz target",
             "replay": "reads a recording, which test_replay.py and a fuzz target try"}
VERDICTS = {"sweep", "scan"}  # all formats and fields
TABLES = {"csv", "json", "ndjson"}  # of the other commands; these have fewer:
FEWER = {"capture": set(), "watch": {"ndjson"}}
DATABASES = {"sqlite"}  # no text
LISTS = {"list", "hostport", "nmap-xml", "grepable"}  # formats without fields; hostport is for ports

# Words that are refused: the sentence has them, harmless.
WRONG = [
    ["fleet", b"\x1b[2J\n"], ["fleet", b"status", b"redis://\x1b[2J\n"], ["fleet", b"status", b"redis://127.0.0.1:1", b"\x1b[2J\n"],
    ["sweep", b"-I", NAME + b"x", b"10.66.0.2"], ["sweep", b"-i", b"\x1b[2J\n\x9b", b"-v"], ["sweep", b"\x1b]0;a\x07\xe2\x80\xae"],
    ["sweep", b"10.66.0.2", b"-o", b"\x1bx:\n"], ["sweep", b"10.66.0.2", b"-o", b"no/\x1b[2J/\n.csv"], ["sweep", b"--\x1b[2J"],
    ["sweep", b"--rate", b"\x1b[2J\n", b"10.66.0.2"], ["sweep", b"--fields", b"\x1b[2J\n", b"10.66.0.2"], ["\x1b[2J\n"], ["sweep\x1b"],
    ["scan", b"-p", b"\x9b1\n\xc2\x9b", b"10.66.0.2"], ["scan", b"--payloads", b"\x1b\n", b"-p", b"U:53", b"10.66.0.2"],
    ["watch", b"--state", b"no/\x1b[2J\n", b"10.66.0.2"], ["watch", b"--report", b"\x1b[2J\n"], ["capture", b"-r", b"\x1b[2J\n"],
    ["watch", b"--on-change", b"\x1b[2J\n", b"10.66.0.2"], ["listen", b"-r", b"\x1b[2J\n"], ["listen", b"-I", b"\x1b[2J\n"],
    ["capture", b"-I", b"\x1b[2J\n"], ["capture", b"tcp \x1b[2J\n"], ["ping", b"\x1b[2J\n\xc2\x9b"], ["route", b"\x1b[2J\n\xc2\x9b"],
    ["ifaces", b"\x1b[2J\n\xc2\x9b"], ["replay", b"\x1b[2J\n\xc2\x9b"], ["help", b"\x1b[2J\n"], ["ping", b"-I", b"\x1b[2J\n", b"10.66.0.1"],
]


def run(command, *words):
    words = [word if isinstance(word, bytes) else word.encode() for word in (command, *words)]
    done = subprocess.run([lab.MUSTER, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    if done.returncode < 0 or done.returncode > 3 or b"Sanitizer" in done.stderr:
        raise AssertionError(f"{words}: exit {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return done


def formats():
    """The formats that muster names itself."""
    sentence = run("sweep", "-o", "none:-", "10.66.0.2").stderr.decode()
    return re.search(r"one of ([\w, -]+), or a file", sentence)[1].split(", ")


def heard():
    """A capture with every class of byte where a machine says its name, or anything else that is printed."""
    made = []
    for index, text in enumerate(HEARD):
        mac, addr = bytes([2, 0, 0, 0, 9, index]), bytes([10, 66, 1, index + 1])
        name = bytes([min(len(text), 63)]) + text[:63] + b"\5local\0"
        answer = f.dns(0, 0x8400, [], [(name, 1, 0x8001, 120, addr), (name, 16, 0x8001, 120, bytes([len(text)]) + text)])
        request = f.dhcp(1, [(53, b"\3"), (12, text), (60, text), (50, addr)], mac=mac)
        for frame in (f.ipv4(f.udp(request, 68, 67), 17, "0.0.0.0", "255.255.255.255"),
                      f.ipv4(f.udp(answer, 5353, 5353), 17, ".".join(map(str, addr)), "224.0.0.251")):
            made.append(f.ether(frame)[:6] + mac + f.ether(frame)[12:])
    return f.pcap(made)


def runs():
    """The files of two runs, with every class of byte in the names of their hosts."""
    rows = [{"type": "result", "addr": f"10.66.2.{index + 1}", "state": "up", "reason": "echo-reply", "name": text.decode("utf-8", "replace")}
            for index, text in enumerate(HEARD)]
    for path, change in (("run.ndjson", {}), ("run.ndjson.old", {"state": "down", "reason": "no-response"})):
        pathlib.Path(path).write_text("".join(json.dumps({**row, **change}) + "\n" for row in rows))


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for words in SETUP:
            subprocess.run(words, check=True)
        runs()
        with open("heard.pcap", "wb") as file:
            file.write(heard())
        cls.formats = formats()

    def check_terminal(self, what, output):
        """What a terminal would do: show characters, begin lines."""
        text = output.decode("utf-8")  # all of it is UTF-8
        for character in set(text):
            number = ord(character)
            self.assertFalse((number < 0x20 and character != "\n") or 0x7f <= number <= 0x9f, f"{what}: U+{number:04X} in {text!r}")
            self.assertNotIn(unicodedata.category(character), ("Cf", "Zl", "Zp"), f"{what}: U+{number:04X} in {text!r}")

    def without_tabs(self, output):
        """Those that separate the parts of grepable lines."""
        for line in output.decode().splitlines()[1:-1]:
            self.assertRegex(line, r"^Host: [^\t]+\t(Status: \w+|Ports: [^\t]*(\tIgnored State: [^\t]+)?)$")
        return output.replace(b"\t", b" ")

    def check_csv(self, what, text):
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        self.assertGreater(len(rows), 1, what)
        for row in rows:
            self.assertEqual(len(row), len(rows[0]), f"{what}: {row}")
            for cell in row:
                self.assertNotRegex(cell, r"^[=+@\t\r-]", what)

    def check_json(self, what, text, lines):
        for one in text.splitlines() if lines else [text]:
            json.loads(one)

    def checked(self, command, name, words):
        done = run(command, *words)
        what = f"{command} {name}"
        self.assertTrue(done.stdout, f"{what}: {done.stderr!r}")
        self.check_terminal(what, self.without_tabs(done.stdout) if name == "grepable" else done.stdout)
        self.check_terminal(f"{what}, stderr", done.stderr)
        if name == "csv":
            self.check_csv(what, done.stdout.decode())
        elif name in ("json", "ndjson"):
            self.check_json(what, done.stdout.decode(), name == "ndjson")
        elif name == "nmap-xml":
            xml.etree.ElementTree.fromstring(done.stdout)
        return done.stdout

    def formats_of(self, command):
        if command in VERDICTS:
            return [name for name in self.formats if (command == "scan" or name != "hostport") and name not in DATABASES]
        return [name for name in self.formats if name in FEWER.get(command, TABLES)]

    def test_every_command_is_tried(self):
        listed = re.findall(r"^  (\w+) {2,}\w", run("help").stdout.decode().partition("Commands:")[2], re.M)
        self.assertGreater(len(listed), 8)
        self.assertEqual(set(listed), set(COMMANDS) | set(ELSEWHERE))

    def test_lines_are_harmless_in_every_command(self):
        for command, words in COMMANDS.items():
            self.checked(command, "lines", words)

    def test_every_format_is_harmless_and_can_be_read_back(self):
        fields = [line.split()[0] for line in run("sweep", "--fields", "help").stdout.decode().splitlines() if re.match(r"^ *\w+  ", line)]
        self.assertGreater(len(fields), 15)
        for command, words in COMMANDS.items():
            words = [word.replace(b"0.1-2", b"0.1").replace(b"::1%", b"::66%") for word in words]  # only what answers at once
            for name in self.formats_of(command):
                chosen = ["--fields", ",".join(fields)] if command in VERDICTS and name not in LISTS else []
                self.checked(command, name, [*words, *chosen, "-o", f"{name}:-"])

    def test_a_name_comes_back_as_it_is(self):
        def row(rows):
            return next(row for row in rows if row["mac"] and row["addresses"] and "10.66.0.1" in str(row["addresses"]))

        self.assertEqual(row(json.loads(run("ifaces", "-o", "json:-").stdout)["interfaces"])["name"], SHOWN)
        safe = row(csv.DictReader(io.StringIO(run("ifaces", "-o", "csv:-").stdout.decode())))
        self.assertEqual(safe["name"], "'=?\"\\????,".replace("????", "?" * 5))
        raw = run("ifaces", "-o", "csv:-", "--csv-raw").stdout
        self.assertIn(b'"' + NAME.replace(b'"', b'""') + b'"', raw)

    def test_an_interface_that_looks_like_an_index_is_written_by_its_own(self):
        subprocess.run("ip link add name 7 type veth peer name other1; ip link set 7 up; ip -6 address add fe80::77/64 dev 7 nodad", shell=True, check=True)
        index = socket.if_nametoindex("7")
        rows = csv.DictReader(io.StringIO(run("sweep", f"fe80::77%{index}", "--all", "-o", "csv:-").stdout.decode()))
        self.assertEqual([row["addr"] for row in rows], [f"fe80::77%{index}"])

    def test_names_that_were_heard_are_no_formulas(self):
        safe = [row["names"] for row in csv.DictReader(io.StringIO(run("listen", "-r", "heard.pcap", "-o", "csv:-").stdout.decode()))]
        raw = [row["names"] for row in csv.DictReader(io.StringIO(run("listen", "-r", "heard.pcap", "-o", "csv:-", "--csv-raw").stdout.decode()))]
        self.assertEqual([re.sub(r"^'(?='*[=+@-])", "", name) for name in safe], raw)
        self.assertTrue(any(name.startswith("=1+1") for name in raw) and any(name.startswith("'=1+1") for name in safe), raw)

    def test_no_quote_ends_a_string_of_a_capture(self):
        out = run("capture", "-r", "heard.pcap").stdout.decode()
        self.assertIn(r'a\x22b\x5cc', out)
        for line in out.splitlines():
            self.assertEqual(line.count('"') % 2, 0, line)

    def test_sentences_about_wrong_words_are_harmless(self):
        for words in WRONG:
            done = run(*words)
            self.assertNotEqual(done.returncode, 0, words)
            self.check_terminal(words, done.stderr)
            self.check_terminal(words, done.stdout)
            self.assertTrue(done.stderr, words)
            self.assertLessEqual(len(done.stderr.splitlines()), 4, f"{words}: {done.stderr!r}")


if __name__ == "__main__":
    lab.main()
