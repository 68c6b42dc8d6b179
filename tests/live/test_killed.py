# SPDX-License-Identifier: BSD-2-Clause
"""A scan that is killed at any instant and resumed gives the verdicts of one that was never stopped (tools/journaled).

Probes and answers are lost on the way, and repeated. All cases run at once, since they mostly wait. The seed of the instants is
printed; MUSTER_SEED=N gives the same again. bench/resume does it hundreds of times.
"""
import collections
import concurrent.futures
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time
import unittest

import lab
import lan

sys.path.insert(0, str(lab.SOURCE / "tests/faults"))
import faults  # noqa: E402

JOURNALED = lab.BUILD / "tools/journaled"
SEED = int(os.environ.get("MUSTER_SEED") or random.randrange(10**6))
KILLS = int(os.environ.get("MUSTER_KILLS") or 2)
ON_LINK, WIDE = "10.60.0.2-10.60.0.254", "fd00:a::/118"     # half of each is live
LOSSY6 = """
table ip6 lossy {
  chain arrive { type filter hook prerouting priority raw; ip6 daddr fd00:a::/64 numgen random mod 20 == 0 drop; }
  chain leave { type filter hook output priority raw; ip6 saddr fd00:a::/64 numgen random mod 20 == 0 drop; }
}
"""
ROUTED = ("retries=5", "timeout-ms=60", "probe=icmp")
CASES = {
    "sweep, raw": ("targets=10.7.0.0/22", "engine=raw", "rate=1500", *ROUTED),
    "sweep, live": ("targets=10.7.4.0/22", "engine=live", "rate=1500", "lanes=2", *ROUTED),
    "scan, packet": ("targets=10.7.8.0/28", "ports=1-64", "engine=packet", "rate=1500", *ROUTED),
    "scan --discover, raw": ("targets=10.7.12.0/24", "ports=1-8", "discover=yes", "engine=raw", "rate=1000", *ROUTED),
    "sweep on-link, packet": (f"targets={ON_LINK}", "engine=packet", "arp-rate=250", "retries=2", "timeout-ms=100"),
    "scan on-link, packet": (f"targets={ON_LINK}", "ports=1-4", "engine=packet", "arp-rate=250", "rate=1000", "retries=2", "timeout-ms=100"),
    "sweep IPv6, raw": (f"targets={WIDE}", "engine=raw", "rate=1500", *ROUTED),
}


def set_up_networks():
    """Beside those of the lab: a link with neighbours, and IPv6 behind a router that loses packets."""
    for namespace in (None, "far"):
        lan.set_ipv6(namespace, True)
    for words in ("address add 10.60.0.1/24 dev near0", "-6 address add fd00:9::1/64 dev near0 nodad", "-6 route add fd00:a::/64 via fd00:9::2"):
        lan.ip(*words.split())
    for words in ("route add 10.60.0.1 dev far0", "route add local 10.60.0.128/25 dev lo", "-6 address add fd00:9::2/64 dev far0 nodad",
                  "-6 route add local fd00:a::/119 dev lo", "-6 route add blackhole fd00:a::200/119"):
        lan.ip(*words.split(), of="far")
    lan.nft("far", LOSSY6)
    lan.run_in("far", "ethtool", "-K", "far0", "gro", "on")     # a veth takes XDP frames only then


def setUpModule():
    print(f"MUSTER_SEED={SEED}", file=sys.stderr, flush=True)
    set_up_networks()


def rows(journal):
    run = subprocess.run([JOURNALED, "rows", journal], capture_output=True, text=True, timeout=60)
    if run.returncode:
        raise AssertionError(f"{journal}: {run.stderr}")
    return collections.Counter(map(without_load, run.stdout.splitlines()))


def without_load(row):
    """A busy machine loses answers of its own, and says so, where an idle one finds silence; ports of such a host are probed."""
    addr, port, state, reason = row.split()
    if reason in ("local-loss", "host-down"):
        state, reason = "down" if port == "0" else "filtered", "no-response"
    return f"{addr} {port} {state} {reason}"


