/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spare.h - keeps some descriptors free for what is opened later: whoever opens something that a run can do without, a
 * faster engine or one more capture, first sets them aside. Where there are too few (ulimit -n), it is not opened, and
 * the run works without it; else the descriptors would be missing where nothing can replace them.
 */
#ifndef MST_BASE_SPARE_H
#define MST_BASE_SPARE_H

#include <errno.h>
#include <muster/error.h>
#include <sys/epoll.h>
#include <unistd.h>

/* More than a round, its hand-offs and its reports open after its captures. */
#define MST_SPARES 16

struct mst_spares {
	int fds[MST_SPARES];
	int count;
};

static inline void mst_spares_release(struct mst_spares *spares)
{
	while (spares->count)
		close(spares->fds[--spares->count]);
}

/* 0, or -EMFILE with a sentence; nothing is set aside then. */
static inline int mst_spares_take(struct mst_spares *spares, struct mst_error *err)
{
	spares->count = 0;
	while (spares->count < MST_SPARES) {
		int fd = epoll_create1(EPOLL_CLOEXEC);

		if (fd < 0) {
			mst_spares_release(spares);
			return mst_fail(err, -EMFILE, "this process may open too few files (ulimit -n)");
		}
		spares->fds[spares->count++] = fd;
	}
	return 0;
}

/* The same, and lets them go at once: for what opens nothing else meanwhile. */
static inline int mst_spares_check(struct mst_error *err)
{
	struct mst_spares spares;
	int code = mst_spares_take(&spares, err);

	mst_spares_release(&spares);
	return code;
}

#endif
