# SPDX-License-Identifier: BSD-2-Clause
"""What programs link with: each public function is marked with MST_API, the shared library exports these and nothing else, muster.h is
complete, and it compiles in one file with every internal header. Each check is shown to fail on a planted fault."""
import json
import os
import pathlib
import re
import shlex
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["BUILD"])
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
HEADERS = sorted((SOURCE / "include/muster").glob("*.h"))
VERSION = re.search(r'MST_VERSION "(\d+)\.(\d+)\.', (SOURCE / "include/muster/version.h").read_text())
NODE = f"MUSTER_{VERSION[1]}.{VERSION[2]}"


def declarations(text):
    """The functions and variables that a header declares for others to define: name → whether it is marked."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"^#(?:.*\\\n)*.*\n", "", text, flags=re.M)
    found = {}
    for line in re.findall(r"^(?!static\b|typedef\b)[A-Za-z_][^;{}=]*;", text, re.M):
        named = re.search(r"(mst_\w+)\s*\(", line) or (re.match(r"(?:MST_API )?extern\b", line) and re.search(r"(mst_\w+)[^\w]*;", line))
        if named:
            found[named[1]] = line.startswith("MST_API ")
    return found


def public_names():
    return set().union(*(declarations(header.read_text()) for header in HEADERS))


def lines_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.splitlines()


def exports_of(library):
    """What a shared library offers: name@@NODE, or the name alone where it has no version."""
    rows = [line.split() for line in lines_of("nm", "-D", "--defined-only", "--with-symbol-versions", library)]
    return {row[-1] for row in rows if row[-2] != "A"}


def visible_in(archive):
    """The symbols of an archive that a shared library made of it would export if no version script hid them."""
    rows = [line.split() for line in lines_of("readelf", "-Ws", archive)]
    return {row[7] for row in rows if len(row) == 8 and row[3] in ("FUNC", "OBJECT") and row[4:6] == ["GLOBAL", "DEFAULT"] and row[6] != "UND"}


class Marks(unittest.TestCase):
    def test_every_public_declaration_has_one(self):
        for header in HEADERS:
            self.assertEqual([name for name, marked in declarations(header.read_text()).items() if not marked], [], header.name)
        self.assertGreater(len(public_names()), 100)

    def test_one_that_lacks_it_is_found(self):
        text = ("MST_API int mst_marked(int a);\n/* int mst_told(void); */\nstatic inline int mst_inside(void)\n{\n\treturn mst_marked(1);\n}\n"
                "typedef int mst_sink(void *user);\nenum mst_kind { MST_KINDS(MST_KIND) MST_KIND_COUNT };\nstruct mst_planted;\n"
                "const struct mst_planted *mst_unmarked(const struct mst_planted *planted,\n\tint more);\nextern const int mst_variable[];\n")
        self.assertEqual(declarations(text), {"mst_marked": True, "mst_unmarked": False, "mst_variable": False})

    def test_the_version_script_has_the_same_names(self):
        script = (BUILD / "generated/muster.map").read_text()
        self.assertEqual(script.split()[0], NODE)
        self.assertEqual(set(re.findall(r"\t(mst_\w+);", script)), public_names())

    def test_the_version_script_follows_the_marks(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "planted.h").write_text("MST_API int mst_planted(int a[2],\n\tint b);\nint mst_unmarked(void);\n")
            script = pathlib.Path(folder, "planted.map")
            subprocess.run(["cmake", "-D", f"HEADERS={folder}", "-D", "NODE=N", "-D", f"OUT={script}", "-P", SOURCE / "cmake/exports.cmake"],
                           check=True, timeout=60)
            self.assertEqual(script.read_text().split(), ["N", "{", "global:", "mst_planted;", "local:", "*;", "};"])


class Library(unittest.TestCase):
    def test_the_shared_one_exports_what_is_public_and_nothing_else(self):
        self.assertEqual(exports_of(BUILD / "libmuster.so"), {f"{name}@@{NODE}" for name in public_names()})

    def test_its_objects_hide_everything_else_themselves(self):
        self.assertEqual(visible_in(BUILD / "libmuster.a"), public_names())

    def test_one_export_too_many_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            source, planted, archive = (pathlib.Path(folder, name) for name in ("planted.c", "planted.so", "planted.o"))
            source.write_text("int mst_planted(void) { return 0; }\n__attribute__((visibility(\"hidden\"))) int mst_hidden(void) { return 0; }\n")
            subprocess.run(["cc", "-shared", "-fPIC", source, "-o", planted], check=True, timeout=60)
            subprocess.run(["cc", "-c", "-fPIC", source, "-o", archive], check=True, timeout=60)
            self.assertEqual(exports_of(planted), {"mst_planted"})
            self.assertEqual(visible_in(archive), {"mst_planted"})

    def test_its_soname_has_the_major_version(self):
        dynamic = "\n".join(lines_of("readelf", "-d", BUILD / "libmuster.so"))
        self.assertIn(f"[libmuster.so.{VERSION[1]}]", dynamic)


class FrontDoor(unittest.TestCase):
    def test_muster_h_includes_every_public_header(self):
        included = re.findall(r"^#include <muster/(\w+\.h)>", (SOURCE / "include/muster/muster.h").read_text(), re.M)
        self.assertEqual(included, [header.name for header in HEADERS if header.name != "muster.h"])

    def test_it_compiles_in_one_file_with_every_internal_header(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(self.compile(folder, ""), "")
            self.assertIn("mst_scan_config", self.compile(folder, "enum mst_scan_config { MST_PLANTED };\n"))

    def compile(self, folder, more):
        """The errors of the generated file with every header, and more lines behind it."""
        commands = json.loads((BUILD / "compile_commands.json").read_text())
        entry = next(one for one in commands if one["file"].endswith("/every_header.c"))
        text = pathlib.Path(entry["file"]).read_text()
        left_out = {"tx/xsk.h"} # where there is no libxdp
        missing = {str(header.relative_to(SOURCE / "src")) for header in (SOURCE / "src").rglob("*.h")
                   if not header.name.endswith(("_of.h", ".bpf.h"))} - set(re.findall(r'^#include "(.*)"', text, re.M))
        self.assertLessEqual(missing, left_out)
        planted = pathlib.Path(folder, "every_header.c")
        planted.write_text(text + more)
        words = shlex.split(entry["command"])
        words = words[:words.index("-o")] + ["-fsyntax-only", planted]
        return subprocess.run(words, cwd=entry["directory"], capture_output=True, text=True, timeout=120).stderr


if __name__ == "__main__":
    unittest.main()
