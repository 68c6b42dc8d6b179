# SPDX-License-Identifier: BSD-2-Clause
"""muster ifaces compared with ip(8) on the same interfaces, among them unusual ones."""
import csv
import io
import json
import os
import subprocess
import threading
import unittest

import lab

SETUP = """
ip link add br0 type bridge
ip link add dull0 type ifb
ip link set dull0 master br0
? ip link add link near0 name near0.7 type vlan id 7
? ip link add link near0 name mac0 type macvlan
ip link add many0 type veth peer name many1
ip link set many1 up
ip link set many0 up
ip link add dark0 type veth peer name dark1
ip link set dark0 up
ip tuntap add mode tun name tun0
ip tuntap add mode tap name tap0
ip link set tun0 up
ip address add 10.55.0.1 peer 10.55.0.2/32 dev tun0
ip link add bare0 type veth peer name bare1
ip link set bare0 up
ip link set bare1 up
sysctl -qw net.ipv6.conf.many0.disable_ipv6=0
ip -6 address add fd55::1/64 dev many0 nodad
ip -6 address add fd55::2/64 dev many0 nodad preferred_lft 0
ip route add default via 10.9.255.2 dev near0 metric 50
ip route add default dev tun0 metric 90
"""


def run(line):
    subprocess.run(line, shell=True, check=True)


def ip(*words):
    return json.loads(subprocess.run(["ip", "-j", *words], capture_output=True, check=True).stdout or "[]")


def ifaces(*words, **options):
    return lab.muster("ifaces", *words, **options)


def told(*words):
    return json.loads(ifaces(*words, "-o", "json:-").stdout)


