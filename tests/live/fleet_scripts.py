# SPDX-License-Identifier: BSD-2-Clause
"""The Lua of src/fleet/scripts.c, called as workers call it: a model of many workers with one store, without any packet."""
import os
import pathlib
import re
import socket

KEYS = ("plan", "offers", "held", "results", "beats", "workers", "seen")


def _strings(text):
    return "".join(part.encode().decode("unicode_escape") for part in re.findall(r'"((?:[^"\\]|\\.)*)"', text))


def scripts():
    source = re.sub(r"/\*.*?\*/", "", (pathlib.Path(os.environ["SOURCE"]) / "src/fleet/scripts.c").read_text(), flags=re.S).replace("\\\n", "")
    macros = {name: _strings(text) for name, text in re.findall(r"#define (LUA_\w+)(.*)", source)}
    found = {}
    for name, body in re.findall(r"const char mst_fleet_lua_(\w+)\[\] =(.*?);\n\n", source, flags=re.S):
        for macro, text in macros.items():
            body = re.sub(rf"\b{macro}\b", lambda _, text=text: '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"') + '"', body)
        found[name] = _strings(body)
    return found


class Client:
    """One connection to a Redis; replies as lists, texts and numbers."""
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.file = self.socket.makefile("rwb")
        self.lua = scripts()

    def close(self):
        self.file.close()
        self.socket.close()

    def ask(self, *words):
        words = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        self.file.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words))
        self.file.flush()
        return self.reply()

    def reply(self):
        line = self.file.readline()[:-2]
        kind, rest = line[:1], line[1:]
        if kind == b"*":
            return [self.reply() for _ in range(int(rest))]
        if kind == b"$":
            return None if int(rest) < 0 else self.file.read(int(rest) + 2)[:-2].decode()
        if kind == b"-":
            raise AssertionError(rest.decode())
        return int(rest) if kind == b":" else rest.decode()

    def run(self, script, plan, *words):
        return self.ask("EVAL", self.lua[script], len(KEYS), *(f"muster:{{{plan}}}:{key}" for key in KEYS), *words)


def refuse(client, plan, chance, found):
    """A collector finds that a result makes no sense: nobody has its positions any more."""
    results = client.ask("XRANGE", f"muster:{{{plan}}}:results", "-", "+")
    if not results:
        return
    entry, words = chance.choice(results)
    said = dict(zip(words[::2], words[1::2]))
    assert client.run("reject", plan, "collector", said["a"], said["e"], said["v"], entry) == 1
    holes = [range(*map(int, hole.split("-"))) for hole in said["o"].split()]
    for position in range(int(said["a"]), int(said["e"])):
        if not any(position in hole for hole in holes):
            found[position, int(said["v"])].remove(said["w"])


def play(client, plan, chance, vantages, workers, total):
    """Workers take, split, commit, give back and die in any order, until the plan is done; who has which position at which vantage."""
    fields = {"state": "open", "lease": 0, "end": total, "begin": 0, "vantages": vantages, "done": 0, "next": 0, "next1": 0, "next2": 0, "next3": 0}
    client.run("submit", plan, plan, 1, *(word for pair in fields.items() for word in pair))
    names, token, holding, found = [f"w{i}" for i in range(workers)], 0, {}, {}
    client.run("claim", plan, "collector")
    for turn in range(20000):
        if turn < 200 and chance.random() < 0.1:
            refuse(client, plan, chance, found)
        if client.ask("HGET", f"muster:{{{plan}}}:plan", "state") == "done":
            return found
        name = chance.choice(names)
        if name in holding and chance.random() < 0.1:
            del holding[name]    # it dies; another takes its block over at once, for the lease is nothing
        if name not in holding:
            token += 1
            said = client.run("take", plan, name, token, chance.randint(1, total // 3))
            if said[0] == "open" and said[1] == "block":
                holding[name] = (token, said[2], int(said[4]), int(said[5]), int(said[7]))
            continue
        mine, entry, first, end, vantage = holding.pop(name)
        if chance.random() < 0.2 and end - first > 2:
            client.run("split", plan, entry, mine, chance.randint(first, end))
        until = chance.choice((first, end, end, end, chance.randint(first, end)))
        holes = [min(first + 1, until), min(first + 3, until)] if chance.random() < 0.2 and until > first else []
        held = client.ask("HGET", f"muster:{{{plan}}}:held", entry)
        said = client.run("commit", plan, name, mine, entry, until, len(holes) // 2, *holes, *(["chunk"] if until > first else []))
        if said == "done" and until > first:
            until = min(until, int(held.split()[4]))
            for position in range(first, until):
                if not (holes and holes[0] <= position < min(holes[1], until)):
                    found.setdefault((position, vantage), []).append(name)
    raise AssertionError("it does not end: " + str(client.ask("HGETALL", f"muster:{{{plan}}}:held")))
