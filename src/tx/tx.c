/* SPDX-License-Identifier: BSD-2-Clause */
/* tx.c - see tx.h: what several engines share. */
#include "tx/tx.h"

#include <errno.h>
#include <sys/socket.h>

#include "base/fail.h"
#include "base/lines.h"

struct mst_frame *mst_tx_frames(uint32_t burst)
{
	return mst_lines_new(burst + MST_TX_SPARE, sizeof(struct mst_frame));
}

struct mst_tail *mst_tx_tails(uint32_t burst)
{
	return mst_lines_new(burst + MST_TX_SPARE, sizeof(struct mst_tail) + MST_TAIL_BYTES);
}

uint8_t *mst_tx_tail_room(struct mst_tail *tails, uint32_t burst, uint32_t number)
{
	uint32_t count = burst + MST_TX_SPARE;

	return (uint8_t *)(tails + count) + (size_t)(number % count) * MST_TAIL_BYTES;
}

int mst_tx_check_ethernet(const struct mst_tx_config *config, struct mst_error *err)
{
	for (size_t i = 0; i < config->hop_count; i++) {
		const char *objection = mst_hop_objection(&config->hops[i]);

		if (objection)
			return mst_fail(err, -EINVAL, "no Ethernet frames can be built for %s: %s",
			                config->hops[i].interface, objection);
	}
	return 0;
}

int mst_tx_check_short(const struct mst_tx_config *config, struct mst_error *err)
{
	if (config->tails)
		return mst_fail(err, -EINVAL, "it sends frames of fixed size only, and datagrams with payloads vary");
	return mst_tx_check_ethernet(config, err);
}

enum mst_tx_stop mst_tx_stop_of(int error)
{
	switch (error) {
	case EAGAIN:
	case ENOBUFS:
	case ENOMEM: return MST_TX_BUSY;
	case ENETDOWN:
	case ENETUNREACH:
	case EHOSTUNREACH:
	case ENODEV:
	case ENXIO: return MST_TX_NO_PATH;
	default: return MST_TX_REFUSED; /* EPERM by a packet filter, EACCES by a route of type prohibit … */
	}
}

size_t mst_tx_send_messages(struct mst_tx *tx, int fd, struct mmsghdr *messages, size_t count, enum mst_tx_stop *stop)
{
	int taken;

	do {
		taken = sendmmsg(fd, messages, (unsigned)count, MSG_DONTWAIT);
	} while (taken < 0 && errno == EINTR);
	*stop = MST_TX_ALL;
	if (taken == (int)count)
		return count;
	if (taken >= 0) {
		*stop = MST_TX_BUSY; /* the next call returns the reason */
		return (size_t)taken;
	}
	tx->error = errno;
	*stop = mst_tx_stop_of(errno);
	return 0;
}
