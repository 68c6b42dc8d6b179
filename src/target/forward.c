/* SPDX-License-Identifier: BSD-2-Clause */
/* forward.c - names without a set of targets; see muster/forward.h. */
#include <errno.h>
#include <muster/forward.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "target/lookup.h"

struct mst_forward {
	struct mst_name_lookups lookups;
};

struct mst_forward *mst_forward_new(void)
{
	return calloc(1, sizeof(struct mst_forward));
}

void mst_forward_free(struct mst_forward *names)
{
	if (!names)
		return;
	mst_name_lookups_free(&names->lookups);
	free(names);
}

int mst_forward_add(struct mst_forward *names, const char *name, bool ipv4, bool ipv6)
{
	char copy[256]; /* more than a name has */
	struct mst_name_lookup lookup = { .name = copy, .ipv4 = ipv4, .ipv6 = ipv6 };
	int code;

	if (strlen(name) >= sizeof copy || names->lookups.count >= INT32_MAX)
		return -ENOMEM;
	strcpy(copy, name);
	code = mst_name_lookups_add(&names->lookups, &lookup);
	return code < 0 ? code : (int)(names->lookups.count - 1);
}

int mst_forward_run(struct mst_forward *names, mst_forward_watch *watch, void *user, struct mst_error *err)
{
	int code = mst_name_lookups_run(&names->lookups, watch, user);

	if (code == -EINTR)
		return mst_fail(err, code, "stopped while names were looked up");
	return code < 0 ? mst_fail(err, code, "no memory to look up names") : 0;
}

int mst_forward_found(const struct mst_forward *names, int index, struct mst_addr found[2], struct mst_error *err)
{
	const struct mst_name_lookup *lookup = &names->lookups.items[index];
	int count = 0;

	memset(found, 0, 2 * sizeof *found);
	for (size_t i = 0; i < lookup->count && count < 2; i++) {
		if (count == 0 || found[0].family != lookup->addrs[i].family)
			found[count++] = lookup->addrs[i];
	}
	if (count)
		return count;
	if (lookup->temporary)
		return mst_fail(err, -EAGAIN, "%s: no name server answered, also when asked again (%s)", lookup->name,
		                lookup->wrong);
	return mst_fail(err, -ENOENT, "%s: no %s address found for this name (%s)", lookup->name,
	                mst_name_lookup_wanted(lookup), lookup->wrong);
}
