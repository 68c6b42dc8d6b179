/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* Kamailio 5.6, without the line breaks of its logs */
Test(dialogue_options, a_sip_server_tells_its_software)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_sip_udp,
		.port = 5060,
		.plain = true,
		.answers = { "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP muster.invalid;branch=z9hG4bKmuster;rport=1\r\nAllow: "
		             "INVITE, "
		             "ACK,BYE\r\nServer: kamailio (5.6.3 (x86_64/linux))\r\nContent-Length: 0\r\n\r\n" },
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "sip");
	script_expect(MST_SERVICE_PRODUCT, "Kamailio");
	script_expect(MST_SERVICE_VERSION, "5.6.3");
	script_expect(MST_SERVICE_CAPABILITIES, "INVITE ACK BYE");
}

Test(dialogue_options, an_rtsp_server_tells_its_methods)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_rtsp,
		.port = 554,
		.plain = true,
		.answers = { "RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: OPTIONS, DESCRIBE\r\nServer: GStreamer RTSP "
		             "server\r\n\r\n" },
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "rtsp");
	script_expect(MST_SERVICE_PRODUCT, "GStreamer RTSP server");
	script_expect(MST_SERVICE_CAPABILITIES, "OPTIONS DESCRIBE");
}

Test(dialogue_options, http_in_its_place_is_left)
{
	static const struct script script = { .dialogue = &mst_dialogue_rtsp,
		                              .port = 554,
		                              .plain = true,
		                              .answers = { "HTTP/1.1 400 Bad Request\r\n\r\n" } };

	script_check(&script, MST_STEP_NOT_MINE);
}

/* c-icap 0.5.10, for a service that it has, and for one that it has not */
Test(dialogue_options, an_icap_server_tells_its_software_in_one_of_two_headers)
{
	static struct script script = {
		.dialogue = &mst_dialogue_icap,
		.port = 1344,
		.plain = true,
		.answers = { "ICAP/1.0 200 OK\r\nMethods: RESPMOD, REQMOD\r\nService: C-ICAP/0.5.10 server - Echo demo "
		             "service\r\nEncapsulated: null-body=0\r\n\r\n" },
	};

	for (int i = 0; i < 2; i++) {
		script_check(&script, MST_STEP_DONE);
		script_expect(MST_SERVICE_NAME, "icap");
		script_expect(MST_SERVICE_PRODUCT, "C-ICAP");
		script_expect(MST_SERVICE_VERSION, "0.5.10");
		script.answers[0] =
			"ICAP/1.0 404 Service not found\r\nServer: C-ICAP/0.5.10\r\nConnection: close\r\n\r\n";
	}
}
