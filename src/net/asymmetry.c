/* SPDX-License-Identifier: BSD-2-Clause */
/* asymmetry.c - see asymmetry.h. */
#include "net/asymmetry.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "net/stacked.h"

/* Whether the interface takes over the packets of its ports, which are then received twice. */
static bool is_master(const struct mst_survey_link *link)
{
	return strcmp(link->info.type, "vrf") != 0;
}

static const struct mst_captured_at *captured_at(const struct mst_captured_at *captured, size_t count, int ifindex)
{
	for (size_t i = 0; i < count; i++) {
		if (captured[i].ifindex == ifindex)
			return &captured[i];
	}
	return NULL;
}

static bool is_below_captured(const struct mst_survey *survey, const struct mst_survey_link *link,
                              const struct mst_captured_at *captured, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct mst_survey_link *upper = mst_survey_link_at(survey, captured[i].ifindex);

		if (upper && mst_stacked_lower_of(survey, upper) == link)
			return true;
	}
	return false;
}

/* Whether its packets are received elsewhere, or it has none. */
static bool is_excepted(const struct mst_survey *survey, const struct mst_survey_link *link,
                        const struct mst_captured_at *captured, size_t count)
{
	const struct mst_survey_link *master = mst_survey_link_at(survey, link->master);
	const struct mst_survey_link *tagged_at = mst_stacked_vlan_of(survey, link);
	const struct mst_captured_at *below = tagged_at ? captured_at(captured, count, tagged_at->info.index) : NULL;

	if (strcmp(link->info.type, "loopback") == 0 || strcmp(link->info.type, "vrf") == 0)
		return true;
	if (below && below->sees_tagged)
		return true;
	return (master && is_master(master)) || mst_stacked_lower_of(survey, link) ||
	       is_below_captured(survey, link, captured, count);
}

int mst_asymmetry_judge(struct mst_asymmetry *asymmetry, const struct mst_survey *survey,
                        const struct mst_captured_at *captured, size_t count, struct mst_error *err)
{
	asymmetry->except = calloc(count + survey->link_count + 1, sizeof *asymmetry->except);
	if (!asymmetry->except)
		return mst_fail(err, -ENOMEM, "no memory for a list of interfaces");
	for (size_t i = 0; i < count; i++)
		asymmetry->except[asymmetry->except_count++] = captured[i].ifindex;
	for (size_t i = 0; i < survey->link_count; i++) {
		const struct mst_survey_link *link = &survey->links[i];

		if (captured_at(captured, count, link->info.index))
			continue;
		if (is_excepted(survey, link, captured, count))
			asymmetry->except[asymmetry->except_count++] = link->info.index;
		else
			asymmetry->others += link->info.state != MST_INTERFACE_DOWN;
	}
	return 0;
}

/* Links only: a dump of routes may be long. */
static int read_links(struct mst_survey *survey, struct mst_error *err)
{
	struct mst_rtnl *rtnl;
	int code = mst_rtnl_open(&rtnl, err);

	if (code < 0)
		return code;
	code = mst_rtnl_dump(rtnl, RTM_GETLINK, sizeof(struct ifinfomsg), AF_UNSPEC, &mst_survey_links, survey);
	mst_rtnl_close(rtnl);
	return code < 0 ? mst_fail(err, code, "cannot list the network interfaces: %s", strerror(-code)) : 0;
}

int mst_asymmetry_read(struct mst_asymmetry *asymmetry, const struct mst_captured_at *captured, size_t count,
                       struct mst_error *err)
{
	struct mst_survey survey = { 0 };
	int code = read_links(&survey, err);

	if (code == 0)
		code = mst_asymmetry_judge(asymmetry, &survey, captured, count, err);
	mst_survey_free(&survey);
	return code;
}

void mst_asymmetry_free(struct mst_asymmetry *asymmetry)
{
	free(asymmetry->except);
	*asymmetry = (struct mst_asymmetry){ 0 };
}
