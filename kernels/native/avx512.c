#define INSTRUCTION_SET logpi_avx512
#include "../run.c"
