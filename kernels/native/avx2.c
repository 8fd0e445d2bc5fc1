#define INSTRUCTION_SET logpi_avx2
#include "../run.c"
