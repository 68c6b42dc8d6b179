/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sources.h - who answers for a host name on this machine: the line `hosts:` of nsswitch.conf(5) decides.
 *
 *     name ─┬─ in the hosts file ────────────────────────► its addresses
 *           ├─ of a source that only the C library has ──► getaddrinfo(3): mDNS (.local), this machine's own names …
 *           └─ all others ───────────────────────────────► name servers, by c-ares, many at a time
 *
 * The answer must be that of getaddrinfo. So c-ares is used for names that getaddrinfo would take from name servers
 * too; where the line has anything that is not understood here, getaddrinfo answers for all names.
 */
#ifndef MST_TARGET_SOURCES_H
#define MST_TARGET_SOURCES_H

#include <stdbool.h>
#include <stdio.h>

#define MST_SOURCE_NAME 256

struct mst_name_sources {
	bool files, dns;        /* the hosts file; name servers */
	bool all_by_system;     /* getaddrinfo for all names */
	bool local_by_system;   /* … for names that end in .local (RFC 6762) */
	bool own_by_system;     /* … for localhost, _gateway, _outbound and the name of this machine */
	bool single_by_system;  /* … for names of one label */
	bool missing_by_system; /* … for names that the name servers do not have */
	char own[MST_SOURCE_NAME];
};

/* Reads nsswitch.conf and resolv.conf of this machine. A file that is missing has the C library's defaults. */
void mst_name_sources_read(struct mst_name_sources *sources);

/* From these two files; each may be NULL. For the call above, and for tests. */
void mst_name_sources_parse(struct mst_name_sources *sources, FILE *nsswitch, FILE *resolv);

/* Whether getaddrinfo answers for this name. */
bool mst_name_sources_by_system(const struct mst_name_sources *sources, const char *name);

#endif
