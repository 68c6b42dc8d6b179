/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * probe.h - a probe kind: how to ask a question, how to recognise its answer. Pure: bytes in, bytes out.
 *
 * A kind is one file that ends in one const struct, and one row of MST_PROBE_KINDS.
 */
#ifndef MST_PROBE_PROBE_H
#define MST_PROBE_PROBE_H

#include <muster/error.h>
#include <muster/result.h>

#include "probe/payloads.h"
#include "probe/syn_options.h"
#include "probe/ticket.h"
#include "wire/frame.h"

#define MST_PROBE_BYTES 80 /* the longest frame, from its IP header on */
#define MST_PROBES_MAX 8

struct mst_probe_kind;

/* What all probes of a scan share. Constant while frames are sent. */
struct mst_probe_setup {
	struct mst_key key;
	unsigned slot_bits;
	uint16_t source_port_first;
	uint32_t source_ports; /* 1..65536 */
	uint8_t ttl;
	enum mst_syn_options syn_options;
	const struct mst_payloads *payloads; /* for UDP */
};

/* A frame from its IP header on: all bytes that do not depend on the target, and their checksums. */
struct mst_template {
	const struct mst_probe_kind *kind;
	uint32_t ip_sum;      /* over the IPv4 header */
	uint32_t payload_sum; /* over what follows it, and the pseudo-header where the protocol has one */
	uint16_t length;
	uint8_t family;   /* enum mst_family */
	uint8_t at;       /* where the transport header begins */
	uint8_t tsval_at; /* where TSval is; 0: it has no timestamps */
	bool has_pseudo;
	uint8_t bytes[MST_PROBE_BYTES];
};

/* One question to one target. */
struct mst_aim {
	struct mst_addr addr;
	uint16_t port; /* for probes with ports */
	struct mst_ticket ticket;
	uint64_t sent_ns; /* for probes that contain it */
};

/* The content of a recognised frame. The ticket's zeros have been checked; its entry has not been looked at. */
struct mst_answer {
	struct mst_addr target;
	struct mst_addr
		from; /* the sender; of a reply (no error) another address than the target's if reason says so */
	struct mst_ticket ticket;
	uint64_t sent_ns; /* echoed by the answer, 0 when this kind carries none */
	uint16_t port;    /* of the target, 0 for kinds without */
	uint8_t proto;
	uint8_t reason; /* enum mst_reason */
	uint8_t probe;  /* the probe that it answers, an index into --probe */
	uint8_t ttl;
	uint8_t icmp_type, icmp_code;
	bool is_error;
	bool by_key;  /* it contains no ticket: its entry is found by target and port */
	bool has_mac; /* it contains the target's link-layer address */
	uint8_t mac[6];
	bool volunteered; /* it comes from the target without being asked, too (wire/frame.h): proof only that it is up
	                   */
	bool proven;      /* more keyed bits than the ticket's were right: it is believed even if its entry is gone */
	bool uncounted;   /* a RST that does not count the SYN or FIN, or counts one that there was not */
	bool unproven;    /* UDP: it lacks bits that it should bring back: identifier, quoted IP identification */
	uint8_t bits;     /* keyed bits that were right; a blind sender guesses all of them with one of 2^bits frames */
};

struct mst_probe_kind {
	const char *name;
	const char *meaning;
	const char *brief;  /* for sentences: "SYN"; a port may follow it */
	uint8_t proto;      /* over IPv4; 0 for ARP, which does not use IP */
	uint8_t proto_ipv6; /* over IPv6; 0: it cannot ask IPv6 targets */
	bool has_port;
	bool by_key; /* answers contain no ticket: their entries are found by target and port */

	/* The payload that is sent behind the frame, valid as long as the setup; NULL for kinds without. */
	const struct mst_payload *(*payload)(const struct mst_probe_setup *setup, uint16_t port);

	/* Writes that payload into `bytes`, with the identifier of this question; only where it has one. */
	void (*fill)(uint8_t *bytes, const struct mst_payload *payload, const struct mst_probe_setup *setup,
	             const struct mst_aim *aim);

	/* Writes the template for this source address. */
	void (*prepare)(struct mst_template *template, const struct mst_probe_setup *setup,
	                const struct mst_addr *source);

	/* Writes the frame for this target: template, ticket, checksums. */
	void (*aim)(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
	            const struct mst_aim *aim);

