/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * handle.h - what a handle of muster/listen.h holds: capture threads, each with its learner, and the hosts they share.
 */
#ifndef MST_LISTEN_HANDLE_H
#define MST_LISTEN_HANDLE_H

#include <muster/listen.h>
#include <pthread.h>

#include "capture/tap.h"
#include "listen/learn.h"

#define MST_LISTEN_INTERFACES_MAX 64
#define MST_LISTEN_SOURCES_TEXT 512

struct mst_listener {
	MST_OWN_LINE struct mst_learner learner;
	struct mst_tap *tap;
	pthread_t thread;
	bool started;
	struct mst_listen *listen;
	struct mst_error failure;           /* before ENDED */
	_Atomic bool ended;                 /* ENDED */
	_Atomic uint64_t received, dropped; /* its thread writes */
};

struct mst_listen {
	struct mst_hosts hosts;
	struct mst_kept_names *kept_names;
	struct mst_listener *listeners;
	unsigned listener_count;
	char *names[MST_LISTEN_INTERFACES_MAX];
	size_t name_count;
	char sources[MST_LISTEN_SOURCES_TEXT];
	uint64_t unaddressed; /* of the last take */
	_Atomic bool stop;    /* STOP */
};

#endif
