/* engines.c - the table of receiving engines, and what they have in common. See rx.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cpus.h"
#include "base/fail.h"
#include "rx/rx.h"

#define LINK_PATIENCE_NS (5 * MST_NS_PER_SECOND)

static const struct mst_rx_engine *const engines[] = {
#ifdef MST_HAVE_BPF
	&mst_rx_xdp,
#endif
	&mst_rx_pcap,
};

const struct mst_rx_engine *mst_rx_engine_at(size_t index)
{
	return index < sizeof engines / sizeof *engines ? engines[index] : NULL;
}

/* Some drivers take the link down and up again for an XDP program. */
static void wait_for_link(const struct mst_rx *rx)
{
	uint64_t until_ns = mst_now_ns() + LINK_PATIENCE_NS;
	struct mst_error error;

	while (mst_rx_check(rx, &error) < 0 && mst_now_ns() < until_ns)
		mst_sleep_until_ns(mst_now_ns() + MST_NS_PER_MS);
}

/* To be opened where its reader runs: buffers, those of the kernel too, are then near. */
struct opening {
	struct mst_rx **rx;
	const struct mst_rx_engine *engine;
	const struct mst_rx_config *config;
	struct mst_error *err;
};

static int open_there(void *argument)
{
	const struct opening *opening = argument;

	return opening->engine->open(opening->rx, opening->config, opening->err);
}

static int open_one(struct mst_rx **rx, const struct mst_rx_engine *engine, const struct mst_rx_config *config,
                    struct mst_error *err)
{
	struct opening opening = { rx, engine, config, err };
	int code = mst_cpus_work(config->seat, open_there, &opening, err);

	if (code < 0)
		return code;
	(*rx)->engine = engine;
	snprintf((*rx)->interface, sizeof (*rx)->interface, "%s", config->interface);
	(*rx)->check_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	wait_for_link(*rx);
	return 0;
}

static int open_fastest(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *why,
                        struct mst_error *err)
{
	const struct mst_rx_engine *engine;
	int code = -ENOTSUP;

	for (size_t i = 0; (engine = mst_rx_engine_at(i)); i++) {
		size_t used = strlen(why->text);

		code = open_one(rx, engine, config, err);
		if (code == 0)
			return 0;
		snprintf(why->text + used, sizeof why->text - used, "%s%s: %.*s", used ? "\n" : "", engine->name,
		         (int)(sizeof why->text / 4), err->text);
	}
	return code;
}

int mst_rx_open(struct mst_rx **rx, const char *name, const struct mst_rx_config *config, struct mst_error *why,
                struct mst_error *err)
{
	const struct mst_rx_engine *engine;
	char names[64] = "auto";

	*rx = NULL;
	if (!name || strcmp(name, "auto") == 0)
		return open_fastest(rx, config, why, err);
	for (size_t i = 0; (engine = mst_rx_engine_at(i)); i++) {
		if (strcmp(engine->name, name) == 0)
			return open_one(rx, engine, config, err);
		snprintf(names + strlen(names), sizeof names - strlen(names), ", %s", engine->name);
	}
	return mst_fail(err, -EINVAL, "--rx %s: expected %s", name, names);
}

void mst_rx_close(struct mst_rx *rx)
{
	if (!rx)
		return;
	if (rx->check_fd >= 0)
		close(rx->check_fd);
	rx->engine->close(rx);
}

int mst_rx_check(const struct mst_rx *rx, struct mst_error *err)
{
	struct ifreq request = { 0 };

	if (rx->check_fd < 0)
		return 0;
	memcpy(request.ifr_name, rx->interface, sizeof request.ifr_name);
	if (ioctl(rx->check_fd, SIOCGIFFLAGS, &request) < 0)
		return mst_fail(err, -ENETDOWN, "interface %s went away", rx->interface);
	if (!(request.ifr_flags & IFF_UP))
		return mst_fail(err, -ENETDOWN, "interface %s went down", rx->interface);
	if (!(request.ifr_flags & IFF_RUNNING))
		return mst_fail(err, -ENETDOWN, "interface %s has lost its link", rx->interface);
	return 0;
}
