# SPDX-License-Identifier: BSD-2-Clause
"""guests.py - starts a guest under QEMU in a network namespace of its own, and reads what it reports.

The namespace has no interface but the taps that are made here: the far end of the guest's cards. It ends, with every process in
it, when this process ends in any way. The guest ends by itself, or by a limit in time.

    run ──▶ unshare --net --pid ──▶ guests.py (far end: tap0 10.77.0.1/20, fd77::1/64) ──▶ qemu: card ═ tap0
"""
import json
import pathlib
import socket
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ENTER = ["setpriv", "--pdeathsig", "KILL", "unshare", "--net", "--mount", "--pid", "--fork", "--kill-child"]
KNOBS = ("ipv4/icmp_ratemask=0 ipv4/icmp_ratelimit=0 ipv4/icmp_msgs_per_sec=1000000 ipv4/conf/all/rp_filter=0 ipv4/ip_forward=0 "
         "ipv4/conf/default/rp_filter=0 ipv4/tcp_synack_retries=1 ipv6/conf/all/accept_dad=0 ipv6/conf/default/accept_dad=0 "
         "ipv6/icmp/ratelimit=0 core/somaxconn=4096").split()
READY_SECONDS = 12
START_SECONDS = 60  # till a guest reports something; without KVM it takes some 5 s
SILENT_SECONDS = 180  # between its reports: muster has 60 s
STOPPED_SECONDS = 5  # between two looks at a guest: then a job control or a debugger stopped both

# name: driver in the guest, QEMU's device, more for QEMU, properties of the tap.
VIRTIO_PLAIN = ",csum=off,guest_csum=off,gso=off,guest_tso4=off,guest_tso6=off,guest_ecn=off,guest_ufo=off"
CARDS = {
    "virtio": ("virtio_net", "virtio-net-pci,romfile=", [], ["vnet_hdr"]),
    "virtio_mq": ("virtio_net", "virtio-net-pci,mq=on,vectors=6,romfile=", [], ["vnet_hdr", "multi_queue"]),
    "virtio_iommu": ("virtio_net", "virtio-net-pci,iommu_platform=on,disable-legacy=on,romfile=", [], ["vnet_hdr"]),
    "virtio_plain": ("virtio_net", f"virtio-net-pci,romfile={VIRTIO_PLAIN}", [], []),
    "e1000": ("e1000", "e1000,romfile=", [], []),
    "e1000e": ("e1000e", "e1000e,romfile=", [], []),
    "igb": ("igb", "igb,romfile=", [], []),
    "vmxnet3": ("vmxnet3", "vmxnet3,romfile=", [], []),
    "rtl8139": ("8139cp", "rtl8139,romfile=", [], []),
    "pcnet": ("pcnet32", "pcnet,romfile=", [], []),
    "usb_net": ("xhci_pci rndis_host cdc_ether", "usb-net", ["-device", "qemu-xhci"], []),
}


def has_card(qemu, card):
    """Whether this QEMU has the model of a card. (A list of all would load every module that it finds, also another version's.)"""
    model = CARDS[card][1].partition(",")[0]
    return f"{model} options" in subprocess.run([*qemu, "-device", f"{model},help"], capture_output=True, text=True).stdout


def card_options(card):
    """QEMU's options for a card (None: no card, no network at all)."""
    if not card:
        return ["-nic", "none"]
    _, device, more, tap = CARDS[card]
    queues = ",queues=2" if "multi_queue" in tap else ""
    return ["-nic", "none", *more, "-netdev", f"tap,id=n0,ifname=tap0,script=no,downscript=no{queues}", "-device", f"{device},netdev=n0"]


def may_have_namespaces():
    """The command that enters a namespace, or the sentence of why it cannot."""
    for enter in (ENTER, [*ENTER, "--map-root-user"]):
        tried = subprocess.run([*enter, "true"], capture_output=True, text=True)
        if not tried.returncode:
            return enter, ""
    return None, tried.stderr.strip()


class Limit:
    """An end in time, which is later by the time for which this program was stopped, and the guest with it."""

    def __init__(self, seconds):
        self.before = time.monotonic()
        self.end = self.before + seconds

    def is_over(self):
        before, self.before = self.before, time.monotonic()
        if self.before - before > STOPPED_SECONDS:
            self.end += self.before - before
        return self.before > self.end


