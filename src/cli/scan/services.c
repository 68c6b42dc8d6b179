/* SPDX-License-Identifier: BSD-2-Clause */
/* services.c - see services.h. */
#include "cli/scan/services.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "cli/options/values.h"

#define PARALLEL_USUAL 2000
#define FILES_BESIDES 256 /* outputs, sockets, captures */
#define PER_HOST_USUAL 4

/* What has no meaning while nobody talks to ports. */
static const char *const of_talking[] = { "parallel",    "per-host",   "service-timeout", "banner-bytes",
	                                  "risky-ports", "signatures", "fingerprints" };

int mst_scan_check_services(struct mst_probing *options, struct mst_error *err)
{
	struct mst_scan_services *services = &options->scan.services;

	services->wanted = options->service || options->banner;
	services->banner_only = !options->service;
	for (size_t i = 0; i < sizeof of_talking / sizeof *of_talking && !services->wanted; i++) {
		if (mst_given(options->arguments, of_talking[i]))
			return mst_fail(err, -EINVAL, "--%s means nothing without --service or --banner",
			                of_talking[i]);
	}
	return 0;
}

static int refuse_community(const struct mst_probing *options, const char *why, struct mst_error *err)
{
	return mst_fail(err, -EINVAL, "--snmp-community-file %s: %s", options->community_path, why);
}

int mst_scan_read_community(struct mst_probing *options, struct mst_error *err)
{
	size_t length;
	FILE *file;
	bool read;

	if (!options->community_path)
		return 0;
	file = fopen(options->community_path, "re");
	if (!file)
		return mst_fail(err, -errno, "--snmp-community-file %s: %s", options->community_path, strerror(errno));
	read = fgets(options->community, sizeof options->community, file) != NULL;
	(void)fclose(file);
	if (!read)
		return refuse_community(options, "expected a community in its first line", err);
	length = strcspn(options->community, "\r\n");
	if (length == 0)
		return refuse_community(options, "expected a community in its first line", err);
	if (length + 1 == sizeof options->community)
		return refuse_community(options, "expected a community of at most 126 bytes in its first line", err);
	options->community[length] = '\0';
	options->scan.services.community = options->community;
	return 0;
}

void mst_scan_raise_open_files(const struct mst_probing *options)
{
	const struct mst_scan_services *services = &options->scan.services;
	rlim_t wanted = (services->parallel ? services->parallel : PARALLEL_USUAL) + FILES_BESIDES;
	struct rlimit limit;

	if (!services->wanted || getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

bool mst_scan_explain_services(const struct mst_probing *options, char text[MST_TALKING_TEXT])
{
	const struct mst_scan_services *services = &options->scan.services;
	bool udp = options->scan.probing.udp;
	unsigned per_host = services->per_host ? services->per_host : PER_HOST_USUAL;

	if (!services->wanted)
		return false;
	snprintf(text, MST_TALKING_TEXT, "open ports are %s, to find out which %s, at most %u of a host at once%s",
	         udp ? "asked further" : "talked to", services->banner_only ? "banner each sends" : "service answers",
	         per_host,
	         udp || services->risky_ports
	                 ? ""
	                 : "; not 515 and 9100 to 9116, where printers print what they are sent (--risky-ports)");
	return true;
}
