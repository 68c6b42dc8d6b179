/* SPDX-License-Identifier: BSD-2-Clause */
/* nmap.c - see nmap.h. */
#include "import/nmap.h"

#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/nmap_reasons.h"
#include "import/attributes.h"
#include "import/fields.h"
#include "import/nmap_host.h"
#include "import/nmap_service.h"
#include "import/run.h"

#define US_MAX UINT64_C(86400000000)

/* What is open, from the outside in. */
enum place { NOWHERE, RUN, HOST, PORT, EXTRAPORTS };

struct mst_nmap {
	struct mst_gather *gather;
	enum place place;
	bool begun, successful;
	struct mst_nmap_host host;
	struct mst_nmap_port port;       /* while PORT is open */
	struct mst_nmap_service service; /* of it */
	struct mst_nmap_group group;     /* while EXTRAPORTS is open */
	bool itemised;                   /* an extrareasons of it was added */
	uint64_t hosts, total;           /* that were read; that the file tells */
	uint64_t unknown_states;
};

/* ---- states ---- */

static bool refuses(uint8_t reason)
{
	return reason != MST_NO_RESPONSE && reason != MST_HOST_UNREACH && reason != MST_HOST_DOWN;
}

static uint8_t host_state(const char *state, const struct mst_nmap_verdict *verdict)
{
	if (strcmp(state, "down") == 0)
		return verdict->has_reason && refuses(verdict->reason) ? MST_UNREACHABLE : MST_DOWN;
	return strcmp(state, "up") == 0 ? MST_UP : MST_UNKNOWN;
}

/* nmap has two states that muster has not: "unfiltered" of an ACK scan, "closed|filtered" of an idle scan. */
static uint8_t port_state(struct mst_nmap *nmap, const char *state)
{
	enum mst_state found;

	if (mst_state_parse(&found, state) == 0 && (found >= MST_FILTERED || found == MST_UNKNOWN))
		return (uint8_t)found;
	nmap->unknown_states++;
	return MST_UNKNOWN;
}

/* `reason` may be NULL. */
static void read_reason(struct mst_nmap_verdict *verdict, const char *reason)
{
	enum mst_reason found;

	verdict->has_reason = reason && mst_nmap_reason_parse(&found, reason);
	if (verdict->has_reason)
		verdict->reason = (uint8_t)found;
}

static int read_verdict(struct mst_nmap_verdict *verdict, mst_attributes attributes, struct mst_error *err)
{
	const char *from = mst_attribute(attributes, "reason_ip");
	uint64_t ttl;
	int code = mst_attribute_number(attributes, "reason_ttl", UINT8_MAX, &ttl, err);

	read_reason(verdict, mst_attribute(attributes, "reason"));
	verdict->ttl = (uint8_t)ttl;
	if (from && mst_addr_parse(&verdict->from, from) < 0)
		return mst_fail(err, -EBADMSG, "reason_ip=\"%.40s\"; expected an address", from);
	return code;
}

/* ---- elements: what begins ---- */

static int begin_run(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	const char *args = mst_attribute(attributes, "args");

	nmap->place = RUN;
	nmap->begun = true;
	if (args && !(nmap->gather->command = strdup(args)))
		return mst_fail(err, -ENOMEM, "%s: no memory to read it", nmap->gather->file);
	return mst_attribute_time(attributes, "start", &nmap->gather->started_ns, err);
}

static uint8_t protocol_of(const char *name)
{
	return name && strcmp(name, "tcp") == 0 ? IPPROTO_TCP : name && strcmp(name, "udp") == 0 ? IPPROTO_UDP : 0;
}

static int begin_scaninfo(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	const char *services = mst_attribute(attributes, "services");
	uint8_t proto = protocol_of(mst_attribute(attributes, "protocol"));

	if (!proto || !services || !*services)
		return 0;
	nmap->gather->about_ports = true;
	nmap->gather->tcp |= proto == IPPROTO_TCP;
	nmap->gather->udp |= proto == IPPROTO_UDP;
	return mst_gather_ports(nmap->gather, proto, services, err);
}

static int begin_host(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	int code;

	nmap->place = HOST;
	mst_nmap_host_begin(&nmap->host);
	code = mst_attribute_time(attributes, "starttime", &nmap->host.start_ns, err);
	return code < 0 ? code : mst_attribute_time(attributes, "endtime", &nmap->host.end_ns, err);
}

static int begin_status(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	struct mst_nmap_verdict *verdict = &nmap->host.verdict;
	const char *state = mst_attribute(attributes, "state"), *reason = mst_attribute(attributes, "reason");
	int code = read_verdict(verdict, attributes, err);

	verdict->state = host_state(state ? state : "up", verdict);
	/* The user said that it is up (-Pn): nothing was asked. */
	if (reason && strcmp(reason, "user-set") == 0)
		verdict->state = MST_UNKNOWN;
	return code;
}

