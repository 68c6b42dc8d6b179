# SPDX-License-Identifier: BSD-2-Clause
"""Many workers on one plan, with a real redis-server: whatever is killed, every target has exactly one verdict, that of one machine.

The seed of the instants is printed; MUSTER_SEED=N gives the same again, MUSTER_FLEETS=N runs more at once. bench/fleet does it a hundred
times.
"""
import csv
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest

import lab

SEED = int(os.environ.get("MUSTER_SEED") or random.randrange(10**6))
FLEETS = int(os.environ.get("MUSTER_FLEETS") or 3)
TARGETS = "10.8.60.0-10.8.67.255"  # half of them alive, of the other half every fourth
ASKED = ("sweep", TARGETS, "--probe", "icmp", "--retries", "1", "--timeout", "200ms")


def right_answers():
    for third in range(60, 68):
        for last in range(256):
            yield f"10.8.{third}.{last}", "up" if third < 64 or last % 4 == 0 else "down"


class Store:
    """A redis-server of this test alone, that appends each change to its file before it answers."""
    ports = iter(range(7000, 8000))

    def __init__(self, *options):
        self.port, self.options = next(self.ports), options
        self.folder = pathlib.Path(f"redis-{self.port}")
        self.folder.mkdir()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        words = ["redis-server", "--port", self.port, "--bind", "127.0.0.1", "--dir", self.folder, "--appendonly", "yes", "--appendfsync",
                 "always", "--save", "", "--logfile", "redis.log", *self.options]
        self.process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *map(str, words)], stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while self.ask("PING").strip() not in ("PONG", "NOAUTH Authentication required."):
            if time.monotonic() > deadline:
                raise AssertionError("redis-server did not start")
            time.sleep(0.05)

    def ask(self, *words):
        asked = subprocess.run(["redis-cli", "-p", str(self.port), *map(str, words)], capture_output=True, text=True, timeout=20)
        return asked.stdout

    def kill(self):
        self.process.kill()
        self.process.wait()

    def field(self, name, plan):
        return self.ask("HGET", f"muster:{{{plan}}}:plan", name).strip()


class Fleet:
    """A store, a plan in it, and who works on it."""
    def __init__(self, test, *options, store=None, lease="3s", asked=ASKED):
        self.test, self.store, self.processes, self.count = test, store or Store(), [], 0
        test.addCleanup(self.end)
        self.plan = lab.muster("fleet", "submit", self.store.url, "--lease", lease, *asked, *options).stdout.strip()
        self.csv = pathlib.Path(f"{self.plan}-{self.store.port}.csv")
        self.journal = f"{self.plan}-{self.store.port}.journal"

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.communicate()
        self.store.kill()

    def work(self, *options):
        self.count += 1
        process = lab.start("fleet", "work", self.store.url, "--name", f"w{self.count}", "--until-done", *options)
        self.processes.append(process)
        return process

    def collect(self):
        process = lab.start("fleet", "report", self.store.url, self.plan, "--wait", "--journal", self.journal, "--all", "--force", "-o", self.csv)
        self.processes.append(process)
        return process

    def wait(self, process, seconds=60, expect=0):
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(lab.muster("fleet", "status", self.store.url).stdout) from None
        self.test.assertEqual(process.returncode, expect, err + out)
        return err + out

    def until(self, what, seconds=30):
        deadline = time.monotonic() + seconds
        while not what():
            self.test.assertLess(time.monotonic(), deadline, lab.muster("fleet", "status", self.store.url).stdout)
            time.sleep(0.05)

    def done(self):
        return int(self.store.field("done", self.plan) or 0)

    def check(self):
        rows = lab.read_csv(self.csv)
        self.test.assertEqual(len(rows), 2048)
        self.test.assertEqual({row["addr"]: row["state"] for row in rows}, dict(right_answers()))


def soon(chance, low=0.2, high=1.6):
    time.sleep(chance.uniform(low, high))


# ---- what dies


def kill_worker(fleet, chance, workers, _):
    soon(chance)
    workers[0].kill()
    workers[0] = fleet.work()


def kill_two_workers(fleet, chance, workers, _):
    soon(chance)
    for i in range(2):
        workers[i].kill()
    soon(chance, 0, 0.5)
    for i in range(2):
        workers[i] = fleet.work()


def kill_store(fleet, chance, _, __):
    soon(chance)
    fleet.store.kill()
    soon(chance, 0, 0.5)
    fleet.store.start()


def kill_collector(fleet, chance, _, collectors):
    for _ in range(2):
        soon(chance, 0, 1)
        collectors[0].kill()
        collectors[0] = fleet.collect()


def stop_worker(fleet, chance, workers, _):
    """Past its lease, and on: its commit is refused."""
    soon(chance)
    workers[0].send_signal(signal.SIGSTOP)
    time.sleep(3.5)
    workers[0].send_signal(signal.SIGCONT)


EVENTS = (kill_worker, kill_two_workers, kill_store, kill_collector, stop_worker)


@unittest.skipUnless(shutil.which("redis-server"), "no redis-server")
class Fleets(unittest.TestCase):
    def run_one(self, number, failed):
        try:
            chance = random.Random(SEED + number)
            fleet = Fleet(self, "--rate", "900")
            workers, collectors = [fleet.work(), fleet.work()], [fleet.collect()]
            events = [EVENTS[number % len(EVENTS)], chance.choice(EVENTS)] if number < len(EVENTS) else chance.choices(EVENTS, k=2)
            for event in events:
                event(fleet, chance, workers, collectors)
            fleet.wait(collectors[0])
            fleet.check()
            for worker in workers:
                fleet.wait(worker)
        except Exception as error:  # of a thread
            failed.append(f"fleet {number}, seed {SEED + number}: {error}")

    def test_whatever_is_killed_each_target_has_the_verdict_of_one_machine(self):
        print(f"MUSTER_SEED={SEED}", flush=True)
        failed = []
        numbers = random.Random(SEED).sample(range(len(EVENTS)), FLEETS) if FLEETS <= len(EVENTS) else range(FLEETS)
        threads = [threading.Thread(target=self.run_one, args=(number, failed)) for number in numbers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failed, [])


lab.main()
