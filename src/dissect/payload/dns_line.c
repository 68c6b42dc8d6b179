/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dns_line.c - describes a DNS message as tcpdump does: id, flags, questions or answers, length. Behind that stands
 * what tcpdump has no words for: an extended response code, the name of a young type, what was asked and not answered.
 */
#include "dissect/payload/describers.h"
#include "dissect/payload/dns_words.h"

#define HEADER 12
#define RECORDS_SHOWN 64
#define PORT 53
#define MULTICAST_PORT 5353

enum { INVERSE_QUERY = 1, UPDATE = 5 };

static const char *const opcodes[16] = {
	"",     " inv_q",   " stat",    " op3",      " notify",  " update",   " op6",      " op7",
	" op8", " updateA", " updateD", " updateDA", " updateM", " updateMA", " zoneInit", " zoneRef",
};

static const char *const rcodes[16] = {
	"",         " FormErr", " ServFail", " NXDomain", " NotImp", " Refused", " YXDomain", " YXRRSet",
	" NXRRSet", " NotAuth", " NotZone",  " Resp11",   " Resp12", " Resp13",  " Resp14",   " NoChange",
};

/* The response code, whose upper bits may be in an OPT record. */
static void add_rcode(struct mst_line *line, const struct mst_dns *dns)
{
	unsigned code = dns->counts[MST_DNS_ADDITIONAL] ? mst_dns_rcode(dns) : dns->rcode;

	if (code < sizeof rcodes / sizeof *rcodes)
		mst_line_add(line, "%s", rcodes[code]);
	else if (code == 16)
		mst_line_add(line, " BadVers");
	else if (code == 23)
		mst_line_add(line, " BadCookie");
	else
		mst_line_add(line, " Resp%u", code);
}

static void add_count(struct mst_line *line, unsigned count, unsigned usual, const char *unit)
{
	if (count != usual)
		mst_line_add(line, " [%u%s]", count, unit);
}

static void describe_query_head(struct mst_line *line, const struct mst_dns *dns)
{
	bool inverse = dns->opcode == INVERSE_QUERY;

	mst_line_add(line, "%s%s", dns->recursion_desired ? "+" : "", dns->checking_disabled ? "%" : "");
	if (dns->flags & 0x06cf)
		mst_line_add(line, " [b2&3=0x%x]", dns->flags);
	if (inverse) {
		add_count(line, dns->counts[MST_DNS_QUESTION], 0, "q");
		add_count(line, dns->counts[MST_DNS_ANSWER], 1, "a");
	} else {
		add_count(line, dns->counts[MST_DNS_ANSWER], 0, "a");
		add_count(line, dns->counts[MST_DNS_QUESTION], 1, "q");
	}
	add_count(line, dns->counts[MST_DNS_AUTHORITY], 0, "n");
	add_count(line, dns->counts[MST_DNS_ADDITIONAL], 0, "au");
}

/* False when the message ends early: " [|domain]" is to follow. */
static bool describe_questions(struct mst_dns_words *words)
{
	for (unsigned i = 0; i < words->dns->counts[MST_DNS_QUESTION]; i++) {
		if (!mst_dns_words_question(words))
			return false;
	}
	return true;
}

static bool skip_questions(struct mst_dns_words *words)
{
	for (unsigned i = 0; i < words->dns->counts[MST_DNS_QUESTION]; i++) {
		if (i)
			mst_line_add(words->line, ",");
		if (!mst_dns_name_skip(&words->r))
			return false;
		mst_skip(&words->r, 4);
	}
	return true;
}

static bool describe_answers(struct mst_dns_words *words)
{
	for (unsigned i = 0; i < words->dns->counts[MST_DNS_ANSWER] && i < RECORDS_SHOWN; i++) {
		enum mst_dns_words_end end;

		if (i && !words->r.left)
			return false;
		if (i)
			mst_line_add(words->line, ",");
		end = mst_dns_words_record(words);
		if (end == MST_DNS_WORDS_HEADLESS)
			return i + 1 == words->dns->counts[MST_DNS_ANSWER];
		if (end == MST_DNS_WORDS_CUT)
			return false;
	}
	return true;
}

