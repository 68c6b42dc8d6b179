# SPDX-License-Identifier: BSD-2-Clause
"""Many workers on one plan, with a real redis-server: whatever is killed, every target has exactly one verdict, that of one machine.

The seed of the instants is printed; MUSTER_SEED=N gives the same again, MUSTER_FLEETS=N and MUSTER_POINTS=N run more at once. bench/fleet does it a
hundred times.
"""
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import threading
import time
import unittest

import fleet_scripts
import lab

SEED = int(os.environ.get("MUSTER_SEED") or random.randrange(10**6))
FLEETS = int(os.environ.get("MUSTER_FLEETS") or lab.sized(2, 10))
POINTS = int(os.environ.get("MUSTER_POINTS") or lab.sized(12, 21))    # each call that changes something, at each moment; each call
TARGETS = "10.8.60.0-10.8.67.255"  # half of them alive, of the other half every fourth
ASKED = ("sweep", TARGETS, "--probe", "icmp", "--retries", "1", "--timeout", "200ms")


# A frame of zstd: 2 KiB that are 64 MiB when they are unpacked.
BOMB = b"\x28\xb5\x2f\xfd\x00\x38" + b"".join((0x20000 << 3 | 2 | (i == 511)).to_bytes(3, "little") + b"\0" for i in range(512))


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

    def add_result(self, plan, chunk, first=0, end=4, **other):
        """What a worker could write that means harm; the chunk is too long for an argument."""
        fields = {"a": first, "e": end, "i": 1, "n": 1, "w": "me", "h": 0, "o": "", "v": 0} | other
        words = [str(word) for pair in fields.items() for word in pair]
        subprocess.run(["redis-cli", "-p", str(self.port), "-x", "XADD", f"muster:{{{plan}}}:results", "*", *words, "d"], input=chunk, check=True,
                       capture_output=True, timeout=20)

    def kill(self):
        self.process.kill()
        self.process.wait()

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
        plans = self.store.ask("ZRANGE", "muster:plans", "0", "-1").split()
        test.assertLessEqual(len(plans), 1)
        self.plan = plans[0] if plans else lab.muster(*submit).stdout.strip()
        self.csv = pathlib.Path(f"{self.plan}-{self.store.port}.csv")
        self.journal = f"{self.plan}-{self.store.port}.journal"

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.communicate()
        self.store.kill()

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

# ---- who dies in the middle of a call: a word that only this call has; those that change something first

OF_WORKER = {"take": "XAUTOCLAIM", "beat": "JUSTID", "commit": "whole(e - a", "split": "'split'", "plans": "ZRANGE", "plan": "HMGET", "look": "HGETALL"}
OF_COLLECTOR = {"claim": "HSETNX", "taken": "'collected'", "results": "XRANGE"}
MOMENTS = ("before", "sent", "answered")


def dying(word, moment):
    """The environment in which the first call with this word is the last one."""
    return dict(os.environ, LD_PRELOAD=os.path.join(os.environ["BUILD"], "tools/calls.so"), MUSTER_CALL_FAULT=f"{word}:1:{moment}",
                ASAN_OPTIONS=":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0"))))


