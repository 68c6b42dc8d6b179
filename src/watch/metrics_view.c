/* SPDX-License-Identifier: BSD-2-Clause */
/* metrics_view.c - see metrics_view.h. */
#include "watch/metrics_view.h"

#include <muster/net.h>
#include <muster/targets.h>
#include <muster/version.h>

#include "base/clock.h"

/* ---- which hosts and ports have series ---- */

/* A view, and for which items it has series. */
struct shown {
	const struct mst_metrics_view *view;
	enum mst_metrics_hosts hosts, ports;
};

static bool is_one_of(const struct mst_watch_item *item, enum mst_metrics_hosts hosts)
{
	if (item->rounds_asked == 0 || (item->port && item->first_seen == MST_WATCH_NEVER))
		return false;
	return hosts == MST_METRICS_ALL || (hosts == MST_METRICS_UP && item->first_seen != MST_WATCH_NEVER) ||
	       (hosts == MST_METRICS_CHANGED && item->turns > 0);
}

static bool is_shown(const struct shown *shown, const struct mst_watch_item *item)
{
	return is_one_of(item, item->port ? shown->ports : shown->hosts);
}

/* Hosts, whether their state was found out or not, and ports that were open once. */
static void count_all(const struct mst_metrics_view *view, uint64_t *hosts, uint64_t *ports)
{
	*hosts = *ports = 0;
	for (size_t i = 0; i < view->count; i++) {
		if (view->items[i].port)
			*ports += is_one_of(&view->items[i], MST_METRICS_ALL);
		else
			(*hosts)++;
	}
}

static struct shown choose(const struct mst_metrics_view *view)
{
	struct shown shown = { view, view->hosts, view->hosts };
	uint64_t hosts, ports;

	if (view->hosts != MST_METRICS_AUTO)
		return shown;
	count_all(view, &hosts, &ports);
	shown.hosts = hosts <= MST_METRICS_ALL_MAX ? MST_METRICS_ALL : MST_METRICS_CHANGED;
	shown.ports = ports <= MST_METRICS_PORTS_MAX ? shown.hosts : MST_METRICS_CHANGED;
	return shown;
}

enum mst_metrics_hosts mst_metrics_view_shown(const struct mst_metrics_view *view)
{
	return choose(view).hosts;
}

/* Hosts, and ports that were open once, without series. */
static void count_left_out(const struct shown *shown, uint64_t *hosts, uint64_t *ports)
{
	*hosts = *ports = 0;
	for (size_t i = 0; i < shown->view->count; i++) {
		const struct mst_watch_item *item = &shown->view->items[i];
		bool is_left_out = is_one_of(item, MST_METRICS_ALL) && !is_shown(shown, item);

		*hosts += is_left_out && !item->port;
		*ports += is_left_out && item->port;
	}
}

/* ---- of hosts and ports ---- */

static bool is_known(const struct mst_metrics_view *view, const struct mst_watch_item *item)
{
	return item->known && !view->ended && view->round.number;
}

static bool is_up(const struct mst_watch_item *item)
{
	return item->strip_up & 1;
}

static bool up_of(const struct mst_metrics_view *view, const struct mst_watch_item *item,
                  struct mst_metric_value *value)
{
	*value = mst_metric_count(is_up(item));
	return is_known(view, item);
}

static bool rtt_of(const struct mst_metrics_view *view, const struct mst_watch_item *item,
                   struct mst_metric_value *value)
{
	*value = mst_metric_seconds((uint64_t)item->rtt_ns);
	return is_known(view, item) && is_up(item) && item->rtt_ns >= 0;
}

static bool since_of(const struct mst_metrics_view *view, const struct mst_watch_item *item,
                     struct mst_metric_value *value)
{
	uint64_t wall_ns = mst_clocks_wall_of(&view->clocks, item->since);

	/* Clocks are slewed: a fraction would differ from round to round. */
	*value = mst_metric_count((wall_ns + MST_NS_PER_SECOND / 2) / MST_NS_PER_SECOND);
	return wall_ns && item->standing != MST_WATCH_UNDECIDED && !view->ended;
}

static bool probes_of(const struct mst_metrics_view *view, const struct mst_watch_item *item,
                      struct mst_metric_value *value)
{
	(void)view;
	*value = mst_metric_count(item->probes);
	return item->probes > 0;
}

static bool answers_of(const struct mst_metrics_view *view, const struct mst_watch_item *item,
                       struct mst_metric_value *value)
{
	(void)view;
	*value = mst_metric_count(item->answers);
	return item->probes > 0;
}

static bool turns_of(const struct mst_metrics_view *view, const struct mst_watch_item *item,
                     struct mst_metric_value *value)
{
	(void)view;
	*value = mst_metric_count(item->turns);
	return true;
}

