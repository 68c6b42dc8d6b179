/* SPDX-License-Identifier: BSD-2-Clause */
/* wifi.c - describes management and control frames of IEEE 802.11, and encrypted ones. See wifi.h. */
#include "dissect/link/wifi.h"

enum { MANAGEMENT = 0, CONTROL = 1, DATA = 2 };
enum {
	ASSOC_REQUEST,
	ASSOC_RESPONSE,
	REASSOC_REQUEST,
	REASSOC_RESPONSE,
	PROBE_REQUEST,
	PROBE_RESPONSE,
	BEACON = 8,
	ATIM,
	DISASSOC,
	AUTH,
	DEAUTH,
	ACTION
};
enum { ESS = 0x01, PRIVACY = 0x10, TO_AND_FROM = 3, PROTECTED = 0x40, ORDERED = 0x80 };
enum { ELEMENT_SSID = 0, ELEMENT_RATES = 1, ELEMENT_CHANNEL = 3, RATES_MAX = 16 };

static const char *const names[16] = { "Assoc Request",
	                               "Assoc Response",
	                               "ReAssoc Request",
	                               "ReAssoc Response",
	                               "Probe Request",
	                               "Probe Response",
	                               NULL,
	                               NULL,
	                               "Beacon",
	                               "ATIM",
	                               "Disassociation",
	                               "Authentication",
	                               "DeAuthentication",
	                               "Action" };

/* IEEE 802.11, "Reason Code field". */
static const char *const reasons[] = {
	"Reserved",
	"Unspecified reason",
	"Previous authentication no longer valid",
	"Deauthenticated because sending STA is leaving (or has left) IBSS or ESS",
	"Disassociated due to inactivity",
	"Disassociated because AP is unable to handle all currently associated STAs",
	"Class 2 frame received from nonauthenticated STA",
	"Class 3 frame received from nonassociated STA",
	"Disassociated because sending STA is leaving (or has left) BSS",
	"STA requesting (re)association is not authenticated with responding STA",
	"Disassociated because the information in the Power Capability element is unacceptable",
	"Disassociated because the information in the Supported Channels element is unacceptable",
	"Disassociated due to BSS transition management",
	("Invalid element, i.e., an element defined in this standard for which the content does not meet the "
	 "specifications in Clause 9"),
	"Message integrity code (MIC) failure",
	"4-Way Handshake timeout",
	"Group key handshake timeout",
	"Information element in 4-Way Handshake different from (Re)AssociationRequest/Probe Response/Beacon frame",
	"Invalid group cipher",
	"Invalid pairwise cipher",
	"Invalid AKMP",
	"Unsupported RSNE version",
	"Invalid RSNE capabilities",
	"IEEE 802.1X authentication failed",
	"Cipher suite rejected because of the security policy",
	"TDLS direct-link teardown due to TDLS peer STA unreachable via the TDLS direct link",
	"TDLS direct-link teardown for unspecified reason",
	"Disassociated because session terminated by SSP request",
	"Disassociated because of lack of SSP roaming agreement",
	"Requested service rejected because of SSP cipher suite or AKM requirement",
	"Requested service not authorized in this location",
	("TS deleted because QoS AP lacks sufficient bandwidth for this QoS STA due to a change in BSS service "
	 "characteristics or operational mode (e.g. an HT BSS change from 40 MHz channel to 20 MHz channel)"),
	"Disassociated for unspecified, QoS-related reason",
	"Disassociated because QoS AP lacks sufficient bandwidth for this QoS STA",
	("Disassociated because of excessive number of frames that need to be acknowledged, but are not acknowledged "
	 "due to AP transmissions and/or poor channel conditions"),
	"Disassociated because STA is transmitting outside the limits of its TXOPs",
	"Requested from peer STA as the STA is leaving the BSS (or resetting)",
	"Requested from peer STA as it does not want to use the mechanism",
	"Requested from peer STA as the STA received frames using the mechanism for which a set up is required",
	"Requested from peer STA due to time out",
	"Reserved",
	"Reserved",
	"Reserved",
	"Reserved",
	"Reserved",
	"Peer STA does not support the requested cipher suite",
	("In a DLS Teardown frame: The teardown was initiated by the DLS peer. In a Disassociation frame: "
	 "Disassociated because authorized access limit reached"),
	("In a DLS Teardown frame: The teardown was initiated by the AP. In a Disassociation frame: Disassociated due "
	 "to external service requirements"),
	"Invalid FT Action frame count",
	"Invalid pairwise master key identifier (PMKID)",
	"Invalid MDE",
	"Invalid FTE",
	"Mesh peering canceled for unknown reasons",
	"The mesh STA has reached the supported maximum number of peer mesh STAs",
	"The received information violates the Mesh Configuration policy configured in the mesh STA profile",
	"The mesh STA has received a Mesh Peering Close frame requesting to close the mesh peering",
	("The mesh STA has resent dot11MeshMaxRetries Mesh Peering Open frames, without receiving a Mesh Peering "
	 "Confirm frame"),
	"The confirmTimer for the mesh peering instance times out",
	"The mesh STA fails to unwrap the GTK or the values in the wrapped contents do not match",
	"The mesh STA receives inconsistent information about the mesh parameters between mesh peering Management "
	"frames",
	("The mesh STA fails the authenticated mesh peering exchange because due to failure in selecting either the "
	 "pairwise ciphersuite or group ciphersuite"),
	"The mesh STA does not have proxy information for this external destination",
	"The mesh STA does not have forwarding information for this destination",
	("The mesh STA determines that the link to the next hop of an active path in its forwarding information is no "
	 "longer usable"),
	"The Deauthentication frame was sent because the MAC address of the STA already exists in the mesh BSS",
	"The mesh STA performs channel switch to meet regulatory requirements",
	"The mesh STA performs channel switching with unspecified reason",
};

