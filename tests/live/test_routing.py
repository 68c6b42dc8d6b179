# SPDX-License-Identifier: BSD-2-Clause
"""Routes of this machine, seen on the wire: policy rules, several next hops, gateways that were replaced."""
import json
import subprocess
import sys
import unittest

import lab


def run(line, namespace=None):
    enter = ["ip", "netns", "exec", namespace] if namespace else []
    return subprocess.run([*enter, *line.split()], check=True, capture_output=True, text=True).stdout


def counted(namespace):
    """Packets of the counter in this namespace's table."""
    rules = json.loads(run("nft -j list table inet seen", namespace))["nftables"]
    return sum(item["counter"]["packets"] for entry in rules if "rule" in entry
               for item in entry["rule"]["expr"] if "counter" in item)


class Case(unittest.TestCase):
    """Two links, u0 and u1, to a router that has 10.88.0.1-20 and fd88::1-14."""

    def setUp(self):
        for name in ("us", "them"):
            run(f"ip netns add {name}")
            self.addCleanup(run, f"ip netns del {name}")
        self.us("ip link set lo up")
        self.them("ip link set lo up")
        for i, net in ((0, 71), (1, 72)):
            run(f"ip link add u{i} netns us type veth peer name t{i} netns them")
            for side, host, ns in (("u", "1", self.us), ("t", "254", self.them)):
                ns(f"ip link set {side}{i} up")
                ns(f"ip addr add 10.{net}.0.{host}/24 dev {side}{i}")
                ns(f"ip -6 addr add fd{net}::{host}/64 dev {side}{i} nodad")
        for i in range(1, 21):
            self.them(f"ip addr add 10.88.0.{i}/32 dev lo")
            self.them(f"ip -6 addr add fd88::{i:x}/128 dev lo nodad")

    @staticmethod
    def us(line):
        return run(line, "us")

    @staticmethod
    def them(line):
        return run(line, "them")

    @staticmethod
    def filter(namespace, rules):
        """Rules for what comes in from now on."""
        text = f"table inet seen {{ chain c {{ type filter hook prerouting priority -400; {rules}; }}; }}"
        subprocess.run(["ip", "netns", "exec", namespace, "nft", "-f", "-"], input=text, check=True, text=True)

    def muster(self, *words, expect=0):
        done = subprocess.run(["ip", "netns", "exec", "us", lab.MUSTER, *words], capture_output=True, text=True)
        self.assertEqual(done.returncode, expect, done.stderr + done.stdout)
        return done

    def states(self, *words):
        """Lines of states and reasons by address, and what was printed for people."""
        done = self.muster(*words, "--all", "-o", "ndjson:-")
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        verdicts = [line for line in lines if line["type"] != "summary"]
        self.assertEqual(len(verdicts), len({(line["addr"], line.get("port")) for line in verdicts}))
        return {line["addr"]: line for line in verdicts}, done.stderr


