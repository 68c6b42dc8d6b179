/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "fixture_script.h"

#define HTTP(...) \
	{ \
		.dialogue = &mst_dialogue_http, .port = 80, .plain = true, .answers = { __VA_ARGS__ } \
	}

Test(dialogue_http, status_server_title_and_redirect_are_kept)
{
	static const struct script script = HTTP("HTTP/1.1 301 Moved Permanently\r\nServer: nginx/1.22.1\r\n"
	                                         "Content-Length: 61\r\nLocation: https://test.example/\r\n\r\n"
	                                         "<html><head><TITLE lang=en>\n 301 Moved \r\n</title></head></html>");

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "http");
	script_expect(MST_SERVICE_HTTP_STATUS, "301");
	script_expect(MST_SERVICE_HTTP_SERVER, "nginx/1.22.1");
	script_expect(MST_SERVICE_HTTP_LOCATION, "https://test.example/");
	script_expect(MST_SERVICE_HTTP_TITLE, "301 Moved");
	script_expect(MST_SERVICE_PRODUCT, "nginx");
	script_expect(MST_SERVICE_VERSION, "1.22.1");
}

Test(dialogue_http, a_title_is_found_across_chunks)
{
	static const struct script script = HTTP("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	                                         "a\r\n<title>one\r\n10;x=y\r\n page</title>abc\r\n0\r\n\r\n");

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_HTTP_TITLE, "one page");
}

Test(dialogue_http, sizes_of_chunks_that_lie_end)
{
	static const struct script script = HTTP("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	                                         "ffffffffffffffff\r\n<title>x</title>\r\n-1\r\n\r\n");

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_HTTP_TITLE, "x");
}

Test(dialogue_http, a_compressed_body_is_not_looked_at)
{
	static const struct script script = HTTP(
		"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 16\r\n\r\n"
		"<title>x</title>");

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_HTTP_TITLE, "");
}

Test(dialogue_http, a_server_that_wants_tls_is_tried_in_tls)
{
	static const struct script script = HTTP(
		"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n<title>400 The plain HTTP "
		"request was sent to HTTPS port</title>");

	cr_assert_eq(script_play(&script), MST_STEP_NOT_MINE);
	script_expect(MST_SERVICE_HTTP_STATUS, "");
}

Test(dialogue_http, another_protocol_is_left)
{
	static const struct script ssh = HTTP("SSH-2.0-OpenSSH_9.2p1\r\n"), alert = HTTP("\x15\x03\x01\x02");

	cr_assert_eq(script_play(&ssh), MST_STEP_NOT_MINE);
	cr_assert_eq(script_play(&alert), MST_STEP_NOT_MINE);
}

Test(dialogue_http, a_page_without_a_head_has_a_title)
{
	static const struct script script = HTTP("<!DOCTYPE HTML><html><title>old</title></html>");

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_HTTP_TITLE, "old");
}

Test(dialogue_http, a_request_names_host_and_port)
{
	static const struct script script = { .dialogue = &mst_dialogue_http, .port = 8080, .plain = true };

	cr_assert_neq(script_play(&script), MST_STEP_READ);
	mst_dialogue_http.begin(&(struct mst_talk){ 0 });
}

/* etcd 3.4 says nothing of itself at /. */
Test(dialogue_http, etcd_tells_its_version_at_another_path)
{
	static const struct script script = HTTP(
		"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 19\r\n\r\n404 page not found\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 46\r\n\r\n{\"etcdserver\":\"3.4.23\",\"etcdcluster\":\"3.4.0\"}  ");

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "http");
	script_expect(MST_SERVICE_PRODUCT, "etcd");
	script_expect(MST_SERVICE_VERSION, "3.4.23");
	script_expect(MST_SERVICE_HTTP_STATUS, "404");
}

struct known {
	const char *answer, *more;
	const char *service, *product, *version;
};

