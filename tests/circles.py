# SPDX-License-Identifier: BSD-2-Clause
"""circles.py SOURCE BUILD - checks that no modules need each other in a circle, by includes and by symbols.

A module is a pair x.c and x.h of one folder. By includes, module A needs B when a file of A includes a file of B.
By symbols, A needs B when A's object file leaves undefined what B's object file defines, as a linker sees it; so a
table needs what its rows point to. Single headers and whole rooms must not need each other in a circle either.
Object files are found by BUILD/compile_commands.json and read with nm. A circle is a strongly connected component of
more than one node (Tarjan, 1972). The environment variables CC and NM name the tools (default: cc, nm)."""
import collections
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.M)
DEFINES = "TDRBGSCVWui"  # letters of nm(1) for what an object gives to others; weak ones too


class Graph:
    """Who needs whom, and why: why[a][b] is a set of reasons."""

    def __init__(self):
        self.why = collections.defaultdict(lambda: collections.defaultdict(set))

    def add(self, needs, needed, reason):
        self.why[needed]
        if needs != needed:
            self.why[needs][needed].add(reason)

    def renamed(self, rename):
        """The same graph with nodes put together, as modules are into rooms."""
        out = Graph()
        for a, needed in list(self.why.items()):
            out.why[rename(a)]
            for b, reasons in needed.items():
                for reason in reasons:
                    out.add(rename(a), rename(b), reason)
        return out

    def components(self):
        """Strongly connected components, each after those that it needs."""
        order, low, on_stack, stack, found = {}, {}, set(), [], []

        def visit(node):
            order[node] = low[node] = len(order)
            stack.append(node)
            on_stack.add(node)
            for other in sorted(self.why[node]):
                if other not in order:
                    visit(other)
                    low[node] = min(low[node], low[other])
                elif other in on_stack:
                    low[node] = min(low[node], order[other])
            if low[node] == order[node]:
                at = stack.index(node)
                found.append(sorted(stack[at:]))
                on_stack.difference_update(stack[at:])
                del stack[at:]

        for node in sorted(self.why):
            if node not in order:
                visit(node)
        return found

    def circles(self):
        return [component for component in self.components() if len(component) > 1]

    def longest_chain(self):
        """The most components that need each other one after another; a circle counts as one link."""
        best, link = {}, {}
        for component in self.components():
            name = " = ".join(component)
            link.update(dict.fromkeys(component, name))
            below = {link[other] for node in component for other in self.why[node]} - {name}
            longest = max((best[other] for other in below), key=lambda chain: (len(chain), chain), default=[])
            best[name] = [name] + longest
        return max(best.values(), key=len, default=[])


def module_of(path):
    """room/name of src/room/name.c, muster/name of include/muster/name.h; live.c and live.bpf.c are one module."""
    path = pathlib.PurePath(path)
    folders = [part for part in path.parts[:-1] if part not in ("src", "include")]
    return "/".join(folders + [path.name.partition(".")[0]])


def room_of(module):
    return module.partition("/")[0]


def file_includes(texts):
    """A graph of files from a dict of path to text; headers that are not among the files are left out."""
    graph = Graph()
    for path, text in texts.items():
        graph.why[path]
        for header in INCLUDE.findall(text):
            beside = str(pathlib.PurePath(path).parent / header)
            for known in (f"src/{header}", f"include/{header}", beside):
                if known in texts:
                    graph.add(path, known, f"{path} includes {header}")
                    break
    return graph


def tree_texts(source):
    files = [*(source / "src").rglob("*.[ch]"), *(source / "include").rglob("*.h")]
    return {str(path.relative_to(source)): path.read_text() for path in sorted(files)}


def symbols_of(objects):
    """What nm says of object files: for each the symbols that it defines and those that it leaves undefined."""
    command = [os.environ.get("NM", "nm"), "-A", "-P", *map(str, objects)]
    defined, undefined = collections.defaultdict(set), collections.defaultdict(set)
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        path, _, rest = line.partition(": ")
        name, letter = rest.split()[:2]
        if letter in DEFINES:
            defined[path].add(name)
        elif letter in "Uvw":
            undefined[path].add(name)
    return defined, undefined


