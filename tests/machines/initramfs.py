# SPDX-License-Identifier: BSD-2-Clause
"""initramfs.py - the file system of a guest: busybox, tools of another Debian with their own libraries, muster with this
machine's, the modules of one kernel that cards and devices need, and the scripts in guest/. It is an archive of cpio's format
newc, which a second one, with the job, may follow."""
import lzma
import os
import pathlib
import re
import shutil
import stat
import subprocess
import tempfile

from suites import Unavailable

HERE = pathlib.Path(__file__).resolve().parent
# Modules that guests load; those which they depend on come with them.
MODULES = """virtio_pci virtio_net e1000 e1000e igb vmxnet3 8139cp pcnet32 cdc_ether rndis_host xhci_pci failover
af_packet tun tap veth netkit dummy ifb macvlan macvtap ipvlan ipvtap 8021q bridge bonding team team_mode_roundrobin
team_mode_activebackup team_mode_loadbalance ppp_generic ppp_async ip_gre ipip sit ip6_gre ip6_tunnel ip_tunnel
vxlan geneve bareudp wireguard macsec vrf mpls_router mpls_iptunnel hsr
 batman_adv xfrm_interface esp4 xfrm_user gcm ghash_generic aesni_intel
aes_generic seqiv echainiv authenc cls_bpf sch_ingress sch_fq_codel sch_pfifo_fast libcrc32c crc32c_generic
crc32c_cryptoapi xsk_diag ipv6 stp llc""".split()
CRYPTO = re.compile(r"/crypto/.*(chacha|poly1305|curve25519|blake|gcm|ghash|aes|ctr|seqiv|geniv|esp4)")
TOOLS = ("ip", "bridge", "ethtool", "wg", "teamnl", "pppd")
FILES = ("/usr/share/ieee-data/oui.txt", "/etc/protocols", "/etc/services")
WRAPPER = '#!/bin/sh\nexec /tools/lib/ld-linux-x86-64.so.2 --library-path /tools/lib "/tools/real/{name}" "$@"\n'
INDEX = ("modules.order", "modules.builtin", "modules.builtin.modinfo")


def put(source, target, mode=0o755):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(os.path.realpath(source), target)
    target.chmod(mode)


def put_tools(root, tools):
    """Programs of another Debian: each is started by that Debian's own loader."""
    libraries = tools / "usr/lib/x86_64-linux-gnu"
    loader = next(iter([*libraries.glob("ld-linux-x86-64.so.2"), *tools.glob("lib64/ld-linux-x86-64.so.2")]))
    put(loader, root / "tools/lib/ld-linux-x86-64.so.2")
    for name in TOOLS:
        program = next((tools / folder / name for folder in ("usr/sbin", "usr/bin", "sbin", "bin") if (tools / folder / name).exists()), None)
        if not program:
            raise Unavailable(f"the tools lack {name}")
        put(program, root / "tools/real" / name)
        needed = subprocess.run([loader, "--library-path", libraries, "--list", program], capture_output=True, text=True, check=True)
        for library in re.findall(r"=> (\S+) \(0x", needed.stdout):
            put(library, root / "tools/lib" / pathlib.Path(library).name)
        wrapper = root / "tools/bin" / name
        wrapper.parent.mkdir(parents=True, exist_ok=True)
        wrapper.write_text(WRAPPER.format(name=name))
        wrapper.chmod(0o755)
    put(libraries / "ossl-modules/legacy.so", root / "tools/lib/legacy.so")  # pppd's MD4, though it authenticates nothing
    put(next(iter([*tools.glob("usr/bin/busybox"), *tools.glob("bin/busybox")])), root / "bin/busybox")


def put_program(root, name, path):
    put(path, root / "usr/bin" / name)
    needed = subprocess.run(["ldd", path], capture_output=True, text=True).stdout
    for library in re.findall(r"(/\S+) \(0x", needed):
        put(library, root / library.lstrip("/"))


def module_name(path):
    return path.name.split(".")[0].replace("-", "_")


def contents(path):
    data = path.read_bytes()
    return lzma.decompress(data) if path.suffix == ".xz" else data


def put_modules(root, kernel):
    """The wanted modules and what they depend on, by what each says of itself. Returns the kernel's version."""
    base = next((folder for folder in kernel.glob("usr/lib/modules/*")), None) or next(kernel.glob("lib/modules/*"), None)
    if not base:
        raise Unavailable(f"{kernel} has no modules")
    found = {module_name(path): path for path in base.rglob("*.ko*")}
    todo = [name for name in MODULES if name in found] + [name for name, path in found.items() if CRYPTO.search(str(path))]
    done = set()
    target = root / "lib/modules" / base.name
    while todo:
        name = todo.pop()
        if name in done or name not in found:
            continue
        done.add(name)
        data = contents(found[name])
        for depends in re.findall(rb"\0depends=([^\0]*)\0", data):
            todo += depends.decode().replace("-", "_").split(",")
        at = target / found[name].relative_to(base).with_name(found[name].name.split(".")[0] + ".ko")
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(data)
    for name in INDEX:
        if (base / name).exists():
            shutil.copyfile(base / name, target / name)
    subprocess.run([shutil.which("depmod", path="/sbin:/usr/sbin:" + os.environ["PATH"]), "-b", root, base.name], check=True, capture_output=True)
    return base.name


def image(kernel):
    """The kernel itself."""
    return next(iter([*kernel.glob("boot/vmlinuz-*"), *kernel.glob("usr/lib/modules/*/vmlinuz")]), None)


def newc(name, mode, data):
    """One member of an archive of the format newc."""
    fields = (0, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name.encode() + b"\0"
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)


def archive(members):
    """(name, mode, data) of each file, folder or link; an archive ends with a name of its own."""
    return b"".join(newc(*member) for member in [*members, ("TRAILER!!!", 0, b"")])


def members(root):
    for path in sorted(root.rglob("*")):
        mode = path.lstat().st_mode
        name = str(path.relative_to(root))
        if stat.S_ISDIR(mode):
            yield name, stat.S_IFDIR | 0o755, b""
        elif stat.S_ISLNK(mode):
            yield name, stat.S_IFLNK | 0o777, os.readlink(path).encode()
        else:
            yield name, stat.S_IFREG | stat.S_IMODE(mode), path.read_bytes()


def build(kernel, tools, programs, target):
    """Writes the archive to target; programs are paths by the name in the guest. Returns the version of the kernel."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        root = pathlib.Path(folder)
        put_tools(root, tools)
        for name, path in programs.items():
            put_program(root, name, path)
        version = put_modules(root, kernel)
        for path in FILES:
            if os.path.exists(path):
                put(path, root / path.lstrip("/"), 0o644)
        for script in ("asks.sh", "devices.sh"):
            put(HERE / "guest" / script, root / "guest" / script, 0o644)
        put(HERE / "guest/init", root / "init")
        target.write_bytes(archive(members(root)))
    return version