	/* Completes the frame and its Ethernet header, which already has our link-layer address. NULL for kinds that
	 * leave that header as it is. */
	void (*wrap)(uint8_t *frame, uint8_t *ethernet, const struct mst_addr *target);

	/* Whether this frame answers a probe of this kind; fills `answer`. */
	bool (*match)(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer);

	/* The same for an ICMP error that quotes one. */
	bool (*match_quoted)(const struct mst_probe_setup *setup, const struct mst_view *view,
	                     struct mst_answer *answer);
};

/* The IP protocol of its frames; 0 when it cannot ask this family. */
static inline uint8_t mst_probe_proto(const struct mst_probe_kind *kind, uint8_t family)
{
	return family == MST_IPV6 ? kind->proto_ipv6 : kind->proto;
}

/*
 * The kinds that --probe can name, in the order of help and messages: X(name) for mst_probe_NAME. The declarations, the
 * table in registry.c, the sentence of what --probe accepts and the lists of the tests are made of these rows.
 */
/* clang-format off */
#define MST_PROBE_KINDS(X) \
	X(icmp_echo) \
	X(icmp_timestamp) \
	X(tcp_syn) \
	X(tcp_ack) \
	X(tcp_fin) \
	X(tcp_null) \
	X(tcp_xmas) \
	X(udp)

/* Those for targets on local links, which --probe cannot name. */
#define MST_PROBE_LINK_KINDS(X) \
	X(arp) \
	X(nd)
/* clang-format on */

#define MST_PROBE_DECLARE(name) extern const struct mst_probe_kind mst_probe_##name;
MST_PROBE_KINDS(MST_PROBE_DECLARE)
MST_PROBE_LINK_KINDS(MST_PROBE_DECLARE)
#undef MST_PROBE_DECLARE

/* The table of MST_PROBE_KINDS, NULL past the end. */
const struct mst_probe_kind *mst_probe_kind_at(size_t index);

/* What --probe accepts, from that table: "icmp, timestamp, syn:PORT, …". `text` is always closed by a NUL. */
void mst_probe_names(char *text, size_t size);

/* A kind with its port, as in `--probe icmp,syn:443`. */
struct mst_probe {
	const struct mst_probe_kind *kind;
	uint16_t port;
};

/*
 * Reads such a list; returns the number of probes, or -EINVAL with a sentence. A slash in place of a comma ends the
 * first wave, of *first probes. Probes of the second wave are sent only to silent hosts, when they are asked again.
 * Without a slash, all belong to the first.
 */
int mst_probe_parse(struct mst_probe probes[MST_PROBES_MAX], unsigned *first, const char *text, struct mst_error *err);

/* Whether this frame answers one of these probes; a probe with port 0 is answered by any port. */
bool mst_probe_recognise(const struct mst_probe *probes, unsigned count, const struct mst_probe_setup *setup,
                         const struct mst_view *view, struct mst_answer *answer);

/* Shared by the kinds. */

#define MST_TICKET_BITS 32
#define MST_PROOF_BITS 32 /* of a proof, and of TCP's timestamp option */
#define MST_IP_ID_BITS 16 /* of IPv6: of the flow label */

/* Keyed bits of the source port, rounded down: 0 where there is one only. */
static inline unsigned mst_probe_port_bits(const struct mst_probe_setup *setup)
{
	return 31u - (unsigned)__builtin_clz(setup->source_ports);
}

/* The source port that a bond (ticket.h) chooses. */
static inline uint16_t mst_probe_source_port(const struct mst_probe_setup *setup, struct mst_bond bond)
{
	return mst_bond_source_port(bond, setup->source_port_first, setup->source_ports);
}

/* Begins a template: an IP header of the source's family, then `bytes` zeros. Returns those, to be filled. */
uint8_t *mst_template_begin(struct mst_template *template, const struct mst_probe_kind *kind, size_t bytes,
                            const struct mst_probe_setup *setup, const struct mst_addr *source);

/* Ends a template: computes its checksums. */
void mst_template_end(struct mst_template *template);

/* The source address in a template. */
const uint8_t *mst_template_source(const struct mst_template *template);

/* Copies the template, with destination and bond in the IP header; returns the sum of what follows the header. */
uint32_t mst_template_address(uint8_t *frame, const struct mst_template *template, const struct mst_addr *destination,
                              struct mst_bond bond);

/* The reason that an ICMP error of this type and code means; ICMPv6 where the family is IPv6. */
enum mst_reason mst_probe_error_reason(uint8_t family, uint8_t type, uint8_t code);

#endif
