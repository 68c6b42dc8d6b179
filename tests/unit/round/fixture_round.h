/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_round.h - a round without threads, sockets or clock: questions are armed by hand, answers are fed by hand,
 * and what the receiver makes of them is read back as text.
 *
 * Targets are loopback addresses: routes to them are everywhere.
 */
#ifndef TEST_ROUND_FIXTURE_ROUND_H
#define TEST_ROUND_FIXTURE_ROUND_H

#include "base/clock.h"
#include "round/lane.h"
#include "round/receiver.h"
#include "round/reporter.h"
#include "round/round.h"
#include "unit/round/fixture_packets.h"

#define ROUTER "10.9.9.9"
#define FIXTURE_TIMEOUT_NS MST_NS_PER_SECOND
#define FIXTURE_STEP_NS (UINT64_C(1000) << MST_GAP_SHIFT) /* a little more than the time-out; nothing is rounded */
#define FIXTURE_RTT_NS UINT64_C(1024000)                  /* ticks are 128 ns */

struct fixture {
	struct mst_targets *targets;
	struct mst_ports ports;
	struct mst_scan_config config;
	struct mst_plan plan;
	struct mst_run run;
	struct mst_captures captures;
	struct mst_round round;
	uint64_t now_ns;
	char addr[MST_ADDR_TEXT];
	size_t words_length;
	char words[1 << 14];
};

/* Port questions of a fixed seed. */
struct fixture *fixture_new(const char *targets, const char *ports, unsigned lanes);

/* The same for UDP ports, or with one source port only. */
struct fixture *fixture_new_udp(const char *targets, const char *ports);
struct fixture *fixture_new_from(const char *targets, const char *ports, uint16_t source_port);

/* The same with SYNs as --syn-options says. */
struct fixture *fixture_new_syns(const char *targets, const char *ports, enum mst_syn_options which);

/* Questions to hosts, as if these were beyond a gateway; `probes` NULL are the usual ones. The rate finds itself. */
struct fixture *fixture_new_hosts(const char *targets, const char *probes, unsigned retries,
                                  enum mst_detect detect_proxies);

/* Nothing of it may wait to be read. */
void fixture_free(struct fixture *fixture);

/* Arms a question in the roll of lane 0; returns its SYN. */
struct packet fixture_ask(struct fixture *fixture, const char *addr, uint16_t port);
struct packet fixture_ask_at(struct fixture *fixture, uint64_t position);

/* A SYN with any ticket, nothing armed. */
struct packet fixture_frame(const struct fixture *fixture, const char *addr, uint16_t port, struct mst_ticket ticket);

/* The oldest question in flight is asked again, or given up; a time-out passes when it must. */
struct packet fixture_ask_again(struct fixture *fixture);
void fixture_give_up(struct fixture *fixture, enum mst_standing standing);

/* A packet arrives FIXTURE_RTT_NS after the last thing asked. */
void fixture_feed(struct fixture *fixture, struct packet packet);

/* What came out since the last call, a line each:
 *     ADDRESS:PORT STATE REASON from ADDRESS [icmp TYPE/CODE] ttl N try N/N rtt NS [was STATE | beyond]
 * Valid until the next call. */
const char *fixture_words(struct fixture *fixture);

/* Just these words came out. */
void fixture_expect(struct fixture *fixture, const char *words);

/* No word ever came out, and every packet is accounted for. */
void fixture_expect_nothing(struct fixture *fixture, uint64_t strays, uint64_t malformed);

/* The address at a position, valid until the next call. */
const char *fixture_addr_at(struct fixture *fixture, uint64_t position);

struct mst_scan_stats fixture_counts(const struct fixture *fixture);

#endif
