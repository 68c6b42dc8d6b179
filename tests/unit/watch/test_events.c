/* SPDX-License-Identifier: BSD-2-Clause */
/* test_events.c - events of a watch as JSON. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "watch/events.h"

Test(watch_events, an_address_without_a_name_has_null)
{
	struct mst_watch_event event = { .kind = MST_EVENT_CHANGE, .change.addr = mst_addr_from_ipv4(0x0a000001) };
	char *text;
	size_t length;

	text = mst_watch_event_json(&event, &length);
	cr_expect(strstr(text, "\"addr\":\"10.0.0.1\",\"name\":null,\"port\":null"), "%s", text);
	free(text);
}

Test(watch_events, names_without_end_are_cut)
{
	struct mst_watch_event event = { .kind = MST_EVENT_CHANGE, .change.addr = mst_addr_from_ipv4(0x0a000001) };
	char *text, *names = malloc(100001);
	size_t length;

	memset(names, 'a', 100000);
	names[100000] = '\0';
	event.change.name = names;
	text = mst_watch_event_json(&event, &length);
	cr_expect_eq(length, strlen(text));
	cr_expect_eq(text[strlen(text) - 1], '}');
	free(names);
	free(text);
}

Test(watch_events, a_change_is_one_object)
{
	struct mst_watch_event event = {
		.kind = MST_EVENT_CHANGE,
		.time_ns = UINT64_C(1700000000123000000),
		.change = { .port = 22,
		            .turn = MST_PORT_CLOSED,
		            .state = MST_FILTERED,
		            .reason = MST_NO_RESPONSE,
		            .was = MST_OPEN,
		            .round = 7,
		            .since_ns = UINT64_C(1700000000000000000),
		            .was_since_ns = UINT64_C(1699999990000000000),
		            .lasted_ns = UINT64_C(10000000000),
		            .name = "web.test www.test", },
	};
	char *text;
	size_t length;

	event.change.addr = mst_addr_from_ipv4(0x0a000001);
	text = mst_watch_event_json(&event, &length);
	cr_assert_eq(length, strlen(text));
	cr_assert_str_eq(text,
	                 "{\"type\":\"change\",\"time\":\"2023-11-14T22:13:20.123Z\",\"addr\":\"10.0.0.1\","
	                 "\"name\":\"web.test "
	                 "www.test\",\"port\":22,\"change\":\"port-closed\",\"state\":\"filtered\",\"reason\":\"no-"
	                 "response\",\"since\":\"2023-11-14T22:13:20.000Z\",\"was\":\"open\",\"was_since\":"
	                 "\"2023-11-14T22:13:10.000Z\",\"was_s\":10.000,\"round\":7}");
	free(text);
}

Test(watch_events, another_link_layer_address_stands_beside_the_former_one)
{
	struct mst_watch_event event = {
		.kind = MST_EVENT_CHANGE,
		.change = { .turn = MST_MAC_CHANGED,
		            .state = MST_UP,
		            .reason = MST_ARP_RESPONSE,
		            .was = MST_UP,
		            .has_mac = true,
		            .has_was_mac = true,
		            .mac = { 2, 0, 0, 0, 0, 2 },
		            .was_mac = { 2, 0, 0, 0, 0, 1 }, },
	};
	char *text;
	size_t length;

	event.change.addr = mst_addr_from_ipv4(0x0a000001);
	text = mst_watch_event_json(&event, &length);
	cr_expect(strstr(text, "\"change\":\"mac-changed\",\"state\":\"up\",\"reason\":\"arp-response\""));
	cr_expect(strstr(text, "\"mac\":\"02:00:00:00:00:02\",\"was_mac\":\"02:00:00:00:00:01\"}"));
	free(text);
}

Test(watch_events, a_sentence_with_anything_in_it_is_escaped_and_fits)
{
	struct mst_watch_event event = { .kind = MST_EVENT_NOTICE, .notice.matter = MST_MATTER_STATE };
	char *text;
	size_t length;

	memset(event.notice.text, 1, sizeof event.notice.text);
	text = mst_watch_event_json(&event, &length);
	cr_assert_eq(length, strlen(text));
	cr_assert_eq(text[strlen(text) - 1], '}');
	cr_assert_null(strpbrk(text, "\x01\n\x1b"));
	free(text);
}

Test(watch_events, a_cause_has_its_thing_its_counts_and_its_members)
{
	const struct mst_addr members[] = { mst_addr_from_ipv4(0x0a000101), mst_addr_from_ipv4(0x0a000102) };
	struct mst_watch_event event = {
		.kind = MST_EVENT_CAUSE,
		.time_ns = UINT64_C(1700000000123000000),
		.cause = { .kind = MST_CAUSE_GATEWAY,
		           .turn = MST_WENT_DOWN,
		           .reason = MST_GATEWAY_SILENT,
		           .interface = "eth0",
		           .round = 7,
		           .since_ns = UINT64_C(1700000000000000000),
		           .count = 2,
		           .hosts = 254,
		           .members = members,
		           .member_count = 2, },
	};
	char *text;

	event.cause.addr = mst_addr_from_ipv4(0x0a000001);
	text = mst_watch_event_json(&event, NULL);
	cr_expect_str_eq(text, "{\"type\":\"cause\",\"time\":\"2023-11-14T22:13:20.123Z\",\"cause\":\"gateway\","
	                       "\"addr\":\"10.0.0.1\",\"name\":null,\"interface\":\"eth0\",\"change\":\"went-down\","
	                       "\"reason\":\"gateway-silent\",\"from\":null,\"since\":\"2023-11-14T22:13:20.000Z\","
	                       "\"round\":7,\"count\":2,\"hosts\":254,\"members\":[\"10.0.1.1\",\"10.0.1.2\"]}");
	free(text);
	event.cause = (struct mst_watch_cause){ .kind = MST_CAUSE_INTERFACE,
		                                .turn = MST_CAME_BACK,
		                                .interface = "eth0",
		                                .lasted_ns = UINT64_C(2500000000),
		                                .count = 2,
		                                .missing = 1,
		                                .members = members,
		                                .member_count = 1 };
	text = mst_watch_event_json(&event, NULL);
	cr_expect(strstr(text, "\"cause\":\"interface\",\"addr\":null,"), "%s", text);
	cr_expect(strstr(text, "\"missing\":1,\"was_s\":2.500,\"members\":[\"10.0.1.1\"]}"), "%s", text);
	free(text);
}
