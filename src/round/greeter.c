/* SPDX-License-Identifier: BSD-2-Clause */
/* greeter.c - see greeter.h. */
#include "round/greeter.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "handshake/segment.h"
#include "probe/syn_options.h"
#include "round/framing.h"
#include "round/posting.h"
#include "target/set.h"
#include "wire/ipv4.h"

#define ROOM 65536     /* handshakes at once: 72 bytes each */
#define LISTEN_MS 300  /* for servers that speak first */
#define AGAIN_MS 400   /* the least before an opening is sent again */
#define ROUND_MS 32    /* in which all are looked at once */
#define NAME_BYTES 256 /* of a host */
#define MANY 512       /* handshakes of a turn: more wait, and what they are sent is sent again meanwhile */
#define AFTER_MS 150   /* of an end: what comes later is sent again, and was not under way */

_Static_assert(MST_SEGMENT_BYTES <= MST_FRAME_BYTES, "a frame holds every segment");
_Static_assert(MST_OPENING_BYTES <= MST_TAIL_BYTES, "a tail holds every opening");

bool mst_greeting_wants(const struct mst_greeting *greeting, uint16_t port)
{
	return (greeting->risky_ports || !mst_dialogue_is_risky(port)) && mst_opening_fits(greeting->ports, port);
}

int mst_greeter_open(struct mst_greeter *greeter, const struct mst_greeting *greeting, struct mst_shared *shared,
                     struct mst_error *err)
{
	if (!greeting)
		return 0;
	greeter->greeting = greeting;
	greeter->shared = shared;
	greeter->greets = shared->plan->probing.about_ports && !greeting->resets_only;
	greeter->waits = (struct mst_handshake_waits){
		.listen_ms = LISTEN_MS,
		.silence_ms = (uint32_t)(greeting->timeout_ns / MST_NS_PER_MS),
		.again_ms = AGAIN_MS,
	};
	if (greeter->greets && mst_handshakes_open(&greeter->handshakes, ROOM, greeting->per_host) < 0)
		return mst_fail(err, -ENOMEM, "no memory for handshakes");
	return 0;
}

void mst_greeter_close(struct mst_greeter *greeter)
{
	mst_handshakes_close(&greeter->handshakes);
}

void mst_greeter_leave(struct mst_greeter *greeter)
{
	mst_greeter_close(greeter);
	greeter->greeting = NULL;
	greeter->greets = false;
}

/* ---- frames ---- */

/* What the engine does not take now waits. */
static void flush(struct mst_greeter *greeter, unsigned egress)
{
	struct mst_tx *tx = greeter->greeting->tx[egress];
	uint32_t left = greeter->waiting[egress];
	enum mst_tx_stop stop = MST_TX_ALL;

	while (left > 0 && stop != MST_TX_BUSY) {
		uint32_t gone = (uint32_t)mst_tx_send(tx, left, &stop);

		if (stop == MST_TX_REFUSED || stop == MST_TX_NO_PATH)
			gone++;
		gone = gone < left ? gone : left;
		left -= gone;
		memmove(tx->frames, tx->frames + gone, left * sizeof *tx->frames);
		memmove(tx->tails, tx->tails + gone, left * sizeof *tx->tails);
	}
	greeter->waiting[egress] = left;
}

/* The next frame of an egress, with its link-layer header. Where the engine still takes none, those that wait are lost,
 * as on the network. */
static struct mst_frame *next_frame(struct mst_greeter *greeter, const struct mst_route_out *route,
                                    const struct mst_addr *to, struct mst_tail **tail)
{
	unsigned egress = route->egress->number;
	struct mst_tx *tx = greeter->greeting->tx[egress];
	const uint8_t *mac;
	struct mst_frame *frame;
	uint8_t own[6];

	if (greeter->waiting[egress] == tx->burst)
		flush(greeter, egress);
	if (greeter->waiting[egress] == tx->burst)
		greeter->waiting[egress] = 0;
	*tail = &tx->tails[greeter->waiting[egress]];
	frame = &tx->frames[greeter->waiting[egress]++];
	mac = mst_frame_mac(greeter->shared, route, to, own);
	frame->ifindex = to->scope ? to->scope : (uint32_t)route->hop.ifindex;
	memcpy(frame->ethernet, route->hop.ethernet, sizeof frame->ethernet);
	if (mac)
		memcpy(frame->ethernet, mac, 6);
	frame->slot = 0;
	return frame;
}

