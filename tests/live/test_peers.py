# SPDX-License-Identifier: BSD-2-Clause
"""bench/peers runs other scanners in a network without a way out only, and becomes the program that it runs."""
import os
import subprocess
import unittest

import lab

PEERS = lab.SOURCE / "bench/peers"


class Refusals(unittest.TestCase):
    def run_in_new_network(self, script):
        command = ["unshare", "--net", "--mount", "sh", "-ec", script + f"\nexec {PEERS} run host echo it ran"]
        return subprocess.run(command, capture_output=True, text=True, timeout=30)

    def test_a_network_without_a_way_out_is_used(self):
        done = self.run_in_new_network("ip link set lo up; ip link add near0 type veth peer name near1; ip link set near0 up")
        self.assertEqual((done.returncode, done.stdout), (0, "it ran\n"), done.stderr)

    def test_a_default_route_is_refused(self):
        done = self.run_in_new_network("""
            ip link add near0 type veth peer name near1; ip link set near1 up; ip link set near0 up
            ip address add 10.1.1.1/24 dev near0; ip route add default via 10.1.1.2""")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("a default route by near0: nothing is run", done.stderr)

    def test_an_ipv6_default_route_is_refused(self):
        done = self.run_in_new_network("""
            ip link add near0 type veth peer name near1; echo 0 >/proc/sys/net/ipv6/conf/near0/disable_ipv6
            ip link set near1 up; ip link set near0 up; ip -6 route add default dev near0""")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("an IPv6 default route by near0: nothing is run", done.stderr)

    def test_another_interface_is_refused(self):
        done = self.run_in_new_network("ip link add eth0 type veth peer name near1; ip link set eth0 up")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("an interface that bench/network does not have, eth0: nothing is run", done.stderr)

    def test_a_suite_that_was_not_fetched_is_named(self):
        done = subprocess.run([PEERS, "run", "sid", "zmap"], capture_output=True, text=True, timeout=30,
                              env=dict(os.environ, BENCH_PEERS="/run/work/none"))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("no /run/work/none/sid: bench/peers get sid", done.stderr)


if __name__ == "__main__":
    lab.main()
