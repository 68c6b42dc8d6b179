/*
 * rx.h - frames in: libpcap captures on one or several interfaces, or one from a file.
 *
 * Non-blocking block mode (TPACKET_V3, kernel time stamps) behind our own poll(2): libpcap's waiting can last
 * for ever on an idle link, ours is bounded. One thread.
 */
#ifndef MST_RX_RX_H
#define MST_RX_RX_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mst_rx;

struct mst_rx_config {
	const char *interface;
	const char *filter;    /* pcap-filter(7) */
	size_t buffer_bytes;
};

/* A capture that runs when this returns. -EPERM: not enough privilege; others with a sentence. */
int mst_rx_open(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *err);

/* Reads a pcap file in place of an interface. */
int mst_rx_open_file(struct mst_rx **rx, const char *path, const char *filter, struct mst_error *err);

/* Accepts NULL. */
void mst_rx_close(struct mst_rx *rx);

/* The link layer, a DLT_ value. */
int mst_rx_linktype(const struct mst_rx *rx);

/* For poll(2); -1 for a file. */
int mst_rx_fd(const struct mst_rx *rx);

/* Takes one frame as it was captured; `wall_ns` is the kernel's time stamp. */
typedef void mst_rx_sink(void *user, uint64_t wall_ns, const uint8_t *bytes, size_t count, size_t wire_bytes);

/* Hands over what is waiting, at most `most`; returns how many, 0 when nothing was, or a negative errno with a
 * sentence when the interface failed. */
int mst_rx_dispatch(struct mst_rx *rx, int most, mst_rx_sink *sink, void *user, struct mst_error *err);

/* Whether the interface has gone away or down since; a sentence tells. 0 or -ENETDOWN. */
int mst_rx_check(struct mst_rx *rx, struct mst_error *err);

/* How many frames this machine lost since the capture began. */
uint64_t mst_rx_drops(struct mst_rx *rx);

/*
 * How long a frame may rest in the kernel before a reader sees it: what arrived longer ago has been handed over by
 * a dispatch that found nothing more.
 */
#define MST_RX_LAG_NS UINT64_C(15000000)

#endif
