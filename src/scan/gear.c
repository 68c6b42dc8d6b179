/* gear.c - what outlives a round. See shared.h. */
#include "scan/shared.h"

void mst_gear_fail(struct mst_gear *gear, int code, const struct mst_error *error)
{
	pthread_mutex_lock(&gear->trouble.lock);
	if (mst_load(&gear->trouble.code, relaxed) == 0) {
		gear->trouble.error = *error;
		mst_store(&gear->trouble.code, code, release); /* TROUBLE */
	}
	pthread_mutex_unlock(&gear->trouble.lock);
	mst_store(&gear->stop, true, relaxed); /* STOP */
}
