/* SPDX-License-Identifier: BSD-2-Clause */
/* http_software.c - see http_software.h. The rows are of what real servers and their documentation say. */
#include "dialogue/http_software.h"

#include <string.h>

static const char *const paths[] = { "/", "/version", "/api/v1/status/buildinfo", "/v1/agent/self", "/api/version" };

struct clue {
	const char *path;    /* of the request */
	const char *head;    /* what stands in the head; NULL: anything may */
	const char *body;    /* and in the body */
	const char *also;    /* likewise */
	const char *service; /* NULL: http */
	const char *product; /* NULL: not known by this alone */
	const char *before;  /* the version stands behind this, in the head or the body; NULL: it is not told */
	const char *more;    /* the path that tells more */
};

/* clang-format off */
static const struct clue clues[] = {
	{ "/", "\nLibpod-Api-Version:", NULL, NULL, NULL, "Podman", "\nLibpod-Api-Version:", NULL },
	{ "/", "\nApi-Version:", "page not found", NULL, "docker", "Docker", NULL, "/version" },
	{ "/version", NULL, "\"ApiVersion\":", "\"MinAPIVersion\":", "docker", "Docker", "],\"Version\":", NULL },
	{ "/", "\nDocker-Distribution-Api-Version:", NULL, NULL, NULL, "Docker Registry", NULL, NULL },
	{ "/", "\nX-Kubernetes-Pf-", NULL, NULL, NULL, "Kubernetes API server", NULL, "/version" },
	{ "/", NULL, "\"kind\": \"Status\"", "\"apiVersion\": \"v1\"", NULL, "Kubernetes API server", NULL,
		"/version" },
	{ "/version", NULL, "\"gitVersion\":", "\"gitTreeState\":", NULL, "Kubernetes API server", "\"gitVersion\":",
		NULL },
	{ "/version", NULL, "\"etcdserver\":", NULL, NULL, "etcd", "\"etcdserver\":", NULL },
	{ "/", NULL, "You Know, for Search", NULL, NULL, "Elasticsearch", "\"number\" :", NULL },
	{ "/", NULL, "The OpenSearch Project", NULL, NULL, "OpenSearch", "\"number\" :", NULL },
	{ "/", NULL, "security_exception", "missing authentication credentials", NULL, "Elasticsearch", NULL, NULL },
	{ "/", NULL, "\"couchdb\":\"Welcome\"", NULL, NULL, "CouchDB", "\"version\":", NULL },
	{ "/", "\nX-Influxdb-Version:", NULL, NULL, NULL, "InfluxDB", "\nX-Influxdb-Version:", NULL },
	{ "/", "/graph\r\n", NULL, NULL, NULL, NULL, NULL, "/api/v1/status/buildinfo" },
	{ "/", "\nLocation: /query\r\n", NULL, NULL, NULL, NULL, NULL, "/api/v1/status/buildinfo" },
	{ "/api/v1/status/buildinfo", NULL, "\"status\":\"success\"", "\"goVersion\":", NULL, "Prometheus",
		"\"version\":", NULL },
	{ "/", "\nLocation: /ui/", NULL, NULL, NULL, NULL, NULL, "/v1/agent/self" },
	{ "/", NULL, "Consul Agent", NULL, NULL, NULL, NULL, "/v1/agent/self" },
	{ "/v1/agent/self", NULL, "\"Config\":{\"Datacenter\":", NULL, NULL, "Consul", "\"Version\":", NULL },
	{ "/", "\nX-Jenkins:", NULL, NULL, NULL, "Jenkins", "\nX-Jenkins:", NULL },
	{ "/", "\nX-ClickHouse-", NULL, NULL, NULL, "ClickHouse", NULL, NULL },
	{ "/", NULL, "\"neo4j_version\"", NULL, NULL, "Neo4j", "\"neo4j_version\" :", NULL },
	{ "/", NULL, "\"title\":\"qdrant - vector search engine\"", NULL, NULL, "Qdrant", "\"version\":", NULL },
	{ "/", NULL, "Meilisearch is running", NULL, NULL, "Meilisearch", NULL, NULL },
	{ "/", NULL, "Ollama is running", NULL, NULL, "Ollama", NULL, "/api/version" },
	{ "/api/version", NULL, "{\"version\":", NULL, NULL, NULL, "\"version\":", NULL },
	{ "/", "\nLocation: /solr/", NULL, NULL, NULL, "Apache Solr", NULL, NULL },
	{ "/", "\nicy-notice2:", NULL, NULL, "shoutcast", "SHOUTcast", NULL, NULL },
	{ "/", " IPP/", "CUPS v", NULL, "ipp", "CUPS", "CUPS v", NULL },
	{ "/", " IPP/", NULL, NULL, "ipp", NULL, NULL, NULL },
	{ "/", "\nX-Squid-Error:", NULL, NULL, "http-proxy", "Squid", NULL, NULL },
	{ "/", "\nProxy-Authenticate:", NULL, NULL, "http-proxy", NULL, NULL, NULL },
	{ "/", "\nProxy-Agent:", NULL, NULL, "http-proxy", NULL, NULL, NULL },
	{ "/", "\nServer: tinyproxy/", NULL, NULL, "http-proxy", "Tinyproxy", "\nServer: tinyproxy/", NULL },
	/* Programs in Go say this of every path they do not have; one that is asked often is etcd. */
	{ "/", NULL, "404 page not found\n", NULL, NULL, NULL, NULL, "/version" },
};

