#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# libpcap 1.10.3-1 (Debian 12) on Linux: pcap_setfilter gives a program to the kernel, and runs it on the first packet that comes
# afterwards once more itself, also when the ring was empty. A program that reads a field of the kernel's own (SKF_AD_IFINDEX,
# SKF_AD_PKTTYPE … of linux/filter.h, which the kernel accepts) rejects that packet, for libpcap's interpreter knows only the VLAN
# fields, and those only when they are loaded as a byte: one packet is missing at the beginning, and none later.
#
# Here five frames are sent through a veth, one after another. muster reads the interface from the cooked header instead, of
# which libpcap makes the kernel's field (src/rx/filter.c).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get -qq download libpcap0.8=1.10.3-1 2>/dev/null
for deb in ./*.deb; do dpkg -x "$deb" .; done
library=$(find "$folder" -name 'libpcap.so.0.8')

cat >one.py <<'PYTHON'
import ctypes, socket, sys, time

pcap = ctypes.CDLL(sys.argv[1])
pcap.pcap_create.restype = ctypes.c_void_p
pcap.pcap_lib_version.restype = ctypes.c_char_p
WORD, BYTE, EQUAL, RETURN = 0x20, 0x30, 0x15, 0x06
IFINDEX, VLAN_TAG = 0xfffff008, 0xfffff02c


class Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint)]


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint), ("instructions", ctypes.POINTER(Instruction))]


class Header(ctypes.Structure):
    _fields_ = [("seconds", ctypes.c_long), ("microseconds", ctypes.c_long), ("captured", ctypes.c_uint), ("length", ctypes.c_uint)]


def seen(load, field, value):
    """Which of five frames pass a program that accepts where this field has this value."""
    handle = ctypes.c_void_p(pcap.pcap_create(b"near", ctypes.create_string_buffer(256)))
    pcap.pcap_set_snaplen(handle, 128)
    pcap.pcap_set_immediate_mode(handle, 1)
    assert pcap.pcap_activate(handle) == 0
    program = (Instruction * 3)((load, 0, 0, field), (EQUAL, 0, 1, value), (RETURN, 0, 0, 128))
    program = (Instruction * 4)(*program, (RETURN, 0, 0, 0))
    assert pcap.pcap_setfilter(handle, ctypes.byref(Program(4, program))) == 0
    sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    sender.bind(("far", 0))
    time.sleep(0.2)
    for number in range(1, 6):
        sender.send(bytes([255] * 6 + [2, 0, 0, 0, 0, 1, 0x88, 0xb5]) + b"%d" % number)
        time.sleep(0.05)
    numbers = []

    @ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(Header), ctypes.POINTER(ctypes.c_ubyte))
    def take(_, header, data):
        numbers.append(chr(data[header.contents.captured - 1]))

    assert pcap.pcap_setnonblock(handle, 1, ctypes.create_string_buffer(256)) == 0
    while pcap.pcap_dispatch(handle, -1, take, None) > 0:
        pass
    pcap.pcap_close(handle)
    return "".join(numbers)


print(pcap.pcap_lib_version().decode())
near = socket.if_nametoindex("near")
length, ifindex = seen(0x80, 0, 15), seen(WORD, IFINDEX, near)
word, byte = seen(WORD, VLAN_TAG, 0), seen(BYTE, VLAN_TAG, 0)
print(f"frames that pass, by length: {length}; by the kernel's interface index: {ifindex}; "
      f"by its VLAN tag as a word: {word}; as a byte: {byte}")
sys.exit(0 if (length, ifindex, word, byte) == ("12345", "2345", "2345", "12345") else 1)
PYTHON
unshare --net sh -c 'ip link add near type veth peer name far && ip link set near addrgenmode none up && ip link set far addrgenmode none up &&
	sleep 0.2 && exec python3 one.py "$1"' - "$library"