class Rules(Case):
    def test_what_a_rule_by_source_chooses_is_what_every_engine_sends_by(self):
        for ip, net, far in (("ip", "10.{}.0.", "10.88.0.1"), ("ip -6", "fd{}::", "fd88::1")):
            self.us(f"{ip} route add default via {net.format(71)}254")
            self.us(f"{ip} route add default via {net.format(72)}254 table 200")
            self.us(f"{ip} rule add from {net.format(72)}1 lookup 200")
        self.filter("them", "iifname t0 ip daddr 10.88.0.1 counter; iifname t0 ip6 daddr fd88::1 counter")
        for source, far in (("10.72.0.1", "10.88.0.1"), ("fd72::1", "fd88::1")):
            for engine in ("raw", "packet"):
                found, _ = self.states("sweep", "--engine", engine, "--source-ip", source, far)
                self.assertEqual(found[far]["reason"], "echo-reply", (engine, far))
            said = self.muster("watch", "-q", "--rounds", "1", "--source-ip", source, far).stdout
            self.assertIn("Total 0 hosts are inactive", said)
        self.assertEqual(counted("them"), 0)
        self.assertIn("--source-ip 10.72.0.1 uses it", self.muster("sweep", "-I", "u1", "10.88.0.1").stderr)
        self.assertIn("--source-ip fd72::1 has one", self.muster("sweep", "-I", "u1", "fd88::1", expect=1).stderr)

    def test_rules_by_protocol_and_port_send_each_probe_its_own_way(self):
        for ip, icmp, net in (("ip", "icmp", "10.{}.0."), ("ip -6", "ipv6-icmp", "fd{}::")):
            self.us(f"{ip} route add default via {net.format(71)}254")
            self.us(f"{ip} route add default via {net.format(72)}254 table 200")
            self.us(f"{ip} rule add ipproto {icmp} lookup 200")
            self.us(f"{ip} rule add ipproto tcp dport 22 lookup 200")
        # What comes by the wrong link is not answered.
        self.filter("them", "iifname t0 tcp dport 22 drop; iifname t1 tcp dport 80 drop; "
                    "iifname t0 icmp type echo-request drop; iifname t0 icmpv6 type echo-request drop")
        for far in ("10.88.0.1", "fd88::1"):
            self.assertEqual(self.states("sweep", "--probe", "icmp,syn:80,syn:22", far)[0][far]["state"], "up")
            for port in ("22", "80"):
                self.assertEqual(self.states("scan", "-p", port, far)[0][far]["state"], "closed", (far, port))
            said = self.muster("scan", "-p", "22,80", "--all", "-q", far).stdout
            self.assertEqual(said.count("closed"), 2, said)
            said = self.muster("watch", "-q", "--rounds", "1", "--all", "-p", "22,80", far).stdout
            self.assertNotIn("filtered", said)
        refused = self.muster("scan", "-p", "22,80", "--engine", "raw", "10.88.0.1", expect=2)
        self.assertIn("the kernel does not see the ports of raw packets", refused.stderr)
        self.assertEqual(self.states("sweep", "--probe", "icmp", "--engine", "raw", "10.88.0.1")[0]["10.88.0.1"]["state"],
                         "up")


