/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ptp.c - PTP: each message, over Ethernet and UDP; what is cut. */
#include "../link/fixture_link.h"

Test(dissect_payload_ptp, each_message_has_its_words)
{
	static const struct frame_line rows[] = {
		{ "88f7 0002 002c 0000 0200 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 0000 "
		  "0000 0000 0001 0000 0002",
		  "PTPv2, v1 compat : no, msg type : sync msg, length : 44, domain : 0, reserved1 : 0, Flags "
		  "[two step], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity : "
		  "0x11223344556677, port id : 5, seq id : 9, control : 0 (Sync), log message interval : 0, "
		  "originTimeStamp : 1 seconds, 2 nanoseconds" },
		{ "88f7 0102 002c 0307 ffff 0000 0001 0002 8000 0000 0003 0011 2233 4455 6677 0005 0009 017f "
		  "0000 0000 0001 0000 0002",
		  "PTPv2, v1 compat : no, msg type : delay req msg, length : 44, domain : 3, reserved1 : 7, "
		  "Flags [l1 61, l1 59, utc reasonable, timescale, time tracable, frequency tracable, "
		  "alternate master, two step, unicast, profile specific 1, profile specific 2, security "
		  "mask, unknown], NS correction : 65538, sub NS correction : 32768, reserved2 : 3, clock "
		  "identity : 0x11223344556677, port id : 5, seq id : 9, control : 1 (Delay_Req), log message"
		  " interval : 127, originTimeStamp : 1 seconds, 2 nanoseconds" },
		{ "88f7 0202 0036 0000 0000 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 057f "
		  "0000 0000 0001 0000 0002 0000 0000 0000 0000 0000",
		  "PTPv2, v1 compat : no, msg type : peer delay req msg, length : 54, domain : 0, reserved1 :"
		  " 0, Flags [none], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity "
		  ": 0x11223344556677, port id : 5, seq id : 9, control : 5 (Other), log message interval : "
		  "127, preciseOriginTimeStamp : 1 seconds, 2 nanoseconds, port identity : 0x0, port id : 0" },
		{ "88f7 0302 0036 0000 0000 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 057f "
		  "0000 0000 0001 0000 0002 0000 0000 0000 0001 0002",
		  "PTPv2, v1 compat : no, msg type : peer delay resp msg, length : 54, domain : 0, reserved1 "
		  ": 0, Flags [none], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity"
		  " : 0x11223344556677, port id : 5, seq id : 9, control : 5 (Other), log message interval : "
		  "127, receiveTimeStamp : 1 seconds, 2 nanoseconds, port identity : 0x1, port id : 2" },
		{ "88f7 0802 002c 0000 0000 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 0200 "
		  "0000 0000 0001 0000 0002",
		  "PTPv2, v1 compat : no, msg type : follow up msg, length : 44, domain : 0, reserved1 : 0, "
		  "Flags [none], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity : "
		  "0x11223344556677, port id : 5, seq id : 9, control : 2 (Follow_Up), log message interval :"
		  " 0, preciseOriginTimeStamp : 1 seconds, 2 nanoseconds" },
		{ "88f7 0902 0036 0000 0000 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 0300 "
		  "0000 0000 0001 0000 0002 0000 0000 0000 0001 0002",
		  "PTPv2, v1 compat : no, msg type : delay resp msg, length : 54, domain : 0, reserved1 : 0, "
		  "Flags [none], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity : "
		  "0x11223344556677, port id : 5, seq id : 9, control : 3 (Delay_Resp), log message interval "
		  ": 0, receiveTimeStamp : 1 seconds, 2 nanoseconds, port identity : 0x1, port id : 2" },
		{ "88f7 0a02 0036 0000 0000 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 0500 "
		  "0000 0000 0001 0000 0002 0000 0000 0000 0001 0002",
		  "PTPv2, v1 compat : no, msg type : pdelay resp fup msg, length : 54, domain : 0, reserved1 "
		  ": 0, Flags [none], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity"
		  " : 0x11223344556677, port id : 5, seq id : 9, control : 5 (Other), log message interval : "
		  "0, preciseOriginTimeStamp : 1 seconds, 2 nanoseconds, port identity : 0x1, port id : 2" },
		{ "88f7 0b02 0040 0000 0000 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 0500 "
		  "0000 0000 0001 0000 0002 0025 0080 f8fe ffff 8000 1122 3344 5566 7700 01a0",
		  "PTPv2, v1 compat : no, msg type : announce msg, length : 64, domain : 0, reserved1 : 0, "
		  "Flags [none], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity : "
		  "0x11223344556677, port id : 5, seq id : 9, control : 5 (Other), log message interval : 0, "
		  "originTimeStamp : 1 seconds 2 nanoseconds, origin cur utc :37, rsvd : 0, gm priority_1 : "
		  "128, gm clock class : 248, gm clock accuracy : 254, gm clock variance : 65535, gm "
		  "priority_2 : 128, gm clock id : 0x11223344556677, steps removed : 1, time source : 0xa0" },
		{ "88f7 0c02 002c 0000 0000 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 0500 "
		  "ffff ffff ffff ffff ffff",
		  "PTPv2, v1 compat : no, msg type : signalling msg, length : 44, domain : 0, reserved1 : 0, "
		  "Flags [none], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity : "
		  "0x11223344556677, port id : 5, seq id : 9, control : 5 (Other), log message interval : 0, "
		  "port identity : 0xffffffffffffffff, port id : 65535" },
		{ "88f7 0d02 0030 0000 0000 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 0400 "
		  "0000 0000 0000 0001 0002 0101 0101",
		  "PTPv2, v1 compat : no, msg type : management msg, length : 48, domain : 0, reserved1 : 0, "
		  "Flags [none], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity : "
		  "0x11223344556677, port id : 5, seq id : 9, control : 4 (Management), log message interval "
		  ": 0, port identity : 0x1, port id : 2, , start boundary hops  1, , boundary hops  1, , "
		  "flags  0x1, , reserved  0x1" },
		{ "88f7 1402 0022 0000 0000 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 0600",
		  "PTPv2, v1 compat : yes, msg type : Reserved, length : 34, domain : 0, reserved1 : 0, Flags"
		  " [none], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity : "
		  "0x11223344556677, port id : 5, seq id : 9, control : 6 (Reserved), log message interval : "
		  "0" },
		{ "0800 4500 0048 0001 0000 4011 66a2 0a00 0001 0a00 0002 013f 013f 0034 0000 1002 002c 0000 "
		  "0200 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 0000 0000 0000 0001 0000 "
		  "0002",
		  "IP 10.0.0.1.319 > 10.0.0.2.319: PTPv2, v1 compat : yes, msg type : sync msg, length : 44, "
		  "domain : 0, reserved1 : 0, Flags [two step], NS correction : 0, sub NS correction : 0, "
		  "reserved2 : 0, clock identity : 0x11223344556677, port id : 5, seq id : 9, control : 0 "
		  "(Sync), log message interval : 0, originTimeStamp : 1 seconds, 2 nanoseconds" },
		{ "0800 4500 0046 0001 0000 4011 66a4 0a00 0001 0a00 0002 0140 0140 0032 0000 0001 0000 0000 "
		  "0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000",
		  "IP 10.0.0.1.320 > 10.0.0.2.320: PTPv1 (not implemented)" },
		{ "88f7 0012 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 "
		  "0000 0000 0000 0000",
		  "PTPv18" },
	};

	expect_lines(rows);
}

