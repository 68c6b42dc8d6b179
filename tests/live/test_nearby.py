"""Who is on the IPv6 link, found without a list: sweep --local, against what the machines' kernels say of themselves."""
import ipaddress
import json
import unittest

import lab
import lan

MACHINES = 5
TALKS, NO_MULTICAST_ECHO, NO_ECHO, MUTE, MUTE_SLAAC = range(1, MACHINES + 1)
ODD = f"{lan.PREFIX6}abcd:1234:5678:9"
LOW = f"{lan.PREFIX6}7"
SLAAC = f"{lan.PREFIX6}ff:fe00:205"
OTHER_LINK = "2001:db8:99::1"
NO_ECHO_RULES = """
table ip6 t {
  chain i {
    type filter hook input priority 0
    icmpv6 type echo-request drop
  }
}
"""
# Knows neighbour discovery and nothing else: no answer to calls, no word about groups.
MUTE_RULES = """
table ip6 t {
  chain i {
    type filter hook input priority 0; policy drop
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
  }
  chain o {
    type filter hook output priority 0; policy drop
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
  }
}
"""

# Speaks without end from an address of no prefix of this link, and advertises another such.
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
    """The addresses that the kernels of these machines have, as a report writes them."""
    found = set()
    for machine in machines:
        for device in json.loads(lan.ip("-j", "-6", "addr", "show", "dev", "e0", of=lan.name(machine))):
            for addr in device.get("addr_info", []):
                found.add(addr["local"] + ("%lan0" if addr["scope"] == "link" else ""))
    return found - set(but)


def sweep(*words):
    return lab.ask("sweep", "--local", "--interface", "lan0", *words)


def up(report):
    return {addr for (addr, _), line in report.final.items() if line["state"] == "up"}


def is_on_the_link(addr):
    addr = ipaddress.ip_address(addr.partition("%")[0])
    return addr.is_link_local or addr in ipaddress.ip_network(f"{lan.PREFIX6}/64")


class Found(unittest.TestCase):
    def setUp(self):
        lan.forget_neighbours()

    def test_exactly_the_addresses_that_the_talking_machines_have_are_up(self):
        report = sweep()
        self.assertEqual(up(report), truth(TALKS, NO_MULTICAST_ECHO, NO_ECHO))
        self.assertEqual({line["reason"] for line in report.final.values() if line["state"] == "up"}, {"nd-response"})
        self.assertEqual({line["state"] for line in report.final.values()} - {"up"}, {"down"} - {"up"} & {"down"})

    def test_each_has_its_machines_mac_and_link_local_ones_their_scope(self):
        report = sweep()
        for machine in (TALKS, NO_MULTICAST_ECHO, NO_ECHO):
            owned = truth(machine)
            self.assertEqual(sum(addr.startswith("fe80::") and addr.endswith("%lan0") for addr in owned), 1, owned)
            self.assertEqual({report.final[addr, 0]["mac"] for addr in owned}, {lan.mac(machine)})
        self.assertEqual([addr for addr, _ in report.final if addr.startswith("fe80:") != addr.endswith("%lan0")], [])

    def test_an_address_that_nobody_would_guess_is_found(self):
        self.assertEqual(sweep().final[f"{lan.PREFIX6[:-1]}0:abcd:1234:5678:9", 0]["state"], "up")

    def test_who_ignores_echo_to_all_is_found_and_really_ignores_it(self):
        frames = lan.Frames("replies.pcap", "icmp6")
        self.assertLessEqual(truth(NO_MULTICAST_ECHO), up(sweep()))
        frames = lan.Frames("calls.pcap", "icmp6", machine=TALKS)
        self.assertEqual(up(sweep()) & truth(NO_MULTICAST_ECHO), truth(NO_MULTICAST_ECHO))
        self.assertTrue(frames.end().fields("frame.number", expression="icmpv6.type == 128 and ipv6.dst == ff02::1"))

    def test_who_drops_echo_requests_is_up_by_its_advertisement(self):
        report = sweep()
        for addr in truth(NO_ECHO):
            self.assertEqual((report.final[addr, 0]["state"], report.final[addr, 0]["reason"]), ("up", "nd-response"))
        report = lab.ask("sweep", "--no-arp", lan.ipv6(NO_ECHO))
        self.assertEqual(report.final[lan.ipv6(NO_ECHO), 0]["state"], "down")


if __name__ == "__main__":
    lab.main()