static bool describe_response(struct mst_dns_words *words)
{
	const struct mst_dns *dns = words->dns;
	struct mst_line *line = words->line;

	add_rcode(line, dns);
	mst_line_add(line, "%s%s%s%s", dns->authoritative ? "*" : "", dns->recursion_available ? "" : "-",
	             dns->truncated ? "|" : "", dns->authentic ? "$" : "");
	add_count(line, dns->counts[MST_DNS_QUESTION], 1, "q");
	if (!skip_questions(words))
		return false;
	mst_line_add(line, " %u/%u/%u", dns->counts[MST_DNS_ANSWER], dns->counts[MST_DNS_AUTHORITY],
	             dns->counts[MST_DNS_ADDITIONAL]);
	return describe_answers(words);
}

/* What tcpdump does not say. */
static void describe_more(const struct mst_dns_words *words)
{
	const struct mst_dns *dns = words->dns;
	struct mst_dns_words asked = *words;

	if (words->young)
		mst_line_add(words->line, ", %s", words->young);
	if (!dns->response || dns->counts[MST_DNS_ANSWER] || !dns->counts[MST_DNS_QUESTION] || dns->opcode)
		return;
	asked.r = mst_reader_over(dns->bytes + HEADER, dns->count - HEADER);
	if (mst_dns_name_skip(&asked.r) && asked.r.left >= 4) {
		asked.r = mst_reader_over(dns->bytes + HEADER, dns->count - HEADER);
		mst_line_add(words->line, ",");
		mst_dns_words_question(&asked);
	}
}

static bool has_port(const struct mst_packet *packet, uint16_t port)
{
	return packet->source_port == port || packet->destination_port == port;
}

bool mst_describe_dns(struct mst_line *line, const struct mst_layer *layer)
{
	const struct mst_packet *packet = layer->packet;
	struct mst_dns_words words = { .line = line };
	struct mst_dns dns;

	if (layer->declared < HEADER) {
		mst_line_add(line, "domain [length %zu < 12] (invalid)", layer->declared);
		return true;
	}
	if (!mst_dns_open(&dns, layer->bytes, layer->captured)) {
		mst_line_add(line, " [|domain]");
		return true;
	}
	words.dns = &dns;
	words.r = dns.at;
	words.multicast = has_port(packet, MULTICAST_PORT) && !has_port(packet, PORT);
	mst_line_add(line, "%u%s", dns.id, opcodes[dns.opcode]);
	if (!dns.response)
		describe_query_head(line, &dns);
	if (!(dns.response ? describe_response(&words) : describe_questions(&words))) {
		mst_line_add(line, " [|domain]");
		return true;
	}
	mst_line_add(line, " (%zu)", layer->declared);
	describe_more(&words);
	return true;
}

/* DNS over TCP: each message has its length before it (RFC 1035, 4.2.2). */
bool mst_describe_dns_stream(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_layer message = mst_layer_after(layer, 2);
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t length = mst_read_be16(&r);

	mst_line_add(line, " ");
	if (layer->declared < 2)
		mst_line_add(line, "[DNS over TCP: length %zu < 2] (invalid)", layer->declared);
	else if (r.short_read)
		mst_line_add(line, "[|domain]");
	else if (length != message.declared)
		mst_line_add(line, "[prefix length(%u) != length(%zu)] (invalid)", length, message.declared);
	else
		mst_describe_dns(line, &message);
	return true;
}

/* tcpdump has no words for LLMNR (RFC 4795). */
bool mst_describe_llmnr(struct mst_line *line, const struct mst_layer *layer)
{
	if (layer->captured < HEADER || layer->packet->malformed || layer->packet->more_fragments)
		return false;
	mst_line_add(line, "UDP, length %zu, LLMNR ", layer->declared);
	return mst_describe_dns(line, layer);
}
