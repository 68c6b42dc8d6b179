/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * snmp.c - describes SNMP (RFC 1157, RFC 3416), and of version 3 (RFC 3412, RFC 3414) what is not encrypted. The first
 * element that is not what it should be ends the line.
 */
#include "dissect/payload/describers.h"
#include "dissect/payload/snmp_value.h"

enum { TRAP = 0xa4, GET_BULK = 0xa5, INFORM = 0xa6, RESPONSE = 0xa2, SET = 0xa3, GET = 0xa0, GET_NEXT = 0xa1 };
enum { AUTHENTICATED = 1, ENCRYPTED = 2, REPORTABLE = 4, USER_BASED = 3 };

/* The next element; if there is none, says why. */
static bool take_any(struct mst_line *line, struct mst_reader *r, struct mst_ber *element)
{
	switch (mst_ber_next(element, r)) {
	case MST_BER_WHOLE: return true;
	case MST_BER_NOTHING: mst_line_add(line, "[nothing to parse]"); break;
	case MST_BER_NO_LENGTH: mst_line_add(line, "[no asnlen]"); break;
	case MST_BER_CUT: mst_line_add(line, "[len%zu<asnlen%zu]", r->left, element->count); break;
	}
	return false;
}

/* The next element, when it has that identifier; if not, says so. `what`: "version!=INT". */
static bool take(struct mst_line *line, struct mst_reader *r, uint8_t identifier, const char *what,
                 struct mst_ber *element)
{
	if (!take_any(line, r, element))
		return false;
	if (element->identifier == identifier)
		return true;
	mst_line_add(line, "[%s]", what);
	mst_snmp_value(line, element);
	return false;
}

static bool describe_binding(struct mst_line *line, bool asks, struct mst_reader r)
{
	struct mst_ber name, value;

	if (!take(line, &r, MST_BER_OID, "objName!=OID", &name))
		return false;
	mst_snmp_value(line, &name);
	if (!asks)
		mst_line_add(line, "=");
	if (!take_any(line, &r, &value))
		return false;
	if (asks && value.identifier != MST_BER_NULL)
		mst_line_add(line, "[objVal!=NULL]");
	mst_snmp_value(line, &value);
	return true;
}

static void describe_bindings(struct mst_line *line, uint8_t pdu, struct mst_reader *r)
{
	bool asks = pdu == GET || pdu == GET_NEXT || pdu == GET_BULK;
	struct mst_ber list, pair;

	if (!take(line, r, MST_BER_SEQUENCE, "!SEQ of varbind", &list))
		return;
	if (r->left)
		mst_line_add(line, "[%zu extra after SEQ of varbind]", r->left);
	*r = mst_ber_reader(&list);
	do {
		if (!r->left)
			return;
		mst_line_add(line, " ");
	} while (take(line, r, MST_BER_SEQUENCE, "!varbind", &pair) &&
	         describe_binding(line, asks, mst_ber_reader(&pair)));
}

static void add_error(struct mst_line *line, int32_t status)
{
	static const char *const names[] = { "noError",
		                             "tooBig",
		                             "noSuchName",
		                             "badValue",
		                             "readOnly",
		                             "genErr",
		                             "noAccess",
		                             "wrongType",
		                             "wrongLength",
		                             "wrongEncoding",
		                             "wrongValue",
		                             "noCreation",
		                             "inconsistentValue",
		                             "resourceUnavailable",
		                             "commitFailed",
		                             "undoFailed",
		                             "authorizationError",
		                             "notWritable",
		                             "inconsistentName" };

	if (status >= 0 && (size_t)status < sizeof names / sizeof *names)
		mst_line_add(line, "%s", names[status]);
	else
		mst_line_add(line, "err=%d", status);
}