/* What the elements of a frame say that lines have. */
struct elements {
	const uint8_t *ssid, *rates;
	uint8_t ssid_bytes, rate_count, channel;
	bool has_channel;
};

static struct elements read_elements(struct mst_reader *r)
{
	struct elements elements = { 0 };

	while (r->left) {
		uint8_t kind = mst_read_u8(r), length = mst_read_u8(r);
		const uint8_t *bytes = mst_read_bytes(r, length);

		if (!bytes)
			break;
		if (kind == ELEMENT_SSID && length <= 32) {
			elements.ssid = bytes;
			elements.ssid_bytes = length;
		} else if (kind == ELEMENT_RATES && length && length <= RATES_MAX) {
			elements.rates = bytes;
			elements.rate_count = length;
		} else if (kind == ELEMENT_CHANNEL && length == 1) {
			elements.channel = bytes[0];
			elements.has_channel = true;
		}
	}
	return elements;
}

static void describe_names_and_rates(struct mst_line *line, const struct elements *elements)
{
	if (elements->ssid) {
		mst_line_add(line, " (");
		mst_line_vis(line, elements->ssid, elements->ssid_bytes);
		mst_line_add(line, ")");
	}
	if (!elements->rates)
		return;
	mst_line_add(line, " [");
	for (unsigned i = 0; i < elements->rate_count; i++) {
		unsigned rate = elements->rates[i] & 0x7fu;

		mst_line_add(line, "%s%u.%u%s", i ? " " : "", rate / 2, rate % 2 * 5,
		             elements->rates[i] & 0x80 ? "*" : "");
	}
	mst_line_add(line, " Mbit]");
}

static void describe_network(struct mst_line *line, struct mst_reader *r, uint8_t kind)
{
	struct elements elements;
	uint16_t capabilities;

	mst_skip(r, 10); /* time, interval */
	capabilities = mst_read_le16(r);
	if (r->short_read)
		return;
	elements = read_elements(r);
	describe_names_and_rates(line, &elements);
	if (kind == BEACON)
		mst_line_add(line, capabilities & ESS ? " ESS" : " IBSS");
	if (elements.has_channel)
		mst_line_add(line, " CH: %u", elements.channel);
	if (capabilities & PRIVACY)
		mst_line_add(line, ", PRIVACY");
}

static void describe_request(struct mst_line *line, struct mst_reader *r, size_t fixed)
{
	struct elements elements;

	mst_skip(r, fixed);
	if (r->short_read)
		return;
	elements = read_elements(r);
	describe_names_and_rates(line, &elements);
}

static const char *status(uint16_t code)
{
	return code == 0 ? "Successful" : code == 1 ? "Unspecified failure" : "n/a";
}

static void describe_response(struct mst_line *line, struct mst_reader *r)
{
	uint16_t capabilities = mst_read_le16(r), code = mst_read_le16(r), id = mst_read_le16(r);

	if (r->short_read)
		return;
	mst_line_add(line, " AID(%x) :%s: %s", id & 0x3fff, capabilities & PRIVACY ? " PRIVACY " : "", status(code));
	(void)read_elements(r); /* which finds whether they are whole */
}

static void describe_authentication(struct mst_line *line, struct mst_reader *r)
{
	uint16_t algorithm = mst_read_le16(r), step = mst_read_le16(r), code = mst_read_le16(r);

	if (r->short_read)
		return;
	mst_line_add(line, " (%s)-%x",
	             algorithm == 0   ? "Open System"
	             : algorithm == 1 ? "Shared Key"
	                              : "Reserved",
	             step);
	if (algorithm == 1 && (step == 2 || step == 3))
		mst_line_add(line, " [Challenge Text]");
	mst_line_add(line, ": %s", step % 2 ? status(code) : "");
}

