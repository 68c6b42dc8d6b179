# SPDX-License-Identifier: BSD-2-Clause
"""scan --udp: services that answer only requests of their protocol, ports that refuse, ports that are silent."""
import pathlib
import time
import unittest
import xml.etree.ElementTree as ElementTree

import lab
import lan

DNS, SERVICES, SILENT = 1, 2, 3
OTHER4, OTHER6 = f"{lan.PREFIX4}99", f"{lan.PREFIX6}99"  # of SERVICES, too
DROP = """
table inet t {
  chain i {
    type filter hook input priority 0
    udp dport { 123, 40001 } drop
  }
}
"""

# Each port answers only a request of its service. Requests to 40003 are answered from port 40004, and those to 40006 from
# port 40006 of another address; datagrams to these two senders themselves are not answered.
ANSWERERS = r"""
import select, socket, sys
def starts(*words): return lambda m: any(m.startswith(w) for w in words)
services = {
    123: (lambda m: len(m) == 48 and m[0] & 7 == 3, lambda m: b"\x24" + m[1:24] + m[40:48] + m[32:48]),
    137: (lambda m: m[12:14] == b"\x20C" and m[-4:] == b"\0\x21\0\x01", lambda m: m[:2] + b"\x84\0" + m[4:]),
    161: (lambda m: m[0] == 0x30 and m[1] == len(m) - 2 and b"\xa0" in m, lambda m: m.replace(b"\xa0", b"\xa2")),
    1900: (starts(b"M-SEARCH * HTTP/1.1\r\n"), lambda m: b"HTTP/1.1 200 OK\r\n\r\n"),
    5353: (lambda m: m[2] & 0x80 == 0 and m[4:6] == b"\0\1", lambda m: m[:2] + b"\x84\0" + m[4:]),
    11211: (lambda m: m[8:] in (b"version\r\n", b"stats\r\n"), lambda m: m[:8] + b"VERSION 1.6\r\n"),
    40002: (lambda m: m == b"hello\0", lambda m: b"world"),
}
sockets = {}
for port in services:
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    s.bind(("::", port))
    sockets[s] = services[port]
def bound(addr, port):
    s = socket.socket(socket.AF_INET6 if ":" in addr else socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((addr, port))
    return s
liars = {}
for own, other in zip(sys.argv[1::2], sys.argv[2::2]):
    liars[bound(own, 40003)] = bound(own, 40004)
    liars[bound(own, 40006)] = bound(other, 40006)
print("ready", flush=True)
while True:
    for s in select.select([*sockets, *liars], [], [])[0]:
        message, who = s.recvfrom(2048)
        if s in liars:
            liars[s].sendto(b"from elsewhere", who)
            continue
        knows, answer = sockets[s]
        if knows(message):
            s.sendto(answer(message), who)
"""


def states(report):
    return {key: line["state"] for key, line in report.final.items()}