class Run:
    """One run, in as many processes as it takes."""

    def __init__(self, name, words, seed, is_streamed=True):
        self.journal = f"{name.replace(' ', '').replace(',', '-')}.journal"
        self.words, self.seed, self.processes, self.counts = words, seed, 0, {}
        self.is_streamed = is_streamed
        pathlib.Path(self.journal).unlink(missing_ok=True)

    def start(self, *more):
        """Starts it, or goes on with it; frames may leave when this returns. False: its process was killed behind its last step."""
        how = "resume" if self.processes else "new"
        stream = [f"stream={self.journal}.{self.processes}"] if self.is_streamed else []
        self.process = subprocess.Popen([JOURNALED, how, self.journal, f"seed={self.seed}", *stream, *self.words, *more], text=True,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.processes += 1
        if self.process.stdout.readline() == "started\n":
            return True
        trouble = self.process.communicate()[1]
        if "this run is complete" not in trouble:
            raise AssertionError(f"{self.journal}, process {self.processes}: {trouble}")
        self.processes -= 1
        return False

    def wait(self, seconds=60):
        """The exit status; the counts of the run, if it came to its end."""
        out, err = self.process.communicate(timeout=seconds)
        if self.process.returncode == 1:
            raise AssertionError(f"{self.journal}, process {self.processes}: {err}")
        self.counts = dict(word.split("=") for word in out.split())
        return self.process.returncode

    def kill(self, after, how=signal.SIGKILL):
        """Whether it was still running."""
        try:
            self.process.wait(after)
        except subprocess.TimeoutExpired:
            self.process.send_signal(how)
        return self.wait() in (-how, 3)

    def streamed(self):
        """Every position that a reader of the streams has seen."""
        seen = set()
        for number in range(self.processes):
            lines = pathlib.Path(f"{self.journal}.{number}").read_text().split("\n")[:-1]   # a last line may be cut off
            seen.update(int(line.split()[0]) for line in lines)
        return seen


def play(name, words, dice, kills, failures, instants):
    """The verdicts of a run that is killed, and those of one that is not."""
    seed, story = dice.randrange(1000), []
    killed, whole = Run(name, words, seed, seed % 2 == 0), Run(f"whole {name}", words, seed)
    try:
        whole.start()
        killed.start()
        for _ in range(kills):
            after, how = dice.uniform(0.05, 2.2), dice.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGINT))
            story.append((round(after, 2), how.name))
            if not killed.kill(after, how):
                break
            instants.append(after)
            if not killed.start():
                break
        if killed.process.returncode is None:
            assert killed.wait() == 0, killed.counts
        assert whole.wait() == 0
        expected, got = rows(whole.journal), rows(killed.journal)
        assert got == expected, f"missing {expected - got}\ntoo many {got - expected}"
        if killed.counts:
            assert killed.counts["verdicts"] == killed.counts["targets"] == str(expected.total()), killed.counts
        assert not killed.is_streamed or killed.streamed() == set(range(expected.total())), "a reader of the streams has missed verdicts"
    except Exception as trouble:  # pylint: disable=broad-except
        failures.append(f"{name}, {words}, seed {seed}, {story}: {trouble!r}")


class Killed(unittest.TestCase):
    def test_the_verdicts_are_those_of_a_run_that_was_never_stopped(self):
        failures, instants, cases = [], [], dict(CASES)
        if b"live frames" not in pathlib.Path(lab.MUSTER).read_bytes():
            del cases["sweep, live"]
        threads = [threading.Thread(target=play, args=(name, words, random.Random(f"{SEED} {name}"), KILLS, failures, instants))
                   for name, words in cases.items()]
        with lab.Responder(live_share=0.5, seed=5, loss=0.05):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        print(f"{len(instants)} kills", file=sys.stderr, flush=True)
        self.assertEqual(failures, [], f"MUSTER_SEED={SEED}")

    def test_what_is_excluded_at_the_resume_is_never_probed(self):
        run = Run("excluded", ("targets=10.7.32.0/22", "rate=600", "engine=raw", "retries=0", "timeout-ms=200", "probe=icmp"), 3)
        with lab.Responder(live_share=1, seed=6):
            run.start()
            self.assertTrue(run.kill(1.25))
            capture = lab.Capture("excluded.pcap", "dst net 10.7.32.0/23")
            run.start("exclude=10.7.32.0/23")
            self.assertTrue(run.kill(0.15))
            run.start("exclude=10.7.33.0/24")       # what was excluded before stays so
            self.assertEqual(run.wait(), 0)
            self.assertLessEqual(os.path.getsize(capture.end()), 24)
        got = collections.defaultdict(set)
        for row in rows(run.journal):
            addr, _, state, reason = row.split()
            got[int(addr.split(".")[2]) < 34].add((state, reason))
        self.assertEqual(got, {True: {("up", "echo-reply"), ("unknown", "excluded")}, False: {("up", "echo-reply")}})
        self.assertEqual(int(run.counts["up"]) + int(run.counts["unknown"]), 1024, run.counts)

    def test_a_run_of_which_everything_is_settled_ends_at_once(self):
        run = Run("settled", ("targets=10.7.36.0/24", "engine=raw", "retries=1", "timeout-ms=100", "rate=5000", "probe=icmp", "end=no"), 4)
        with lab.Responder(live_share=0.5, seed=6):
            run.start()
            self.assertEqual(run.wait(), 0)
            before, capture = run.counts, lab.Capture("settled.pcap", "dst net 10.7.36.0/24")
            run.start()
            began = time.monotonic()
            self.assertEqual(run.wait(), 0)
            self.assertLess(time.monotonic() - began, 3)
            self.assertLessEqual(os.path.getsize(capture.end()), 24)
        for name in ("targets", "verdicts", "asked", "up", "down", "sent", "answers"):
            self.assertEqual(run.counts[name], before[name], name)

    def test_an_interface_that_is_removed_costs_no_verdict(self):
        lan.ip(*"link add gone0 type veth peer name gone1 netns far".split())
        self.join()
        words = ("targets=10.61.0.2-10.61.0.254", "engine=packet", "arp-rate=150", "retries=2", "timeout-ms=100")
        run = Run("gone", words, 5)
        run.start()
        time.sleep(random.Random(SEED).uniform(1.1, 2))
        lan.ip("link", "del", "gone0")
        err = run.process.communicate(timeout=60)[1]
        self.assertEqual(run.process.returncode, 1, err)
        lan.ip(*"link add gone0 type veth peer name gone1 netns far".split())
        self.join()
        run.start()
        self.assertEqual(run.wait(), 0)
        states = collections.Counter(tuple(row.split()[2:]) for row in rows(run.journal))
        self.assertEqual(states, {("up", "arp-response"): 128, ("down", "no-response"): 125})

    def join(self):
        lan.ip(*"address add 10.61.0.1/24 dev gone0".split())
        lan.ip("link", "set", "gone0", "up")
        lan.ip("link", "set", "gone1", "up", of="far")
        lan.ip(*"route replace 10.61.0.1 dev gone1".split(), of="far")
        lan.ip(*"route replace local 10.61.0.127/32 dev lo".split(), of="far")
        lan.ip(*"route replace local 10.61.0.128/26 dev lo".split(), of="far")
        lan.ip(*"route replace local 10.61.0.192/26 dev lo".split(), of="far")