static void describe_reason(struct mst_line *line, struct mst_reader *r, const uint8_t *sender)
{
	uint16_t code = mst_read_le16(r);

	if (r->short_read)
		return;
	if (sender) {
		mst_line_add(line, " (");
		mst_line_mac(line, sender);
		mst_line_add(line, ")");
	}
	if (code < sizeof reasons / sizeof *reasons)
		mst_line_add(line, ": %s", reasons[code]);
	else
		mst_line_add(line, ": Reserved");
}

static void describe_management(struct mst_line *line, struct mst_reader *r, uint8_t kind, uint8_t flags, bool link)
{
	const uint8_t *addresses;

	mst_skip(r, 2);
	addresses = mst_read_bytes(r, 18);
	mst_skip(r, flags & ORDERED ? 6 : 2);
	if (r->short_read)
		return;
	if (names[kind])
		mst_line_add(line, "%s", names[kind]);
	else
		mst_line_add(line, "Unhandled Management subtype(%x)", kind);
	switch (kind) {
	case BEACON:
	case PROBE_RESPONSE: describe_network(line, r, kind); break;
	case PROBE_REQUEST: describe_request(line, r, 0); break;
	case ASSOC_REQUEST: describe_request(line, r, 4); break;
	case REASSOC_REQUEST: describe_request(line, r, 10); break;
	case ASSOC_RESPONSE:
	case REASSOC_RESPONSE: describe_response(line, r); break;
	case AUTH:
		if (!(flags & PROTECTED))
			describe_authentication(line, r);
		break;
	case DISASSOC: describe_reason(line, r, NULL); break;
	case DEAUTH: describe_reason(line, r, link ? NULL : addresses + 6); break;
	default: break;
	}
}

/* The addresses are there already with -e. */
static void describe_control(struct mst_line *line, struct mst_reader *r, uint8_t kind, bool link)
{
	static const char *const kinds[16] = { [8] = "BAR",
		                               [9] = "BA",
		                               [10] = "Power Save-Poll",
		                               [11] = "Request-To-Send",
		                               [12] = "Clear-To-Send",
		                               [13] = "Acknowledgment",
		                               [14] = "CF-End",
		                               [15] = "CF-End+CF-Ack" };
	enum { BAR = 8, POLL = 10, REQUEST_TO_SEND = 11 };
	uint16_t duration = mst_read_le16(r);
	const uint8_t *receiver = mst_read_bytes(r, 6);
	const uint8_t *sender = receiver && (kind == BAR || kind == REQUEST_TO_SEND) ? mst_read_bytes(r, 6) : NULL;

	if (r->short_read || !kinds[kind])
		return;
	mst_line_add(line, "%s", kinds[kind]);
	if (kind == POLL) {
		mst_line_add(line, " AID(%x)", duration & 0x3fff);
	} else if (!link) {
		mst_line_add(line, kind == REQUEST_TO_SEND ? " TA:" : " RA:");
		mst_line_mac(line, kind == REQUEST_TO_SEND ? sender : receiver);
		mst_line_add(line, " ");
	}
}

/* The bytes before encrypted data: an initialisation vector and the number of the key. */
static void describe_encrypted(struct mst_line *line, struct mst_reader *r)
{
	uint32_t word = mst_read_le32(r);

	if (!r->short_read)
		mst_line_add(line, "Data IV:%3x Pad %x KeyID %x", word & 0xffffff, word >> 24 & 0x3f, word >> 30);
}

bool mst_describe_wifi(struct mst_line *line, struct mst_reader r, bool link)
{
	const struct mst_reader frame = r;
	uint8_t first = mst_read_u8(&r), flags = mst_read_u8(&r), kind = first >> 4;
	unsigned type = first >> 2 & 3;
	bool left = false;

	if (link)
		mst_describe_wifi_header(line, frame);
	if (type == MANAGEMENT) {
		describe_management(line, &r, kind, flags, link);
	} else if (type == CONTROL) {
		describe_control(line, &r, kind, link);
	} else if (type == DATA) {
		mst_skip(&r, 22);
		if ((flags & TO_AND_FROM) == TO_AND_FROM)
			mst_skip(&r, 6);
		if (kind & 8)
			mst_skip(&r, flags & ORDERED ? 6 : 2);
		if (!(kind & 4) && (flags & PROTECTED))
			describe_encrypted(line, &r);
		left = !(kind & 4) && !(flags & PROTECTED) && !r.short_read;
	}
	if (r.short_read)
		mst_line_add(line, " [|802.11]");
	return left;
}
