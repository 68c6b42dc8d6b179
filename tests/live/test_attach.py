# SPDX-License-Identifier: BSD-2-Clause
"""Where a scan attaches an XDP program by itself: on a veth, but not where the session of the user comes through; and whatever it attached is
gone when it has ended, in whatever way. near0 is a veth of its own network namespace."""
import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

import lab

HAS_BPF = b"live frames" in pathlib.Path(lab.MUSTER).read_bytes()
SSH = "10.9.255.2 51712 10.9.255.1 22"  # near0's address
ELSEWHERE = "192.0.2.7 51712 198.51.100.4 22"


def run(line):
    return subprocess.run(line.split(), check=True, capture_output=True, text=True, timeout=60).stdout


def environment(connection):
    values = {name: value for name, value in os.environ.items() if name != "SSH_CONNECTION"}
    return {**values, "SSH_CONNECTION": connection} if connection else values


def told(*words, connection=ELSEWHERE):
    """What -v prints of a sweep of one host by a session through SSH, or without."""
    return lab.muster("sweep", "10.8.0.1", "-v", *words, env=environment(connection)).stderr


def engines(connection=ELSEWHERE):
    done = lab.muster("ifaces", "near0", "-o", "json:-", env=environment(connection))
    return {(row["role"], row["name"]): row for row in json.loads(done.stdout)["engines"]}


def program():
    """Whether near0 has one now."""
    return "xdp" in json.loads(run("ip -j link show near0"))[0]


def setUpModule():
    if not HAS_BPF:
        raise unittest.SkipTest("this muster was built without BPF programs")


class Choice(unittest.TestCase):
    def test_on_a_veth_it_is_attached_by_itself(self):
        self.assertIn("answers come in at near0 by xdp", told())
        self.assertTrue(engines()["rx", "xdp"]["automatic"])

    def test_where_the_ssh_session_comes_through_it_is_not(self):
        text = told(connection=SSH)
        self.assertIn("answers come in at near0 by pcap", text)
        self.assertIn("not xdp: your SSH session comes through near0", text)
        row = engines(SSH)["rx", "xdp"]
        self.assertEqual((row["usable"], row["automatic"], row["reason"]), (True, False, "session"))
        self.assertIn("only by name: --rx xdp (session)", lab.muster("ifaces", "near0", env=environment(SSH)).stdout)

    def test_sudo_hides_the_session_from_the_environment_only(self):
        hidden = subprocess.run(["sh", "-c", f"env -u SSH_CONNECTION {lab.MUSTER} sweep 10.8.0.1 -v; exit $?"], env=environment(SSH),
                                capture_output=True, text=True, timeout=60, check=True)
        self.assertIn("not xdp: your SSH session comes through near0", hidden.stderr)

    def test_the_interface_of_the_default_route_counts_when_no_connection_is_known(self):
        run("ip route add default via 10.9.255.2 dev near0")
        self.addCleanup(run, "ip route del default via 10.9.255.2 dev near0")
        self.assertIn("not xdp: the default route leads through near0", told(connection="not a connection"))
        self.assertIn("answers come in at near0 by xdp", told(connection=ELSEWHERE))

    def test_by_name_it_is_attached_all_the_same(self):
        self.assertIn("answers come in at near0 by xdp", told("--rx", "xdp", connection=SSH))
        if engines()["engine", "xdp"]["usable"]:
            text = told("--engine", "xdp", connection=SSH)
            self.assertIn("answers come in at near0 by xdp", text)
            self.assertIn("frames leave by xdp, copy", text)


class Endings(unittest.TestCase):
    def test_nothing_stays_attached_however_it_ends(self):
        before = run("ip -d link")
        for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with self.subTest(ending=ending):
                process = lab.start("sweep", "10.7.0.0/17", "--rx", "xdp", "--rate", "500")
                self.addCleanup(process.kill)
                until = time.monotonic() + 20
                while not program() and time.monotonic() < until:
                    time.sleep(0.02)
                self.assertTrue(program())
                process.send_signal(ending)
                process.communicate(timeout=30)
                until = time.monotonic() + 5
                while program() and time.monotonic() < until:
                    time.sleep(0.02)
                self.assertEqual(run("ip -d link"), before)


if __name__ == "__main__":
    lab.main()
