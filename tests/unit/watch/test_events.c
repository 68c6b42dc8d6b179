/* SPDX-License-Identifier: BSD-2-Clause */
/* test_events.c - events of a watch as JSON. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "watch/events.h"

Test(watch_events, an_address_without_a_name_has_null)
{
	struct mst_watch_event event = { .kind = MST_EVENT_CHANGE, .change.addr = mst_addr_from_ipv4(0x0a000001) };
	char text[MST_WATCH_JSON];

	mst_watch_event_json(&event, text);
	cr_expect(strstr(text, "\"addr\":\"10.0.0.1\",\"name\":null,\"port\":null"), "%s", text);
}

Test(watch_events, names_without_end_are_cut)
{
	struct mst_watch_event event = { .kind = MST_EVENT_CHANGE, .change.addr = mst_addr_from_ipv4(0x0a000001) };
	char text[MST_WATCH_JSON], *names = malloc(100001);

	memset(names, 'a', 100000);
	names[100000] = '\0';
	event.change.name = names;
	cr_expect_eq(mst_watch_event_json(&event, text), strlen(text));
	cr_expect_eq(text[strlen(text) - 1], '}');
	free(names);
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
	char text[MST_WATCH_JSON];

	event.change.addr = mst_addr_from_ipv4(0x0a000001);
	cr_assert_eq(mst_watch_event_json(&event, text), strlen(text));
	cr_assert_str_eq(text,
	                 "{\"type\":\"change\",\"time\":\"2023-11-14T22:13:20.123Z\",\"addr\":\"10.0.0.1\","
	                 "\"name\":\"web.test "
	                 "www.test\",\"port\":22,\"change\":\"port-closed\",\"state\":\"filtered\",\"reason\":\"no-"
	                 "response\",\"since\":\"2023-11-14T22:13:20.000Z\",\"was\":\"open\",\"was_since\":"
	                 "\"2023-11-14T22:13:10.000Z\",\"was_s\":10.000,\"round\":7}");
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
	char text[MST_WATCH_JSON];

	event.change.addr = mst_addr_from_ipv4(0x0a000001);
	mst_watch_event_json(&event, text);
	cr_expect(strstr(text, "\"change\":\"mac-changed\",\"state\":\"up\",\"reason\":\"arp-response\""));
	cr_expect(strstr(text, "\"mac\":\"02:00:00:00:00:02\",\"was_mac\":\"02:00:00:00:00:01\"}"));
}

Test(watch_events, a_sentence_with_anything_in_it_is_escaped_and_fits)
{
	struct mst_watch_event event = { .kind = MST_EVENT_NOTICE, .notice.matter = MST_MATTER_STATE };
	char text[MST_WATCH_JSON];

	memset(event.notice.text, 1, sizeof event.notice.text);
	cr_assert_eq(mst_watch_event_json(&event, text), strlen(text));
	cr_assert_eq(text[strlen(text) - 1], '}');
	cr_assert_null(strpbrk(text, "\x01\n\x1b"));
}
