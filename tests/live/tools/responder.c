/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * responder.c - simulates a faulty network at the far end: it answers echo requests and SYNs for a range of addresses;
 * options make answers late, double, lost or forged. It ends when its standard input closes, or after --seconds.
 *
 * A hash of seed and address decides which hosts are live, and even ports are open, so that a test can compute the
 * right answers. At the end it prints its counts as one JSON object.
 */
#include "bottleneck.h"
#include "hostile.h"

#include <errno.h>
#include <getopt.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_MS UINT64_C(1000000)
#define SLOTS 16384 /* the longest delay of an answer, in milliseconds */

/* What a loss hits. */
enum { QUESTION = 1, ANSWER, DUPLICATE };

struct waiting {
	struct waiting *next;
	struct forged frame;
};

struct responder {
	int fd;
	uint32_t network, mask;
	double live_share, loss, duplicate, late_share;
	unsigned delay_min_ms, delay_max_ms, late_ms, seconds;
	unsigned hostile; /* forged answers to each probe of a dead host */
	uint64_t hostile_max;
	uint32_t mutators; /* bit set of mutators[] */
	bool reset_first;
	uint32_t seed;
	struct dice dice;
	struct bottleneck bottleneck; /* for probes */
	uint64_t at_ms;               /* slots before this one are empty */
	size_t waiting;
	struct waiting *slots[SLOTS];
	uint64_t questions, answers, lost_questions, lost_answers, duplicates, late, hostiles, refused, dropped;
};

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / NS_PER_MS;
}

/* The finaliser of MurmurHash3; lab.py has the same. */
static uint32_t mix(uint32_t value)
{
	value = (value ^ value >> 16) * 0x85ebca6b;
	value = (value ^ value >> 13) * 0xc2b2ae35;
	return value ^ value >> 16;
}

static bool chance(struct dice *dice, double share)
{
	return share > 0 && roll_dice(dice) < share * 4294967296.0;
}

static bool is_live(const struct responder *r, uint32_t target)
{
	return mix(target ^ r->seed) < r->live_share * 4294967296.0;
}

/* The near end may be slower than this program. It then waits, for a limited time, so that no answer is lost by
 * accident. */
static void transmit(struct responder *r, const struct forged *frame)
{
	for (int attempt = 0; attempt < 1000; attempt++) {
		if (send(r->fd, frame->bytes, frame->count, 0) >= 0)
			return;
		if (errno != ENOBUFS && errno != EAGAIN)
			break;
		nanosleep(&(struct timespec){ .tv_nsec = 50000 }, NULL);
	}
	r->refused++;
}

static void put_off(struct responder *r, const struct forged *frame, uint64_t ms)
{
	struct waiting *waiting = malloc(sizeof *waiting);
	struct waiting **slot = &r->slots[(now_ms() + (ms < SLOTS ? ms : SLOTS - 1)) % SLOTS];

	if (!waiting)
		abort();
	waiting->frame = *frame;
	waiting->next = *slot;
	*slot = waiting;
	r->waiting++;
}

static void send_what_is_due(struct responder *r)
{
	for (uint64_t now = now_ms(); r->at_ms <= now; r->at_ms++) {
		struct waiting **slot = &r->slots[r->at_ms % SLOTS];

		while (*slot) {
			struct waiting *due = *slot;

			*slot = due->next;
			transmit(r, &due->frame);
			free(due);
			r->waiting--;
		}
	}
}

/* Loss depends on the content of the probe, not on its time: a scan with a seed loses the same frames each time. */
static bool is_lost(const struct responder *r, const struct asked *q, uint32_t way)
{
	uint32_t ticket = q->proto == IPPROTO_TCP ? q->seq : (uint32_t)q->echo_id << 16 | q->echo_seq;

	return mix(mix(mix(q->target ^ r->seed) ^ ticket) + way) < r->loss * 4294967296.0;
}

static void give(struct responder *r, const struct asked *q, uint32_t way, const struct forged *frame, uint64_t ms)
{
	if (is_lost(r, q, way)) {
		r->lost_answers++;
		return;
	}
	r->answers++;
	if (ms)
		put_off(r, frame, ms);
	else
		transmit(r, frame);
}

static uint64_t draw_delay(struct responder *r, uint32_t target)
{
	unsigned spread = r->delay_max_ms - r->delay_min_ms;

	/* Lateness is a property of the host, so that all attempts at it are answered late. */
	if (r->late_share > 0 && mix(target ^ ~r->seed) < r->late_share * 4294967296.0) {
		r->late++;
		return r->late_ms;
	}
	return r->delay_min_ms + (spread ? roll_dice(&r->dice) % (spread + 1) : 0);
}