def nth(words, number):
    """Each call at each moment, in turn."""
    call = list(words)[number // len(MOMENTS) % len(words)]
    return call, words[call], MOMENTS[number % len(MOMENTS)]


def points(test, number):
    """A submitter, a worker and a collector die in the middle of a call; others take over."""
    call, word, moment = nth(OF_WORKER, number)
    fleet = Fleet(test, "--rate", "400", asked=("sweep", "10.8.63.0-10.8.64.255", "--probe", "icmp", "--retries", "1", "--timeout", "200ms"),
                  submitter=dying("MKSTREAM", moment))
    workers, collector = [], fleet.collect(env=dying(*nth(OF_COLLECTOR, number)[1:]))
    if call == "split":    # another has all, and is slow
        workers.append(fleet.work("--max-rate", "100", "--min-rate", "1"))
        fleet.until(lambda: fleet.store.ask("HLEN", f"muster:{{{fleet.plan}}}:held").strip() == "1")
    mortal = fleet.work(env=dying(word, moment))
    finish(mortal)
    workers += [fleet.work(), fleet.work()]
    finish(collector)
    test.assertEqual((mortal.returncode, collector.returncode), (-signal.SIGKILL, -signal.SIGKILL), f"{call} {moment}")
    fleet.wait(fleet.collect())
    for worker in workers:
        fleet.wait(worker)
    rows = lab.read_csv(fleet.csv)
    test.assertEqual(len(rows), 512)
    test.assertEqual({row["addr"]: row["state"] for row in rows}, {addr: state for addr, state in right_answers() if addr.split(".")[2] in ("63", "64")})


# ---- at once, since they mostly wait


def chaos(test, number):
    chance = random.Random(SEED + number)
    fleet = Fleet(test, "--rate", "900")
    workers, collectors = [fleet.work(), fleet.work()], [fleet.collect()]
    for event in [EVENTS[number % len(EVENTS)], chance.choice(EVENTS)] if number < len(EVENTS) else chance.choices(EVENTS, k=2):
        event(fleet, chance, workers, collectors)
    fleet.wait(collectors[0])
    fleet.check()
    for worker in workers:
        fleet.wait(worker)


def zombie(test):
    """A worker that wakes up after another has its block commits nothing, and says so."""
    fleet = Fleet(test, "--rate", "300", asked=("sweep", "10.8.64.0/24", "--probe", "icmp", "--retries", "1", "--timeout", "200ms"))
    first = fleet.work()
    fleet.until(lambda: fleet.store.ask("HLEN", f"muster:{{{fleet.plan}}}:held").strip() == "1")
    first.send_signal(signal.SIGSTOP)
    second = fleet.work()
    fleet.until(lambda: fleet.store.field("taken_over", fleet.plan) == "1")
    first.send_signal(signal.SIGCONT)
    test.assertIn("were taken over by another worker", fleet.wait(first))
    fleet.wait(second)
    test.assertGreaterEqual(int(fleet.store.field("refused", fleet.plan)), 1)    # 2 where a busy machine was silent for a lease once more
    fleet.wait(fleet.collect())
    test.assertEqual({row["addr"]: row["state"] for row in lab.read_csv(fleet.csv)}, {f"10.8.64.{last}": "down" if last % 4 else "up" for last in range(256)})


def straggler(test):
    """What a slow worker has not come to goes to one that is idle; pausing and stopping keep what is known."""
    fleet = Fleet(test, "--max-rate", "4k", lease="30s")    # so that nothing is taken over because this machine is busy
    slow = fleet.work("--max-rate", "150", "--min-rate", "1")
    fleet.until(lambda: fleet.store.ask("HLEN", f"muster:{{{fleet.plan}}}:held").strip() == "1")
    time.sleep(1)
    lab.muster("fleet", "pause", fleet.store.url, fleet.plan[:15])
    fleet.until(lambda: fleet.store.ask("HLEN", f"muster:{{{fleet.plan}}}:held").strip() == "0")
    test.assertIn("paused", lab.muster("fleet", "status", fleet.store.url, fleet.plan).stdout)
    lab.muster("fleet", "resume", fleet.store.url, fleet.plan)
    slow.wait(20)    # it found no open plan
    slow = fleet.work("--max-rate", "150", "--min-rate", "1")
    fleet.until(lambda: fleet.store.ask("HLEN", f"muster:{{{fleet.plan}}}:held").strip() == "1")
    with lab.Terminal(lab.MUSTER, "fleet", "status", fleet.store.url, columns=120, rows=20) as terminal:
        lines = terminal.wait_for("working")
        test.assertIn("1 plan, ", lines[0])
        test.assertIn("blocks: 1 held", terminal.wait_for("blocks:")[18])
        terminal.send("q")
    fast = fleet.work()
    most = int(re.search(r"with ([0-9,]+) position", fleet.wait(fast))[1].replace(",", ""))
    fleet.wait(slow)
    test.assertGreater(most, 700, "the slow one kept its block")
    test.assertGreater(int(fleet.store.field("split", fleet.plan) or 0), 0)
    test.assertEqual(fleet.store.field("taken_over", fleet.plan), "")
    fleet.wait(fleet.collect())
    fleet.check()
    lab.muster("fleet", "forget", fleet.store.url, fleet.plan)
    test.assertEqual(fleet.store.ask("KEYS", "*").strip(), "")


def vantages(test):
    """Three workers, each target from two of them: one row a target, the best verdict, and who saw what."""
    fleet = Fleet(test, "--rate", "600", asked=("sweep", "10.8.64.0/23", "--probe", "icmp", "--retries", "1", "--timeout", "200ms"), vantages=2)
    lab.muster("fleet", "pause", fleet.store.url, fleet.plan)
    workers = [fleet.work(until_done=False) for _ in range(3)]
    fleet.until(lambda: fleet.store.ask("ZCARD", f"muster:{{{fleet.plan}}}:beats").strip() == "3")
    time.sleep(0.6)
    lab.muster("fleet", "resume", fleet.store.url, fleet.plan)
    fleet.until(lambda: fleet.store.field("state", fleet.plan) == "done")
    for worker in workers:
        worker.terminate()
    test.assertEqual(fleet.done(), 1024)
    fleet.wait(fleet.collect())
    rows = lab.read_csv(fleet.csv)
    test.assertEqual(len(rows), 512)
    for row in rows:
        saw = dict(word.split("=") for word in row["saw"].split())
        test.assertEqual(len(saw), 2, row)
        test.assertEqual(set(saw.values()), {"down" if int(row["addr"].split(".")[3]) % 4 else "up"}, row)
        test.assertIn(row["worker"], saw)
    formats(test, fleet, {row["addr"]: (row["worker"], row["saw"]) for row in rows})


def formats(test, fleet, expected):
    """Every format that has fields has these, too, and what reads them keeps them."""
    paths = [f"{fleet.plan}.{suffix}" for suffix in ("json", "ndjson", "db", "html")]
    lab.muster("fleet", "report", fleet.store.url, fleet.plan, "--journal", fleet.journal, "--all", *(word for path in paths for word in ("-o", path)))
    read = lambda rows: {row["addr"]: (row["worker"], row["saw"]) for row in rows}
    test.assertEqual(read(json.loads(pathlib.Path(paths[0]).read_text())["results"]), expected)
    test.assertEqual(read(line for line in map(json.loads, pathlib.Path(paths[1]).read_text().splitlines()) if line["type"] == "result"), expected)
    for path in paths[:3]:
        lab.muster("report", path, "--all", "--force", "-o", "again.csv", "--fields", "addr,worker,saw")
        test.assertEqual(read(lab.read_csv("again.csv")), expected, path)
    test.assertIn(next(iter(expected.values()))[1], pathlib.Path(paths[3]).read_text())
    first, *others = fleet.csv.read_text().splitlines()
    moved = [re.sub(r"^(10\.8\.64\.4,.*),up,(.*),w\d+\.\d+,", r"\1,down,\2,elsewhere,", row) for row in others]
    pathlib.Path("moved.csv").write_text("\n".join([first, *moved]) + "\n")
    test.assertRegex(lab.muster("diff", fleet.csv, "moved.csv", expect=1).stdout, r"^- 10\.8\.64\.4 up echo-reply by w\d+\.\d+ → elsewhere\n$")


def one_pace(test):
    """The share of a worker follows those that come and go; it is less within two seconds. A busy machine makes it slower, never faster."""
    fleet = Fleet(test, "--rate", "400", lease="60s", asked=("sweep", "10.8.0.0/18", "--probe", "icmp", "--retries", "0", "--timeout", "200ms"))
    first = fleet.work(name="first")
    fleet.until(lambda: fleet.store.ask("HLEN", f"muster:{{{fleet.plan}}}:held").strip() == "1")
    entry = fleet.store.ask("HKEYS", f"muster:{{{fleet.plan}}}:held").strip()

    def pace(seconds=2):
        """Positions a second of the first one's block, by its beats."""
        progress = lambda: int(fleet.store.ask("HGET", f"muster:{{{fleet.plan}}}:held", entry).split()[3])
        before, since = progress(), time.monotonic()
        time.sleep(seconds)
        return (progress() - before) / (time.monotonic() - since)

    fleet.until(lambda: pace() > 280, 2)
    second = fleet.work(name="second")
    fleet.until(lambda: fleet.store.ask("HLEN", f"muster:{{{fleet.plan}}}:held").strip() == "2")
    time.sleep(2)
    test.assertLess(pace(4), 300)    # beats come twice a second
    second.kill()
    fleet.until(lambda: pace() > 280, 2)
    first.terminate()
    first.communicate()


def scripts(test):
    """The store by itself, any order of calls: each position is committed once at each vantage, by another worker at each."""
    store = Store()
    test.addCleanup(store.kill)
    client = fleet_scripts.Client(store.port)
    test.addCleanup(client.close)
    for number, (vantages, workers) in enumerate(((1, 4), (2, 2), (2, 3), (3, 4), (4, 7)) * lab.sized(1, 40)):
        chance = random.Random(f"{SEED} {number}")
        found = fleet_scripts.play(client, f"{number}-1", chance, vantages, workers, 60)
        test.assertEqual(set(found), {(position, vantage) for position in range(60) for vantage in range(vantages)})
        test.assertEqual([names for names in found.values() if len(names) != 1], [])
        for position in range(60):
            test.assertEqual(len({found[position, vantage][0] for vantage in range(vantages)}), vantages, number)


def kept(test):
    """What cannot be committed while the store is gone outlives the worker, and is committed by the next one of its name."""
    fleet = Fleet(test, "--rate", "300", lease="30s", asked=("sweep", "10.8.64.0/25", "--probe", "icmp", "--retries", "1", "--timeout", "200ms"))
    first = fleet.work(name="same")
    fleet.until(lambda: fleet.store.ask("HLEN", f"muster:{{{fleet.plan}}}:held").strip() == "1")
    fleet.store.kill()
    told = ""
    while "are kept on the disk" not in told:
        told += first.stderr.readline()
    first.kill()
    first.wait()
    fleet.store.start()
    test.assertIn("kept from an earlier run, are committed", fleet.wait(fleet.work(name="same")))
    test.assertEqual((fleet.done(), fleet.store.field("taken_over", fleet.plan)), (128, ""))
    fleet.wait(fleet.collect())
    rows = lab.read_csv(fleet.csv)
    wrong = [row for row in rows if row["state"] != ("down" if int(row["addr"].split(".")[3]) % 4 else "up") or row["worker"] != "same"]
    test.assertEqual(({row["addr"] for row in rows}, wrong), ({f"10.8.64.{last}" for last in range(128)}, []))


def discover(test):
    """Hosts that are up, by a first plan, then their ports."""
    store = Store()
    test.addCleanup(store.kill)
    submitter = lab.start("fleet", "submit", "--wait", "--journal", "discovered.journal", store.url, "scan", "--discover", "-p", "9", "10.8.64.0/26", "--rate",
                          "2k", "--retries", "1", "--timeout", "200ms", "--all", "-o", "discovered.csv")
    worker = lab.start("fleet", "work", store.url)
    out, err = submitter.communicate(timeout=60)
    worker.terminate()
    worker.communicate()
    test.assertEqual(submitter.returncode, 0, out + err)
    test.assertEqual([row["addr"] for row in lab.read_csv("discovered.csv")], [f"10.8.64.{last}" for last in range(0, 64, 4)])
    test.assertEqual({row["port"] for row in lab.read_csv("discovered.csv")}, {"9"})


def password(test):
    """A store that wants a password, and one that has a certificate."""
    store = Store("--requirepass", "wort")
    test.addCleanup(store.kill)
    test.assertIn("wants a password", lab.muster("fleet", "status", store.url, expect=1).stderr)
    refused = lab.muster("fleet", "status", store.url, expect=1, env=dict(os.environ, MUSTER_FLEET_AUTH="wrong")).stderr
    test.assertIn("does not accept this user and password", refused)
    test.assertNotIn("wrong", refused)
    pathlib.Path("auth").write_text("default:wort\n")
    test.assertIn("has no plan", lab.muster("fleet", "status", store.url, "--auth-file", "auth").stderr)
    subprocess.run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=store "
                   "-addext subjectAltName=IP:127.0.0.1".split(), check=True, capture_output=True)
    tls = Store("--tls-port", "6999", "--tls-cert-file", os.path.abspath("cert.pem"), "--tls-key-file", os.path.abspath("key.pem"),
                "--tls-auth-clients", "no")
    test.addCleanup(tls.kill)
    test.assertIn("is not trusted: self-signed certificate", lab.muster("fleet", "status", "rediss://127.0.0.1:6999", expect=1).stderr)
    test.assertIn("has no plan", lab.muster("fleet", "status", "rediss://127.0.0.1:6999", "--ca-file", "cert.pem").stderr)


