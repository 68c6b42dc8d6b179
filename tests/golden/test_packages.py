# SPDX-License-Identifier: BSD-2-Clause
"""What is said twice about packages is the same: debian/, packaging/muster.spec, scripts/setup.sh, the rules of CMake and the interface
of the library. scripts/package builds the packages and tries them; this looks in the files only."""
import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["BUILD"]).resolve()
SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).parents[2])).resolve()
VERSION = re.search(r'MST_VERSION "(\d+)\.(\d+)\.(\d+)"', (SOURCE / "include/muster/version.h").read_text())
NAME = "libmuster" + VERSION[1]
PACKAGES = {"program": "muster", "library": NAME, "development": "libmuster-dev"}  # the components of cmake --install
SECTIONS = {"program": "", "library": "libs", "development": "devel"}  # and those of the spec
# What compiles C is there wherever packages are built; pkgconf is the pkg-config of today; the last line is for scripts/run's demonstration.
ASSUMED = {"gcc", "libc6-dev", "iproute2", "nftables", "util-linux"}
MACROS = {"bindir": "usr/bin", "datadir": "usr/share", "includedir": "usr/include", "libdir": "usr/lib", "mandir": "usr/share/man"}


def read(name):
    return (SOURCE / name).read_text()


def lines(name):
    return [line.split() for line in read(name).splitlines() if line.strip() and not line.startswith("#")]


def field(paragraph, name):
    """The packages that a field of debian/control names, without versions, profiles and variables."""
    text = re.search(rf"^{name}:(.*(?:\n[ \t].*)*)", paragraph, re.M)[1]
    return {re.match(r"[\w.+-]+", word.strip())[0] for word in text.split(",") if word.strip() and not word.strip().startswith("${")}


def paragraphs():
    """debian/control: the name of a package, or of the source, → its paragraph."""
    return {re.search(r"^(?:Source|Package): (.*)", text, re.M)[1] if text.startswith("Package") else "source": text
            for text in re.split(r"\n\n+", read("debian/control"))}


def unmatched(files, patterns):
    """Files that no pattern names, and patterns that name no file. A pattern may be a folder."""
    def named(file, pattern):
        return fnmatch.fnmatch(file, pattern) or file.startswith(pattern.rstrip("/") + "/")

    return ([file for file in files if not any(named(file, pattern) for pattern in patterns)]
            + [pattern for pattern in patterns if not any(named(file, pattern) for file in files)])


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.installed = {}
        for component in PACKAGES:
            with tempfile.TemporaryDirectory() as folder:
                subprocess.run(["cmake", "--install", BUILD, "--prefix", folder, "--component", component], check=True,
                               capture_output=True, timeout=60)
                names = [path.relative_to(folder) for path in pathlib.Path(folder).rglob("*") if path.is_file() or path.is_symlink()]
            # The folder of libraries is lib, lib64 or lib/x86_64-linux-gnu.
            cls.installed[component] = sorted(re.sub(r"^usr/lib[^/]*/(?:[^/]*-linux-[^/]*/)?", "usr/lib/any/", f"usr/{name}") for name in names)

    def test_every_rule_of_cmake_has_a_component(self):
        text = (BUILD / "cmake_install.cmake").read_text()
        self.assertEqual(set(re.findall(r'CMAKE_INSTALL_COMPONENT STREQUAL "(\w+)"', text)), set(PACKAGES))

    def test_each_component_is_a_package_of_debian(self):
        left_out = [words[0] for words in lines("debian/not-installed")]
        documents = [words[0] for words in lines("debian/muster.docs") if words[0].startswith("usr/")]
        for component, package in PACKAGES.items():
            wanted = [words[0] for words in lines(f"debian/{package}.install")]
            more = documents + left_out if component == "program" else []
            self.assertEqual(unmatched(self.installed[component], wanted + more), [], package)

    def test_each_component_is_a_package_of_the_spec(self):
        for component, section in SECTIONS.items():
            text = re.search(rf"^%files ?{section}\n(.*?)\n\n", read("packaging/muster.spec"), re.M | re.S)[1]
            wanted = [re.sub(r"^usr/lib/", "usr/lib/any/", re.sub(r"%\{_(\w+)\}", lambda m: MACROS[m[1]], line)).rstrip("*")
                      for line in text.splitlines() if not line.startswith(("%doc", "%license"))]
            wanted = [name + "*" if name.endswith((".so.", ".1")) else name for name in wanted]
            files = [file for file in self.installed[component] if not file.startswith("usr/share/doc/")]
            self.assertEqual(unmatched(files, wanted), [], section)

    def test_a_file_or_a_line_too_many_is_found(self):
        self.assertEqual(unmatched(["usr/bin/muster", "usr/bin/more"], ["usr/bin/muster", "usr/share/none"]), ["usr/bin/more", "usr/share/none"])
        self.assertEqual(unmatched(["usr/lib/any/liba.so.0"], ["usr/lib/*/lib*.so.*"]), [])


