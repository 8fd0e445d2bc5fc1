#define INSTRUCTION_SET logpi_neon
#include "../run.c"
