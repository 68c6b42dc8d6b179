/* SPDX-License-Identifier: BSD-2-Clause */
/* test_icmp6.c - ICMPv6: errors, neighbour and listener discovery, node information, renumbering. */
#include "fixture_ip.h"

/* clang-format off */
static const struct row every_type_and_code_has_the_words_of_tcpdump_first[] = {
	{ IPV6 + 58, 0,
	  "01000000 00000000 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, destination unreachable, unreachable route 2001:db8::2, length 60" },
	{ IPV6 + 58, 0,
	  "01010000 00000000 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, destination unreachable,  unreachable prohibited 2001:db8::2, length 60" },
	{ IPV6 + 58, 0,
	  "01020000 00000000 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, destination unreachable, beyond scope 2001:db8::2, source address 2001:db8::1, length 60" },
	{ IPV6 + 58, 0,
	  "01030000 00000000 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, destination unreachable, unreachable address 2001:db8::2, length 60" },
	{ IPV6 + 58, 0,
	  "01040000 00000000 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, destination unreachable, unreachable port, 2001:db8::2 udp port 53, length 60" },
	{ IPV6 + 58, 0,
	  "02000000 00000578 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, packet too big, mtu 1400, length 60" },
	{ IPV6 + 58, 0,
	  "03000000 00000000 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, time exceeded in-transit for 2001:db8::2, length 60" },
	{ IPV6 + 58, 0,
	  "03010000 00000000 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, time exceeded in-transit (reassembly), length 60" },
	{ IPV6 + 58, 0,
	  "03020000 00000000 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, time exceeded in-transit, unknown code (2), length 60" },
	{ IPV6 + 58, 0,
	  "04000000 00000006 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, parameter problem, erroneous - octet 6, length 60" },
	{ IPV6 + 58, 0,
	  "04010000 00000006 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, parameter problem, next header - octet 6, length 60" },
	{ IPV6 + 58, 0,
	  "04020000 00000006 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, parameter problem, option - octet 6, length 60" },
	{ IPV6 + 58, 0,
	  "04030000 00000006 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, parameter problem, incomplete header chain - octet 6, length 60" },
	{ IPV6 + 58, 0,
	  "04040000 00000006 60000000 000c1140 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 "
	  "00000002 00010035 000c0000 61626364",
	  "ICMP6, parameter problem, code-#4, length 60" },
	{ IPV6 + 58, 0, "80000000 00070001", "ICMP6, echo request, id 7, seq 1, length 8" },
	{ IPV6 + 58, 0, "81000000 00070001 64617461", "ICMP6, echo reply, id 7, seq 1, length 12" },
	{ IPV6 + 58, 0, "85000000 00000000", "ICMP6, router solicitation, length 8" },
	{ IPV6 + 58, 0,
	  "86000000 40000708 00000000 00000000",
	  "ICMP6, router advertisement, length 16, hop limit 64, router lifetime 1800s" },
	{ IPV6 + 58, 0,
	  "86000000 40000708 00000000 00000000 030440c0 00000000 00000000 00000000 20010db8 00000000 00000000 "
	  "00000000 05010000 000005dc",
	  "ICMP6, router advertisement, length 56, hop limit 64, router lifetime 1800s, prefix "
	  "2001:db8::/64, mtu 1500" },
	{ IPV6 + 58, 0,
	  "87000000 00000000 fe800000 00000000 00000000 00000005 01010200 00000001",
	  "ICMP6, neighbor solicitation, who has fe80::5, length 32, source link-address 02:00:00:00:00:01" },
	{ IPV6 + 58, 0,
	  "88000000 e0000000 fe800000 00000000 00000000 00000005",
	  "ICMP6, neighbor advertisement, tgt is fe80::5, length 24, Flags [RSO]" },
	{ IPV6 + 58, 0,
	  "89000000 00000000 fe800000 00000000 00000000 00000005 20010db8 00000000 00000000 00000009",
	  "ICMP6, redirect, 2001:db8::9 to fe80::5, length 40" },
	{ IPV6 + 58, 0, "8d000000 00000000", "ICMP6, inverse neighbor solicitation, length 8" },
	{ IPV6 + 58, 0, "8e000000 00000000", "ICMP6, inverse neighbor advertisement, length 8" },
	{ IPV6 + 58, 0, "90000000 00070000", "ICMP6, ha discovery request, id 0x0007, length 8" },
	{ IPV6 + 58, 0, "91000000 00000000", "ICMP6, ha discovery reply, length 8" },
	{ IPV6 + 58, 0, "92000000 00070000", "ICMP6, mobile router solicitation, id 0x0007, length 8" },
	{ IPV6 + 58, 0, "93000000 00000000", "ICMP6, mobile router advertisement, length 8" },
	{ IPV6 + 58, 0, "9b000000", "ICMP6, RPL, (CLR)DODAG Information Solicitation, length 4" },
	{ IPV6 + 58, 0, "9b010000", "ICMP6, RPL, (CLR)DODAG Information Object, length 4" },
	{ IPV6 + 58, 0, "9b020000", "ICMP6, RPL, (CLR)Destination Advertisement Object, length 4" },
	{ IPV6 + 58, 0, "9b030000", "ICMP6, RPL, (CLR)Destination Advertisement Object Ack, length 4" },
	{ IPV6 + 58, 0, "9b040000", "ICMP6, RPL, (CLR)RPL message, unknown code 4, length 4" },
	{ IPV6 + 58, 0, "9b800000", "ICMP6, RPL, (SEC) [worktodo], length 4" },
	{ IPV6 + 58, 0,
	  "8a000000 00000005 00800000 00000000 01070030 00400000 fec00000 00000000 00000000 00000000 30100000 "
	  "00000000 00000000 00000000 3ffe0000 00000000 00000000 00000000",
	  "ICMP6, router renumbering, command, seq=5 match(add,fec0::/48) use(3ffe::/48/16), length 72" },
	{ IPV6 + 58, 0,
	  "8a010000 00000005 00000000 00000000",
	  "ICMP6, router renumbering, result, seq=5, length 16" },
	{ IPV6 + 58, 0,
	  "8aff0000 00000005 00000000 00000000",
	  "ICMP6, router renumbering, sequence number reset, seq=5, length 16" },
	{ IPV6 + 58, 0,
	  "8a090000 00000005 00000000 00000000",
	  "ICMP6, router renumbering, code-#9, seq=5, length 16" },
};
/* clang-format on */

