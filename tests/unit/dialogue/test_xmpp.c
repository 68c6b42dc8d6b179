/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

#define OPEN \
	"<?xml version='1.0'?><stream:stream id='86bd' xmlns='jabber:client' " \
	"xmlns:stream='http://etherx.jabber.org/streams' version='1.0' from='localhost'>"

Test(dialogue_xmpp, features_are_read_and_tls_begins)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_xmpp,
		.port = 5222,
		.plain = true,
		.answers = { OPEN "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><mechanisms "
		                  "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</"
		                  "mechanism><mechanism>SCRAM-SHA-1"
		                  "</mechanism></mechanisms></stream:features>",
		             "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" },
	};

	script_check(&script, MST_STEP_TLS);
	script_expect(MST_SERVICE_NAME, "xmpp-client");
	script_expect(MST_SERVICE_CAPABILITIES, "starttls PLAIN SCRAM-SHA-1");
}

Test(dialogue_xmpp, an_unknown_host_is_xmpp_too)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_xmpp,
		.port = 5269,
		.plain = true,
		.answers = { OPEN "<stream:error><host-unknown/></stream:error></stream:stream>" },
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "xmpp-server");
}

Test(dialogue_xmpp, a_page_of_html_is_not)
{
	static const struct script script = { .dialogue = &mst_dialogue_xmpp,
		                              .port = 5222,
		                              .plain = true,
		                              .answers = { "<html>400 Bad Request</html>" } };

	script_check(&script, MST_STEP_NOT_MINE);
}
