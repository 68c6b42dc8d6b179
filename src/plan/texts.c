/* SPDX-License-Identifier: BSD-2-Clause */
/* texts.c - checks the texts of a config with the readers that the plan will use, and says which probes there are. See
 * muster/scan_config.h. */
#include <muster/scan_config.h>

#include "base/cpus.h"
#include "plan/config.h"
#include "probe/payloads.h"
#include "probe/probe.h"

static int check_cpus(const struct mst_scan_threads *threads, struct mst_error *err)
{
	struct mst_cpus cpus;
	cpu_set_t allowed;

	if (!threads->cpus)
		return 0;
	mst_cpus_allowed(&allowed);
	return mst_cpus_read(&cpus, threads->cpus, &allowed, err);
}

static int check_probes(const struct mst_scan_probing *probing, struct mst_error *err)
{
	struct mst_probe probes[MST_PROBES_MAX];
	unsigned first;
	int count = probing->probes ? mst_probe_parse(probes, &first, probing->probes, err) : 0;

	return count < 0 ? count : 0;
}

static int check_payloads(const struct mst_scan_probing *probing, struct mst_error *err)
{
	struct mst_payloads *payloads = NULL;
	int code = probing->payloads ? mst_payloads_new(&payloads, err) : 0;

	if (code == 0 && probing->payloads)
		code = mst_payloads_add_file(payloads, probing->payloads, err);
	mst_payloads_free(payloads);
	return code;
}

void mst_scan_probe_names(char *text, size_t size)
{
	mst_probe_names(text, size);
}

int mst_scan_check_texts(const struct mst_scan_config *config, struct mst_error *err)
{
	int code = check_cpus(&config->threads, err);

	if (code == 0)
		code = check_probes(&config->probing, err);
	if (code == 0)
		code = mst_config_check_gateway_mac(&config->route, err);
	return code < 0 ? code : check_payloads(&config->probing, err);
}