Test(dissect_ip_icmp6, every_type_and_code_has_the_words_of_tcpdump_first)
{
	CHECK_ROWS(every_type_and_code_has_the_words_of_tcpdump_first);
}

/* clang-format off */
static const struct row node_information_and_listeners_of_version_1[] = {
	{ IPV6 + 58, 0,
	  "82000000 03e80000 ff020000 00000000 00000000 00010003",
	  "ICMP6, multicast listener querymax resp delay: 1000 addr: ff02::1:3, length 24" },
	{ IPV6 + 58, 0,
	  "83000000 00000000 ff020000 00000000 00000000 00010003",
	  "ICMP6, multicast listener reportmax resp delay: 0 addr: ff02::1:3, length 24" },
	{ IPV6 + 58, 0,
	  "84000000 00000000 ff020000 00000000 00000000 00010003",
	  "ICMP6, multicast listener donemax resp delay: 0 addr: ff02::1:3, length 24" },
	{ IPV6 + 58, 0, "83000000 00000000", "ICMP6, multicast listener report, length 8" },
	{ IPV6 + 58, 0, "82000000 00000000", "ICMP6, multicast listener query unknown-version (len 8) , length 8" },
	{ IPV6 + 58, 0, "8f000000 0000", "ICMP6, multicast listener report v2 [invalid len 6], length 6" },
	{ IPV6 + 58, 0,
	  "8b010000 00020000 00000000 00000000 03616263 00",
	  "ICMP6, who-are-you request node information query (DNS name, subject=DNS name, \"abc.\"), length "
	  "21" },
	{ IPV6 + 58, 0,
	  "8b000000 0003003e 00000000 00000000 fe800000 00000000 00000000 00000005",
	  "ICMP6, who-are-you request node information query (node addresses [GSLCA], subject=fe80::5), "
	  "length 32" },
	{ IPV6 + 58, 0,
	  "8b020000 00030000 00000000 00000000 0a000005",
	  "ICMP6, who-are-you request node information query (node addresses, subject=10.0.0.5), length 20" },
	{ IPV6 + 58, 0,
	  "8b000000 00000000 00000000 00000000 00",
	  "ICMP6, who-are-you request node information query (noop), length 17" },
	{ IPV6 + 58, 0,
	  "8b030000 00070000 00000000 00000000 00",
	  "ICMP6, who-are-you request node information query (unknown, unknown subject), length 17" },
	{ IPV6 + 58, 0,
	  "8c000000 00030000 00000000 00000000 00000009 fe800000 00000000 00000000 00000005",
	  "ICMP6, who-are-you reply node information reply (node addresses fe80::5(9)), length 36" },
	{ IPV6 + 58, 0,
	  "8c000000 00020000 00000000 00000000 00000009 03616263 02646500",
	  "ICMP6, who-are-you reply node information reply (DNS name, \"abc.de.\"), length 28" },
	{ IPV6 + 58, 0,
	  "8c010000 00020000 00000000 00000000",
	  "ICMP6, who-are-you reply node information reply (refused), length 16" },
	{ IPV6 + 58, 0,
	  "8c020000 00020000 00000000 00000000",
	  "ICMP6, who-are-you reply node information reply (unknown), length 16" },
	{ IPV6 + 58, 0,
	  "8c000000 00010000 00000000 00000000",
	  "ICMP6, who-are-you reply node information reply (supported qtypes), length 16" },
};
/* clang-format on */

Test(dissect_ip_icmp6, node_information_and_listeners_of_version_1)
{
	CHECK_LINES(node_information_and_listeners_of_version_1);
}

/* clang-format off */
static const struct row listeners_and_what_their_lengths_tell[] = {
	{ IPV6 + 58, 0,
	  "82000000 27100000 ff020000 00000000 00000000 00010003 027d0000",
	  "ICMP6, multicast listener query v2 [gaddr ff02::1:3], length 28" },
	{ IPV6 + 58, 0,
	  "82000000 27100000 ff020000 00000000 00000000 00010003 027d0001 20010db8 00000000 00000000 00000005",
	  "ICMP6, multicast listener query v2 [gaddr ff02::1:3, 1 source(s)], length 44" },
	{ IPV6 + 58, 0,
	  "8f000000 00000001 04000000 ff020000 00000000 00000000 00010003",
	  "ICMP6, multicast listener report v2, 1 group record(s), length 28" },
};
/* clang-format on */

Test(dissect_ip_icmp6, listeners_and_what_their_lengths_tell)
{
	CHECK_ROWS(listeners_and_what_their_lengths_tell);
}
