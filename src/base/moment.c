/* SPDX-License-Identifier: BSD-2-Clause */
/* moment.c - see moment.h. */
#include "base/moment.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define SHAPE "dddd-dd-ddTdd:dd:dd"
#define SHAPE_LENGTH (sizeof SHAPE - 1)
#define YEAR_MAX 2553 /* nanoseconds in 64 bits end in 2554 */

static int number_at(const char *text, size_t digits)
{
	int number = 0;

	for (size_t i = 0; i < digits; i++)
		number = 10 * number + (text[i] - '0');
	return number;
}

static int has_shape(const char *text)
{
	static const char shape[] = SHAPE;

	for (size_t i = 0; i < SHAPE_LENGTH; i++) {
		if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != shape[i])
			return 0;
	}
	return 1;
}

/* ".250Z", "Z" */
static int read_fraction(uint64_t *ns, const char *text)
{
	uint64_t unit = MST_NS_PER_SECOND;

	*ns = 0;
	if (*text == '.') {
		for (text++; isdigit((unsigned char)*text) && unit > 1; text++) {
			unit /= 10;
			*ns += unit * (uint64_t)(*text - '0');
		}
		if (unit == MST_NS_PER_SECOND)
			return -EINVAL;
	}
	return strcmp(text, "Z") == 0 ? 0 : -EINVAL;
}

int mst_moment_parse(uint64_t *ns, const char *text)
{
	struct tm utc = { 0 }, same;
	uint64_t fraction;
	time_t seconds;

	if (strlen(text) < SHAPE_LENGTH || !has_shape(text) || read_fraction(&fraction, text + SHAPE_LENGTH) < 0)
		return -EINVAL;
	utc.tm_year = number_at(text, 4) - 1900;
	utc.tm_mon = number_at(text + 5, 2) - 1;
	utc.tm_mday = number_at(text + 8, 2);
	utc.tm_hour = number_at(text + 11, 2);
	utc.tm_min = number_at(text + 14, 2);
	utc.tm_sec = number_at(text + 17, 2);
	same = utc;
	seconds = timegm(&same);
	/* timegm carries the 31st of February over into March. */
	if (utc.tm_year > YEAR_MAX - 1900 || seconds < 0 || same.tm_mon != utc.tm_mon || same.tm_mday != utc.tm_mday ||
	    same.tm_hour != utc.tm_hour || same.tm_min != utc.tm_min)
		return -EINVAL;
	*ns = (uint64_t)seconds * MST_NS_PER_SECOND + fraction;
	return 0;
}
