# SPDX-License-Identifier: BSD-2-Clause
"""What people type out of habit: options of other tools, other programs' names, and slips.

Every row of the tables (src/cli/habits/*.c) is typed as `muster help TOOL` prints it, in every command that it is for: what
is refused has its sentence, and what stands for words of ours does what those do. Lines follow that are held by hand.
Nothing here sends: dry runs, files, and command lines that end before the first frame.
"""
import concurrent.futures
import functools
import os
import pathlib
import re
import shlex
import struct
import subprocess
import sys
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(SOURCE / "tests"))
import frames as f  # noqa: E402

TOOLS = ("muster", "nmap", "masscan", "zmap", "fping", "arp-scan", "tcpdump", "iputils", "procps")
T = "127.0.0.1"
BAD = "10.0.0.300"  # where a command has no dry run, a target that ends it once its options are read

# What a row is typed beside. The row stands at the end.
BASE = {"sweep": ["--dry-run", "--seed", "7", T], "scan": ["--dry-run", "--seed", "7", T, "-p", "9"], "watch": [BAD], "ping": [BAD],
        "capture": ["-r", "frames.pcap"], "listen": ["-r", "frames.pcap"], "route": [T]}
NOTHING, SAME = "nothing is needed: ", "same as "


class Desk:
    """A folder with the files that examples name."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(self.folder.name)
        (path / "hosts.txt").write_text("127.0.0.2\n")
        (path / "frames.pcap").write_bytes(f.pcap([f.ether(f.ipv4(f.tcp(), 6)), f.ether(f.ipv4(f.udp(b"x" * 12), 17))]))
        (path / "lo.d").mkdir()
        (path / "lo.d/lo").write_text("127.0.0.3\n")

    def muster(self, *words, where="."):
        return subprocess.run([MUSTER, *words], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
                              cwd=pathlib.Path(self.folder.name, where), env=dict(os.environ, TZ="UTC"))


def rows(desk):
    """Of every table: the tool, the command, what is typed, and what muster says of it."""
    for tool in TOOLS:
        commands, found = [], []
        for line in desk.muster("help", tool).stdout.splitlines()[1:]:
            if line.startswith("muster "):
                commands = line[len("muster "):-1].split(", ")
            elif line.startswith("  -"):
                found.append([commands, *(re.split(r"  +", line.strip(), maxsplit=1) + [""])[:2]])
            elif line.startswith(" " * 30):
                found[-1][2] = (found[-1][2] + " " + line.strip()).strip()
        for commands, typed, meaning in found:
            for command in commands:
                yield tool, command, typed, meaning


class Tables(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = Desk()
        cls.rows = list(rows(cls.desk))

    def test_every_tool_has_its_table(self):
        self.assertGreater(len(self.rows), 300)
        self.assertEqual({tool for tool, *_ in self.rows}, set(TOOLS))
        for tool, option in (("nmap", "-iL hosts.txt"), ("masscan", "--banners"), ("zmap", "-B 10M"), ("fping", "-a"), ("tcpdump", "-D")):
            self.assertIn((tool, option), {(row[0], row[2]) for row in self.rows})

    def test_every_row_of_the_source_is_printed_or_waits_for_an_option(self):
        texts = "".join(path.read_text() for path in sorted((SOURCE / "src/cli/habits").glob("*.c")))
        spelled = set(re.findall(r'\{? ?(?:NOTHING|IS|TAKES|REFUSED|REFUSED_WITH|\{)\(?\s*"[a-z-]+", [^"\n]*(?:"[a-z ]+")?, "(-[^"]+)"', texts))
        printed = {typed.split()[0] for _, _, typed, _ in self.rows}
        printed |= {re.match(r"-P[SAU]", word)[0] for word in printed if re.match(r"-P[SAU]", word)}
        self.assertGreater(len(spelled), 120)
        self.assertLessEqual(spelled - printed, {"-l", "--localnet", "-R"}, "a row that no command understands")

    def chosen(self):
        """Of the rows that only name an option of ours, every third where tests are short; all are of one table."""
        short = os.environ.get("MUSTER_TESTS") == "short"
        told = (SAME, NOTHING)
        return [row for number, row in enumerate(self.rows) if not short or row[3].startswith(told) or number % 3 == 0]

    def test_every_row_does_what_it_says(self):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            checks = [(row, pool.submit(self.check, *row[1:])) for row in self.chosen()]
            for row, check in checks:
                with self.subTest(row=row):
                    check.result()

    @functools.lru_cache(maxsize=None)
    def run_of(self, *words):
        return self.desk.muster(*words)

    def check(self, command, typed, meaning):
        base = BASE[command]
        run = self.desk.muster(command, *base, *typed.split())
        ours = meaning.removeprefix(SAME).split("; ")[0]
        if meaning.startswith(NOTHING):
            plain = self.run_of(command, *base)
            self.assertEqual((run.returncode, run.stdout), (plain.returncode, plain.stdout), run.stderr)
            self.assertNotIn("no such option", run.stderr)
            return
        if not meaning.startswith(SAME):
            self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
            lines = run.stderr.splitlines()
            self.assertEqual(len(lines), 2)
            self.assertTrue(lines[0].startswith(f"muster {command}: {typed.split()[0]}"), lines[0])
            self.assertTrue(lines[0].endswith(": " + meaning), lines[0])
            return
        # fping's range of two addresses is one word of ours.
        words = ["127.0.0.1-127.0.0.9"] if ours == "127.0.0.1 127.0.0.9" else ours.split()
        same = self.run_of(command, *base, *words)
        told = run.stderr.splitlines()
        if "; " in meaning:
            note = [line for line in told if line.endswith(meaning.split("; ", 1)[1])]
            self.assertEqual(len(note), 1, run.stderr)
            told.remove(note[0])
        self.assertEqual((run.returncode, run.stdout, told), (same.returncode, same.stdout, same.stderr.splitlines()))
        self.assertNotIn("no such option", run.stderr)
        if command in ("watch", "ping"):
            self.assertTrue(BAD in run.stderr or "--local" in words, run.stderr)


# Lines held by hand: exit code, what is typed, what stands on standard error (all of its first line but "muster ", or a part behind …).
LINES = """
2 | 10.0.2.0/24 | 10.0.2.0/24 looks like a target: did you mean muster sweep 10.0.2.0/24, or muster scan 10.0.2.0/24 -p PORTS?
2 | 10.0.2.17 | 10.0.2.17 looks like a target: did you mean muster sweep 10.0.2.17, or muster scan 10.0.2.17 -p PORTS?
2 | 10.0.2.2-9 | … did you mean muster sweep 10.0.2.2-9, or
2 | 2001:db8::1 | … did you mean muster sweep 2001:db8::1, or muster scan 2001:db8::1 -p PORTS?
2 | [::1] | [::1] looks like a target: …
2 | example.com | example.com looks like a target: did you mean muster sweep example.com, or muster scan example.com -p PORTS?
2 | http://example.com/ | http://example.com/ looks like a target: …
2 | 10.0.2.17 -p 22 | 10.0.2.17 looks like a target: did you mean muster scan 10.0.2.17 -p 22?
2 | 10.0.2.17 -c 3 | 10.0.2.17 looks like a target: did you mean muster sweep TARGETS, or muster scan TARGETS -p PORTS?
2 | -sn 10.0.2.0/24 | -sn comes after a command: did you mean muster sweep 10.0.2.0/24?
2 | -sS -p 22 10.0.2.0/24 | -sS comes after a command: did you mean muster scan -p 22 10.0.2.0/24?
2 | -p 22 10.0.2.0/24 | -p comes after a command: did you mean muster scan -p 22 10.0.2.0/24?
2 | -p22 -Pn -n 10.0.2.1 | -p22 comes after a command: did you mean muster scan -p22 10.0.2.1?
2 | -F 10.0.2.1 | -F comes after a command: did you mean muster scan --ports common 10.0.2.1?
2 | -c 3 10.0.2.1 | -c comes after a command: did you mean muster ping -c 3 10.0.2.1?
2 | -ag 10.0.2.0/24 | -ag comes after a command: did you mean muster sweep 10.0.2.0/24?
2 | -T4 10.0.2.1 | -T4 comes after a command, such as sweep or scan; -T4: the rate adapts by itself: …
2 | -sV 10.0.2.1 | … -sV comes after a command: did you mean muster scan --service 10.0.2.1 -p PORTS?
2 | --bogus | --bogus is not a command
2 | -v | -v is not a command; did you mean version?
2 | nmap | nmap is another program; muster scan does what it does (see muster help nmap)
2 | nmap 10.0.2.1 | nmap is another program; in its place: muster scan 10.0.2.1 -p common
2 | nmap -sn 10.0.2.0/24 | nmap is another program; in its place: muster sweep 10.0.2.0/24
2 | nmap -sn -n --max-retries 2 10.0.2.0/24 | nmap is another program; in its place: muster sweep --retries 2 10.0.2.0/24
2 | nmap -sS -Pn -n -p 1-1024 --open 10.0.2.1 | nmap is another program; in its place: muster scan -p 1-1024 10.0.2.1
2 | nmap -sU -p U:53,U:161 10.0.2.1 | nmap is another program; in its place: muster scan --udp --udp --ports 53,161 10.0.2.1
2 | nmap -F 10.0.2.1 | nmap is another program; in its place: muster scan --ports common 10.0.2.1
2 | nmap --top-ports 20 -iL hosts.txt | nmap is another program; in its place: muster scan --ports common:20 --input hosts.txt
2 | nmap -A 10.0.2.1 | nmap is another program; muster scan does what it does, but -A: muster scan --service finds out which services answer at open ports; systems are not told from others
2 | nmap --nosuch 10.0.2.1 | nmap is another program; muster scan does what it does, but --nosuch: no such option
2 | masscan | masscan is another program; muster scan does what it does (see muster help masscan)
2 | masscan -p80,443 10.0.0.0/8 --rate 10000 | masscan is another program; in its place: muster scan -p80,443 10.0.0.0/8 --rate 10000
2 | masscan --ping 10.0.0.0/8 | masscan is another program; in its place: muster sweep --probe=icmp 10.0.0.0/8
2 | masscan -p80 10.0.0.0/8 --banners | … in its place: muster scan -p80 10.0.0.0/8 --banner
2 | zmap | zmap is another program; muster sweep does what it does (see muster help zmap)
2 | zmap -p 443 10.0.0.0/16 -n 1000 | zmap is another program; in its place: muster scan -p 443 10.0.0.0/16 --max 1000
2 | zmap -M icmp_echoscan 10.0.0.0/16 | zmap is another program; in its place: muster sweep --probe=icmp 10.0.0.0/16
2 | zmap -p 443 --probe-args smallest-probes 10.0.0.0/16 | zmap is another program; in its place: muster scan -p 443 --syn-options mss 10.0.0.0/16
2 | zmap -B 10M -p 80 10.0.0.0/16 | … but -B 10M: the rate is counted in frames, not in bits: 10 Mbit/s are --rate 14880
2 | fping | fping is another program; muster sweep does what it does (see muster help fping)
2 | fping -a -g 10.0.2.0/24 | fping is another program; in its place: muster sweep 10.0.2.0/24
2 | fping -g 10.0.2.1 10.0.2.9 | fping is another program; in its place: muster sweep 10.0.2.1-10.0.2.9
2 | fping -c 3 10.0.2.1 | fping is another program; in its place: muster ping -c 3 10.0.2.1
2 | fping -C 3 -q 10.0.2.1 | fping is another program; in its place: muster ping -C 3 -q 10.0.2.1
2 | arp-scan | arp-scan is another program; muster sweep does what it does (see muster help arp-scan)
2 | arp-scan -I eth0 10.0.2.0/24 | arp-scan is another program; in its place: muster sweep -I eth0 10.0.2.0/24
2 | tcpdump | tcpdump is another program; muster capture does what it does (see muster help tcpdump)
2 | tcpdump -nni lo port 53 | tcpdump is another program; in its place: muster capture -n -n --interface lo port 53
2 | tcpdump -i any -w x.pcap | tcpdump is another program; in its place: muster capture --interface any -w x.pcap
2 | tcpdump -D | … but -D: muster ifaces lists the interfaces
2 | ifconfig | ifconfig is another program; muster ifaces does what it does (see muster help ifaces)
2 | discover | discover is not a command; did you mean sweep?
2 | hosts | hosts is not a command; did you mean sweep?
2 | ports | ports is not a command; did you mean scan?
2 | portscan 10.0.2.1 | portscan is not a command; did you mean scan?
2 | sniff | sniff is not a command; did you mean capture?
2 | list | list is not a command; did you mean ifaces?
2 | interfaces | interfaces is not a command; did you mean ifaces?
2 | monitor | monitor is not a command; did you mean watch?
2 | swep 10.0.2.1 | swep is not a command; did you mean sweep?
2 | scna | scna is not a command; did you mean scan?
2 | png | png is not a command; did you mean ping?
2 | wacth | wacth is not a command; did you mean watch?
2 | xyzzy | xyzzy is not a command
2 | help discover | help: discover: expected one command; did you mean sweep?
2 | help xyzzy | help: xyzzy: expected one command, or man, bash, zsh or fish, or another tool such as nmap
0 | --help sweep |
0 | --help nmap |
0 | help tcpdump |
0 | --version |
2 | --version 3 | version: 3: version takes no arguments
2 | scan -Pn --discover -p 1 T | scan: -Pn and --discover contradict each other: give one of them
2 | scan --open --all -p 1 T | scan: --open and --all contradict each other: give one of them
2 | scan --state closed --open -p 1 T | scan: --open and --state contradict each other: give one of them
2 | scan -sS -U -p 1 T | scan: -sS and --udp contradict each other: give one of them
2 | scan -sS -sU -p 1 T | scan: -sS and --udp contradict each other: give one of them
2 | scan -sT --udp -p 1 T | scan: -sT and --udp contradict each other: give one of them
2 | scan -p T:80 -U T | scan: -p and --udp contradict each other: give one of them
2 | sweep -a --down T | sweep: -a and --down contradict each other: give one of them
2 | sweep -a --all T | sweep: -a and --all contradict each other: give one of them
2 | sweep -au T | sweep: -a and --state contradict each other: give one of them
2 | sweep -qs T | sweep: -s and --quiet contradict each other: give one of them
2 | sweep -PR --no-arp T | sweep: -PR and --no-arp contradict each other: give one of them
2 | sweep -PE --probe icmp T | sweep: icmp and --probe both choose the probes: give --probe alone
2 | sweep -PR --send-ip T | sweep: -PR and --no-arp contradict each other: give one of them
2 | watch -sn -p 22 T | watch: -sn and --ports contradict each other: give one of them
2 | scan -p T:80,U:53 T | scan: -p T:80,U:53: one run probes TCP or UDP: …
2 | scan -p U:53,T:80,443 T | scan: -p U:53,T:80,443: one run probes TCP or UDP: …
2 | scan --top-ports 1000 T | … common:1000 …
2 | scan --udp -p common:31 T | … there are 30 common UDP ports: common:1 to common:30 …
2 | scan -p common:0 T | … there are 100 common TCP ports: common:1 to common:100 …
2 | scan -p common: T | … common:1 to common:100 …
2 | scan -p commons T | … --ports commons: port "commons": not in the services database …
2 | scan --top-ports | scan: --top-ports needs a value: --top-ports 20
2 | sweep -iL | sweep: -iL needs a value: -iL hosts.txt
2 | sweep --adapter-ip | sweep: --adapter-ip needs a value: --adapter-ip 127.0.0.1
2 | scan -oX | scan: -oX needs a value: -oX out.xml
2 | scan --append-output -oX out.xml -p 1 T | scan: --append-output: a file has one report: …
2 | nmap -sS -p 22 -oX out.xml 10.0.2.1 | nmap is another program; in its place: muster scan -p 22 --output nmap-xml:out.xml 10.0.2.1
2 | nmap -sn -oA out 10.0.2.0/24 | … muster sweep --output text:out.nmap --output grepable:out.gnmap --output nmap-xml:out.xml 10.0.2.0/24
0 | scan --dry-run -oX out.xml -oG - -oN out.txt -p- T |
0 | sweep --dry-run -oA out -n -iL hosts.txt |
2 | scan -T4 -p 1 T | scan: -T4: the rate adapts by itself: --rate or --max-rate set it, --lanes N is the number of sender threads
2 | scan -T 4 -p 1 T | scan: -T 4: the rate adapts by itself: …
2 | scan -PS1-5 -p 1 T | scan: -PS1-5: expected port numbers with commas between, such as -PS22,443
2 | sweep -O json T | sweep: -O json: the format stands in front of the file: …
2 | sweep -O T | sweep: -O: muster scan --service finds out which services answer …
2 | sweep -f saddr T | sweep: -f saddr: --fields LIST chooses the columns …
2 | sweep -f T | sweep: -f: packets are not fragmented; -i FILE reads targets
2 | sweep -c 3 T | sweep: -c 3: muster ping -c N TARGETS sends N requests to each host; …
2 | sweep -c paused.conf | sweep: -c paused.conf: there are no configuration files; …
2 | sweep -i 10 T | sweep: -i 10: there is no file of this name; …
1 | sweep -i nosuchfile | sweep: nosuchfile: cannot be opened: …
2 | capture -i nosuch0 | capture: -i nosuch0: there is no such interface; -I names an interface, -r FILE reads packets from a file
2 | capture -I nosuch0 | capture: --interface nosuch0: there is no such interface; there are: …
2 | listen -I nosuch0 | listen: --interface nosuch0: there is no such interface; there are: …
2 | listen -i frames.pcap | listen: -i frames.pcap: there is no such interface; …
2 | listen -X | listen: -X: listen lists hosts, not packets; muster capture prints packets
2 | capture -nnv | capture: -v: a line has one level of detail: …
2 | ping -Q 0x100 T | ping: --tos 0x100: expected a number from 0 to 255, such as 16 or 0x10
2 | ping -M no T | ping: --pmtu-discovery no: expected do, want, dont or probe
2 | ping -r 127.0.0.1 | ping: -r 127.0.0.1: -r is --retries N here, as in fping; …
2 | ping -l 3 T | ping: -l 3: -l is --loop here, as in fping; …
2 | ping -t 500 T | ping: -t 500: -t is the time to live here, from 1 to 255, as in ping(8); --timeout TIME is the time for each answer
2 | ping -s -a T | ping: -s and --alive contradict each other: give one of them
2 | ping -s 5k T | ping: --size 5k: …
2 | ping -e -u T | … --elapsed prints times, and hosts that do not answer have none
2 | ping -S 65536 T | ping: -S 65536: buffers are sized by muster; …
2 | ping --tcp 80 --flood T | … --tcp connects, --flood sends ICMP requests
2 | ping 255.255.255.255 | ping: 255.255.255.255 is the broadcast address of every link: no host has it; --broadcast (-b) pings it, …
2 | ping ff02::1 | ping: ff02::1 is a multicast address: no host has it; --broadcast (-b) pings it, …
2 | ping 127.1 | ping: target "127.1": an address has four decimal numbers: expected 127.0.0.1
2 | ping 0x7f000001 | ping: target "0x7f000001": an address has four decimal numbers: expected 127.0.0.1
2 | ping -I 127.1 T | ping: --interface 127.1: an address has four decimal numbers: expected 127.0.0.1
2 | ping --source-ip 127.1 T | ping: --source-ip 127.1: an address has four decimal numbers: expected 127.0.0.1
2 | sweep 2130706433 | sweep: target "2130706433": an address has four decimal numbers: expected 127.0.0.1
2 | sweep --exclude 127.1 T | sweep: exclude "127.1": an address has four decimal numbers: expected 127.0.0.1
2 | sweep --source-ip 127.1 T | sweep: --source-ip 127.1: an address has four decimal numbers: expected 127.0.0.1
2 | scan -p 1 0x7f.1 | scan: target "0x7f.1": an address has four decimal numbers: expected 127.0.0.1
2 | route 127.0.1 | route: target "127.0.1": an address has four decimal numbers: expected 127.0.0.1
2 | watch 127.1 | watch: target "127.1": an address has four decimal numbers: expected 127.0.0.1
2 | ping --input | ping: --input needs a value: --input FILE
1 | ping -i nosuchfile | ping: nosuchfile: cannot be opened: …
2 | watch -d T | watch: -d: --changes prints only what changed
2 | watch --gateway-mac 02:00:00:00:00:01 T | watch: --gateway-mac: no such option
2 | watch --on-change nosuchprogram T | watch: --on-change nosuchprogram: there is no such program, or it may not be run
2 | watch --on-change ./hosts.txt T | watch: --on-change ./hosts.txt: there is no such program, or it may not be run
2 | sweep -rate 3 T | … did you mean --rate?
2 | sweep -z T | sweep: -z: no such option
2 | sweep -qz T | sweep: -z: no such option
2 | sweep -sz T | … no such option
2 | sweep -- -sn | … -sn …
0 | sweep --dry-run -sn T |
0 | sweep --dry-run --exclude 127.0.0.2 -- T |
0 | scan --dry-run -sS -Pn -n -p T:80,443 --open --reason T |
0 | scan --dry-run -U -p common:30 T |
0 | scan --dry-run -p common T |
0 | scan --dry-run -sT -p 80 T | scan: -sT: ports are probed with a SYN; no connection is completed
0 | scan --dry-run -oJ x.json -p 80 T | scan: -oJ x.json: written as -o json:FILE does, with muster's field names
0 | sweep --dry-run -i lo T | sweep: -i lo: taken for --interface, as there is no file of this name; -I is its letter
0 | sweep --dry-run -ilo T | sweep: -i lo: taken for --interface, as there is no file of this name; -I is its letter
0 | sweep --dry-run -I lo T |
0 | sweep --dry-run -e lo T |
0 | sweep --dry-run -e T |
0 | sweep --dry-run --canary T | sweep: --canary is now --detect-proxies on
2 | scan --canary=yes -p 1 T | scan: --canary: no such option
0 | capture -nnXr frames.pcap |
0 | capture -nnS -r frames.pcap |
0 | capture -A -r frames.pcap |
0 | route -n -iL hosts.txt |
"""


def lines():
    for line in LINES.strip().splitlines():
        code, typed, said = (part.strip() for part in line.split(" | " if not line.endswith(" |") else " |", 2) + ([""] if line.count(" | ") < 2 and not line.endswith(" |") else []))
        yield int(code), [T if word == "T" else word for word in shlex.split(typed)], said


class Lines(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = Desk()

    def test_each_line_has_its_sentence_and_its_exit_code(self):
        self.assertGreater(len(list(lines())), 130)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            runs = [(line, pool.submit(self.desk.muster, *line[1])) for line in lines()]
        for (code, words, said), run in runs:
            with self.subTest(words=words):
                run = run.result()
                self.assertEqual(run.returncode, code, run.stderr)
                first = run.stderr.splitlines()[0] if run.stderr else ""
                if code == 2:
                    self.assertEqual(run.stdout, "")
                    self.assertEqual(len(run.stderr.splitlines()), 2, run.stderr)
                if "…" in said:
                    for part in said.split("…"):
                        self.assertIn(part.strip(), first)
                elif said:
                    self.assertEqual(re.sub(r"^muster:? ", "", first), said)
                elif words[0] != "capture":
                    self.assertEqual(run.stderr, "")

    def test_what_works_does_what_it_says(self):
        def same(typed, ours):
            one, other = (self.desk.muster(*shlex.split(line)) for line in (typed, ours))
            self.assertEqual((one.returncode, one.stdout, one.stderr), (other.returncode, other.stdout, other.stderr), typed)
            self.assertEqual(one.returncode, 0, one.stderr)

        dry = "--dry-run --seed 3"
        same(f"sweep {dry} -aqg 127.0.0.1 127.0.0.9", f"sweep {dry} -q 127.0.0.1-127.0.0.9")
        same(f"sweep {dry} -PE -PS22,443 -PA -PU53 {T}", f"sweep {dry} --probe icmp,syn:22,syn:443,ack:80,udp:53 {T}")
        same(f"scan {dry} -PE -PS22 -p1 {T}", f"scan {dry} --discover --probe icmp,syn:22 -p 1 {T}")
        same(f"scan {dry} -p T:80,443 -p 22 {T}", f"scan {dry} -p 22,80,443 {T}")
        same(f"scan {dry} -p U:53,161 {T}", f"scan {dry} --udp -p 53,161 {T}")
        same(f"scan {dry} -F {T}", f"scan {dry} -p common {T}")
        same(f"scan {dry} --top-ports=3 {T}", f"scan {dry} -p 80,443,22 {T}")
        same(f"scan {dry} -sU --top-ports 3 {T}", f"scan {dry} --udp -p 53,123,161 {T}")
        same(f"sweep {dry} -iL hosts.txt --excludefile hosts.txt {T}", f"sweep {dry} -i hosts.txt --exclude-file hosts.txt {T}")
        same(f"sweep {dry} -n 2 127.0.0.0/28", f"sweep {dry} --max 2 127.0.0.0/28")
        same(f"sweep {dry} -n 127.0.0.0/28", f"sweep {dry} 127.0.0.0/28")
        same("capture -nnX -r frames.pcap", "capture -n -X -r frames.pcap")
        same("capture -nnXXs0 -r frames.pcap", "capture -n -XX -r frames.pcap")
        same("capture -lUnr frames.pcap", "capture -n -r frames.pcap")

    def test_a_former_name_does_what_the_new_one_does_and_says_so_in_one_line(self):
        table = (SOURCE / "src/cli/habits/renames.c").read_text()
        renames = re.findall(r'WAS\("([a-z ]+)", "(--[a-z-]+)", "([^"]+)"\)', table)
        self.assertEqual(len(renames), table.count("\tWAS("))
        self.assertGreater(len(renames), 0)
        for commands, before, now in renames:
            for command in commands.split():
                with self.subTest(command=command, before=before):
                    old, new = (self.desk.muster(command, *words.split(), *BASE[command]) for words in (before, now))
                    self.assertEqual((old.returncode, old.stdout), (new.returncode, new.stdout), old.stderr)
                    self.assertEqual(old.stderr, f"muster {command}: {before} is now {now}\n" + new.stderr)
                    self.assertNotIn(before, self.desk.muster(command, "--help", "--all").stdout)
                    self.assertNotIn(before.lstrip("-"), self.desk.muster("help", "bash").stdout + self.desk.muster("help", "zsh").stdout
                                     + self.desk.muster("help", "fish").stdout + self.desk.muster("help", "man").stdout)
        self.assertEqual(self.desk.muster("help", "former").returncode, 2, "they are no tool's")

    def test_a_file_that_is_called_like_an_interface_is_the_file(self):
        run = self.desk.muster("sweep", "--dry-run", "-v", "-i", "lo", where="lo.d")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertRegex(run.stdout, r"\b1  addresses")

    def test_the_common_ports_are_a_hundred_and_thirty(self):
        for words, count in ((["-p", "common"], 100), (["--udp", "-p", "common"], 30), (["-p", "common:7"], 7), (["-p", "common:2,80,9"], 3)):
            run = self.desk.muster("scan", "--dry-run", *words, T)
            self.assertRegex(run.stdout, rf"\b{count}  ports", run.stderr)


if __name__ == "__main__":
    unittest.main()