class NextHops(Case):
    def test_the_share_of_a_dead_next_hop_goes_to_the_living_one(self):
        self.us("ip route add 10.88.0.0/24 nexthop via 10.71.0.254 nexthop via 10.72.0.9")
        said = self.muster("route", "10.88.0.1-20").stdout
        self.assertEqual(said.count("by one of 2 next hops"), 2)
        found, said = self.states("sweep", "10.88.0.1-20")
        self.assertEqual({line["state"] for line in found.values()}, {"up"})
        self.assertEqual(len(found), 20)
        self.assertIn("gateway 10.72.0.9 on u1 does not answer", said)

    def test_each_target_goes_by_the_next_hop_of_the_kernel(self):
        self.us("ip -6 nexthop add id 1 via fd71::254 dev u0")
        self.us("ip -6 nexthop add id 2 via fd72::254 dev u1")
        self.us("ip nexthop add id 3 group 1/2")
        self.us("ip -6 route add fd88::/64 nhid 3")
        # The hash of IPv6 has the protocol, also with fib_multipath_hash_policy 0.
        other = sum("via fd72::254" in self.us(f"ip -6 route get fd88::{i:x} ipproto ipv6-icmp") for i in range(1, 21))
        self.filter("them", "iifname t1 icmpv6 type echo-request counter")
        found, _ = self.states("sweep", "--probe", "icmp", "--retries", "0", "--rate", "1k", "fd88::1-fd88::14")
        self.assertEqual({line["state"] for line in found.values()}, {"up"})
        self.assertEqual(counted("them"), other)
        said = self.muster("route", "fd88::1-fd88::14").stdout
        self.assertRegex(said, rf"\({other} of them, by one of 2 next hops\)\n.* u1 ")

    def test_the_interface_that_was_chosen_is_the_one_of_a_group(self):
        """The kernel itself takes any next hop of a group over IPv6, also for a socket that is bound to an interface."""
        self.us("ip -6 nexthop add id 1 via fd71::254 dev u0")
        self.us("ip -6 nexthop add id 2 via fd72::254 dev u1")
        self.us("ip nexthop add id 3 group 1/2")
        self.us("ip -6 route add fd88::/64 nhid 3")
        for i, source in ((0, "fd71::1"), (1, "fd72::1")):
            said = self.muster("route", "-I", f"u{i}", "fd88::1-fd88::14").stdout
            self.assertRegex(said, rf"^fd88::1 - fd88::14  \(20\)\n    via, through u{i} from {source}, ")
            # Which one the kernel takes depends on a key of its own: among twenty it is surely either.
            for number in range(1, 21):
                said = self.muster("route", "-I", f"u{i}", f"fd88::{number:x}").stdout
                self.assertIn(f"through u{i} from {source}, ", said)
        self.us("ip -6 route replace fd88::/64 nhid 3 src fd71::1")
        said = self.muster("route", "-I", "u1", "fd88::1-fd88::14").stdout
        self.assertIn("through u1 from fd71::1, ", said, "the source that the route names")
        self.us("ip -6 route replace fd88::/64 nhid 3")
        self.filter("them", "iifname t1 tcp dport 80 counter")
        found, _ = self.states("scan", "-I", "u0", "-p", "80", "fd88::1-fd88::14")
        self.assertEqual([line["state"] for line in found.values()], ["closed"] * 20)
        self.assertEqual(counted("them"), 0)

    def come_by_t1(self, act):
        """The addresses whose SYNs to port 80 came in there while `act` ran."""
        self.them("nft flush ruleset")
        rules = "".join(f"set to{v} {{ type ipv{v}_addr; size 99; flags dynamic; }}; " for v in (4, 6))
        hook = "chain c { type filter hook prerouting priority -400; iifname t1 tcp dport 80 add @to4 { ip daddr }; " \
               "iifname t1 tcp dport 80 add @to6 { ip6 daddr }; };"
        subprocess.run(["ip", "netns", "exec", "them", "nft", "-f", "-"], input=f"table inet ways {{ {rules} {hook} }}", check=True, text=True)
        act()
        return {addr for v in (4, 6) for entry in json.loads(run(f"nft -j list set inet ways to{v}", "them"))["nftables"]
                if "set" in entry for addr in entry["set"].get("elem", [])}

    def test_ports_are_asked_by_the_way_of_a_connection(self):
        """IPv4's hash has the source address, which a socket knows by an earlier lookup (`ip route get` makes one)."""
        for ip, net in (("ip", "10.{}.0.{}"), ("ip -6", "fd{}::{}")):
            self.us(f"{ip} addr add {net.format(77, 1)} dev lo")
            self.them(f"{ip} route add {net.format(77, 1)} via {net.format(71, 1)}")
            far = net.format(88, 0) + ("/24" if ip == "ip" else "/64")
            self.us(f"{ip} route add {far} src {net.format(77, 1)} " +
                    "".join(f"nexthop via {net.format(n, 254)} " for n in (71, 72)))
        connect = "import socket, sys\nfor to in sys.argv[2:]:\n" \
                  "  s = socket.socket(socket.AF_INET6 if ':' in to else socket.AF_INET)\n" \
                  "  s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n" \
                  "  s.bind(('', int(sys.argv[1])))\n  s.connect_ex((to, 80))"
        far = [f"10.88.0.{i}" for i in range(1, 21)] + [f"fd88::{i:x}" for i in range(1, 21)]
        for policy in (0, 1):
            for v in (4, 6):
                self.us(f"sysctl -qw net.ipv{v}.fib_multipath_hash_policy={policy}")
            kernels = self.come_by_t1(lambda: subprocess.run(
                ["ip", "netns", "exec", "us", sys.executable, "-c", connect, "30001", *far], check=True))
            ours = self.come_by_t1(lambda: self.states("scan", "-p", "80", "--source-port", "30001", *far))
            self.assertEqual(ours, kernels, policy)
            self.assertIn(len(kernels), range(8, 33))

    def test_a_rule_by_source_holds_for_connections_without_a_source(self):
        self.us("ip route add default via 10.71.0.254")
        self.us("ip route add default via 10.72.0.254 src 10.71.0.1 table 200")
        self.us("ip rule add from 10.71.0.1 lookup 200")
        self.filter("them", "iifname t1 ip daddr 10.88.0.1 tcp dport 80 counter")
        for number, engine in enumerate(("auto", "raw"), 1):
            found, said = self.states("scan", "-p", "80", "--retries", "0", "--engine", engine, "10.88.0.1")
            self.assertEqual(found["10.88.0.1"]["state"], "closed", said)
            self.assertEqual(counted("them"), number, said)
        ours = counted("them")
        subprocess.run(["ip", "netns", "exec", "us", "bash", "-c", "</dev/tcp/10.88.0.1/80"], stderr=subprocess.DEVNULL)
        self.assertEqual(counted("them"), ours + 1)

    def test_where_the_kernel_hashes_protocol_and_ports_so_do_echo_requests(self):
        self.us("sysctl -qw net.ipv4.fib_multipath_hash_policy=1")
        self.us("ip route add 10.88.0.0/24 nexthop via 10.71.0.254 nexthop via 10.72.0.254")
        self.filter("them", "iifname t1 icmp type echo-request counter")
        other = sum("via 10.72.0.254" in self.us(f"ip route get 10.88.0.{i} ipproto icmp") for i in range(1, 21))
        found, _ = self.states("sweep", "--probe", "icmp", "--engine", "packet", "--retries", "0", "--rate", "1k", "10.88.0.1-20")
        self.assertEqual({line["state"] for line in found.values()}, {"up"})
        self.assertEqual(counted("them"), other)