class Udp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        lan.ip("addr", "add", f"{OTHER4}/16", "dev", "e0", of=lan.name(SERVICES))
        lan.ip("-6", "addr", "add", f"{OTHER6}/64", "dev", "e0", "nodad", "preferred_lft", "0", of=lan.name(SERVICES))
        cls.servers = [lan.start_in(lan.name(DNS), "dnsmasq", "--no-daemon", "--no-resolv", "--no-hosts", "--bind-interfaces",
                                    f"--listen-address={lan.ipv4(DNS)}", f"--listen-address={lan.ipv6(DNS)}"),
                       lan.start_in(lan.name(SERVICES), "python3", "-c", ANSWERERS,
                                    lan.ipv4(SERVICES), OTHER4, lan.ipv6(SERVICES), OTHER6)]
        if not cls.servers[1].stdout.readline():
            raise AssertionError(cls.servers[1].stderr.read())
        lan.nft(lan.name(SILENT), DROP)
        lan.until(lambda: ":53 " in lan.run_in(lan.name(DNS), "ss", "-Hnlu"), "the name server listens")

    @classmethod
    def tearDownClass(cls):
        for server in cls.servers:
            lan.end(server)

    def test_a_name_server_is_open_and_what_nobody_listens_to_is_closed_over_both_families(self):
        report = lab.ask("scan", "--udp", lan.ipv4(DNS), lan.ipv6(DNS), "-p", "53,54")
        for addr in (lan.ipv4(DNS), lan.ipv6(DNS)):
            self.assertEqual({key: report.final[addr, 53][key] for key in ("state", "reason", "proto", "attempts", "mac")},
                             {"state": "open", "reason": "udp-response", "proto": "udp", "attempts": 1, "mac": lan.mac(DNS)})
            self.assertEqual((report.final[addr, 54]["state"], report.final[addr, 54]["reason"]), ("closed", "port-unreach"))
            self.assertGreater(report.final[addr, 53]["rtt_ms"], 0)

    def test_services_understand_what_they_are_asked(self):
        ports = (123, 137, 161, 1900, 5353, 11211)
        report = lab.ask("scan", "-U", lan.ipv4(SERVICES), lan.ipv6(SERVICES), "-p", ",".join(map(str, ports)), "--rate", "1k")
        self.assertEqual(states(report), {(addr, port): "open" for addr in (lan.ipv4(SERVICES), lan.ipv6(SERVICES)) for port in ports})

    def test_answers_that_bring_no_ticket_back_make_no_references(self):
        """Reference probes to such hosts, which measure loss, would all count as lost."""
        server = lan.start_in("far", "dnsmasq", "--no-daemon", "--no-resolv", "--no-hosts", "--pid-file=")
        self.addCleanup(lan.end, server)
        lan.until(lambda: ":53 " in lan.run_in("far", "ss", "-Hnlu"), "the name server listens")
        report = lab.ask("sweep", "10.8.0.0/20", "--probe", "udp:53")
        self.assertEqual(report.count("up"), 4096)
        self.assertEqual((report.count("references"), report.count("references_lost")), (0, 0))
        self.assertNotIn(report.summary["limit"], ("loss", "queue"))

    def test_silence_is_open_or_filtered(self):
        report = lab.ask("scan", "-U", lan.ipv4(SILENT), lan.ipv6(SILENT), "-p", "123,40001,40005")
        for addr in (lan.ipv4(SILENT), lan.ipv6(SILENT)):
            self.assertEqual([report.final[addr, port]["state"] for port in (123, 40001, 40005)], ["open|filtered", "open|filtered", "closed"])
            self.assertEqual((report.final[addr, 123]["reason"], report.final[addr, 123]["attempts"]), ("no-response", 2))

    def test_the_same_as_nmap(self):
        ports, hosts = "53,54,123,161,40001", f"{lan.PREFIX4}11-13"
        lan.run_in(None, "nmap", "-n", "-sU", "-p", ports, "-oX", "nmap.xml", hosts)
        theirs = {(host.find("address[@addrtype='ipv4']").get("addr"), int(port.get("portid"))): port.find("state").get("state")
                  for host in ElementTree.parse("nmap.xml").getroot().iter("host") for port in host.iter("port")}
        self.assertEqual(states(lab.ask("scan", "-U", hosts, "-p", ports)), theirs)
        self.assertEqual(len(theirs), 15)

    def test_payloads_of_ones_own(self):
        pathlib.Path("payloads").write_text('40002 "hello\\0"  # what it wants to hear\n')
        target = lan.ipv4(SERVICES)
        self.assertEqual(states(lab.ask("scan", "-U", target, "-p", "40002")), {(target, 40002): "open|filtered"})
        self.assertEqual(states(lab.ask("scan", "-U", target, "-p", "123,40002", "--payloads", "payloads")),
                         {(target, 123): "open", (target, 40002): "open"})

    def test_mistakes_in_such_a_file_are_told_with_the_line(self):
        for text in ('53 "a\n', "nonsense\n", '70000 "a"\n', '53 "\\q"\n', f'53 "{"a" * 513}"\n'):
            pathlib.Path("wrong").write_text("# a comment\n" + text)
            run = lab.muster("scan", "-U", lan.ipv4(DNS), "-p", "53", "--payloads", "wrong", expect=2)
            self.assertIn("wrong line 2: ", run.stderr, text)
        self.assertIn("nowhere", lab.muster("scan", "-U", lan.ipv4(DNS), "-p", "53", "--payloads", "nowhere", expect=1).stderr)

    def test_answers_from_another_port_count_neither_for_this_nor_for_that(self):
        hosts = (lan.ipv4(SERVICES), lan.ipv6(SERVICES))
        report = lab.ask("scan", "-U", *hosts, "-p", "40003,40004")
        self.assertEqual(states(report), {(addr, port): "open|filtered" for addr in hosts for port in (40003, 40004)})
        self.assertGreater(report.count("strays"), 0)

    def test_answers_from_another_address_count_neither_for_this_nor_for_that(self):
        hosts = (lan.ipv4(SERVICES), lan.ipv6(SERVICES), OTHER4, OTHER6)
        report = lab.ask("scan", "-U", *hosts, "-p", "40006")
        self.assertEqual(states(report), {(addr, 40006): "open|filtered" for addr in hosts})
        self.assertGreater(report.count("strays"), 0)

    def limit_errors(self, machine, ipv4_ms):
        """This for IPv4, and for IPv6 the kernel's own limit, which is returned."""
        ipv6_ms = int(lan.run_in(None, "unshare", "-n", "cat", "/proc/sys/net/ipv6/icmp/ratelimit"))
        for knob, value, before in (("ipv4/icmp_ratelimit", ipv4_ms, 1000), ("ipv4/icmp_ratemask", 6168, 0),
                                    ("ipv6/icmp/ratelimit", ipv6_ms, 0)):
            lan.run_in(lan.name(machine), "sh", "-c", f"echo {value} >/proc/sys/net/{knob}")
            self.addCleanup(lan.run_in, lan.name(machine), "sh", "-c", f"echo {before} >/proc/sys/net/{knob}")
        return ipv6_ms

    def assert_all_closed_in_time(self, target, ports, each_ms):
        """Six ICMP errors at once to each peer, then one each interval; what the program needs besides is generous. At last it may
        wait for two errors where one is left."""
        began = time.monotonic()
        report = lab.ask("scan", "-U", target, "-p", f"1-{ports}")
        took_s = time.monotonic() - began
        self.assertEqual(states(report), {(target, port): "closed" for port in range(1, ports + 1)})
        self.assertLess(took_s, (1.3 * (ports - 6) + 2) * each_ms / 1000 + 2)
        self.assertGreater(took_s, (ports - 7) * each_ms / 1000, "the host does limit its errors")
        return report

    def test_closed_ports_take_no_longer_than_the_host_allows(self):
        ipv6_ms = self.limit_errors(SILENT, 100)
        self.assert_all_closed_in_time(lan.ipv4(SILENT), 30, 100)
        report = self.assert_all_closed_in_time(lan.ipv6(SILENT), 30 if ipv6_ms <= 100 else 12, ipv6_ms)
        self.assertEqual(report.summary["limit"], "icmp-errors")

    def test_more_ports_than_a_host_refuses_at_once_are_asked_slowly_and_all_are_closed(self):
        """The default of Linux over IPv4: six ICMP errors at once to each peer, then one a second."""
        self.limit_errors(SILENT, 1000)
        target = lan.ipv4(SILENT)
        self.assert_all_closed_in_time(target, 12, 1000)
        hasty = lab.ask("scan", "-U", target, "-p", "1-60", "--rate", "1k")
        self.assertIn("open|filtered", states(hasty).values(), "the host does limit its errors")

    def test_a_host_that_sends_no_errors_is_not_asked_slowly(self):
        lan.nft(lan.name(SILENT), "table inet u { chain i { type filter hook input priority 0; udp dport 50000-50099 drop; }; }")
        self.addCleanup(lan.run_in, lan.name(SILENT), "nft", "delete", "table", "inet", "u")
        self.limit_errors(SILENT, 1000)
        hosts, began = (lan.ipv4(SILENT), lan.ipv6(SILENT)), time.monotonic()
        report = lab.ask("scan", "-U", *hosts, "-p", "50000-50099")
        self.assertEqual(states(report), {(addr, port): "open|filtered" for addr in hosts for port in range(50000, 50100)})
        self.assertLess(time.monotonic() - began, 10)

    def test_two_addresses_of_one_host_share_its_limit_and_all_ports_are_closed(self):
        self.limit_errors(SERVICES, 100)
        hosts = (lan.ipv4(SERVICES), OTHER4)
        report = lab.ask("scan", "-U", *hosts, "-p", "1-15")
        self.assertEqual(states(report), {(addr, port): "closed" for addr in hosts for port in range(1, 16)})

    def test_closed_ports_among_silent_ones_are_found(self):
        lan.nft(lan.name(SILENT), "table inet u { chain i { type filter hook input priority 0; udp dport 50000-50019 drop; }; }")
        self.addCleanup(lan.run_in, lan.name(SILENT), "nft", "delete", "table", "inet", "u")
        self.limit_errors(SILENT, 100)
        target, began = lan.ipv4(SILENT), time.monotonic()
        report = lab.ask("scan", "-U", target, "-p", "49980-50019")
        self.assertEqual(states(report), {(target, port): "closed" if port < 50000 else "open|filtered" for port in range(49980, 50020)})
        self.assertLess(time.monotonic() - began, 1.3 * (20 - 6) * 0.1 + 6)

    def test_many_addresses_of_one_kernel_share_its_limit_and_no_closed_port_is_lost(self):
        """Half of the ports are silent; an address is asked again while another one's errors may have used the limit."""
        self.limit_errors(SILENT, 20)
        lan.nft(lan.name(SILENT), "table inet u { chain i { type filter hook input priority 0; udp dport 50000-50003 drop; }; }")
        self.addCleanup(lan.run_in, lan.name(SILENT), "nft", "delete", "table", "inet", "u")
        lan.ip("route", "add", "local", "10.60.0.0/26", "dev", "lo", of=lan.name(SILENT))
        lan.ip("route", "add", "10.60.0.0/26", "via", lan.ipv4(SILENT))
        self.addCleanup(lan.ip, "route", "del", "10.60.0.0/26")
        self.addCleanup(lan.ip, "route", "del", "local", "10.60.0.0/26", "dev", "lo", of=lan.name(SILENT))
        began = time.monotonic()
        report = lab.ask("scan", "-U", "10.60.0.0-63", "-p", "49996-50003")
        self.assertEqual(states(report), {(f"10.60.0.{host}", port): "closed" if port < 50000 else "open|filtered"
                                          for host in range(64) for port in range(49996, 50004)})
        self.assertLess(time.monotonic() - began, 1.3 * (256 - 6) * 0.02 + 8)

    def test_every_datagram_is_as_tshark_expects(self):
        frames = lan.Frames("udp.pcap", "udp", machine=DNS)
        lab.ask("scan", "-U", lan.ipv4(DNS), lan.ipv6(DNS), "-p", "7,53,67-69,88,111,123,137,161,177,389,427,500,520,623,1194,1434,"
                "1645,1701,1900,2049,3478,4500,5060,5353,5683,11211,27015", "--rate", "1k", "--retries", "0", seconds=60)
        frames.end()
        self.assertEqual(frames.bad(), [])
        self.assertEqual(len(frames.fields("frame.number")), 58)
        self.assertEqual(len(frames.fields("dns.qry.name", expression="udp.dstport == 53 and dns")), 2)
        for port, protocol in ((123, "ntp"), (137, "nbns"), (161, "snmp"), (5353, "mdns"), (1900, "ssdp"), (5060, "sip"), (88, "kerberos")):
            self.assertEqual(len(frames.fields("frame.number", expression=f"udp.dstport == {port} and {protocol}")), 2, protocol)

    def test_hosts_are_up_when_they_refuse(self):
        report = lab.ask("sweep", "--no-arp", "--probe", "udp:40005", f"{lan.PREFIX4}11-16")
        self.assertEqual({addr: (line["state"], line["reason"]) for (addr, _), line in report.final.items()},
                         {**{lan.ipv4(machine): ("up", "port-unreach") for machine in (1, 2, 3)},
                          **{f"{lan.PREFIX4}{last}": ("down", "no-response") for last in (14, 15, 16)}})


def setUpModule():
    lan.build(3)


if __name__ == "__main__":
    lab.main()
