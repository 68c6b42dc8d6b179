/*
 * bed.h - a round without threads, sockets or clock: questions are armed by hand, answers are fed by hand, and what
 * the receiver makes of them is read back as text.
 *
 * Targets are loopback addresses: routes to them are everywhere.
 */
#ifndef TEST_SCAN_BED_H
#define TEST_SCAN_BED_H

#include "scan/lane.h"
#include "scan/receiver.h"
#include "unit/scan/packets.h"

#define ROUTER "10.9.9.9"
#define BED_TIMEOUT_NS MST_NS_PER_SECOND
#define BED_STEP_NS (UINT64_C(1000) << MST_GAP_SHIFT) /* a little more than the time-out; nothing is rounded */
#define BED_RTT_NS UINT64_C(1024000)                  /* ticks are 128 ns */

struct bed {
	struct mst_targets *targets;
	struct mst_ports ports;
	struct mst_scan_config config;
	struct mst_plan plan;
	struct mst_gear gear;
	struct mst_round round;
	uint64_t now_ns;
	char addr[MST_ADDR_TEXT];
	size_t words_length;
	char words[1 << 14];
};

/* Port questions of a fixed seed. */
struct bed *bed_new(const char *targets, const char *ports, unsigned lanes);

/* Questions to hosts, as if these were beyond a gateway; `probes` NULL are the usual ones. The rate finds itself. */
struct bed *bed_new_hosts(const char *targets, const char *probes, unsigned retries, enum mst_canary canary);

/* Nothing of it may wait to be read. */
void bed_free(struct bed *bed);

/* Arms a question in the roll of lane 0; returns its SYN. */
struct packet bed_ask(struct bed *bed, const char *addr, uint16_t port);
struct packet bed_ask_at(struct bed *bed, uint64_t position);

/* A SYN with any ticket, nothing armed. */
struct packet bed_frame(const struct bed *bed, const char *addr, uint16_t port, struct mst_ticket ticket);

/* The oldest question in flight is asked again, or given up; a time-out passes when it must. */
struct packet bed_ask_again(struct bed *bed);
void bed_give_up(struct bed *bed, enum mst_standing standing);

/* A packet arrives BED_RTT_NS after the last thing asked. */
void bed_feed(struct bed *bed, struct packet packet);

/* What came out since the last call, a line each:
 *     ADDRESS:PORT STATE REASON from ADDRESS [icmp TYPE/CODE] ttl N try N/N rtt NS [was STATE | beyond]
 * Valid until the next call. */
const char *bed_words(struct bed *bed);

/* Just these words came out. */
void bed_expect(struct bed *bed, const char *words);

/* No word ever came out, and every packet is accounted for. */
void bed_expect_nothing(struct bed *bed, uint64_t strays, uint64_t malformed);

/* The address at a position, valid until the next call. */
const char *bed_addr_at(struct bed *bed, uint64_t position);

struct mst_scan_stats bed_counts(const struct bed *bed);

#endif
