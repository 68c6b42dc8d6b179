/*
 * ping_hosts.h - whom to ping: the words of the command line, as addresses with the names they were called by.
 */
#ifndef MST_CLI_PING_HOSTS_H
#define MST_CLI_PING_HOSTS_H

#include <muster/addr.h>
#include <muster/error.h>

#include "cli/options.h"

struct mst_ping_hosts {
	struct mst_addr *addrs;
	char **names;      /* as typed; the address itself for those out of a range */
	size_t count, room;
	size_t unresolved; /* words that no address was found for: told, and passed over */
};

/*
 * Names, addresses of both families, and ranges as sweep takes them. `family`: MST_IPV4, MST_IPV6, or MST_NO_FAMILY for
 * the resolver's first. Names that do not resolve are told on stderr. -EINVAL, -ENOMEM.
 */
int mst_ping_hosts_read(struct mst_ping_hosts *hosts, const struct mst_words *words, uint8_t family, struct mst_error *err);
void mst_ping_hosts_free(struct mst_ping_hosts *hosts);

#endif
