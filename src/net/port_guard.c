/* SPDX-License-Identifier: BSD-2-Clause */
/* port_guard.c - see port_guard.h. */
#include "net/port_guard.h"

#include <errno.h>
#include <linux/capability.h>
#include <nftables/libnftables.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/bounded_text.h"
#include "base/fail.h"
#include "net/path.h"

#define RULES_BYTES 8192
_Static_assert(MST_SOURCES_MAX *(MST_ADDR_TEXT + 2) + 1024 <= RULES_BYTES, "the rules fit");

struct mst_port_guard {
	struct nft_ctx *nft;
};

/* Nothing where no address is of that family. */
static void add_family(struct mst_bounded_text *rules, const char *word, uint8_t family, const struct mst_addr *addrs,
                       size_t count, uint16_t first, uint16_t last)
{
	const char *between = "";

	for (size_t i = 0; i < count; i++) {
		char text[MST_ADDR_TEXT];
		struct mst_addr addr = addrs[i];

		if (addr.family != family)
			continue;
		addr.scope = 0;
		mst_addr_format(&addr, text);
		if (!*between)
			mst_bounded_add(rules, "%s daddr { ", word);
		mst_bounded_add(rules, "%s%s", between, text);
		between = ", ";
	}
	if (*between)
		mst_bounded_add(rules, " } tcp dport %u-%u drop\n", first, last);
}

/* After addresses are translated back (priority -100): what comes for those behind this machine has its address until
 * then, and no socket its port. Who connects to this machine is answered as ever. Ports that a socket has are not
 * guarded: one look, by a set. "transparent" is known of all sockets, "wildcard" not of connections that only begin, or
 * have ended (nft_socket.c of Linux 6.18). */
static void write_rules(struct mst_bounded_text *rules, const struct mst_addr *addrs, size_t count, uint16_t first,
                        uint16_t last)
{
	mst_bounded_add(rules,
	                "table inet muster_%d {\nflags owner\nchain guard {\n"
	                "type filter hook prerouting priority -90; policy accept;\n"
	                "meta l4proto != tcp accept\ntcp dport != %u-%u accept\ntcp flags & (syn | ack) == syn accept\n"
	                "socket transparent { 0, 1 } accept\n",
	                (int)getpid(), first, last);
	add_family(rules, "ip", MST_IPV4, addrs, count, first, last);
	add_family(rules, "ip6", MST_IPV6, addrs, count, first, last);
	mst_bounded_add(rules, "}\n}\n");
}

/* Without it nftables is not even asked: a sandbox may end the process that does. */
static bool has_privilege(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct held[_LINUX_CAPABILITY_U32S_3];

	return syscall(SYS_capget, &header, held) == 0 && held[0].effective & 1u << CAP_NET_ADMIN;
}

static int fail_privilege(struct mst_error *err)
{
	return mst_fail(err, -EPERM, "keeping the kernel from answering needs privilege (CAP_NET_ADMIN)");
}

/* The first line of what nftables says is the reason; the rest repeats our rules. */
static int fail(struct mst_error *err, struct nft_ctx *nft)
{
	const char *reason = nft_ctx_get_error_buffer(nft);

	if (strstr(reason, "not permitted"))
		return fail_privilege(err);
	return mst_fail(err, -ENOTSUP, "nftables: %.*s", (int)strcspn(reason, "\n"), reason);
}

int mst_port_guard_open(struct mst_port_guard **guard, const struct mst_addr *addrs, size_t count, uint16_t first,
                        uint16_t last, struct mst_error *err)
{
	char text[RULES_BYTES];
	struct mst_bounded_text rules = { text, sizeof text, false };
	struct mst_port_guard *made;

	*guard = NULL;
	if (!has_privilege())
		return fail_privilege(err);
	made = calloc(1, sizeof *made);
	if (!made)
		return mst_fail(err, -ENOMEM, "no memory for rules of nftables");
	made->nft = nft_ctx_new(NFT_CTX_DEFAULT);
	if (!made->nft) {
		free(made);
		return mst_fail(err, -ENOTSUP, "nftables is not there");
	}
	write_rules(&rules, addrs, count, first, last);
	if (nft_ctx_buffer_error(made->nft) < 0 || nft_ctx_buffer_output(made->nft) < 0 ||
	    nft_run_cmd_from_buffer(made->nft, text) != 0) {
		int code = fail(err, made->nft);

		mst_port_guard_close(made);
		return code;
	}
	*guard = made;
	return 0;
}

void mst_port_guard_close(struct mst_port_guard *guard)
{
	if (!guard)
		return;
	nft_ctx_free(guard->nft);
	free(guard);
}