/* Status and index: of an error in a response, repetitions in GetBulk, and nothing elsewhere. */
static void describe_status(struct mst_line *line, uint8_t pdu, int32_t status, int32_t index)
{
	bool may_fail = pdu == RESPONSE || pdu > INFORM;

	if (pdu == GET_BULK) {
		mst_line_add(line, " N=%d M=%d", status, index);
		return;
	}
	if (status && may_fail) {
		mst_line_add(line, " ");
		add_error(line, status);
		mst_line_add(line, index ? "@%d" : "[errorIndex==%d]", index);
		return;
	}
	if (status) {
		mst_line_add(line, "[errorStatus(");
		add_error(line, status);
		mst_line_add(line, ")!=0]");
	}
	if (index)
		mst_line_add(line, may_fail ? "[errorIndex(%d) w/o errorStatus]" : "[errorIndex(%d)!=0]", index);
}

static void describe_trap(struct mst_line *line, struct mst_reader *r)
{
	static const char *const names[] = { "coldStart", "warmStart",       "linkDown",          "linkUp",
		                             NULL,        "egpNeighborLoss", "enterpriseSpecific" };
	struct mst_ber enterprise, agent, generic, specific, time;
	int32_t kind;

	mst_line_add(line, " ");
	if (!take(line, r, MST_BER_OID, "enterprise!=OID", &enterprise))
		return;
	mst_snmp_value(line, &enterprise);
	mst_line_add(line, " ");
	if (!take(line, r, MST_SNMP_ADDRESS, "agent-addr!=INETADDR", &agent))
		return;
	mst_snmp_value(line, &agent);
	if (!take(line, r, MST_BER_INTEGER, "generic-trap!=INT", &generic))
		return;
	kind = mst_ber_integer(&generic);
	if (kind == 4)
		mst_line_add(line, " authenticationFailure");
	else if (kind >= 0 && (size_t)kind < sizeof names / sizeof *names)
		mst_line_add(line, " %s", names[kind]);
	else
		mst_line_add(line, " gt=%d", kind);
	if (!take(line, r, MST_BER_INTEGER, "specific-trap!=INT", &specific))
		return;
	if (kind == 6)
		mst_line_add(line, " s=%d", mst_ber_integer(&specific));
	mst_line_add(line, " ");
	if (!take(line, r, MST_SNMP_TIME_TICKS, "timestamp!=TIMETICKS", &time))
		return;
	mst_snmp_value(line, &time);
	describe_bindings(line, TRAP, r);
}

static void describe_pdu(struct mst_line *line, struct mst_reader *r, int32_t version)
{
	struct mst_ber pdu, id, status, index;
	struct mst_reader inner;
	const char *name;

	if (!take_any(line, r, &pdu))
		return;
	name = mst_snmp_pdu_name(pdu.identifier);
	if (!name && pdu.identifier >> 6 == 2) {
		mst_line_add(line, "[id?C/x/%u]", pdu.tag);
		return;
	}
	if (!name) {
		mst_line_add(line, "[no PDU]");
		return;
	}
	if (r->left)
		mst_line_add(line, "[%zu extra after PDU]", r->left);
	mst_line_add(line, "%s(%zu) ", name, pdu.count);
	if (version == 0 && pdu.identifier >= GET_BULK) {
		mst_line_add(line, "[v2 PDU in v1 message]");
		return;
	}
	if (version > 0 && pdu.identifier == TRAP) {
		mst_line_add(line, "[v1 PDU in v2 message]");
		return;
	}
	inner = mst_ber_reader(&pdu);
	if (pdu.identifier == TRAP) {
		describe_trap(line, &inner);
		return;
	}
	if (!take(line, &inner, MST_BER_INTEGER, "reqId!=INT", &id) ||
	    !take(line, &inner, MST_BER_INTEGER, "errorStatus!=INT", &status) ||
	    !take(line, &inner, MST_BER_INTEGER, "errorIndex!=INT", &index))
		return;
	describe_status(line, pdu.identifier, mst_ber_integer(&status), mst_ber_integer(&index));
	describe_bindings(line, pdu.identifier, &inner);
}

static void describe_community(struct mst_line *line, struct mst_reader *r, int32_t version)
{
	struct mst_ber community;

	if (!take(line, r, MST_BER_STRING, "comm!=STR", &community))
		return;
	if (community.count != 6 || memcmp(community.bytes, "public", 6)) {
		mst_line_add(line, "C=");
		mst_snmp_value(line, &community);
		mst_line_add(line, " ");
	}
	describe_pdu(line, r, version);
}

