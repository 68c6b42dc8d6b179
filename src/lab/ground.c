/* ground.c - the rows of MST_GROUNDS in muster/lab.h, in words. */
#include <muster/lab.h>

static const struct {
	const char *name, *meaning;
} grounds[] = {
#define ROW(constant, name, meaning) [constant] = { name, meaning },
	MST_GROUNDS(ROW)
#undef ROW
};

const char *mst_ground_name(enum mst_ground ground)
{
	return ground < MST_GROUND_COUNT ? grounds[ground].name : "?";
}

const char *mst_ground_meaning(enum mst_ground ground)
{
	return ground < MST_GROUND_COUNT ? grounds[ground].meaning : "?";
}
