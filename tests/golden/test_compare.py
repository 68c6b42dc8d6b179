# SPDX-License-Identifier: BSD-2-Clause
"""report, merge and diff: files of finished runs, from any format into any other, joined and compared. Nothing is sent."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

MUSTER = os.environ["MUSTER"]
FIELDS = "addr,port,proto,state,reason"


def muster(*words, **options):
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run([MUSTER, *map(str, words)], capture_output=True, text=True, timeout=60, **options)


def csv(*rows, header=FIELDS):
    return "\n".join([header, *rows]) + "\n"


def hosts(*rows):
    """("10.0.0.1", "up", "echo-reply")"""
    return csv(*(f"{addr},,,{state},{reason}" for addr, state, reason in rows))


def ports(*rows, proto="tcp"):
    return csv(*(f"{addr},{port},{proto},{state},{reason}" for addr, port, state, reason in rows))


class Folder(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def put(self, name, text):
        (self.folder / name).write_text(text)
        return name

    def muster(self, *words, **options):
        return muster(*words, cwd=self.folder, **options)

    def printed(self, code, *words, **options):
        run = self.muster(*words, **options)
        self.assertEqual(run.returncode, code, run.stderr)
        return run.stdout

    def refused(self, sentence, *words):
        with self.subTest(words=words):
            before = sorted(path.name for path in self.folder.iterdir())
            run = self.muster(*words)
            self.assertEqual(run.returncode, 2, run.stderr)
            self.assertEqual(run.stdout, "")
            self.assertRegex(run.stderr, sentence)
            self.assertEqual(len(re.sub(r"(?m)^try: .*\n", "", run.stderr).strip().splitlines()), 1, run.stderr)
            self.assertEqual(sorted(path.name for path in self.folder.iterdir()), before)


SOME_HOSTS = hosts(("10.0.0.1", "up", "echo-reply"), ("10.0.0.2", "down", "no-response"), ("10.0.0.3", "up", "arp-response"))
SOME_PORTS = ports(("10.0.0.1", 22, "open", "syn-ack"), ("10.0.0.1", 80, "closed", "reset"), ("10.0.0.2", 22, "filtered", "no-response"))


class Report(Folder):
    def test_a_table_and_counts(self):
        run = self.muster("report", self.put("a.csv", SOME_PORTS))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertRegex(run.stdout, r"10\.0\.0\.1 .*22 .*open .*syn-ack")
        self.assertNotIn("closed", run.stdout)
        for line in (r"(?m)^ +3  targets$", r"(?m)^ +1  open$", r"(?m)^ +1  closed$", r"(?m)^ +1  filtered$"):
            self.assertRegex(run.stderr, line)
        self.assertEqual(self.muster("report", "-q", "a.csv").stderr, "")

    def test_which_states_are_reported(self):
        self.put("a.csv", SOME_PORTS)
        self.put("h.csv", SOME_HOSTS)
        for words, states in ((("a.csv",), ["open"]), (("a.csv", "--open"), ["open"]), (("a.csv", "--all"), ["open", "closed", "filtered"]),
                              (("a.csv", "--state", "closed,filtered"), ["closed", "filtered"]), (("h.csv", "--up"), ["up", "up"]),
                              (("h.csv", "--all"), ["up", "down", "up"])):
            with self.subTest(words):
                self.assertEqual(self.printed(0, "report", *words, "--fields", "state", "--no-header", "-o", "csv:-").split(), states)
        self.assertRegex(self.printed(0, "report", "h.csv", "--down"), r"10\.0\.0\.2 .*down")

    def test_any_format_into_any_other(self):
        self.put("a.csv", SOME_PORTS)
        self.printed(0, "report", "-q", "a.csv", "--all", "--fields", FIELDS, "-o", "b.ndjson", "-o", "b.json")
        for name in ("b.ndjson", "b.json"):
            self.assertEqual(self.printed(0, "report", name, "--all", "--fields", FIELDS, "-o", "csv:-"), SOME_PORTS)
        summary = json.loads((self.folder / "b.ndjson").read_text().splitlines()[-1])
        self.assertEqual((summary["targets"], summary["open"], summary["closed"], summary["filtered"]), (3, 1, 1, 1))
        self.assertEqual(self.printed(0, "report", "b.json", "-o", "hostport:-"), "10.0.0.1:22\n")
        self.assertEqual(self.printed(0, "report", "-", "-o", "list:-", input=SOME_PORTS, stdin=None), "10.0.0.1\n")

    def test_order_of_arrival_is_that_of_times(self):
        rows = ["10.0.0.1,up,2026-11-29T10:00:02.000Z", "10.0.0.2,up,2026-11-29T10:00:01.500Z", "10.0.0.3,up,2026-11-29T10:00:01.000Z"]
        self.put("a.csv", csv(*rows, header="addr,state,time"))
        for output in ("csv:-", "ndjson:-"):
            printed = self.printed(0, "report", "a.csv", "--order", "arrival", "--fields", "addr", "-o", output)
            self.assertEqual(re.findall(r"10\.0\.0\.\d", printed), ["10.0.0.3", "10.0.0.2", "10.0.0.1"])

    def test_fields_are_explained_without_a_file(self):
        self.assertIn("suspect", self.printed(0, "report", "--fields", "help"))

    def test_a_reader_that_leaves_is_no_failure(self):
        self.put("a.csv", SOME_PORTS)
        run = subprocess.run(["bash", "-c", 'set -o pipefail; "$0" report a.csv --all -o csv:- | true', MUSTER], cwd=self.folder, timeout=60)
        self.assertEqual(run.returncode, 0)

    def test_what_is_refused(self):
        self.put("h.csv", SOME_HOSTS)
        self.put("a.csv", SOME_PORTS)
        self.put("empty", "")
        self.put("text", "10.0.0.1\n10.0.0.2\n")
        (self.folder / "folder").mkdir()
        self.refused("0 files: expected one", "report")
        self.refused("2 files: expected one, .*muster merge", "report", "a.csv", "h.csv")
        self.refused("empty.* expected", "report", "empty")
        self.refused("text.* expected", "report", "text")
        self.refused("folder: is a folder; expected the file of a run", "report", "folder")
        self.refused("--open: the run is about hosts", "report", "h.csv", "--open")
        self.refused("--up: the run is about ports", "report", "a.csv", "--up")
        self.refused("--down: the run is about ports", "report", "a.csv", "--down")
        self.refused("--all and --open contradict each other", "report", "a.csv", "--all", "--open")
        self.refused("--state up: expected some of", "report", "a.csv", "--state", "up")
        self.refused("hostport", "report", "h.csv", "-o", "hostport:-")
        self.refused("--force: there is no file", "report", "h.csv", "--force")
        self.refused("--output csv:a.csv would overwrite a.csv, which is read", "report", "a.csv", "--force", "-o", "csv:a.csv")
        self.refused("--order up: expected address or arrival", "report", "a.csv", "--order", "up")
        self.assertEqual(self.muster("report", "missing.csv").returncode, 1)
        self.assertEqual(self.muster("report", "a.csv", "-o", "h.csv").returncode, 1)


class Merge(Folder):
    def test_rows_in_order_and_the_better_verdict(self):
        self.put("a.csv", ports(("10.0.0.1", 80, "closed", "reset"), ("10.0.0.1", 443, "open", "syn-ack"), ("10.0.0.3", 80, "filtered", "no-response")))
        self.put("b.csv", ports(("10.0.0.1", 80, "open", "syn-ack"), ("10.0.0.2", 80, "open", "syn-ack"), ("10.0.0.3", 80, "closed", "reset")))
        run = self.muster("merge", "a.csv", "b.csv", "--all", "--fields", "addr,port,state", "-o", "csv:-")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(run.stdout, csv("10.0.0.1,80,open", "10.0.0.1,443,open", "10.0.0.2,80,open", "10.0.0.3,80,closed", header="addr,port,state"))
        self.assertRegex(run.stderr, r"(?m)^ +joined  4 of 4 targets have a verdict; the files do not say")
        self.assertRegex(run.stderr, r"(?m)^ +2  have verdicts in several files; those about 2 of them differ")

    def test_what_has_no_verdict_is_exit_1(self):
        self.put("a.csv", hosts(("10.0.0.1", "up", "echo-reply"), ("10.0.0.2", "unknown", "unfinished"), ("10.0.0.3", "unknown", "not-sent")))
        self.put("b.csv", hosts(("10.0.0.2", "down", "no-response")))
        run = self.muster("merge", "a.csv", "b.csv", "-o", "a.ndjson")
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertRegex(run.stderr, r"(?m)^ +incomplete  2 of 3 targets have a verdict")
        self.assertRegex(run.stderr, r"(?m)^ +unfinished  a\.csv: its run ended before 2 targets had a verdict")
        summary = json.loads((self.folder / "a.ndjson").read_text().splitlines()[-1])
        self.assertEqual({name: summary[name] for name in ("targets", "planned", "settled", "missing", "doubled")},
                         {"targets": 3, "planned": 3, "settled": 2, "missing": 1, "doubled": 0})

    def shard(self, number, of, *rows, seed=5):
        """A report of muster sweep --shard."""
        lines = [{"type": "result", "addr": addr, "port": None, "state": state, "reason": reason} for addr, state, reason in rows]
        lines.append({"type": "summary", "muster": "0.1.0", "parameters": {"command": "muster sweep", "seed": seed, "shard": f"{number}/{of}"},
                      "targets": len(rows), "interrupted": False})
        return self.put(f"{number}.ndjson", "".join(json.dumps(line) + "\n" for line in lines))

    def test_a_shard_that_no_file_has_is_named(self):
        files = [self.shard(n, 4, (f"10.0.0.{n}", "up", "echo-reply")) for n in (1, 2, 4)]
        run = self.muster("merge", *files)
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertRegex(re.sub(r"\s+", " ", run.stderr), r"missing no file has shard 3 of 4: run the same command with --shard 3/4 --seed 5")
        files.append(self.shard(3, 4, ("10.0.0.3", "down", "no-response")))
        self.assertEqual(self.muster("merge", *files).returncode, 0)
        self.shard(3, 4, ("10.0.0.3", "down", "no-response"), seed=6)
        run = self.muster("merge", *files)
        self.assertIn("of other seeds", re.sub(r"\s+", " ", run.stderr))

    def test_what_is_refused(self):
        self.put("h.csv", SOME_HOSTS)
        self.put("p.csv", SOME_PORTS)
        (self.folder / "same.csv").symlink_to("h.csv")
        self.refused("1 file: expected two or more", "merge", "h.csv")
        self.refused("h.csv is about hosts, p.csv about ports: expected files of one kind", "merge", "h.csv", "p.csv")
        self.refused("h.csv is named twice", "merge", "h.csv", "h.csv")
        self.refused("h.csv and same.csv are the same file", "merge", "h.csv", "same.csv")
        self.refused("-: standard input can be read once only", "merge", "-", "-")
        self.refused("would overwrite same.csv", "merge", "p.csv", "same.csv", "--force", "-o", "csv:same.csv")
        self.assertEqual(self.muster("merge", "h.csv", "missing.csv").returncode, 2)


class Diff(Folder):
    def test_hosts(self):
        self.put("a.csv", hosts(("10.0.0.1", "up", "echo-reply"), ("10.0.0.6", "up", "echo-reply")))
        self.put("b.csv", hosts(("10.0.0.1", "up", "echo-reply"), ("10.0.0.5", "up", "echo-reply")))
        run = self.muster("diff", "a.csv", "b.csv")
        self.assertEqual((run.returncode, run.stdout), (1, "+ 10.0.0.5 up echo-reply\n- 10.0.0.6 up echo-reply\n"), run.stderr)
        for line in (r"(?m)^ +3  targets compared$", r"(?m)^ +1  came \(\+\)$", r"(?m)^ +1  went \(-\)$", r"a\.csv lists only some states"):
            self.assertRegex(run.stderr, line)
        self.assertEqual(self.muster("diff", "-q", "a.csv", "b.csv").stderr, "")

    def test_ports(self):
        self.put("a.csv", ports(("10.0.0.7", 22, "closed", "reset"), ("10.0.0.7", 80, "filtered", "no-response"), ("10.0.0.8", 22, "open", "syn-ack")))
        self.put("b.csv", ports(("10.0.0.7", 22, "open", "syn-ack"), ("10.0.0.7", 80, "filtered", "no-response"), ("10.0.0.8", 22, "open", "syn-ack")))
        self.assertEqual(self.printed(1, "diff", "a.csv", "b.csv"), "~ 10.0.0.7 port 22 closed → open\n")
        self.assertEqual(self.printed(0, "diff", "a.csv", self.put("c.csv", (self.folder / "a.csv").read_text())), "")

    def test_udp_and_ports_in_a_row(self):
        rows = [("10.0.0.7", port, "open", "udp-response") for port in (53, 123, 124, 125)]
        self.put("a.csv", ports(*rows[:1], proto="udp"))
        self.put("b.csv", ports(*rows[1:], proto="udp"))
        self.assertEqual(self.printed(1, "diff", "a.csv", "b.csv"),
                         "- 10.0.0.7 port 53/udp open udp-response\n+ 10.0.0.7 ports 123-125/udp open udp-response\n")

    def test_all_adds_reasons(self):
        self.put("a.csv", hosts(("10.0.0.1", "up", "echo-reply")))
        self.put("b.csv", hosts(("10.0.0.1", "up", "arp-response")))
        self.assertEqual(self.printed(0, "diff", "a.csv", "b.csv"), "")
        self.assertEqual(self.printed(1, "diff", "--all", "a.csv", "b.csv"), "~ 10.0.0.1 up reason echo-reply → arp-response\n")

    def test_for_programs(self):
        self.put("a.csv", ports(("10.0.0.1", 22, "open", "syn-ack"), ("10.0.0.2", 22, "closed", "reset")))
        self.put("b.csv", ports(("10.0.0.2", 22, "open", "syn-ack"), ("10.0.0.3", 22, "open", "syn-ack")))
        lines = [json.loads(line) for line in self.printed(1, "diff", "-q", "a.csv", "b.csv", "-o", "ndjson:-").splitlines()]
        self.assertEqual([line["type"] for line in lines], ["difference"] * 3 + ["summary"])
        self.assertEqual([(line["change"], line["addr"], line["port"], line["proto"], line["was"], line["state"], line["reason"]) for line in lines[:3]],
                         [("went", "10.0.0.1", 22, "tcp", "open", None, None), ("changed", "10.0.0.2", 22, "tcp", "closed", "open", "syn-ack"),
                          ("came", "10.0.0.3", 22, "tcp", None, "open", "syn-ack")])
        self.assertEqual({name: lines[3][name] for name in ("compared", "came", "went", "changed", "undecided")},
                         {"compared": 3, "came": 1, "went": 1, "changed": 1, "undecided": 0})
        self.assertEqual(self.printed(1, "diff", "-q", "a.csv", "b.csv", "-o", "csv:-").splitlines()[1],
                         "went,10.0.0.1,22,tcp,open,,syn-ack,,,,,,,,,,,,,,")
        document = json.loads(self.printed(1, "diff", "-q", "a.csv", "b.csv", "-o", "json:-"))
        self.assertEqual([row["change"] for row in document["differences"]], ["went", "changed", "came"])

    def test_formats_mix(self):
        self.put("a.csv", SOME_PORTS)
        self.printed(0, "report", "-q", "a.csv", "--all", "-o", "b.ndjson")
        self.assertEqual(self.printed(0, "diff", "--all", "a.csv", "b.ndjson"), "")

    def test_runs_without_a_common_target_are_not_the_same(self):
        self.put("a.csv", hosts(("10.0.0.1", "up", "echo-reply"), ("10.0.0.2", "down", "no-response")))
        self.put("b.csv", hosts(("10.0.1.1", "up", "echo-reply"), ("10.0.1.2", "down", "no-response")))
        self.refused("a.csv and b.csv have no target in common: nothing was compared", "diff", "a.csv", "b.csv")

    def test_lists_without_a_common_address_may_be_of_other_targets(self):
        self.put("a.csv", ports(("10.0.0.1", 22, "open", "syn-ack"), ("10.0.0.2", 22, "open", "syn-ack")))
        self.put("b.csv", ports(("10.0.1.1", 22, "open", "syn-ack")))
        run = self.muster("diff", "a.csv", "b.csv")
        self.assertEqual((run.returncode, len(run.stdout.splitlines())), (1, 3), run.stderr)
        self.assertIn("apart no address is in both files: if their runs asked other targets", re.sub(r"\s+", " ", run.stderr))
        # The same host with another port is a change; so is the first host that is found.
        self.put("c.csv", ports(("10.0.0.2", 80, "open", "syn-ack")))
        self.put("none.csv", ports())
        self.assertNotIn("apart", self.muster("diff", "a.csv", "c.csv").stderr)
        self.assertNotIn("apart", self.muster("diff", "none.csv", "c.csv").stderr)

    def test_what_only_one_run_asked_is_counted(self):
        self.put("a.csv", SOME_HOSTS)
        self.put("b.csv", hosts(("10.0.0.3", "up", "arp-response"), ("10.0.0.4", "down", "no-response")))
        run = self.muster("diff", "a.csv", "b.csv")
        self.assertEqual((run.returncode, run.stdout), (0, ""), run.stderr)
        self.assertRegex(run.stderr, r"(?m)^ +1  targets? compared$")
        self.assertRegex(run.stderr, r"(?m)^ +2  only in a\.csv, ")
        self.assertRegex(run.stderr, r"(?m)^ +1  only in b\.csv, ")

    def test_a_run_that_was_ended_early_is_compared_as_far_as_it_came(self):
        self.put("a.csv", ports(("10.0.0.1", 22, "open", "syn-ack"), ("10.0.0.2", 22, "open", "syn-ack")))
        lines = [{"type": "result", "addr": "10.0.0.1", "port": 22, "proto": "tcp", "state": "open", "reason": "syn-ack"},
                 {"type": "summary", "muster": "0.1.0", "parameters": {"command": "muster scan"}, "targets": 9, "interrupted": True}]
        self.put("b.ndjson", "".join(json.dumps(line) + "\n" for line in lines))
        run = self.muster("diff", "a.csv", "b.ndjson")
        self.assertEqual((run.returncode, run.stdout), (0, ""), run.stderr)
        self.assertIn(" 1 unknown in one of the files, or its run ended before: not compared", re.sub(r"\s+", " ", run.stderr))

    def test_what_is_refused(self):
        self.put("h.csv", SOME_HOSTS)
        self.put("p.csv", SOME_PORTS)
        self.put("u.csv", ports(("10.0.0.1", 53, "open", "udp-response"), proto="udp"))
        self.put("empty.csv", "")
        (self.folder / "folder").mkdir()
        self.refused("1 file: expected two", "diff", "h.csv")
        self.refused("3 files: expected two", "diff", "h.csv", "p.csv", "u.csv")
        self.refused("h.csv is about hosts, p.csv about TCP ports: expected two files of one kind", "diff", "h.csv", "p.csv")
        self.refused("p.csv is about TCP ports, u.csv about UDP ports", "diff", "p.csv", "u.csv")
        self.refused("h.csv is named twice", "diff", "h.csv", "h.csv")
        self.refused("same file", "diff", "h.csv", "./h.csv")
        self.refused("-: standard input can be read once only", "diff", "-", "-")
        self.refused("empty.csv", "diff", "h.csv", "empty.csv")
        self.refused("folder: is a folder", "diff", "folder", "h.csv")
        self.refused("missing.csv", "diff", "h.csv", "missing.csv")
        self.refused("--force", "diff", "h.csv", "p.csv", "--force")


NMAP = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" args="nmap -oX {name} -p 22,80,443 10.0.0.0/29" start="{start}" startstr="x" version="7.93" xmloutputversion="1.05">
<scaninfo type="syn" protocol="tcp" numservices="3" services="22,80,443"/>
<verbose level="0"/>
<debugging level="0"/>
{hosts}<runstats><finished time="{end}" timestr="x" summary="x" elapsed="9.00" exit="success"/><hosts up="{up}" down="{down}" total="8"/>
</runstats>
</nmaprun>
"""