/* The name of the user; false when the parameters are not those of the user-based model. */
static bool describe_user(struct mst_line *line, const struct mst_ber *parameters)
{
	struct mst_reader r = mst_ber_reader(parameters);
	struct mst_ber all, engine, boots, time, user;

	if (!take(line, &r, MST_BER_SEQUENCE, "!usm SEQ", &all))
		return false;
	r = mst_ber_reader(&all);
	if (!take(line, &r, MST_BER_STRING, "msgAuthoritativeEngineID!=STR", &engine) ||
	    !take(line, &r, MST_BER_INTEGER, "msgAuthoritativeEngineBoots!=INT", &boots) ||
	    !take(line, &r, MST_BER_INTEGER, "msgAuthoritativeEngineTime!=INT", &time) ||
	    !take(line, &r, MST_BER_STRING, "msgUserName!=STR", &user))
		return false;
	mst_line_add(line, "U=");
	mst_snmp_value(line, &user);
	mst_line_add(line, " ");
	return true;
}

static void describe_scoped(struct mst_line *line, struct mst_reader *r)
{
	struct mst_ber scoped, engine, name;

	if (!take(line, r, MST_BER_SEQUENCE, "!scoped PDU", &scoped))
		return;
	*r = mst_ber_reader(&scoped);
	if (!take(line, r, MST_BER_STRING, "contextEngineID!=STR", &engine))
		return;
	mst_line_add(line, "E=");
	mst_snmp_bytes(line, engine.bytes, engine.count);
	mst_line_add(line, " ");
	if (!take(line, r, MST_BER_STRING, "contextName!=STR", &name))
		return;
	mst_line_add(line, "C=");
	mst_snmp_value(line, &name);
	mst_line_add(line, " ");
	describe_pdu(line, r, 3);
}

static void describe_version3(struct mst_line *line, struct mst_reader *r)
{
	struct mst_ber message, id, size, flags, model, parameters;
	struct mst_reader head;
	uint8_t bits;

	if (!take(line, r, MST_BER_SEQUENCE, "!message", &message))
		return;
	head = mst_ber_reader(&message);
	if (!take(line, &head, MST_BER_INTEGER, "msgID!=INT", &id) ||
	    !take(line, &head, MST_BER_INTEGER, "msgMaxSize!=INT", &size) ||
	    !take(line, &head, MST_BER_STRING, "msgFlags!=INT", &flags))
		return;
	bits = flags.count ? flags.bytes[0] : 0;
	mst_line_add(line, "F=%s%s%s ", bits & AUTHENTICATED ? "a" : "", bits & ENCRYPTED ? "p" : "",
	             bits & REPORTABLE ? "r" : "");
	if (!take(line, &head, MST_BER_INTEGER, "msgSecurityModel!=INT", &model))
		return;
	if (mst_ber_integer(&model) != USER_BASED) {
		mst_line_add(line, "[security model %d]", mst_ber_integer(&model));
		return;
	}
	if (take(line, r, MST_BER_STRING, "msgSecurityParameters!=STR", &parameters) &&
	    describe_user(line, &parameters))
		describe_scoped(line, r);
}

static void describe_message(struct mst_line *line, struct mst_reader *r)
{
	struct mst_ber message, version;
	int32_t number;

	if (!take(line, r, MST_BER_SEQUENCE, "!init SEQ", &message))
		return;
	if (r->left)
		mst_line_add(line, "[%zu extra after iSEQ]", r->left);
	*r = mst_ber_reader(&message);
	if (!take(line, r, MST_BER_INTEGER, "version!=INT", &version))
		return;
	number = mst_ber_integer(&version);
	if (number == 0 || number == 1)
		describe_community(line, r, number);
	else if (number == 3)
		describe_version3(line, r);
	else
		mst_line_add(line, "SNMP [version = %d]", number);
}

bool mst_describe_snmp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);

	mst_line_add(line, " ");
	if (layer->captured < layer->declared)
		mst_line_add(line, " [|snmp]");
	else
		describe_message(line, &r);
	return true;
}
