/* SPDX-License-Identifier: BSD-2-Clause */
/* serviced.h - what a scan keeps of the services behind its open ports. See services.h. */
#ifndef MST_SCAN_SERVICED_H
#define MST_SCAN_SERVICED_H

#include <muster/scan.h>
#include <pthread.h>

#include "base/atomic.h"
#include "converse/converse.h"
#include "round/greeting.h"
#include "scan/waiting.h"

/* The first of several names that an address was given by. */
struct mst_first_name {
	const char *all; /* as the targets have them, with blanks between */
	char *first;
};

struct mst_services {
	struct mst_signatures *signatures;     /* NULL: services are not wanted */
	struct mst_converse *_Atomic converse; /* NULL before the start */
	_Atomic uint64_t suspect;              /* ports that the conversations made suspect; the lock's holder writes */
	_Atomic uint64_t cut;                  /* ports that waited when it ended */
	pthread_mutex_t lock;                  /* for the members that follow, and the sink */
	pthread_cond_t told;                   /* nothing waits any more */
	const struct mst_greeting *greeting;   /* NULL: all open ports are left to the conversations */
	struct mst_overheard *overheard;       /* of the reporter: names what was greeted; NULL: nothing is */
	_Atomic uint64_t met, greeted,
		named; /* handshakes completed; ports that said something; of these, with a name */
	struct mst_waiting waiting;
	mst_result_sink *sink;        /* of the last round, with its journal; NULL: none */
	void *user;                   /* of that sink */
	struct mst_first_name *names; /* of the thread of the conversations */
	size_t name_count;
	uint64_t flushed_ns;
	bool unflushed, failed; /* the sink: no more calls */
};

/* Adds what they have counted. Any thread. */
void mst_services_count(const struct mst_services *services, struct mst_scan_stats *stats);

#endif
