/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * values.c - each value of the options of sweep, scan, watch and route by itself; see options.h.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/options/inserts.h"
#include "cli/options/values.h"
#include "cli/probing/options.h"

static int check_fields(const struct mst_probing *options, struct mst_error *err)
{
	struct mst_report_config config = {
		.fields = options->fields,
		.fields_for_ports = options->scan.probing.question == MST_ASK_PORTS,
	};
	struct mst_report *report = NULL;
	int code = options->fields ? mst_report_new(&report, &config, err) : 0;

	mst_report_free(report);
	return mst_value_named(err, code, "fields", options->fields);
}

/* Whether it is one of this machine is found out with the routes. */
static int check_source(const struct mst_probing *options, struct mst_error *err)
{
	const char *text = options->scan.route.source_ip, *advice;
	char room[MST_ADDR_ADVICE];
	struct mst_addr addr;

	if (!text || mst_addr_parse(&addr, text) == 0)
		return 0;
	advice = mst_addr_advice(text, room);
	return mst_fail(err, -EINVAL, "--source-ip %s: %s", text,
	                advice ? advice : "expected an address of this machine, such as 10.0.2.17");
}

int mst_probing_read_detect(enum mst_detect *detect, const char *word, struct mst_error *err)
{
	static const char *const words[] = {
		[MST_DETECT_AUTO] = "auto", [MST_DETECT_ON] = "on", [MST_DETECT_OFF] = "off"
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i], word ? word : "auto") == 0) {
			*detect = (enum mst_detect)i;
			return 0;
		}
	}
	return mst_fail(err, -EINVAL, "--detect-proxies %s: expected auto, on or off", word);
}

int mst_probing_read_syn_options(enum mst_syn_options *which, const char *word, struct mst_error *err)
{
#define WORD(constant, name, meaning) [constant] = name,
	static const char *const words[] = { MST_SYN_OPTIONS(WORD) };
#undef WORD
	char systems[64];

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i], word) == 0) {
			*which = (enum mst_syn_options)i;
			return 0;
		}
	}
	mst_syn_systems(systems, sizeof systems);
	return mst_fail(err, -EINVAL, "--syn-options %s: expected %s", word, systems);
}

bool mst_probing_sends_syns(const struct mst_probing *options)
{
	const struct mst_scan_probing *probing = &options->scan.probing;
	bool about_ports = probing->question == MST_ASK_PORTS;

	return (about_ports && !probing->udp) ||
	       ((!about_ports || probing->discover) && strstr(probing->probes, "syn:"));
}

void mst_probing_note_user(struct mst_probing *options)
{
	options->scan.route.by_user = true;
	options->scan.route.user = geteuid();
}

int mst_probing_check_values(const struct mst_probing *options, struct mst_error *err)
{
	struct mst_scan_config scan = options->scan;
	int code = mst_value_check_engine(MST_ENGINE_SEND, "engine", options->scan.engines.tx, err);

	if (code == 0)
		code = mst_value_check_engine(MST_ENGINE_RECEIVE, "rx", options->scan.engines.rx, err);
	if (code == 0)
		code = mst_value_check_interface("interface", options->scan.route.interface, NULL, err);
	if (code == 0)
		code = check_source(options, err);
	scan.probing.payloads = NULL; /* a file: it is read when we have its user's rights */
	if (code == 0)
		code = mst_scan_check_texts(&scan, err);
	return code < 0 ? code : check_fields(options, err);
}