static void answer(struct responder *r, const struct asked *q, uint64_t waited_ns)
{
	uint64_t ms = draw_delay(r, q->target) + waited_ns / NS_PER_MS;
	bool open = !(q->port & 1);
	struct forged frame;

	if (q->proto == IPPROTO_TCP && open && r->reset_first) {
		forge_good(&frame, q, true);
		transmit(r, &frame);
		ms += 5;
	}
	forge_good(&frame, q, !open);
	give(r, q, ANSWER, &frame, ms);
	if (chance(&r->dice, r->duplicate)) {
		r->duplicates++;
		give(r, q, DUPLICATE, &frame, ms + 1);
	}
}

static void lie(struct responder *r, const struct asked *q)
{
	for (unsigned i = 0; i < r->hostile && r->hostiles < r->hostile_max;) {
		size_t kind = roll_dice(&r->dice) % MUTATORS;
		struct forged frame;

		if (!(r->mutators & 1u << kind))
			continue;
		mutators[kind].make(&frame, *q, &r->dice);
		if (looks_unfinished(&frame))
			continue;
		transmit(r, &frame);
		r->hostiles++;
		i++;
	}
}

static uint16_t get16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static uint32_t get32(const uint8_t *at)
{
	return (uint32_t)get16(at) << 16 | get16(at + 2);
}

static bool read_question(const struct responder *r, const uint8_t *frame, size_t count, struct asked *q)
{
	const uint8_t *ip = frame + sizeof(struct ether_header);
	const uint8_t *l4 = frame + L4_AT;

	if (count < L4_AT + 8 || get16(frame + 12) != ETHERTYPE_IP || ip[0] != 0x45)
		return false;
	*q = (struct asked){ .asker = get32(ip + 12), .target = get32(ip + 16), .proto = ip[9], .packet = ip };
	memcpy(q->near_mac, frame + 6, 6);
	memcpy(q->far_mac, frame, 6);
	if ((q->target & r->mask) != r->network)
		return false;
	if (q->proto == IPPROTO_ICMP) {
		q->echo_id = get16(l4 + 4);
		q->echo_seq = get16(l4 + 6);
		q->payload = l4 + 8;
		q->payload_bytes = (size_t)get16(ip + 2) - IP_BYTES - 8;
		return l4[0] == ICMP_ECHO && q->payload_bytes <= count - L4_AT - 8 && q->payload_bytes <= 64;
	}
	q->asker_port = get16(l4);
	q->port = get16(l4 + 2);
	q->seq = get32(l4 + 4);
	return q->proto == IPPROTO_TCP && count >= L4_AT + 20 && (l4[13] & (TH_SYN | TH_ACK | TH_RST)) == TH_SYN;
}

/* The next received frame with its time of arrival, which may be earlier than now. */
static ssize_t next_frame(struct responder *r, uint8_t *frame, size_t size, bool *outgoing, uint64_t *at_ns)
{
	union {
		char bytes[CMSG_SPACE(sizeof(struct timespec))];
		struct cmsghdr aligned;
	} control;
	struct sockaddr_ll from;
	struct iovec part = { frame, size };
	struct msghdr message = {
		.msg_name = &from,
		.msg_namelen = sizeof from,
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control,
	};
	ssize_t count = recvmsg(r->fd, &message, MSG_DONTWAIT);
	const struct cmsghdr *stamp = count < 0 ? NULL : CMSG_FIRSTHDR(&message);
	struct timespec at = { 0 };

	*outgoing = count >= 0 && from.sll_pkttype == PACKET_OUTGOING;
	if (stamp)
		memcpy(&at, CMSG_DATA(stamp), sizeof at);
	*at_ns = (uint64_t)at.tv_sec * 1000 * NS_PER_MS + (uint64_t)at.tv_nsec;
	return count;
}

static void take_question(struct responder *r, const struct asked *q, uint64_t at_ns)
{
	uint64_t waits_ns;

	r->questions++;
	if (!bottleneck_take(&r->bottleneck, at_ns, &waits_ns))
		r->dropped++;
	else if (is_lost(r, q, QUESTION))
		r->lost_questions++;
	else if (is_live(r, q->target))
		answer(r, q, waits_ns);
	else
		lie(r, q);
}

static void take_frames(struct responder *r)
{
	for (int batch = 0; batch < 64; batch++) {
		uint8_t frame[2048];
		uint64_t at_ns;
		bool outgoing;
		ssize_t count = next_frame(r, frame, sizeof frame, &outgoing, &at_ns);
		struct asked q;

		if (count < 0)
			return;
		if (!outgoing && read_question(r, frame, (size_t)count, &q))
			take_question(r, &q, at_ns);
	}
}

static int open_socket(const char *interface)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP) };
	int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_IP));
	int bytes = 64 << 20, on = 1;

	at.sll_ifindex = (int)if_nametoindex(interface);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) < 0) {
		perror("responder");
		exit(1);
	}
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
	setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
	return fd;
}

