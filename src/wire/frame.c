/* frame.c - see frame.h. */
#include "wire/frame.h"

#include <pcap/dlt.h>

#include "base/reader.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_VLAN 0x8100
#define ETHERTYPE_QINQ 0x88a8

/* Bytes before the EtherType; BARE: the IP header comes first. */
#define BARE -1
static const struct link {
	int linktype;
	int type_at;
	size_t header;
} links[] = {
	{ DLT_EN10MB, 12, 14 }, { DLT_RAW, BARE, 0 },         { DLT_IPV4, BARE, 0 }, { DLT_LINUX_SLL, 14, 16 },
#ifdef DLT_LINUX_SLL2
	{ DLT_LINUX_SLL2, 0, 20 },
#endif
	{ DLT_NULL, BARE, 4 },  { DLT_LOOP, BARE, 4 },
};

static const struct link *find_link(int linktype)
{
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		if (links[i].linktype == linktype)
			return &links[i];
	}
	return NULL;
}

bool mst_frame_knows(int linktype)
{
	return find_link(linktype) != NULL;
}

/* Leaves the reader at the IP header; false when something else follows. */
static bool skip_link(struct mst_reader *r, int linktype)
{
	const struct link *link = find_link(linktype);
	const uint8_t *header;
	uint16_t type;

	if (!link)
		return false;
	header = mst_read_bytes(r, link->header);
	if (!header || link->type_at == BARE)
		return header != NULL;
	type = (uint16_t)(header[link->type_at] << 8 | header[link->type_at + 1]);
	for (int tags = 0; tags < 2 && (type == ETHERTYPE_VLAN || type == ETHERTYPE_QINQ); tags++) {
		mst_skip(r, 2);
		type = mst_read_be16(r);
	}
	return type == ETHERTYPE_IPV4;
}

struct ip_header {
	struct mst_addr source, destination;
	const uint8_t *bytes;
	size_t length;
	uint16_t total, id, fragment;
	uint8_t ttl, proto;
};

/* Reads a header with its options; false when it is not there in whole. */
static bool read_ip(struct mst_reader *r, struct ip_header *ip)
{
	const uint8_t *start = r->at;
	uint8_t first = mst_read_u8(r);

	mst_skip(r, 1); /* type of service */
	ip->total = mst_read_be16(r);
	ip->id = mst_read_be16(r);
	ip->fragment = mst_read_be16(r) & 0x3fff; /* offset and "more follow" */
	ip->ttl = mst_read_u8(r);
	ip->proto = mst_read_u8(r);
	mst_skip(r, 2); /* checksum */
	ip->source = mst_addr_from_ipv4(mst_read_be32(r));
	ip->destination = mst_addr_from_ipv4(mst_read_be32(r));
	ip->bytes = start;
	ip->length = (size_t)(first & 15) * 4;
	if (r->short_read || first >> 4 != 4 || ip->length < MST_IPV4_BYTES)
		return false;
	mst_skip(r, ip->length - MST_IPV4_BYTES);
	return !r->short_read;
}

/*
 * A sender whose network card fills checksums in leaves just the pseudo-header's sum in the field. On virtual
 * links (veth, loopback, tap) such packets arrive that way, and the kernel at this end believes them too.
 */
static bool tcp_sum_is_right(const struct ip_header *ip, const uint8_t *segment, size_t count)
{
	uint32_t pseudo = mst_sum_long(mst_sum_long(0, mst_addr_ipv4(&ip->source)), mst_addr_ipv4(&ip->destination));
	uint16_t field = (uint16_t)(segment[MST_TCP_CHECKSUM] << 8 | segment[MST_TCP_CHECKSUM + 1]);

	pseudo = mst_sum_word(mst_sum_word(pseudo, MST_PROTO_TCP), (uint16_t)count);
	return mst_checksum(mst_sum_bytes(pseudo, segment, count)) == 0 || field == mst_sum_fold(pseudo);
}

