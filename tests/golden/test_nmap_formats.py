# SPDX-License-Identifier: BSD-2-Clause
"""nmap's formats, as programs of others read them: recorded scans judged again, and written as nmap-xml and grepable.

Readers that Debian packages are run; the rules of others are in nmap_readers.py.
"""
import collections
import csv
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import nmap_readers as readers

MUSTER = os.environ["MUSTER"]
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
STORIES = SOURCE / "tests/data/stories"
NMAP = pathlib.Path("/usr/share/nmap")
sys.path.append("/usr/lib/python3/dist-packages")  # another Python than Debian's does not look there
HOSTS = {"up": "up", "down": "down", "unreachable": "down", "unknown": "unknown"}
LISTED = 25  # ports of one state, at most, that are not summed up


def replay(story, *words):
    subprocess.run([MUSTER, "replay", STORIES / f"{story}.pcapng", "-q", *map(str, words)], check=False, stdout=subprocess.DEVNULL,
                   stdin=subprocess.DEVNULL, timeout=60, env=dict(os.environ, TZ="UTC"))


def run(*words):
    return subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


class Documents(unittest.TestCase):
    """Every verdict of each story, and the open ports of one."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.stories = sorted(path.stem for path in STORIES.glob("*.pcapng"))
        for story in cls.stories:
            replay(story, "--all", *sum((["-o", cls.folder / f"{story}.{suffix}"] for suffix in ("csv", "xml", "gnmap")), []))
        replay("discover", "-o", cls.folder / "open.xml", "-o", cls.folder / "open.gnmap", "-o", cls.folder / "open.csv")

    def document(self, story):
        return self.folder / f"{story}.xml"

    def rows(self, story):
        with open(self.folder / f"{story}.csv", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def open_ports(self, story):
        found = {}
        for row in self.rows(story):
            if row["state"] == "open":
                found.setdefault(row["addr"], {})[row["proto"], int(row["port"])] = None
        return found

    def test_no_verdict_is_lost(self):
        for story in self.stories:
            with self.subTest(story=story):
                expected = collections.defaultdict(collections.Counter)
                for row in self.rows(story):
                    expected[row["addr"]][row["port"], row["state"]] += 1
                root, seen = readers.root_of(self.document(story)), []
                for host in root.iter("host"):
                    addr = host.find("address").get("addr")
                    seen.append(addr)
                    states = collections.Counter()
                    for (port, state), count in expected[addr].items():
                        states[state] += count
                    if ("", HOSTS.get(next(iter(states)))) != ("", None):
                        self.assertEqual(host.find("status").get("state"), HOSTS[next(iter(states))])
                        continue
                    summed = {extra.get("state"): int(extra.get("count")) for extra in host.iter("extraports")}
                    listed = collections.Counter((port.get("portid"), port.find("state").get("state")) for port in host.iter("port"))
                    self.assertEqual(summed, {state: count for state, count in states.items() if count > LISTED and state != "open"})
                    self.assertEqual(listed, {key: count for key, count in expected[addr].items() if key[1] not in summed})
                self.assertEqual(seen, list(expected), "each host once, in order")
                counts = root.find("runstats/hosts").attrib
                self.assertGreaterEqual(int(counts["total"]), len(seen))

    def test_readers_find_the_open_ports(self):
        for story in self.stories:
            for reader in readers.READERS:
                if story == "ipv6" and reader is readers.defectdojo:
                    continue  # which knows IPv4 only
                with self.subTest(story=story, reader=reader.__name__):
                    found = {addr: dict.fromkeys(ports) for addr, ports in reader(self.document(story)).items() if ports}
                    self.assertEqual(found, self.open_ports(story))

    def test_ports_that_are_not_open_are_listed_only_when_asked_for(self):
        """gowitness visits each that is listed."""
        found = {addr: ports for addr, ports in readers.gowitness(self.document("open")).items() if ports}
        self.assertEqual(found, self.open_ports("open"))
        root = readers.root_of(self.document("open"))
        self.assertEqual({host.find("status").get("state") for host in root.iter("host")}, {"up"})
        self.assertGreater(len(list(root.iter("extraports"))), 0)
        self.assertGreater(int(root.find("runstats/hosts").get("down")), 0)

    def test_grepable_lines_have_the_same(self):
        for story in self.stories:
            with self.subTest(story=story):
                states, hosts = readers.gnmap(self.folder / f"{story}.gnmap")
                root = readers.root_of(self.document(story))
                self.assertEqual({addr: state.lower() for addr, state in states.items()},
                                 {host.find("address").get("addr"): host.find("status").get("state") for host in root.iter("host")})
                listed = {}
                for host in root.iter("host"):
                    for port in host.iter("port"):
                        service = port.find("service")
                        listed.setdefault(host.find("address").get("addr"), {})[port.get("protocol"), int(port.get("portid"))] = (
                            port.find("state").get("state"), service.get("name") if service is not None else "")
                self.assertEqual(hosts, listed)
                if story != "ipv6":
                    self.assertEqual(readers.brutespray_gnmap(self.folder / f"{story}.gnmap"), readers.brutespray(self.document(story)))

    def test_muster_reads_them_back(self):
        """-i takes the addresses that are up or have an open port: those of a csv of the same run."""
        for story in ("open", "sweep"):
            with self.subTest(story=story):
                runs = [run(MUSTER, "sweep", "--dry-run", "-v", "-i", self.folder / f"{story}.{suffix}") for suffix in ("csv", "xml")]
                if any("no route to" in each.stderr for each in runs):
                    self.skipTest("this machine has no route to the addresses of the stories")
                counts = [re.search(r"([\d,]+)  addresses", each.stdout) for each in runs]
                self.assertTrue(all(counts))
                self.assertEqual(counts[1][1], counts[0][1])

    def test_a_scan_that_was_cut_says_so(self):
        finished = readers.root_of(self.document("cut")).find("runstats/finished")
        self.assertEqual(finished.get("exit"), "error")
        self.assertEqual(readers.root_of(self.document("errors")).find("runstats/finished").get("exit"), "success")

    def test_suspicions_and_addresses_of_cards_are_there(self):
        scripts = [script.get("output") for script in readers.root_of(self.document("tarpit")).iter("script")]
        self.assertEqual(len(scripts), 10)
        self.assertTrue(all(text.startswith("every-port-open: ") for text in scripts), scripts)
        self.assertEqual(len(readers.root_of(self.document("proxy")).findall("host/hostscript/script")), 16)
        cards = {row["addr"]: row["mac"].upper() for row in self.rows("neighbours") if row["mac"]}
        found = {host.find("address").get("addr"): host.find("address[@addrtype='mac']").get("addr")
                 for host in readers.root_of(self.document("neighbours")).iter("host") if host.find("address[@addrtype='mac']") is not None}
        self.assertEqual(found, cards)
        self.assertGreater(len(cards), 0)

    def test_the_order_of_arrival_is_refused(self):
        done = run(MUSTER, "sweep", "127.0.0.1", "--dry-run", "--order", "arrival", "-o", self.folder / "no.xml")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--order arrival: rows of nmap-xml, grepable or html are in the order of address", done.stderr)

    @unittest.skipUnless(shutil.which("xmllint") and (NMAP / "nmap.dtd").exists(), "libxml2-utils or nmap-common is not installed")
    def test_xmllint_finds_them_valid(self):
        text, count = re.subn(r"(scanner\s+)\(nmap\)", r"\1(nmap | muster)", (NMAP / "nmap.dtd").read_text())
        self.assertEqual(count, 1)
        dtd = self.folder / "wide.dtd"
        dtd.write_text(text)
        documents = [self.document(story) for story in [*self.stories, "open"]]
        done = run("xmllint", "--noout", "--dtdvalid", dtd, *documents)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        broken = self.folder / "broken.xml"
        broken.write_text(documents[0].read_text().replace(' reason_ttl="', ' reason_tll="'))
        self.assertNotEqual(run("xmllint", "--noout", "--dtdvalid", dtd, broken).returncode, 0, "it would accept anything")

    @unittest.skipUnless(shutil.which("ndiff"), "ndiff is not installed")
    def test_ndiff_compares_them(self):
        whole, other = self.document("errors"), self.folder / "other.xml"
        same = run("ndiff", whole, whole)
        self.assertEqual((same.returncode, same.stdout), (0, ""), same.stderr)
        text = whole.read_text()
        other.write_text(text.replace('state="open" reason="syn-ack"', 'state="closed" reason="reset"', 1))
        self.assertNotEqual(other.read_text(), text)
        changed = run("ndiff", whole, other)
        self.assertEqual(changed.returncode, 1, changed.stderr)
        self.assertRegex(changed.stdout, r"(?m)^-\d+/tcp +open ")
        self.assertRegex(changed.stdout, r"(?m)^\+\d+/tcp +closed ")

    @unittest.skipUnless(importlib.util.find_spec("libnmap"), "python3-libnmap is not installed")
    def test_python_libnmap_reads_them(self):
        from libnmap.parser import NmapParser
        for story in [*self.stories, "open"]:
            with self.subTest(story=story):
                report = NmapParser.parse_fromfile(str(self.document(story)))
                counts = readers.root_of(self.document(story)).find("runstats/hosts").attrib
                self.assertEqual((report.hosts_up, report.hosts_down, report.hosts_total), tuple(int(counts[key]) for key in ("up", "down", "total")))
                self.assertTrue(report.is_consistent())
                self.assertEqual(report.scan_type, None if self.rows(story)[0]["port"] == "" else "udp" if story == "udp" else "syn")
                self.assertIn("muster replay", report.commandline)
                found = {host.address: {(protocol, port): None for port, protocol in host.get_open_ports()} for host in report.hosts}
                self.assertEqual({addr: ports for addr, ports in found.items() if ports}, self.open_ports(story))
                self.assertFalse(report.diff(report).changed())

    @unittest.skipUnless(shutil.which("xsltproc") and (NMAP / "nmap.xsl").exists(), "xsltproc or nmap-common is not installed")
    def test_nmaps_own_stylesheet_makes_pages_of_them(self):
        for story in ("errors", "sweep"):
            done = run("xsltproc", NMAP / "nmap.xsl", self.document(story))
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for row in self.rows(story):
                if row["state"] in ("open", "up"):
                    self.assertIn(row["addr"], done.stdout)


if __name__ == "__main__":
    unittest.main()
