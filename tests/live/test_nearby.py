# SPDX-License-Identifier: BSD-2-Clause
"""sweep --local finds the hosts of a link without a list; the truth is what the kernels of the machines report."""
import ipaddress
import json
import time
import unittest

import lab
import lan

MACHINES = 5
TALKS, NO_MULTICAST_ECHO, NO_ECHO, MUTE, MUTE_SLAAC = range(1, MACHINES + 1)
ODD = "2001:db8:50:0:abcd:1234:5678:9"
LOW = f"{lan.PREFIX6}7"
SLAAC = f"{lan.PREFIX6}ff:fe00:205"
# The frames of a sweep; router solicitations and MLD reports are the kernel's own.
OURS = "icmpv6 and ipv6.src != :: and icmpv6.type in {128, 130, 135}"
NO_ECHO_RULES = """
table ip6 t {
  chain i {
    type filter hook input priority 0
    icmpv6 type echo-request drop
  }
}
"""
# Implements neighbour discovery only: does not answer multicast echo, sends no MLD reports.
MUTE_RULES = """
table ip6 t {
  chain i {
    type filter hook input priority 0; policy drop
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
  }
  chain o {
    type filter hook output priority 0; policy drop
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, echo-request } accept
  }
}
"""

# Sends without end from an address outside the prefixes of this link, and advertises another one.
STRANGER = """
import socket, struct, time
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("e0", 0x86dd))
source, other, to = (socket.inet_pton(socket.AF_INET6, a) for a in ("2001:db8:99::1", "2001:db8:99::2", "ff02::1"))
message = struct.pack("!BBHI16s", 136, 0, 0, 0x20000000, other)
words = struct.unpack("!36H", source + to + struct.pack("!II", len(message), 58) + message)
while sum(words) >> 16:
    words = (sum(words) & 0xffff, sum(words) >> 16)
message = message[:2] + struct.pack("!H", ~sum(words) & 0xffff) + message[4:]
frame = b"\\x33\\x33\\0\\0\\0\\1" + s.getsockname()[4] + b"\\x86\\xdd" + struct.pack("!IHBB", 6 << 28, len(message), 58, 255)
print("ready", flush=True)
while True:
    s.send(frame + source + to + message)
    time.sleep(0.02)
"""


def truth(*machines, but=()):
    """The addresses of these machines by their kernels, as a report writes them."""
    found = set()
    for machine in machines:
        for device in json.loads(lan.ip("-j", "-6", "addr", "show", "dev", "e0", of=lan.name(machine))):
            for addr in device.get("addr_info", []):
                found.add(addr["local"] + ("%lan0" if addr["scope"] == "link" else ""))
    return found - set(but)


def sweep(*words):
    return lab.ask("sweep", "--local", "-6", "--interface", "lan0", *words)


def up(report):
    return {addr for (addr, _), line in report.final.items() if line["state"] == "up"}


def is_on_the_link(addr):
    addr = ipaddress.ip_address(addr.partition("%")[0])
    return addr.is_link_local or addr in ipaddress.ip_network(f"{lan.PREFIX6}/64")


def forget():
    """Clears the neighbour tables of this machine and of the silent ones: their entries would cause frames that reveal hosts."""
    lan.forget_neighbours()
    for machine in (MUTE, MUTE_SLAAC):
        lan.ip("-6", "neigh", "flush", "dev", "e0", of=lan.name(machine))