static void send_segment(struct mst_greeter *greeter, const struct mst_route_out *route, struct mst_segment *segment)
{
	struct mst_tail *tail;
	struct mst_frame *frame = next_frame(greeter, route, segment->destination, &tail);

	*tail = (struct mst_tail){ 0 };
	if (segment->payload_bytes) {
		unsigned egress = route->egress->number;
		struct mst_tx *tx = greeter->greeting->tx[egress];
		uint8_t *room = mst_tx_tail_room(tx->tails, tx->burst, greeter->rooms[egress]++);

		memcpy(room, segment->payload, segment->payload_bytes);
		*tail = (struct mst_tail){ room, (uint16_t)segment->payload_bytes };
	}
	segment->source = &route->path->source;
	segment->ttl = greeter->shared->plan->setup.ttl;
	frame->length = (uint16_t)mst_segment_write(frame->bytes, segment);
}

/* A RST to a segment of no connection (RFC 9293, section 3.10.7.1): a SYN-ACK that is not greeted, for example. */
static void reset(struct mst_greeter *greeter, const struct mst_view *view, const struct mst_route_out *route)
{
	struct mst_segment segment = {
		.destination = &view->source,
		.source_port = view->tcp.destination,
		.destination_port = view->tcp.source,
		.seq = view->tcp.ack,
		.flags = MST_TCP_RST,
	};

	send_segment(greeter, route, &segment);
}

/* ---- steps ---- */

/* The name of the target, the first of several; NULL: it was an address. */
static const char *name_of(const struct mst_greeter *greeter, const struct mst_addr *addr, char name[NAME_BYTES])
{
	const char *all = mst_targets_name(greeter->shared->plan->targets.set, addr);
	size_t size = all ? strcspn(all, " ") : 0;

	if (size == 0 || size >= NAME_BYTES)
		return NULL;
	memcpy(name, all, size);
	name[size] = '\0';
	return name;
}

/* Into greeter->opening, unless it is there. */
static void write_opening(struct mst_greeter *greeter, const struct mst_handshake *handshake)
{
	char name[NAME_BYTES];

	if (greeter->opens != handshake)
		mst_opening_write(&greeter->opening, greeter->greeting->ports, &handshake->addr, handshake->port,
		                  name_of(greeter, &handshake->addr, name));
	greeter->opens = handshake;
}

static void send_step(struct mst_greeter *greeter, const struct mst_handshake *handshake,
                      const struct mst_handshake_step *step)
{
	struct mst_segment segment = {
		.destination = &handshake->addr,
		.source_port = handshake->our_port,
		.destination_port = handshake->port,
		.seq = step->reset ? step->reset_seq : handshake->sent,
		.ack = handshake->wanted,
		.stamp = handshake->stamp,
		.echo = handshake->echo,
		.scale = handshake->scale,
		.flags = step->reset ? MST_TCP_RST | MST_TCP_ACK : MST_TCP_ACK,
	};

	if (step->with_opening) {
		write_opening(greeter, handshake);
		segment.payload = greeter->opening.bytes;
		segment.payload_bytes = greeter->opening.size;
		segment.flags |= MST_TCP_PSH;
	} else if (!step->reset && handshake->acknowledged) {
		segment.seq += handshake->opening;
	}
	send_segment(greeter, &greeter->shared->plan->routes[handshake->route], &segment);
}

/* Sends, tells, and drops what is over. */
static void do_step(struct mst_greeter *greeter, struct mst_handshake *handshake, struct mst_handshake_step step)
{
	if (step.act == MST_ACT_DATA && step.reset) /* what it sent has arrived */
		handshake->wanted += (uint32_t)step.size;
	if (step.acknowledge || step.reset)
		send_step(greeter, handshake, &step);
	if (step.act == MST_ACT_NOTHING)
		return;
	mst_post_told(greeter->shared, handshake,
	              mst_handshake_is_sure(handshake, step.act) ? step.act : MST_ACT_NOTHING, step.bytes, step.size);
	mst_handshakes_drop(&greeter->handshakes, handshake, greeter->now_ms);
	greeter->changed++;
}

static void begin(struct mst_greeter *greeter, const struct mst_view *view, const struct mst_recognised *found)
{
	struct mst_handshake *handshake = mst_handshakes_add(&greeter->handshakes, &view->source, view->tcp.source);

	if (!handshake)
		return; /* it comes again */
	greeter->changed++;
	greeter->opens = NULL; /* of another one that was in its place */
	write_opening(greeter, handshake);
	handshake->our_port = view->tcp.destination;
	handshake->opening = greeter->opening.size;
	handshake->route = (uint16_t)(found->route - greeter->shared->plan->routes);
	handshake->lane = found->place.lane;
	handshake->scale = mst_syn_style_of(greeter->shared->plan->setup.syn_options)->scale;
	do_step(greeter, handshake,
	        mst_handshake_begin(handshake, &view->tcp, greeter->opening.listens, &greeter->waits, greeter->now_ms));
}

