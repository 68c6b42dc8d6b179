# SPDX-License-Identifier: BSD-2-Clause
"""muster compared with nmap: the same hosts are up, and ports have the same states and, for ICMP errors, the same reasons."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml

import lab

PORTS = "20-25,80,135-139,443-445"
TARGETS = "10.8.64.0/24"


def xml_of(*arguments):
    command = ["nmap", "-n", "-T4", "-oX", "-", "--reason", "--privileged", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


def nmap(*arguments):
    return xml.fromstring(xml_of(*arguments)).findall("host")


@unittest.skipUnless(shutil.which("nmap"), "nmap is not installed")
class Agreement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.listener = lab.listener()

    @classmethod
    def tearDownClass(cls):
        cls.listener.end()

    def test_on_who_is_up(self):
        report = lab.ask("sweep", TARGETS)
        ours = {addr for addr, _ in report.final if report.final[addr, 0]["state"] == "up"}
        theirs = {host.find("address").get("addr") for host in nmap("-sn", "-PE", TARGETS)
                  if host.find("status").get("state") == "up"}
        self.assertEqual(ours, theirs)
        self.assertEqual(len(ours), 64)

    def test_on_the_states_of_ports(self):
        targets = ["10.8.64.0/29", "10.8.129.1", "10.8.131.1", "10.8.134.1", "10.8.138.1"]
        ours = {key: line["state"] for key, line in lab.ask("scan", *targets, "-p", PORTS).final.items()}
        theirs = {}
        for host in nmap("-sS", "-Pn", "-p", PORTS, "--max-retries", "2", *targets):
            addr = host.find("address").get("addr")
            group = host.find("ports/extraports")
            for port in host.findall("ports/port"):
                theirs[addr, int(port.get("portid"))] = port.find("state").get("state")
            if group is not None:
                left = [key for key in ours if key[0] == addr and key not in theirs]
                self.assertEqual(len(left), int(group.get("count")), "nmap sums up one state only")
                theirs.update(dict.fromkeys(left, group.get("state")))
        self.assertEqual(ours, theirs)

    @unittest.skipUnless(shutil.which("ndiff"), "ndiff is not installed")
    def test_ndiff_finds_no_difference_between_their_files(self):
        """25 ports of one state are listed, 26 are summed up; services have the same names."""
        closed = "21,25,53,88,110,111,113,143,389,465,587,636,873,993,995,1433,1521,2049,3128,3306,3389,5432,5900,6379,27017"
        for ports in ("22,23,80,135,139,443,445,8080", "22," + closed, "22,3268," + closed):
            with self.subTest(ports=ports), tempfile.TemporaryDirectory() as folder:
                ours, theirs = pathlib.Path(folder, "ours.xml"), pathlib.Path(folder, "theirs.xml")
                theirs.write_text(xml_of("-sS", "-Pn", "-p", ports, "10.8.0.1-2"))
                subprocess.run([lab.MUSTER, "scan", "-q", "10.8.0.1-2", "-p", ports, "--all", "-o", ours], check=True, timeout=60,
                               stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
                done = subprocess.run(["ndiff", theirs, ours], capture_output=True, text=True, timeout=60)
                lines = done.stdout.splitlines()  # the two runs, and nothing of their hosts
                self.assertEqual((done.returncode, [line[:8] for line in lines]), (0, ["-Nmap 7.", "+muster "]), done.stdout + done.stderr)


if __name__ == "__main__":
    lab.main()
