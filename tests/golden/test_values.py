# SPDX-License-Identifier: BSD-2-Clause
"""Every option with a value is given nonsense, in every command: it is refused before anything else, dry run or not.

The options are those that `muster help COMMAND --all` prints. Nothing here sends.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

MUSTER = os.environ["MUSTER"]
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(SOURCE / "tests"))
import frames as f  # noqa: E402

NONSENSE = "@nonsense@"
COMMANDS = re.findall(r"ROW\((\w+)\)", (SOURCE / "src/cli/commands.h").read_text().partition("MST_COMMANDS(ROW)")[2])

# What else each command needs to be understood, dry where it can be.
BASE = {"sweep": [["127.0.0.1"], ["--dry-run", "127.0.0.1"]], "scan": [["127.0.0.1", "-p", "9"], ["--dry-run", "127.0.0.1", "-p", "9"]],
        "watch": [["127.0.0.1"]], "ping": [["127.0.0.1"]], "route": [["127.0.0.1"]], "listen": [["--read", "frames.pcap"]], "capture": [["-r", "frames.pcap"]],
        "replay": [[str(SOURCE / "tests/data/stories/cut.pcapng")]], "report": [["a.csv"]], "merge": [["a.csv", "b.csv"]],
        "diff": [["a.csv", "b.csv"]]}

# Of fleet, which option belongs to what it does.
FLEET = dict.fromkeys(("output", "state", "order", "fields", "journal"), ["report", "redis://127.0.0.1:1", "1"]) | {"lease": ["submit", "redis://127.0.0.1:1"]}

# Options that mean nothing alone, with what they need.
COMPANY = {"exclude-ports": ["-p", "9"], "payloads": ["--discover", "--probe", "udp:9"], "on-change-time": ["--on-change", "true"],
           "on-change-jobs": ["--on-change", "true"], "metrics-hosts": ["--metrics", "a.prom"], "write": ["--dry-run"], "signatures": ["--service"], "fingerprints": ["--service"], "snmp-community-file": ["--udp", "--service"]}

# Names of files may be anything: one that is not there is exit 1, and one that is written is no nonsense.
READ = {"auth-file", "ca-file", "input", "only-open-of", "exclude-file", "parents", "payloads", "read", "report", "signatures", "fingerprints", "snmp-community-file"}
WRITTEN = {"write", "state", "record", "journal"}
NEVER_DRY = {"trace"}
WORDS = {"title"}  # any will do
# What is found only when sockets were opened, which needs rights: where packages are built there are none.
FOUND_BY_SOCKETS = {("ping", "interface"), ("watch", "output")}


def muster(*words, folder="."):
    return subprocess.run([MUSTER, *words], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, cwd=folder)


def options(command):
    """Those with a value."""
    return re.findall(r"(?m)^  (?:-.,|   ) --([a-z0-9-]+) (\S+)", muster("help", command, "--all").stdout)


def neighbours():
    """An address on a link of this machine, which a dry run may name; none where there is no such link."""
    for row in json.loads(muster("ifaces", "--up", "-o", "json:-").stdout)["addresses"]:
        address = row["address"]
        if row["family"] == "ipv4" and not address.startswith("127.") and row["prefix_length"] <= 30:
            yield address.rsplit(".", 1)[0] + (".1" if not address.endswith(".1") else ".2")


class Values(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        for name in ("a.csv", "b.csv"):
            pathlib.Path(self.folder, name).write_text("addr,state\n10.0.0.1,up\n")
        pathlib.Path(self.folder, "frames.pcap").write_bytes(f.pcap([f.ether(f.ipv4(f.tcp(), 6))]))

    def check(self, command, base, option, run):
        self.assertIn(NONSENSE, run.stderr)
        self.assertEqual(run.stdout, "")
        if option in READ:
            self.assertIn(run.returncode, (1, 2), run.stderr)
            return
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assertIn(option, run.stderr)

    def test_nonsense_is_refused_and_named(self):
        count = 0
        for command in COMMANDS:
            if command == "resume":  # reads them by the rows of sweep and scan, when it has found the run: see test_resume.py
                continue
            for option, argument in options(command):
                if option in WORDS or option in WRITTEN and argument == "FILE" or os.geteuid() != 0 and (command, option) in FOUND_BY_SOCKETS:
                    continue
                for base in [FLEET.get(option, ["work", "redis://127.0.0.1:1"])] if command == "fleet" else BASE.get(command, [[]]):
                    base = [] if option in ("read", "report", "only-open-of") else base + (COMPANY.get(option, []) if command != "fleet" else [])
                    if option in NEVER_DRY and "--dry-run" in base:
                        continue
                    base = [word for word in base if command == "scan" or word != "--discover"]
                    with self.subTest(command=command, option=option, base=base):
                        self.check(command, base, option, muster(command, *base, f"--{option}", NONSENSE, folder=self.folder))
                        count += 1
        self.assertGreater(count, 100)

    def test_engines_are_checked_too_where_no_frame_would_leave_by_them(self):
        for address in list(neighbours())[:1] or self.skipTest("no link here"):
            for option in ("engine", "rx"):
                run = muster("sweep", "--dry-run", f"--{option}", "foo", address)
                self.assertEqual((run.returncode, run.stdout), (2, ""))
                self.assertIn(f"--{option} foo: expected one of", run.stderr)

    def test_values_come_before_names_are_looked_up(self):
        for option in ("engine", "rx", "interface", "source-ip", "fields", "cpus", "state", "probe", "gateway-mac", "output"):
            run = muster("sweep", f"--{option}", NONSENSE, "no-such-host.invalid")
            self.assertEqual(run.returncode, 2)
            self.assertIn(NONSENSE, run.stderr)


if __name__ == "__main__":
    unittest.main()