/* In what servers say when they hear HTTP in clear where they wanted TLS: nginx, Apache httpd, Go, Tomcat. */
static const char *const wants_tls[] = {
	"plain HTTP request was sent to HTTPS port", "speaking plain HTTP to an SSL-enabled server port",
	"Client sent an HTTP request to an HTTPS server", "combination of host and port requires TLS",
};
/* clang-format on */

static bool has(struct mst_phrase words, const char *text)
{
	return !text || mst_phrase_find(words, text) != SIZE_MAX;
}

static bool fits(const struct clue *clue, const struct mst_http_message *message, const char *path)
{
	return !strcmp(clue->path, path) && has(message->head, clue->head) && has(message->body, clue->body) &&
	       has(message->body, clue->also);
}

/* Skips blanks, quotes and a "v" before the number. */
static struct mst_phrase version_in(struct mst_phrase words)
{
	size_t size = 0;

	while (words.size && memchr(" \t\"v", *words.at, 4))
		words = (struct mst_phrase){ words.at + 1, words.size - 1 };
	while (size < words.size && !memchr(" \t\r\n\",}<", words.at[size], 8))
		size++;
	return (struct mst_phrase){ words.at, size };
}

static void keep_version(struct mst_talk *talk, struct mst_phrase words, const char *before)
{
	size_t at = mst_phrase_find(words, before);
	struct mst_phrase version;

	if (at == SIZE_MAX)
		return;
	at += strlen(before);
	version = version_in((struct mst_phrase){ words.at + at, words.size - at });
	mst_draft_add(talk->draft, MST_SERVICE_VERSION, version.at, version.size);
}

static void keep(struct mst_talk *talk, const struct mst_http_message *message, const struct clue *clue)
{
	const struct mst_service_text *product = &talk->draft->service.of[MST_SERVICE_PRODUCT];

	if (clue->service)
		mst_draft_set(talk->draft, MST_SERVICE_NAME, clue->service, strlen(clue->service));
	if (clue->product)
		mst_draft_add_text(talk->draft, MST_SERVICE_PRODUCT, clue->product);
	/* The version is not that of another program that the header Server named. */
	if (!clue->before || (clue->product && (product->size != strlen(clue->product) ||
	                                        memcmp(product->bytes, clue->product, product->size) != 0)))
		return;
	keep_version(talk, message->head, clue->before);
	keep_version(talk, message->body, clue->before);
}

const char *mst_http_recognise(struct mst_talk *talk, const struct mst_http_message *message, const char *path)
{
	const char *more = NULL;

	for (size_t i = 0; i < sizeof clues / sizeof *clues; i++) {
		if (!fits(&clues[i], message, path))
			continue;
		keep(talk, message, &clues[i]);
		if (!more)
			more = clues[i].more;
	}
	return more;
}

bool mst_http_wants_tls(const struct mst_http_message *message)
{
	for (size_t i = 0; i < sizeof wants_tls / sizeof *wants_tls; i++)
		if (has(message->body, wants_tls[i]))
			return true;
	return false;
}

const char *mst_http_path(unsigned number)
{
	return paths[number < sizeof paths / sizeof *paths ? number : 0];
}

unsigned mst_http_path_number(const char *path)
{
	for (unsigned i = 1; i < sizeof paths / sizeof *paths; i++)
		if (!strcmp(paths[i], path))
			return i;
	return 0;
}