class Plain(unittest.TestCase):
    """One sweep without further options, looked at from all sides."""

    @classmethod
    def setUpClass(cls):
        forget()
        cls.report = sweep()

    def test_exactly_the_addresses_that_the_talking_machines_have_are_up(self):
        self.assertEqual(up(self.report), truth(TALKS, NO_MULTICAST_ECHO, NO_ECHO))
        self.assertEqual({line["reason"] for line in self.report.final.values() if line["state"] == "up"}, {"nd-response"})

    def test_each_has_its_machines_mac_and_link_local_ones_their_scope(self):
        for machine in (TALKS, NO_MULTICAST_ECHO, NO_ECHO):
            owned = truth(machine)
            self.assertEqual(sum(addr.startswith("fe80::") and addr.endswith("%lan0") for addr in owned), 1, owned)
            self.assertEqual({self.report.final[addr, 0]["mac"] for addr in owned}, {lan.mac(machine)})
        self.assertEqual([addr for addr, _ in self.report.final if addr.startswith("fe80:") != addr.endswith("%lan0")], [])

    def test_an_address_that_nobody_would_guess_is_found(self):
        self.assertEqual(self.report.final[ODD, 0]["state"], "up")

    def test_who_drops_echo_requests_is_up_by_its_advertisement(self):
        for addr in truth(NO_ECHO):
            line = self.report.final[addr, 0]
            self.assertEqual((line["state"], line["reason"]), ("up", "nd-response"))
        report = lab.ask("sweep", "--no-arp", "--probe", "icmp", lan.ipv6(NO_ECHO))
        self.assertEqual(report.final[lan.ipv6(NO_ECHO), 0]["state"], "down")

    def test_the_mute_are_not_found(self):
        self.assertEqual(up(self.report) & truth(MUTE, MUTE_SLAAC), set())


class Found(unittest.TestCase):
    def setUp(self):
        forget()

    def test_who_ignores_echo_to_all_is_found_by_the_odd_option(self):
        frames = lan.Frames("calls.pcap", "ip6", machine=NO_MULTICAST_ECHO)
        self.assertLessEqual(truth(NO_MULTICAST_ECHO), up(sweep()))
        frames.end()
        self.assertTrue(frames.fields("frame.number", expression="ipv6.dst == ff02::1 and icmpv6.type == 128"))
        self.assertTrue(frames.fields("frame.number", expression="ipv6.dst == ff02::1 and ipv6.nxt == 60"))
        self.assertTrue(frames.fields("frame.number", expression="ipv6.dst == ff02::1 and icmpv6.type == 130"))

    def test_who_is_only_heard_is_found(self):
        """This host does not answer multicast probes, but solicits neighbours while muster listens."""
        speaker = lan.start_in(lan.name(MUTE), "sh", "-c", f"while sleep 0.3; do ip -6 neigh flush dev e0; ping -c1 -W1 {lan.PREFIX6}1; done")
        self.addCleanup(lan.end, speaker)
        self.assertIn(LOW, up(sweep()), "the address that it speaks from")

    def test_the_mute_are_found_where_one_guesses_them(self):
        self.assertEqual(up(sweep("--low-bytes")) & truth(MUTE, MUTE_SLAAC), {LOW, lan.ipv6(MUTE), lan.ipv6(MUTE_SLAAC)})
        lan.ip("neigh", "replace", lan.ipv4(MUTE_SLAAC), "lladdr", lan.mac(MUTE_SLAAC), "nud", "stale", "dev", "lan0")
        self.assertLessEqual({SLAAC, f"fe80::ff:fe00:20{MUTE_SLAAC}%lan0"}, up(sweep("--eui64")))

    def test_names_on_the_command_line_are_asked_too(self):
        report = sweep(lan.ipv4(TALKS), "2001:db8:50::fffe")
        self.assertEqual(report.final[lan.ipv4(TALKS), 0]["reason"], "arp-response")
        self.assertEqual(report.final["2001:db8:50::fffe", 0]["state"], "down")
        self.assertLessEqual(truth(TALKS), up(report))

    def test_ports_of_those_found(self):
        server = lan.servers(TALKS, 80)
        self.addCleanup(lan.end, server)
        report = lab.ask("scan", "--local", "-6", "--interface", "lan0", "-p", "80")
        self.assertEqual({addr for (addr, _), line in report.final.items() if line["state"] == "open"}, truth(TALKS))

    def test_strangers_cannot_add_targets_of_other_networks_nor_without_end(self):
        stranger = lan.start_in(lan.name(TALKS), "python3", "-c", STRANGER)
        self.addCleanup(lan.end, stranger)
        stranger.stdout.readline()
        report = sweep()
        self.assertEqual([addr for addr, _ in report.final if not is_on_the_link(addr)], [])
        self.assertLessEqual(truth(TALKS, NO_MULTICAST_ECHO, NO_ECHO), up(report))


    def test_what_is_excluded_is_not_asked_though_it_shows_itself(self):
        frames = lan.Frames("excluded.pcap", "icmp6")
        report = sweep("--exclude", lan.ipv6(TALKS))
        frames.end()
        self.assertEqual(up(report), truth(TALKS, NO_MULTICAST_ECHO, NO_ECHO, but=[lan.ipv6(TALKS)]))
        self.assertEqual(frames.fields("frame.number", expression=f"icmpv6.nd.ns.target_address == {lan.ipv6(TALKS)} and ipv6.hlim == 255 "
                                                                  f"and ipv6.dst == ff02::1:ff00:{10 + TALKS}"), [])


