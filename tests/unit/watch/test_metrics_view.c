/* SPDX-License-Identifier: BSD-2-Clause */
/* test_metrics_view.c - which series there are: what is not known has none. */
#include <stdlib.h>
#include <string.h>

#include "unit/watch/fixture_watch.h"
#include "watch/metrics_view.h"

#define A "10.0.0.1"
#define B "10.0.0.2"

static void say(struct watch_fixture *fixture, const char *addr, bool up)
{
	fixture_add(fixture, addr, 0, up ? MST_UP : MST_DOWN, up ? MST_ECHO_REPLY : MST_NO_RESPONSE, up ? NULL : "");
}

static struct mst_metrics_view view_of(const struct watch_fixture *fixture)
{
	struct mst_metrics_view view = {
		.items = fixture->roster.items,
		.count = fixture->roster.count,
		.targets = fixture->targets,
		.clocks = { .boot_ns = 100 * SECOND, .wall_ns = 1100 * SECOND },
		.round = fixture->round,
		.every_ns = 10 * SECOND,
		.asked_ns = 1099 * SECOND,
	};

	view.round.number = 1;
	view.round.elapsed_ns = 1500000000;
	return view;
}

/* For free(3). */
static char *write(const struct mst_metrics_view *view, enum mst_metrics_format format)
{
	char *text;
	size_t length;
	struct mst_metric_sheet sheet = { open_memstream(&text, &length), format, NULL, 1000 * SECOND };

	mst_metrics_view_write(view, &sheet);
	fclose(sheet.out);
	return text;
}

static bool has(const struct mst_metrics_view *view, const char *line)
{
	char *text = write(view, MST_METRICS_CLASSIC);
	size_t length = strlen(line);
	const char *at = text;

	while (at && strncmp(at, line, length) != 0) {
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	free(text);
	return at != NULL;
}

Test(watch_metrics_view, an_up_host_has_everything_and_a_down_one_no_round_trip_time)
{
	struct watch_fixture *fixture = fixture_new(A "," B, NULL, false, 1);
	struct mst_metrics_view view;

	say(fixture, A, true), say(fixture, B, false);
	fixture_end(fixture, 50);
	fixture->roster.items[0].probes = 3, fixture->roster.items[0].answers = 2;
	view = view_of(fixture);
	cr_assert(has(&view, "muster_up{addr=\"" A "\"} 1\n"));
	cr_assert(has(&view, "muster_rtt_seconds{addr=\"" A "\"} 0.000000005\n"));
	cr_assert(has(&view, "muster_probes_total{addr=\"" A "\"} 3\n"));
	cr_assert(has(&view, "muster_answers_total{addr=\"" A "\"} 2\n"));
	cr_assert(has(&view, "muster_state_changes_total{addr=\"" A "\"} 0\n"));
	cr_assert(has(&view, "muster_state_since_timestamp_seconds{addr=\"" A "\"} 1050\n"));
	cr_assert(has(&view, "muster_target_info{addr=\"" A "\"} 1\n"));
	cr_assert(has(&view, "muster_up{addr=\"" B "\"} 0\n"));
	cr_assert_not(has(&view, "muster_rtt_seconds{addr=\"" B "\"}"));
	cr_assert(has(&view, "muster_hosts{state=\"up\"} 1\n"));
	cr_assert(has(&view, "muster_hosts{state=\"down\"} 1\n"));
	cr_assert(has(&view, "muster_hosts{state=\"unknown\"} 0\n"));
	cr_assert(has(&view, "muster_round_duration_seconds 1.5\n"));
	cr_assert(has(&view, "muster_round_interval_seconds 10\n"));
	cr_assert(has(&view, "muster_last_round_timestamp_seconds 1099\n"));
	fixture_free(fixture);
}

Test(watch_metrics_view, what_the_round_could_not_find_out_is_absent)
{
	struct watch_fixture *fixture = fixture_new(A "," B, NULL, false, 1);
	struct mst_metrics_view view;

	say(fixture, A, true), say(fixture, B, true);
	fixture_end(fixture, 50);
	say(fixture, A, true);
	fixture_add(fixture, B, 0, MST_UNKNOWN, MST_LOCAL_LOSS, "");
	fixture_end(fixture, 60);
	view = view_of(fixture);
	cr_assert_not(has(&view, "muster_up{addr=\"" B "\"}"));
	cr_assert_not(has(&view, "muster_rtt_seconds{addr=\"" B "\"}"));
	cr_assert(has(&view, "muster_hosts{state=\"unknown\"} 1\n"));
	cr_assert(has(&view, "muster_state_since_timestamp_seconds{addr=\"" B "\"} 1050\n"),
	          "it was up when last seen");
	fixture_free(fixture);
}

Test(watch_metrics_view, before_the_first_round_and_after_the_end_no_state_is_known)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 1);
	struct mst_metrics_view view = view_of(fixture);

	view.round.number = view.asked_ns = 0;
	cr_assert_not(has(&view, "muster_hosts"));
	cr_assert_not(has(&view, "muster_last_round"));
	cr_assert_not(has(&view, "muster_up"));
	cr_assert(has(&view, "muster_rounds_total 0\n"));
	say(fixture, A, true);
	fixture_end(fixture, 50);
	view = view_of(fixture);
	view.ended = true;
	cr_assert_not(has(&view, "muster_hosts"));
	cr_assert_not(has(&view, "muster_up{"));
	cr_assert_not(has(&view, "muster_rtt_seconds{"));
	cr_assert_not(has(&view, "muster_state_since"));
	cr_assert(has(&view, "muster_last_round_timestamp_seconds 1099\n"));
	fixture_free(fixture);
}