def strange_store(test):
    """One that is full, that lies, that forgets."""
    fleet = Fleet(test, "--rate", "100", asked=("sweep", "10.8.60.0/25", "--probe", "icmp", "--retries", "0", "--timeout", "200ms"))
    url, plan, ask = fleet.store.url, fleet.plan, fleet.store.ask
    ask("HSET", "muster:{1-1}:plan", "version", 2, "vantages", 1, "record", "x", "settings", "rate 1", "state", "open", "begin", 0, "end", 5, "next", 0)
    ask("ZADD", "muster:plans", 1, "1-1")
    worker = fleet.work()
    fleet.until(lambda: ask("HLEN", f"muster:{{{plan}}}:held").strip() == "1")
    ask("CONFIG", "SET", "maxmemory", 1)
    test.assertIn("no memory left", lab.muster("fleet", "submit", url, "sweep", "10.8.60.1", expect=1).stderr)
    time.sleep(0.7)
    ask("CONFIG", "SET", "maxmemory", 0)
    said = fleet.wait(worker)
    test.assertIn("plan 1-1 is damaged", said)
    ask("DEL", "muster:{1-1}:plan")
    ask("ZREM", "muster:plans", "1-1")
    results = f"muster:{{{plan}}}:results"
    test.assertEqual(fleet.store.field("done", plan), "128")
    ask("XADD", results, "*", "nothing", "of", "it", "is")
    fleet.store.add_result(plan, b"no chunk", 3, 9)
    fleet.store.add_result(plan, b"\0" * (5 << 20))    # oversized
    fleet.store.add_result(plan, BOMB)
    fleet.store.add_result(plan, b"no chunk", n=10**9)    # the first of too many
    fleet.store.add_result(plan, b"no chunk", 0, 10**15)
    fleet.store.add_result(plan, b"no chunk", v=77)
    fleet.store.add_result(plan, b"no chunk", w="\x1b[2J" * 100)
    report = ("fleet", "report", url, plan, "--journal", fleet.journal, "--all", "--force", "-o", fleet.csv)
    test.assertIn("8 results in the store made no sense", lab.muster(*report).stderr)
    test.assertEqual(lab.muster("fleet", "report", url, plan, "--journal", "other.journal", expect=1).stderr.count("are collected in"), 1)
    fleet.wait(fleet.work())
    lab.muster(*report)
    test.assertEqual([row["state"] for row in lab.read_csv(fleet.csv)], ["up"] * 128)
    submitter = lab.start("fleet", "submit", "--wait", "--journal", "waited.journal", url, "sweep", "10.8.60.0-3", "--all", "-o", "waited.csv")
    fleet.processes.append(submitter)
    fleet.until(lambda: ask("ZCARD", "muster:plans").strip() == "2")
    worker = fleet.work()
    fleet.wait(submitter)
    test.assertEqual([row["state"] for row in lab.read_csv("waited.csv")], ["up"] * 4)
    worker.communicate()
    fleet.plan = lab.muster("fleet", "submit", url, "sweep", "10.8.0.0/18", "--rate", "100").stdout.strip()
    worker = fleet.work()
    fleet.until(lambda: ask("HLEN", f"muster:{{{fleet.plan}}}:held").strip() == "1")
    ask("FLUSHALL")
    test.assertIn("has no plan", fleet.wait(worker, expect=1))