static int begin_address(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	const char *text = mst_attribute(attributes, "addr"), *type = mst_attribute(attributes, "addrtype");
	struct mst_nmap_host *host = &nmap->host;
	struct mst_addr addr;

	if (!text)
		return mst_fail(err, -EBADMSG, "an address without addr");
	if (type && strcmp(type, "mac") == 0) {
		host->has_mac = mst_link_addr_parse(host->mac, text);
		return host->has_mac ? 0
		                     : mst_fail(err, -EBADMSG, "addr=\"%.40s\"; expected a link-layer address", text);
	}
	if (mst_addr_parse(&addr, text) < 0)
		return mst_fail(err, -EBADMSG, "addr=\"%.40s\"; expected an IPv4 or IPv6 address", text);
	if (!host->addr.family)
		host->addr = addr;
	return 0;
}

static int begin_hostname(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	const char *name = mst_attribute(attributes, "name");

	(void)err;
	if (name)
		mst_nmap_host_add_name(&nmap->host, name);
	return 0;
}

static int begin_times(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	uint64_t us;
	int code;

	if (!mst_attribute(attributes, "srtt"))
		return 0;
	/* nmap writes -1 where it has none. */
	if (mst_attribute(attributes, "srtt")[0] == '-')
		return 0;
	code = mst_attribute_number(attributes, "srtt", US_MAX, &us, err);
	nmap->host.rtt_ns = (int64_t)(us * 1000);
	return code;
}

static int begin_port(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	uint64_t port;
	int code = mst_attribute_number(attributes, "portid", UINT16_MAX, &port, err);

	nmap->place = PORT;
	nmap->port = (struct mst_nmap_port){ .port = (uint16_t)port,
		                             .proto = protocol_of(mst_attribute(attributes, "protocol")) };
	nmap->port.verdict.state = MST_UNKNOWN;
	mst_nmap_service_begin(&nmap->service);
	if (code == 0 && !mst_attribute(attributes, "portid"))
		return mst_fail(err, -EBADMSG, "a port without portid");
	return code;
}

static int begin_state(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	const char *state = mst_attribute(attributes, "state");

	nmap->port.verdict.state = port_state(nmap, state ? state : "");
	return read_verdict(&nmap->port.verdict, attributes, err);
}

static int begin_extraports(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	const char *state = mst_attribute(attributes, "state");

	nmap->place = EXTRAPORTS;
	nmap->itemised = false;
	nmap->group = (struct mst_nmap_group){ .verdict.state = port_state(nmap, state ? state : "") };
	return mst_attribute_number(attributes, "count", UINT32_MAX, &nmap->group.count, err);
}

static int begin_extrareasons(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	const char *ports = mst_attribute(attributes, "ports"), *proto = mst_attribute(attributes, "proto");
	struct mst_ports checked = { .proto = 0 };
	int code;

	read_reason(&nmap->group.verdict, mst_attribute(attributes, "reason"));
	nmap->group.proto = protocol_of(proto);
	nmap->itemised = true;
	code = mst_attribute_number(attributes, "count", UINT32_MAX, &nmap->group.count, err);
	if (code < 0)
		return code;
	if (proto && !nmap->group.proto) /* sctp, ip */
		return 0;
	if (ports && (strlen(ports) > MST_PORTS_TEXT_MAX || !*ports || !mst_gather_read_ports(&checked, ports)))
		return mst_fail(err, -EBADMSG, "ports=\"%.40s\"; expected numbers and ranges such as 1,3-4", ports);
	return mst_nmap_host_add_group(&nmap->host, &nmap->group, ports, err);
}

/* What muster writes of a verdict: its workers; why it may not be what it seems, by the first word. */
static int begin_script(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	const char *id = mst_attribute(attributes, "id"), *output = mst_attribute(attributes, "output");
	struct mst_nmap_verdict *verdict = nmap->place == PORT ? &nmap->port.verdict : &nmap->host.verdict;
	char word[40];
	size_t length;

	if (!id || !output)
		return 0;
	if (strcmp(id, "muster-worker") == 0)
		return mst_nmap_take_workers(verdict, output, nmap->gather, err);
	if (strcmp(id, "muster-suspect") != 0)
		return nmap->place == PORT ? mst_nmap_service_script(&nmap->service, id, output, err) : 0;
	length = strcspn(output, " :,;");
	if (length >= sizeof word)
		return 0;
	memcpy(word, output, length);
	word[length] = '\0';
	if (!mst_suspicion_parse(&verdict->suspect, word))
		verdict->suspect = MST_NOT_SUSPECT;
	return 0;
}

