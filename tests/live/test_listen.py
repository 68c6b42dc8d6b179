# SPDX-License-Identifier: BSD-2-Clause
"""muster listen on a network with traffic of other programs."""
import json
import pathlib
import re
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest

import lab

sys.path.insert(0, str(lab.SOURCE / "tests"))
import frames as f  # noqa: E402

DNSMASQ = """no-resolv
no-hosts
keep-in-foreground
no-daemon
no-ping
dhcp-authoritative
port=53
bind-interfaces
interface=far0
address=/example.test/10.9.255.2
dhcp-range=10.9.255.1,10.9.255.1,255.255.255.252,1h
dhcp-leasefile=/run/work/leases
pid-file=/run/work/dnsmasq.pid
user=root
"""


def listen(*words):
    return lab.Listening("listen", *words)


def transmitted(name):
    done = subprocess.run(["ip", "-j", "-s", "link", "show", name], capture_output=True, check=True)
    return json.loads(done.stdout)[0]["stats64"]["tx"]["packets"]


def connect(addr, port, data=b""):
    """Makes one connection, and reads it to its end."""
    with socket.create_connection((addr, port), timeout=10) as connection:
        if data:
            connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass


def heard(path):
    return {host["addr"]: host for host in json.loads(pathlib.Path(path).read_text())["hosts"]}


class Programs(unittest.TestCase):
    def test_services_that_answer_are_told_and_closed_ports_are_not(self):
        ear = listen("-o", "services.json")
        with lab.listener():
            for port in lab.planned_ports("open") & {80, 443, 22, 8080}:
                connect("10.8.0.1", port)
            subprocess.run(["curl", "-s", "-m", "5", "http://10.8.0.1:81/"])
            subprocess.run(["nc", "-z", "-w", "3", "10.8.0.2", "80"])
            subprocess.run(["ping", "-c", "1", "-q", "10.8.0.3"], stdout=subprocess.DEVNULL)
        time.sleep(1)
        ear.end()
        hosts = heard("services.json")
        opened = [str(port) for port in sorted(lab.planned_ports("open") & {80, 443, 22})]
        self.assertEqual(hosts["10.8.0.1"]["ports"], opened)
        self.assertEqual(hosts["10.8.0.2"]["ports"], ["80"] if 80 in lab.planned_ports("open") else [])
        self.assertEqual(hosts["10.8.0.3"]["ports"], [])
        self.assertEqual(hosts["10.9.255.1"]["ports"], [])
        self.assertEqual(hosts["10.8.0.1"]["mac"], "02:00:00:00:00:02")

    def test_names_of_dhcp_and_a_dns_server(self):
        pathlib.Path("dnsmasq.conf").write_text(DNSMASQ)
        server = lab.far("dnsmasq", "-C", "/run/work/dnsmasq.conf", stderr=subprocess.PIPE)
        ear = listen("-o", "names.json")
        try:
            until = time.monotonic() + 20
            while subprocess.run(["dig", "+time=1", "+tries=1", "+short", "@10.9.255.2", "example.test"], capture_output=True).stdout != b"10.9.255.2\n":
                self.assertLess(time.monotonic(), until, "dnsmasq does not answer")
                time.sleep(0.2)
            done = subprocess.run(["udhcpc", "-i", "near0", "-n", "-q", "-f", "-t", "5", "-T", "1", "-s", "/bin/true", "-x", "hostname:laptop"],
                                  capture_output=True, text=True, timeout=60)
            self.assertIn("lease of 10.9.255.1 obtained", done.stderr + done.stdout)
            subprocess.run(["ip", "neigh", "flush", "dev", "near0"], check=True)
            subprocess.run(["ip", "neigh", "del", "10.9.255.2", "dev", "near0"], capture_output=True)
            subprocess.run(["ping", "-c", "1", "-q", "10.9.255.2"], stdout=subprocess.DEVNULL)  # our ARP
            time.sleep(1)
            ear.end()
        finally:
            server.kill()
            server.communicate()
            ear.process.kill()
            subprocess.run(["ip", "neigh", "replace", "10.9.255.2", "lladdr", "02:00:00:00:00:02", "dev", "near0", "nud", "permanent"])
        hosts = heard("names.json")
        self.assertEqual(hosts["10.9.255.1"]["names"], ["laptop"])
        self.assertEqual(hosts["10.9.255.2"]["ports"], ["53/udp", "67/udp"])

    def test_it_sends_nothing(self):
        subprocess.run("ip link add hush0 type veth peer name hush1; ip link set hush0 up; ip link set hush1 up", shell=True, check=True)
        before = transmitted("hush0")
        process = lab.start("listen", "-I", "hush0", "--once", "2s")
        process.communicate(timeout=30)
        self.assertEqual((process.returncode, transmitted("hush0")), (0, before))

    def test_events_come_while_it_listens(self):
        ear = listen("-o", "ndjson:-")
        subprocess.run(["ping", "-c", "1", "-q", "10.8.0.9"], stdout=subprocess.DEVNULL)
        for line in ear.process.stdout:
            event = json.loads(line)
            if event["type"] == "host" and event["addr"] == "10.8.0.9":
                break
        with lab.listener():
            port = min(lab.planned_ports("open"))
            connect("10.8.0.9", port)
        for line in ear.process.stdout:
            event = json.loads(line)
            if event["type"] == "ports" and event["addr"] == "10.8.0.9":
                break
        self.assertEqual(event["ports"], [str(port)])
        ear.end()

    def test_once_is_once_and_reports(self):
        done = []
        thread = threading.Thread(target=lambda: done.append(lab.muster("listen", "-I", "near0", "--once", "3s")))
        thread.start()
        for _ in range(6):
            subprocess.run(["ping", "-c", "1", "-q", "10.8.0.4"], stdout=subprocess.DEVNULL)
            time.sleep(0.4)
        thread.join()
        self.assertRegex(done[0].stdout, r"(?m)^10\.8\.0\.4, [\d,]+ packets?, [\d,]+ bytes, 02:00:00:00:00:02")
        self.assertRegex(done[0].stderr, r"\d+ hosts? seen, [\d,]+ packets")

    def test_several_threads_share_an_interface(self):
        ear = listen("--threads", "3", "-o", "shared.json")
        for i in range(1, 30):
            subprocess.run(["ping", "-c", "1", "-q", f"10.8.0.{i}"], stdout=subprocess.DEVNULL)
        time.sleep(1)
        ear.end()
        hosts = heard("shared.json")
        self.assertTrue({f"10.8.0.{i}" for i in range(1, 30)} <= set(hosts), sorted(hosts))
        self.assertEqual(hosts["10.8.0.7"]["packets"], 1)


