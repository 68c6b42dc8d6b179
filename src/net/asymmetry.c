/* SPDX-License-Identifier: BSD-2-Clause */
/* asymmetry.c - see asymmetry.h. */
#include "net/asymmetry.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* Whether the interface takes over the packets of its ports, which are then received twice. */
static bool is_master(const struct mst_survey_link *link)
{
	return strcmp(link->info.type, "vrf") != 0;
}

/* Kinds whose packets are also received on the interface below, untouched. */
static bool shares_lower(const struct mst_survey_link *link)
{
	static const char *const kinds[] = { "macvlan", "macvtap", "ipvlan", "ipvtap" };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(link->info.type, kinds[i]) == 0)
			return link->lower > 0 && !link->info.lower_elsewhere;
	}
	return false;
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

		if (upper && shares_lower(upper) && upper->lower == link->info.index)
			return true;
	}
	return false;
}

/* Whether its packets are received elsewhere, or it has none. */
static bool is_excepted(const struct mst_survey *survey, const struct mst_survey_link *link,
                        const struct mst_captured_at *captured, size_t count)
{
	const struct mst_survey_link *master = mst_survey_link_at(survey, link->master);
	const struct mst_captured_at *below = captured_at(captured, count, link->lower);

	if (strcmp(link->info.type, "loopback") == 0 || strcmp(link->info.type, "vrf") == 0)
		return true;
	if (strcmp(link->info.type, "vlan") == 0 && !link->info.lower_elsewhere && below && below->sees_tagged)
		return true;
	return (master && is_master(master)) || shares_lower(link) || is_below_captured(survey, link, captured, count);
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
	_Alignas(MNL_ALIGNTO) char buffer[MST_RTNL_REQUEST];
	void *info;
	struct nlmsghdr *question = mst_rtnl_question(buffer, RTM_GETLINK, NLM_F_DUMP, sizeof(struct ifinfomsg), &info);
	struct mst_rtnl *rtnl;
	int code = mst_rtnl_open(&rtnl, err);

	if (code < 0)
		return code;
	code = mst_rtnl_ask(rtnl, question, &mst_survey_links, survey);
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
