/* foregone.c - what can be said of a question without sending anything. See plan.h. */
#include "scan/plan.h"
#include "target/set.h"

/* How the host phase found it: SILENT where it was not even asked. */
static enum mst_standing standing_of(const struct mst_plan *plan, const struct mst_addr *addr)
{
	mst_uint128 index;

	if (!mst_targets_index(plan->up_among, addr, &index))
		return MST_STANDING_SILENT;
	return mst_seen_get(plan->up, (uint64_t)index);
}

static const struct mst_foregone ask_it = { 0 };
static const struct mst_foregone host_is_down = { true, MST_FILTERED, MST_HOST_DOWN };
static const struct mst_foregone host_is_unknown = { true, MST_UNKNOWN, MST_LOCAL_LOSS };

/* Who could not be found out about is asked, if that can be: only silence makes a host down. */
static struct mst_foregone after_host_phase(const struct mst_plan *plan, const struct mst_path *path,
                                            const struct mst_addr *addr)
{
	enum mst_standing standing;

	if (path->wire ? mst_neighbours_find(plan->neighbours, addr) != NULL : !plan->up_only)
		return ask_it;
	standing = standing_of(plan, addr);
	if (path->wire)
		return standing == MST_STANDING_UNKNOWN ? host_is_unknown : host_is_down;
	return standing == MST_STANDING_BEST || standing == MST_STANDING_UNKNOWN ? ask_it : host_is_down;
}

struct mst_foregone mst_plan_foregone(const struct mst_plan *plan, const struct mst_path *path,
                                      const struct mst_question_at *question)
{
	enum mst_state refused = plan->about_ports ? MST_FILTERED : MST_UNREACHABLE;

	switch (path ? path->kind : MST_PATH_NONE) {
	case MST_PATH_UNREACHABLE:
		return (struct mst_foregone){ true, refused, MST_HOST_UNREACH };
	case MST_PATH_PROHIBITED:
		return (struct mst_foregone){ true, refused, MST_ADMIN_PROHIBITED };
	case MST_PATH_BLACKHOLE:
	case MST_PATH_NONE:
		return (struct mst_foregone){ true, refused, MST_NO_ROUTE };
	case MST_PATH_LOCAL:
		if (!plan->about_ports)
			return (struct mst_foregone){ true, MST_UP, MST_LOCAL };
		break;
	case MST_PATH_UNICAST:
		if (plan->gateway_silent && plan->gateway_silent[path - plan->paths.paths])
			return (struct mst_foregone){ true, MST_UNKNOWN, MST_GATEWAY_SILENT };
		break;
	}
	return plan->up ? after_host_phase(plan, path, &question->addr) : ask_it;
}