static int begin_finished(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	const char *how = mst_attribute(attributes, "exit");

	nmap->successful = !how || strcmp(how, "success") == 0;
	return mst_attribute_time(attributes, "time", &nmap->gather->ended_ns, err);
}

static int begin_hosts(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err)
{
	return mst_attribute_number(attributes, "total", UINT64_MAX, &nmap->total, err);
}

/* In which place an element counts; those within a port count in its host, too, where they are the host's. */
static const struct {
	const char *name;
	enum place from, to;
	int (*begin)(struct mst_nmap *nmap, mst_attributes attributes, struct mst_error *err);
} elements[] = {
	/* clang-format off */
	{ "nmaprun", NOWHERE, NOWHERE, begin_run },
	{ "scaninfo", RUN, RUN, begin_scaninfo },
	{ "host", RUN, RUN, begin_host },
	{ "status", HOST, HOST, begin_status },
	{ "address", HOST, HOST, begin_address },
	{ "hostname", HOST, HOST, begin_hostname },
	{ "times", HOST, HOST, begin_times },
	{ "port", HOST, HOST, begin_port },
	{ "state", PORT, PORT, begin_state },
	{ "script", HOST, PORT, begin_script },
	{ "extraports", HOST, HOST, begin_extraports },
	{ "extrareasons", EXTRAPORTS, EXTRAPORTS, begin_extrareasons },
	{ "finished", RUN, RUN, begin_finished },
	{ "hosts", RUN, RUN, begin_hosts },
	/* clang-format on */
};

int mst_nmap_begin(struct mst_nmap *nmap, const char *element, const char *const *attributes, struct mst_error *err)
{
	if (!nmap->begun && strcmp(element, "nmaprun") != 0)
		return mst_fail(err, -EBADMSG, "XML of <%.40s>; expected <nmaprun>", element);
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
		if (nmap->place >= elements[i].from && nmap->place <= elements[i].to &&
		    strcmp(elements[i].name, element) == 0)
			return elements[i].begin(nmap, attributes, err);
	}
	return nmap->place == PORT ? mst_nmap_service_element(&nmap->service, element, attributes, err) : 0;
}

/* ---- elements: what ends ---- */

static int end_port(struct mst_nmap *nmap, struct mst_error *err)
{
	nmap->place = HOST;
	if (!nmap->port.proto) /* sctp, ip */
		return 0;
	nmap->port.service = mst_nmap_service_finish(&nmap->service);
	return mst_nmap_host_add_port(&nmap->host, &nmap->port, err);
}

static int end_extraports(struct mst_nmap *nmap, struct mst_error *err)
{
	nmap->place = HOST;
	return nmap->itemised || nmap->group.count == 0 ? 0
	                                                : mst_nmap_host_add_group(&nmap->host, &nmap->group, NULL, err);
}

static int end_host(struct mst_nmap *nmap, struct mst_error *err)
{
	nmap->place = RUN;
	nmap->hosts++;
	return mst_nmap_host_gather(&nmap->host, nmap->gather, nmap->gather->started_ns, err);
}

int mst_nmap_end(struct mst_nmap *nmap, const char *element, struct mst_error *err)
{
	if (nmap->place == PORT && strcmp(element, "port") == 0)
		return end_port(nmap, err);
	if (nmap->place == PORT)
		return mst_nmap_service_end(&nmap->service, element, err);
	if (nmap->place == EXTRAPORTS && strcmp(element, "extraports") == 0)
		return end_extraports(nmap, err);
	if (nmap->place == HOST && strcmp(element, "host") == 0)
		return end_host(nmap, err);
	return 0;
}

void mst_nmap_text(struct mst_nmap *nmap, const char *text, size_t length)
{
	if (nmap->place == PORT)
		mst_nmap_service_text(&nmap->service, text, length);
}

/* ---- the handle ---- */

int mst_nmap_new(struct mst_nmap **nmap, struct mst_gather *gather)
{
	*nmap = calloc(1, sizeof **nmap);
	if (!*nmap)
		return -ENOMEM;
	(*nmap)->gather = gather;
	return 0;
}

bool mst_nmap_has_begun(const struct mst_nmap *nmap)
{
	return nmap->begun;
}

void mst_nmap_finish(struct mst_nmap *nmap)
{
	nmap->gather->ended = nmap->successful;
	nmap->gather->everything = nmap->total == nmap->hosts;
	if (nmap->unknown_states)
		mst_gather_warn(nmap->gather,
		                "%" PRIu64 " states that muster does not have (such as unfiltered) are unknown",
		                nmap->unknown_states);
}

void mst_nmap_free(struct mst_nmap *nmap)
{
	if (!nmap)
		return;
	mst_nmap_host_free(&nmap->host);
	free(nmap);
}
