/* SPDX-License-Identifier: BSD-2-Clause */
/* encap.c - see encap.h. */
#include "net/encap.h"

#include <stddef.h>

/* clang-format off */
#define ENCAPS(X) \
	X(MST_ENCAP_MPLS, "mpls", "the route adds MPLS labels") \
	X(MST_ENCAP_IP, "ip", "the route encapsulates (encap ip)") \
	X(MST_ENCAP_ILA, "ila", "the route rewrites addresses (encap ila)") \
	X(MST_ENCAP_IP6, "ip6", "the route encapsulates (encap ip6)") \
	X(MST_ENCAP_SEG6, "seg6", "the route adds IPv6 segments (encap seg6)") \
	X(MST_ENCAP_BPF, "bpf", "the route runs a BPF program (encap bpf)") \
	X(MST_ENCAP_SEG6_LOCAL, "seg6local", "the route is an IPv6 segment (encap seg6local)") \
	X(MST_ENCAP_RPL, "rpl", "the route adds an RPL source route (encap rpl)") \
	X(MST_ENCAP_IOAM6, "ioam6", "the route adds IOAM data (encap ioam6)") \
	X(MST_ENCAP_XFRM, "xfrm", "the route sends into IPsec (encap xfrm)") \
	X(MST_ENCAP_IPSEC, "ipsec", "an IPsec policy applies to its packets (ip xfrm policy)") \
	X(MST_ENCAP_IPSEC_TRANSPORT, "ipsec transport", "an IPsec policy applies to its packets (ip xfrm policy)") \
	X(MST_ENCAP_UNKNOWN, "unknown", "the route changes packets (ip route shows how)")
/* clang-format on */

static const struct {
	uint16_t encap;
	const char *word, *objection;
} rows[] = {
#define ROW(encap, word, objection) { encap, word, objection ", which the kernel does for engine raw alone" },
	ENCAPS(ROW)
#undef ROW
};

#define ROWS (sizeof rows / sizeof *rows)

const char *mst_encap_word(uint16_t encap)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].encap == encap)
			return rows[i].word;
	}
	return "";
}

const char *mst_encap_objection(uint16_t encap)
{
	size_t at = 0;

	while (at + 1 < ROWS && rows[at].encap != encap)
		at++;
	return rows[at].objection;
}