static void choose_mutators(struct responder *r, char *list)
{
	r->mutators = 0;
	for (char *name; (name = strsep(&list, ","));) {
		for (size_t i = 0; i < MUTATORS; i++) {
			if (!strcmp(name, mutators[i].name))
				r->mutators |= 1u << i;
		}
	}
}

static void choose_network(struct responder *r, const char *text)
{
	unsigned a, b, c, d, bits;

	if (sscanf(text, "%u.%u.%u.%u/%u", &a, &b, &c, &d, &bits) != 5 || (a | b | c | d) > 255 || bits < 1 ||
	    bits > 32)
		exit(2);
	r->mask = ~0u << (32 - bits);
	r->network = (a << 24 | b << 16 | c << 8 | d) & r->mask;
}

/* clang-format off */
static const struct option options[] = {
	{ "live-share", required_argument, NULL, 'l' },  { "loss", required_argument, NULL, 'p' },
	{ "delay", required_argument, NULL, 'd' },       { "duplicate", required_argument, NULL, 'D' },
	{ "late", required_argument, NULL, 'L' },        { "hostile", required_argument, NULL, 'h' },
	{ "hostile-max", required_argument, NULL, 'H' }, { "lies", required_argument, NULL, 'k' },
	{ "reset-first", no_argument, NULL, 'r' },       { "seed", required_argument, NULL, 's' },
	{ "seconds", required_argument, NULL, 't' },     { "queue", required_argument, NULL, 'q' },
	{ "bucket", required_argument, NULL, 'b' },      { "network", required_argument, NULL, 'n' },
	{ 0 },
};
/* clang-format on */

/* --delay MIN-MAX, --late MS:SHARE, --queue and --bucket PPS:MS; the rest are single numbers. */
static void read_options(struct responder *r, int argc, char **argv)
{
	for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (option) {
		case 'l': r->live_share = atof(optarg); break;
		case 'p': r->loss = atof(optarg); break;
		case 'd': sscanf(optarg, "%u-%u", &r->delay_min_ms, &r->delay_max_ms); break;
		case 'D': r->duplicate = atof(optarg); break;
		case 'L': sscanf(optarg, "%u:%lf", &r->late_ms, &r->late_share); break;
		case 'h': r->hostile = (unsigned)atoi(optarg); break;
		case 'H': r->hostile_max = strtoull(optarg, NULL, 10); break;
		case 'k': choose_mutators(r, optarg); break;
		case 'r': r->reset_first = true; break;
		case 's': r->seed = (uint32_t)strtoul(optarg, NULL, 10); break;
		case 'n': choose_network(r, optarg); break;
		case 'q': r->bottleneck = bottleneck_of(optarg, false); break;
		case 'b': r->bottleneck = bottleneck_of(optarg, true); break;
		case 't': r->seconds = (unsigned)atoi(optarg); break;
		default: exit(2);
		}
	}
}

static void run(struct responder *r)
{
	struct pollfd polled[] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .fd = r->fd, .events = POLLIN } };
	uint64_t end_ms = now_ms() + r->seconds * UINT64_C(1000);

	r->at_ms = now_ms();
	while (now_ms() < end_ms && poll(polled, 2, r->waiting ? 1 : 100) >= 0 && !polled[0].revents) {
		take_frames(r);
		send_what_is_due(r);
	}
}

static void print_counts(const struct responder *r)
{
	printf("{\"questions\": %ju, \"answers\": %ju, \"lost_questions\": %ju, \"lost_answers\": %ju, \"duplicates\": "
	       "%ju, \"late\": %ju, \"hostiles\": %ju, \"refused\": %ju, \"dropped\": %ju}\n",
	       (uintmax_t)r->questions, (uintmax_t)r->answers, (uintmax_t)r->lost_questions, (uintmax_t)r->lost_answers,
	       (uintmax_t)r->duplicates, (uintmax_t)r->late, (uintmax_t)r->hostiles, (uintmax_t)r->refused,
	       (uintmax_t)r->dropped);
}

int main(int argc, char **argv)
{
	static struct responder r = {
		.network = 0x0a070000,
		.mask = 0xffff0000,
		.live_share = 1,
		.seconds = 120,
		.hostile_max = UINT64_MAX,
		.mutators = (1u << MUTATORS) - 1,
	};

	read_options(&r, argc, argv);
	r.dice.state = UINT64_C(0x9e3779b97f4a7c15) ^ r.seed;
	r.fd = open_socket("far0");
	printf("ready\n");
	fflush(stdout);
	run(&r);
	print_counts(&r);
	for (size_t i = 0; i < SLOTS; i++) {
		while (r.slots[i]) {
			struct waiting *waiting = r.slots[i];

			r.slots[i] = waiting->next;
			free(waiting);
		}
	}
	close(r.fd);
	return 0;
}
