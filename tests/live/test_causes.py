# SPDX-License-Identifier: BSD-2-Clause
"""watch where many fall silent with one thing: one event, nobody is called down, and nothing is reported about shared addresses."""
import json
import pathlib
import re
import shutil
import signal
import subprocess
import time
import unittest

import lab
import lan

QUICK = ("--rate", "20k", "--timeout", "150ms", "--retries", "1")
HOSTS = "10.88.0.0-10.88.7.207"  # 2,000


def run(line, namespace=None, text=None):
    return lan.run_in(namespace, *line.split(), text=text)


class Watch:
    """A watch in the namespace `us`, with its events."""

    number = 0

    def __init__(self, *words):
        Watch.number += 1
        self.path = pathlib.Path(f"causes{Watch.number}.ndjson")
        self.process = lan.start_in("us", lab.MUSTER, "watch", *words, "--changes", "-o", self.path)

    def events(self, *kinds):
        lines = self.path.read_text().splitlines(keepends=True) if self.path.exists() else []
        read = [json.loads(line) for line in lines if line.endswith("\n")]
        return [event for event in read if event["type"] in kinds]

    def rounds(self, count):
        done = len(self.events("round"))
        lan.until(lambda: len(self.events("round")) >= done + count or self.process.poll() is not None, f"{count} rounds")
        return self

    def wait_for(self, **what):
        def found():
            return [e for e in self.events("change", "cause") if what.items() <= e.items()]
        lan.until(lambda: found() or self.process.poll() is not None, f"{what} among {self.events('change', 'cause')[:5]}")
        if not found():
            raise AssertionError(f"it ended before {what}: {self.process.communicate()[1]}")
        return found()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.out, self.err = lan.end(self.process, signal.SIGINT)


