// The Node add-on: kernels for several instruction sets in one loadable module. It only hands them out; which one is used,
// and everything else, is decided in src/backends/native/.
//
//   sourceHash                       of the kernels and of this file
//   instructionSets                  names of those that this processor has, the most capable first
//   attach(instructionSet, bytes)    a function run(program, words) over the memory that the Uint8Array shows. Whoever
//                                    calls keeps that memory alive, and in its place.
//   peak(instructionSet, rounds)     runs the bare multiply-add loop; the number of lanes of a vector
//   allow(bytes, isAllowed)          only in a build with AddressSanitizer: whether kernels may touch this memory
#include <node_api.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

#include "instruction-set.h"

#if defined(__x86_64__)
extern const InstructionSet logpi_avx512, logpi_avx2, logpi_sse4;

static int hasAvx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
}
static int hasAvx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
}
static int hasSse4(void) { return __builtin_cpu_supports("sse4.1"); }
#else
extern const InstructionSet logpi_neon;

static int hasNeon(void) { return 1; } // every 64-bit ARM
#endif

static const struct {
  const char *name;
  const InstructionSet *kernels;
  int (*isHere)(void);
} builds[] = {
#if defined(__x86_64__)
    {"avx512", &logpi_avx512, hasAvx512},
    {"avx2", &logpi_avx2, hasAvx2},
    {"sse4", &logpi_sse4, hasSse4},
#else
    {"neon", &logpi_neon, hasNeon},
#endif
};
enum { BUILDS = sizeof builds / sizeof *builds };

typedef struct {
  const InstructionSet *kernels;
  void *memory;
} Attachment;

// Leaves the function that contains it if a call fails; where N-API has not thrown, an error is thrown.
#define TRY(call)                                                                                                    \
  do {                                                                                                               \
    if ((call) != napi_ok) {                                                                                         \
      napi_throw_error(env, NULL, "logpi's add-on: " #call " failed");                                               \
      return NULL;                                                                                                   \
    }                                                                                                                \
  } while (0)

static const InstructionSet *instructionSetNamed(napi_env env, napi_value value) {
  char name[16];
  TRY(napi_get_value_string_utf8(env, value, name, sizeof name, NULL));
  for (int i = 0; i < BUILDS; i++)
    if (strcmp(builds[i].name, name) == 0 && builds[i].isHere()) return builds[i].kernels;
  napi_throw_range_error(env, NULL, "logpi's add-on: this processor has no such instruction set");
  return NULL;
}

static napi_value run(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], status;
  void *data;
  int32_t program, words;
  TRY(napi_get_cb_info(env, info, &count, arguments, NULL, &data));
  TRY(napi_get_value_int32(env, arguments[0], &program));
  TRY(napi_get_value_int32(env, arguments[1], &words));
  const Attachment *attachment = data;
  TRY(napi_create_int32(env, attachment->kernels->run(attachment->memory, program, words), &status));
  return status;
}

static void freeAttachment(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  free(data);
}

static napi_value attach(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], function;
  TRY(napi_get_cb_info(env, info, &count, arguments, NULL, NULL));
  const InstructionSet *kernels = instructionSetNamed(env, arguments[0]);
  if (kernels == NULL) return NULL;
  void *memory;
  TRY(napi_get_typedarray_info(env, arguments[1], NULL, NULL, &memory, NULL, NULL));
  Attachment *attachment = malloc(sizeof *attachment);
  if (attachment == NULL) abort();
  *attachment = (Attachment){kernels, memory};
  TRY(napi_create_function(env, "run", NAPI_AUTO_LENGTH, run, attachment, &function));
  TRY(napi_add_finalizer(env, function, attachment, freeAttachment, NULL, NULL));
  return function;
}

static napi_value peak(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], lanes;
  int32_t rounds;
  TRY(napi_get_cb_info(env, info, &count, arguments, NULL, NULL));
  const InstructionSet *kernels = instructionSetNamed(env, arguments[0]);
  if (kernels == NULL) return NULL;
  TRY(napi_get_value_int32(env, arguments[1], &rounds));
  kernels->peak(rounds);
  TRY(napi_create_int32(env, kernels->lanes, &lanes));
  return lanes;
}

#ifdef __SANITIZE_ADDRESS__
static napi_value allow(napi_env env, napi_callback_info info) {
  size_t count = 2, length;
  napi_value arguments[2];
  void *start;
  bool isAllowed;
  TRY(napi_get_cb_info(env, info, &count, arguments, NULL, NULL));
  TRY(napi_get_typedarray_info(env, arguments[0], NULL, &length, &start, NULL, NULL));
  TRY(napi_get_value_bool(env, arguments[1], &isAllowed));
  if (isAllowed) ASAN_UNPOISON_MEMORY_REGION(start, length);
  else ASAN_POISON_MEMORY_REGION(start, length);
  return NULL;
}
#endif

NAPI_MODULE_INIT() {
  napi_value hash, names;
  TRY(napi_create_string_utf8(env, LOGPI_SOURCE_HASH, NAPI_AUTO_LENGTH, &hash));
  TRY(napi_create_array(env, &names));
  uint32_t found = 0;
  for (int i = 0; i < BUILDS; i++) {
    if (!builds[i].isHere()) continue;
    napi_value name;
    TRY(napi_create_string_utf8(env, builds[i].name, NAPI_AUTO_LENGTH, &name));
    TRY(napi_set_element(env, names, found++, name));
  }
  const napi_property_descriptor properties[] = {
      {"sourceHash", NULL, NULL, NULL, NULL, hash, napi_enumerable, NULL},
      {"instructionSets", NULL, NULL, NULL, NULL, names, napi_enumerable, NULL},
      {"attach", NULL, attach, NULL, NULL, NULL, napi_enumerable, NULL},
      {"peak", NULL, peak, NULL, NULL, NULL, napi_enumerable, NULL},
#ifdef __SANITIZE_ADDRESS__
      {"allow", NULL, allow, NULL, NULL, NULL, napi_enumerable, NULL},
#endif
  };
  TRY(napi_define_properties(env, exports, sizeof properties / sizeof *properties, properties));
  return exports;
}