class Writes(unittest.TestCase):
    """Each write of a journal in turn fails, is short, or kills the process."""
    words = ("targets=10.7.40.0/26", "seed=3", "engine=raw", "rate=60", "retries=2", "timeout-ms=300", "probe=icmp")
    calls = "pwritev,fsync,fdatasync,ftruncate"

    def run_journaled(self, how, journal, *more, env=None):
        return subprocess.run([JOURNALED, how, journal, *more], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)

    def fail_at(self, number, what):
        """Fails one call, goes on without faults, and returns what happened and the rows."""
        folder = pathlib.Path(f"writes-{what}-{number}")
        folder.mkdir()
        journal, trace = folder / "run.journal", pathlib.Path(f"{folder}.trace")
        done = self.run_journaled("new", journal, *self.words, env=faults.environment(number, what, folder, trace, self.calls))
        hit = next((line for line in trace.read_text().splitlines() if line.split()[2] != "-"), None)
        again = done
        if done.returncode and "cannot be written" in done.stderr and journal.stat().st_size == 0:
            again = self.run_journaled("new", folder / "other.journal", *self.words)      # nothing was probed
            journal = folder / "other.journal"
        elif done.returncode:
            again = self.run_journaled("resume", journal, *self.words)
            if "no journal" in again.stderr or "ends before the plan" in again.stderr:
                journal.unlink()
                again = self.run_journaled("new", journal, *self.words)
        complete = again.returncode == 0 or "is complete" in again.stderr
        return what, number, hit, done.returncode, done.stderr, complete, again.stderr, rows(journal) if complete else None

    def test_whatever_write_fails_no_verdict_is_lost(self):
        whole = pathlib.Path("writes-whole.journal")
        with lab.Responder(live_share=0.5, seed=7):
            self.assertEqual(self.run_journaled("new", whole, *self.words).returncode, 0)
            expected = rows(whole)
            with concurrent.futures.ThreadPoolExecutor(12) as pool:
                jobs = [pool.submit(self.fail_at, number, what) for number in range(1, 12) for what in ("kill", "torn", "short", "EIO", "ENOSPC")]
                results = [job.result() for job in jobs]
        self.assertEqual(expected.total(), 64)
        hits = collections.Counter(what for what, _, hit, *_ in results if hit)
        self.assertTrue(all(hits[what] >= 7 for what in ("kill", "torn", "short", "EIO", "ENOSPC")), hits)
        for what, number, hit, code, err, complete, later, got in results:
            with self.subTest(what=what, number=number, hit=hit, code=code, err=err, later=later):
                self.assertTrue(complete)
                self.assertEqual(got, expected)
                if not hit or what == "short" or (what == "ENOSPC" and "pwritev" in hit):
                    self.assertEqual(code, 0)
                elif what in ("kill", "torn"):
                    self.assertEqual(code, -signal.SIGKILL)
                elif code:
                    self.assertEqual(code, 1)
                    self.assertRegex(err, "cannot be (over)?written: (Input/output error|No space left on device)")


if __name__ == "__main__":
    lab.main()