class Routed(unittest.TestCase):
    """us ── router ── beyond, where all of 10.88.0.0/16 answers."""

    @classmethod
    def setUpClass(cls):
        for name in ("us", "router", "beyond"):
            run(f"ip netns add {name}")
            cls.addClassCleanup(run, f"ip netns del {name}")
            run("ip link set lo up", name)
            run("sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_ratemask=0 net.ipv4.ip_forward=1", name)
        for one, other, network in (("us", "router", "10.71.0"), ("router", "beyond", "10.72.0")):
            run(f"ip link add to-{other} netns {one} type veth peer name to-{one} netns {other}")
            for name, device, host in ((one, f"to-{other}", 1), (other, f"to-{one}", 254)):
                run(f"ip addr add {network}.{host}/24 dev {device}", name)
                run(f"ip link set {device} up", name)
        run("ip route add default via 10.71.0.254", "us")
        run("ip route add 10.88.0.0/16 via 10.72.0.254", "router")
        run("ip route add 10.71.0.0/24 via 10.72.0.1", "beyond")
        run("ip route add local 10.88.0.0/16 dev lo", "beyond")
        run("nft -f -", "beyond", "table ip off { set off { type ipv4_addr; flags interval; }\n"
            " chain c { type filter hook prerouting priority -400; ip daddr @off drop; }; }")

    def off(self, addrs):
        run(f"nft add element ip off off {{ {addrs} }}", "beyond")
        self.addCleanup(run, "nft flush set ip off off", "beyond")

    @staticmethod
    def on():
        run("nft flush set ip off off", "beyond")

    def test_an_uplink_of_2000_hosts_is_one_event_and_so_is_its_return(self):
        script = pathlib.Path("called.sh").absolute()
        script.write_text("cat >>called\n")
        with Watch(HOSTS, "10.71.0.254", "--every", "500ms", *QUICK, "--on-change", f"sh {script}") as watch:
            watch.rounds(2)
            run("ip link set to-beyond down", "router")
            cause = watch.wait_for(type="cause", change="went-down")
            watch.rounds(2)
            self.off("10.88.3.3")
            run("ip link set to-beyond up", "router")
            run("ip route add 10.88.0.0/16 via 10.72.0.254", "router")
            back = watch.wait_for(type="cause", change="came-back")
            missed = watch.wait_for(type="change", change="went-down")
            watch.rounds(1)
        self.assertEqual((cause["cause"], cause["addr"], cause["interface"]), ("gateway", "10.71.0.254", "to-router"))
        self.assertEqual((cause["count"], cause["hosts"], len(cause["members"])), (2000, 2001, 2000))
        self.assertEqual((back["count"], back["missing"], back["members"]), (2000, 1, ["10.88.3.3"]))
        self.assertEqual(missed["addr"], "10.88.3.3")
        self.assertEqual(len(watch.events("change", "cause")), 3)
        self.assertRegex(watch.out, r"2000 of 2001 hosts went silent with gateway 10\.71\.0\.254 on to-router \(.*\), unknown "
                         r"until it is back\n")
        self.assertIn("of the 2000 hosts behind it, 1 is silent\n", watch.out)
        self.assertTrue(all(e["inactive"] <= 1 for e in watch.events("round")))
        calls = [json.loads(line) for line in pathlib.Path("called").read_text().splitlines()]
        self.assertEqual(sorted(call["type"] for call in calls), ["cause", "cause", "change"], "a call an event")
        self.assertEqual(max(len(call.get("members", ())) for call in calls), 2000)

    def test_a_parent_takes_its_hosts_along_and_a_storm_without_a_cause_is_one_call(self):
        script = pathlib.Path("storm.sh").absolute()
        script.write_text("cat >>storm\n")
        rule = pathlib.Path("parents.txt")
        rule.write_text("10.88.0.0/28=10.88.1.1  # the first sixteen\n")
        with Watch("10.88.0.0/27", "--parents", rule, "--every", "300ms", *QUICK, "--on-change", f"sh {script}") as watch:
            watch.rounds(2)
            self.off("10.88.1.1, 10.88.0.0/28")
            down = watch.wait_for(type="cause", cause="parent", change="went-down")
            self.on()
            back = watch.wait_for(type="cause", cause="parent", change="came-back")
            watch.rounds(2)
            self.off("10.88.0.20-10.88.0.29")
            watch.wait_for(type="change", addr="10.88.0.29", change="went-down")
            watch.rounds(1)
        self.assertEqual((down["addr"], down["count"], down["hosts"]), ("10.88.1.1", 16, 33))
        self.assertEqual(back["missing"], 0)
        self.assertIn("10.88.1.1 went down (no-response), and with it 16 of 33 hosts, unknown until it is back\n", watch.out)
        self.assertEqual([e["change"] for e in watch.events("change")], ["went-down"] * 10)
        calls = [json.loads(line) for line in pathlib.Path("storm").read_text().splitlines()]
        self.assertEqual(sorted(call["type"] for call in calls), ["cause", "cause", "events"])
        storm = next(call for call in calls if call["type"] == "events")
        self.assertEqual((storm["count"], len(storm["events"])), (10, 10))

    def test_who_flaps_is_told_once_and_sleepers_never(self):
        with Watch("10.88.0.1-9", "--every", "100ms", "--timeout", "60ms", "--retries", 0, "--flap",
                   "2/1500ms", "--expect-asleep", "10.88.0.2") as watch:
            watch.rounds(1)
            for _ in range(4):
                self.off("10.88.0.1, 10.88.0.2")
                watch.rounds(1)
                self.on()
                watch.rounds(1)
            steady = watch.wait_for(type="change", change="steady")
        told = [(e["addr"], e["change"]) for e in watch.events("change", "cause")]
        self.assertEqual(told, [("10.88.0.1", change) for change in ("went-down", "came-back", "flapping", "steady")])
        self.assertEqual(steady["state"], "up")
        self.assertGreaterEqual(steady["count"], 1)
        self.assertIn("10.88.0.1 is flapping (down, no-response): 3 changes; the next ones are told when it is steady", watch.out)

    def test_each_round_has_its_own_identifiers_and_source_ports(self):
        """A firewall that forgot a flow takes the next round's packets for the beginning of another one."""
        with lan.start_in("beyond", "tcpdump", "-Z", "root", "--immediate-mode", "-lnni", "to-router", "icmp[0] = 8 or tcp[13] = 2") as dump:
            self.assertIn("verbose", dump.stderr.readline())
            words = ("--every", "100ms", "--rounds", "4", "--changes", "--retries", "0", "--timeout", "60ms")
            run_in_us = [*lan.enter("us"), lab.MUSTER, "watch"]
            subprocess.run([*run_in_us, "10.88.0.1", *words], check=True, capture_output=True)
            subprocess.run([*run_in_us, "10.88.0.1", "-p", "80", *words], check=True, capture_output=True)
            lines, _ = lan.end(dump, signal.SIGINT)
        identifiers = re.findall(r"ICMP echo request, id (\d+),", lines)
        ports = re.findall(r"IP 10\.71\.0\.1\.(\d+) > 10\.88\.0\.1\.80:", lines)
        self.assertEqual((len(identifiers), len(set(identifiers))), (4, 4), lines)
        self.assertEqual((len(ports), len(set(ports))), (4, 4), lines)