def has_vrf():
    """Whether this kernel has VRF, in a namespace."""
    made = subprocess.run("ip link add vrf-try type vrf table 9".split(), capture_output=True)
    return made.returncode == 0 and not subprocess.run("ip link del vrf-try".split(), capture_output=True).returncode


class Kernel(Case):
    """What the kernel alone does to packets of a route, or decides by who sends."""

    def test_a_vrf_is_asked_by_its_table_and_heard_at_its_ports(self):
        if not has_vrf():
            self.skipTest("the kernel has no VRF")
        self.us("ip link add red type vrf table 100")
        self.us("ip link set red up")
        self.us("ip link set u1 master red")
        self.us("ip route add unreachable 10.88.0.0/24")
        self.us("ip route add 10.88.0.0/24 via 10.72.0.254 vrf red")
        for engine in ("raw", "packet"):
            found, _ = self.states("sweep", "-I", "red", "--engine", engine, "10.88.0.1", "10.72.0.254")
            self.assertEqual({line["state"] for line in found.values()}, {"up"}, engine)
        self.assertIn("through u1 from 10.72.0.1", self.muster("route", "-I", "red", "10.88.0.1").stdout)
        bound = self.us(f"ip vrf exec red {lab.MUSTER} route 10.88.0.1")
        self.assertIn("through u1 from 10.72.0.1", bound)

    def test_routes_that_encapsulate_are_left_to_the_kernel(self):
        try:
            self.us("ip -6 route add fd88::/64 encap seg6 mode encap segs fd71::254 dev u0")
        except subprocess.CalledProcessError:
            self.skipTest("the kernel has no segment routing")
        self.them("sysctl -qw net.ipv6.conf.all.seg6_enabled=1 net.ipv6.conf.t0.seg6_enabled=1")
        for words in (("sweep",), ("sweep", "--engine", "auto"), ("sweep", "--engine", "raw")):
            self.assertEqual(self.states(*words, "fd88::1")[0]["fd88::1"]["reason"], "echo-reply", words)
        self.assertIn("kernel: seg6", self.muster("route", "fd88::1").stdout)
        refused = self.muster("sweep", "--engine", "packet", "fd88::1", expect=2).stderr
        self.assertIn("to fd88::1-fd88::1 through u0, the route adds IPv6 segments", refused)

    def test_ipsec_policies_are_obeyed_or_named(self):
        self.us("ip route add 10.88.0.0/24 via 10.71.0.254")
        try:
            self.us("ip xfrm policy add src 10.71.0.1 dst 10.88.0.1 dir out action block")
        except subprocess.CalledProcessError:
            self.skipTest("the kernel has no IPsec policies")
        self.us("ip xfrm policy add src 10.71.0.1 dst 10.88.0.2 dir out tmpl proto esp mode transport")
        found, _ = self.states("sweep", "10.88.0.1", "10.88.0.3")
        self.assertEqual((found["10.88.0.1"]["reason"], found["10.88.0.3"]["state"]), ("not-sent", "up"))
        self.assertIn("10.88.0.2-10.88.0.2, in mode transport", self.muster("sweep", "10.88.0.2", expect=1).stderr)

    def test_routes_by_source_prefix_and_by_user_are_those_of_the_caller(self):
        self.us("ip -6 route add default from fd72::/64 via fd72::254 dev u1")
        self.us("ip -6 route add default from fd99::/64 via fd71::254 dev u0")
        self.us("ip route add 10.88.0.0/24 via 10.71.0.254")
        self.us("ip route add 10.88.0.0/24 via 10.72.0.254 table 200")
        self.us("ip rule add uidrange 0-0 lookup 200")
        self.filter("them", "iifname t0 ip6 daddr fd88::1 drop; iifname t0 ip daddr 10.88.0.1 drop")
        found, _ = self.states("sweep", "fd88::1", "10.88.0.1")
        self.assertEqual({line["state"] for line in found.values()}, {"up"})
        refused = self.muster("sweep", "--engine", "raw", "--no-journal", "10.88.0.1", expect=2).stderr  # then root is nobody
        self.assertIn("a policy rule chooses by user (uidrange)", refused)