static uint32_t ms_of(uint64_t now_ns)
{
	return (uint32_t)(now_ns / MST_NS_PER_MS);
}

/* Whether a handshake with the port may begin: one is enough. */
static bool may_begin(const struct mst_greeter *greeter, const struct mst_view *view,
                      const struct mst_recognised *found)
{
	return greeter->greets && !greeter->ending && found->place.purpose == MST_ASK &&
	       mst_addr_equal(&found->answer.target, &view->source) &&
	       mst_greeting_wants(greeter->greeting, view->tcp.source) &&
	       !mst_handshakes_over(&greeter->handshakes, &view->source, view->tcp.source);
}

void mst_greeter_meet(struct mst_greeter *greeter, const struct mst_view *view, const struct mst_recognised *found)
{
	struct mst_handshake *handshake = NULL;

	if (!greeter->greeting || found->answer.reason != MST_SYN_ACK || found->answer.is_error)
		return;
	greeter->now_ms = ms_of(found->arrival.now_ns);
	if (greeter->greets)
		handshake = mst_handshakes_find(&greeter->handshakes, &view->source, view->tcp.source);
	if (handshake && handshake->our_port == view->tcp.destination)
		do_step(greeter, handshake,
		        mst_handshake_take(handshake, &view->tcp, &greeter->waits, greeter->now_ms));
	else if (!handshake && may_begin(greeter, view, found))
		begin(greeter, view, found);
	else
		reset(greeter, view, found->route); /* also to another attempt of the same question */
}

/* What a port sends after its handshake is over answers no question. Where it sends again, the RST was lost: as from a
 * kernel that knows no such connection, it gets another one. */
static bool take_late(struct mst_greeter *greeter, const struct mst_view *view)
{
	const struct mst_handshake_over *over = mst_handshakes_over(&greeter->handshakes, &view->source,
	                                                            view->tcp.source);

	if (view->tcp.flags & MST_TCP_RST)
		return false;
	if (over && over->our_port == view->tcp.destination && view->tcp.flags & MST_TCP_ACK &&
	    greeter->now_ms - over->ended_ms >= AFTER_MS)
		reset(greeter, view, &greeter->shared->plan->routes[over->route]);
	return true;
}

bool mst_greeter_take(struct mst_greeter *greeter, const struct mst_view *view, uint64_t now_ns)
{
	struct mst_handshake *handshake;

	if (!greeter->greets || view->kind != MST_VIEW_TCP || view->proto != MST_PROTO_TCP ||
	    view->tcp.flags & MST_TCP_SYN)
		return false;
	greeter->now_ms = ms_of(now_ns);
	handshake = mst_handshakes_find(&greeter->handshakes, &view->source, view->tcp.source);
	if (!handshake || handshake->our_port != view->tcp.destination)
		return take_late(greeter, view);
	do_step(greeter, handshake, mst_handshake_take(handshake, &view->tcp, &greeter->waits, greeter->now_ms));
	return true;
}

void mst_greeter_turn(struct mst_greeter *greeter, uint64_t now_ns)
{
	struct mst_handshake *handshake;
	uint32_t steps, since_ms;

	if (!greeter->greeting)
		return;
	greeter->now_ms = ms_of(now_ns);
	since_ms = greeter->now_ms - greeter->looked_ms;
	steps = since_ms < ROUND_MS ? greeter->handshakes.made * since_ms / ROUND_MS : greeter->handshakes.made;
	if (steps > 0)
		greeter->looked_ms = greeter->now_ms;
	while ((handshake = mst_handshakes_due(&greeter->handshakes, greeter->now_ms, &steps)))
		do_step(greeter, handshake, mst_handshake_wake(handshake, &greeter->waits, greeter->now_ms));
	for (unsigned i = 0; i < greeter->shared->plan->egresses.count; i++) {
		if (greeter->waiting[i])
			flush(greeter, i);
	}
	mst_store(&greeter->shared->handshakes_wait, greeter->changed >= MANY, relaxed); /* GREETING */
	greeter->changed = 0;
}

bool mst_greeter_end(struct mst_greeter *greeter)
{
	greeter->ending = true;
	return greeter->handshakes.count > 0;
}
