# SPDX-License-Identifier: BSD-2-Clause
"""Odd answers: replies without their payload, from another address or port, and errors of the host itself."""
import pathlib
import unittest

import lab

HAS_BPF = b"live frames" in pathlib.Path(lab.MUSTER).read_bytes()
RECEIVERS = ("pcap", "xdp") if HAS_BPF else ("pcap",)
FIELDS = ("--fields", "addr,port,state,reason,from,suspect")
OTHER, THIRD = "10.7.9.9", "10.7.9.10"

# What the target with this last octet answers to an echo request: state, reason, sender (None: itself), suspicion.
ECHO = {
    1: ("up", "echo-reply", None, ""),
    2: ("up", "echo-reply-altered", None, ""),  # no payload
    3: ("up", "echo-reply-altered", None, ""),  # zeroed
    4: ("up", "echo-reply-altered", None, ""),  # cut
    5: ("up", "echo-reply-altered", None, ""),  # padded
    6: ("up", "other-address", OTHER, ""),
    7: ("up", "other-address", OTHER, "several-answered"),  # as a broadcast address is answered
    8: ("down", "no-response", "", ""),  # another ticket
    9: ("down", "no-response", "", ""),  # from another address, without payload: nothing proves it
    10: ("up", "admin-prohibited", None, ""),
    11: ("up", "host-prohibited", None, ""),
    12: ("up", "param-problem", None, ""),
    13: ("up", "time-exceeded", None, ""),
    14: ("up", "proto-unreach", None, ""),
    15: ("unreachable", "admin-prohibited", OTHER, ""),  # somebody else says so
    16: ("unreachable", "param-problem", OTHER, ""),
}
ANSWERER = r"""
import select, socket, struct, sys
sys.path.insert(0, sys.argv[1])
import frames as f
OTHER, THIRD = sys.argv[2:4]
ERRORS = {10: (3, 13), 11: (3, 10), 12: (12, 0), 13: (11, 1), 14: (3, 2), 15: (3, 13), 16: (12, 0)}
def send(ip):
    link.send(f.MAC_A + f.MAC_B + b"\x08\0" + ip)
def error(ip, source, kind, code):
    send(f.ipv4(f.icmp(kind, code, 0, ip[:28]), 1, source, socket.inet_ntoa(ip[12:16])))
def echo(ip, last):
    ours, target = socket.inet_ntoa(ip[12:16]), socket.inet_ntoa(ip[16:20])
    ticket, payload = struct.unpack(">I", ip[24:28])[0], ip[28:]
    if last in ERRORS:
        return error(ip, OTHER if last > 14 else target, *ERRORS[last])
    payload = {2: b"", 3: bytes(len(payload)), 4: payload[:8], 5: payload + bytes(20), 9: b""}.get(last, payload)
    for source in {6: [OTHER], 7: [OTHER, THIRD], 9: [OTHER]}.get(last, [target]):
        send(f.ipv4(f.icmp(0, 0, ticket ^ (last == 8), payload), 1, source, ours))
def datagram(ip, last):
    ours, target = socket.inet_ntoa(ip[12:16]), socket.inet_ntoa(ip[16:20])
    asking, asked = struct.unpack(">HH", ip[20:24])
    if last == 1:
        send(f.ipv4(f.udp(b"\0\5\0\1no such file\0", 50000, asking), 17, target, ours))
    elif last == 2:
        send(f.ipv4(f.udp(b"\0\5\0\1no such file\0", 50000, asking), 17, OTHER, ours))
    elif last == 3:
        error(ip, target, 3, 3)
link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
link.bind(("far0", 0))
print("ready", flush=True)
while True:
    ready = select.select([link, sys.stdin], [], [])[0]
    if sys.stdin in ready:
        break
    frame, where = link.recvfrom(2048)
    ip = frame[14:14 + struct.unpack(">H", frame[16:18])[0]]
    if where[2] != socket.PACKET_HOST or ip[16:19] != b"\x0a\x07\0":
        continue
    if ip[9] == 1 and ip[20] == 8:
        echo(ip, ip[19])
    elif ip[9] == 17:
        datagram(ip, ip[19])
"""


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.answerer = lab.Helper("python3", "-c", ANSWERER, lab.SOURCE / "tests", OTHER, THIRD)

    @classmethod
    def tearDownClass(cls):
        cls.answerer.end()

    def said(self, report):
        return {key: (line["state"], line["reason"], line.get("from") or "", line.get("suspect") or "")
                for key, line in report.final.items()}


class Echo(Case):
    def truth(self):
        return {(f"10.7.0.{last}", 0): (state, reason, f"10.7.0.{last}" if source is None else source, suspect)
                for last, (state, reason, source, suspect) in ECHO.items()}

    def test_odd_replies_and_own_errors_are_judged_alike_whatever_receives(self):
        for rx in RECEIVERS:
            with self.subTest(rx=rx):
                report = lab.ask("sweep", "10.7.0.1-10.7.0.16", "--probe", "icmp", "--rx", rx, *FIELDS,
                                 "--detect-proxies", "off")
                self.assertEqual(self.said(report), self.truth())

    def test_the_table_says_which_address_answered(self):
        lines = lab.muster("sweep", "10.7.0.6", "--probe", "icmp", "-q").stdout.splitlines()
        self.assertRegex(lines[1], rf"^10\.7\.0\.6 +up +other-address from {OTHER}\b")

    def test_ports_are_asked_of_a_host_that_rejects_by_itself(self):
        report = lab.ask("scan", "10.7.0.10", "10.7.0.15", "-p", "80", "--discover", "--probe", "icmp", "--retries", "0",
                         *FIELDS)
        self.assertEqual({addr: line["reason"] for (addr, _), line in report.final.items()},
                         {"10.7.0.10": "no-response", "10.7.0.15": "host-down"})


class Udp(Case):
    def test_a_service_that_answers_from_a_new_port_is_open_where_its_payload_says_so(self):
        hosts = [f"10.7.0.{last}" for last in (1, 2, 3, 4)]
        report = lab.ask("scan", "--udp", "-p", "69", *hosts, *FIELDS)
        self.assertEqual(self.said(report), {
            ("10.7.0.1", 69): ("open", "udp-response", "10.7.0.1", ""),
            ("10.7.0.2", 69): ("open|filtered", "no-response", "", ""),  # from another address
            ("10.7.0.3", 69): ("closed", "port-unreach", "10.7.0.3", ""),
            ("10.7.0.4", 69): ("open|filtered", "no-response", "", ""),
        })

    def test_any_other_port_that_answers_is_a_stray_with_a_reason(self):
        report = lab.ask("scan", "--udp", "-p", "40003", "10.7.0.1", *FIELDS)
        self.assertEqual(self.said(report), {("10.7.0.1", 40003): ("open|filtered", "no-response", "", "")})
        self.assertGreater(report.count("strays_other_port"), 0)

    def test_a_host_is_up_by_such_an_answer(self):
        report = lab.ask("sweep", "10.7.0.1", "10.7.0.4", "--probe", "udp:69", *FIELDS)
        states = {addr: line["state"] for (addr, _), line in report.final.items()}
        self.assertEqual(states, {"10.7.0.1": "up", "10.7.0.4": "down"})


if __name__ == "__main__":
    lab.main()
