/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hosts.h - the hosts to ping: the words of the command line and of files,
 * as addresses with the names they were called by.
 */
#ifndef MST_CLI_PING_HOSTS_H
#define MST_CLI_PING_HOSTS_H

#include <muster/addr.h>
#include <muster/error.h>
#include <muster/forward.h>
#include <muster/net.h>

#include "cli/options/options.h"

struct mst_ping_hosts {
	struct mst_addr *addrs;
	char **names; /* as typed; the address itself for those out of a range */
	int *lookups; /* of a name: its index in `lookup`, until it is resolved; else -1 */
	size_t count, room;
	struct mst_forward *lookup;
	size_t passed_over;    /* words that have no address, or one that no host has: a sentence on stderr says so */
	struct mst_error last; /* of these sentences, the last: it is still to be printed */
	int last_code;
	struct mst_subnet_end *ends;
	size_t end_count;
};

/* What the words stand for. */
struct mst_ping_rules {
	bool ipv4, ipv6;       /* of names; see mst_targets_take_names */
	bool broadcast;        /* single broadcast and multicast addresses are hosts, too */
	const char *interface; /* of link-local addresses without one; NULL: they are refused */
	bool quiet;
};

/*
 * Names, addresses of both families, and ranges as sweep takes them, without the network and broadcast addresses of
 * attached subnets. A single broadcast or multicast address needs rules->broadcast. Into a zeroed *hosts, or behind
 * what it has. -EINVAL, -ENOMEM, -errno.
 */
int mst_ping_hosts_add(struct mst_ping_hosts *hosts, const char *word, const struct mst_ping_rules *rules,
                       struct mst_error *err);

/* All that a file lists ("-" is standard input): one or many a line, `#` starts a comment.
 * The sentence names file and line. */
int mst_ping_hosts_add_file(struct mst_ping_hosts *hosts, const char *path, const struct mst_ping_rules *rules,
                            struct mst_error *err);

/*
 * No more are added: the names are looked up, all together. When there is no host, the error is the reason for the last
 * word passed over: -ENOENT, -EINVAL, -EAGAIN. -EINTR when a signal came, -ENOMEM.
 */
int mst_ping_hosts_end(struct mst_ping_hosts *hosts, const struct mst_ping_rules *rules, struct mst_error *err);

void mst_ping_hosts_free(struct mst_ping_hosts *hosts);

#endif
