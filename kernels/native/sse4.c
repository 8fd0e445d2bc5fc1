#define INSTRUCTION_SET logpi_sse4
#include "../run.c"
