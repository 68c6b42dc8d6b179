# SPDX-License-Identifier: BSD-2-Clause
"""Engine connect, as a user without any right: the verdicts are those of raw frames, whatever this machine lacks."""
import os
import pathlib
import subprocess
import unittest

import lab

WITHOUT = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--inh-caps=-all", "--bounding-set", "-all"]
CONTAINED = [lab.sys.executable, str(pathlib.Path(__file__).with_name("contained.py"))]
DOCKER = "chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw,sys_chroot,mknod,audit_write,setfcap"
RULES = """table inet far {
  counter syns { }
  counter resets { }
  counter fins { }
  chain in { type filter hook input priority 0;
    tcp dport 104 counter name syns
    tcp dport 80 tcp flags & (fin | rst) == rst counter name resets
    tcp dport 80 tcp flags & (fin | rst) == fin counter name fins
    tcp dport 100-109 drop; tcp dport 110-114 reject with icmpx type admin-prohibited
    udp dport 100 drop; udp dport 110 reject with icmpx type admin-prohibited
  }
}
"""
OWN = """table inet own { chain out { type filter hook output priority 0;
  tcp dport 90 drop; tcp dport 91 reject; tcp dport 92 reject with icmpx type admin-prohibited
  udp dport 90 drop; udp dport 92 reject
}
}
"""
TARGETS = ("10.46.0.2", "fd46::2")
PORTS = "22,80,81-83,100-104,110-112"
FIELDS = ("--fields", "addr,port,state,reason,from,rtt_ms")


def run(command, text=None):
    subprocess.run(command.split() if isinstance(command, str) else command, check=True, input=text, text=True)


def setUpModule():
    os.chmod(".", 0o777)
    for command in ("ip netns add there", "ip link add h0 type veth peer name h1 netns there",
                    "ip netns exec there sysctl -qw net.ipv6.conf.h1.disable_ipv6=0", "sysctl -qw net.ipv6.conf.h0.disable_ipv6=0",
                    "ip address add 10.46.0.1/24 dev h0", "ip -6 address add fd46::1/64 dev h0 nodad", "ip link set h0 up",
                    "ip netns exec there sysctl -qw net.ipv4.icmp_ratemask=0 net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0",
                    "ip -n there address add 10.46.0.2/24 dev h1", "ip -n there -6 address add fd46::2/64 dev h1 nodad",
                    "ip -n there link set h1 up", "ip -n there link set lo up"):
        run(command)
    run("nsenter --net=/run/netns/there nft -f -", RULES)
    Case.servers = [subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "nsenter", "--net=/run/netns/there", lab.sys.executable, "-c",
                                      SERVER], stdout=subprocess.PIPE, text=True)]
    Case.servers[0].stdout.readline()


def tearDownModule():
    Case.servers[0].kill()
    Case.servers[0].communicate()


SERVER = """
import socket, threading
def serve(port):
    s = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64)
    while True:
        s.accept()[0].close()
def echo():
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
    s.bind(("::", 53))
    while True:
        data, control, _, to = s.recvmsg(2048, 256)
        s.sendmsg([data], control, 0, to)
threading.Thread(target=echo, daemon=True).start()
for port in (22, 80):
    threading.Thread(target=serve, args=(port,), daemon=True).start()
import time
time.sleep(0.3); print("ready", flush=True); time.sleep(600)
"""


