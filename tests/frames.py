# SPDX-License-Identifier: BSD-2-Clause
"""frames.py - packets made by hand, for tests: what a frame says is written down, not computed by the code under test."""
import socket
import struct

MAC_A, MAC_B = bytes.fromhex("020000000001"), bytes.fromhex("020000000002")


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ether(payload, ethertype=0x0800, vlans=()):
    tags = b"".join(struct.pack(">HH", kind, tag) for kind, tag in vlans)
    return MAC_B + MAC_A + tags + struct.pack(">H", ethertype) + payload


def ipv4(payload, protocol, source="10.0.0.1", destination="10.0.0.2", options=b"", fragment=0, total=None, ident=7, ttl=64, version=4):
    header = struct.pack(">BBHHHBBH4s4s", version << 4 | (20 + len(options)) // 4, 0,
                         20 + len(options) + len(payload) if total is None else total, ident, fragment, ttl, protocol, 0,
                         socket.inet_aton(source), socket.inet_aton(destination)) + options
    return header[:10] + struct.pack(">H", checksum(header)) + header[12:] + payload


def ipv6(payload, following, source="2001:db8::1", destination="2001:db8::2", length=None, hops=64):
    return struct.pack(">IHBB", 6 << 28, len(payload) if length is None else length, following, hops) + socket.inet_pton(
        socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, destination) + payload


def tcp(source=40000, destination=80, flags=0x02, seq=1000, ack=0, options=b"", payload=b"", window=65535, offset=None):
    words = (20 + len(options)) // 4 if offset is None else offset
    return struct.pack(">HHIIBBHHH", source, destination, seq, ack, words << 4, flags, window, 0, 0) + options + payload


def udp(payload, source=40000, destination=9999, length=None):
    return struct.pack(">HHHH", source, destination, 8 + len(payload) if length is None else length, 0) + payload


def icmp(kind, code=0, rest=0, payload=b""):
    body = struct.pack(">BBHI", kind, code, 0, rest) + payload
    return body[:2] + struct.pack(">H", checksum(body)) + body[4:]


def arp(operation, sender_mac, sender, target_mac, target, hardware=1, protocol=0x0800):
    return struct.pack(">HHBBH", hardware, protocol, len(sender_mac), len(sender), operation) + sender_mac + sender + target_mac + target


def name(text):
    return b"".join(bytes([len(label)]) + label.encode("latin-1") for label in text.split(".") if label) + b"\0"


def dns(ident=1, flags=0x0100, questions=(), answers=(), additional=()):
    """Questions are (name, type, class), answers (name bytes, type, class, ttl, data)."""
    body = struct.pack(">HHHHHH", ident, flags, len(questions), len(answers), 0, len(additional))
    for text, kind, klass in questions:
        body += name(text) + struct.pack(">HH", kind, klass)
    for text, kind, klass, ttl, data in (*answers, *additional):
        body += text + struct.pack(">HHIH", kind, klass, ttl, len(data)) + data
    return body


def dhcp(operation, options, mac=MAC_A, offered="0.0.0.0", client="0.0.0.0"):
    body = struct.pack(">BBBBIHH4s4s4s4s16s", operation, 1, 6, 0, 0x1234, 0, 0, socket.inet_aton(client), socket.inet_aton(offered),
                       b"\0" * 4, b"\0" * 4, mac) + b"\0" * 192 + bytes.fromhex("63825363")
    return body + b"".join(bytes([code, len(value)]) + value for code, value in options) + b"\xff"


def pppoe(payload, code=0, session=1, version=0x11):
    return struct.pack(">BBHH", version, code, session, len(payload)) + payload


def pppoe_tag(kind, value=b""):
    return struct.pack(">HH", kind, len(value)) + value


def ppp(protocol, payload):
    return struct.pack(">H", protocol) + payload


def mpls(*labels):
    """Of (label, traffic class, time to live) each; the last one is the bottom of the stack."""
    return b"".join(struct.pack(">I", label << 12 | tc << 9 | (i + 1 == len(labels)) << 8 | ttl) for i, (label, tc, ttl) in enumerate(labels))


def pcap(frames, linktype=1, snap=None):
    """A file of pcap: one frame every millisecond, from 2001-09-09 01:46:40 UTC on."""
    data = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, linktype)
    for i, frame in enumerate(frames):
        kept = frame if snap is None else frame[:snap]
        data += struct.pack("<IIII", 1000000000, i * 1000, len(kept), len(frame)) + kept
    return data


def pcapng(interfaces, frames):
    """A file of pcapng: interfaces of (link type, snapshot length), frames of (interface, bytes), one every millisecond."""
    def block(kind, body):
        body += b"\0" * (-len(body) % 4)
        return struct.pack("<II", kind, 12 + len(body)) + body + struct.pack("<I", 12 + len(body))

    data = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    data += b"".join(block(1, struct.pack("<HHI", linktype, 0, snap)) for linktype, snap in interfaces)
    for i, (interface, frame) in enumerate(frames):
        stamp = 1000000000000000 + i * 1000
        data += block(6, struct.pack("<IIIII", interface, stamp >> 32, stamp & 0xFFFFFFFF, len(frame), len(frame)) + frame)
    return data
