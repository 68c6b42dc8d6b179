# SPDX-License-Identifier: BSD-2-Clause
"""suites.py - kernels and tools of any Debian suite, unpacked into a folder of the cache, without installing them.

apt itself downloads and checks them, by the signatures of the suite's Release file: it gets a state, a list of sources and an
empty list of installed packages of its own, so that what a tool needs comes with it. The machine's own apt is not touched.
"""
import fcntl
import os
import pathlib
import re
import subprocess
import time

MIRROR = os.environ.get("MUSTER_MIRROR", "http://deb.debian.org/debian")
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
# The suite of the tools in guests: netkit wants an ip of 2024 or later. They bring their own C library.
TOOLS_SUITE = "trixie"
TOOLS = "iproute2 ethtool busybox-static wireguard-tools libteam-utils ppp".split()
# The suite of QEMU where this machine's has no model of a card: Debian 12's lacks igb.
EMULATOR_SUITE = "trixie"
LISTS_SECONDS = 12 * 3600  # older ones may name packages that the mirror no longer has
KERNEL_PART = re.compile(r"linux-(image|modules|binary)-[0-9]")


class Unavailable(Exception):
    """What cannot be had, and why: what needs it is skipped."""


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, **options)
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()
        raise Unavailable(f"{pathlib.Path(command[0]).name}: {words[-1] if words else done.returncode}")
    return done.stdout


class Suite:
    def __init__(self, cache, name):
        self.name = name
        self.folder = cache / name
        for part in ("state/lists/partial", "archives/partial"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").write_text("")
        (self.folder / "sources.list").write_text(f"deb [signed-by={KEYS}] {MIRROR} {name} main\n")
        # A mirror may hold an old Release file: it is signed all the same.
        settings = {
            "Dir::State": self.folder / "state", "Dir::State::status": self.folder / "status", "Dir::Cache": self.folder,
            "Dir::Etc::sourcelist": self.folder / "sources.list", "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferences": "/dev/null", "Dir::Etc::preferencesparts": "/dev/null", "Acquire::Languages": "none",
            "Acquire::Check-Valid-Until": "false", "APT::Get::AllowUnauthenticated": "false", "APT::Architecture": "amd64",
            "APT::Sandbox::User": "", "APT::Install-Recommends": "false",
        }
        self.options = [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]

    def apt(self, tool, *arguments):
        return run([tool, *self.options, *arguments])

    def update(self):
        if not pathlib.Path(KEYS).exists():
            raise Unavailable(f"{KEYS} is missing (the package debian-archive-keyring)")
        updated = self.folder / "updated"
        fresh = updated.exists() and time.time() - updated.stat().st_mtime < LISTS_SECONDS
        if not fresh or not any((self.folder / "state/lists").glob("*Packages*")):
            self.apt("apt-get", "-q", "update")
            updated.touch()

    def unpack(self, name, packages):
        """Downloads packages (with all that apt selects, if to="install") into the folder name, once."""
        target = self.folder / name
        with open(self.folder / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if target.exists():
                return target
            partial = self.folder / f"{name}.partial"
            run(["rm", "-rf", str(partial)])
            partial.mkdir()
            for archive in packages():
                run(["dpkg-deb", "-x", str(archive), str(partial)])
                archive.unlink()
            partial.rename(target)
        return target

    def archives(self):
        return sorted((self.folder / "archives").glob("*.deb"))

    def tools(self):
        """A folder with TOOLS and every library that they need."""
        def download():
            self.update()
            self.apt("apt-get", "-q", "-y", "--download-only", "install", *TOOLS)
            return self.archives()
        return self.unpack("tools", download)

    def emulator(self):
        """The command of the suite's QEMU, which runs with the libraries of the suite."""
        def download():
            self.update()
            self.apt("apt-get", "-q", "-y", "--download-only", "install", "qemu-system-x86")
            return self.archives()
        folder = self.unpack("emulator", download)
        libraries, share = folder / "usr/lib/x86_64-linux-gnu", folder / "usr/share"
        return ["env", f"QEMU_MODULE_DIR={libraries}/qemu", str(libraries / "ld-linux-x86-64.so.2"), "--library-path",
                ":".join(map(str, [libraries, *sorted({path.parent for path in libraries.glob("*/*.so.*")})])),
                str(folder / "usr/bin/qemu-system-x86_64"), "-L", str(share / "qemu"), "-L", str(share / "seabios")]

    def kernel(self):
        """A folder with the suite's kernel and its modules."""
        def download():
            self.update()
            wanted, done = ["linux-image-amd64"], []
            while wanted:  # since 7.2 the modules and the kernel are packages of their own
                package = wanted.pop()
                found = re.findall(r"^\s*\|?(?:Pre)?Depends: (\S+)", self.apt("apt-cache", "depends", package), re.M)
                wanted += [one for one in found if KERNEL_PART.match(one) and one not in done and one not in wanted]
                done += [one for one in found if KERNEL_PART.match(one) and one not in done]
            if not done:
                raise Unavailable(f"{self.name} has no kernel package")
            self.apt("apt-get", "-q", "-y", "--download-only", "--no-install-recommends", "install", *done)
            parts = [one for one in self.archives() if KERNEL_PART.match(one.name)]
            for other in set(self.archives()) - set(parts):
                other.unlink()
            return parts
        return self.unpack("kernel", download)