def nmap_host(addr, alike="", **states):
    """p22="open": the ports that are listed; the state of all others."""
    reasons = {"open": "syn-ack", "closed": "reset", "filtered": "no-response"}
    listed = "".join(f'<port protocol="tcp" portid="{port[1:]}"><state state="{state}" reason="{reasons[state]}" reason_ttl="64"/>'
                     f'<service name="x" method="table" conf="3"/></port>\n' for port, state in states.items())
    extra = f'<extraports state="{alike}" count="{3 - len(states)}"><extrareasons reason="{reasons[alike]}" count="{3 - len(states)}"/></extraports>\n' \
        if alike else ""
    return (f'<host starttime="1764374400" endtime="1764374401"><status state="up" reason="echo-reply" reason_ttl="64"/>\n'
            f'<address addr="{addr}" addrtype="ipv4"/>\n<hostnames>\n</hostnames>\n<ports>{extra}{listed}</ports>\n'
            f'<times srtt="123" rttvar="5000" to="100000"/>\n</host>\n')


def nmap_run(name, start, *listed):
    return NMAP.format(name=name, start=start, end=start + 9, hosts="".join(listed), up=len(listed), down=8 - len(listed))


class Ndiff(Folder):
    """The same two runs, in nmap's XML, by ndiff."""

    def setUp(self):
        super().setUp()
        if not shutil.which("ndiff"):
            self.skipTest("ndiff is not installed")

    def of_ndiff(self):
        run = subprocess.run(["ndiff", "--xml", "a.xml", "b.xml"], cwd=self.folder, capture_output=True, text=True, timeout=60)
        self.assertIn(run.returncode, (0, 1), run.stderr)
        found = set()
        for hostdiff in xml.etree.ElementTree.fromstring(run.stdout).iter("hostdiff"):
            for side, gone in (("a", True), ("b", False)):
                for part in hostdiff.findall(side):
                    host = part.find("host")
                    for port in host.iter("port") if host is not None else ():
                        found.add((host.find("address").get("addr"), int(port.get("portid")), port.find("state").get("state"), gone))
            for host in hostdiff.findall("host"):
                for change in host.iter("portdiff"):
                    for side, gone in (("a", True), ("b", False)):
                        for port in change.findall(f"{side}/port"):
                            if port.find("state") is not None:
                                found.add((host.find("address").get("addr"), int(port.get("portid")), port.find("state").get("state"), gone))
        return run.returncode, found

    def of_muster(self):
        run = self.muster("diff", "-q", "a.xml", "b.xml", "-o", "ndjson:-")
        self.assertIn(run.returncode, (0, 1), run.stderr)
        found = set()
        for line in map(json.loads, run.stdout.splitlines()):
            for state, gone in ((line.get("was"), True), (line.get("state"), False)):
                if line["type"] == "difference" and state:
                    found.add((line["addr"], line["port"], state, gone))
        return run.returncode, found

    def agree(self, before, after, expected, alike=0):
        """`alike`: ports of extraports, whose state muster names and ndiff does not."""
        self.put("a.xml", nmap_run("a.xml", 1764374400, *before))
        self.put("b.xml", nmap_run("b.xml", 1764384400, *after))
        (our_code, ours), (their_code, theirs) = self.of_muster(), self.of_ndiff()
        self.assertEqual(our_code, their_code)
        self.assertEqual(theirs - ours, set())
        self.assertEqual((len(theirs), len(ours - theirs)), (expected, alike), (ours, theirs))

    def test_ports_that_change(self):
        self.agree([nmap_host("10.0.0.1", p22="open", p80="closed", p443="filtered"), nmap_host("10.0.0.2", p22="open", p80="open", p443="open")],
                   [nmap_host("10.0.0.1", p22="open", p80="open", p443="closed"), nmap_host("10.0.0.2", p22="open", p80="open", p443="open")], 4)

    def test_hosts_that_come_and_go(self):
        self.agree([nmap_host("10.0.0.1", p22="open", p80="closed", p443="closed")],
                   [nmap_host("10.0.0.3", p22="open", p80="open", p443="closed")], 6)

    def test_ports_that_are_alike(self):
        self.agree([nmap_host("10.0.0.1", "closed", p22="open"), nmap_host("10.0.0.2", "filtered", p80="open")],
                   [nmap_host("10.0.0.1", "closed", p22="open", p80="open"), nmap_host("10.0.0.2", "filtered", p80="closed")], 3, 1)
        self.agree([nmap_host("10.0.0.1", "closed", p22="open")], [nmap_host("10.0.0.3", "closed", p443="open")], 2, 4)

    def test_two_equal_runs(self):
        same = [nmap_host("10.0.0.1", p22="open", p80="closed", p443="filtered")]
        self.agree(same, same, 0)


if __name__ == "__main__":
    unittest.main()
