/* SPDX-License-Identifier: BSD-2-Clause */
/* route_look.c - see route_look.h. */
#include "round/route_look.h"

#include "base/cpus.h"

static void *ask(void *argument)
{
	struct mst_route_look *look = argument;
	struct mst_paths_wanted wanted = mst_plan_paths_wanted(look->plan);

	wanted.stop = &look->stop;
	look->code = mst_plan_paths_now(&look->paths, &wanted);
	mst_store(&look->done, true, release); /* LOOK */
	return NULL;
}

void mst_route_look_start(struct mst_route_look *look, const struct mst_plan *plan)
{
	struct mst_error ignored;

	if (look->running)
		return;
	look->plan = plan;
	look->running = true;
	mst_store(&look->done, false, relaxed);
	if (mst_cpus_start(&look->thread, NULL, ask, look, &ignored) == 0)
		return;
	ask(look);
	look->thread = pthread_self();
}

static void join(struct mst_route_look *look)
{
	if (!pthread_equal(look->thread, pthread_self()))
		pthread_join(look->thread, NULL);
	look->running = false;
}

bool mst_route_look_take(struct mst_route_look *look, int *code, struct mst_paths *paths)
{
	if (!look->running || !mst_load(&look->done, acquire)) /* LOOK */
		return false;
	join(look);
	*code = look->code;
	*paths = look->paths;
	look->paths = (struct mst_paths){ 0 };
	return true;
}

void mst_route_look_close(struct mst_route_look *look)
{
	if (!look->running)
		return;
	mst_store(&look->stop, true, relaxed); /* STOP */
	join(look);
	mst_paths_free(&look->paths);
}
