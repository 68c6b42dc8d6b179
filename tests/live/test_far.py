# SPDX-License-Identifier: BSD-2-Clause
"""Few hosts far behind many near ones, beyond the same gateway: those that answer late are up all the same."""
import time
import unittest

import lab

# A fifth of the hosts answers after half a second, the others after 12 ms.
FAR = {"delay": "12-12", "late": "500:0.2"}


class Far(unittest.TestCase):
    def sweep(self, *words, seed=31, live_share=0.6, **network):
        with lab.Responder(live_share=live_share, seed=seed, **network) as responder:
            began = time.monotonic()
            report = lab.ask("sweep", "10.7.0.0/25", *words, "--fields", "addr,state,rtt_ms,attempts")
            took = time.monotonic() - began
        live = {addr for addr in lab.addresses("10.7.0.0/25") if responder.is_live(addr)}
        up = {addr for (addr, _), line in report.final.items() if line["state"] == "up"}
        return report, live, up, took

    def test_hosts_half_a_second_away_are_up_and_never_down_before(self):
        report, live, up, took = self.sweep(**FAR)
        far = [line for line in report.final.values() if line.get("rtt_ms") and line["rtt_ms"] > 400]
        self.assertGreater(len(far), 3)
        self.assertEqual(up, live)
        self.assertEqual(report.amendments, 0)
        self.assertLess(report.count("missed_high"), 0.01)
        self.assertLess(took, 6, "more than one wait")

    def test_a_time_out_that_was_set_is_kept_and_the_estimate_tells_what_it_may_hide(self):
        report, live, up, took = self.sweep("--timeout", "60ms", **FAR)
        missed = 1 - len(up) / len(live)
        self.assertGreater(missed, 0.05)
        self.assertTrue(report.count("missed_low") <= missed <= report.count("missed_high"), report.summary)
        self.assertLess(took, 2)
        with lab.Responder(live_share=0.6, seed=31, **FAR):
            said = " ".join(lab.muster("sweep", "10.7.0.0/25", "--timeout", "60ms").stderr.split())
        self.assertRegex(said, r"[1-9][\d.]* % missed estimated share of responders missed \(95 % CI 0.00–[\d.]+ %\)")
        self.assertIn("too short to find others that are farther (--timeout)", said)

    def test_few_far_hosts_among_those_nearer_than_four_milliseconds_are_up(self):
        """Nothing tells of them before they answer: hosts behind a gateway are waited for, for a second."""
        report, live, up, took = self.sweep(late="800:0.1")
        far = [line for line in report.final.values() if line.get("rtt_ms") and line["rtt_ms"] > 700]
        self.assertGreater(len(far), 1)
        self.assertEqual(up, live)
        self.assertEqual(report.amendments, 0)
        self.assertLess(report.count("missed_high"), 0.01)
        self.assertLess(took, 6)

    def test_a_short_time_out_among_near_hosts_cannot_exclude_far_ones(self):
        with lab.Responder(live_share=0.6, seed=31):
            said = " ".join(lab.muster("sweep", "10.7.0.0/25", "--timeout", "60ms").stderr.split())
        self.assertIn("none seen missed the time-outs were too short to find hosts that are far, if there are any", said)

    def test_where_all_are_near_the_dead_cost_a_second(self):
        tries = []
        while len(tries) < 3 and (not tries or min(tries) > 2):  # a busy machine may delay an answer
            _, live, up, took = self.sweep()
            self.assertEqual(up, live)
            tries.append(took)
        self.assertLess(min(tries), 2)


if __name__ == "__main__":
    lab.main()