class Gateways(Case):
    def test_a_stale_link_layer_address_is_asked_for_anew(self):
        self.us("ip route add 10.88.0.0/24 via 10.71.0.254")
        self.us("ip neigh replace 10.71.0.254 lladdr 02:00:00:00:00:01 nud stale dev u0")
        self.assertEqual(self.states("sweep", "10.88.0.1")[0]["10.88.0.1"]["state"], "up")
        self.us("ip neigh replace 10.71.0.254 lladdr 02:00:00:00:00:01 nud stale dev u0")
        self.assertIn("Total 0 hosts are inactive", self.muster("watch", "-q", "--rounds", "1", "10.88.0.1").stdout)
        self.us("ip neigh replace 10.71.0.254 lladdr 02:00:00:00:00:01 nud permanent dev u0")
        self.assertEqual(self.states("sweep", "--retries", "0", "10.88.0.1")[0]["10.88.0.1"]["state"], "down")


class Refusals(Case):
    def test_an_own_address_does_not_end_the_run_where_lo_is_down(self):
        self.us("ip link set lo down")
        found, _ = self.states("sweep", "10.71.0.1", "10.71.0.254")
        self.assertEqual({line["state"] for line in found.values()}, {"up"})
        found, _ = self.states("scan", "-p", "80", "--fields", "addr,port,state,reason,error", "10.71.0.1")
        self.assertEqual((found["10.71.0.1"]["reason"], found["10.71.0.1"]["error"]), ("not-sent", "Network is down"))

    def test_a_refusal_is_named_and_costs_no_seconds(self):
        self.us("ip route add 10.88.0.0/24 via 10.71.0.254")
        subprocess.run(["ip", "netns", "exec", "us", "nft", "-f", "-"], check=True, text=True, input="table ip no { chain c { "
                       "type filter hook output priority 0; ip daddr 10.88.0.0/24 drop; }; }")
        words = ("sweep", "--engine", "raw", "10.88.0.1-4")
        found, _ = self.states(*words, "--fields", "addr,state,reason,error")
        self.assertEqual({(line["reason"], line["error"]) for line in found.values()},
                         {("not-sent", "Operation not permitted")})
        said = self.muster(*words).stderr
        self.assertIn("Operation not permitted (by a packet filter of this machine, such as nftables)", " ".join(said.split()))
        self.assertNotIn("sudo", said)
        self.assertRegex(said, r"\d+ ms +time")


if __name__ == "__main__":
    lab.main()
