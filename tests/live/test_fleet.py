# SPDX-License-Identifier: BSD-2-Clause
"""Many workers on one plan, with a real redis-server: whatever is killed, every target has exactly one verdict, that of one machine.

The seed of the instants is printed; MUSTER_SEED=N gives the same again, MUSTER_FLEETS=N, MUSTER_POINTS=N and MUSTER_STORES=N run more at once.
bench/fleet does it a hundred times.
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
from fleet_lab import MOMENTS, OF_COLLECTOR, OF_WORKER, SERVER, Fleet, Store, dying, finish, nth, points_of_store, right_answers

SEED = int(os.environ.get("MUSTER_SEED") or random.randrange(10**6))
FLEETS = int(os.environ.get("MUSTER_FLEETS") or (10 if lab.OPTIMISED else lab.sized(2, 10)))
POINTS = int(os.environ.get("MUSTER_POINTS") or lab.sized(12, 21))    # each call that changes something, at each moment; each call
STORES = int(os.environ.get("MUSTER_STORES") or lab.sized(2, 48))

SMALL = ("sweep", "10.8.63.0-10.8.64.255", "--probe", "icmp", "--retries", "1", "--timeout", "200ms")

# A frame of zstd: 2 KiB that are 64 MiB when they are unpacked.
BOMB = b"\x28\xb5\x2f\xfd\x00\x38" + b"".join((0x20000 << 3 | 2 | (i == 511)).to_bytes(3, "little") + b"\0" for i in range(512))


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

# ---- who dies in the middle of a call


def points(test, number):
    """A submitter, a worker and a collector die in the middle of a call; others take over."""
    call, word, moment = nth(OF_WORKER, number)
    fleet = Fleet(test, "--rate", "400", asked=SMALL, submitter=dying("MKSTREAM", moment))
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
    check_small(test, fleet)


def check_small(test, fleet):
    rows = lab.read_csv(fleet.csv)
    test.assertEqual(len(rows), 512)
    test.assertEqual({row["addr"]: row["state"] for row in rows}, {addr: state for addr, state in right_answers() if addr.split(".")[2] in ("63", "64")})


def insist(command, *words):
    """As a user whose call is cut off, and who gives it again."""
    for _ in range(20):
        process = lab.start("fleet", command, *words)
        _, err = process.communicate()
        if process.returncode == 0 or "no such plan" in err:
            return
        time.sleep(0.2)
    raise AssertionError(f"{command}: {err}")


def store_dies(test, number):
    """The store itself dies in the middle of a call, and is started again: nobody notices but by the wait."""
    everything = list(points_of_store())
    call, word, moment = everything[number % len(everything)]
    store = Store(fault=(word, moment))
    again = store.start_when_dead()
    fleet = Fleet(test, "--rate", "400", store=store, asked=SMALL)
    if call == "reject":
        store.ask("XADD", f"muster:{{{fleet.plan}}}:results", "*", "a", 0, "e", 4, "i", 1, "n", 1, "w", "me", "h", 0, "v", 0, "d", "no chunk")
    if call == "state":
        insist("pause", store.url, fleet.plan)
        insist("resume", store.url, fleet.plan)
    collector, workers = fleet.collect(), []
    if call == "split":    # the first has all, and is slow
        workers.append(fleet.work("--max-rate", "100", "--min-rate", "1"))
        fleet.until(lambda: store.ask("HLEN", f"muster:{{{fleet.plan}}}:held").strip() == "1")
    workers += [fleet.work(), fleet.work()]
    if call != "forget":
        test.assertTrue(again.wait(60), f"{call} {moment}")
    fleet.wait(collector)
    for worker in workers:
        fleet.wait(worker)
    check_small(test, fleet)
    if call == "reject":    # what made no sense is asked again, though others have it: perhaps when all else is done
        fleet.wait(fleet.work())
        fleet.wait(fleet.collect())
    insist("forget", store.url, fleet.plan)
    test.assertTrue(again.wait(60), f"{call} {moment}")
    test.assertEqual(store.ask("keys", "*").strip(), "", f"{call} {moment}")


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


WITH_HOLE = """local e = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
local named = {}
for i = 1, #e[2], 2 do named[e[2][i]] = i + 1 end
e[2][named.o] = string.format('%d-%d ', e[2][named.a] + 2, e[2][named.a] + 6)
e[2][named.h] = '4'
redis.call('XDEL', KEYS[1], e[1])
redis.call('XADD', KEYS[1], '*', unpack(e[2]))"""


def holes(test):
    """With vantages, verdicts between what a worker could not find out do not count: it may be asked for them at another vantage."""
    fleet = Fleet(test, asked=("sweep", "10.8.60.0/26", "--probe", "icmp", "--retries", "0", "--timeout", "200ms"), vantages=2)
    workers = [fleet.work(until_done=False) for _ in range(2)]
    fleet.until(lambda: fleet.store.field("state", fleet.plan) == "done")
    for worker in workers:
        worker.terminate()
    fleet.store.ask("EVAL", WITH_HOLE, 1, f"muster:{{{fleet.plan}}}:results")
    lab.muster("fleet", "report", fleet.store.url, fleet.plan, "--journal", fleet.journal, "--all", "-o", fleet.csv)
    seen = [len(row["saw"].split()) for row in lab.read_csv(fleet.csv)]
    test.assertEqual((len(seen), seen.count(2), seen.count(1)), (64, 60, 4))


def formats(test, fleet, expected):
    """Every format that has fields has these, too, and what reads them keeps them."""
    paths = [f"{fleet.plan}.{suffix}" for suffix in ("json", "ndjson", "db", "xml", "html", "txt")]
    lab.muster("fleet", "report", fleet.store.url, fleet.plan, "--journal", fleet.journal, "--all", *(word for path in paths for word in ("-o", path)))
    read = lambda rows: {row["addr"]: (row["worker"], row["saw"]) for row in rows}
    test.assertEqual(read(json.loads(pathlib.Path(paths[0]).read_text())["results"]), expected)
    test.assertEqual(read(line for line in map(json.loads, pathlib.Path(paths[1]).read_text().splitlines()) if line["type"] == "result"), expected)
    for path in paths[:4]:
        lab.muster("report", path, "--all", "--force", "-o", "again.csv", "--fields", "addr,worker,saw")
        test.assertEqual(read(lab.read_csv("again.csv")), expected, path)
    for path in paths[4:]:
        test.assertIn(next(iter(expected.values()))[1], pathlib.Path(path).read_text())
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


def refusals(test):
    """A machine that would ask other targets, or otherwise, leaves the plan to others and says why. What nobody asks is unknown."""
    fleet = Fleet(test, asked=("sweep", "10.8.60.0-7", "--probe", "icmp", "--retries", "0", "--timeout", "200ms"))
    url, plan, ask = fleet.store.url, fleet.plan, fleet.store.ask
    key = f"muster:{{{plan}}}:plan"

    def refused(why, *options, name):
        test.assertIn(f"plan {plan} is left to other workers: {why}", fleet.wait(fleet.work(*options, name=name)))
        test.assertIn(why, lab.muster("fleet", "status", url).stdout)

    refused("it has 10.8.60.3, which this machine excludes", "--exclude", "10.8.60.3,10.8.61.0/24", name="excludes")
    ask("HSET", key, "version", 3)
    refused(f"plan {plan} is of version 3: this muster knows version 2", name="old")
    ask("HSET", key, "version", 2)
    test.assertEqual((fleet.done(), fleet.store.field("taken_over", plan)), (0, ""))
    lab.muster("fleet", "stop", url, plan)
    fleet.wait(fleet.collect())
    test.assertEqual([(row["state"], row["reason"]) for row in lab.read_csv(fleet.csv)], [("unknown", "not-sent")] * 8)
    fleet.plan = plan = lab.muster("fleet", "submit", url, "scan", "--udp", "-p", "53", "10.8.60.0-3").stdout.strip()
    pathlib.Path("payloads").write_text('53 "other"\n')
    refused("this machine would send other payloads than the plan has (--payloads)", "--payloads", "payloads", name="other")


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


@unittest.skipUnless(shutil.which(SERVER), f"no {SERVER}")
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
        threads += [threading.Thread(target=run, args=(store_dies, SEED + number)) for number in range(STORES)]
        threads += [threading.Thread(target=run, args=(case,)) for case in (zombie, straggler, vantages, holes, one_pace, scripts, kept, refusals, discover, password, strange_store, orders)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse(failed, "\n".join(text[:2000] for text in failed))


lab.main()