def orders(test):
    """Whoever pauses, refuses a result or forgets dies in the middle of that call: it is done, or not; and who waits for a plan dies."""
    fleet = Fleet(test, "--rate", "400", asked=("sweep", "10.8.60.0-7", "--probe", "icmp", "--retries", "0", "--timeout", "200ms"))
    url, plan, ask = fleet.store.url, fleet.plan, fleet.store.ask
    report = ("fleet", "report", url, plan, "--journal", fleet.journal, "--all", "--force", "-o", fleet.csv)

    def killed(moment, word, *command):
        process = lab.start(*command, env=dying(word, moment))
        finish(process)
        test.assertEqual(process.returncode, -signal.SIGKILL, f"{word} {moment}")

    for moment in MOMENTS:
        killed(moment, "if state ~=", "fleet", "pause", url, plan)
        fleet.until(lambda moment=moment: fleet.store.field("state", plan) == ("open" if moment == "before" else "paused"), seconds=5)
        lab.muster("fleet", "resume", url, plan)
    fleet.wait(fleet.work())
    for moment in MOMENTS:
        ask("XADD", f"muster:{{{plan}}}:results", "*", "a", 0, "e", 4, "i", 1, "n", 1, "w", "me", "h", 0, "v", 0, "d", "no chunk")
        killed(moment, "'rejected'", *report)
        lab.muster(*report)
    test.assertEqual((fleet.store.field("rejected", plan), fleet.done(), fleet.store.field("state", plan)), ("3", 8 - 12, "open"))
    fleet.wait(fleet.work())
    lab.muster(*report)
    test.assertEqual([row["state"] for row in lab.read_csv(fleet.csv)], ["up"] * 8)
    for moment, left in (("before", "1"), ("sent", "0")):
        killed(moment, "ZREM", "fleet", "forget", url, plan)
        fleet.until(lambda left=left: ask("ZCARD", "muster:plans").strip() == left, seconds=5)
    submitter = lab.start("fleet", "submit", "--wait", "--journal", "killed.journal", url, "sweep", "10.8.60.0-3", "--all", "-o", "killed.csv")
    fleet.until(lambda: ask("ZCARD", "muster:plans").strip() == "1")
    submitter.kill()
    submitter.communicate()
    fleet.wait(fleet.work())
    lab.muster("fleet", "report", url, ask("ZRANGE", "muster:plans", "0", "-1").strip(), "--journal", "killed.journal", "--all", "--force", "-o", "after.csv")
    test.assertEqual([row["state"] for row in lab.read_csv("after.csv")], ["up"] * 4)


@unittest.skipUnless(shutil.which("redis-server"), "no redis-server")
class Fleets(unittest.TestCase):
    def test_whatever_is_killed_each_target_has_the_verdict_of_one_machine(self):
        print(f"MUSTER_SEED={SEED}", flush=True)
        failed = []

        def run(case, *words):
            try:
                case(self, *words)
            except Exception as error:  # of a thread
                failed.append(f"{case.__name__} {words}, seed {SEED}: {error}")

        numbers = random.Random(SEED).sample(range(len(EVENTS)), FLEETS) if FLEETS <= len(EVENTS) else range(FLEETS)
        threads = [threading.Thread(target=run, args=(chaos, number)) for number in numbers]
        threads += [threading.Thread(target=run, args=(points, number)) for number in range(POINTS)]
        threads += [threading.Thread(target=run, args=(case,)) for case in (zombie, straggler, vantages, one_pace, scripts, kept, discover, password, strange_store, orders)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse(failed, "\n".join(text[:2000] for text in failed))


lab.main()