static enum mst_fate read_tcp(struct mst_view *view, const struct ip_header *ip, struct mst_reader r)
{
	const uint8_t *segment = r.at;
	size_t count = r.left;
	size_t header;

	view->tcp.source = mst_read_be16(&r);
	view->tcp.destination = mst_read_be16(&r);
	view->tcp.seq = mst_read_be32(&r);
	view->tcp.ack = mst_read_be32(&r);
	header = (size_t)(mst_read_u8(&r) >> 4) * 4;
	view->tcp.flags = mst_read_u8(&r);
	mst_skip(&r, 6); /* window, checksum, urgent pointer */
	if (r.short_read || header < MST_TCP_BYTES || header > count)
		return MST_FATE_CUT;
	return tcp_sum_is_right(ip, segment, count) ? MST_FATE_WHOLE : MST_FATE_BAD_SUM;
}

static enum mst_fate read_quoted(struct mst_quoted_view *quoted, struct mst_reader r)
{
	struct ip_header ip = { 0 };

	if (!read_ip(&r, &ip))
		return MST_FATE_CUT;
	quoted->source = ip.source;
	quoted->destination = ip.destination;
	quoted->ip_id = ip.id;
	quoted->proto = ip.proto;
	if (ip.proto == MST_PROTO_TCP) {
		quoted->tcp_source = mst_read_be16(&r);
		quoted->tcp_destination = mst_read_be16(&r);
		quoted->tcp_seq = mst_read_be32(&r);
	} else if (ip.proto == MST_PROTO_ICMP) {
		quoted->icmp_type = mst_read_u8(&r);
		mst_skip(&r, 3); /* code, checksum */
		quoted->icmp_id = mst_read_be16(&r);
		quoted->icmp_seq = mst_read_be16(&r);
	} else {
		return MST_FATE_FOREIGN;
	}
	return r.short_read ? MST_FATE_CUT : MST_FATE_WHOLE;
}

static enum mst_fate read_icmp(struct mst_view *view, struct mst_reader r)
{
	uint16_t checksum = mst_checksum(mst_sum_bytes(0, r.at, r.left));

	view->icmp.type = mst_read_u8(&r);
	view->icmp.code = mst_read_u8(&r);
	mst_skip(&r, 2); /* checksum */
	view->icmp.id = mst_read_be16(&r);
	view->icmp.seq = mst_read_be16(&r);
	view->icmp.payload = r.at;
	view->icmp.payload_bytes = r.left;
	if (r.short_read)
		return MST_FATE_CUT;
	if (checksum != 0)
		return MST_FATE_BAD_SUM;
	if (view->icmp.type == MST_ICMP_ECHO_REPLY)
		return MST_FATE_WHOLE;
	if (view->icmp.type != MST_ICMP_UNREACHABLE && view->icmp.type != MST_ICMP_TIME_EXCEEDED)
		return MST_FATE_FOREIGN;
	view->is_error = true;
	return read_quoted(&view->quoted, r);
}

enum mst_fate mst_frame_read(struct mst_view *view, int linktype, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	struct ip_header ip = { 0 };

	*view = (struct mst_view){ 0 };
	if (!skip_link(&r, linktype))
		return r.short_read ? MST_FATE_CUT : MST_FATE_FOREIGN;
	if (!read_ip(&r, &ip))
		return MST_FATE_CUT;
	if (mst_checksum(mst_sum_bytes(0, ip.bytes, ip.length)) != 0)
		return MST_FATE_BAD_SUM;
	if (ip.total < ip.length || ip.total - ip.length > r.left)
		return MST_FATE_CUT;
	if (ip.fragment)
		return MST_FATE_FOREIGN;
	r.left = ip.total - ip.length; /* what follows is padding of the link */
	view->source = ip.source;
	view->destination = ip.destination;
	view->ttl = ip.ttl;
	view->proto = ip.proto;
	if (ip.proto == MST_PROTO_TCP)
		return read_tcp(view, &ip, r);
	return ip.proto == MST_PROTO_ICMP ? read_icmp(view, r) : MST_FATE_FOREIGN;
}
