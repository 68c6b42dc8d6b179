# SPDX-License-Identifier: BSD-2-Clause
"""--input of files of finished runs, in every format: hosts that are up or have an open port are the targets of a dry run."""
import gzip
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
STORIES = SOURCE / "tests/data/stories"
ROWS = [("127.0.0.1", 80, "closed"), ("127.0.0.1", 443, "open"), ("127.0.0.2", 80, "open"), ("127.0.0.2", 443, "open"),
        ("127.0.0.3", 80, "filtered"), ("127.0.0.4", 80, "open|filtered")]
XML = """<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" args="nmap" start="1700000000" version="7.93" xmloutputversion="1.05">
%s<runstats><finished time="1700000009" exit="success"/><hosts up="2" down="0" total="2"/></runstats>
</nmaprun>
"""


def xml():
    hosts = {}
    for addr, port, state in ROWS:
        hosts.setdefault(addr, []).append(f'<port protocol="tcp" portid="{port}"><state state="{state}" reason="syn-ack"/></port>')
    return XML % "".join(f'<host><status state="up" reason="user-set"/><address addr="{addr}" addrtype="ipv4"/><ports>{"".join(ports)}</ports></host>\n'
                         for addr, ports in hosts.items())


class Inputs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def sweep(self, path, **options):
        return subprocess.run([MUSTER, "sweep", "--dry-run", "-v", "-i", path], capture_output=True, text=True, timeout=60, **options)

    def plans_two(self, path, skipped=3, **options):
        run = self.sweep(path, **options)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertRegex(run.stdout, r"\b2  addresses")
        self.assertIn(f"{skipped} results that are neither up nor open were left out", run.stderr)

    def put(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def test_every_format_by_its_content(self):
        csv = "addr,port,state\n" + "".join(f"{a},{p},{s}\n" for a, p, s in ROWS)
        results = [{"addr": a, "port": p, "state": s} for a, p, s in ROWS]
        ndjson = "".join(json.dumps({"type": "result", **row}) + "\n" for row in results)
        document = json.dumps({"muster": "0", "parameters": {}, "summary": {}, "results": results})
        for name, content in (("a", csv), ("b", ndjson), ("c", document), ("d", xml()), ("e", gzip.compress(xml().encode())), ("f", "\n" + xml()[22:])):
            with self.subTest(name):
                path = self.put(name, content)
                self.plans_two(path)
                with open(path, "rb") as file:
                    self.plans_two("-", stdin=file)
                cat = subprocess.Popen(["cat", path], stdout=subprocess.PIPE)
                self.plans_two("-", stdin=cat.stdout)
                cat.stdout.close()
                self.assertEqual(cat.wait(), 0)

    def test_a_run_of_a_database(self):
        path = self.folder / "runs"
        for _ in range(2):
            subprocess.run([MUSTER, "replay", STORIES / "sweep.pcapng", "--all", "-q", "-o", f"sqlite:{path}"], check=True, timeout=60,
                           capture_output=True)
        db = sqlite3.connect(path)
        db.execute("DELETE FROM results WHERE run = 1")
        db.execute("UPDATE runs SET question = 'ports' WHERE id = 1")
        db.executemany("INSERT INTO results (run, addr, addr_sort, port, proto, state, reason, attempts) VALUES (1, ?, x'', ?, 'tcp', ?, 'reset', 1)", ROWS)
        db.commit()
        db.close()
        self.plans_two(f"{path}#1")
        run = self.sweep(f"{path}#7")
        self.assertEqual(run.returncode, 2)
        self.assertIn("it has no run 7", run.stderr)

    def test_what_is_broken_is_named_by_its_line(self):
        for content, words in ((xml().replace("127.0.0.2", "127.0.0.400"), 'line 5: addr="127.0.0.400"; expected an IPv4 or IPv6 address'),
                               ("addr,state\n127.0.0.1,upp\n", 'line 2: state "upp"; expected a state'),
                               ('{"type":"result","addr":1}\n', 'line 1: addr "1"; expected an IPv4 or IPv6 address'),
                               ("<html>\n</html>\n", "line 1: XML of <html>; expected <nmaprun>"),
                               (b"SQLite format 3\0" + bytes(4096), "expected a database of muster")):
            run = self.sweep(self.put("x", content))
            self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
            self.assertIn(words, run.stderr)

    def test_a_file_that_is_cut_short_gives_what_was_whole(self):
        text = xml()
        run = self.sweep(self.put("x", text[:text.index("127.0.0.3")]))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertRegex(run.stdout, r"\b2  addresses")
        self.assertIn("cut short", run.stderr)

    def test_lists_are_lists(self):
        for content in ("127.0.0.1\n127.0.0.2\n", "# addr,state\n127.0.0.1-2\n"):
            run = self.sweep(self.put("x", content))
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertRegex(run.stdout, r"\b2  addresses")


class RoundTrips(unittest.TestCase):
    """What one format has, `muster report` reads back as it was."""

    FIELDS = "addr,port,proto,state,reason,rtt_ms,ttl,attempts,time,attempt,from,icmp_type,icmp_code,error,was,mac,suspect"
    IN_XML = "addr,port,state,reason,ttl,mac,suspect"

    def test_every_format_gives_the_same_rows(self):
        for story in ("errors", "late"):
            with self.subTest(story), tempfile.TemporaryDirectory() as folder:
                files = [pathlib.Path(folder, f"run.{suffix}") for suffix in ("csv", "json", "ndjson", "db", "xml", "csv.gz")]
                outputs = [word for path in files for word in ("-o", path)]
                subprocess.run([MUSTER, "replay", STORIES / f"{story}.pcapng", "--all", "-q", "--fields", self.FIELDS, *outputs], check=True,
                               timeout=60, capture_output=True)
                for path in files:
                    fields = self.IN_XML if path.suffix == ".xml" else self.FIELDS
                    rows = [self.report(one, fields) for one in (path, files[0])]
                    self.assertEqual(rows[0], rows[1], path.name)

    def report(self, path, fields):
        run = subprocess.run([MUSTER, "report", path, "--all", "-q", "-o", "csv:-", "--fields", fields], capture_output=True, text=True, timeout=60)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout


if __name__ == "__main__":
    unittest.main()