class Snooping(unittest.TestCase):
    """A switch with MLD snooping and no querier on the link: it floods multicast until it sees a query."""

    def setUp(self):
        lan.ip("link", "set", "br0", "type", "bridge", "mcast_snooping", "1", of="sw")
        self.addCleanup(lan.ip, "link", "set", "br0", "type", "bridge", "mcast_snooping", "0", of="sw")

    def test_without_asking_for_groups_the_mute_can_be_reached_afterwards_as_before(self):
        self.assertEqual(up(lab.ask("sweep", LOW)), {LOW})
        frames = lan.Frames("groups.pcap", "icmp6")
        sweep("--no-mld")
        self.assertEqual(frames.end().fields("frame.number", expression="icmpv6.type == 130"), [])
        time.sleep(2)  # a switch floods for as long as answers to a query may take
        self.assertEqual(up(lab.ask("sweep", LOW)), {LOW})


class Frames(unittest.TestCase):
    def setUp(self):
        forget()

    def test_every_frame_is_as_tshark_expects_and_none_leaves_by_another_interface(self):
        frames = lan.Frames("local.pcap", "ip6")
        other = lab.Capture("other.pcap", "ip6")
        sweep("--eui64", "--low-bytes")
        other.end()
        frames.end()
        self.assertEqual(frames.bad(), [])
        self.assertEqual(lan.fields("other.pcap", "frame.number", "ipv6.dst", "icmpv6.type", expression=OURS), [])
        self.assertEqual({row[0] for row in frames.fields("ipv6.src", expression="ipv6.nxt == 60")}, truth_here())
        self.assertEqual({row[0] for row in frames.fields("ipv6.src", expression="icmpv6.type == 130")},
                         {addr for addr in truth_here() if addr.startswith("fe80:")})

    def test_without_an_interface_all_of_them_are_asked(self):
        other = lab.Capture("both.pcap", "ip6")
        report = lab.ask("sweep", "--local", "-6")
        other.end()
        self.assertTrue(lan.fields("both.pcap", "frame.number", expression=OURS))
        self.assertEqual(up(report), truth(TALKS, NO_MULTICAST_ECHO, NO_ECHO))

    def test_calls_are_few(self):
        frames = lan.Frames("few.pcap", "ip6 and dst host ff02::1")
        sweep()
        self.assertLess(len(frames.end().fields("frame.number")), 20)


class Anycast(unittest.TestCase):
    def test_the_address_that_routers_share_is_marked(self):
        lan.run_in(lan.name(TALKS), "sh", "-c", "echo 1 >/proc/sys/net/ipv6/conf/all/forwarding")
        self.addCleanup(lan.run_in, lan.name(TALKS), "sh", "-c", "echo 0 >/proc/sys/net/ipv6/conf/all/forwarding")
        report = lab.ask("sweep", lan.PREFIX6, lan.ipv6(TALKS))
        self.assertEqual({addr: (line["state"], line["suspect"]) for (addr, _), line in report.final.items()},
                         {lan.PREFIX6: ("up", "router-anycast"), lan.ipv6(TALKS): ("up", None)})
        self.assertEqual(report.count("suspect"), 1)


