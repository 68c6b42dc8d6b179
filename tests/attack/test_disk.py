# SPDX-License-Identifier: BSD-2-Clause
"""A disk that is full, a limit on files, kill -9 at random instants: whatever muster writes ends whole, and is told.

Formats come from muster's own list, writers from the table below: a new format is tested by itself.
"""
import json
import os
import pathlib
import random
import re
import resource
import shutil
import sqlite3
import struct
import subprocess
import time
import unittest
import xml.etree.ElementTree

import sys
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "live"))
import lab

LIMIT = 8192  # bytes of a file, and of the small disk: two pages
QUICK = ("--rate", "max", "--timeout", "150ms", "--retries", "0")


def formats():
    told = lab.muster("scan", "10.8.0.1", "-p", "1", "-o", "nosuch:x", expect=2).stderr
    return re.search(r"with one of ([a-z, -]+), or", told)[1].split(", ")


# ---- what is whole


def whole_lines(data):
    assert data.endswith(b"\n"), data[-80:]
    return data.splitlines()


def whole_csv(data):
    rows = whole_lines(data)
    assert {row.count(b",") for row in rows} == {rows[0].count(b",")}


def whole_ndjson(data):
    for line in whole_lines(data):
        json.loads(line)


def whole_json(data):
    document = json.loads(data)
    assert "muster" in document


def whole_xml(data):
    xml.etree.ElementTree.fromstring(data)


def whole_pcap(data):
    assert struct.unpack("=I", data[:4])[0] == 0xa1b23c4d
    at = 24
    while at < len(data):
        at += 16 + struct.unpack("=I", data[at + 8:at + 12])[0]
    assert at == len(data), (at, len(data))


def whole_pcapng(data):
    at = 0
    while at < len(data):
        length = struct.unpack("=I", data[at + 4:at + 8])[0]
        assert data[at + length - 4:at + length] == data[at + 4:at + 8]
        at += length
    assert at == len(data), (at, len(data))


WHOLE = {"csv": whole_csv, "ndjson": whole_ndjson, "json": whole_json, "pcap": whole_pcap, "pcapng": whole_pcapng, "nmap-xml": whole_xml}


def writers():
    """Name, suffix, whether it grows under its name, and the command that writes the file PATH."""
    for kind in formats():
        if kind == "sqlite":  # appends to a file, by transactions: golden/test_sqlite.py
            continue
        replay = ("replay", "kept.pcapng", "--all", "--force", "-o", f"{kind}:PATH")
        yield f"a document of {kind}", kind, kind == "ndjson", replay
        if kind in ("csv", "text", "list", "hostport"):
            yield f"a stream of {kind}", kind, True, (*replay, "--stream")
    yield "ping's json", "json", False, ("ping", "--force", "-c", "1", "--interval", "1ms", "-W", "100ms", "127.0.0.0/24", "-o", "json:PATH")
    for kind in ("csv", "ndjson"):
        yield f"listen's {kind}", kind, kind == "ndjson", ("listen", "--force", "-r", "hosts.pcap", "-o", f"{kind}:PATH")
    yield "a recording", "pcapng", False, ("sweep", "10.8.0.0/22", *QUICK, "--force", "-o", "csv:/dev/null", "--record", "PATH")
    yield "a capture", "pcap", True, ("capture", "--force", "-r", "kept.pcap", "-w", "PATH")
    yield "a dry run", "pcap", False, ("sweep", "10.8.0.0/20", "--force", "--dry-run", "-w", "PATH")