class Versions(unittest.TestCase):
    def test_changelog_and_spec_have_the_version_of_the_project(self):
        version = VERSION[0].split('"')[1]
        packaged = re.match(r"muster \((.*?)\) ", read("debian/changelog"))[1]
        self.assertEqual(packaged.partition("~")[0], version)  # scripts/package adds the suite: ~deb12
        self.assertEqual(re.search(r"^Version: *(.*)", read("packaging/muster.spec"), re.M)[1], version)

    def test_the_package_of_the_library_has_the_number_of_its_soname(self):
        self.assertIn(f"soname='libmuster.so.{VERSION[1]}'", read("abi/muster.abi"))
        self.assertIn(NAME, paragraphs())
        first = read(f"debian/{NAME}.symbols").splitlines()[0]
        self.assertEqual(first, f"libmuster.so.{VERSION[1]} {NAME} #MINVER#, {NAME} (<< {VERSION[1]}.{int(VERSION[2]) + 1}~)")

    def test_the_symbols_are_those_of_the_interface(self):
        """Those of abi/muster.abi: scripts/abi --keep writes both. One that the library has lost stops the build of the package."""
        symbols = set(re.findall(r"^ (mst_\w+)@", read(f"debian/{NAME}.symbols"), re.M))
        self.assertEqual(symbols, set(re.findall(r"<elf-symbol name='(\w+)'", read("abi/muster.abi"))), "run scripts/abi --keep")
        exported = set(re.findall(r"\t(mst_\w+);", (BUILD / "generated/muster.map").read_text()))
        self.assertEqual(symbols - exported, set(), "run scripts/abi --keep")
        self.assertGreater(len(symbols), 100)


class Tree(unittest.TestCase):
    def test_what_is_packed_without_git_leaves_out_what_was_built_and_the_repository(self):
        function = re.search(r"^list_tree\(\) \{.*?^\}", read("scripts/package"), re.M | re.S)[0]
        with tempfile.TemporaryDirectory() as folder:
            for name in ("README.md", "src/main.c", "build/dev/muster", ".git/objects/pack"):
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
            names = subprocess.run(["bash", "-c", f"root=$1; {function}\nlist_tree", "bash", folder], check=True, capture_output=True,
                                   text=True, env=dict(os.environ, GIT_CEILING_DIRECTORIES=folder)).stdout
        self.assertEqual(sorted(names.rstrip("\0").split("\0")), ["./README.md", "./src/main.c"])


# Libraries whose package has another name.
NAMES = {"cares": "libc-ares-dev", "ssl": "libssl-dev", "crypto": "libssl-dev", "expat": "libexpat1-dev", "json-c": "libjson-c-dev", "z": "zlib1g-dev"}
# The same by the names of pkg-config.
MODULES = {"cares": "libc-ares-dev", "expat": "libexpat1-dev", "json-c": "libjson-c-dev", "openssl": "libssl-dev", "pcre2": "libpcre2-dev",
           "zlib": "zlib1g-dev", "sqlite3": "libsqlite3-dev", "ncursesw": "libncurses-dev"}


def modules():
    """What CMake looks for, by the names of pkg-config; of several in one call, the first."""
    text = read("CMakeLists.txt") + read("cmake/optional.cmake")
    found = re.findall(r"pkg_check_modules\(\w+ (?:REQUIRED )?IMPORTED_TARGET ([\w-]+)", text)
    return {*found, *re.findall(r"find_library\(\w+ (\w+)\)", text)}


def package_of(module):
    stem = re.sub(r"^lib|-[0-9a-z]+$", "", module) if module not in MODULES else module
    return MODULES.get(stem, f"lib{stem}-dev")


