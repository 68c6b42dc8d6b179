/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * afs.h - the services of AFS that are called by Rx: a port each, and a table of operations with their arguments.
 */
#ifndef MST_DISSECT_PAYLOAD_AFS_H
#define MST_DISSECT_PAYLOAD_AFS_H

#include "base/reader.h"
#include "dissect/common/line.h"

/*
 * An operation. What is behind its name is told by a format of its own: text stands as it is, and
 *
 *     %u %d    a number, without and with a sign          %U    one of 64 bits
 *     %s       a text of counted length, in quotes        %n    one of 64 (%N: 65) numbers, each of which is a byte
 *     %t       a time, in seconds                         %f    a file: volume, vnode, unique number
 *     %a       the attributes that are stored             %c    an access list
 *     %v       a version of a database                    %i    a UUID
 *     %y       yes or no                                  %T    the type of a volume
 *     %x       a server: three numbers                    %e    an entry about a volume, of 8 (%E: 13) servers
 *     %V       a volume in a list                         %k    promises about files
 *     %o       bytes of counted length, which are skipped
 *     %(f) …   a count, and so many of these, between commas
 *     %[d] …   the same without commas
 */
struct mst_afs_operation {
	uint32_t number;
	const char *name, *call, *reply; /* NULL: nothing is told of them */
};

struct mst_afs_service {
	uint16_t port;
	bool replicated; /* by Ubik, whose operations it has too */
	const char *name;
	const struct mst_afs_operation *operations; /* the last one has no name */
};

/* The service at a port of UDP; NULL: there is none. */
const struct mst_afs_service *mst_afs_service_at(uint16_t port);

/* Of a service, or of Ubik where it is replicated (`*ubik`); NULL: there is none. */
const struct mst_afs_operation *mst_afs_operation_of(const struct mst_afs_service *service, uint32_t number,
                                                     bool *ubik);

/* What a format says of the bytes; false when they end too early, or cannot be. */
bool mst_afs_describe(struct mst_line *line, struct mst_reader *r, const char *format);

#endif