def hosts_pcap(path, count=600):
    """ARP announcements of so many hosts."""
    with open(path, "wb") as file:
        file.write(struct.pack("=IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for i in range(count):
            mac, addr = struct.pack(">HI", 0x0200, i), struct.pack(">I", 0x0a050000 + i)
            frame = b"\xff" * 6 + mac + struct.pack(">HHHBBH", 0x0806, 1, 0x0800, 6, 4, 1) + mac + addr + bytes(6) + addr
            file.write(struct.pack("=IIII", 1000 + i, 0, len(frame), len(frame)) + frame)


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        lab.muster("scan", "10.8.0.0/22", "-p", "1-2", *QUICK, "--force", "-o", "csv:/dev/null", "--record", "kept.pcapng")
        lab.muster("sweep", "10.8.0.0/20", "--force", "--dry-run", "-w", "kept.pcap")
        hosts_pcap("hosts.pcap")

    def check_whole(self, kind, path, grows=False):
        data = path.read_bytes()
        try:
            WHOLE.get(kind, whole_lines)(data)
        except (AssertionError, ValueError, struct.error):
            # A write that SIGKILL interrupts ends at a page.
            if not grows or len(data) % 4096:
                raise


class Full(Case):
    def check(self, folder, name, kind, command, reason, limit=None):
        path = folder / f"out.{kind}"
        process = lab.start(*[word.replace("PATH", str(path)) for word in command], preexec_fn=limit)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, f"{name}: {err}{out}")
        told = [line for line in err.splitlines() if reason in line]
        self.assertEqual(len(told), 1, f"{name}: {err}")
        self.assertIn(str(path), told[0], name)
        self.assertRegex(told[0], "room|first [0-9]+ bytes", name)
        self.assertEqual([file.name for file in folder.iterdir()], [path.name], name)
        self.check_whole(kind, path)
        size = path.stat().st_size
        self.assertGreater(size, LIMIT / 2, f"{name}: what had room is kept")
        path.unlink()
        return err

    def test_a_full_disk_and_a_limit_on_files_leave_what_had_room_whole(self):
        small, limited = pathlib.Path("small"), pathlib.Path("limited")
        small.mkdir()
        limited.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(small)], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", str(small)])
        for name, kind, _, command in writers():
            with self.subTest(name):
                self.check(small, name, kind, command, "No space left on device")
                if lab.LONG or command[0] != "replay":  # a unit test has all formats of reports
                    self.check(limited, name, kind, command, "File too large",
                               limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT)))

    def test_an_older_file_is_not_replaced_by_part_of_a_new_one(self):
        folder = pathlib.Path("older")
        for name, kind, grows, command in writers():
            if grows or not lab.LONG and command[0] == "replay" and kind != "json":
                continue
            with self.subTest(name):
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                path = folder / f"out.{kind}"
                path.write_text("older")
                process = lab.start(*[word.replace("PATH", str(path)) for word in command],
                                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT)))
                err = process.communicate(timeout=60)[1]
                self.assertEqual(process.returncode, 1, err)
                self.assertEqual(path.read_text(), "older")
                kept = [file for file in folder.iterdir() if file != path]
                self.assertEqual(len(kept), 1, (kept, err))
                self.assertIn(str(kept[0]), err)
                self.check_whole(kind, kept[0])

    def test_events_of_a_watch_end_with_a_whole_one(self):
        folder = pathlib.Path("events")
        folder.mkdir()
        path = folder / "out.ndjson"
        process = lab.start("watch", "10.8.0.1", "--every", "1s", "--timeout", "100ms", "--retries", "0", "-o", path,
                            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)))
        err = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 1, err)
        self.assertRegex(err, f"{path}: File too large; {path} has the first [0-9]+ bytes")
        self.check_whole("ndjson", path)

    def test_a_state_file_is_a_database_whatever_had_room(self):
        folder = pathlib.Path("state")
        folder.mkdir()
        for room in (1000, 9000):
            path = folder / "net.db"
            process = lab.start("watch", "10.8.0.0/24", "--every", "1s", "--timeout", "100ms", "--retries", "0", "--state", path,
                                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
            time.sleep(1.5)
            process.terminate()
            err = process.communicate(timeout=20)[1]
            self.assertIn(f"--state {path}", err)
            if path.stat().st_size:
                with sqlite3.connect(path) as db:
                    self.assertEqual(db.execute("PRAGMA integrity_check").fetchone(), ("ok",))
            for file in folder.iterdir():
                file.unlink()


class Killed(Case):
    def kill_one(self, name, kind, grows, command, seconds):
        folder = pathlib.Path("killed")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        path = folder / f"out.{kind}"
        process = lab.start(*[word.replace("PATH", str(path)) for word in command])
        time.sleep(random.uniform(0, seconds))
        process.kill()
        process.communicate()
        left = sorted(file.name for file in folder.iterdir())
        self.assertIn(left, ([], [path.name]), name)
        if left and (path.stat().st_size or not grows):
            self.check_whole(kind, path, grows)

    def test_kill_9_at_random_instants_leaves_nothing_half_written(self):
        random.seed(int(os.environ.get("SEED", time.time())))
        lasted = {}
        for name, kind, grows, command in writers():
            with self.subTest(name):
                if command[0] not in lasted:
                    begun = time.monotonic()
                    lab.muster(*[word.replace("PATH", f"killed.{kind}") for word in command])
                    lasted[command[0]] = time.monotonic() - begun
                for _ in range(lab.sized(1, 200)):
                    self.kill_one(name, kind, grows, command, lasted[command[0]])


lab.main()