struct item_metric {
	struct mst_metric host, port;
	bool (*value)(const struct mst_metrics_view *view, const struct mst_watch_item *item,
	              struct mst_metric_value *value);
};

#define SECONDS(what, host_help, port_help) \
	{ "muster_" what "_seconds", MST_METRIC_GAUGE, "seconds", host_help }, \
	{ \
		"muster_port_" what "_seconds", MST_METRIC_GAUGE, "seconds", port_help \
	}
#define COUNTERS(what, host_help, port_help) \
	{ "muster_" what, MST_METRIC_COUNTER, "", host_help }, \
	{ \
		"muster_port_" what, MST_METRIC_COUNTER, "", port_help \
	}

/* clang-format off */
static const struct item_metric item_metrics[] = {
	{ { "muster_up", MST_METRIC_GAUGE, "",
	    "1: the host answered in the last round; 0: it did not; absent: the round could not find out." },
	  { "muster_port_open", MST_METRIC_GAUGE, "",
	    "1: the port was open in the last round; 0: it was not; absent: the round could not find out." }, up_of },
	{ SECONDS("rtt", "Round-trip time of the answer in the last round; absent without one.",
	          "Round-trip time of the answer in the last round; absent unless the port was open."), rtt_of },
	{ COUNTERS("probes", "Probes sent to the host, retries included, in rounds that found out its state.",
	           "Probes sent to the port, retries included, in rounds that found out its state."), probes_of },
	{ COUNTERS("answers", "Answers of the host to these probes.", "Answers to these probes."), answers_of },
	{ COUNTERS("state_changes", "Times that the host went down or came back.",
	           "Times that the port opened or closed."), turns_of },
	{ SECONDS("state_since_timestamp", "When the host went down or came back last, or was found so first.",
	          "When the port opened or closed last, or was found so first."), since_of },
};
/* clang-format on */

static void write_item(const struct mst_metric_sheet *sheet, const struct mst_metric *metric,
                       const struct mst_watch_item *item, struct mst_metric_value value)
{
	char addr[MST_ADDR_TEXT], port[8] = "";
	const struct mst_metric_label labels[] = { { "addr", addr }, { "port", port } };

	mst_addr_format(&item->addr, addr);
	if (item->port)
		snprintf(port, sizeof port, "%u", item->port);
	mst_metric_sample(sheet, metric, labels, 2, value);
}

/* Of all hosts, or of all ports; without samples a family has no head either. */
static void write_items(const struct shown *shown, const struct mst_metric_sheet *sheet,
                        const struct item_metric *metric, bool of_ports)
{
	const struct mst_metric *family = of_ports ? &metric->port : &metric->host;
	bool begun = false;

	for (size_t i = 0; i < shown->view->count; i++) {
		const struct mst_watch_item *item = &shown->view->items[i];
		struct mst_metric_value value;

		if ((item->port != 0) != of_ports || !is_shown(shown, item) ||
		    !metric->value(shown->view, item, &value))
			continue;
		if (!begun)
			mst_metric_begin(sheet, family);
		begun = true;
		write_item(sheet, family, item, value);
	}
}

static void write_target(const struct mst_metrics_view *view, const struct mst_metric_sheet *sheet,
                         const struct mst_metric *metric, const struct mst_watch_item *item)
{
	char addr[MST_ADDR_TEXT], mac[MST_LINK_ADDR_TEXT] = "";
	const struct mst_watch_macs *macs = &item->macs;
	const char *vendor = macs->has_mac ? mst_vendor_of(view->vendors, macs->mac) : NULL;
	const struct mst_metric_label labels[] = {
		{ "addr", addr },
		{ "name", view->targets ? mst_targets_name(view->targets, &item->addr) : NULL },
		{ "mac", mac },
		{ "vendor", vendor },
	};

	mst_addr_format(&item->addr, addr);
	if (macs->has_mac)
		mst_link_addr_format(macs->mac, sizeof macs->mac, mac);
	mst_metric_sample(sheet, metric, labels, 4, mst_metric_count(1));
}

static void write_targets(const struct shown *shown, const struct mst_metric_sheet *sheet)
{
	static const struct mst_metric metric = { "muster_target", MST_METRIC_INFO, "",
		                                  "What is known of the host besides its state." };
	bool begun = false;

	for (size_t i = 0; i < shown->view->count; i++) {
		const struct mst_watch_item *item = &shown->view->items[i];

		if (item->port || !is_shown(shown, item))
			continue;
		if (!begun)
			mst_metric_begin(sheet, &metric);
		begun = true;
		write_target(shown->view, sheet, &metric, item);
	}
}

/* ---- of the whole watch ---- */

static void write_one(const struct mst_metric_sheet *sheet, const struct mst_metric *metric,
                      struct mst_metric_value value)
{
	mst_metric_begin(sheet, metric);
	mst_metric_sample(sheet, metric, NULL, 0, value);
}

