/*
 * probe.h - a probe kind: how to ask a question, how to recognise its answer. Pure: bytes in, bytes out.
 *
 * A kind is one file that ends in one const struct, and one line in registry.c.
 */
#ifndef MST_PROBE_PROBE_H
#define MST_PROBE_PROBE_H

#include <muster/error.h>
#include <muster/result.h>

#include "probe/payloads.h"
#include "probe/ticket.h"
#include "wire/frame.h"

#define MST_PROBE_BYTES 72 /* of a frame from its IP header on, at most */
#define MST_PROBES_MAX 8

struct mst_probe_kind;

/* What all probes of a scan share. Constant while frames flow. */
struct mst_probe_setup {
	struct mst_key key;
	unsigned slot_bits;
	uint16_t source_port_first;
	uint32_t source_ports; /* 1..65536 */
	uint8_t ttl;
	const struct mst_payloads *payloads; /* of UDP */
};

/* A frame from its IP header on, with everything that does not depend on the target, and the sums over it. */
struct mst_template {
	const struct mst_probe_kind *kind;
	uint32_t ip_sum;      /* over the IPv4 header */
	uint32_t payload_sum; /* over what it carries, and the pseudo-header where there is one */
	uint16_t length;
	uint8_t family;       /* enum mst_family */
	uint8_t at;           /* where the transport header begins */
	bool has_pseudo;
	uint8_t bytes[MST_PROBE_BYTES];
};

/* One question to one target. */
struct mst_aim {
	struct mst_addr addr;
	uint16_t port; /* of probes that have one */
	struct mst_ticket ticket;
	uint64_t sent_ns; /* for probes that carry it */
};

/* What a recognised frame says. The ticket's zeros have been checked; its entry has not been looked at. */
struct mst_answer {
	struct mst_addr target;
	struct mst_addr from;
	struct mst_ticket ticket;
	uint64_t sent_ns; /* echoed by the answer, 0 when this kind carries none */
	uint16_t port;    /* of the target, 0 for kinds without */
	uint8_t proto;
	uint8_t reason;   /* enum mst_reason */
	uint8_t probe;    /* that it answers: its place among those asked for */
	uint8_t ttl;
	uint8_t icmp_type, icmp_code;
	bool is_error;
	bool by_key;      /* it brings no ticket back: its entry is found by target and port */
	bool has_mac;     /* it tells the target's link-layer address */
	uint8_t mac[6];
	bool proven;      /* more keyed bits than the ticket's own were right: believed even without an entry */
};

struct mst_probe_kind {
	const char *name;
	const char *meaning;
	const char *brief; /* in a sentence: "SYN", behind which a port may stand */
	uint8_t proto;      /* over IPv4; 0 for ARP, which is not over IP */
	uint8_t proto_ipv6; /* over IPv6; 0: it cannot ask that */
	bool has_port;
	bool by_key;        /* answers bring no ticket back: their entries are found by target and port */

	/* What is sent behind the frame, NULL for kinds whose frames are all: as long as the setup. */
	const struct mst_payload *(*payload)(const struct mst_probe_setup *setup, uint16_t port);

	/* Writes the template for this source address. */
	void (*prepare)(struct mst_template *template, const struct mst_probe_setup *setup,
	                const struct mst_addr *source);

	/* Writes the frame for this target: template, ticket, checksums. */
	void (*aim)(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
	            const struct mst_aim *aim);

	/* Of kinds that write the Ethernet header too, NULL otherwise: completes the frame and the header, in which our
	 * own link-layer address stands already. */
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

/* The table of kinds that can be asked for by name, NULL past the end. */
const struct mst_probe_kind *mst_probe_kind_at(size_t index);

/* A kind with its port, as in `--probe icmp,syn:443`. */
struct mst_probe {
	const struct mst_probe_kind *kind;
	uint16_t port;
};

/*
 * Reads such a list; returns how many, or -EINVAL with a sentence. A slash in place of a comma ends the first wave, of
 * *first probes: those behind it are asked only of silent hosts, when all are asked again. Without one, all are of it.
 */
int mst_probe_parse(struct mst_probe probes[MST_PROBES_MAX], unsigned *first, const char *text, struct mst_error *err);

/* Whether this frame answers one of these probes; those of port 0 have answers from any. */
bool mst_probe_recognise(const struct mst_probe *probes, unsigned count, const struct mst_probe_setup *setup,
                         const struct mst_view *view, struct mst_answer *answer);

/* Shared by the kinds. */

/* The source port that a ticket's bond picks. */
static inline uint16_t mst_probe_source_port(const struct mst_probe_setup *setup, struct mst_bond bond)
{
	return mst_bond_source_port(bond, setup->source_port_first, setup->source_ports);
}

/* Begins a template: IP header of the source's family, zeros for `bytes` that it carries, which are returned to be filled. */
uint8_t *mst_template_begin(struct mst_template *template, const struct mst_probe_kind *kind, size_t bytes,
                            const struct mst_probe_setup *setup, const struct mst_addr *source);

/* Sums it up. */
void mst_template_end(struct mst_template *template);

/* The source address in it. */
const uint8_t *mst_template_source(const struct mst_template *template);

/* Copies the template, with destination and bond in its IP header; returns the sum of what it carries. */
uint32_t mst_template_address(uint8_t *frame, const struct mst_template *template, const struct mst_addr *destination,
                              struct mst_bond bond);

/* The reason an ICMP error of this type and code gives; of ICMPv6, where the family is IPv6. */
enum mst_reason mst_probe_error_reason(uint8_t family, uint8_t type, uint8_t code);

extern const struct mst_probe_kind mst_probe_icmp_echo;
extern const struct mst_probe_kind mst_probe_icmp_timestamp;
extern const struct mst_probe_kind mst_probe_tcp_syn;
extern const struct mst_probe_kind mst_probe_tcp_ack;
extern const struct mst_probe_kind mst_probe_tcp_fin;
extern const struct mst_probe_kind mst_probe_tcp_null;
extern const struct mst_probe_kind mst_probe_tcp_xmas;
extern const struct mst_probe_kind mst_probe_udp;
extern const struct mst_probe_kind mst_probe_arp; /* on the own link only, as the next */
extern const struct mst_probe_kind mst_probe_nd;

#endif