Test(watch_metrics_view, ports_have_families_of_their_own_once_they_were_open)
{
	struct watch_fixture *fixture = fixture_new(A, "22,23", false, 1);
	struct mst_metrics_view view;

	fixture_add(fixture, A, 22, MST_OPEN, MST_SYN_ACK, NULL);
	fixture_add(fixture, A, 23, MST_CLOSED, MST_RESET, NULL);
	fixture_end(fixture, 50);
	view = view_of(fixture);
	cr_assert(has(&view, "muster_up{addr=\"" A "\"} 1\n"));
	cr_assert(has(&view, "muster_port_open{addr=\"" A "\",port=\"22\"} 1\n"));
	cr_assert_not(has(&view, "muster_port_open{addr=\"" A "\",port=\"23\"}"));
	fixture_add(fixture, A, 22, MST_CLOSED, MST_RESET, NULL);
	fixture_add(fixture, A, 23, MST_CLOSED, MST_RESET, NULL);
	fixture_end(fixture, 60);
	view = view_of(fixture);
	cr_assert(has(&view, "muster_port_open{addr=\"" A "\",port=\"22\"} 0\n"));
	cr_assert_not(has(&view, "muster_port_rtt_seconds{"));
	cr_assert(has(&view, "muster_port_state_changes_total{addr=\"" A "\",port=\"22\"} 1\n"));
	fixture_free(fixture);
}

Test(watch_metrics_view, hosts_are_left_out_as_asked_and_counted)
{
	struct watch_fixture *fixture = fixture_new("10.0.0.1-3", NULL, false, 1);
	struct mst_metrics_view view;

	say(fixture, A, true), say(fixture, B, true), say(fixture, "10.0.0.3", false);
	fixture_end(fixture, 50);
	say(fixture, A, false), say(fixture, B, true), say(fixture, "10.0.0.3", false);
	fixture_end(fixture, 60);
	view = view_of(fixture);
	cr_assert(has(&view, "muster_left_out{what=\"hosts\"} 0\n"));
	view.hosts = MST_METRICS_UP;
	cr_assert(has(&view, "muster_up{addr=\"" A "\"} 0\n"), "it keeps its series");
	cr_assert_not(has(&view, "muster_up{addr=\"10.0.0.3\"}"));
	cr_assert(has(&view, "muster_left_out{what=\"hosts\"} 1\n"));
	view.hosts = MST_METRICS_CHANGED;
	cr_assert(has(&view, "muster_up{addr=\"" A "\"} 0\n"));
	cr_assert_not(has(&view, "muster_up{addr=\"" B "\"}"));
	cr_assert(has(&view, "muster_left_out{what=\"hosts\"} 2\n"));
	cr_assert(has(&view, "muster_hosts{state=\"down\"} 2\n"), "all are counted");
	fixture_free(fixture);
}

Test(watch_metrics_view, more_than_a_thousand_hosts_show_those_that_changed)
{
	struct watch_fixture *small = fixture_new("10.0.0.0-10.0.3.255", NULL, false, 1),
			     *large = fixture_new("10.0.0.0-10.0.4.0", NULL, false, 1);
	struct mst_metrics_view view;

	say(small, A, true), say(large, A, true);
	fixture_end(small, 50), fixture_end(large, 50);
	view = view_of(small);
	cr_assert(has(&view, "muster_up{addr=\"" A "\"} 1\n"));
	view = view_of(large);
	cr_assert_not(has(&view, "muster_up{"));
	cr_assert(has(&view, "muster_left_out{what=\"hosts\"} 1\n"));
	say(large, A, false);
	fixture_end(large, 60);
	view = view_of(large);
	cr_assert(has(&view, "muster_up{addr=\"" A "\"} 0\n"));
	fixture_free(small), fixture_free(large);
}

Test(watch_metrics_view, with_a_state_file_counters_of_hosts_have_no_beginning)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 1);
	struct mst_metrics_view view;
	char *text;

	say(fixture, A, true);
	fixture_end(fixture, 50);
	view = view_of(fixture);
	text = write(&view, MST_METRICS_OPEN);
	cr_assert(strstr(text, "\nmuster_state_changes_created{addr=\"" A "\"} 1000\n"));
	free(text);
	view.keeps = true;
	text = write(&view, MST_METRICS_OPEN);
	cr_assert_not(strstr(text, "muster_state_changes_created"));
	cr_assert(strstr(text, "\nmuster_rounds_created 1000\n"));
	cr_assert_str_eq(text + strlen(text) - 6, "# EOF\n");
	free(text);
	fixture_free(fixture);
}

Test(watch_metrics_view, a_mac_and_the_name_as_it_was_given_are_labels_of_the_target)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 1);
	struct mst_metrics_view view;

	fixture_add_mac(fixture, A, 7, false);
	fixture_end(fixture, 50);
	view = view_of(fixture);
	cr_assert(has(&view, "muster_target_info{addr=\"" A "\",mac=\"02:00:00:00:00:07\"} 1\n"));
	fixture_free(fixture);
}
