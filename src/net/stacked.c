/* SPDX-License-Identifier: BSD-2-Clause */
/* stacked.c - see stacked.h. */
#include "net/stacked.h"

#include <string.h>

static bool is_one_of(const struct mst_survey_link *link, const char *const *kinds)
{
	for (; *kinds; kinds++) {
		if (strcmp(link->info.type, *kinds) == 0)
			return true;
	}
	return false;
}

static const struct mst_survey_link *up_at(const struct mst_survey *survey, int index)
{
	const struct mst_survey_link *link = index ? mst_survey_link_at(survey, index) : NULL;

	return link && link->info.state != MST_INTERFACE_DOWN ? link : NULL;
}

const struct mst_survey_link *mst_stacked_master_of(const struct mst_survey *survey, const struct mst_survey_link *link)
{
	static const char *const kinds[] = { "bridge", "bond", "team", NULL };
	const struct mst_survey_link *master = up_at(survey, link->master);

	return master && is_one_of(master, kinds) ? master : NULL;
}

static const struct mst_survey_link *lower_of(const struct mst_survey *survey, const struct mst_survey_link *link)
{
	return link->info.lower_elsewhere ? NULL : up_at(survey, link->lower);
}

/* The other end, if this one is to be passed over: the one whose packets pass a master, else the first, is kept. */
static const struct mst_survey_link *peer_of(const struct mst_survey *survey, const struct mst_survey_link *link)
{
	static const char *const kinds[] = { "veth", NULL };
	const struct mst_survey_link *peer = is_one_of(link, kinds) ? lower_of(survey, link) : NULL;

	if (!peer || peer->lower != link->info.index || !is_one_of(peer, kinds))
		return NULL;
	return mst_stacked_master_of(survey, peer) || peer->info.index < link->info.index ? peer : NULL;
}

const struct mst_survey_link *mst_stacked_lower_of(const struct mst_survey *survey, const struct mst_survey_link *link)
{
	static const char *const kinds[] = { "macvlan", "macvtap", "ipvlan", "ipvtap", NULL };

	return is_one_of(link, kinds) ? lower_of(survey, link) : NULL;
}

bool mst_stacked_is_seen_elsewhere(const struct mst_survey *survey, const struct mst_survey_link *link)
{
	if (mst_stacked_master_of(survey, link) || mst_stacked_lower_of(survey, link) || peer_of(survey, link))
		return true;
	for (size_t i = 0; strcmp(link->info.type, "vrf") == 0 && i < survey->link_count; i++) {
		if (survey->links[i].master == link->info.index && up_at(survey, survey->links[i].info.index))
			return true;
	}
	return false;
}

const struct mst_survey_link *mst_stacked_vlan_of(const struct mst_survey *survey, const struct mst_survey_link *link)
{
	return link->vlan && link->info.state != MST_INTERFACE_DOWN ? lower_of(survey, link) : NULL;
}