class Ifaces(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for line in SETUP.strip().splitlines():
            if line.startswith("?"):  # optional: not every kernel has it
                subprocess.run(line[1:], shell=True, stderr=subprocess.DEVNULL)
            else:
                run(line)
        cls.names = {item["ifname"] for item in ip("link")}
        for i in range(20):
            run(f"ip address add 10.{60 + i // 4}.{i}.1/{24 - i % 3} dev many0")

    def test_every_interface_is_told_as_ip_tells_it(self):
        ours = {item["name"]: item for item in told()["interfaces"]}
        theirs = {item["ifname"]: item for item in ip("link")}
        self.assertEqual(set(ours), set(theirs))
        for name, item in theirs.items():
            self.assertEqual(ours[name]["index"], item["ifindex"])
            self.assertEqual(ours[name]["mtu"], item["mtu"])
            up, carrier = "UP" in item["flags"], "NO-CARRIER" not in item["flags"]
            self.assertEqual(ours[name]["state"], ("up" if carrier else "no carrier") if up else "down", name)
            if item["link_type"] == "ether":
                self.assertEqual(ours[name]["mac"], item["address"])
            self.assertEqual(ours[name]["master"], item.get("master"))

    def test_types_are_the_kernels_words(self):
        types = {item["name"]: item["link_type"] for item in told()["interfaces"]}
        for name, word in {"lo": "loopback", "br0": "bridge", "near0": "veth", "near0.7": "vlan", "mac0": "macvlan",
                           "dull0": "ifb", "tun0": "tun", "tap0": "tap"}.items():
            if name in self.names:
                self.assertEqual(types[name], word)

    def test_every_address_is_told_with_prefix_length_and_scope(self):
        ours = {(row["interface"], row["address"], row["prefix_length"], row["scope"], row["deprecated"], row["secondary"])
                for row in told()["addresses"]}
        theirs = {(item["ifname"], info["local"], info["prefixlen"], info["scope"], bool(info.get("deprecated")),
                   bool(info.get("secondary"))) for item in ip("address") for info in item["addr_info"]}
        self.assertEqual(ours, theirs)
        self.assertGreaterEqual(len(theirs), 24)

    def test_a_peer_is_told(self):
        row = next(row for row in told()["addresses"] if row["interface"] == "tun0" and row["family"] == "ipv4")
        self.assertEqual((row["address"], row["peer"]), ("10.55.0.1", "10.55.0.2"))

    def test_the_default_gateway_and_its_mac(self):
        rows = {row["interface"]: row for row in told()["gateways"]}
        neighbour = next(item for item in ip("neigh") if item["dst"] == "10.9.255.2")
        self.assertEqual(rows["near0"], {"interface": "near0", "gateway": "10.9.255.2", "family": "ipv4",
                                         "mac": neighbour["lladdr"], "metric": 50})
        self.assertEqual((rows["tun0"]["gateway"], rows["tun0"]["metric"]), (None, 90))
        self.assertIn(f"default gateway 10.9.255.2, MAC {neighbour['lladdr']}, metric 50", ifaces("near0").stdout)

    def test_a_peer_in_another_namespace_is_told_in_words(self):
        self.assertIn("peer an interface in another network namespace", ifaces("near0").stdout)
        self.assertIn("peer dark1", ifaces("dark0").stdout)
        for name in self.names & {"near0.7", "mac0"}:
            self.assertIn("on near0", ifaces(name).stdout)

    def test_engines_that_work_are_told(self):
        rows = {(row["interface"], row["role"], row["name"]): row for row in told("near0", "lo")["engines"]}
        self.assertTrue(rows["near0", "engine", "packet"]["usable"])
        self.assertFalse(rows["lo", "engine", "packet"]["usable"])
        self.assertTrue(rows["lo", "engine", "packet"]["remark"])
        self.assertEqual((rows["lo", "engine", "packet"]["automatic"], rows["lo", "engine", "packet"]["reason"]), (False, "link"))
        self.assertEqual((rows["near0", "engine", "packet"]["automatic"], rows["near0", "engine", "packet"]["reason"]), (True, None))
        self.assertIn("not: ", ifaces("lo").stdout)
        self.assertIn("--engine packet (link)", ifaces("lo").stdout)
        self.assertIn("    --engine packet: no Ethernet frames can be built for lo", ifaces("lo", "-v").stdout)

    def test_one_of_them_and_the_count(self):
        out = ifaces("many0", "dull0").stdout
        self.assertTrue(out.endswith("2 interfaces, 1 up\n"), out)
        self.assertEqual(len([line for line in out.splitlines() if line.startswith("    10.")]), 20)
        self.assertTrue(ifaces("near0").stdout.endswith("1 interface, 1 up\n"))
        everything = ifaces().stdout.splitlines()[-1]
        self.assertEqual(everything, f"{len(ip('link'))} interfaces, {len(told('--up')['interfaces'])} up")

    def test_the_primary_address_for_scripts(self):
        self.assertEqual(ifaces("near0", "--ip").stdout, "10.9.255.1\n")
        self.assertEqual(ifaces("--ip").stdout, "10.9.255.1\n")
        self.assertEqual(ifaces("many0", "--ip", "-6").stdout, "fd55::1\n")
        self.assertIn("no IPv4 address", ifaces("bare0", "--ip", expect=1).stderr)
        self.assertIn("did you mean near0?", ifaces("nera0", "--ip", expect=1).stderr)
        self.assertIn("there is no interface nonesuch", ifaces("nonesuch", expect=1).stderr)

    def test_csv_is_read_by_programs(self):
        rows = {row["name"]: row for row in csv.DictReader(io.StringIO(ifaces("-o", "csv:-").stdout))}
        self.assertEqual(len(rows["many0"]["addresses"].split()), len(told("many0")["addresses"]))
        self.assertEqual(rows["bare0"]["addresses"], "")
        ifaces("-o", "here.csv")
        self.assertIn("exists", ifaces("-o", "here.csv", expect=1).stderr)
        ifaces("-o", "here.csv", "--force")

    def test_without_rights_the_engines_say_what_they_need(self):
        if os.geteuid() != 0:
            self.skipTest("this is for root")
        done = subprocess.run(["setpriv", "--inh-caps=-all", "--bounding-set=-all", lab.MUSTER, "ifaces", "near0"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("10.9.255.1/30 global", done.stdout)
        self.assertRegex(done.stdout, r"not: .*--engine packet \(rights\)")

    def test_interfaces_that_come_and_go_meanwhile(self):
        over = threading.Event()

        def shuffle():
            for i in range(200):
                if over.is_set():
                    return
                run(f"ip link add fly{i % 3} type ifb; ip address add 10.77.{i}.1/24 dev fly{i % 3};"
                    f"ip link set fly{i % 3} name flew; ip link del flew")

        thread = threading.Thread(target=shuffle)
        thread.start()
        try:
            for _ in range(40):
                names = [item["name"] for item in told()["interfaces"]]
                self.assertIn("near0", names)
                self.assertEqual(len(names), len(set(names)))
        finally:
            over.set()
            thread.join()


lab.main()