class Odd(unittest.TestCase):
    def send_raw(self, packets):
        """Sends these frames, unchanged, from the far end to near0."""
        code = ("import socket, sys\ns = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)\ns.bind(('far0', 0))\n"
                "for line in sys.stdin:\n    s.send(bytes.fromhex(line.strip()))\n")
        sender = lab.far(sys.executable, "-c", code)
        sender.communicate("\n".join(packet.hex() for packet in packets) + "\n", timeout=60)

    def test_a_flood_of_made_up_senders_is_bounded(self):
        ear = listen("--max-hosts", "200", "-o", "flood.json")
        keeper = f.ether(f.ipv4(f.tcp(80, 40000, 0x12), 6, "192.0.2.1"))
        packets = []
        for i in range(5000):
            packets.append(f.ether(f.ipv4(f.udp(b"x"), 17, f"198.18.{i // 250}.{i % 250 + 1}")))
            if i % 20 == 0:
                packets.append(keeper)
        self.send_raw(packets)
        time.sleep(1)
        ear.end()
        document = json.loads(pathlib.Path("flood.json").read_text())
        self.assertLessEqual(document["summary"]["hosts"], 200)
        self.assertGreater(document["summary"]["forgotten"], 4000)
        self.assertEqual(heard("flood.json")["192.0.2.1"]["ports"], ["80"])

    def test_an_interface_that_is_deleted_ends_it_with_a_word_and_the_report(self):
        subprocess.run("ip link add away0 type veth peer name away1; ip link set away0 up; ip link set away1 up", shell=True, check=True)
        process = lab.start("listen", "-I", "away0", "-o", "away.json")
        process.stderr.readline()
        subprocess.run(["ip", "link", "del", "away0"], check=True)
        err = process.communicate(timeout=30)[1]
        self.assertEqual(process.returncode, 1)
        self.assertIn("away0", err)
        self.assertIn("hosts", json.loads(pathlib.Path("away.json").read_text()))

    def test_without_rights_it_says_what_to_do(self):
        done = subprocess.run(["setpriv", "--inh-caps=-all", "--bounding-set=-all", lab.MUSTER, "listen", "-I", "near0"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("sudo", done.stderr)

    def test_the_live_table(self):
        mdns = f.ether(f.ipv4(f.udp(f.dns(0, 0x8400, [], [(f.name("radio.local"), 1, 0x8001, 120, socket.inet_aton("192.0.2.9"))]), 5353, 5353), 17,
                              "192.0.2.9", "224.0.0.251"))
        with lab.Terminal(lab.MUSTER, "listen", "-I", "near0", columns=160) as terminal:
            terminal.wait_for("muster listen on near0")
            self.send_raw([f.ether(f.ipv4(f.tcp(port, 40000, 0x12), 6, "203.0.113.7")) for port in (80, 443)] + [mdns])
            lines = terminal.wait_for("(80, 443)")
            self.assertTrue(any(line.startswith("203.0.113.7") and "02:00:00:00:00:01" in line for line in lines))
            terminal.wait_for("radio.local")
            terminal.send("/")
            terminal.type("radio")
            terminal.wait_for(lambda lines: not any("203.0.113.7" in line for line in lines) and any("radio.local" in line for line in lines))
            terminal.send("Escape")
            terminal.wait_for("203.0.113.7")
            terminal.resize(60, 10)
            terminal.wait_for(lambda lines: len(lines) <= 11 and any("(80, 443)" in line for line in lines) and not any("MAC" in line for line in lines))
            terminal.send("q")
            self.assertEqual(terminal.exit_status(), 0)
            terminal.wait_for(lambda lines: any(re.search(r"203\.0\.113\.7 \(80, 443\), 2", line) for line in lines))


lab.main()
