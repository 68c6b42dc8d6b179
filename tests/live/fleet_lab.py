# SPDX-License-Identifier: BSD-2-Clause
"""What tests of a fleet share: a redis-server, a plan in it with who works on it, and who dies in the middle of which call.

MUSTER_STORE names another program that is such a server, such as valkey-server.
"""
import os
import pathlib
import signal
import subprocess
import threading
import time

import lab

SERVER = os.environ.get("MUSTER_STORE", "redis-server")
TARGETS = "10.8.60.0-10.8.67.255"  # half of them alive, of the other half every fourth
ASKED = ("sweep", TARGETS, "--probe", "icmp", "--retries", "1", "--timeout", "200ms")


# ---- dying in the middle of a call: a word that this call has and no other

OF_WORKER = {"take": "XAUTOCLAIM", "beat": "JUSTID", "commit": "whole(e - a", "split": "'split'", "plans": "ZRANGE\r", "plan": "HMGET\r", "look": "HGETALL\r"}
OF_COLLECTOR = {"claim": "HSETNX", "taken": "'collected'", "results": "XRANGE\r"}
OF_USER = {"submit": "MKSTREAM", "reject": "'rejected'", "state": "if state ~=", "forget": "ZREM"}
READING = ("plans", "plan", "look", "results")
MOMENTS = ("before", "sent", "answered")
MOMENTS_OF_STORE = ("received", "torn", "written", "replied")


def dying(word, moment):
    """The environment in which the first call with this word is the last one of a muster, or of a store: tests/faults/calls.c."""
    return dict(os.environ, LD_PRELOAD=os.path.join(os.environ["BUILD"], "tools/calls.so"), MUSTER_CALL_FAULT=f"{word}:1:{moment}",
                ASAN_OPTIONS=":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0"))))


def nth(words, number):
    """Each call at each moment, in turn."""
    call = list(words)[number // len(MOMENTS) % len(words)]
    return call, words[call], MOMENTS[number % len(MOMENTS)]


def points_of_store():
    """Each kind of call, its word, each moment of it. What changes nothing has no file to be torn."""
    for call, word in (OF_USER | OF_WORKER | OF_COLLECTOR).items():
        for moment in MOMENTS_OF_STORE:
            if call not in READING or moment in ("received", "replied"):
                yield call, word, moment


def right_answers():
    for third in range(60, 68):
        for last in range(256):
            yield f"10.8.{third}.{last}", "up" if third < 64 or last % 4 == 0 else "down"


def finish(process, seconds=60):
    """What it wrote, when it has ended; None: it has not. Seconds in which this whole machine was stopped count as one."""
    for _ in range(seconds):
        try:
            return process.communicate(timeout=1)
        except subprocess.TimeoutExpired:
            pass
    return None


def submit_patiently(*words):
    """The ID. A store that does not get the CPU for ten seconds is asked again."""
    for _ in range(3):
        process = lab.start(*words)
        out, err = process.communicate()
        if process.returncode == 0:
            return out.strip()
        if "does not answer" not in err:
            break
    raise AssertionError(err)


class Store:
    """A redis-server of this test alone, that appends each change to its file before it answers."""
    ports = iter(range(7000, 8000))

    def __init__(self, *options, fault=None):
        self.port, self.options, self.ended = next(self.ports), options, threading.Event()
        self.folder = pathlib.Path(f"redis-{self.port}")
        self.folder.mkdir()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.start(fault)

    def start(self, fault=None):
        """The fault: where it dies, for dying()."""
        words = [SERVER, "--port", self.port, "--bind", "127.0.0.1", "--dir", self.folder, "--appendonly", "yes", "--appendfsync",
                 "always", "--save", "", "--logfile", "redis.log", *self.options]
        self.process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *map(str, words)], stdin=subprocess.DEVNULL, env=dying(*fault) if fault else None)
        deadline = time.monotonic() + 20
        while self.ask("PING").strip() not in ("PONG", "NOAUTH Authentication required."):
            if time.monotonic() > deadline:
                raise AssertionError("redis-server did not start")
            time.sleep(0.05)

    def ask(self, *words):
        asked = subprocess.run(["redis-cli", "-p", str(self.port), *map(str, words)], capture_output=True, text=True, timeout=20)
        return asked.stdout

    def add_result(self, plan, chunk, first=0, end=4, **other):
        """What a worker could write that means harm; the chunk is too long for an argument."""
        fields = {"a": first, "e": end, "i": 1, "n": 1, "w": "me", "h": 0, "o": "", "v": 0} | other
        words = [str(word) for pair in fields.items() for word in pair]
        subprocess.run(["redis-cli", "-p", str(self.port), "-x", "XADD", f"muster:{{{plan}}}:results", "*", *words, "d"], input=chunk, check=True,
                       capture_output=True, timeout=20)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        """For good: nobody starts it again."""
        self.ended.set()
        self.kill()

    def start_when_dead(self):
        """It dies by itself, and is there again a while later, which the event says. The thread must outlive it: --pdeathsig."""
        again = threading.Event()

        def wait():
            self.process.wait()
            time.sleep(0.3)
            if not self.ended.is_set():
                self.start()
                again.set()
                self.ended.wait()

        threading.Thread(target=wait).start()
        return again

    def field(self, name, plan):
        return self.ask("HGET", f"muster:{{{plan}}}:plan", name).strip()


class Fleet:
    """A store, a plan in it, and who works on it."""
    def __init__(self, test, *options, store=None, lease="3s", asked=ASKED, vantages=1, submitter=None):
        self.test, self.store, self.processes, self.count = test, store or Store(), [], 0
        test.addCleanup(self.end)
        submit = ("fleet", "submit", "--lease", lease, "--vantages", str(vantages), self.store.url, *asked, *options)
        if submitter:    # it is killed: the plan is there as a whole, or not at all
            process = lab.start(*submit, env=submitter)
            test.assertEqual((process.communicate()[0], process.returncode), ("", -signal.SIGKILL))
        plans = self.store.ask("zrange", "muster:plans", "0", "-1").split()
        test.assertLessEqual(len(plans), 1)
        self.plan = plans[0] if plans else submit_patiently(*submit)
        self.csv = pathlib.Path(f"{self.plan}-{self.store.port}.csv")
        self.journal = f"{self.plan}-{self.store.port}.journal"

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.communicate()
        self.store.end()

    def work(self, *options, until_done=True, name=None, env=None):
        self.count += 1
        process = lab.start("fleet", "work", self.store.url, "--name", name or f"w{self.store.port}.{self.count}", *["--until-done"] * until_done, *options, env=env)
        self.processes.append(process)
        return process

    def collect(self, env=None):
        process = lab.start("fleet", "report", self.store.url, self.plan, "--wait", "--journal", self.journal, "--all", "--force", "-o", self.csv, env=env)
        self.processes.append(process)
        return process

    def wait(self, process, seconds=60, expect=0):
        said = finish(process, seconds)
        if said is None:
            raise AssertionError(lab.muster("fleet", "status", self.store.url).stdout)
        out, err = said
        self.test.assertEqual(process.returncode, expect, err + out)
        return err + out

    def until(self, what, seconds=30):
        for _ in range(seconds * 20):
            if what():
                return
            time.sleep(0.05)
        raise AssertionError(lab.muster("fleet", "status", self.store.url).stdout)

    def done(self):
        return int(self.store.field("done", self.plan) or 0)

    def check(self):
        rows = lab.read_csv(self.csv)
        self.test.assertEqual(len(rows), 2048)
        self.test.assertEqual({row["addr"]: row["state"] for row in rows}, dict(right_answers()))