/* As the last round found them. */
static void write_states(const struct mst_metrics_view *view, const struct mst_metric_sheet *sheet)
{
	static const struct mst_metric metric = { "muster_hosts", MST_METRIC_GAUGE, "",
		                                  "Hosts by what the last round found out." };
	static const char *const states[] = { "up", "down", "unknown" };
	uint64_t counts[3] = { 0 };

	for (size_t i = 0; i < view->count; i++) {
		if (!view->items[i].port && view->items[i].known)
			counts[is_up(&view->items[i]) ? 0 : 1]++;
	}
	counts[2] = view->round.hosts > counts[0] + counts[1] ? view->round.hosts - counts[0] - counts[1] : 0;
	mst_metric_begin(sheet, &metric);
	for (size_t i = 0; i < 3; i++) {
		const struct mst_metric_label label = { "state", states[i] };

		mst_metric_sample(sheet, &metric, &label, 1, mst_metric_count(counts[i]));
	}
}

static void write_round(const struct mst_metrics_view *view, const struct mst_metric_sheet *sheet)
{
	static const struct mst_metric duration = { "muster_round_duration_seconds", MST_METRIC_GAUGE, "seconds",
		                                    "How long the last round took." };
	static const struct mst_metric last = { "muster_last_round_timestamp_seconds", MST_METRIC_GAUGE, "seconds",
		                                "When the last round ended that could send its probes." };

	if (view->round.number && !view->ended)
		write_states(view, sheet);
	if (view->round.number)
		write_one(sheet, &duration, mst_metric_seconds(view->round.elapsed_ns));
	if (view->asked_ns)
		write_one(sheet, &last, mst_metric_seconds(view->asked_ns / MST_NS_PER_MS * MST_NS_PER_MS));
}

static void write_totals(const struct mst_metrics_view *view, const struct mst_metric_sheet *sheet)
{
	const struct {
		struct mst_metric metric;
		uint64_t count;
	} totals[] = {
		{ { "muster_rounds", MST_METRIC_COUNTER, "", "Rounds that ended." }, view->totals.rounds },
		{ { "muster_rounds_failed", MST_METRIC_COUNTER, "", "Rounds that could not send their probes." },
		  view->totals.not_asked },
		{ { "muster_rounds_overrun", MST_METRIC_COUNTER, "", "Rounds that took longer than the interval." },
		  view->totals.overrun },
		{ { "muster_answers_lost_here", MST_METRIC_COUNTER, "",
		    "Frames that this machine lost, by its captures and interfaces: answers may be among them." },
		  view->totals.answers_lost_here },
	};

	for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
		write_one(sheet, &totals[i].metric, mst_metric_count(totals[i].count));
}

static void write_watch(const struct shown *shown, const struct mst_metric_sheet *sheet)
{
	static const struct mst_metric build = { "muster_build", MST_METRIC_INFO, "", "The version of muster." };
	static const struct mst_metric every = { "muster_round_interval_seconds", MST_METRIC_GAUGE, "seconds",
		                                 "From the start of one round to the start of the next." };
	static const struct mst_metric left_out = { "muster_left_out", MST_METRIC_GAUGE, "",
		                                    "Hosts and ports without series of their own (--metrics-hosts)." };
	static const struct mst_metric_label version = { "version", MST_VERSION }, hosts = { "what", "hosts" },
					     ports = { "what", "ports" };
	uint64_t hosts_left_out, ports_left_out;

	count_left_out(shown, &hosts_left_out, &ports_left_out);
	mst_metric_begin(sheet, &build);
	mst_metric_sample(sheet, &build, &version, 1, mst_metric_count(1));
	write_one(sheet, &every, mst_metric_seconds(shown->view->every_ns));
	mst_metric_begin(sheet, &left_out);
	mst_metric_sample(sheet, &left_out, &hosts, 1, mst_metric_count(hosts_left_out));
	mst_metric_sample(sheet, &left_out, &ports, 1, mst_metric_count(ports_left_out));
}

void mst_metrics_view_write(const struct mst_metrics_view *view, const struct mst_metric_sheet *sheet)
{
	struct shown shown = choose(view);
	struct mst_metric_sheet of_items = *sheet;

	if (view->keeps)
		of_items.created_ns = 0;
	write_watch(&shown, sheet);
	write_round(view, sheet);
	write_totals(view, sheet);
	write_targets(&shown, sheet);
	for (size_t i = 0; i < sizeof item_metrics / sizeof *item_metrics; i++) {
		write_items(&shown, &of_items, &item_metrics[i], false);
		write_items(&shown, &of_items, &item_metrics[i], true);
	}
	mst_metric_end(sheet);
}