/* clang-format off */
static const struct known knowns[] = {
	{ "HTTP/1.1 302 Found\r\nLocation: /classic/graph\r\nContent-Length: 0\r\n\r\n",
	  "HTTP/1.1 200 OK\r\n\r\n{\"status\":\"success\",\"data\":{\"version\":\"2.42.0+ds\",\"revision\":\"x\","
		"\"goVersion\":\"go1.19\"}}",
	  "http", "Prometheus", "2.42.0+ds" },
	{ "HTTP/1.1 403 Forbidden\r\nX-Kubernetes-Pf-Flowschema-Uid: 1\r\nContent-Length: 1\r\n\r\nx",
	  "HTTP/1.1 200 OK\r\n\r\n{\n  \"major\": \"1\",\n  \"gitVersion\": \"v1.29.4+k3s1\",\n  \"gitTreeState\": "
		"\"clean\"\n}",
	  "http", "Kubernetes API server", "1.29.4+k3s1" },
	{ "HTTP/1.1 404 Not Found\r\nApi-Version: 1.41\r\nContent-Length: 29\r\n\r\n{\"message\":\"page not found\"}\n",
	  "HTTP/1.1 200 OK\r\n\r\n{\"Components\":[{\"Name\":\"Engine\",\"Version\":\"x\"}],"
		"\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\"}",
	  "docker", "Docker", "20.10.24" },
	{ "HTTP/1.1 301 Moved\r\nLocation: /ui/\r\nContent-Length: 0\r\n\r\n",
	  "HTTP/1.1 200 OK\r\n\r\n{\"Config\":{\"Datacenter\":\"dc1\",\"NodeName\":\"n\",\"Version\":\"1.8.7\"}}",
		"http", "Consul", "1.8.7" },
	{ "HTTP/1.1 200 OK\r\n\r\n{\n  \"version\" : {\n    \"number\" : \"8.11.1\"\n  },\n  \"tagline\" : \"You "
		"Know, for Search\"\n}", NULL,
	  "http", "Elasticsearch", "8.11.1" },
	{ "HTTP/1.1 200 OK\r\nServer: CouchDB/3.3.1 (Erlang OTP/25)\r\n\r\n{\"couchdb\":\"Welcome\","
		"\"version\":\"3.3.1\"}", NULL,
	  "couchdb", "CouchDB", "3.3.1" },
	{ "HTTP/1.1 404 Not Found\r\nX-Influxdb-Version: 1.6.7\r\nContent-Length: 0\r\n\r\n", NULL, "http",
		"InfluxDB", "1.6.7" },
	{ "HTTP/1.1 403 Forbidden\r\nX-Jenkins: 2.440\r\nServer: Jetty(10.0.18)\r\n\r\n", NULL, "http", "Jenkins",
		"2.440" },
	{ "HTTP/1.1 404 Not Found\r\nServer: CUPS/2.4 IPP/2.1\r\n\r\n<TITLE>Not Found - CUPS v2.4.2</TITLE>", NULL,
		"ipp", "CUPS", "2.4.2" },
	{ "HTTP/1.1 400 Bad Request\r\nServer: squid/5.7\r\nX-Squid-Error: ERR_INVALID_URL 0\r\n\r\n", NULL,
		"http-proxy", "Squid", "5.7" },
	{ "HTTP/1.0 400 Bad Request\r\nServer: tinyproxy/1.11.1\r\n\r\n", NULL, "http-proxy", "Tinyproxy", "1.11.1" },
	{ "ICY 200 OK\r\nicy-notice1:<BR>x\r\nicy-notice2:SHOUTcast Server\r\n\r\n", NULL, "shoutcast", "SHOUTcast",
		"" },
};
/* clang-format on */

Test(dialogue_http, programs_are_known_by_what_they_answer)
{
	for (size_t i = 0; i < sizeof knowns / sizeof *knowns; i++) {
		const struct script script = HTTP(knowns[i].answer, knowns[i].more);

		script_check(&script, MST_STEP_DONE);
		script_expect(MST_SERVICE_NAME, knowns[i].service);
		script_expect(MST_SERVICE_PRODUCT, knowns[i].product);
		script_expect(MST_SERVICE_VERSION, knowns[i].version);
	}
}
