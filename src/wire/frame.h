/*
 * frame.h - a bounded walk over hostile bytes, from link header to meaning.
 *
 *     link │ IPv4 │ TCP
 *     link │ IPv4 │ ICMP echo reply │ payload
 *     link │ IPv4 │ ICMP error      │ quoted IPv4 │ first eight bytes of the quoted TCP or ICMP
 *
 * Nothing is believed before every length and checksum on the way has been checked.
 */
#ifndef MST_WIRE_FRAME_H
#define MST_WIRE_FRAME_H

#include <muster/addr.h>

/* What became of the bytes. */
enum mst_fate {
	MST_FATE_WHOLE,    /* `view` holds it */
	MST_FATE_FOREIGN,  /* well-formed, but nothing that could answer a probe: another protocol, a fragment */
	MST_FATE_CUT,      /* shorter than its own lengths say */
	MST_FATE_BAD_SUM,  /* wrong IP, ICMP or TCP checksum */
};

struct mst_tcp_view {
	uint16_t source, destination;
	uint32_t seq, ack;
	uint8_t flags;
};

struct mst_icmp_view {
	uint8_t type, code;
	uint16_t id, seq;       /* of echo and echo reply */
	const uint8_t *payload; /* into the frame */
	size_t payload_bytes;
};

/* The packet an ICMP error speaks of, as far as every router must quote it (RFC 792: header + 64 bits). */
struct mst_quoted_view {
	struct mst_addr source, destination;
	uint16_t ip_id;
	uint8_t proto;
	uint8_t icmp_type;
	uint16_t icmp_id, icmp_seq;
	uint16_t tcp_source, tcp_destination;
	uint32_t tcp_seq;
};

struct mst_view {
	struct mst_addr source, destination;
	uint8_t ttl;
	uint8_t proto;     /* MST_PROTO_TCP or MST_PROTO_ICMP */
	bool is_error;     /* ICMP error: `quoted` holds */
	struct mst_tcp_view tcp;
	struct mst_icmp_view icmp;
	struct mst_quoted_view quoted;
};

/* `linktype` is a DLT_ value of libpcap. Payload pointers live as long as `bytes`. */
enum mst_fate mst_frame_read(struct mst_view *view, int linktype, const uint8_t *bytes, size_t count);

/* Whether mst_frame_read knows this link layer. */
bool mst_frame_knows(int linktype);

#endif