class Guest:
    """A guest that runs. lines() gives what it reports until it ends."""

    def __init__(self, enter, qemu, accelerator, kernel, initrds, card, folder, seconds):
        self.folder = folder
        initrd, self.report, self.console = folder / "initrd", folder / "report", folder / "console"
        with open(initrd, "wb") as out:
            for one in initrds:
                out.write(one if isinstance(one, bytes) else one.read_bytes())
        self.report.write_bytes(b"")
        command = [
            *qemu, "-accel", accelerator, "-cpu", "host" if accelerator == "kvm" else "max", "-machine", "q35", "-smp", "2", "-m", "1024",
            "-kernel", str(kernel), "-initrd", str(initrd), "-append", "console=ttyS0 quiet panic=-1", "-no-reboot", "-nodefaults",
            "-display", "none", "-monitor", "none", "-serial", f"file:{self.console}", "-serial", f"file:{self.report}",
            *card_options(card)]
        job = {"command": command, "tap": CARDS[card][3] if card else None, "seconds": seconds}
        self.process = subprocess.Popen([*enter, "nice", sys.executable, __file__, json.dumps(job)], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=open(folder / "trouble", "w"))

    def lines(self, start_seconds=START_SECONDS):
        """Ends with the guest; one that has reported nothing for so long is ended."""
        with open(self.report, "rb") as report:
            rest, limit = b"", Limit(start_seconds)
            while True:
                over = self.process.poll() is not None
                *whole, rest = (rest + report.read()).split(b"\n")
                yield from (line.decode(errors="replace").strip() for line in whole)
                limit = Limit(SILENT_SECONDS) if whole else limit
                if over:
                    return
                if limit.is_over():
                    self.end()
                time.sleep(0.1)

    def trouble(self):
        """The last words of QEMU and of the guest's console."""
        words = (self.folder / "trouble").read_text().splitlines()[-2:]
        panic = [line for line in self.console.read_text(errors="replace").splitlines() if "panic" in line or "RIP:" in line] if self.console.exists() else []
        return "; ".join([*words, *panic[:2]]) or "silence"

    def end(self):
        if self.process.poll() is None:
            self.process.kill()  # unshare; the namespace and what is in it end with it
        self.process.wait()


# ---- inside the namespace


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)


def refuse_a_way_out():
    links = [name for _, name in socket.if_nameindex()]
    if links != ["lo"]:
        sys.exit(f"guests: this namespace has more than a loopback interface ({' '.join(links)}), so nothing is done")


def set_knobs():
    for knob in KNOBS:
        name, _, value = knob.partition("=")
        try:
            pathlib.Path("/proc/sys/net", name).write_text(value)
        except OSError:
            pass  # this kernel has it elsewhere or not at all


def listen():
    listener = socket.create_server(("::", 22), family=socket.AF_INET6, dualstack_ipv6=True, backlog=4096)
    while True:
        listener.accept()[0].close()


def make_far_end(properties):
    """What lives there is in judge.py."""
    ip("tuntap", "add", "tap0", "mode", "tap", *properties)
    ip("address", "add", "10.77.0.1/20", "dev", "tap0")
    ip("-6", "address", "add", "fd77::1/64", "dev", "tap0", "nodad")
    ip("link", "set", "tap0", "up")
    for live in ("10.77.0.64/26", "10.77.1.64/26", "10.78.0.0/25", "10.78.1.0/25"):
        ip("route", "add", "local", live, "dev", "lo")
    ip("-6", "route", "add", "local", "fd78::40/122", "dev", "lo")
    for last in range(0x40, 0x50):
        ip("-6", "address", "add", f"fd77::{last:x}/128", "dev", "tap0", "nodad")
    threading.Thread(target=listen, daemon=True).start()


def inside(job):
    refuse_a_way_out()
    ip("link", "set", "lo", "up")
    set_knobs()
    if job["tap"] is not None:
        make_far_end(job["tap"])
    process, limit = subprocess.Popen(job["command"], stdin=subprocess.DEVNULL), Limit(job["seconds"])
    while process.poll() is None:
        if limit.is_over():
            process.kill()
            process.wait()
            print(f"the guest did not end in {job['seconds']} s", file=sys.stderr)
        time.sleep(0.1)


if __name__ == "__main__":
    inside(json.loads(sys.argv[1]))
