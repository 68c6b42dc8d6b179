/* SPDX-License-Identifier: BSD-2-Clause */
/* run.c - see run.h. */
#include "round/run.h"

void mst_run_open(struct mst_run *run)
{
	pthread_mutex_init(&run->trouble.lock, NULL);
}

void mst_run_close(struct mst_run *run)
{
	pthread_mutex_destroy(&run->trouble.lock);
}

void mst_run_fail(struct mst_run *run, int code, const struct mst_error *error)
{
	pthread_mutex_lock(&run->trouble.lock);
	if (mst_load(&run->trouble.code, relaxed) == 0) {
		run->trouble.error = *error;
		mst_store(&run->trouble.code, code, release); /* TROUBLE */
	}
	pthread_mutex_unlock(&run->trouble.lock);
	mst_store(&run->stop, true, relaxed); /* STOP */
}