@unittest.skipUnless(lab.LONG and shutil.which("keepalived"), "in scripts/nightly, with keepalived")
class Shared(unittest.TestCase):
    """Two routers that share an address by VRRP, on one link with us."""

    def test_a_failover_is_one_event_at_most_and_nobody_is_suspect(self):
        for own_mac in (True, False):
            with self.subTest("virtual MAC" if own_mac else "MAC of the router"):
                self.fail_over(own_mac)

    def fail_over(self, own_mac):
        lan.build(2)
        for namespace in ("sw", "h1", "h2"):
            self.addCleanup(subprocess.run, ["ip", "netns", "del", namespace], stderr=subprocess.DEVNULL)
        routers = [self.start(machine, own_mac) for machine in (1, 2)]
        try:
            lan.until(lambda: "10.50.0.200" in lan.ip("addr", of="h1"), "the first router has the address")
            path = pathlib.Path(f"vrrp-{own_mac}.ndjson")
            with lab.start("watch", "10.50.0.200", lan.ipv4(2), "--every", "300ms", "--timeout", "150ms", "--confirm", 4,
                           "--changes", "-o", path) as watch:
                time.sleep(2)
                routers[0].kill()
                run("ip link set e0 down", "h1")
                lan.until(lambda: "10.50.0.200" in lan.ip("addr", of="h2"), "the other router has it")
                time.sleep(2)
                watch.send_signal(signal.SIGINT)
                watch.communicate(timeout=20)
            events = [json.loads(line) for line in path.read_text().splitlines()]
            changes = [e["change"] for e in events if e["type"] in ("change", "cause")]
            self.assertEqual(changes, [] if own_mac else ["mac-changed"])
            self.assertEqual([e for e in events if e["type"] == "round"][-1]["active"], 2)
            swept = lab.ask("sweep", "10.50.0.200", lan.ipv4(2), path=f"vrrp-{own_mac}-sweep.ndjson")
            self.assertEqual([line for line in swept.final.values() if line.get("suspect")], [])
        finally:
            for router in routers:
                router.kill()
                router.communicate()
            for namespace in ("h1", "h2", "sw"):
                run(f"ip netns del {namespace}")
            subprocess.run(["ip", "link", "del", "lan0"], stderr=subprocess.DEVNULL)

    def start(self, machine, own_mac):
        conf = pathlib.Path(f"keepalived{machine}.conf").absolute()
        conf.write_text("global_defs {\n vrrp_garp_master_delay 0\n}\nvrrp_instance one {\n state BACKUP\n interface e0\n"
                        f" virtual_router_id 7\n priority {200 - machine}\n advert_int 0.2\n version 3\n"
                        + (" use_vmac vrrp7\n vmac_xmit_base\n" if own_mac else "")
                        + " virtual_ipaddress {\n  10.50.0.200/16\n }\n}\n")
        run_folder = pathlib.Path(f"keepalived{machine}").absolute()
        run_folder.mkdir(exist_ok=True)
        return lan.start_in(lan.name(machine), "keepalived", "-n", "-l", "-f", conf, "-p", run_folder / "pid", "-r",
                            run_folder / "vrrp.pid", "-c", run_folder / "checkers.pid", "--dont-fork", "--vrrp")


@unittest.skipUnless(lab.LONG and shutil.which("arpwatch"), "in scripts/nightly, with arpwatch")
class Bystander(unittest.TestCase):
    """arpwatch on a machine of the link: no new pairs, flip-flops or bogons by our requests."""

    def test_arpwatch_reports_nothing_about_us(self):
        lan.build(3)
        table = pathlib.Path("arp.dat").absolute()
        table.touch()
        with lan.start_in("h3", "arpwatch", "-d", "-i", "e0", "-f", table) as arpwatch:
            time.sleep(1)
            for machine in (1, 2, 3):
                subprocess.run(["ping", "-qc1", "-W2", lan.ipv4(machine)], check=True, capture_output=True)
            for machine in (1, 2):
                run(f"ping -qc1 -W2 {lan.ipv4(3)}", lan.name(machine))
            time.sleep(1)
            lab.muster("sweep", "10.50.0.0/24", "--all", "-o", "swept.csv")
            lab.muster("watch", "10.50.0.0/26", "--every", "500ms", "--rounds", 3, "--changes")
            time.sleep(1)
            said = "".join(lan.end(arpwatch, signal.SIGINT))
        self.assertRegex(said, r"\b0?2:0?0:0?0:0?0:0?1:0?1\b", "it saw us")
        subjects = re.findall(r"(?m)^Subject: (.*)$", said)
        self.assertEqual([what for what in subjects if not what.startswith("new station")], [], said)
        self.assertLessEqual(said.count("ip address: 10.50.0.1\n"), 1, "we are new once")


if __name__ == "__main__":
    lab.main()
