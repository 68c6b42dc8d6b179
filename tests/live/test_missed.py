# SPDX-License-Identifier: BSD-2-Clause
"""The summary's estimate of the share of responders missed, compared with the truth, on a network with known loss.

Seeds alone decide which frames are lost, so that each run of the test is the same.
"""
import unittest

import lab

RUNS = lab.sized(20, 100) if lab.OPTIMISED else 20
NETWORK, HOSTS = "10.7.0.0/24", 256
QUICK = ("--probe", "icmp", "--timeout", "25ms", "--rate", "20k", "--engine", "raw", "--rx", "pcap")


class Interval(unittest.TestCase):
    """This share of probes and of answers is lost. All hosts are live, so each host that is not up was missed."""

    def check(self, loss):
        held, truths = 0, []
        with lab.Responder(live_share=1, seed=int(loss * 1000) + 2, loss=loss, seconds=600):
            for run in range(RUNS):
                report = lab.ask("sweep", NETWORK, "--seed", run + 1, "--retries", 1 + run % 3, *QUICK)
                truth = 1 - report.count("up") / HOSTS
                low, high = report.count("missed_low"), report.count("missed_high")
                self.assertTrue(0 <= low <= report.count("missed_share") <= 1 and low <= high <= 1, report.summary)
                held += low - 1e-9 <= truth <= high + 1e-9
                truths.append(truth)
        self.assertGreaterEqual(held, (0.9 if RUNS >= 100 else 0.75) * RUNS, f"{loss:.0%} lost: held in {held} of {RUNS}")
        return truths

    def test_it_holds_without_loss(self):
        self.assertEqual(set(self.check(0)), {0})

    def test_it_holds_with_1_percent_lost(self):
        self.check(0.01)

    def test_it_holds_with_5_percent_lost(self):
        self.check(0.05)

    def test_it_holds_with_20_percent_lost(self):
        self.assertGreater(max(self.check(0.2)), 0.05)


class Until(unittest.TestCase):
    def test_the_silent_are_asked_until_the_share_missed_is_small(self):
        with lab.Responder(live_share=1, seed=7, loss=0.2):
            hasty = lab.ask("sweep", "10.7.0.0/20", *QUICK)
            patient = lab.ask("sweep", "10.7.0.0/20", *QUICK, "--until-missed", "0.2%")
        self.assertGreater(hasty.count("down") / 4096, 0.08)
        self.assertGreater(hasty.count("missed_share"), 0.08)
        self.assertLess(patient.count("down") / 4096, 0.004)
        self.assertLess(patient.count("missed_share"), 0.003)
        self.assertGreater(max(line["attempts"] for line in patient.final.values()), 4)

    def test_where_nothing_is_lost_hardly_anybody_is_asked_more_often(self):
        with lab.Responder(live_share=0.5, seed=8):
            report = lab.ask("sweep", "10.7.0.0/21", *QUICK, "--until-missed", "0.1%")
        self.assertEqual(report.count("missed_low"), 0)
        self.assertLess(report.count("missed_share"), 0.001)
        self.assertLess(report.count("retried"), 2048)

    def test_where_nobody_answers_nothing_is_known_and_nobody_is_asked_more_often(self):
        report = lab.ask("sweep", "10.7.200.0/24", *QUICK, "--until-missed", "0.1%")
        self.assertIsNone(report.count("missed_share"))
        self.assertEqual(report.count("retried"), 256)
        self.assertNotIn("missed", lab.muster("sweep", "10.7.200.0/28", *QUICK).stderr)

    def test_the_summary_tells_it_in_words(self):
        said = " ".join(lab.muster("sweep", "10.8.0.0/22", *QUICK).stderr.split())
        self.assertRegex(said, r" (0\.\d\d|< 0\.01) % missed estimated share of responders missed \(95 % CI 0\.00–\d\.\d+ %\)")

    def test_what_few_answers_cannot_tell_frightens_nobody(self):
        said = " ".join(lab.muster("sweep", "10.8.0.1", "10.7.200.0/27", *QUICK).stderr.split())
        self.assertIn("none seen missed too few answers to tell", said)
        self.assertNotIn("CI", said)
        said = " ".join(lab.muster("sweep", "10.8.0.0/26", "--retries", 0, *QUICK).stderr.split())
        self.assertIn("unknown missed the share of responders missed: an estimate needs answers to repeated probes (--retries)", said)


if __name__ == "__main__":
    lab.main()