def symbol_needs(objects):
    """A graph of modules from a dict of object file to module."""
    defined, undefined = symbols_of(objects)
    givers = collections.defaultdict(set)
    for path, names in defined.items():
        for name in names:
            givers[name].add(objects[path])
    graph = Graph()
    for path, module in objects.items():
        graph.why[module]
        for name in undefined[path]:
            for giver in givers[name]:
                graph.add(module, giver, name)
    return graph


def tree_objects(source, build):
    """Every object file that is made of the tree's own sources and of generated ones, with its module."""
    objects = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        words = shlex.split(entry["command"])
        target = str(pathlib.Path(entry["directory"], words[words.index("-o") + 1]))
        if path.is_relative_to(source / "src"):
            objects[target] = module_of(path.relative_to(source))
        elif path.is_relative_to(build / "generated"):
            objects[target] = module_of(path.relative_to(build))
    return objects


def told(title, graph):
    """Lines about every circle of a graph: its nodes, then each edge with its reasons."""
    for circle in graph.circles():
        yield f"{title}: {len(circle)} need each other in a circle: {', '.join(circle)}"
        for a in circle:
            for b in sorted(set(graph.why[a]) & set(circle)):
                yield f"    {a} -> {b}: {', '.join(sorted(graph.why[a][b]))}"


def include_graphs(texts):
    files = file_includes(texts)
    modules = files.renamed(module_of)
    return {"headers": files, "modules by includes": modules, "rooms by includes": modules.renamed(room_of)}


def symbol_graphs(objects):
    modules = symbol_needs(objects)
    return {"modules by symbols": modules, "rooms by symbols": modules.renamed(room_of)}


def compiled(folder, sources):
    """Object files of C texts, with their modules."""
    objects = {}
    for path, text in sources.items():
        target = str(pathlib.Path(folder, path.replace("/", "_") + ".o"))
        command = [os.environ.get("CC", "cc"), "-x", "c", "-", "-c", "-o", target]
        subprocess.run(command, input=text, text=True, check=True)
        objects[target] = module_of(path)
    return objects


def prove_it_can_fail():
    """A test of the test: planted circles must be found, and nothing where there is none."""
    texts = {"src/a/x.h": '#include "b/in/y.h"\n', "src/a/x.c": "", "include/muster/z.h": "",
             "src/b/in/y.h": "# include <muster/z.h>\n", "src/b/in/y.c": '#include "b/in/y.h"\n'}
    circle = dict(texts, **{"src/b/in/y.c": '#include "a/x.h"\n'})
    headers = dict(texts, **{"src/b/in/y.h": '#include "a/x.h"\n'})
    calls = {"src/a/x.c": "int y(void); int x(void); int x(void) { return y(); }",
             "src/b/in/y.c": "int y(void); int y(void) { return 1; }"}
    called = dict(calls, **{"src/b/in/y.c": "int x(void); int y(void); int y(void) { return x(); }"})
    pointed = dict(calls, **{"src/b/in/y.c": calls["src/b/in/y.c"] + " int x(void); int (*const row[])(void) = { x };"})
    every = {"modules by includes", "rooms by includes"}
    cases = [(include_graphs(texts), set()), (include_graphs(circle), every),
             (include_graphs(headers), every | {"headers"})]
    with tempfile.TemporaryDirectory() as folder:
        for sources in (calls, called, pointed):
            wanted = set() if sources is calls else {"modules by symbols", "rooms by symbols"}
            cases.append((symbol_graphs(compiled(folder, sources)), wanted))
    for number, (graphs, wanted) in enumerate(cases):
        found = {title for title, graph in graphs.items() if graph.circles()}
        if found != wanted:
            yield f"planted case {number}: circles found in {sorted(found)}, planted in {sorted(wanted)}"


def main(source, build):
    texts, objects = tree_texts(source), tree_objects(source, build)
    found = list(prove_it_can_fail())
    found += [f"not built: {target}" for target in objects if not os.path.exists(target)]
    if not texts or not objects:
        found.append(f"no files found in {source}/src, or none of them in {build}/compile_commands.json")
    if not found:
        for title, graph in {**include_graphs(texts), **symbol_graphs(objects)}.items():
            chain = graph.longest_chain()
            print(f"{title}: {len(graph.why)} nodes, longest chain {len(chain)}: {' -> '.join(chain)}")
            found += told(title, graph)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*(pathlib.Path(argument).resolve() for argument in sys.argv[1:3])))