class Dependencies(unittest.TestCase):
    def test_what_setup_installs_is_what_debian_needs(self):
        packages = set(re.search(r"^run_packages=\(([^)]*)\)", read("scripts/setup.sh"), re.M)[1].split())
        packages = {"pkgconf" if name == "pkg-config" else name for name in packages}
        control = paragraphs()
        needed, used = field(control["source"], "Build-Depends"), field(control["muster"], "Recommends")
        self.assertEqual(packages - needed - used - ASSUMED, set())
        tests = set(re.findall(r"([\w.+-]+)(?::any)? <!nocheck>", control["source"]))
        self.assertEqual(needed - packages - tests - {"debhelper-compat"}, set())
        all_packages = read("scripts/setup.sh").partition("test_packages=(")[2].partition(")")[0].split()
        self.assertEqual(tests - set(all_packages) - packages, set())

    def test_debian_the_spec_and_the_cross_build_have_what_cmake_looks_for(self):
        wanted = modules()
        self.assertGreater(len(wanted), 15)
        spec = read("packaging/muster.spec").partition("\n%description")[0]
        self.assertEqual(set(re.findall(r"^BuildRequires: +pkgconfig\(([\w-]+)\)", spec, re.M)), wanted)
        packages = {package_of(module) for module in wanted}
        needed = {name for name in field(paragraphs()["source"], "Build-Depends") if re.fullmatch(r"(lib|zlib).*-dev", name)}
        self.assertEqual(needed - {"libcriterion-dev"}, packages)
        crossed = set(re.findall(r"(?:lib|zlib)[\w-]+-dev", read("scripts/arm64"))) - {"libc6-dev", "libcriterion-dev"}
        self.assertEqual(crossed, packages)

    def test_packages_lack_no_part_and_the_readme_names_those_that_a_build_may_lack(self):
        switches = set(re.findall(r"^mst_part\((\w+)", read("cmake/optional.cmake"), re.M))
        for name in ("debian/rules", "packaging/muster.spec"):
            self.assertEqual(set(re.findall(r"-D(MST_\w+)=ON", read(name))), switches, name)
        self.assertEqual(set(re.findall(r"`-D(MST_\w+)=OFF`", read("README.md"))), switches)

    def test_the_spec_names_what_the_static_library_is_linked_with(self):
        devel = re.search(r"^%package devel\n(.*?)\n%description", read("packaging/muster.spec"), re.M | re.S)[1]
        named = {package_of(module) for module in re.findall(r"^Requires: +pkgconfig\(([\w-]+)\)", devel, re.M)}
        self.assertEqual(named, {name for name in field(paragraphs()["libmuster-dev"], "Depends") if name.endswith("-dev")})

    def test_the_static_library_brings_what_it_is_linked_with(self):
        """The other libraries are named by -l and not by Requires.private: what those need in turn is theirs, as they are shared, and
        pkg-config would name it too (libpcap.pc leads to -lsystemd, which libpcap-dev does not bring)."""
        text = (BUILD / "muster.pc").read_text()
        self.assertNotIn("Requires", text)
        libraries = set(re.findall(r" -l([\w-]+)", re.search(r"^Libs\.private:.*", text, re.M)[0])) - {"pthread", "m"}
        packages = {NAMES.get(name, f"lib{name.partition('-')[0]}-dev") for name in libraries}
        self.assertEqual(packages - field(paragraphs()["libmuster-dev"], "Depends"), set())
        self.assertGreater(len(packages), 5)

    def test_both_readmes_give_the_program_the_same_rights(self):
        rights = re.search(r"sudo setcap (\S+) /usr/local/bin/muster", read("README.md"))[1]
        self.assertEqual(set(re.findall(r"setcap (cap_\S+) /usr/bin/muster", read("debian/README.Debian"))), {rights})


@unittest.skipUnless(shutil.which("pkg-config"), "pkg-config is not installed")
class PkgConfig(unittest.TestCase):
    def folders(self, libdir, includedir, moved):
        """What pkg-config says of libdir and includedir after the installation was moved from /usr to /moved."""
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["cmake", "-DCMAKE_INSTALL_PREFIX=/usr", f"-DCMAKE_INSTALL_LIBDIR={libdir}", f"-DCMAKE_INSTALL_INCLUDEDIR={includedir}",
                            "-DPROJECT_VERSION=1", "-DPROJECT_DESCRIPTION=x", "-P", SOURCE / "cmake/pkgconfig.cmake"],
                           check=True, capture_output=True, cwd=folder, timeout=60)
            place = pathlib.Path(folder, moved)
            place.mkdir(parents=True)
            shutil.move(pathlib.Path(folder, "muster.pc"), place)
            said = [subprocess.run(["pkg-config", f"--variable={name}", "muster"], check=True, capture_output=True, text=True, timeout=60,
                                   env=dict(os.environ, PKG_CONFIG_PATH=str(place))).stdout.strip() for name in ("libdir", "includedir")]
            return [os.path.normpath(name).replace(os.path.realpath(folder), "").replace(folder, "") for name in said]

    def test_relative_folders_follow_the_file(self):
        for libdir in ("lib", "lib64", "lib/x86_64-linux-gnu"):
            self.assertEqual(self.folders(libdir, "include", f"moved/{libdir}/pkgconfig"), [f"/moved/{libdir}", "/moved/include"])

    def test_absolute_folders_stand_as_they_are(self):
        self.assertEqual(self.folders("/usr/lib64", "/usr/include", "usr/lib64/pkgconfig"), ["/usr/lib64", "/usr/include"])
        self.assertEqual(self.folders("/usr/lib64", "include", "usr/lib64/pkgconfig"), ["/usr/lib64", "/usr/include"])
        self.assertEqual(self.folders("lib", "/usr/include", "moved/lib/pkgconfig"), ["/moved/lib", "/usr/include"])


if __name__ == "__main__":
    unittest.main()