class Case(unittest.TestCase):
    servers = []

    def without_rights(self, *words, expect=0, limit=None, by=WITHOUT):
        """The report, and what was said."""
        command = [*by, lab.MUSTER, *map(str, words), "--no-journal", "--all", "--force", "-o", "w.ndjson", *FIELDS]
        pathlib.Path("w.ndjson").unlink(missing_ok=True)
        if limit:
            command = ["sh", "-c", f"ulimit -n {limit}; exec \"$@\"", "sh", *command]
        done = subprocess.run(command, capture_output=True, text=True, timeout=100, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, expect, done.stderr)
        return (lab.Report("w.ndjson") if expect == 0 else None), done.stderr

    @staticmethod
    def verdicts(report):
        return {key: (line["state"], line["reason"], line.get("from")) for key, line in report.final.items()}

    def test_verdicts_are_those_of_raw_frames(self):
        truth = lab.ask("scan", *TARGETS, "-p", PORTS, "--engine", "raw", "--rx", "pcap", "--no-arp", "--no-journal", *FIELDS)
        report, said = self.without_rights("scan", *TARGETS, "-p", PORTS)
        self.assertIn("engine connect", said)
        self.expect_same(report, truth)
        self.assertEqual(report.count("open"), 4)
        for line in report.final.values():
            if line["state"] in ("open", "closed"):
                self.assertTrue(0 < line["rtt_ms"] < 500, line)
        for limit in 64, 20:  # the second leaves one socket at a time
            few, _ = self.without_rights("scan", *TARGETS, "-p", PORTS, limit=limit)
            self.expect_same(few, truth)

    def test_errors_of_routers_bring_their_code_and_sender(self):
        rows = (line.partition("#")[0].split() for line in lab.NETWORK.read_text().splitlines())
        subnets = [row[1] for row in rows if row and "/" in row[1]]
        targets = [str(lab.ipaddress.ip_network(subnet)[5]) for subnet in subnets]
        report, said = self.without_rights("scan", *targets, "-p", "23,81")
        self.expect_same(report, self.truth("scan", *targets, "-p", "23,81"), said)
        reasons = {(line["reason"], line.get("from") == lab.ROUTER) for line in report.final.values()}
        for reason in ("host-unreach", "net-unreach", "net-prohibited", "host-prohibited", "admin-prohibited"):
            self.assertIn((reason, True), reasons)

    def test_what_the_own_filter_stops_is_unknown(self):
        run("nft -f -", OWN)
        self.addCleanup(run, "nft delete table inet own")
        for words in ((), ("--retry", "0")):
            report, _ = self.without_rights("scan", *TARGETS, "-p", "80,90,92,93", *words)
            for target in TARGETS:
                self.assertEqual([report.states()[target, port] for port in (80, 90, 92, 93)], ["open", "unknown", "unknown", "closed"])
                self.assertEqual(report.final[target, 90]["reason"], "not-sent")
        report, _ = self.without_rights("scan", "--udp", "10.46.0.2", "-p", "90,92,93")
        self.assertEqual({port: state for (_, port), state in report.states().items()}, {90: "unknown", 92: "unknown", 93: "closed"})

    def test_sweep_by_ping_sockets_and_without_them(self):
        ranges = pathlib.Path("/proc/sys/net/ipv4/ping_group_range")
        ranges.write_text("0 2147483647")
        report, said = self.without_rights("sweep", "10.46.0.2", "10.46.0.9", "fd46::2")
        self.assertEqual({addr: line["state"] for (addr, _), line in report.final.items()},
                         {"10.46.0.2": "up", "10.46.0.9": "down", "fd46::2": "up"}, said)
        self.assertEqual(report.final["10.46.0.2", 0]["reason"], "echo-reply")
        ranges.write_text("1 0")
        report, said = self.without_rights("sweep", "10.46.0.2", "10.46.0.9", "fd46::2")
        self.assertEqual({addr: line["state"] for (addr, _), line in report.final.items()},
                         {"10.46.0.2": "up", "10.46.0.9": "down", "fd46::2": "up"}, said)
        self.assertIn(report.final["10.46.0.2", 0]["reason"], ("reset", "syn-ack"))

    def test_options_that_it_has_not_are_refused(self):
        for words, what in ((("--source-port", "4000-5000"), "--source-port"), (("--syn-options", "mss"), "--syn-options"),
                            (("--rx", "pcap"), "--rx"), (("--record", "f.pcapng"), "--record")):
            _, said = self.without_rights("scan", "10.46.0.2", "-p", "80", "--engine", "connect", *words, expect=2)
            self.assertIn(what, said)

    def expect_same(self, report, truth, said=""):
        ours, theirs = self.verdicts(report), self.verdicts(truth)
        self.assertEqual({key: (ours.get(key), theirs.get(key)) for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)}, {}, said)

    @staticmethod
    def truth(*words):
        return lab.ask(*words, "--engine", "raw", "--rx", "pcap", "--no-arp", "--no-journal", *FIELDS)

    def knob(self, name, value):
        """Sets a knob of this network until the test ends."""
        path = pathlib.Path("/proc/sys/net", name)
        self.addCleanup(path.write_text, path.read_text())
        path.write_text(value)

    def test_verdicts_of_udp_ports_are_those_of_raw_frames(self):
        words = "scan", "--udp", *TARGETS, "-p", "53,90,100,110", "--rate", "20"
        report, _ = self.without_rights(*words)
        self.expect_same(report, self.truth(*words))
        self.assertEqual(set(report.states().values()), {"open", "closed", "open|filtered", "filtered"})

    def test_verdicts_of_link_local_targets_and_forbidden_routes_too(self):
        far = subprocess.run("ip -n there -6 -o address show dev h1 scope link".split(), capture_output=True, text=True, check=True)
        words = "scan", far.stdout.split()[3].partition("/")[0] + "%h0", "10.46.1.1", "10.46.2.1", "-p", "22,81,101,111"
        for way, subnet in (("prohibit", "10.46.1.0/24"), ("unreachable", "10.46.2.0/24")):
            run(f"ip route add {way} {subnet}")
            self.addCleanup(run, f"ip route del {way} {subnet}")
        report, _ = self.without_rights(*words)
        self.expect_same(report, self.truth(*words))
        self.assertEqual(report.count("open"), 1)

    def test_what_this_machine_has_too_little_of_is_no_verdict(self):
        words = "scan", "10.46.0.2", "-p", "1-400"
        truth = self.truth(*words)
        for limit in lab.sized((40,), (30, 32, 40, 64)):
            report, said = self.without_rights(*words, limit=limit)
            self.expect_same(report, truth, said)
        self.knob("ipv4/ip_local_port_range", "50000 50000")
        self.expect_same(self.without_rights(*words)[0], truth)
        report, _ = self.without_rights("scan", "--udp", "10.46.0.2", "-p", "90-93,100")
        self.assertEqual(report.states(), {("10.46.0.2", port): "open|filtered" if port == 100 else "closed" for port in (90, 91, 92, 93, 100)})

    def test_a_socket_connected_to_itself_is_asked_again(self):
        self.knob("ipv4/ip_local_port_range", "50000 50007")  # the kernel takes every second one, by chance
        for _ in range(lab.sized(4, 20)):
            report, _ = self.without_rights("scan", "127.0.0.1", "10.46.0.1", "-p", "50000-50007", "--retry", "6", "--engine", "connect")
            self.assertEqual(set(report.states().values()), {"closed"})

    def counter(self, name):
        told = subprocess.run(["nsenter", "--net=/run/netns/there", "nft", "reset", "counter", "inet", "far", name], capture_output=True, text=True, check=True)
        return int(told.stdout.split("packets")[1].split()[0])

    def test_syns_are_few_and_connections_end_by_a_reset(self):
        for name in ("syns", "resets", "fins"):
            self.counter(name)
        self.without_rights("scan", "10.46.0.2", "-p", "80,104", "--rate", "100")
        self.assertEqual(self.counter("syns"), 2)
        self.assertGreaterEqual(self.counter("resets"), 1)
        self.assertEqual(self.counter("fins"), 0)

    def test_the_pace_leaves_room_in_the_table_of_tracked_connections(self):
        most = pathlib.Path("/proc/sys/net/netfilter/nf_conntrack_max")
        if not most.exists():
            self.skipTest("this kernel tracks no connections")
        run("nft -f -", "table inet track { chain out { type filter hook output priority 0; ct state new counter\n}\n}\n")
        self.addCleanup(run, "nft delete table inet track")
        self.without_rights("scan", "10.46.0.2", "-p", "80")  # now one is tracked
        run("ip route add 10.47.0.0/16 via 10.46.0.2")
        self.addCleanup(run, "ip route del 10.47.0.0/16")
        seconds, command = 4, [*WITHOUT, lab.MUSTER, "scan", "10.47.0.0/16", "-p", "101-109", "--no-journal", "-o", "w.json", "--force"]
        subprocess.run(["timeout", "-s", "INT", str(seconds), *command], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
        sent = lab.json.loads(pathlib.Path("w.json").read_text())["summary"]["sent"]
        self.assertLess(sent, int(most.read_text()) / 120 * seconds * 1.25)
        self.assertGreater(sent, 100)

    def test_all_three_commands_in_a_container(self):
        truth = self.truth("scan", *TARGETS, "-p", PORTS)
        report, said = self.without_rights("scan", *TARGETS, "-p", PORTS, by=[*CONTAINED, *WITHOUT])
        self.assertIn("engine connect", said.splitlines()[0])
        self.expect_same(report, truth)
        report, said = self.without_rights("sweep", "10.46.0.2", "10.46.0.9", by=[*CONTAINED, *WITHOUT])
        self.assertIn("engine connect", said.splitlines()[0])
        self.assertEqual(report.states(), {("10.46.0.2", 0): "up", ("10.46.0.9", 0): "down"})
        watch = subprocess.run([*CONTAINED, *WITHOUT, lab.MUSTER, "watch", "10.46.0.2", "--every", "1s", "--rounds", "2"], capture_output=True,
                               text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.assertIn("engine connect", (watch.stderr + watch.stdout).splitlines()[0], watch)
        self.assertEqual(watch.returncode, 0, watch)
        inside = ["setpriv", "--bounding-set", "-all," + ",".join("+" + name for name in DOCKER.split(",")), "--inh-caps=-all"]
        report, _ = self.without_rights("scan", *TARGETS, "-p", PORTS, by=[*CONTAINED, "--raw", *inside])
        self.expect_same(report, truth)

    def test_in_user_namespaces(self):
        if subprocess.run([*WITHOUT, "unshare", "-rn", "true"]).returncode:
            self.skipTest("this machine allows nobody a user namespace")
        report, said = self.without_rights("scan", "10.46.0.2", "-p", "22,81", by=[*WITHOUT, "unshare", "-r"])
        self.assertIn("engine connect", said)
        self.assertEqual(report.states(), {("10.46.0.2", 22): "open", ("10.46.0.2", 81): "closed"})
        for engine in ("auto", "connect"):
            inside = [*WITHOUT, "unshare", "-rn", "sh", "-c", 'ip link set lo up; exec "$@"', "sh"]
            report, _ = self.without_rights("scan", "127.0.0.1", "-p", "22,81", "--engine", engine, by=inside)
            self.assertEqual(set(report.states().values()), {"closed"})

    def test_several_lanes_a_source_and_wrong_ones(self):
        truth = self.truth("scan", "10.46.0.2", "-p", PORTS)
        for words in (("--lanes", "4", "--source-ip", "10.46.0.1"), ("--lanes", "2", "--interface", "h0")):
            report, said = self.without_rights("scan", "10.46.0.2", "-p", PORTS, *words)
            self.expect_same(report, truth, said)
        for words, what in ((("--source-ip", "10.46.0.77"), "10.46.0.77"), (("--source-ip", "x"), "--source-ip x"), (("--interface", "h9"), "h9")):
            _, said = self.without_rights("scan", "10.46.0.2", "-p", "80", "--engine", "connect", *words, expect=2)
            self.assertIn(what, said)
        _, said = self.without_rights("scan", "10.46.0.2", "-p", "80", "--source-port", "4000", expect=1)
        self.assertIn("--source-port", said)
        self.assertIn("CAP_NET_RAW", said)

    def test_udp_and_own_ports(self):
        report, _ = self.without_rights("scan", "10.46.0.2", "127.0.0.1", "--udp", "-p", "90,123", "--engine", "connect")
        self.assertEqual(set(report.states().values()), {"closed"})


if __name__ == "__main__":
    lab.main()
