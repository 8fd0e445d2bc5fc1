// What one build of the kernels offers to the add-on.
#ifndef LOGPI_INSTRUCTION_SET_H
#define LOGPI_INSTRUCTION_SET_H

typedef struct {
  int lanes; // float32 in a vector
  int (*run)(void *memory, int program, int words);
  float (*peak)(int rounds);
} InstructionSet;

#endif
