/* pcap.c - see rx.h. */
#include <errno.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "rx/rx.h"
#include "wire/frame.h"

#define SNAP_BYTES 2048 /* a whole ICMP error, however much it quotes; blocks take only what is there */
#define BLOCK_MS 3      /* a block is handed over when full or this old */

struct mst_rx {
	pcap_t *pcap;
	char interface[IF_NAMESIZE];
	int check_fd;   /* a socket to ask for the interface's flags; -1 for a file */
	uint64_t drops; /* what libpcap counts in 32 bits, widened */
	uint32_t last_drops;
	mst_rx_sink *sink;
	void *user;
};

void mst_rx_close(struct mst_rx *rx)
{
	if (!rx)
		return;
	if (rx->pcap)
		pcap_close(rx->pcap);
	if (rx->check_fd >= 0)
		close(rx->check_fd);
	free(rx);
}

static int fail_pcap(struct mst_rx *rx, int status, struct mst_error *err)
{
	if (status == PCAP_ERROR_PERM_DENIED)
		return mst_fail(err, -EPERM, "capturing on %s needs privilege (CAP_NET_RAW)", rx->interface);
	return mst_fail(err, -EIO, "cannot capture on %s: %s (%s)", rx->interface, pcap_statustostr(status),
	                pcap_geterr(rx->pcap));
}

static int set_filter(struct mst_rx *rx, const char *filter, struct mst_error *err)
{
	struct bpf_program program;
	int status = pcap_compile(rx->pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN);

	if (status == 0) {
		status = pcap_setfilter(rx->pcap, &program);
		pcap_freecode(&program);
	}
	return status < 0 ? mst_fail(err, -EIO, "cannot filter on %s: %s", rx->interface, pcap_geterr(rx->pcap)) : 0;
}

static int activate(struct mst_rx *rx, const struct mst_rx_config *config, struct mst_error *err)
{
	char text[PCAP_ERRBUF_SIZE];
	int status;

	pcap_set_snaplen(rx->pcap, SNAP_BYTES);
	pcap_set_timeout(rx->pcap, BLOCK_MS);
	pcap_set_buffer_size(rx->pcap, (int)config->buffer_bytes);
	pcap_set_tstamp_precision(rx->pcap, PCAP_TSTAMP_PRECISION_NANO);
	status = pcap_activate(rx->pcap);
	if (status < 0)
		return fail_pcap(rx, status, err);
	if (!mst_frame_knows(pcap_datalink(rx->pcap)))
		return mst_fail(err, -EINVAL, "%s has a link layer that is not supported: %s", rx->interface,
		                pcap_datalink_val_to_name(pcap_datalink(rx->pcap)));
	if (pcap_setdirection(rx->pcap, PCAP_D_IN) < 0)
		return mst_fail(err, -EIO, "cannot capture on %s: %s", rx->interface, pcap_geterr(rx->pcap));
	if (pcap_setnonblock(rx->pcap, 1, text) < 0)
		return mst_fail(err, -EIO, "cannot capture on %s: %s", rx->interface, text);
	return set_filter(rx, config->filter, err);
}

int mst_rx_open(struct mst_rx **out, const struct mst_rx_config *config, struct mst_error *err)
{
	struct mst_rx *rx = calloc(1, sizeof *rx);
	char text[PCAP_ERRBUF_SIZE] = "";
	int code;

	*out = NULL;
	if (!rx)
		return mst_fail(err, -ENOMEM, "no memory for a capture");
	strncpy(rx->interface, config->interface, sizeof rx->interface - 1);
	rx->check_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	rx->pcap = pcap_create(config->interface, text);
	code = rx->pcap ? activate(rx, config, err)
	                : mst_fail(err, -EIO, "cannot capture on %s: %s", config->interface, text);
	if (code < 0) {
		mst_rx_close(rx);
		return code;
	}
	*out = rx;
	return 0;
}

int mst_rx_open_file(struct mst_rx **out, const char *path, const char *filter, struct mst_error *err)
{
	struct mst_rx *rx = calloc(1, sizeof *rx);
	char text[PCAP_ERRBUF_SIZE] = "";
	int code = 0;

	*out = NULL;
	if (!rx)
		return mst_fail(err, -ENOMEM, "no memory for a capture");
	rx->check_fd = -1;
	rx->pcap = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, text);
	if (!rx->pcap)
		code = mst_fail(err, -EIO, "cannot read %s: %s", path, text);
	else if (filter)
		code = set_filter(rx, filter, err);
	if (code < 0) {
		mst_rx_close(rx);
		return code;
	}
	*out = rx;
	return 0;
}

int mst_rx_linktype(const struct mst_rx *rx)
{
	return pcap_datalink(rx->pcap);
}

int mst_rx_fd(const struct mst_rx *rx)
{
	return pcap_file(rx->pcap) ? -1 : pcap_get_selectable_fd(rx->pcap);
}

static void on_packet(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
	struct mst_rx *rx = (struct mst_rx *)(void *)user;
	uint64_t wall_ns = (uint64_t)header->ts.tv_sec * MST_NS_PER_SECOND + (uint64_t)header->ts.tv_usec;

	rx->sink(rx->user, wall_ns, bytes, header->caplen, header->len);
}

int mst_rx_dispatch(struct mst_rx *rx, int most, mst_rx_sink *sink, void *user, struct mst_error *err)
{
	int count;

	rx->sink = sink;
	rx->user = user;
	count = pcap_dispatch(rx->pcap, most, on_packet, (u_char *)rx);
	if (count < 0)
		return mst_fail(err, -EIO, "the capture on %s failed: %s", rx->interface, pcap_geterr(rx->pcap));
	return count;
}

int mst_rx_check(struct mst_rx *rx, struct mst_error *err)
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

uint64_t mst_rx_drops(struct mst_rx *rx)
{
	struct pcap_stat stat;

	if (pcap_file(rx->pcap) || pcap_stats(rx->pcap, &stat) < 0)
		return rx->drops;
	rx->drops += (uint32_t)(stat.ps_drop - rx->last_drops);
	rx->last_drops = stat.ps_drop;
	return rx->drops;
}