Test(dissect_payload_ptp, a_broken_one_is_named)
{
	static const struct frame_line rows[] = {
		{ "88f7 0002", " [length 2 < 34] (invalid)" },
		{ "88f7 0002 002c 0000 0200 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 0000",
		  "PTPv2, v1 compat : no, msg type : sync msg, length : 44, domain : 0, reserved1 : 0, Flags "
		  "[two step], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity : "
		  "0x11223344556677, port id : 5, seq id : 9, control : 0 (Sync), log message interval : 0, "
		  "originTimeStamp : [|ptp]" },
		{ "88f7 0002 002c 0000 0200 0000 0000 0000 0000 0000 0000 0011 2233 4455 6677 0005 0009 0000 "
		  "0000 0000 0001",
		  "PTPv2, v1 compat : no, msg type : sync msg, length : 44, domain : 0, reserved1 : 0, Flags "
		  "[two step], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity : "
		  "0x11223344556677, port id : 5, seq id : 9, control : 0 (Sync), log message interval : 0, "
		  "originTimeStamp : 1 seconds, [|ptp]" },
		{ "88 f709 0200 3600 0000 0000 0000 0000 0000 0000 0000 0000 1122 3344 5566 7700 0500 0903 "
		  "0000 0000 0000 0100 0000 0200",
		  "PTPv2, v1 compat : no, msg type : delay resp msg, length : 54, domain : 0, reserved1 : 0, "
		  "Flags [none], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity : "
		  "0x11223344556677, port id : 5, seq id : 9, control : 3 (Delay_Resp), log message interval "
		  ": 0, receiveTimeStamp : 1 seconds, 2 nanoseconds [|ptp]" },
		{ "88 f70b 0200 4000 0000 0000 0000 0000 0000 0000 0000 0000 1122 3344 5566 7700 0500 0905 "
		  "0000 0000 0000 0100 0000 0200 2500 80f8 feff ff80 0011 2233 4455 6677 0001",
		  "PTPv2, v1 compat : no, msg type : announce msg, length : 64, domain : 0, reserved1 : 0, "
		  "Flags [none], NS correction : 0, sub NS correction : 0, reserved2 : 0, clock identity : "
		  "0x11223344556677, port id : 5, seq id : 9, control : 5 (Other), log message interval : 0, "
		  "originTimeStamp : 1 seconds 2 nanoseconds, origin cur utc :37, rsvd : 0, gm priority_1 : "
		  "128, gm clock class : 248, gm clock accuracy : 254, gm clock variance : 65535, gm "
		  "priority_2 : 128, gm clock id : 0x11223344556677, steps removed : 1 [|ptp]" },
	};

	expect_lines(rows);
}