class IPv4(unittest.TestCase):
    """small0 has a /29, and with a machine at its other end nothing of IPv6."""

    @classmethod
    def setUpClass(cls):
        lan.ip("link", "add", "small0", "type", "veth", "peer", "name", "e1", "netns", lan.name(TALKS))
        lan.ip("addr", "add", "10.51.0.2/29", "dev", "e1", of=lan.name(TALKS))
        lan.ip("link", "set", "e1", "up", of=lan.name(TALKS))
        lan.ip("link", "set", "small0", "addrgenmode", "none")
        lan.ip("addr", "add", "10.51.0.1/29", "dev", "small0")
        lan.ip("link", "set", "small0", "up")

    @classmethod
    def tearDownClass(cls):
        lan.ip("link", "del", "small0")

    def states(self, *words):
        return {addr: state for (addr, _), state in lab.ask("sweep", "--local", "--interface", "small0", *words).states().items()}

    def test_every_host_address_of_the_subnet_is_asked(self):
        expected = {"10.51.0.1": "up", "10.51.0.2": "up", **{f"10.51.0.{last}": "down" for last in range(3, 7)}}
        self.assertEqual(self.states(), expected)
        self.assertEqual(self.states("-4"), expected)
        self.assertEqual(self.states("-4", "--exclude", "10.51.0.4/31"),
                         {addr: state for addr, state in expected.items() if addr not in ("10.51.0.4", "10.51.0.5")})

    def test_a_subnet_that_is_too_wide_is_told(self):
        lan.ip("addr", "add", "10.64.0.1/12", "dev", "small0")
        self.addCleanup(lan.ip, "addr", "del", "10.64.0.1/12", "dev", "small0")
        run = lab.muster("sweep", "--local", "--interface", "small0", "-4", "--dry-run")
        self.assertIn("subnet 10.64.0.0/12 (small0) has more than 65,536 addresses: not swept", run.stderr)
        self.assertIn("8  addresses", run.stdout)

    def test_a_point_to_point_link_has_two_ends(self):
        lan.ip("addr", "replace", "10.52.0.1", "peer", "10.52.0.9", "dev", "small0")
        lan.ip("addr", "add", "10.53.0.0/31", "dev", "small0")
        lan.ip("addr", "del", "10.51.0.1/29", "dev", "small0")
        self.addCleanup(lan.ip, "addr", "add", "10.51.0.1/29", "dev", "small0")
        self.addCleanup(lan.ip, "addr", "flush", "dev", "small0")
        self.assertEqual(set(self.states()), {"10.52.0.9", "10.53.0.0", "10.53.0.1"})

    def test_only_ipv6_fails_where_there_is_none(self):
        self.assertIn("small0", lab.muster("sweep", "--local", "-6", "--interface", "small0", expect=1).stderr)
        self.assertIn("--eui64", lab.muster("sweep", "--local", "-4", "--eui64", "--interface", "small0", expect=2).stderr)

    def test_watch_does_the_same(self):
        run = lab.muster("watch", "--local", "--interface", "small0", "--rounds", "1", "--plain")
        self.assertIn("Total 4 hosts are inactive", run.stdout)


class Mistakes(unittest.TestCase):
    def test_each_is_told_in_a_sentence(self):
        for words, told in ((("--local", "--interface", "lo"), "lo"), (("--local", "--interface", "nope0"), "nope0"),
                            (("--eui64", "10.50.0.11"), "--eui64"), (("--low-bytes", "10.50.0.11"), "--low-bytes"),
                            (("--no-mld", "10.50.0.11"), "--no-mld")):
            self.assertIn(told, lab.muster("sweep", *words, expect=2).stderr)


def truth_here():
    devices = json.loads(lan.ip("-j", "-6", "addr", "show", "dev", "lan0"))
    return {addr["local"] for device in devices for addr in device.get("addr_info", [])}


def setUpModule():
    lan.build(MACHINES)
    lan.ip("-6", "addr", "add", f"{ODD}/64", "dev", "e0", "nodad", of=lan.name(TALKS))
    lan.run_in(lan.name(NO_MULTICAST_ECHO), "sh", "-c", "echo 1 >/proc/sys/net/ipv6/icmp/echo_ignore_multicast")
    lan.nft(lan.name(NO_ECHO), NO_ECHO_RULES)
    lan.ip("-6", "addr", "add", f"{LOW}/64", "dev", "e0", "nodad", of=lan.name(MUTE))
    lan.ip("-6", "addr", "add", f"{SLAAC}/64", "dev", "e0", "nodad", of=lan.name(MUTE_SLAAC))
    for machine in (MUTE, MUTE_SLAAC):
        lan.nft(lan.name(machine), MUTE_RULES)
    time.sleep(3)  # so that their earlier MLD reports are over


if __name__ == "__main__":
    lab.main()
